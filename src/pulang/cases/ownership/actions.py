"""What an owner does to what it shared: correct, withdraw, restrict, review. Each goes to all who hold a copy."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.grants import end_access
from pulang.access.models import Grant
from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.bodies import cleaned
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case
from pulang.cases.queries.sharing import shared_body
from pulang.cases.rules import change_reasons
from pulang.exchange.actions import send
from pulang.exchange.envelope import ObjectRef, Retention
from pulang.exchange.errors import NobodyHolds, NotOwner
from pulang.exchange.kinds import kind_named
from pulang.exchange.models import Holding, Message, SharedObject
from pulang.exchange.objects.owning import REVIEWED_BEFORE, next_version
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text
from pulang.persons.queries import person_for

CODES = ("H0", "H1", "H2", "H3")


@action(Permission.MESSAGE_SEND)
def correct_object(
    actor: Actor, *, object_id: UUID, body: Mapping[str, Any] | None = None, summary: str = "", lang: str = "en"
) -> list[Message]:
    """Send what stands now to everybody who holds a copy; each brings its copy in line and says so.

    Of a case the register is what stands now, with a new `summary`; anything else is said anew as `body`.
    Raises NotFound, NotOwner, NobodyHolds, and as `send`.
    """
    book = _own(object_id)
    holders = _holders(book, "")
    if kind_named(book.kind).object_field:
        case = _case_of(book)
        words = clean_text(summary, field="summary", max_length=10_000, multiline=True)
        said = shared_body(case, person_for(actor, case.person_id).draft, summary=words)
    else:
        said = cleaned(body or {})
    return _tell(actor, book, holders, "correct", said, lang=lang)


@action(Permission.MESSAGE_SEND)
def withdraw_object(
    actor: Actor, *, object_id: UUID, reason: str, to: str = "", remark: str = "", lang: str = "en"
) -> list[Message]:
    """Take it back from one partner, or from everybody who holds a copy.

    Each removes its copy and all that came of it; until its signed word is here the copy counts as pending, and
    after a day as overdue. A partner no longer works on a case that was taken back from it. Raises NotFound,
    NotOwner, NobodyHolds, Invalid.
    """
    body = _reasoned("withdraw", reason, remark)
    book = _own(object_id)
    holders = _holders(book, to)
    sent = _tell(actor, book, holders, "withdraw", body, lang=lang)
    if kind_named(book.kind).object_field:
        _end_grants(actor, _case_of(book), holders)
    return sent


@action(Permission.MESSAGE_SEND)
def restrict_object(
    actor: Actor,
    *,
    object_id: UUID,
    reason: str,
    code: str = "",
    onward: bool = False,
    caveat: str = "",
    remark: str = "",
    lang: str = "en",
) -> list[Message]:
    """Change how holders must treat it: the handling code (at H3 their desk alone sees it), whether they may pass
    it on, a caveat. Raises NotFound, NotOwner, NobodyHolds, Invalid."""
    if code not in ("", *CODES):
        raise Invalid("code", "not_a_choice")
    body = _reasoned("restrict", reason, remark)
    said = clean_text(caveat, field="caveat", max_length=500)
    book = _own(object_id)
    handling = {**book.handling, "code": code or book.handling.get("code", "H2"), "onward": onward, "caveat": said}
    return _tell(actor, book, _holders(book, ""), "restrict", body, handling=handling, lang=lang)


@action(Permission.MESSAGE_SEND)
def review_object(
    actor: Actor, *, object_id: UUID, delete_after: date, reason: str, remark: str = "", lang: str = "en"
) -> list[Message]:
    """Say until when holders may keep it, longer or shorter, and why. Raises NotFound, NotOwner, NobodyHolds,
    Invalid."""
    today = timezone.localdate()
    if delete_after < today:
        raise Invalid("delete_after", "date_in_past")
    body = _reasoned("review", reason, remark)
    book = _own(object_id)
    retention = Retention(review_at=max(today, delete_after - REVIEWED_BEFORE), delete_after=delete_after)
    return _tell(actor, book, _holders(book, ""), "review", body, retention=retention, lang=lang)


def _own(object_id: UUID) -> SharedObject:
    book = SharedObject.objects.select_for_update().filter(pk=object_id).first()
    if book is None:
        raise NotFound()
    if book.source_id is not None:
        raise NotOwner(owner=book.owner)
    return book


def _holders(book: SharedObject, to: str) -> list[Holding]:
    """Who holds a copy now. Raises NobodyHolds."""
    holding = Holding.objects.select_related("peer").filter(object=book, state="held").order_by("peer__node_id")
    found = list(holding.filter(peer__node_id=to) if to else holding)
    if not found:
        raise NobodyHolds()
    return found


def _case_of(book: SharedObject) -> Case:
    assert book.scope is not None, "what has an object of its own belongs to a case"
    return load_case(book.scope, closed_too=True)


def _reasoned(op: str, reason: str, remark: str) -> dict[str, Any]:
    words = clean_text(remark, field="remark", max_length=2000, multiline=True)
    problems = [] if reason in change_reasons(op) else [Invalid("reason", "not_a_choice")]
    if reason == "other" and not words:
        problems.append(Invalid("remark", "required"))
    raise_problems(problems)
    return {"reason": reason, **({"remark": words} if words else {})}


def _tell(
    actor: Actor,
    book: SharedObject,
    holders: list[Holding],
    op: str,
    body: Mapping[str, Any],
    *,
    lang: str,
    handling: Mapping[str, Any] | None = None,
    retention: Retention | None = None,
) -> list[Message]:
    """One version to all of `holders`, each in the conversation in which it got the first."""
    said, version = handling or book.handling, next_version(book.uid)
    if op == "correct" and book.review_at and book.delete_after:
        retention = Retention(book.review_at, book.delete_after)
    sent = [
        send(
            actor,
            to=holding.peer.node_id,
            kind=book.kind,
            body=body,
            purpose=str(said["purpose"]),
            scope=book.scope,
            thread=_thread(book, holding),
            obj=ObjectRef(book.uid, version, op, base=holding.version),
            retention=retention,
            code=str(said["code"]),
            status=str(said["status"]),
            minor=bool(said.get("minor")),
            onward=bool(said["onward"]),
            caveat=str(said.get("caveat", "")),
            lang=lang,
        )
        for holding in holders
    ]
    if book.scope is not None:
        event = Event.OBJECT_WITHDRAWN if op == "withdraw" else Event.OBJECT_CHANGED
        case, told = load_case(book.scope, closed_too=True), [one.peer.node_id for one in holders]
        tell(actor, case, event, op=op, reason=str(body.get("reason", "")), to=told)
    return sent


def _thread(book: SharedObject, holding: Holding) -> UUID | None:
    first = Message.objects.filter(peer=holding.peer_id, outgoing=True, obj__uid=str(book.uid)).order_by("seq")
    return first.values_list("thread", flat=True).first()


def _end_grants(actor: Actor, case: Case, holders: list[Holding]) -> None:
    agencies = [holding.peer.agency_id for holding in holders]
    through = Q(scope=case.pk) | Q(scope=case.person_id, reason=f"case:{case.pk}")
    for grant in Grant.objects.filter(through, agency_id__in=agencies, ended_at=None):
        end_access(actor, scope=grant.scope, grant_id=grant.pk)
