"""The course of an interview: what may be asked when, how far it is, what it says together. Pure.

*Safety first*: the sections before the consent script may be asked of anybody; all others only after her yes.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pulang.identification.answers import Answer, UrgentRisk
from pulang.identification.errors import UnknownIndicator
from pulang.identification.gathering import Gathered, answers_to_indicators
from pulang.identification.questions import Item, QuestionBank, Section

CONSENT = "consent"


class EvidenceKind(StrEnum):
    """What supports an answer. One answer may have several."""

    SAID = "said"
    SEEN = "seen"
    PAPER = "paper"
    PHOTO = "photo"
    THIRD_PARTY = "third_party"


class Confidence(StrEnum):
    """How sure the interviewer is that the answer was understood and means what is ticked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to one item with its evidence."""

    item: str
    answer: Answer
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is: `answered` of `total` items hold an answer other than *not asked*."""

    section: str
    answered: int
    total: int
    skipped: bool

    @property
    def done(self) -> bool:
        return self.skipped or self.answered == self.total


def item_of(bank: QuestionBank, item_id: str) -> tuple[Section, Item]:
    """The item and its section. Raises :class:`UnknownIndicator`."""
    for section in bank.sections:
        for question in section.questions:
            for item in question.items:
                if item.id == item_id:
                    return section, item
    raise UnknownIndicator(indicators=(item_id,), instrument=f"questions@{bank.version}")


def needs_consent(bank: QuestionBank, section_id: str) -> bool:
    """Whether a section may be asked only after the person allowed the interview."""
    order = [section.id for section in bank.sections]
    return CONSENT in order and order.index(section_id) > order.index(CONSENT)


def progress(bank: QuestionBank, said: Iterable[Said], *, skipped: Collection[str]) -> tuple[Progress, ...]:
    """Each section that has questions, in the order of the interview."""
    answered = {each.item for each in said if each.answer is not Answer.NOT_ASKED}
    found = []
    for section in bank.sections:
        items = [item.id for question in section.questions for item in question.items]
        if items:
            count = len(answered.intersection(items))
            found.append(Progress(section.id, count, len(items), section.id in skipped))
    return tuple(found)


def resume_at(bank: QuestionBank, course: Iterable[Progress], *, consented: bool) -> str:
    """The section where it goes on: the first that is not done, the script in its place; else the last."""
    done = {each.section for each in course if each.done}
    for section in bank.sections:
        if section.id == CONSENT:
            if not consented:
                return CONSENT
        elif section.id not in done:
            return section.id
    return bank.sections[-1].id


def gather(bank: QuestionBank, said: Iterable[Said]) -> tuple[Gathered, Mapping[str, tuple[str, ...]]]:
    """All answers together, contradictions kept; and the evidence by item."""
    found = list(said)
    evidence: dict[str, list[str]] = {}
    for each in found:
        if each.answer is Answer.YES:
            evidence.setdefault(each.item, []).extend(each.evidence)
    together = answers_to_indicators(bank, ((each.item, each.answer) for each in found))
    return together, {item: tuple(dict.fromkeys(kinds)) for item, kinds in evidence.items() if kinds}


def risk_of(item: Item, said: Iterable[Answer]) -> UrgentRisk | None:
    """The risk that stands: one yes is enough, whatever else was said beside it."""
    return item.urgent_risk if Answer.YES in set(said) else None
