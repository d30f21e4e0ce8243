"""Who works here on what partners send."""

from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency, AgencyKind, Grant
from pulang.access.permissions import Section
from pulang.cases.models import Case
from pulang.exchange.errors import Refused


def desk() -> Agency:
    """The National Central Bureau of this node. Raises Refused(no_desk)."""
    agency = Agency.objects.filter(kind=AgencyKind.NCB).order_by("id").first()
    if agency is None:
        raise Refused("no_desk")
    return agency


def working_agency(case: Case) -> UUID:
    """The desk where it reads the messages of the case, else the agency that leads it: a task must be seen."""
    ncb = desk().pk
    running = Grant.objects.filter(
        scope=case.pk,
        agency_id=ncb,
        ended_at=None,
        until__gt=timezone.now(),
        sections__contains=[Section.WORK, Section.MESSAGES],
    )
    return ncb if running.exists() else case.agency_id
