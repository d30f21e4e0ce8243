"""The care of one case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.care.models import FollowUp, Given, Goal, LegalDay, Referral, Residence
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class CarePage:
    """`house` is where she lives now: a label, "" where she lives nowhere here, None where it is sealed to her.

    `costs` are the sums of what was given, by currency: one is never added to another.
    """

    case: Case
    referrals: tuple[Referral, ...]
    goals: tuple[Goal, ...]
    talks: tuple[FollowUp, ...]
    given: tuple[Given, ...]
    costs: Mapping[str, Decimal]
    days: tuple[LegalDay, ...]
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
    given = tuple(Given.objects.filter(case=case).select_related("provider").order_by("-given_on", "-recorded_at"))
    page = CarePage(
        case=case,
        referrals=tuple(Referral.objects.filter(case=case).select_related("provider").order_by("-asked_at")),
        goals=tuple(Goal.objects.filter(case=case).order_by("made_at")),
        talks=tuple(FollowUp.objects.filter(case=case).order_by("months")),
        given=given,
        costs=_sums(given),
        days=tuple(LegalDay.objects.filter(case=case).order_by("on", "made_at")),
        house=None if Section.WHEREABOUTS not in held else lives.house.label if lives else "",
    )
    for one in (*page.referrals, *page.goals, *page.talks, *page.given, *page.days):
        one.case = case
    return page


def _sums(given: Iterable[Given]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for one in given:
        if one.amount is not None:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return dict(sorted(sums.items()))
