"""The queue of pairs: list left, pair right; judged by button or key, one after the other."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.errors import Conflict
from pulang.matching.pairs.actions import judge_pair, take_back
from pulang.matching.pairs.errors import NotJudged
from pulang.matching.pairs.models import PairState, Verdict
from pulang.matching.pairs.queries import PairQueue, PairRow, PairView, pair_for, pairs_for
from pulang.matching.pairs.queries.queue import COUNTED
from pulang.web.form_page import OnceForm, VersionForm
from pulang.web.pages import OfficerRequest, page
from pulang.web.pairs import wording
from pulang.words import sentence
from pulang.words.dates import date_in_words

READ = ("GET", "HEAD")


class JudgeForm(OnceForm, VersionForm):
    """The buttons carry the verdict."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.CharField(
        label=_lazy("Why (may be left out)"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2, "form": "pair-judge"}),
    )


@page(Permission.PAIR_JUDGE, methods=READ)
def pairs(request: OfficerRequest) -> HttpResponse:
    """The list; of those to be judged the first is shown at once."""
    state, after = request.GET.get("state", PairState.OPEN), request.GET.get("after", "")
    queue = pairs_for(request.actor, state=state, after=after)
    shown = pair_for(request.actor, queue.rows[0].id) if queue.rows else None
    return _show(request, queue, shown, state)


@page(Permission.PAIR_JUDGE, methods=READ)
def pair(request: OfficerRequest, pair_id: UUID) -> HttpResponse:
    shown = pair_for(request.actor, pair_id)
    queue = pairs_for(request.actor, state=shown.state, after=request.GET.get("after", ""))
    return _show(request, queue, shown, shown.state)


@page(Permission.PAIR_JUDGE, methods=("POST",))
def judge(request: OfficerRequest, pair_id: UUID) -> HttpResponse:
    """Keep the verdict and go on to the next pair; where somebody was faster, show what she judged."""
    shown = pair_for(request.actor, pair_id)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _show(
            request, pairs_for(request.actor, state=shown.state), shown, shown.state, form=form, status=422
        )
    given = form.cleaned_data
    try:
        judge_pair(
            request.actor,
            pair_id=pair_id,
            verdict=given["verdict"],
            version=given["version"] or 0,
            reason=given["reason"],
            once=given["once"],
        )
    except Conflict as error:
        messages.warning(request, sentence(error))
        return redirect("pair", pair_id)
    return redirect("pair", shown.next) if shown.next else redirect("pairs")


@page(Permission.PAIR_JUDGE, methods=("POST",))
def undo(request: OfficerRequest, pair_id: UUID) -> HttpResponse:
    """Take one's own last judgement back; the pair is shown again."""
    shown, form = pair_for(request.actor, pair_id), VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        take_back(request.actor, pair_id=pair_id, version=shown.version if version is None else version)
        messages.success(request, _("Taken back. Judge the pair again."))
    except (Conflict, NotJudged) as error:
        messages.warning(request, sentence(error))
    return redirect("pair", pair_id)


def _show(
    request: OfficerRequest,
    queue: PairQueue,
    shown: PairView | None,
    state: str,
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    done, waiting = queue.decided, queue.waiting
    many = waiting >= COUNTED
    total = f"{COUNTED - 1}+" if many else str(done + waiting)
    context = {
        "rows": [_row(row, shown) for row in queue.rows],
        "next_page": queue.next,
        "later_page": "after" in request.GET,
        "filters": _filters(state, waiting),
        "state": state,
        "decided": done,
        "total": COUNTED if many else max(done + waiting, 1),
        "progress": _("%(done)s of %(total)s decided") % {"done": done, "total": total},
        "last": _last(queue.last),
        "elsewhere": [
            {"name": one.person.name, "url": _person(one.person.id), "agency": one.agency}
            for one in queue.elsewhere
        ],
        "pair": _pair(request, shown) if shown else None,
        "form": form or JudgeForm(initial={"version": shown.version} if shown else {}),
        "may_merge": may(request.actor, Permission.PERSON_MERGE),
    }
    return render(request, "pairs/queue.html", context, status=status)


def _filters(state: str, waiting: int) -> list[dict[str, Any]]:
    count = f"{COUNTED - 1}+" if waiting >= COUNTED else waiting
    return [
        {
            "label": label,
            "url": reverse("pairs") + ("" if code == PairState.OPEN else f"?{urlencode({'state': code})}"),
            "current": code == state,
            "count": count if code == PairState.OPEN else None,
        }
        for code, label in wording.STATES.items()
    ]


def _row(row: PairRow, shown: PairView | None) -> dict[str, Any]:
    return {
        "url": reverse("pair", args=[row.id]),
        "sides": [
            {"name": one.name, "born": date_in_words(one.birth_date) if one.birth_date else ""}
            for one in (row.left, row.right)
        ],
        "reasons": ", ".join(wording.reasons(row.reasons)),
        "reopened": row.reopened,
        "current": shown is not None and shown.id == row.id,
    }


def _last(row: PairRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    names = {"left": row.left.name, "right": row.right.name, "verdict": wording.STATES.get(row.state, row.state)}
    return {
        "text": _("%(left)s and %(right)s: %(verdict)s") % names,
        "url": reverse("pair_take_back", args=[row.id]),
        "version": row.version,
    }


def _pair(request: OfficerRequest, shown: PairView) -> dict[str, Any]:
    sides = ((shown.left, shown.left_cases), (shown.right, shown.right_cases))
    return {
        "id": shown.id,
        "state": shown.state,
        "state_label": wording.STATES.get(shown.state, shown.state),
        "reopened_at": shown.reopened_at,
        "reasons": wording.reasons(shown.reasons),
        "conflicts": wording.conflicts(shown.conflicts),
        "claims": wording.claims(shown.claims),
        "score": f"{shown.score:+.1f}",
        "lines": wording.lines(shown.left.draft, shown.right.draft),
        "sides": [
            {
                "name": view.draft.name,
                "url": _person(view.id),
                "registered_by": view.registered_by,
                "photo": reverse("person_picture", args=[view.id]) if view.photo else "",
                "cases": [{"number": number, "url": reverse("case", args=[pk])} for pk, number in cases],
            }
            for view, cases in sides
        ],
        "judgements": [
            {
                "verdict": str(Verdict(each.verdict).label),
                "who": f"{each.officer}, {each.agency}",
                "at": each.at,
                "reason": each.reason,
            }
            for each in shown.judgements
        ],
        "before": reverse("pair", args=[shown.before]) if shown.before else "",
        "next": reverse("pair", args=[shown.next]) if shown.next else "",
        "join": reverse("pair_join", args=[shown.id])
        if shown.state == PairState.SAME and may(request.actor, Permission.PERSON_MERGE)
        else "",
    }


def _person(person_id: UUID) -> str:
    return reverse("person", args=[person_id])
