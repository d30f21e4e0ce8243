"""Steps as the components of a page show them, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.repatriation.models import StepRecord
from pulang.repatriation.queries import StepView, WayHome
from pulang.repatriation.rules.definitions import FieldDefinition, FieldKind, StepDefinition
from pulang.repatriation.rules.engine import Standing
from pulang.web.texts import in_language

#: For `pulang/components/steps.html`: the look of a standing, and its word.
LOOKS = {
    Standing.DONE: ("done", gettext_lazy("Done")),
    Standing.NOT_NEEDED: ("skipped", gettext_lazy("Not needed")),
    Standing.FAILED: ("blocked", gettext_lazy("Failed")),
    Standing.READY: ("current", gettext_lazy("Can be done now")),
    Standing.WAITING: ("waiting", gettext_lazy("Waits")),
}


def result_in_words(definition: StepDefinition, result: str) -> str:
    outcome = definition.outcomes.get(result)
    return in_language(outcome.text) if outcome else ""


def steps_context(way: WayHome) -> dict[str, Any]:
    """What `repatriation/_steps.html` needs."""
    blocking = [way.step(code) for code in way.blocking]
    return {
        "steps": [_row(way, step) for step in way.steps],
        "blocking": [f"{in_language(step.definition.title)} – {who_does(step)}" for step in blocking],
        "settled": way.settled,
        "count": len(way.steps),
    }


def who_does(step: StepView) -> str:
    """The agency whose step it is; where none works on the case yet, who it is in general."""
    return step.agency or in_language(step.definition.who)


def titles(way: WayHome, codes: Iterable[str]) -> str:
    return ", ".join(in_language(way.step(code).definition.title) for code in codes)


def _row(way: WayHome, step: StepView) -> dict[str, Any]:
    look, word = LOOKS[step.standing]
    opens = step.may_complete or bool(step.result)
    return {
        "title": in_language(step.definition.title),
        "state": look,
        "state_label": word,
        "owner": who_does(step),
        "deadline_text": _("due %(day)s") % {"day": day(step.due_at)} if step.due_at else "",
        "overdue": step.overdue,
        "blocks": _disorder(step),
        "result": _result(way, step),
        "action_label": _("Record") if step.may_complete else _("Open"),
        "action_url": reverse("step", args=[way.case_id, step.code]) if opens else "",
    }


def _disorder(step: StepView) -> str:
    return _("Recorded, but a step before it is open again. Check both.") if step.out_of_order else ""


def _result(way: WayHome, step: StepView) -> str:
    if step.result:
        said = result_in_words(step.definition, step.result)
        parts = {"result": said, "agency": step.done_by, "day": day(step.done_at)}
        return _("%(result)s – %(agency)s, %(day)s") % parts
    return _("After: %(steps)s") % {"steps": titles(way, step.blocked_by)} if step.blocked_by else ""


def day(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT") if moment else ""


def records(definition: StepDefinition, found: Iterable[StepRecord]) -> list[dict[str, Any]]:
    """Each statement with its facts, for `definition_list`."""
    return [
        {
            "title": result_in_words(definition, one.result) or _("Taken back"),
            "lead": ", ".join(filter(None, (one.officer_name, one.agency_name, day(one.said_at)))),
            "facts": [
                {"term": in_language(field.label), "value": _value(field, (one.data or {})[field.name])}
                for field in definition.fields
                if field.name in (one.data or {})
            ],
            "note": one.note or "",
        }
        for one in found
    ]


def _value(field: FieldDefinition, value: str) -> str:
    return in_language(field.choices[value]) if field.kind is FieldKind.CHOICE and value in field.choices else value
