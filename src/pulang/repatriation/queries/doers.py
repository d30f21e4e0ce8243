"""Who works on a case, and who of them may record a step of it."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency, Grant
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import engine


@query(Permission.CASE_WORK)
def doers_for(actor: Actor, case_id: UUID, code: str) -> tuple[Agency, ...]:
    """The agencies that work on the case, partner nodes included, and may record this step. Raises NotFound."""
    row = Step.objects.filter(case_id=case_id, code=code).first()
    if row is None:
        raise NotFound()
    definition = step_list(row.list_version).step(code)
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="steps")
    return tuple(
        member
        for member in members_of(case_id)
        if engine.may_complete(definition, side=member.country, agency_kind=member.kind)
    )


def members_of(case_id: UUID) -> list[Agency]:
    """The agencies that work on the case, partner nodes included, as far as the actor may see them."""
    return members_in([case_id]).get(case_id, [])


def members_in(case_ids: Collection[UUID]) -> dict[UUID, list[Agency]]:
    """As `members_of`, for many cases."""
    running = Grant.objects.filter(
        scope__in=case_ids, ended_at=None, until__gt=timezone.now(), sections__contains=[Section.WORK]
    )
    found: dict[UUID, list[Agency]] = {}
    for grant in running.select_related("agency").order_by("agency__code", "id"):
        agencies = found.setdefault(grant.scope, [])
        if grant.agency not in agencies:
            agencies.append(grant.agency)
    return found
