"""One instrument over what an interview gathered. Pure: plain values come out, ready to be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulang.identification.answers import Answer, Submission
from pulang.identification.checklist import checklist_as_dict, read_checklist
from pulang.identification.gathering import Gathered, submission_from
from pulang.identification.instruments import Kind, load_instrument
from pulang.identification.questions import QuestionBank
from pulang.identification.scoring import as_dict, assess

BY_AGE = ""
"""The default instrument: the Delphi list for the age, both where it is unknown."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The result as plain values, and what it rests on."""

    instrument: str
    version: str
    result: Mapping[str, Any]
    basis: Mapping[str, Any]


def judge(
    bank: QuestionBank,
    gathered: Gathered,
    *,
    age: int | None,
    evidence: Mapping[str, tuple[str, ...]],
    instrument: str = BY_AGE,
) -> Judged:
    """Score by the Delphi list for the age, or by the newest version of a named instrument.

    Raises ``InstrumentNotFound``.
    """
    told = submission_from(bank, gathered, age=age, evidence=evidence)
    result = as_dict(assess(told)) if instrument == BY_AGE else _by(instrument, told, gathered)
    basis = {
        "age": age,
        "act": told.act,
        "items": {item: str(answer) for item, answer in gathered.items.items() if answer is not Answer.NOT_ASKED},
        "evidence": {item: list(kinds) for item, kinds in evidence.items()},
        "contradictory": list(gathered.contradictory),
        "conflicts": [list(pair) for pair in gathered.conflicts],
        "made_to_do": list(told.made_to_do),
        "sanctions": [str(each) for each in told.sanctions],
        "role": str(told.role),
    }
    return Judged(result["instrument"], result["version"], result, basis)


def _by(name: str, told: Submission, gathered: Gathered) -> dict[str, Any]:
    """A named list: its own answers only, so that none of another list is read by it."""
    instrument = load_instrument(name)
    answers = dict(gathered.indicators.get(name, {}))
    contradictory = tuple(each for each in gathered.contradictory_indicators if each in answers)
    if instrument.kind is Kind.CHECKLIST:
        return checklist_as_dict(
            read_checklist(Submission(told.age, answers=answers, contradictions=contradictory), instrument)
        )
    known = {indicator.id for indicator in instrument.indicators}
    part = Submission(
        age=told.age,
        act=told.act,
        answers=answers,
        evidence={i: what for i, what in told.evidence.items() if i in known},
        forms=told.forms,
        made_to_do=told.made_to_do,
        role=told.role,
        sanctions=told.sanctions,
        urgent_risks=told.urgent_risks,
        signs=told.signs,
        contradictions=contradictory,
    )
    return as_dict(assess(part, instrument=instrument))
