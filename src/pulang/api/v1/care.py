"""Care of a case: referrals, her plan, talks after she came home, a place in a shelter."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.params.functions import Query
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.care import actions
from pulang.care.papers import print_referral_letter
from pulang.care.queries import care_for, houses_for
from pulang.lib.errors import NotFound

router = Router(tags=["care"])
CARE = "/cases/{uuid:case_id}/care"
LANGUAGE: Any = Query("id", max_length=2)
Words = Annotated[str, Field(max_length=2000)]


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
    """A talk some months after she came home; `held_on` is empty until it was held."""

    id: UUID
    months: int
    due_on: date
    held_on: date | None
    outcomes: dict[str, str]
    note: str


class GivenOut(Schema):
    """What she was given; `amount` is null where it cost nothing."""

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
    """`house` is where she lives: a label, "" for nowhere here, null where it is sealed to the reader.

    `costs` are the sums of what was given, by currency.
    """

    referrals: list[ReferralOut]
    goals: list[GoalOut]
    talks: list[TalkOut]
    given: list[GivenOut]
    costs: dict[str, Decimal]
    days: list[DayOut]
    house: str | None


class HouseOut(Schema):
    id: UUID
    label: str
    agency: str
    capacity: int
    taken: int
    free: int


class HouseIn(In):
    label: Annotated[str, Field(max_length=60)]
    capacity: int


class ReferIn(In):
    """She chose the provider; spiritual care is `at_her_request` only."""

    provider_id: UUID
    service: Code
    reason: Words
    at_her_request: bool = False


class AnswerIn(In):
    accepts: bool
    reason: Words = ""


class EndIn(In):
    reason: Words


class GoalIn(In):
    text: Annotated[str, Field(max_length=1000)]
    service: Code
    due_on: date | None = None


class SettleIn(In):
    reached: bool
    note: Words = ""


class GivenIn(In):
    """What the agency of the token gave her; a wrong line is set right by one with a minus."""

    service: Code
    what: Words
    given_on: date
    amount: Decimal | None = None
    currency: Annotated[str, Field(max_length=3)] = ""


class DayIn(In):
    kind: Code
    on: date
    place: Annotated[str, Field(max_length=300)] = ""
    note: Words = ""


class DaySettledIn(In):
    """`state` is kept, postponed, missed or cancelled; `outcome` what came of it, or why not."""

    state: Code
    outcome: Annotated[str, Field(max_length=4000)]


class HomeIn(In):
    home_on: date


class TalkIn(In):
    """`outcomes` are answers by question; what she did not say is left out."""

    held_on: date
    outcomes: dict[str, str] = {}
    note: Annotated[str, Field(max_length=4000)] = ""


class PlaceIn(In):
    house_id: UUID


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


@router.post(f"{CARE}/referrals", response={201: Made}, summary="Refer her to a service, by her consent")
@permitted(Permission.ACCESS_GRANT)
def refer(request: ApiRequest, case_id: UUID, body: ReferIn, once: str = ONCE) -> Status[Made]:
    return made(actions.refer(request.auth, case_id=case_id, once=once, **body.dict()))


@router.post(
    f"{CARE}/referrals/{{uuid:referral_id}}/answer", response=Made, summary="The provider takes her, or not"
)
@permitted(Permission.CARE_RECORD)
def answer_referral(request: ApiRequest, case_id: UUID, referral_id: UUID, body: AnswerIn) -> Made:
    call = {"case_id": case_id, "referral_id": referral_id}
    return changed(actions.answer_referral(request.auth, **call, accepts=body.accepts, reason=body.reason))


@router.post(f"{CARE}/referrals/{{uuid:referral_id}}/end", response=Made, summary="The service has ended")
@permitted(Permission.CARE_RECORD)
def end_referral(request: ApiRequest, case_id: UUID, referral_id: UUID, body: EndIn) -> Made:
    call = {"case_id": case_id, "referral_id": referral_id}
    return changed(actions.end_referral(request.auth, **call, reason=body.reason))


@router.get(f"{CARE}/referrals/{{uuid:referral_id}}/letter", summary="The letter of a referral as PDF")
@permitted(Permission.CASE_READ)
def referral_letter(
    request: ApiRequest, case_id: UUID, referral_id: UUID, language: str = LANGUAGE
) -> HttpResponse:
    on = timezone.localdate()
    call = {"case_id": case_id, "referral_id": referral_id}
    made = print_referral_letter(request.auth, language=language, on=on, **call)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return HttpResponse(made.content, content_type="application/pdf", headers=headers)


@router.post(f"{CARE}/goals", response={201: Made}, summary="Add a goal to her plan")
@permitted(Permission.CARE_RECORD)
def add_goal(request: ApiRequest, case_id: UUID, body: GoalIn, once: str = ONCE) -> Status[Made]:
    return made(actions.add_goal(request.auth, case_id=case_id, once=once, **body.dict()))


@router.post(f"{CARE}/goals/{{uuid:goal_id}}/settle", response=Made, summary="A goal is reached, or given up")
@permitted(Permission.CARE_RECORD)
def settle_goal(request: ApiRequest, case_id: UUID, goal_id: UUID, body: SettleIn) -> Made:
    return changed(actions.settle_goal(request.auth, case_id=case_id, goal_id=goal_id, **body.dict()))


@router.post(f"{CARE}/given", response={201: Made}, summary="What she was given, and what it cost")
@permitted(Permission.CARE_RECORD)
def record_given(request: ApiRequest, case_id: UUID, body: GivenIn, once: str = ONCE) -> Status[Made]:
    return made(actions.record_given(request.auth, case_id=case_id, once=once, **body.dict()))


@router.post(f"{CARE}/days", response={201: Made}, summary="Plan a day with counsel or a court")
@permitted(Permission.CARE_RECORD)
def plan_day(request: ApiRequest, case_id: UUID, body: DayIn, once: str = ONCE) -> Status[Made]:
    return made(actions.plan_day(request.auth, case_id=case_id, once=once, **body.dict()))


@router.post(f"{CARE}/days/{{uuid:day_id}}", response=Made, summary="What became of a day")
@permitted(Permission.CARE_RECORD)
def settle_day(request: ApiRequest, case_id: UUID, day_id: UUID, body: DaySettledIn) -> Made:
    return changed(actions.settle_day(request.auth, case_id=case_id, day_id=day_id, **body.dict()))


@router.post(f"{CARE}/home", response=CareOut, summary="She came home: talks are due from there")
@permitted(Permission.CARE_RECORD)
def begin_follow_up(request: ApiRequest, case_id: UUID, body: HomeIn) -> CareOut:
    actions.begin_follow_up(request.auth, case_id=case_id, home_on=body.home_on)
    return care(request, case_id)


@router.post(f"{CARE}/talks/{{uuid:talk_id}}", response=Made, summary="What she told at a talk")
@permitted(Permission.CARE_RECORD)
def record_talk(request: ApiRequest, case_id: UUID, talk_id: UUID, body: TalkIn) -> Made:
    talk = next((one for one in care_for(request.auth, case_id).talks if one.pk == talk_id), None)
    if talk is None:
        raise NotFound()
    return changed(actions.record_follow_up(request.auth, case_id=case_id, months=talk.months, **body.dict()))


@router.put(f"{CARE}/place", response=Made, summary="She moves into a house of the agency")
@permitted(Permission.CARE_RECORD)
def place_person(request: ApiRequest, case_id: UUID, body: PlaceIn) -> Made:
    return changed(actions.place_person(request.auth, case_id=case_id, house_id=body.house_id))


@router.delete(f"{CARE}/place", response={204: None}, summary="She has left the house")
@permitted(Permission.CARE_RECORD)
def end_residence(request: ApiRequest, case_id: UUID) -> Status[None]:
    lives = care_for(request.auth, case_id).house
    if lives is None:
        raise NotFound()
    if lives:
        actions.end_residence(request.auth, case_id=case_id)
    return Status(204, None)


@router.get("/houses", response=list[HouseOut], summary="Houses and their places, never who lives there")
@permitted(Permission.CASE_READ)
def houses(request: ApiRequest) -> list[HouseOut]:
    return [HouseOut.model_validate(one, from_attributes=True) for one in houses_for(request.auth)]


@router.post("/houses", response={201: Made}, summary="A house of the agency and how many places it has")
@permitted(Permission.CARE_RECORD)
def set_house(request: ApiRequest, body: HouseIn) -> Status[Made]:
    return made(actions.set_house(request.auth, **body.dict()))
