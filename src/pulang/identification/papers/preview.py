"""The papers of identification with a made-up person, for whoever replaces a template."""

from datetime import date
from typing import Any

from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.rules import standards
from pulang.identification.laws import list_rules
from pulang.identification.papers.parts import Paper, cited, set_paper
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.printing import LANGUAGES, day_in_words

KINDS = ("decision", "letter", "interview_summary")
NUMBER = "ID-0000-000000"
NAME = "Contoh " * 9 + "ឧទាហរណ៍"


@query(None)
def preview_identification_paper(actor: Actor, *, kind: str, language: str, on: date) -> Paper:
    """As this node prints it now. Raises NotFound, Invalid (language), TemplateBroken."""
    if kind not in KINDS:
        raise NotFound()
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    record(actor, Event.EXPORT_MADE, sample=kind, language=language)
    data = {**_person(language, on), **_SAYS[kind](language, on)}
    return set_paper(kind, data, language=language, agency=agency_id(actor), number=NUMBER, on=on)


def _person(language: str, on: date) -> dict[str, Any]:
    return {"name": NAME, "born": "1999-08-17", "case": NUMBER, "officer": "Contoh Petugas"}


def _decision(language: str, on: date) -> dict[str, Any]:
    return {
        "outcome": "victim",
        "standing": "stands",
        "elements": {"act": "established", "means": "indicated", "purpose": "established"},
        "standard": next(iter(standards().values()))[language],
        "reasons": "Contoh alasan.\n" * 4,
        "rules": cited(list_rules()[:2], language),
        "review": day_in_words(on, language),
        "agency": "Contoh Instansi",
        "day": day_in_words(on, language),
        "second": "Contoh Rekan",
    }


def _letter(language: str, on: date) -> dict[str, Any]:
    act = {
        "kind": "Contoh",
        "what": "Contoh perbuatan.\n" * 3,
        "when": "2026",
        "compulsions": ["Contoh", "Contoh"],
        "compulsion": "Contoh paksaan.",
        "link": "Contoh",
        "because": "Contoh sebab.",
    }
    decided = {"outcome": "victim", "by": "Contoh Petugas", "day": day_in_words(on, language), "standard": "Contoh"}
    return {
        "to": "Contoh Kejaksaan\nContoh Kota",
        "decision": decided,
        "acts": [act, act],
        "sanctions": [{"kind": "Contoh", "state": "Contoh", "who": "Contoh Instansi"}],
        "rules": cited(list_rules()[:2], language),
    }


def _interview(language: str, on: date) -> dict[str, Any]:
    said = {"answer": "yes", "evidence": [], "quotation": "Contoh kutipan.", "by": "Contoh Petugas"}
    item = {"text": "Contoh pertanyaan?", "contradictory": False, "answers": [said]}
    return {
        "begun": day_in_words(on, language),
        "finished": day_in_words(on, language),
        "spoken": "Contoh",
        "interpreter": "Contoh Juru Bahasa",
        "bank": "1",
        "consent": "given",
        "risks": [],
        "sections": [{"title": "Contoh", "items": [item] * 3}],
        "open": ["Contoh pertanyaan?"],
    }


_SAYS = {"decision": _decision, "letter": _letter, "interview_summary": _interview}
