"""The care of a case, as it stands: referrals, plan, talks, what was given, the house."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Router, Schema

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.care.queries import care_for

router = Router(tags=["care"])
CARE = "/cases/{uuid:case_id}/care"


class ReferralOut(Schema):
    id: UUID
    provider_id: UUID
    service: str
    reason: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str


class GoalOut(Schema):
    id: UUID
    text: str
    service: str
    due_on: date | None
    state: str
    note: str


class TalkOut(Schema):
    """A talk some months after coming home; `held_on` is empty until it was held."""

    id: UUID
    months: int
    due_on: date
    held_on: date | None
    outcomes: dict[str, str]
    note: str


class GivenOut(Schema):
    """What was given; `amount` is null where it cost nothing."""

    id: UUID
    service: str
    provider_id: UUID
    given_on: date
    what: str
    amount: Decimal | None
    currency: str


class DayOut(Schema):
    """A day with counsel or a court; `outcome` is empty while it is planned."""

    id: UUID
    kind: str
    on: date
    place: str
    note: str
    state: str
    outcome: str


class CareOut(Schema):
    """`house` is where the person lives: a label, "" for nowhere here, null where it is sealed to the reader.

    `costs` are the sums of what was given, by currency.
    """

    referrals: list[ReferralOut]
    goals: list[GoalOut]
    talks: list[TalkOut]
    given: list[GivenOut]
    costs: dict[str, Decimal]
    days: list[DayOut]
    house: str | None


@router.get(CARE, response=CareOut, summary="The care of a case")
@permitted(Permission.CASE_READ)
def care(request: ApiRequest, case_id: UUID) -> CareOut:
    page = care_for(request.auth, case_id)
    return CareOut(
        referrals=[
            ReferralOut(
                id=one.pk,
                provider_id=one.provider_id,
                service=one.service,
                reason=one.reason or "",
                state=one.state,
                asked_at=one.asked_at,
                answered_at=one.answered_at,
                answer=one.answer or "",
            )
            for one in page.referrals
        ],
        goals=[
            GoalOut(
                id=one.pk,
                text=one.text,
                service=one.service,
                due_on=one.due_on,
                state=one.state,
                note=one.note or "",
            )
            for one in page.goals
        ],
        talks=[
            TalkOut(
                id=one.pk,
                months=one.months,
                due_on=one.due_on,
                held_on=one.held_on,
                outcomes=one.outcomes or {},
                note=one.note or "",
            )
            for one in page.talks
        ],
        given=[
            GivenOut(
                id=one.pk,
                service=one.service,
                provider_id=one.provider_id,
                given_on=one.given_on,
                what=one.what or "",
                amount=one.amount,
                currency=one.currency,
            )
            for one in page.given
        ],
        costs=dict(page.costs),
        days=[
            DayOut(id=one.pk, kind=one.kind, on=one.on, state=one.state, outcome=one.outcome or "", **one.details)
            for one in page.days
        ],
        house=page.house,
    )
