"""Who works on a case: agencies by section, until a day."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.grants import end_access, grant_access
from pulang.access.models import Agency, AgencyKind, Grant, Officer
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case
from pulang.cases.ownership.queries import owner_restricts
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound

WITHOUT_CASES = (AgencyKind.ADMINISTRATION, AgencyKind.OVERSIGHT)  # the database refuses them too


@action(Permission.ACCESS_GRANT)
def add_member(
    actor: Actor,
    *,
    case_id: UUID,
    agency_id: UUID,
    sections: Collection[Section],
    until: datetime | None = None,
    officer_id: UUID | None = None,
    why: Why = Why.ASSIGNED,
    once: str = "",
) -> Grant:
    """Let an agency, or one officer of it, work on sections of the case; `work` is always one of them.

    With `identity` she may see the person too. Raises NotFound, Invalid, GrantTooWide.
    """
    agency = Agency.objects.filter(pk=agency_id).exclude(kind__in=WITHOUT_CASES).first()
    if agency is None:
        raise Invalid("agency", "unknown_agency")
    if until and until <= timezone.now():
        raise Invalid("until", "date_in_past")
    if set(sections) - set(Section):
        raise Invalid("sections", "not_a_choice")
    if officer_id and not Officer.objects.filter(pk=officer_id, agency=agency, is_active=True).exists():
        raise Invalid("officer", "not_of_agency")
    case = load_case(case_id)
    if owner_restricts(case) and agency.kind != AgencyKind.NCB:
        raise Invalid("agency", "owner_restricts")

    def make() -> Grant:
        wanted = {Section.WORK, *sections}
        give = partial(grant_access, actor, agency=agency, until=until, officer_id=officer_id, why=why)
        grant = give(scope=case.pk, sections=wanted)
        if Section.IDENTITY in wanted:
            give(scope=case.person_id, sections=[Section.IDENTITY], reason=_through(case))
        tell(actor, case, Event.ACCESS_GRANTED, agency=agency.code, sections=sorted(wanted))
        return grant

    return row_once(actor, once, Grant, make)


@action(Permission.ACCESS_GRANT)
def end_member(actor: Actor, *, case_id: UUID, grant_id: UUID) -> None:
    """End a member's access to the case, and to the person as far as it came through this case.

    Raises NotFound, or Invalid for the agency that leads the case.
    """
    case = load_case(case_id, closed_too=True)
    grant = Grant.objects.select_related("agency").filter(pk=grant_id, scope=case_id, ended_at=None).first()
    if grant is None:
        raise NotFound()
    if grant.agency_id == case.agency_id:
        raise Invalid("member", "leading_agency")
    end_access(actor, scope=case_id, grant_id=grant_id)
    if Section.IDENTITY in grant.sections:
        _end_identity(actor, case, grant)
    tell(actor, case, Event.ACCESS_ENDED, agency=grant.agency.code)


def _end_identity(actor: Actor, case: Case, ended: Grant) -> None:
    """Another running grant on this case may still need the person; grants through other cases stay."""
    hers = Q(officer_id=ended.officer_id) if ended.officer_id else Q(officer=None)
    same = Grant.objects.filter(hers, agency_id=ended.agency_id, ended_at=None)
    if same.filter(scope=case.pk, sections__contains=[Section.IDENTITY]).exists():
        return
    for identity in same.filter(scope=case.person_id, reason=_through(case)):
        end_access(actor, scope=case.person_id, grant_id=identity.pk)


def _through(case: Case) -> str:
    return f"case:{case.pk}"
