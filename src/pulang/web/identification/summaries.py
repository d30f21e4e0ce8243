"""What an interview found, sent to the partner, and what a partner sent: read-only."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.queries import CasePartner, case_partners_for
from pulang.identification.answers import UrgentRisk
from pulang.identification.queries.summary import SectionView
from pulang.identification.summaries.actions import send_summary
from pulang.identification.summaries.body import KIND, sections_to_send
from pulang.identification.summaries.queries import (
    SharedSummary,
    SummaryToSend,
    Told,
    shared_summary_for,
    summary_to_send,
)
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import FormPage, run_form
from pulang.web.identification import wording
from pulang.web.messages.forms import ToPartner
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language

HANDLING = {
    "H0": _("Open"),
    "H1": _("For official use"),
    "H2": _("Confidential: only for those who work on the case"),
    "H3": _("Sealed: only for the desk"),
}


class SummaryForm(ToPartner):
    sections = forms.MultipleChoiceField(label=_("What goes"), widget=forms.CheckboxSelectMultiple)
    quotations = forms.BooleanField(
        label=_("With the person's own words"),
        required=False,
        initial=True,
        help_text=_("Without them the partner gets the answers alone."),
    )
    remark = forms.CharField(label=_("Remark"), required=False, max_length=4000, widget=text_area(3))

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "sections", sections)
        self.fields["sections"].initial = [code for code, _title in sections]


@page(Permission.MESSAGE_SEND, Permission.INTERVIEW_READ)
def send(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """What goes, to whom; nothing can be sent that she does not allow."""
    found = summary_to_send(request.actor, interview_id)
    paired = case_partners_for(request.actor, found.shown.case_id)
    offered = [one for one in paired if one.holds and one.partner.allows(KIND)]
    sections = [(each.section.id, _section_title(each)) for each in sections_to_send(found.shown)]

    def act(given: dict[str, Any]) -> str:
        sent = send_summary(request.actor, interview_id=interview_id, **given)
        return reverse("summary", args=[sent.pk])

    about = FormPage(
        title=_("Send a summary to the partner"),
        lead=_("So that nobody there asks the same again. What was not asked does not go, nor who interpreted."),
        submit=_("Send the summary"),
        back_url=reverse("interview", args=[interview_id]),
        back_label=_("Interview"),
        done=_("It is on its way; its receipt stands among the messages of the case."),
        template="identification/send_summary.html",
    )
    more = {"hindrance": _hindrance(found, paired, offered, sections)}
    return run_form(request, SummaryForm, act, page=about, more=more, partners=offered, sections=sections)


def _section_title(view: SectionView) -> str:
    count = view.progress.answered if view.progress else 0
    words = ngettext("%(title)s (%(n)s answer)", "%(title)s (%(n)s answers)", count)
    return words % {"title": in_language(view.section.title), "n": count}


def _hindrance(
    found: SummaryToSend, paired: tuple[CasePartner, ...], offered: list[CasePartner], sections: list[Any]
) -> dict[str, str]:
    """Why it cannot be sent, and where to go; empty where it can."""
    shown = found.shown
    if shown.case_closed:
        return {"title": _now("The case is closed.")}
    if not sections:
        return {"title": _now("Nothing was answered yet.")}
    if not (found.allowed and shown.consent and shown.consent.holds):
        url = reverse("interview_consent" if shown.state == "open" else "case_consent_add", args=[_scope(found)])
        title = (
            _now("Nobody has asked the person whether the partner may get it")
            if found.allowed is None
            else _now("It is not allowed, or consent was taken back")
        )
        return {"title": title, "url": url, "label": _now("Read out the script and record the answer")}
    if offered:
        return {}
    if not any(one.holds for one in paired):
        title = _now("No partner holds this case yet. Share it first.")
        return {"title": title, "url": reverse("case_share", args=[shown.case_id]), "label": _now("Share the case")}
    return {
        "title": _now("No agreement with a partner allows this message. Ask the administrator about the agreement.")
    }


def _scope(found: SummaryToSend) -> UUID:
    return found.shown.id if found.shown.state == "open" else found.shown.case_id


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def summary(request: OfficerRequest, message_id: UUID) -> HttpResponse:
    """One that came or was sent. There is nothing to change here: the owner corrects and withdraws."""
    found = shared_summary_for(request.actor, message_id)
    context = {
        "found": found,
        "title": title_of(found),
        "risks": [_risk(code) for code in found.risks],
        "facts": [{"term": term, "value": value} for term, value in _facts(found) if value],
        "handling": [{"term": term, "value": value} for term, value in _handling(found) if value],
        "parts": [
            {
                "title": in_language(each.part.title)
                if each.part
                else _now("Questions that this node does not have"),
                "answers": [_told(one) for one in each.answers],
            }
            for each in found.parts
        ],
        "left_out": [in_language(each.title) for each in found.left_out],
        "message_url": reverse("message", args=[found.id]) if may(request.actor, Permission.MESSAGE_READ) else "",
    }
    return render(request, "identification/summary.html", context)


def title_of(found: SharedSummary) -> str:
    """Who heard her, as a heading."""
    words = _now("Summary sent to %(partner)s") if found.outgoing else _now("Summary from %(partner)s")
    return words % {"partner": found.partner}


def _facts(found: SharedSummary) -> list[tuple[str, Any]]:
    return [
        (_now("Heard by"), found.officer),
        (_now("Language"), wording.language_title(found.language)),
        (_now("Interpreter"), _now("Yes") if found.interpreter else _now("none")),
        (_now("Begun"), found.started),
        (_now("Finished"), found.finished),
    ]


def _handling(found: SharedSummary) -> list[tuple[str, Any]]:
    code = str(found.handling.get("code", ""))
    return [
        (_now("Handling"), f"{code} · {HANDLING[code]}" if code in HANDLING else code),
        (
            _now("Passing on"),
            _now("allowed") if found.handling.get("onward") else _now("only with the owner's word"),
        ),
        (_now("Caveat"), found.handling.get("caveat", "")),
    ]


def _risk(code: str) -> str:
    return wording.risk_title(UrgentRisk(code)) if code in tuple(UrgentRisk) else code


def _told(one: Told) -> dict[str, Any]:
    return {
        "text": in_language(one.item.text) if one.item else one.code,
        "answer": wording.answer_title(one.answer),
        "present": one.answer == "yes",
        "evidence": wording.evidence_in_words(one.evidence),
        "confidence": str(wording.CONFIDENCE.get(one.confidence, "")),
        "quotation": one.quotation,
    }
