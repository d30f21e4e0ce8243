"""What she was made to do, for those who hold the section."""

from dataclasses import dataclass
from uuid import UUID

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.identification.nonpunishment.models import ForcedAct, Sanction
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class NonPunishment:
    """Acts and sanctions, the oldest first, those taken back too."""

    case: Case
    acts: tuple[ForcedAct, ...]
    sanctions: tuple[Sanction, ...]


@query(Permission.CASE_READ)
def nonpunishment_for(actor: Actor, case_id: UUID) -> NonPunishment:
    """Raises NotFound without the section. The look is in the audit."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or Section.NON_PUNISHMENT not in held_sections(actor, case_id):
        raise NotFound()
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="non_punishment")
    return NonPunishment(
        case,
        tuple(ForcedAct.objects.filter(case=case).select_related("case", "agency").order_by("recorded_at")),
        tuple(Sanction.objects.filter(case=case).select_related("case", "agency").order_by("recorded_at")),
    )
