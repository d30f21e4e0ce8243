"""Summaries that were sent or came, as they may be read: never changed, under the handling of their owner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.cases.queries import consent_to_share
from pulang.db.context import acting_as
from pulang.exchange.models import Message
from pulang.identification.queries import InterviewSummary, interview_summary_for
from pulang.identification.questions import Item, QuestionBank, list_question_banks, load_questions
from pulang.identification.questions import Section as Part
from pulang.identification.summaries.body import KIND
from pulang.lib.actor import Actor, system
from pulang.lib.errors import NotFound

SEEN = ("accepted", "queued", "stored")  # of a sent one; a received one is seen when it was accepted


@dataclass(frozen=True)
class Told:
    """One answer. `item` is None where this node's question bank does not have it; then `code` names it."""

    code: str
    item: Item | None
    answer: str
    evidence: tuple[str, ...]
    confidence: str
    quotation: str


@dataclass(frozen=True)
class ToldPart:
    """`part` is None for answers to items that this node does not know."""

    part: Part | None
    answers: tuple[Told, ...]


@dataclass(frozen=True)
class SharedSummary:
    """`id` is the message. `partner`: who sent it, or got it (`outgoing`). `handling`: the owner's, as it came.

    `taken_back`: its owner withdrew it, and nothing of it is left. `left_out`: sections that stayed with the owner.
    """

    id: UUID
    case_id: UUID
    case_number: str
    outgoing: bool
    partner: str
    at: datetime
    lang: str
    handling: Mapping[str, Any]
    taken_back: bool
    officer: str
    language: str
    interpreter: bool
    started: date | None
    finished: date | None
    risks: tuple[str, ...]
    parts: tuple[ToldPart, ...]
    left_out: tuple[Part, ...]
    remark: str

    @property
    def count(self) -> int:
        return sum(len(each.answers) for each in self.parts)


@dataclass(frozen=True)
class SummaryToSend:
    """The interview, and whether she allows that the partner gets a summary: None where nobody asked her."""

    shown: InterviewSummary
    allowed: bool | None


@query(Permission.MESSAGE_SEND)
def summary_to_send(actor: Actor, interview_id: UUID) -> SummaryToSend:
    """What there is to send. Raises NotFound."""
    shown = interview_summary_for(actor, interview_id)
    return SummaryToSend(shown, consent_to_share(Case.objects.get(pk=shown.case_id)))


@query(Permission.INTERVIEW_READ)
def summaries_for(actor: Actor, case_id: UUID) -> tuple[SharedSummary, ...]:
    """Those of a case, sent and received, the newest first. Raises NotFound without the section of interviews."""
    case = _case(actor, case_id)
    with acting_as(system("interviews")):
        messages = list(_messages().filter(scope=case_id).order_by("-created", "-id"))
    record(actor, Event.INTERVIEW_READ, scope=case_id, why=Why.ASSIGNED, summaries=len(messages))
    return tuple(_summary(message, case) for message in messages if _is_seen(message))


@query(Permission.INTERVIEW_READ)
def shared_summary_for(actor: Actor, message_id: UUID) -> SharedSummary:
    """One of them. Raises NotFound."""
    with acting_as(system("interviews")):
        message = _messages().filter(pk=message_id).first()
    if message is None or message.scope is None or not _is_seen(message):
        raise NotFound()
    case = _case(actor, message.scope)
    record(actor, Event.INTERVIEW_READ, scope=case.pk, why=Why.ASSIGNED, message=message.pk)
    return _summary(message, case)


def _messages() -> Any:
    return Message.objects.select_related("peer__agency").filter(kind=KIND)


def _is_seen(message: Message) -> bool:
    """What a partner refused, or this node did, is no summary; a withdrawal is told by the one that it empties."""
    if (message.obj or {}).get("op", "create") not in ("create", "correct"):
        return False
    return message.state in SEEN if message.outgoing else message.state == "accepted"


def _case(actor: Actor, case_id: UUID) -> Case:
    case = Case.objects.filter(pk=case_id).first()
    if case is None or Section.INTERVIEW not in held_sections(actor, case_id):
        raise NotFound()
    return case


def _summary(message: Message, case: Case) -> SharedSummary:
    body: Mapping[str, Any] = message.body or {}
    bank = _bank(body.get("bank", ""))
    return SharedSummary(
        id=message.pk,
        case_id=case.pk,
        case_number=case.number,
        outgoing=message.outgoing,
        partner=message.peer.agency.name,
        at=message.created,
        lang=message.lang,
        handling=message.handling,
        taken_back=not body,
        officer=body.get("officer", ""),
        language=body.get("language", ""),
        interpreter=body.get("interpreter", False),
        started=_day(body.get("started")),
        finished=_day(body.get("finished")),
        risks=tuple(body.get("risks", ())),
        parts=tuple(_parts(bank, body.get("answers", ()))),
        left_out=tuple(each for each in bank.sections if each.id in body.get("left_out", ())),
        remark=body.get("remark", ""),
    )


def _bank(version: str) -> QuestionBank:
    """The bank of the interview, or the newest here where the partner has one that this node does not."""
    return load_questions(version if version in list_question_banks() else None)


def _parts(bank: QuestionBank, answers: Sequence[Mapping[str, Any]]) -> Iterator[ToldPart]:
    """The answers by section, in the order of this node's interview; what it does not know comes last."""
    known = {item.id: item for item in bank.items()}
    for part in bank.sections:
        ids = {item.id for question in part.questions for item in question.items}
        told = tuple(_told(each, known[each["item"]]) for each in answers if each["item"] in ids)
        if told:
            yield ToldPart(part, told)
    strange = tuple(_told(each, None) for each in answers if each["item"] not in known)
    if strange:
        yield ToldPart(None, strange)


def _told(answer: Mapping[str, Any], item: Item | None) -> Told:
    return Told(
        code=answer["item"],
        item=item,
        answer=answer["answer"],
        evidence=tuple(answer.get("evidence", ())),
        confidence=answer.get("confidence", ""),
        quotation=answer.get("quotation", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
