"""The letter of a referral as a download."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from pulang.access.permissions import Permission
from pulang.care.papers import print_referral_letter
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.papers import asked_in


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def letter(request: OfficerRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    on = timezone.localdate()
    call = {"case_id": case_id, "referral_id": referral_id}
    made = print_referral_letter(request.actor, language=asked_in(request), on=on, **call)
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    return response
