"""One section of the interview: its questions, and saving each answer the moment it is given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.identification import actions
from pulang.identification.answers import Answer
from pulang.identification.instruments.model import LANGUAGES
from pulang.identification.interviewing import needs_consent
from pulang.identification.queries import InterviewSummary, ItemView, interview_summary_for
from pulang.lib.errors import Invalid, NotFound, PulangError
from pulang.web.identification import wording
from pulang.web.identification.interviews import following, frame, section_url
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language, language
from pulang.words import sentence


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def section(request: OfficerRequest, interview_id: UUID, section: str) -> HttpResponse:
    shown = interview_summary_for(request.actor, interview_id)
    view = shown.section(section)
    if view.progress is None:
        return redirect("interview_consent", interview_id)
    spoken = shown.language if shown.language in LANGUAGES and shown.language != language() else ""
    context = {
        **frame(request, shown),
        "section": view,
        "title": in_language(view.section.title),
        "avoid": in_language(view.section.avoid),
        "care": in_language(view.section.care),
        "spoken": spoken,
        "waits_for_consent": needs_consent(shown.bank, section) and not (shown.consent and shown.consent.holds),
        "questions": [
            {
                "id": each.question.id,
                "ask": in_language(each.question.ask),
                "ask_spoken": each.question.ask[spoken] if spoken else "",
                "listen": in_language(each.question.listen),
                "items": [item_context(shown, item) for item in each.items],
            }
            for each in view.questions
        ],
        "next_url": section_url(shown, following(shown, section)),
        "is_last": following(shown, section) == section,
    }
    return render(request, "identification/section.html", context)


def item_context(
    shown: InterviewSummary, view: ItemView, *, problem: str = "", now: bool = False
) -> dict[str, Any]:
    """What `identification/_item.html` shows. `now`: it was saved just now."""
    newest = view.newest
    answer = newest.answer if newest else None
    return {
        "id": view.item.id,
        "text": in_language(view.item.text),
        "url": reverse("interview_answer", args=[shown.id, view.item.id]),
        "version": view.version,
        "urgent": view.item.urgent_risk is not None,
        "answer": answer or "",
        "buttons": [
            {"value": value.value, "label": wording.answer_title(value), "pressed": value is answer}
            for value in Answer
        ],
        "evidence": [
            {"value": str(value), "label": label, "checked": newest is not None and value in newest.evidence}
            for value, label in wording.EVIDENCE.items()
        ],
        "confidence": [
            {"value": str(value), "label": label, "selected": newest is not None and value == newest.confidence}
            for value, label in wording.CONFIDENCE.items()
        ],
        "files": [
            {"value": str(pk), "label": name, "selected": newest is not None and pk == newest.file}
            for pk, name in shown.files
        ],
        "file_url": _file_url(shown, newest.file if newest else None),
        "quotation": newest.quotation if newest else "",
        "open_details": answer is Answer.YES,
        "said_by": f"{newest.officer}, {newest.agency}" if newest else "",
        "said_at": newest.at if newest else None,
        "beside": [_version(each) for each in view.answers] if len(view.answers) > 1 else [],
        "conflicts": wording.item_links(shown.bank, shown.id, view.conflicts_with),
        "problem": problem,
        "saved": now and not problem,
    }


def _file_url(shown: InterviewSummary, file: UUID | None) -> str:
    """Empty where it was taken back, or is not the reader's to see."""
    held = file is not None and file in dict(shown.files)
    return reverse("case_file", args=[shown.case_id, file]) if held else ""


def _version(each: Any) -> dict[str, Any]:
    return {
        "who": f"{each.officer}, {each.agency}",
        "at": each.at,
        "answer": wording.answer_title(each.answer),
        "evidence": wording.evidence_in_words(each.evidence),
        "quotation": each.quotation,
    }


@page(Permission.INTERVIEW_CONDUCT, methods=("POST",))
def answer(request: OfficerRequest, interview_id: UUID, item: str) -> HttpResponse:
    """Save one answer: the item alone comes back to a page with scripts, the section to one without."""
    problem = ""
    try:
        actions.save_answer(request.actor, interview_id=interview_id, item=item, **_given(request.POST))
    except NotFound:
        raise
    except PulangError as error:
        problem = sentence(error)
    shown = interview_summary_for(request.actor, interview_id)
    view = shown.item(item)
    if request.htmx:
        one = item_context(shown, view, problem=problem, now=True)
        context = {**frame(request, shown), "item": one, "draft": "draft" in request.GET, "part": True}
        return render(request, "identification/_answered.html", context)
    if problem:
        messages.error(request, problem)
    where = next(view.section.id for view, _question, each in shown.items() if each.item.id == item)
    return redirect(f"{reverse('interview_section', args=[interview_id, where])}#item-{item}")


def _given(post: QueryDict) -> dict[str, Any]:
    """A tapped answer, or the one that stands where only its details were changed."""
    base = post.get("base", "")
    if not (base.isascii() and base.isdecimal() and len(base) < 6):
        raise Invalid("base", "required")
    return {
        "answer": post.get("answer") or post.get("current") or Answer.NOT_ASKED.value,
        "evidence": post.getlist("evidence"),
        "quotation": post.get("quotation", ""),
        "confidence": post.get("confidence", ""),
        "file": _file(post.get("file", "")),
        "base": int(base),
    }


def _file(text: str) -> UUID | None:
    """Raises Invalid."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid("file", "not_a_choice") from None


@page(Permission.INTERVIEW_CONDUCT, methods=("POST",))
def skip(request: OfficerRequest, interview_id: UUID, section: str) -> HttpResponse:
    undo = request.POST.get("skip") == "no"
    actions.skip_section(request.actor, interview_id=interview_id, section=section, skip=not undo)
    if undo:
        return redirect("interview_section", interview_id, section)
    messages.info(request, _("Skipped. What was not asked is never a no."))
    shown = interview_summary_for(request.actor, interview_id)
    return redirect(section_url(shown, following(shown, section)))
