"""Reminders before a deadline, escalation after it, and the days on which copies are checked or go.

Done by a job of the node, each thing once: the row that says so is written in the transaction of the task.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant, Officer
from pulang.access.permissions import Section
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.tasks import add_task
from pulang.cases.models import Case
from pulang.cases.queries.desk import working_agency
from pulang.exchange.models import Holding, Message, SharedObject
from pulang.exchange.objects.taking import take_back
from pulang.exchange.objects.tombstones import set_stone
from pulang.exchange.threads import open_questions
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed

REMINDED_AT = 0.75  # of the time between question and deadline


@action(None)
def watch_deadlines(actor: Actor, *, now: datetime | None = None) -> int:
    """Remind, escalate, chase withdrawals, ask for reviews, remove what has been kept long enough.

    Only for a job of the node. Returns how many things were done.
    """
    if not actor.is_system:
        raise NotAllowed(needs="system")
    at = now or timezone.now()
    done = _remind(actor, at) + _escalate(actor, at) + _chase(actor, at) + _review(actor, at) + _let_go(at)
    if done:
        record(actor, Event.DEADLINES_WATCHED, done=done)
    return done


def _remind(actor: Actor, at: datetime) -> int:
    """Who owes an answer hears so while there is still time."""
    waiting = open_questions().filter(outgoing=False, reminded_at=None, reply_by__gt=at, reply_by__lte=at + WINDOW)
    soon = [message for message in waiting.select_for_update(of=("self",)) if at >= _reminder_of(message)]
    for message in soon:
        message.reminded_at = at
        message.save(update_fields=["reminded_at"])
        _task(actor, message, "answer_soon", at)
    return len(soon)


WINDOW = timedelta(days=7)  # no class of deadline is longer


def _reminder_of(message: Message) -> datetime:
    assert message.reply_by is not None, "a question has a deadline"
    return message.created + (message.reply_by - message.created) * REMINDED_AT


def _escalate(actor: Actor, at: datetime) -> int:
    """On both sides: the one who owes it, and the one who waits for it, each to its own fallback."""
    late = open_questions().select_related("peer__fallback").filter(escalated_at=None, reply_by__lte=at)
    found = list(late.select_for_update(of=("self",)))
    for message in found:
        message.escalated_at = at
        message.save(update_fields=["escalated_at"])
        _task(actor, message, "chase_answer" if message.outgoing else "answer_overdue", at, message.peer.fallback)
    return len(found)


def _chase(actor: Actor, at: datetime) -> int:
    late = Holding.objects.select_related("object", "peer__fallback").filter(reminded_at=None, due_at__lte=at)
    found = list(late.filter(state__in=("pending", "refused")).select_for_update(of=("self",)))
    for holding in found:
        holding.reminded_at = at
        holding.save(update_fields=["reminded_at"])
        _add(actor, holding.object.scope, "chase_withdrawal", f"chase:{holding.pk}", at, holding.peer.fallback)
    return len(found)


def _review(actor: Actor, at: datetime) -> int:
    """Whether a copy is still needed is asked once for each day that its owner named."""
    today = timezone.localdate(at)
    due = SharedObject.objects.filter(state="held", review_at__lte=today)
    asked = [book for book in due.select_for_update(of=("self",)) if book.reviewed_for != book.review_at]
    for book in asked:
        book.reviewed_for = book.review_at
        book.save()
        _add(actor, book.scope, "review_copy", f"object:{book.uid}", at)
    return len(asked)


def _let_go(at: datetime) -> int:
    """A partner's copy goes on the day that its owner named; the tombstone keeps it from coming back."""
    ended = SharedObject.objects.select_related("source__agency").filter(state="held").exclude(source=None)
    found = list(ended.filter(delete_after__lt=timezone.localdate(at)).select_for_update(of=("self",)))
    for book in found:
        assert book.source is not None, "of partners only"
        set_stone(book.uid, version=book.version, node=book.source.node_id, reason="retention_ended")
        take_back(book, book.version, {"reason": "retention_ended"}, book.handling)
    return len(found)


def _task(actor: Actor, message: Message, code: str, at: datetime, fallback: Officer | None = None) -> None:
    _add(actor, message.scope, code, f"deadline:{message.pk}", at, fallback)


def _add(
    actor: Actor, case_id: UUID | None, code: str, ref: str, at: datetime, fallback: Officer | None = None
) -> None:
    """A task of the case, for the fallback where his agency works on it, else for whoever works on it here."""
    case = Case.objects.filter(pk=case_id, closed_at=None).first() if case_id else None
    if case is None:
        return
    officer = fallback if fallback and fallback.is_active and _works(case, fallback.agency_id) else None
    agency = officer.agency_id if officer else working_agency(case)
    chosen = officer.pk if officer else None
    add_task(actor, case_id=case.pk, code=code, agency=agency, officer=chosen, due_at=at, ref=f"{ref}:{code}")


def _works(case: Case, agency_id: UUID) -> bool:
    running = Grant.objects.filter(scope=case.pk, agency_id=agency_id, ended_at=None, until__gt=timezone.now())
    return running.filter(sections__contains=[Section.WORK]).exists()
