"""One merge: who joined what, and the second officer's answer where numbers speak against it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.errors import Conflict, Invalid
from pulang.persons.actions import answer_merge, read_joined_photo
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import MergeAnswered, MergeSameOfficer
from pulang.persons.models import MergeState
from pulang.persons.queries import MergeView, merge_for, merge_preview_for, merges_asked_for
from pulang.web.forms import add_problems
from pulang.web.listing import Listed, Table, listed, moment_cell
from pulang.web.pages import OfficerRequest, page
from pulang.web.pairs import wording
from pulang.web.pairs.forms import AnswerForm
from pulang.words import sentence

READ = ("GET", "HEAD")
KINDS = {MergeState.ASKED: "warning", MergeState.DONE: "ok", MergeState.REFUSED: "", MergeState.UNDONE: "info"}


@page(Permission.PERSON_MERGE, methods=READ)
@listed("merges")
def merges(request: OfficerRequest) -> Listed | HttpResponse:
    """What waits for a second officer."""
    rows: list[dict[str, Any]] = [
        {"url": reverse("merge", args=[one.id]), "who": one.asked_name, "at": one.asked_at, "reason": one.reason}
        for one in merges_asked_for(request.actor)
    ]
    columns = (_("Asked"), _("By"), _("Why"))
    cells = [
        {"cells": [moment_cell(columns[0], row["at"]), {"value": row["who"]}, {"value": row["reason"]}]}
        for row in rows
    ]
    table = Table(_("What waits for a second officer"), [{"label": label} for label in columns], cells)
    return Listed("pairs/merges.html", {"rows": rows}, (table,))


@page(Permission.CASE_READ, methods=READ)
def merge(request: OfficerRequest, merge_id: UUID) -> HttpResponse:
    """Both records as they stood before, or as they stand while the question is open."""
    return _show(request, merge_for(request.actor, merge_id))


@page(Permission.PERSON_MERGE, methods=("POST",))
def answer(request: OfficerRequest, merge_id: UUID) -> HttpResponse:
    """The second officer's answer."""
    seen = merge_for(request.actor, merge_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            answered = answer_merge(
                request.actor,
                merge_id=merge_id,
                agrees=request.POST.get("answer") == "agree",
                kept_version=given["left_version"],
                gone_version=given["right_version"],
                reason=given["reason"],
            )
        except (Conflict, MergeAnswered) as error:
            messages.warning(request, sentence(error))
            return redirect("merge", merge_id)
        except (Invalid, MergeSameOfficer) as error:
            add_problems(form, error)
        else:
            joined = _("The two records are one person now. The cases stay apart.")
            messages.success(request, joined if answered.state == MergeState.DONE else _("They were not joined."))
            return redirect("merge", merge_id)
    return _show(request, seen, form=form)


@page(Permission.CASE_READ, methods=READ)
def photo(request: OfficerRequest, merge_id: UUID) -> HttpResponse:
    """The photo of the record that is gone."""
    found = read_joined_photo(request.actor, merge_id=merge_id)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _show(request: OfficerRequest, seen: MergeView, *, form: AnswerForm | None = None) -> HttpResponse:
    left, right, may_merge = seen.kept, seen.gone, may(request.actor, Permission.PERSON_MERGE)
    done = seen.state == MergeState.DONE
    asks = seen.state == MergeState.ASKED and may_merge
    if asks:
        now = merge_preview_for(request.actor, seen.kept_id, seen.gone_id)
        left, right = now.kept.draft, now.gone.draft
        form = form or AnswerForm(initial={"left_version": now.kept.version, "right_version": now.gone.version})
    photo_url = reverse("merge_photo", args=[seen.id]) if done and seen.has_photo else ""
    context: dict[str, Any] = {
        "merge": seen,
        "state_label": MergeState(seen.state).label,
        "state_kind": KINDS[MergeState(seen.state)],
        "conflicts": wording.conflicts(seen.conflicts),
        "lines": _lines(left, right),
        "heads": [
            {"name": left.name if left else "", "url": reverse("person", args=[seen.kept_id])},
            {"name": right.name if right else "", "photo": photo_url},
        ],
        "person_url": reverse("person", args=[seen.kept_id]),
        "form": form,
        "asks": asks,
        "own": seen.asked_by == request.actor.id,
        "part_url": reverse("merge_part", args=[seen.id]) if done and may_merge else "",
    }
    return render(request, "pairs/merge.html", context, status=422 if form is not None and form.errors else 200)


def _lines(left: PersonDraft | None, right: PersonDraft | None) -> list[dict[str, Any]]:
    return wording.lines(left, right) if left and right else []
