"""Papers and sheets of an operation, as downloads."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from pulang.access.permissions import Permission
from pulang.operations.papers import Paper, slips_for
from pulang.operations.queries.people import MOST
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.papers import asked_in


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def slips(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """All slips, or from one number to another (`?first=17&last=17`)."""
    paper = slips_for(
        request.actor,
        operation_id,
        language=asked_in(request),
        on=timezone.localdate(),
        first=_number(request, "first", 1),
        last=_number(request, "last", MOST),
    )
    return pdf(paper)


def pdf(paper: Paper) -> HttpResponse:
    """A download under a name that names nobody."""
    response = HttpResponse(paper.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response


def _number(request: OfficerRequest, name: str, default: int) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else default
