"""Papers of identification as PDF, in en, id or km."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Router
from ninja.params.functions import Query

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.identification.papers import Paper, blank_interview_for, decision_paper_for, interview_paper_for

router = Router(tags=["papers"])
LANGUAGE: Any = Query("en", max_length=2)


@router.get("/interviews/blank/paper", summary="The questions with boxes to tick, where there is no screen")
@permitted(Permission.INTERVIEW_CONDUCT)
def blank_interview(request: ApiRequest, language: str = LANGUAGE) -> HttpResponse:
    return _pdf(blank_interview_for(request.auth, language=language, on=timezone.localdate()))


@router.get("/interviews/{uuid:interview_id}/paper", summary="An interview on paper")
@permitted(Permission.INTERVIEW_READ)
def interview(request: ApiRequest, interview_id: UUID, language: str = LANGUAGE) -> HttpResponse:
    return _pdf(interview_paper_for(request.auth, interview_id, language=language, on=timezone.localdate()))


@router.get("/cases/{uuid:case_id}/decisions/{uuid:decision_id}/paper", summary="A decision on paper")
@permitted(Permission.CASE_READ)
def decision(request: ApiRequest, case_id: UUID, decision_id: UUID, language: str = LANGUAGE) -> HttpResponse:
    on = timezone.localdate()
    return _pdf(decision_paper_for(request.auth, case_id, decision_id, language=language, on=on))


def _pdf(paper: Paper) -> HttpResponse:
    response = HttpResponse(paper.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
