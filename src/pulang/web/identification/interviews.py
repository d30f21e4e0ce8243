"""Starting an interview, reading the script, and its course."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.queries import case_for
from pulang.identification import actions
from pulang.identification.instruments.model import LANGUAGES
from pulang.identification.models import InterviewState
from pulang.identification.queries import InterviewSummary, interview_summary_for, interviews_for
from pulang.identification.summaries.queries import summaries_for
from pulang.web.form_page import FormPage, run_form
from pulang.web.identification import wording
from pulang.web.identification.forms import ConsentForm, StartForm
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language, language


@page(Permission.INTERVIEW_CONDUCT)
def start(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)
    running = [row for row in interviews_for(request.actor, case_id) if row.state != "finished"]

    def act(given: dict[str, Any]) -> str:
        made = actions.start_interview(request.actor, case_id=case_id, **given)
        return reverse("interview_section", args=[made.pk, "safety"])

    about = FormPage(
        title=_("Begin an interview"),
        lead=_("Safety comes first, then the consent script, then the questions. Each thing is asked once."),
        submit=_("Begin"),
        back_url=reverse("case", kwargs={"case_id": case_id}),
        back_label=case.number,
        template="identification/start.html",
    )
    told = [one for one in summaries_for(request.actor, case_id) if not one.outgoing and not one.taken_back]
    more = {"running": running, "told": told}
    return run_form(request, StartForm, act, page=about, initial={"language": language()}, more=more)


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def interview(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """How far it is, and where it goes on."""
    shown = interview_summary_for(request.actor, interview_id)
    return render(request, "identification/interview.html", {**frame(request, shown), **_overview(shown)})


def frame(request: OfficerRequest, shown: InterviewSummary) -> dict[str, Any]:
    """What every page of an interview needs."""
    facts = [
        (_("Case"), shown.case_number),
        (_("Language"), wording.language_title(shown.language)),
        (_("Interpreter"), shown.interpreter or _("none")),
        (_("Begun by"), f"{shown.officer}, {shown.agency}"),
    ]
    return {
        "shown": shown,
        "name": shown.person.name if shown.person else shown.case_number,
        "facts": [{"term": term, "value": value} for term, value in facts],
        "badges": [
            wording.state_badge(shown.state),
            *({"label": wording.risk_title(risk), "kind": "danger"} for risk in shown.urgent_risks),
        ],
        "may_send": not shown.case_closed and may(request.actor, Permission.MESSAGE_SEND),
        "may_conduct": not shown.case_closed and may(request.actor, Permission.INTERVIEW_CONDUCT),
        "unread": wording.unread(shown.bank.km_checked) if language() == "km" else "",
        "progress_text": _("%(n)s of %(total)s answered") % {"n": shown.answered, "total": shown.total},
    }


def _overview(shown: InterviewSummary) -> dict[str, Any]:
    return {
        "consent_badge": consent_badge(shown),
        "sections": [_section(shown, view.section.id) for view in shown.sections],
        "contradictory": wording.item_links(shown.bank, shown.id, shown.contradictory),
        "conflicts": [wording.item_links(shown.bank, shown.id, pair) for pair in shown.conflicts],
        "resume_url": section_url(shown, shown.resume_at),
    }


def _section(shown: InterviewSummary, section_id: str) -> dict[str, Any]:
    view = shown.section(section_id)
    title, course = in_language(view.section.title), view.progress
    if course is None:
        state = "done" if shown.consent else "waiting"
        said = {"done": pgettext("script", "Read"), "waiting": _("Not read yet")}[state]
    elif course.skipped:
        state, said = "skipped", _("Skipped")
    else:
        here = shown.state == InterviewState.OPEN and section_id == shown.resume_at
        state = "done" if course.done else "current" if here else "waiting"
        said = _("%(n)s of %(total)s answered") % {"n": course.answered, "total": course.total}
    return {
        "title": title,
        "state": state,
        "state_label": said,
        "action_label": _("Open"),
        "action_url": section_url(shown, section_id),
    }


def section_url(shown: InterviewSummary, section_id: str) -> str:
    if shown.section(section_id).progress is None:
        return reverse("interview_consent", args=[shown.id])
    return reverse("interview_section", args=[shown.id, section_id])


def consent_badge(shown: InterviewSummary) -> dict[str, Any]:
    if shown.consent is None:
        return {"label": _("The consent script was not read yet"), "kind": "warning"}
    if shown.consent.holds:
        return {"label": _("Consent was given"), "kind": "ok"}
    word = _("Consent was taken back") if shown.consent.withdrawn_at else _("No consent was given")
    return {"label": word, "kind": "danger"}


@page(Permission.INTERVIEW_CONDUCT)
def consent(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """The script in her language, and what she says."""
    shown = interview_summary_for(request.actor, interview_id)
    spoken = shown.language if shown.language in LANGUAGES else language()

    def act(given: dict[str, Any]) -> str:
        share = {"yes": True, "no": False}.get(given["share_partner"])
        yes = given["given"] == "yes"
        actions.read_consent(
            request.actor,
            interview_id=interview_id,
            given=yes,
            share_partner=share,
            until=given["until"],
            once=given["once"],
        )
        if not yes:
            messages.info(request, _("The refusal is recorded. Help is given all the same."))
            return reverse("interview", args=[interview_id])
        return section_url(shown, following(shown, "consent"))

    about = FormPage(
        title=_("Consent"),
        lead=_("Read this out slowly, in the person's language. Saying no costs nothing."),
        submit=_("Record what was said"),
        back_url=reverse("interview", args=[interview_id]),
        back_label=_("Interview"),
        template="identification/consent.html",
    )
    view = shown.section("consent").section
    more = {
        **frame(request, shown),
        "spoken": spoken,
        "script": [text[spoken] for text in shown.bank.script],
        "own_script": [in_language(text) for text in shown.bank.script] if spoken != language() else [],
        "ask": shown.bank.consent_question[spoken],
        "avoid": in_language(view.avoid),
        "with_children": in_language(shown.bank.with_children),
        "consent_badge": consent_badge(shown),
    }
    return run_form(request, ConsentForm, act, page=about, more=more)


def following(shown: InterviewSummary, section_id: str) -> str:
    """The section after this one; the same where it is the last."""
    order = [view.section.id for view in shown.sections]
    return order[min(order.index(section_id) + 1, len(order) - 1)]


def _move(
    request: OfficerRequest, interview_id: UUID, act: Callable[..., object], done: str, target: str = "interview"
) -> HttpResponse:
    act(request.actor, interview_id=interview_id)
    messages.success(request, done)
    return redirect(target, interview_id)


@page(Permission.INTERVIEW_CONDUCT, methods=("POST",))
def pause(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    return _move(
        request,
        interview_id,
        actions.pause_interview,
        _("Paused. Everything is kept; go on when the person is ready."),
    )


@page(Permission.INTERVIEW_CONDUCT, methods=("POST",))
def resume(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    return _move(request, interview_id, actions.resume_interview, _("The interview goes on."))


@page(Permission.INTERVIEW_CONDUCT, methods=("POST",))
def finish(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    done = _("The interview is finished. Now assess the answers.")
    return _move(request, interview_id, actions.finish_interview, done, "interview_assess")
