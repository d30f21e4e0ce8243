"""Papers as downloads, in the language of the address."""

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


def pdf(paper: Paper) -> HttpResponse:
    """A download under a name that names nobody."""
    response = HttpResponse(paper.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response


def known(language: str) -> str:
    """Raises NotFound for an address in a language that no paper has."""
    if language not in LANGUAGES:
        raise NotFound()
    return language


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def decision(request: OfficerRequest, case_id: UUID, decision_id: UUID, language: str) -> HttpResponse:
    on = timezone.localdate()
    return pdf(decision_paper_for(request.actor, case_id, decision_id, language=known(language), on=on))


@page(Permission.INTERVIEW_CONDUCT, methods=("GET", "HEAD"))
def blank_interview(request: OfficerRequest, language: str) -> HttpResponse:
    return pdf(blank_interview_for(request.actor, language=known(language), on=timezone.localdate()))


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def interview(request: OfficerRequest, interview_id: UUID, language: str) -> HttpResponse:
    on = timezone.localdate()
    return pdf(interview_paper_for(request.actor, interview_id, language=known(language), on=on))
