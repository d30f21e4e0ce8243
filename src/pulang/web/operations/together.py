"""One thing for many people: fill in once, see what would happen to each, do it, see what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.exchange.partners.knowing import partners_for
from pulang.lib.errors import Invalid, NotAllowed, NotFound, Problems, PulangError
from pulang.operations.actions import foresee, start_bulk
from pulang.operations.actions.bulk import MOST
from pulang.operations.models import BulkKind, LineState
from pulang.operations.queries import BulkView, board_for, bulk_for, bulks_for, flight_for, names_for
from pulang.repatriation.queries.lists import current_list, published_numbers
from pulang.web.forms import add_problems
from pulang.web.listing import Listed, listed, person_cell, person_column, table_of
from pulang.web.operations.forms_together import (
    MoveForm,
    NationalityForm,
    SeatsForm,
    StepTogetherForm,
    TogetherForm,
)
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language
from pulang.words import sentence

LOOKS = {LineState.DONE: "ok", LineState.REFUSED: "danger", LineState.PENDING: ""}


@page(Permission.CASE_WORK, methods=("GET", "HEAD"))
def choose_what(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """Steps that somebody can do now, and what else is done for many; below, what was done together before."""
    board = board_for(request.actor, operation_id)
    steps = current_list()
    choices = [
        {
            "url": reverse("operation_step", args=[operation_id, one.step]),
            "label": in_language(steps.step(one.step).title),
            "count": one.ready + one.failed,
        }
        for one in board.waiting
        if one.step in steps.by_code and may(request.actor, Permission.STEP_COMPLETE)
    ]
    if may(request.actor, Permission.MESSAGE_SEND):
        url = reverse("operation_nationality", args=[operation_id])
        choices.append({"url": url, "label": BulkKind.NATIONALITY.label, "count": board.registered - board.closed})
    choices.append(
        {
            "url": reverse("operation_move", args=[operation_id]),
            "label": BulkKind.MOVE.label,
            "count": board.registered - board.closed,
        }
    )
    before = [
        {
            "url": reverse("operation_bulk", args=[operation_id, one.pk]),
            "label": _title(one.kind, (one.asked or {}).get("code", "")),
            "at": one.started_at,
        }
        for one in bulks_for(request.actor, operation_id)
    ]
    context = {"operation": board.operation, "choices": choices, "before": before}
    return render(request, "operations/together.html", context)


@page(Permission.STEP_COMPLETE, Permission.CASE_WORK)
def record_step(request: OfficerRequest, operation_id: UUID, code: str) -> HttpResponse:
    definition = current_list().step(code)

    def make(*args: Any, **options: Any) -> TogetherForm:
        return StepTogetherForm(*args, definition=definition, **options)

    people = names_for(request.actor, operation_id, step=code, limit=MOST)
    title = in_language(definition.title)
    return for_many(
        request, operation_id, make, _bulk(request, operation_id, BulkKind.STEP), title=title, people=people
    )


@page(Permission.MESSAGE_SEND, Permission.CASE_WORK)
def ask_nationality(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    offered = [(one.node, one.name) for one in partners_for(request.actor) if one.allows("nationality.request")]

    def make(*args: Any, **options: Any) -> TogetherForm:
        return NationalityForm(*args, partners=offered, **options)

    people = names_for(request.actor, operation_id, limit=MOST)
    work = _bulk(request, operation_id, BulkKind.NATIONALITY)
    return for_many(request, operation_id, make, work, title=BulkKind.NATIONALITY.label, people=people)


@page(Permission.CASE_WORK, Permission.CASE_READ)
def follow_list(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """Many ways home go on by another list of steps: the newest first, an earlier one to undo it."""
    current = current_list().version
    offered = [(number, _list_title(number, current)) for number in published_numbers()]

    def make(*args: Any, **options: Any) -> TogetherForm:
        return MoveForm(*args, lists=offered, **options)

    people = names_for(request.actor, operation_id, limit=MOST)
    work = _bulk(request, operation_id, BulkKind.MOVE)
    return for_many(request, operation_id, make, work, title=BulkKind.MOVE.label, people=people)


def _list_title(number: str, current: str) -> str:
    words = {"number": number}
    return _("List %(number)s, in use for new cases") % words if number == current else _("List %(number)s") % words


@page(Permission.STEP_COMPLETE, Permission.CASE_WORK)
def give_seats(request: OfficerRequest, operation_id: UUID, flight_id: UUID) -> HttpResponse:
    flight, _passengers = flight_for(request.actor, operation_id, flight_id)

    def make(*args: Any, **options: Any) -> TogetherForm:
        return SeatsForm(*args, flight=flight.id, **options)

    people = names_for(request.actor, operation_id, step="ticket", limit=MOST)
    work = _bulk(request, operation_id, BulkKind.FLIGHT)
    return for_many(request, operation_id, make, work, title=flight.title, people=people)


@page(Permission.CASE_WORK, methods=("GET", "HEAD"))
@listed("done_together")
def result(request: OfficerRequest, operation_id: UUID, bulk_id: UUID) -> Listed | HttpResponse:
    """What became of each; with `part=progress` the progress alone."""
    shown = bulk_for(request.actor, operation_id, bulk_id)
    progress = {"shown": shown, "text": _progress(shown), "settled": shown.done + shown.refused}
    if request.GET.get("part") == "progress":
        return render(request, "operations/_bulk_progress.html", progress)
    columns = (_("Number and name"), _("Result"), _("Why not"))
    rows = [
        {
            "url": reverse("way_home", args=[line.case_id]),
            "cells": [
                person_cell(columns[0], line.number, line.name),
                {
                    "label": columns[1],
                    "badge": {"label": LineState(line.state).label, "kind": LOOKS[LineState(line.state)]},
                },
                {"label": columns[2], "value": _why(line.code, line.details)},
            ],
        }
        for line in shown.lines
    ]
    context = {
        **progress,
        "title": _title(shown.kind, shown.step),
        "back_url": reverse("operation_together", args=[operation_id]),
        "columns": [person_column(columns[0]), *({"label": label} for label in columns[1:])],
        "rows": rows,
    }
    return Listed("operations/bulk.html", context, table_of(_("What became of each"), context))


@dataclass(frozen=True)
class Work:
    """`look` says what would become of each number; `do` does it and gives the address to go on to."""

    look: Callable[[dict[str, Any], list[int]], dict[int, PulangError | None]]
    do: Callable[[dict[str, Any], list[int], str], str]


def _bulk(request: OfficerRequest, operation_id: UUID, kind: BulkKind) -> Work:
    def look(asked: dict[str, Any], numbers: list[int]) -> dict[int, PulangError | None]:
        return foresee(request.actor, operation_id, kind=kind, asked=asked, numbers=numbers)

    def do(asked: dict[str, Any], numbers: list[int], once: str) -> str:
        bulk = start_bulk(
            request.actor, operation_id=operation_id, kind=kind, asked=asked, numbers=numbers, once=once
        )
        return reverse("operation_bulk", args=[operation_id, bulk.pk])

    return Work(look, do)


def for_many(
    request: OfficerRequest,
    operation_id: UUID,
    make: Callable[..., TogetherForm],
    work: Work,
    *,
    title: str | Promise,
    people: dict[int, str],
) -> HttpResponse:
    """The form; sent once, it shows what would happen; sent again from there (`sure`), it is done."""
    board = board_for(request.actor, operation_id)
    context: dict[str, Any] = {"operation": board.operation, "title": title, "people": people}
    form = make(request.POST or None, people=people)
    template, status = "operations/together_form.html", 200
    if form.is_bound and form.is_valid():
        asked, numbers = form.asked(), form.numbers()
        try:
            if request.POST.get("sure") == "1":
                return HttpResponseRedirect(work.do(asked, numbers, form.cleaned_data["once"]))
            context |= _preview(work.look(asked, numbers), people)
            template = "operations/together_preview.html"
        except (NotFound, NotAllowed):
            raise
        except PulangError as error:
            add_problems(form, _named_as_in_form(error, form))
    if form.errors:
        status = 422
    return render(request, template, {**context, "form": form}, status=status)


def _preview(said: dict[int, PulangError | None], people: dict[int, str]) -> dict[str, Any]:
    columns = (_("Number and name"), _("What would happen"))
    rows = [
        {
            "cells": [
                {"label": columns[0], "value": f"{number} · {people.get(number) or _('name not yours to see')}"},
                {
                    "label": columns[1],
                    "badge": {"label": _("Will be done"), "kind": "ok"}
                    if error is None
                    else {"label": _first_sentence(error), "kind": "warning"},
                },
            ]
        }
        for number, error in sorted(said.items(), key=lambda item: (item[1] is None, item[0]))
    ]
    would = sum(error is None for error in said.values())
    return {
        "columns": [{"label": label} for label in columns],
        "rows": rows,
        "would": would,
        "would_not": len(said) - would,
    }


def _first_sentence(error: PulangError) -> str:
    return sentence(error.problems[0] if isinstance(error, Problems) else error)


def _named_as_in_form(error: PulangError, form: forms.Form) -> PulangError:
    """Fields of a step are called `data_<name>` in its form."""
    if not isinstance(error, Invalid | Problems):
        return error
    items = error.problems if isinstance(error, Problems) else (error,)
    return Problems(
        Invalid(f"data_{one.field}" if f"data_{one.field}" in form.fields else one.field, one.code, **one.details)
        for one in items
    )


def _why(code: str, details: dict[str, Any]) -> str:
    return sentence(PulangError(code, **details)) if code else ""


def _title(kind: str, step: str) -> str:
    found = current_list().by_code.get(step) if kind == BulkKind.STEP else None
    return in_language(found.title) if found else str(BulkKind(kind).label)


def _progress(shown: BulkView) -> str:
    values = {"done": shown.done, "refused": shown.refused, "total": shown.total}
    return _("%(done)s done, %(refused)s not done, of %(total)s") % values
