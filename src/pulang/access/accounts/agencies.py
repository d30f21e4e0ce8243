"""Agencies of this node. Partner nodes become agencies by pairing, not here."""

from uuid import UUID

from django.utils.text import slugify

from pulang.access.models import Agency, AgencyKind
from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.countries import alpha3_codes
from pulang.lib.errors import Invalid, NotFound, raise_problems


@action(Permission.AGENCY_MANAGE)
def create_agency(actor: Actor, *, name: str, kind: str, country: str) -> Agency:
    """A new agency. Raises Problems or Invalid for an empty or taken name, an unknown kind or country."""
    name, code = name.strip(), slugify(name)[:40]
    problems = _problems(name, country)
    if kind not in AgencyKind.values or kind == AgencyKind.PEER:
        problems.append(Invalid("kind", "agency_kind"))
    if name and (not code or Agency.objects.filter(code=code).exists()):
        problems.append(Invalid("name", "agency_taken"))
    raise_problems(problems)
    agency = Agency.objects.create(code=code, name=name, kind=kind, country=country)
    record(actor, Event.AGENCY_CREATED, agency=agency.pk, kind=kind)
    return agency


@action(Permission.AGENCY_MANAGE)
def rename_agency(actor: Actor, *, agency: UUID, name: str, country: str) -> None:
    """Change name or country; the kind stays, since roles and rights hang on it. Raises NotFound, Invalid."""
    name = name.strip()
    raise_problems(_problems(name, country))
    changed = Agency.objects.filter(pk=agency).exclude(kind=AgencyKind.PEER).update(name=name, country=country)
    if not changed:
        raise NotFound()
    record(actor, Event.AGENCY_CHANGED, agency=agency)


@action(Permission.AGENCY_MANAGE)
def set_decision_policy(actor: Actor, *, agency: UUID, confirms: bool) -> None:
    """Whether a second officer of the agency confirms each decision from now on. Raises NotFound."""
    own = Agency.objects.filter(pk=agency).exclude(kind=AgencyKind.PEER)
    if not own.update(confirms_decisions=confirms):
        raise NotFound()
    record(actor, Event.AGENCY_CHANGED, agency=agency, confirms_decisions=confirms)


def _problems(name: str, country: str) -> list[Invalid]:
    problems = []
    if not name:
        problems.append(Invalid("name", "required"))
    elif len(name) > 200:
        problems.append(Invalid("name", "too_long", limit=200))
    if country not in alpha3_codes():
        problems.append(Invalid("country", "agency_country"))
    return problems
