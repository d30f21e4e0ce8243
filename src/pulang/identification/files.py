"""Read a file of answers (JSON or YAML) into a :class:`Submission`. Pure but for the reading of the file.

A file is ``{"age": int|null, "act": bool, "answers": {indicator: answer}, "evidence": {indicator: [what]},
"forms": [form]}``. It may also hold ``signs``; ``facts`` (``made_to_do``, ``role``, ``sanctions``,
``urgent_risks``, ``evidence``, ``forms``); ``instrument`` and ``version``. Other keys describe the case and are
listed in :data:`DESCRIBING`; a key outside both is refused, since it is most likely a slip of the pen.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from pulang.identification.answers import (
    AFFIRMED_FORMS,
    Answer,
    Form,
    MadeToDo,
    Role,
    Sanction,
    Submission,
    UrgentRisk,
    combine,
)
from pulang.identification.documents import Document, Several, Where, read_document

Word = TypeVar("Word", bound=StrEnum)

USED = ("age", "act", "answers", "evidence", "forms", "signs", "facts", "instrument", "version")
DESCRIBING = ("id", "title", "story", "sex", "nationality", "expected")
FACTS = ("made_to_do", "role", "sanctions", "urgent_risks", "evidence", "forms")
OLDEST = 120


def read_submission(path: Path) -> Submission:
    """Read one file. Raises :class:`DataBroken` naming file, line and what to change."""
    return submission_of(read_document(path))


def submission_of(document: Document) -> Submission:
    """The submission in a document that was read."""
    data = document.data
    if not isinstance(data, dict):
        raise document.broken((), "the file must hold one object with 'age' and 'answers'")
    _refuse_strangers(document, data, (), (*USED, *DESCRIBING))
    for name in ("age", "answers"):
        if name not in data:
            raise document.broken((), f"'{name}' is missing")
    if data["answers"] is None:
        raise document.broken(("answers",), "'answers' must be an object with one entry each")
    facts = _mapping(document, data.get("facts"), ("facts",))
    _refuse_strangers(document, facts, ("facts",), FACTS)
    answers, contradictions = combine(_answers(document, data["answers"]))
    forms = (*_forms(document, data, ("forms",)), *_forms(document, facts, ("facts", "forms")))
    return Submission(
        age=_age(document, data["age"]),
        act=_flag(document, data.get("act"), ("act",)),
        answers=answers,
        evidence={**_evidence(document, facts, ("facts",)), **_evidence(document, data, ())},
        forms=tuple(form for form in AFFIRMED_FORMS if form in forms),
        made_to_do=_words(document, facts.get("made_to_do"), ("facts", "made_to_do"), MadeToDo),
        role=_role(document, facts.get("role")),
        sanctions=_words(document, facts.get("sanctions"), ("facts", "sanctions"), Sanction),
        urgent_risks=_words(document, facts.get("urgent_risks"), ("facts", "urgent_risks"), UrgentRisk),
        signs=tuple(_texts(document, data.get("signs"), ("signs",))),
        contradictions=contradictions,
        instrument=_text(document, data.get("instrument"), ("instrument",)),
        version=_text(document, data.get("version"), ("version",)),
    )


def _refuse_strangers(document: Document, data: Mapping[Any, Any], where: Where, known: tuple[str, ...]) -> None:
    for key, value in data.items():
        if key not in known:
            raise document.broken((*where, key), f"'{key}' is not known here; known are {', '.join(known)}")
        if isinstance(value, Several):
            raise document.broken((*where, key), f"'{key}' is written more than once")


def _age(document: Document, value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= OLDEST:
        raise document.broken(("age",), f"age must be a whole number from 0 to {OLDEST}, or null when unknown")
    return value


def _flag(document: Document, value: Any, where: Where) -> bool:
    if value is not None and not isinstance(value, bool):
        raise document.broken(where, f"'{where[-1]}' must be true or false")
    return bool(value)


def _answers(document: Document, value: Any) -> Iterator[tuple[str, Answer]]:
    """One pair for each answer; a key that is written twice, or holds a list, gives several."""
    for indicator, given in _mapping(document, value, ("answers",)).items():
        where: Where = ("answers", indicator)
        if not isinstance(indicator, str):
            raise document.broken(where, f"'{indicator}' is no indicator id")
        for each in given if isinstance(given, list | Several) else (given,):
            yield indicator, _answer(document, each, where)


def _answer(document: Document, value: Any, where: Where) -> Answer:
    if isinstance(value, bool) and not document.json:  # YAML 1.1 reads a bare yes or no as a truth value
        return Answer.YES if value else Answer.NO
    return _word(document, value, where, Answer)


def _evidence(document: Document, data: Mapping[str, Any], where: Where) -> dict[str, tuple[str, ...]]:
    where = (*where, "evidence")
    return {
        indicator: tuple(one for one in _texts(document, what, (*where, indicator)) if one.strip())
        for indicator, what in _mapping(document, data.get("evidence"), where).items()
    }


def _forms(document: Document, data: Mapping[str, Any], where: Where) -> tuple[Form, ...]:
    found = _words(document, data.get("forms"), where, Form)
    for form in found:
        if form not in AFFIRMED_FORMS:
            allowed = ", ".join(AFFIRMED_FORMS)
            problem = f"'{form}' follows from the answers and is not affirmed by hand; affirm {allowed}"
            raise document.broken(where, problem)
    return found


def _role(document: Document, value: Any) -> Role:
    return Role.NONE if value is None else _word(document, value, ("facts", "role"), Role)


def _words(document: Document, value: Any, where: Where, kind: type[Word]) -> tuple[Word, ...]:
    return tuple(_word(document, each, where, kind) for each in _texts(document, value, where))


def _word(document: Document, value: Any, where: Where, kind: type[Word]) -> Word:
    if isinstance(value, str) and value in tuple(kind):
        return kind(value)
    raise document.broken(where, f"'{where[-1]}' holds '{value}'; allowed are {', '.join(kind)}")


def _mapping(document: Document, value: Any, where: Where) -> Mapping[Any, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise document.broken(where, f"'{where[-1]}' must be an object with one entry each")
    return value


def _texts(document: Document, value: Any, where: Where) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise document.broken(where, f"'{where[-1]}' must be a list of words")
    return value


def _text(document: Document, value: Any, where: Where) -> str | None:
    if value is not None and not isinstance(value, str):
        raise document.broken(where, f"'{where[-1]}' must be a word in quotes")
    return value
