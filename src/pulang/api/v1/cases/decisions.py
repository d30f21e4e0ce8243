"""Identification decisions: made, confirmed by a second officer, reviewed at the person's request."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Router, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, made
from pulang.cases import actions

router = Router(tags=["cases"])
DECISIONS = "/{uuid:case_id}/decisions"
DECISION = f"{DECISIONS}/{{uuid:decision_id}}"
Because = Annotated[str, Field(max_length=5000)]


class DecisionIn(In):
    outcome: Code
    act: Code
    means: Code
    purpose: Code
    reasons: Annotated[str, Field(max_length=10_000)]
    standard: Code = ""
    laws: Annotated[list[Code], Field(max_length=20)] = []
    review_at: date | None = None
    supersedes: UUID | None = None


class ConfirmationIn(In):
    agrees: bool
    reason: Because = ""


class ReviewIn(In):
    channel: Code
    reason: Because
    asked_at: datetime | None = None


@router.post(DECISIONS, response={201: Made}, summary="Decide on identification")
@permitted(Permission.DECISION_MAKE)
def decide(request: ApiRequest, case_id: UUID, decision: DecisionIn, once: str = ONCE) -> Status[Made]:
    return made(actions.make_decision(request.auth, case_id=case_id, **decision.model_dump(), once=once))


@router.post(f"{DECISION}/confirmation", response={201: Made}, summary="Confirm a colleague's decision, or not")
@permitted(Permission.DECISION_MAKE)
def confirm(request: ApiRequest, case_id: UUID, decision_id: UUID, answer: ConfirmationIn) -> Status[Made]:
    given = actions.confirm_decision(request.auth, case_id=case_id, decision_id=decision_id, **answer.model_dump())
    return made(given)


@router.post(f"{DECISION}/reviews", response={201: Made}, summary="Record that the person asks for a review")
@permitted(Permission.CASE_WORK)
def ask_review(
    request: ApiRequest, case_id: UUID, decision_id: UUID, review: ReviewIn, once: str = ONCE
) -> Status[Made]:
    asked = actions.ask_review(
        request.auth, case_id=case_id, decision_id=decision_id, **review.model_dump(), once=once
    )
    return made(asked)
