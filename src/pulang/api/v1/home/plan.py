"""The plan of care: goals, what was given, days with counsel or a court, talks after coming home."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Router, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.home.care import CARE, CareOut, care
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.care import actions
from pulang.care.queries import care_for
from pulang.lib.errors import NotFound

router = Router(tags=["care"])
Words = Annotated[str, Field(max_length=2000)]


class GoalIn(In):
    text: Annotated[str, Field(max_length=1000)]
    service: Code
    due_on: date | None = None


class SettleIn(In):
    reached: bool
    note: Words = ""


class GivenIn(In):
    """What the agency of the token gave; a wrong line is set right by one with a minus."""

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
    """`outcomes` are answers by question; what was not said is left out."""

    held_on: date
    outcomes: dict[str, str] = {}
    note: Annotated[str, Field(max_length=4000)] = ""


@router.post(f"{CARE}/goals", response={201: Made}, summary="Add a goal to the plan")
@permitted(Permission.CARE_RECORD)
def add_goal(request: ApiRequest, case_id: UUID, body: GoalIn, once: str = ONCE) -> Status[Made]:
    return made(actions.add_goal(request.auth, case_id=case_id, once=once, **body.dict()))


@router.post(f"{CARE}/goals/{{uuid:goal_id}}/settle", response=Made, summary="A goal is reached, or given up")
@permitted(Permission.CARE_RECORD)
def settle_goal(request: ApiRequest, case_id: UUID, goal_id: UUID, body: SettleIn) -> Made:
    return changed(actions.settle_goal(request.auth, case_id=case_id, goal_id=goal_id, **body.dict()))


@router.post(f"{CARE}/given", response={201: Made}, summary="What was given, and what it cost")
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


@router.post(f"{CARE}/home", response=CareOut, summary="The person came home: talks are due from there")
@permitted(Permission.CARE_RECORD)
def begin_follow_up(request: ApiRequest, case_id: UUID, body: HomeIn) -> CareOut:
    actions.begin_follow_up(request.auth, case_id=case_id, home_on=body.home_on)
    return care(request, case_id)


@router.post(f"{CARE}/talks/{{uuid:talk_id}}", response=Made, summary="What was told at a talk")
@permitted(Permission.CARE_RECORD)
def record_talk(request: ApiRequest, case_id: UUID, talk_id: UUID, body: TalkIn) -> Made:
    talk = next((one for one in care_for(request.auth, case_id).talks if one.pk == talk_id), None)
    if talk is None:
        raise NotFound()
    return changed(actions.record_follow_up(request.auth, case_id=case_id, months=talk.months, **body.dict()))
