"""Pages of emergency access: opening, and the review afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.emergencies.actions import open_in_emergency, review_emergency
from pulang.cases.emergencies.models import Verdict
from pulang.cases.emergencies.queries import Opened, emergencies_for, emergency_for
from pulang.web.cases.words import due_state, due_text
from pulang.web.emergencies.forms import EmergencyForm, ReviewForm
from pulang.web.form_page import FormPage, run_form
from pulang.web.fresh import fresh_sign_in
from pulang.web.listing import Listed, listed, queue_table
from pulang.web.pages import OfficerRequest, page
from pulang.web.reports.forms import sought_in

VERDICTS = {
    Verdict.OPEN.value: (_("To be reviewed"), "info"),
    Verdict.JUSTIFIED.value: (_("Justified"), "ok"),
    Verdict.NOT_JUSTIFIED.value: (_("Not justified"), "danger"),
}


@page(Permission.ACCESS_BREAK_GLASS, Permission.PERSON_SEARCH)
@fresh_sign_in
def open_emergency(request: OfficerRequest) -> HttpResponse:
    """What is typed stands in no address; the case opens for this officer alone."""

    def act(given: dict[str, Any]) -> str:
        reason, once = given["reason"], given["once"]
        opened = open_in_emergency(request.actor, sought=sought_in(given), reason=reason, once=once)
        if opened.case_id:
            return reverse("case", kwargs={"case_id": opened.case_id})
        return reverse("person", kwargs={"person_id": opened.person_id})

    asked = FormPage(
        title=_("Danger to life: open this case now"),
        lead=_(
            "Only when waiting for the agency that leads the case could cost a life. You see it for 72 hours. That"
            " agency learns of it at once, and the data protection officer reviews it within 24 hours."
        ),
        submit=_("Open the case"),
        back_url=reverse("person_search"),
        back_label=_("Find or register a person"),
        done=_("Open for you for 72 hours. The agency that leads the case and the reviewer know of it."),
    )
    return run_form(request, EmergencyForm, act, page=asked)


@page(Permission.ACCESS_REVIEW, methods=("GET", "HEAD"))
@listed("emergencies")
def emergencies(request: OfficerRequest) -> Listed | HttpResponse:
    reviewed = request.GET.get("reviewed") == "yes"
    here = reverse("emergencies")
    context = {
        "rows": [_row(opened) for opened in emergencies_for(request.actor, reviewed=reviewed)],
        "filters": [
            {"label": _("To be reviewed"), "url": here, "current": not reviewed},
            {"label": _("Reviewed"), "url": f"{here}?reviewed=yes", "current": reviewed},
        ],
    }
    return Listed("emergencies/list.html", context, queue_table(str(_("Opened in an emergency")), context["rows"]))


@page(Permission.ACCESS_REVIEW)
def emergency(request: OfficerRequest, emergency_id: UUID) -> HttpResponse:
    """Who opened what and why; the word of the reviewer."""
    opened = emergency_for(request.actor, emergency_id)

    def act(given: dict[str, Any]) -> None:
        justified = given["verdict"] == Verdict.JUSTIFIED
        review_emergency(request.actor, emergency_id=emergency_id, justified=justified, note=given["note"])

    asked = FormPage(
        title=_("Opened in an emergency"),
        submit=_("Save the review"),
        back_url=reverse("emergencies"),
        back_label=_("Opened in an emergency"),
        done=_("Your review is kept."),
        template="emergencies/emergency.html",
    )
    more = {"opened": opened, "facts": _facts(opened), "waits": opened.verdict == Verdict.OPEN}
    return run_form(request, ReviewForm, act, page=asked, more=more)


def _facts(opened: Opened) -> list[dict[str, Any]]:
    """For `definition_list.html`."""
    label, _kind = VERDICTS[opened.verdict]
    facts: list[dict[str, Any]] = [
        {"term": _("Officer"), "value": f"{opened.officer}, {opened.agency}"},
        {"term": _("Opened"), "value": _day_and_time(opened.opened_at)},
        {"term": _("Access until"), "value": _day_and_time(opened.until)},
        {"term": _("State"), "value": label},
    ]
    if opened.reviewed_at:
        facts += [
            {"term": _("Reviewed by"), "value": f"{opened.reviewer}, {_day_and_time(opened.reviewed_at)}"},
            {"term": _("Reasons"), "value": opened.note},
        ]
    return facts


def _day_and_time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _row(opened: Opened) -> dict[str, Any]:
    """For `queue_row.html`."""
    now, url = timezone.now(), reverse("emergency", args=[opened.id])
    label, kind = VERDICTS[opened.verdict]
    waits = opened.verdict == Verdict.OPEN
    return {
        "url": url,
        "title": f"{opened.officer}, {opened.agency}",
        "reference": "",
        "summary": opened.reason,
        "badges": [] if waits else [{"label": label, "kind": kind}],
        "state": due_state(opened.review_by, now) if waits else "",
        "deadline": opened.review_by if waits else opened.reviewed_at,
        "deadline_text": due_text(opened.review_by, now) if waits else _("Reviewed"),
        "action_label": _("Review") if waits else _("Read"),
        "action_url": url,
    }
