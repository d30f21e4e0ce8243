"""Joining the two records of a pair, and parting what was joined."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.lib.errors import Conflict, Invalid, NotFound, Problems
from pulang.matching.pairs.queries import pair_for
from pulang.persons.actions import merge_persons, split_persons
from pulang.persons.errors import MergeAnswered, MergeNotLast, PapersConflict, PersonExists
from pulang.persons.models import MergeState
from pulang.persons.queries import merge_for, merge_preview_for, person_for
from pulang.web.forms import add_problems, posted
from pulang.web.pages import OfficerRequest, page
from pulang.web.pairs import wording
from pulang.web.pairs.forms import LEFT, JoinForm, PartForm
from pulang.words import sentence


@page(Permission.PERSON_MERGE, Permission.PAIR_JUDGE)
def join(request: OfficerRequest, pair_id: UUID) -> HttpResponse:
    """What would become of both, and the form; numbers that conflict go to a second officer."""
    pair = pair_for(request.actor, pair_id)
    seen = merge_preview_for(request.actor, pair.left.id, pair.right.id)
    left, right = seen.kept, seen.gone
    form = JoinForm(
        posted(request),
        left=left,
        right=right,
        needs_reason=bool(seen.conflicts),
        initial={"left_version": left.version, "right_version": right.version},
    )
    if form.is_valid():
        given = form.cleaned_data
        versions = {left.id: given["left_version"], right.id: given["right_version"]}
        kept, gone = (left.id, right.id) if given["kept"] == LEFT else (right.id, left.id)
        try:
            merge = merge_persons(
                request.actor,
                kept_id=kept,
                gone_id=gone,
                kept_version=versions[kept],
                gone_version=versions[gone],
                take=form.take(),
                reason=given["reason"],
                once=given["once"],
            )
        except Conflict as error:
            messages.warning(request, sentence(error))
            return redirect("pair_join", pair_id)
        except (Invalid, Problems, PapersConflict) as error:
            add_problems(form, error)
        else:
            if merge.state == MergeState.ASKED:
                messages.info(request, _("A second officer must confirm. Nothing has been joined yet."))
                return redirect("merge", merge.pk)
            messages.success(request, _("The two records are one person now. The cases stay apart."))
            return HttpResponseRedirect(reverse("person", args=[kept]))
    context = {
        "form": form,
        "pair_id": pair_id,
        "lines": wording.lines(left.draft, right.draft),
        "heads": [{"name": one.draft.name, "registered_by": one.registered_by} for one in (left, right)],
        "conflicts": wording.conflicts(seen.conflicts),
        "seen_by": ", ".join(seen.seen_by),
        "asked": reverse("merge", args=[seen.asked.id]) if seen.asked else "",
    }
    return render(request, "pairs/join.html", context, status=422 if form.errors else 200)


@page(Permission.PERSON_MERGE)
def part(request: OfficerRequest, merge_id: UUID) -> HttpResponse:
    """Make two records again; the officer says to whom belongs what came later."""
    merge = merge_for(request.actor, merge_id)
    if merge.state != MergeState.DONE or merge.kept is None or merge.gone is None:
        raise NotFound()
    version = person_for(request.actor, merge.kept_id).version
    names = merge.kept.name, merge.gone.name
    form = PartForm(posted(request), names=names, initial={"version": version, "later_to": "kept"})
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            split_persons(
                request.actor,
                merge_id=merge_id,
                version=given["version"],
                reason=given["reason"],
                later_to=given["later_to"],
                once=given["once"],
            )
        except Conflict as error:
            messages.warning(request, sentence(error))
            return redirect("merge_part", merge_id)
        except (Invalid, MergeAnswered, MergeNotLast, PersonExists) as error:
            add_problems(form, error)
        else:
            messages.success(request, _("They are two records again."))
            return HttpResponseRedirect(reverse("person", args=[merge.kept_id]))
    context = {"form": form, "merge": merge}
    return render(request, "pairs/part.html", context, status=422 if form.errors else 200)
