"""All versions, and one of them: its steps with who does them, after what, by when."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pulang.access.models import AgencyKind
from pulang.access.permissions import Permission
from pulang.lib.errors import Invalid
from pulang.repatriation.models import ListState
from pulang.repatriation.queries.lists import ListPage, list_for, lists_for
from pulang.repatriation.rules.checking import Flaw
from pulang.web.listing import Listed, listed, moment_cell, table_of
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language
from pulang.words import sentence


@page(Permission.STEP_LIST_MANAGE, methods=("GET", "HEAD"))
@listed("step_lists")
def lists(request: OfficerRequest) -> Listed | HttpResponse:
    columns = (_("Number"), _("State"), _("By"), _("Day"), _("Why"))
    rows = [
        {
            "url": reverse("step_list", args=[one.number]),
            "cells": [
                {"label": columns[0], "value": str(one.number)},
                {"label": columns[1], "badge": _badge(one.state, is_current=one.is_current)},
                {"label": columns[2], "value": one.changed_by or _("came with the software")},
                moment_cell(columns[3], one.changed_at, days=True),
                {"label": columns[4], "value": one.remark},
            ],
        }
        for one in lists_for(request.actor)
    ]
    context = {"columns": [{"label": name} for name in columns], "rows": rows}
    return Listed("steplists/lists.html", context, table_of(_("Steps home"), context))


@page(Permission.STEP_LIST_MANAGE, methods=("GET", "HEAD"))
@listed("step_list")
def one_list(request: OfficerRequest, number: int) -> Listed | HttpResponse:
    shown = list_for(request.actor, number)
    is_draft = shown.state == ListState.DRAFT
    columns = (_("Step"), _("Who"), _("Comes after"), _("Days"), _("If late"))
    context: dict[str, Any] = {
        "shown": shown,
        "is_draft": is_draft,
        "title": in_language(shown.data["title"]),
        "flaws": [flaw_in_words(shown, flaw) for flaw in shown.flaws],
        "columns": [{"label": name} for name in columns],
        "rows": [_row(shown, code, columns, is_draft=is_draft) for code in shown.data["steps"]],
    }
    return Listed("steplists/list.html", context, table_of(context["title"], context))


def title_of(shown: ListPage, code: str) -> str:
    step = shown.data["steps"].get(code)
    return in_language(step["title"]) if step else code


def flaw_in_words(shown: ListPage, flaw: Flaw) -> str:
    details = {**flaw.details}
    if "step" in details:
        details["step"] = title_of(shown, details["step"])
    text = sentence(Invalid("list", f"list_{flaw.code}", **details))
    return f"{title_of(shown, flaw.step)}: {text}" if flaw.step else text


def _badge(state: str, *, is_current: bool) -> dict[str, Any]:
    if is_current:
        return {"label": _("In use"), "kind": "ok"}
    return {"label": ListState(state).label, "kind": "warning" if state == ListState.DRAFT else ""}


def _row(shown: ListPage, code: str, columns: tuple[str, ...], *, is_draft: bool) -> dict[str, Any]:
    step = shown.data["steps"][code]
    after, fallback = step.get("after", {}), step.get("fallback")
    before = [*after.get("all", ())]
    one_of = _(" or ").join(title_of(shown, name) for name in after.get("any", ()))
    named = [*(title_of(shown, name) for name in before), *([one_of] if one_of else [])]
    values = (
        in_language(step["title"]),
        f"{step['owner']['side']}: {_kinds(step['owner']['agencies'])}",
        ", ".join(named),
        _deadline(step["deadline"]),
        _late(fallback) if fallback else "",
    )
    cells = [{"label": label, "value": value} for label, value in zip(columns, values, strict=True)]
    url = reverse("step_list_step", args=[shown.id, code]) if is_draft else ""
    return {"url": url, "cells": cells}


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(str(AgencyKind(kind).label) for kind in kinds)


def _deadline(deadline: dict[str, Any]) -> str:
    days = deadline["days"]
    if "working" not in deadline:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    text = ngettext("%(n)s working day (%(countries)s)", "%(n)s working days (%(countries)s)", days)
    return text % {"n": days, "countries": ", ".join(deadline["working"])}


def _late(fallback: dict[str, Any]) -> str:
    whom = ", ".join(filter(None, [fallback.get("agency", ""), _kinds(fallback.get("agencies", ()))]))
    days = ngettext("%(n)s day", "%(n)s days", fallback["days"]) % {"n": fallback["days"]}
    return _("after %(days)s: %(whom)s") % {"days": days, "whom": whom or _("who leads the case")}
