"""Papers as downloads, in the language that the address asks for."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from pulang.access.permissions import Permission
from pulang.identification.papers import (
    Paper,
    blank_interview_for,
    decision_paper_for,
    interview_paper_for,
)
from pulang.lib.errors import NotFound
from pulang.printing import LANGUAGES
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import language


def pdf(paper: Paper) -> HttpResponse:
    """A download under a name that names nobody."""
    response = HttpResponse(paper.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response


def asked_in(request: OfficerRequest) -> str:
    """The language of the address (`?language=km`), else the reader's. Raises NotFound where no paper has it."""
    asked = request.GET.get("language", language())
    if asked not in LANGUAGES:
        raise NotFound()
    return asked


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def decision(request: OfficerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    on = timezone.localdate()
    return pdf(decision_paper_for(request.actor, case_id, decision_id, language=asked_in(request), on=on))


@page(Permission.INTERVIEW_CONDUCT, methods=("GET", "HEAD"))
def blank_interview(request: OfficerRequest) -> HttpResponse:
    return pdf(blank_interview_for(request.actor, language=asked_in(request), on=timezone.localdate()))


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def interview(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    on = timezone.localdate()
    return pdf(interview_paper_for(request.actor, interview_id, language=asked_in(request), on=on))
