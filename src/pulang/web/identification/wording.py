"""Interviews, instruments and results in the reader's words."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pulang.cases.rules import risk_words
from pulang.identification.answers import UrgentRisk
from pulang.identification.gathering import items_for
from pulang.identification.instruments import Instrument, load_instrument
from pulang.identification.interviewing import Confidence, EvidenceKind
from pulang.identification.models import InterviewState
from pulang.identification.questions import QuestionBank
from pulang.identification.urgency import alarms
from pulang.identification.words import answer_words
from pulang.web.cases.forms import LANGUAGES
from pulang.web.texts import in_language

EVIDENCE: dict[str, str | Promise] = {
    EvidenceKind.SAID: gettext_lazy("The person said it"),
    EvidenceKind.SEEN: gettext_lazy("I saw it"),
    EvidenceKind.PAPER: gettext_lazy("A paper"),
    EvidenceKind.PHOTO: gettext_lazy("A photo"),
    EvidenceKind.THIRD_PARTY: gettext_lazy("Somebody else"),
}
CONFIDENCE: dict[str, str | Promise] = {
    Confidence.HIGH: gettext_lazy("Sure"),
    Confidence.MEDIUM: gettext_lazy("Fairly sure"),
    Confidence.LOW: gettext_lazy("Not sure"),
}
STANDINGS: dict[str, tuple[str | Promise, str]] = {
    "positive": (gettext_lazy("Positive"), "danger"),
    "open": (pgettext_lazy("result", "Open"), "warning"),
    "negative": (gettext_lazy("Not positive"), ""),
    "established": (gettext_lazy("Established"), "danger"),
    "indicated": (gettext_lazy("Indicated"), "warning"),
    "not_shown": (gettext_lazy("Not shown"), ""),
    "not_required": (gettext_lazy("Not required (a child)"), "info"),
    "present": (gettext_lazy("Present"), "danger"),
    "absent": (gettext_lazy("Absent"), ""),
    "shown_not_scored": (gettext_lazy("A list: shown, not scored"), "info"),
}
ELEMENTS: dict[str, str | Promise] = {
    "act": gettext_lazy("Act"),
    "means": gettext_lazy("Means"),
    "purpose": gettext_lazy("Purpose"),
    "result": gettext_lazy("Result"),
    "could_become": gettext_lazy("Could become"),
}
FORMS: dict[str, str | Promise] = {
    "forced_labour": gettext_lazy("Forced labour"),
    "forced_criminality": gettext_lazy("Forced criminality"),
    "sexual_exploitation": gettext_lazy("Sexual exploitation"),
    "slavery_like_practice": gettext_lazy("Practice like slavery"),
    "servitude": gettext_lazy("Servitude"),
    "organ_removal": gettext_lazy("Removal of an organ"),
    "other": gettext_lazy("Other"),
}
ILO = "ilo_11_forced_labour"


def answer_title(code: str) -> str:
    return in_language(answer_words()[code]) if code in answer_words() else code


def evidence_in_words(kinds: Iterable[str]) -> str:
    return ", ".join(str(EVIDENCE.get(kind, kind)) for kind in kinds)


def state_badge(state: str) -> dict[str, Any]:
    kind = {"open": "info", "paused": "warning", "finished": "ok"}.get(state, "")
    return {"label": InterviewState(state).label, "kind": kind}


def language_title(code: str) -> str:
    return str(dict(LANGUAGES).get(code, code))


def risk_title(risk: UrgentRisk) -> str:
    return in_language(risk_words()[alarms()[risk].case_risk])


def standing(value: str) -> dict[str, Any]:
    """A badge: always a word, never a colour alone."""
    label, kind = STANDINGS.get(value, (value, ""))
    return {"label": label, "kind": kind}


def result_title(instrument: Instrument, result: str) -> str:
    lines = instrument.rule.lines if instrument.rule else ()
    found = next((line for line in lines if line.result == result), None)
    return in_language(found.label) if found else str(standing(result)["label"])


def indicator_title(instrument: Instrument, indicator: str) -> str:
    found = next((each for each in instrument.indicators if each.id == indicator), None)
    return in_language(found.text) if found else indicator


def ilo_title(name: str) -> str:
    """The eleven by their short names, which are those of the list's dimensions where it has them."""
    instrument = load_instrument(ILO)
    titles = {each.id: in_language(each.label) for each in instrument.dimensions}
    return titles.get(name) or indicator_title(instrument, name)


def item_links(bank: QuestionBank, interview_id: UUID, items: Iterable[str]) -> list[dict[str, str]]:
    """Where these items are asked in the interview: `label`, `url`."""
    wanted = set(items)
    return [
        {
            "id": item.id,
            "label": in_language(item.text),
            "url": f"{reverse('interview_section', args=[interview_id, section.id])}#item-{item.id}",
        }
        for section in bank.sections
        for question in section.questions
        for item in question.items
        if item.id in wanted
    ]


def questions_for(bank: QuestionBank, interview_id: UUID, indicators: Iterable[str]) -> list[dict[str, str]]:
    """The questions that bear on these indicators, those of the first named indicators first."""
    order = dict.fromkeys(item for indicator in indicators for item in items_for(bank, [indicator]))
    links = {link["id"]: link for link in item_links(bank, interview_id, order)}
    return [links[item] for item in order]


def row_title(bank: QuestionBank, instruments: Iterable[Instrument], group: str, name: str) -> str:
    """What a row of a comparison speaks of."""
    if group == "dimensions":
        labels = {each.id: in_language(each.label) for one in instruments for each in one.dimensions}
        return labels.get(name, name)
    if group == "ilo11":
        return ilo_title(name)
    if group == "answers":
        return next((in_language(item.text) for item in bank.items() if item.id == name), name)
    return str(ELEMENTS.get(name, name))


def unread(texts_checked: bool) -> str:
    return "" if texts_checked else _("The Khmer texts of this list were made by machine and wait for a reader.")
