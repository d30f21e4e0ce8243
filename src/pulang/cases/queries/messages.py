"""Messages with partners about cases: the list of conversations, one of them, and how many wait for us."""

from dataclasses import dataclass
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, Decision, Task
from pulang.cases.queries.cursor import Cursor, read_cursor
from pulang.exchange.models import Attachment, Message, Receipt
from pulang.exchange.threads import (
    Standing,
    Thread,
    files_of,
    is_question,
    messages_of,
    open_questions,
    receipts_of,
    thread_of,
    threads_by_time,
)
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.queries import Summary, summaries

PAGE = 25
COUNTED = 100  # counts above say "99+"
_apart: set[str] = set()


@dataclass(frozen=True)
class ConversationRow:
    """`number` and `name` are empty where the thread has no case, or she is not the actor's to see."""

    thread: Thread
    number: str
    name: str


@dataclass(frozen=True)
class Conversation:
    """One thread. `to_answer` is the open question to us, else the last that was answered.

    `unread` are the messages that a task waits for; `decision` is the newest of the actor's agency in the case.
    """

    thread: Thread
    messages: tuple[Message, ...]
    receipts: dict[UUID, tuple[Receipt, ...]]
    files: dict[UUID, tuple[Attachment, ...]]
    case: Case | None
    person: Summary | None
    to_answer: Message | None
    unread: frozenset[UUID]
    decision: Decision | None


def stands_apart(kind: str) -> None:
    """Called by a domain whose kind carries what readers of messages may not see; it shows it on its own pages."""
    _apart.add(kind)


def is_apart(message: Message) -> bool:
    """Whether what the message says is shown elsewhere, to those who may see it."""
    return message.kind in _apart


@query(Permission.MESSAGE_READ)
def conversations_for(
    actor: Actor, *, standing: str = "", node: str = "", case_id: UUID | None = None, after: str = ""
) -> tuple[tuple[ConversationRow, ...], str]:
    """The conversations that the actor may read, by their last message, newest first, and what reads on.

    `standing` is for_us or for_partner, `node` a partner, `case_id` a case (NotFound where it is not hers).
    """
    if case_id is not None and not Case.objects.filter(pk=case_id).exists():
        raise NotFound()
    cursor = read_cursor(after)
    found = threads_by_time(
        standing=standing if standing in (Standing.FOR_US, Standing.FOR_PARTNER) else "",
        node=node,
        scope=case_id,
        before=(cursor.at, cursor.id) if cursor else None,
        limit=PAGE + 1,
    )
    page = found[:PAGE]
    cases = Case.objects.in_bulk({thread.scope for thread in page if thread.scope})
    names = summaries(case.person_id for case in cases.values())
    record(actor, Event.MESSAGE_READ, scope=case_id, why=Why.ASSIGNED, list=len(page))
    more = str(Cursor(page[-1].last.created, page[-1].last.pk)) if len(found) > PAGE else ""
    return tuple(_row(thread, cases, names) for thread in page), more


@query(Permission.MESSAGE_READ)
def conversation_for(actor: Actor, message_id: UUID) -> Conversation:
    """The conversation that a message belongs to, with bodies and receipts. Raises NotFound."""
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound()
    messages = messages_of(message)
    thread = thread_of(messages)
    case = Case.objects.select_related("agency").filter(pk=thread.scope).first() if thread.scope else None
    person = summaries([case.person_id]).get(case.person_id) if case else None
    record(actor, Event.MESSAGE_READ, scope=thread.scope, why=Why.ASSIGNED, message=message.pk)
    asked = [each for each in messages if not each.outgoing and is_question(each)]
    return Conversation(
        thread=thread,
        messages=messages,
        receipts=receipts_of(messages),
        files=files_of(messages),
        case=case,
        person=person,
        to_answer=next((each for each in asked if each.answered_at is None), asked[-1] if asked else None),
        unread=_unread(messages),
        decision=_own_decision(actor, case) if case and not actor.is_system else None,
    )


@query(Permission.MESSAGE_READ)
def count_for_us(actor: Actor) -> int:
    """How many conversations wait for an answer of ours; stops at COUNTED. A number, so no look is recorded."""
    waiting = open_questions().filter(outgoing=False).values_list("id", flat=True)
    return len(waiting[:COUNTED])


def _own_decision(actor: Actor, case: Case) -> Decision | None:
    own = Decision.objects.select_related("case").filter(case=case, agency_id=agency_id(actor))
    return own.order_by("-made_at").first()


def _unread(messages: tuple[Message, ...]) -> frozenset[UUID]:
    refs = {task_ref(message.pk): message.pk for message in messages}
    waiting = Task.objects.filter(ref__in=refs, done_at=None, case_id__in={m.scope for m in messages if m.scope})
    return frozenset(refs[ref] for ref in waiting.values_list("ref", flat=True))


def task_ref(message_id: UUID) -> str:
    """How a task names the message that it is about."""
    return f"message:{message_id}"


def reminders_of(message_id: UUID) -> tuple[str, ...]:
    """The refs of the tasks that remind of the answer to a message."""
    return tuple(f"deadline:{message_id}:{code}" for code in ("answer_soon", "answer_overdue"))


def _row(thread: Thread, cases: dict[UUID, Case], names: dict[UUID, Summary]) -> ConversationRow:
    case = cases.get(thread.scope) if thread.scope else None
    person = names.get(case.person_id) if case else None
    return ConversationRow(thread, case.number if case else "", person.name if person else "")
