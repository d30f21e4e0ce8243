"""The question bank: one interview that feeds every list. Pure.

A guiding question is asked once in plain words; its *items* are what an interviewer listens for and ticks. Each
item names the indicators that it bears on, in whichever list they stand.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pulang.identification.answers import Form, MadeToDo, Role, Sanction, UrgentRisk
from pulang.identification.documents import Document, Where, read_document
from pulang.identification.errors import InstrumentNotFound
from pulang.identification.instruments import Indicator, list_instruments, load_instrument
from pulang.identification.instruments.checking import check_shape
from pulang.identification.instruments.model import Texts

DATA = Path(__file__).resolve().parent / "data"
ILO11 = "ilo_11_forced_labour"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tick. ``feeds``: pairs of instrument and indicator, those by way of the ILO mapping included.

    ``excludes``: items that cannot be yes together with this one; if they are, the contradiction is shown.
    """

    id: str
    text: Texts
    feeds: tuple[tuple[str, str], ...]
    excludes: tuple[str, ...]
    urgent_risk: UrgentRisk | None
    made_to_do: MadeToDo | None
    role: Role | None
    sanction: Sanction | None
    form: Form | None


@dataclass(frozen=True, slots=True)
class Question:
    """A guiding question: what to ask, what to listen for, what to tick."""

    id: str
    ask: Texts
    listen: Texts
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the interview, with what not to ask and how to care for the person."""

    id: str
    title: Texts
    avoid: Texts
    care: Texts
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionBank:
    """One version of the interview. ``script`` is read aloud before ``consent_question`` is asked."""

    version: str
    km_checked: bool
    script: tuple[Texts, ...]
    consent_question: Texts
    with_children: Texts
    sections: tuple[Section, ...]

    def items(self) -> Iterator[Item]:
        """Every item, in the order of the interview."""
        return (item for section in self.sections for question in section.questions for item in question.items)


def list_question_banks() -> tuple[str, ...]:
    """The versions, oldest first."""
    found = [path.stem for path in (DATA / "questions").glob("*.yaml")]
    return tuple(sorted(found, key=lambda version: [int(part) for part in version.split(".")]))


@cache
def load_questions(version: str | None = None) -> QuestionBank:
    """One version of the bank, the newest unless named. Raises ``InstrumentNotFound`` or ``DataBroken``."""
    known = list_question_banks()
    if version is not None and version not in known:
        raise InstrumentNotFound(instrument="questions", version=version, known=known)
    return read_questions(DATA / "questions" / f"{version or known[-1]}.yaml")


def read_questions(path: Path) -> QuestionBank:
    """Read and check one file of questions, wherever it lies."""
    document = read_document(path)
    check_shape(document, json.loads((DATA / "schema" / "questions.schema.json").read_text("utf-8")))
    data = document.data
    sections = tuple(_section(document, section, ("sections", n)) for n, section in enumerate(data["sections"]))
    bank = QuestionBank(
        version=data["version"],
        km_checked=data["km_checked"],
        script=tuple(_texts(text) for text in data["consent"]["script"]),
        consent_question=_texts(data["consent"]["ask"]),
        with_children=_texts(data["with_children"]),
        sections=sections,
    )
    _check_items(document, bank)
    return bank


def _section(document: Document, data: Mapping[str, Any], where: Where) -> Section:
    return Section(
        id=data["id"],
        title=_texts(data["title"]),
        avoid=_texts(data["avoid"]),
        care=_texts(data["care"]),
        questions=tuple(
            _question(document, each, (*where, "questions", n)) for n, each in enumerate(data["questions"])
        ),
    )


def _question(document: Document, data: Mapping[str, Any], where: Where) -> Question:
    items = tuple(_item(document, each, (*where, "items", n)) for n, each in enumerate(data["items"]))
    return Question(data["id"], _texts(data["ask"]), _texts(data["listen"]), items)


def _item(document: Document, data: Mapping[str, Any], where: Where) -> Item:
    named = data.get("feeds", [])
    for n, code in enumerate(named):
        if code not in _indicators():
            raise document.broken((*where, "feeds", n), f"no instrument has an indicator {code}")
    text = data["text"] if "text" in data else _indicators()[named[0]][0][1].text
    return Item(
        id=data["id"],
        text=_texts(text),
        feeds=_feeds(named),
        excludes=tuple(data.get("excludes", ())),
        urgent_risk=UrgentRisk(data["urgent_risk"]) if "urgent_risk" in data else None,
        made_to_do=MadeToDo(data["made_to_do"]) if "made_to_do" in data else None,
        role=Role(data["role"]) if "role" in data else None,
        sanction=Sanction(data["sanction"]) if "sanction" in data else None,
        form=Form(data["form"]) if "form" in data else None,
    )


def _feeds(codes: list[str]) -> tuple[tuple[str, str], ...]:
    """The named indicators in every list that has them, and the lists that mirror the ILO eleven by mapping."""
    direct = [(name, i) for code in codes for name, i in _indicators()[code]]
    ilo = {each for _, indicator in direct for each in indicator.ilo11}
    mirrored = [
        (name, i) for pairs in _indicators().values() for name, i in pairs if not i.grade and ilo & set(i.ilo11)
    ]
    return tuple(dict.fromkeys((name, indicator.id) for name, indicator in (*direct, *mirrored)))


@cache
def _indicators() -> Mapping[str, list[tuple[str, Indicator]]]:
    """Every indicator by its id, with the instruments in which it stands (newest versions)."""
    found: dict[str, list[tuple[str, Indicator]]] = {}
    for name in list_instruments():
        for indicator in load_instrument(name).indicators:
            found.setdefault(indicator.id, []).append((name, indicator))
    return found


def _check_items(document: Document, bank: QuestionBank) -> None:
    ids = [item.id for item in bank.items()]
    for item in bank.items():
        if ids.count(item.id) > 1:
            raise document.broken(("sections",), f"the item {item.id} occurs more than once")
        for other in item.excludes:
            if other not in ids:
                raise document.broken(("sections",), f"{item.id} excludes {other}, which is no item")


def _texts(data: Mapping[str, str]) -> Texts:
    return MappingProxyType(dict(data))
