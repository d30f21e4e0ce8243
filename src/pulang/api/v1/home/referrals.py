"""Referrals to services, by consent: made, answered, ended, their letter."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Status
from ninja.params.functions import Query
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.home.care import CARE
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.care import actions
from pulang.care.papers import print_referral_letter

router = Router(tags=["care"])
Words = Annotated[str, Field(max_length=2000)]
LANGUAGE: Any = Query("id", max_length=2)


class ReferIn(In):
    """The person chose the provider; spiritual care is `at_her_request` only."""

    provider_id: UUID
    service: Code
    reason: Words
    at_her_request: bool = False


class AnswerIn(In):
    accepts: bool
    reason: Words = ""


class EndIn(In):
    reason: Words


@router.post(f"{CARE}/referrals", response={201: Made}, summary="Refer to a service, by consent of the person")
@permitted(Permission.ACCESS_GRANT)
def refer(request: ApiRequest, case_id: UUID, body: ReferIn, once: str = ONCE) -> Status[Made]:
    return made(actions.refer(request.auth, case_id=case_id, once=once, **body.dict()))


@router.post(f"{CARE}/referrals/{{uuid:referral_id}}/answer", response=Made, summary="The provider accepts, or not")
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
