"""What a partner is told of a step."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.repatriation.models import Step, StepRecord
from pulang.repatriation.queries.lists import step_list


@dataclass(frozen=True)
class PartnerStep:
    """The arguments of the partner's `apply_partner_step`: an empty result takes back what was said before."""

    code: str
    result: str
    done_at: datetime
    data: dict[str, str]


@query(Permission.CASE_READ)
def step_for_partner(actor: Actor, case_id: UUID, code: str) -> PartnerStep:
    """The statement that holds of a step, with the fields that the list lets the partner see.

    Fields of a section that the actor does not hold are not there. Raises NotFound where nothing was said.
    """
    row = Step.objects.select_related("case").filter(case_id=case_id, code=code).exclude(said_at=None).first()
    if row is None or row.said_at is None:
        raise NotFound()
    definition = step_list(row.list_version).step(code)
    held = (
        StepRecord.objects.select_related("case").filter(step=row, said_at=row.said_at, result=row.result).first()
    )
    data = (held.data or {}) if held and definition.partner_sees else {}
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, step=code, part="partner")
    return PartnerStep(
        code=code,
        result=row.result,
        done_at=row.said_at,
        data={name: data[name] for name in definition.partner_sees if name in data},
    )
