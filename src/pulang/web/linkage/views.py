"""How linkage stands, the report of the last run, and the analyst's decision on weights that were learnt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.matching.actions import accept_weights, set_weights_aside
from pulang.matching.linkage.models import RunState
from pulang.matching.linkage.queries import RunView, WeightsView, learnt_weights_for, linkage_status
from pulang.matching.linkage.report import figures_of, weights_of
from pulang.web.pages import OfficerRequest, page

READ = ("GET", "HEAD")
KINDS = {RunState.LINKING: "info", RunState.HANDING: "info", RunState.DONE: "ok", RunState.STOPPED: "warning"}


@page(Permission.WEIGHTS_ACCEPT, methods=READ)
def linkage(request: OfficerRequest) -> HttpResponse:
    """The last run and how far it is, what it found, and the weights that were learnt."""
    runs, learnt = linkage_status(request.actor)
    compared = next((run for run in runs if run.figures), None)
    context = {
        "last": _last(runs[0]) if runs else None,
        **figures_of(compared),
        "learnt": _table(learnt),
        "in_use": any(one.in_use for one in learnt),
    }
    return render(request, "linkage/page.html", context)


@page(Permission.WEIGHTS_ACCEPT, methods=READ)
def weights(request: OfficerRequest, weights_id: UUID) -> HttpResponse:
    """Learnt weights beside the shipped ones."""
    found = learnt_weights_for(request.actor, weights_id)
    return render(request, "linkage/weights.html", {**weights_of(found), "state": _state(found)})


@page(Permission.WEIGHTS_ACCEPT, methods=("POST",))
def accept(request: OfficerRequest, weights_id: UUID) -> HttpResponse:
    accept_weights(request.actor, weights_id=weights_id)
    messages.success(request, _("The desk compares by these weights from now on."))
    return redirect("linkage_weights", weights_id)


@page(Permission.WEIGHTS_ACCEPT, methods=("POST",))
def set_aside(request: OfficerRequest) -> HttpResponse:
    set_weights_aside(request.actor)
    messages.success(request, _("The desk compares by the shipped weights again."))
    return redirect("linkage")


def _last(run: RunView) -> dict[str, Any]:
    """How far the last run is: comparing part by part, then handing pairs over."""
    handing = run.state == RunState.HANDING
    if handing:
        said = _("%(count)s pairs wait to be handed to the queue") % {"count": run.waiting}
    else:
        said = _("%(done)s of %(parts)s parts compared") % {"done": run.done, "parts": run.parts}
    return {
        "label": RunState(run.state).label,
        "kind": KINDS[RunState(run.state)],
        "unfinished": run.state in (RunState.LINKING, RunState.HANDING),
        "said": said,
        "value": run.done,
        "max": max(1, run.parts),
        "started": _when(run.started_at),
        "ended": _when(run.ended_at),
    }


def _table(learnt: list[WeightsView]) -> dict[str, Any]:
    columns = (_("Learnt on"), _("State"), _("Records"), _("Accepted by"))
    rows = [
        {
            "url": reverse("linkage_weights", args=[one.id]),
            "cells": [
                {"value": _when(one.made_at)},
                {"label": columns[1], "badge": _state(one)},
                {"label": columns[2], "value": str(one.figures.get("records", "")), "numeric": True},
                {"label": columns[3], "value": one.accepted_by},
            ],
        }
        for one in learnt
    ]
    return {"columns": [{"label": name, "numeric": place == 2} for place, name in enumerate(columns)], "rows": rows}


def _state(one: WeightsView) -> dict[str, str]:
    if one.in_use:
        return {"label": _("In use"), "kind": "ok"}
    return (
        {"label": _("Not in use"), "kind": ""} if one.accepted_at else {"label": _("To be decided"), "kind": "info"}
    )


def _when(at: Any) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
