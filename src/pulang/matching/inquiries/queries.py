"""What an officer sees: what could be said of a person, what partners ask, and who it may be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.cases.queries.sharing import consent_to_share
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.matching.inquiries.models import Inquiry, Verdict
from pulang.matching.inquiries.rules import Part, parts_of, person_said, sought_of
from pulang.matching.queries import Found, find_persons
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.queries import person_for

COUNTED = 100  # counts above say "99+"
SHOWN = 100


@dataclass(frozen=True)
class Sayable:
    """What could be said of the person of a case. `consent`: whether she allows it, None where nobody asked."""

    case: Case
    parts: tuple[Part, ...]
    consent: bool | None


@dataclass(frozen=True)
class Asked:
    """One question. `state` is open, waiting (not known to this agency, others still look), or answered."""

    id: UUID
    message: UUID
    partner: str
    question: str
    person: dict[str, Any]
    band: str
    state: str
    verdict: str
    received_at: datetime
    reply_by: datetime | None


@dataclass(frozen=True)
class Looked:
    """A question with those of the actor's own people who may be her."""

    asked: Asked
    found: Found


@query(Permission.MESSAGE_SEND)
def sayable_for(actor: Actor, case_id: UUID) -> Sayable:
    """Raises NotFound, also where the actor does not hold her identity."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    return Sayable(case, parts_of(person_for(actor, case.person_id).draft), consent_to_share(case))


@query(Permission.MESSAGE_SEND)
def sayable_of(actor: Actor, *, inquiry_id: UUID, person_id: UUID) -> tuple[Asked, tuple[Part, ...]]:
    """What could be said of one of the actor's own people in answer to a question. Raises NotFound."""
    asked = _asked(_inquiry(actor, inquiry_id))
    return asked, parts_of(person_for(actor, person_id).draft)


@query(Permission.MESSAGE_SEND)
def what_leaves(actor: Actor, *, person_id: UUID, parts: list[str]) -> dict[str, Any]:
    """`person` of the message as it would leave. Raises NotFound, Invalid."""
    return person_said(person_for(actor, person_id).draft, parts)


@query(Permission.MESSAGE_SEND)
def inquiries_for(actor: Actor, *, answered: bool = False) -> tuple[Asked, ...]:
    """What partners ask of the actor's agency, by deadline; or the newest that were answered."""
    found = Inquiry.objects.select_related("peer__agency").filter(agency_id=agency_id(actor))
    order = ("-answered_at", "-id") if answered else ("reply_by", "id")
    rows = found.filter(answered_at__isnull=not answered).order_by(*order)[:SHOWN]
    record(actor, Event.QUEUE_READ, why=Why.ROLE, list="inquiries", rows=len(rows))
    return tuple(map(_asked, rows))


@query(Permission.MESSAGE_SEND)
def inquiry_for(actor: Actor, inquiry_id: UUID) -> Looked:
    """One question and, ranked with the reasons, who of the actor's people it may be. Raises NotFound."""
    inquiry = _inquiry(actor, inquiry_id)
    record(actor, Event.INQUIRY_READ, why=Why.ROLE, inquiry=inquiry.pk)
    asked = _asked(inquiry)
    try:
        found = find_persons(actor, sought=sought_of(asked.person))
    except (Invalid, TooFewIdentifiers):
        found = Found((), ())
    return Looked(asked, found)


@query(Permission.MESSAGE_SEND)
def count_inquiries(actor: Actor) -> int:
    """How many wait for the actor's agency; stops at COUNTED. A number, so no look is recorded."""
    waiting = Inquiry.objects.filter(agency_id=agency_id(actor), answered_at=None, verdict=Verdict.OPEN)
    return len(waiting.values_list("pk", flat=True)[:COUNTED])


@query(Permission.MESSAGE_SEND)
def inquiry_of(actor: Actor, message_id: UUID) -> UUID | None:
    """The question of the actor's agency that a message put, as long as it waits. An id, so no look is recorded."""
    waiting = Inquiry.objects.filter(agency_id=agency_id(actor), message=message_id, answered_at=None)
    return waiting.values_list("pk", flat=True).first()


def _inquiry(actor: Actor, inquiry_id: UUID) -> Inquiry:
    found = Inquiry.objects.select_related("peer__agency").filter(pk=inquiry_id, agency_id=agency_id(actor))
    inquiry = found.first()
    if inquiry is None:
        raise NotFound()
    return inquiry


def _asked(inquiry: Inquiry) -> Asked:
    state = "answered" if inquiry.answered_at else "waiting" if inquiry.verdict != Verdict.OPEN else "open"
    return Asked(
        id=inquiry.pk,
        message=inquiry.message,
        partner=inquiry.peer.agency.name,
        question=inquiry.said["question"],
        person=inquiry.said["person"],
        band=inquiry.band,
        state=state,
        verdict=inquiry.verdict,
        received_at=inquiry.received_at,
        reply_by=inquiry.reply_by,
    )
