"""Who works on a case: agencies by section, until a day."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from pulang.access.grants import end_access, grant_access
from pulang.access.models import Agency, Grant
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound


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
) -> Grant:
    """Let an agency, or one officer of it, work on sections of the case; `work` is always one of them.

    With `identity` she may see the person too. Raises NotFound, Invalid, GrantTooWide.
    """
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise Invalid("agency", "unknown_agency")
    case = load_case(case_id)
    wanted = {Section.WORK, *sections}
    grant = grant_access(
        actor, scope=case.pk, agency=agency, sections=wanted, until=until, officer_id=officer_id, why=why
    )
    if Section.IDENTITY in wanted:
        grant_access(
            actor,
            scope=case.person_id,
            agency=agency,
            sections=[Section.IDENTITY],
            until=until,
            officer_id=officer_id,
            why=why,
        )
    tell(actor, case, Event.ACCESS_GRANTED, agency=agency.code, sections=sorted(wanted))
    return grant


@action(Permission.ACCESS_GRANT)
def end_member(actor: Actor, *, case_id: UUID, grant_id: UUID) -> None:
    """End a member's access to the case and, unless another case of hers needs it, to the person."""
    case = load_case(case_id, closed_too=True)
    grant = Grant.objects.select_related("agency").filter(pk=grant_id, scope=case_id, ended_at=None).first()
    if grant is None:
        raise NotFound()
    if grant.agency_id == case.agency_id:
        raise Invalid("member", "leading_agency")
    end_access(actor, scope=case_id, grant_id=grant_id)
    same = Grant.objects.filter(scope=case.person_id, agency_id=grant.agency_id, ended_at=None)
    for identity in same.exclude(why=Why.OPENED):
        if identity.officer_id == grant.officer_id:
            end_access(actor, scope=case.person_id, grant_id=identity.pk)
    tell(actor, case, Event.ACCESS_ENDED, agency=grant.agency.code)
