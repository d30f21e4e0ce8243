"""The care of one case."""

from dataclasses import dataclass
from uuid import UUID

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.care.models import FollowUp, Goal, Referral, Residence
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class CarePage:
    """`house` is where she lives now: a label, "" where she lives nowhere here, None where it is sealed to her."""

    case: Case
    referrals: tuple[Referral, ...]
    goals: tuple[Goal, ...]
    talks: tuple[FollowUp, ...]
    house: str | None


@query(Permission.CASE_READ)
def care_for(actor: Actor, case_id: UUID) -> CarePage:
    """Raises NotFound, also without the section care."""
    case = Case.objects.filter(pk=case_id).first()
    held = held_sections(actor, case_id)
    if case is None or Section.CARE not in held:
        raise NotFound()
    lives = Residence.objects.filter(case=case, ended_at=None).select_related("house").first()
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="care")
    page = CarePage(
        case=case,
        referrals=tuple(Referral.objects.filter(case=case).select_related("provider").order_by("-asked_at")),
        goals=tuple(Goal.objects.filter(case=case).order_by("made_at")),
        talks=tuple(FollowUp.objects.filter(case=case).order_by("months")),
        house=None if Section.WHEREABOUTS not in held else lives.house.label if lives else "",
    )
    for one in (*page.referrals, *page.goals, *page.talks):
        one.case = case
    return page
