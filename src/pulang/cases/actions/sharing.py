"""Sharing a case with a partner node and talking about it: requests, answers, notes, and having read them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Grant
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.attaching import attached
from pulang.cases.actions.bodies import body_for
from pulang.cases.actions.members import add_member
from pulang.cases.actions.story import load_case, tell
from pulang.cases.actions.tasks import complete_tasks_for
from pulang.cases.dossiers.queries import wire_of
from pulang.cases.errors import FourEyesMissing, NotShared
from pulang.cases.models import Case, Outcome
from pulang.cases.queries.decisions import decisions_of, standing_of
from pulang.cases.queries.messages import reminders_of, task_ref
from pulang.cases.queries.sharing import shared_body
from pulang.cases.rules import Standing
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.cases.written.checks import check_written
from pulang.db.once import row_once
from pulang.exchange.actions import send
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.envelope import ObjectRef
from pulang.exchange.errors import OnwardRefused
from pulang.exchange.kinds import answer_to
from pulang.exchange.models import Message, Peer, SharedObject
from pulang.exchange.objects.owning import next_version
from pulang.exchange.threads import is_question, messages_of
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.lib.ids import new_id
from pulang.lib.partial_date import PartialDate
from pulang.lib.text import clean_text
from pulang.persons.queries import person_to_tell

PURPOSE = "protection"
SHARED_SECTIONS = (Section.WORK, Section.IDENTITY, Section.MESSAGES, Section.TRAVEL)


@action(Permission.MESSAGE_SEND)
def share_case(
    actor: Actor,
    *,
    case_id: UUID,
    to: str,
    summary: str = "",
    onward: bool = False,
    lang: str = "en",
    files: Sequence[UUID] = (),
    once: str = "",
) -> Message:
    """Give the partner node a copy of the case: the person, the urgency, a summary. It becomes a member here.

    `files` of the case follow it. `onward`: it may pass the copy on. What another node owns is passed on only as
    that one allows. Raises NotFound, CaseClosed, PeerUnknown, AgreementMissing, GrantTooWide, Invalid,
    OnwardRefused, AttachmentTooLarge, AttachmentNotAllowed.
    """
    case = load_case(case_id)
    words = clean_text(summary, field="summary", max_length=10_000, multiline=True)

    def make() -> Message:
        peer = Peer.objects.filter(node_id=to).exclude(paired_at=None).first()
        if peer is not None and not _is_shared(case, peer):
            add_member(actor, case_id=case_id, agency_id=peer.agency_id, sections=SHARED_SECTIONS)
        draft = person_to_tell(actor, case.person_id)
        body = shared_body(case, draft, summary=words)
        how = _as_owner_says(case) if case.owner_node else {"obj": ObjectRef(case.uid, next_version(case.uid))}
        how = {"onward": onward, "minor": is_minor(draft.birth_date), **how}
        with_it = attached(actor, case, files, owner=case.owner_node)
        return send_of_case(actor, case, to, "case.share", body, lang=lang, files=with_it, **how)

    return row_once(actor, once, Message, make)


@action(Permission.MESSAGE_SEND)
def send_about(
    actor: Actor,
    *,
    case_id: UUID,
    to: str,
    kind: str,
    body: Mapping[str, Any],
    obj: ObjectRef | None = None,
    due: str = "",
    lang: str = "en",
    translations: Sequence[Mapping[str, str]] = (),
    files: Sequence[UUID] = (),
    once: str = "",
) -> Message:
    """A request or note about a shared case; `obj` where its owner can take it back or correct it later.

    `translations` of what was said: `lang`, `by` (human or machine) and `text` of each.

    Raises NotShared where the partner does not hold the case, and as `send`.
    """
    case = load_case(case_id)
    known = wire_of(case) if kind == "nationality.request" else {}
    full = body_for(kind, case, {**body, **({"dossier": known} if known else {})})
    check_holds(case, to)
    check_written(actor, case, kind, full)
    told = [
        {**one, "text": clean_text(one["text"], field="translation", max_length=10_000)} for one in translations
    ]
    about: dict[str, Any] = {"due": due, "lang": lang, "translations": told, **({"obj": obj} if obj else {})}

    def make() -> Message:
        return send_of_case(actor, case, to, kind, full, files=attached(actor, case, files), **about)

    return row_once(actor, once, Message, make)


@action(Permission.MESSAGE_SEND)
def answer(
    actor: Actor,
    *,
    message_id: UUID,
    body: Mapping[str, Any],
    lang: str = "en",
    files: Sequence[UUID] = (),
    once: str = "",
) -> Message:
    """Answer a request: the thread goes on, the task that it made is done. `files` of the case follow it.

    A further answer may follow; the partner keeps both. Raises NotFound, Invalid, BodyRefused, CaseClosed.
    """
    asked = Message.objects.select_for_update(of=("self",)).select_related("peer").filter(pk=message_id).first()
    if asked is None or asked.outgoing or asked.scope is None:
        raise NotFound()
    case = load_case(asked.scope)
    kind = answer_to(asked.kind)
    by = {"officer": actor.name} if kind.name == "identification.answer" else {}
    full = body_for(kind.name, case, {**by, **body})

    def make() -> Message:
        how = {"thread": asked.thread, "re": asked.pk, "lang": lang, "files": attached(actor, case, files)}
        sent = send_of_case(actor, case, asked.peer.node_id, kind.name, full, **how)
        asked.answered_at = timezone.now()
        asked.save(update_fields=["answered_at"])
        tell_later(asked, "answered")
        for ref in (task_ref(message_id), *reminders_of(message_id)):
            complete_tasks_for(actor, case_id=case.pk, ref=ref)
        return sent

    return row_once(actor, once, Message, make)


@action(Permission.CASE_WORK)
def mark_read(actor: Actor, *, message_id: UUID) -> int:
    """The message was read, and with it those of its thread: the tasks that asked for no more are done.

    What asks for an answer stays open. Returns how many tasks were done. Raises NotFound.
    """
    message = Message.objects.filter(pk=message_id, outgoing=False).first()
    if message is None or message.scope is None:
        raise NotFound()
    record(actor, Event.MESSAGE_READ, scope=message.scope, why=Why.ASSIGNED, message=message.pk, read=True)
    read = [each for each in messages_of(message) if not each.outgoing and not is_question(each)]
    return sum(complete_tasks_for(actor, case_id=message.scope, ref=task_ref(each.pk)) for each in read)


def _as_owner_says(case: Case) -> dict[str, Any]:
    """The version and terms under which a partner's case is here, and goes on."""
    held = SharedObject.objects.filter(uid=case.uid).exclude(source=None).first()
    if held is None:
        raise OnwardRefused(owner=case.owner_node)
    names = ("code", "onward", "minor", "caveat")
    terms = {name: held.handling[name] for name in names if name in held.handling}
    return {"obj": ObjectRef(case.uid, max(held.version, 1), owner=held.owner), **terms}


def check_holds(case: Case, to: str) -> None:
    """Raises NotShared where the partner does not hold the case."""
    peer = Peer.objects.filter(node_id=to).first()
    if peer is None or not _is_shared(case, peer):
        raise NotShared(peer=to)


def _is_shared(case: Case, peer: Peer) -> bool:
    running = Grant.objects.filter(scope=case.pk, agency_id=peer.agency_id, ended_at=None, until__gt=timezone.now())
    return running.exists()


def send_of_case(actor: Actor, case: Case, to: str, kind: str, body: dict[str, Any], **more: Any) -> Message:
    """Send a message of a case and tell its story. Raises FourEyesMissing, and as `send`."""
    form = forms_of_kinds().get(kind)
    if form is not None and form.four_eyes and len(set(more.get("approvers", ()))) < 2:
        raise FourEyesMissing()
    if form is not None and not (form.asks or form.answers):
        more = {"obj": ObjectRef(new_id(), 1), **more}  # a statement can be taken back
    message = send(
        actor,
        to=to,
        kind=kind,
        body=body,
        purpose=PURPOSE,
        scope=case.pk,
        status=_status_of_person(case),
        **more,
    )
    tell(actor, case, Event.MESSAGE_SENT, section=Section.MESSAGES, message=message.pk, kind=kind, peer=to)
    return message


def _status_of_person(case: Case) -> str:
    """What the newest decision that stands says she is; the partner handles victims' data by stricter rules.

    A decision that waits for its confirmation protects her already, and takes no protection away.
    """
    victim = (Outcome.VICTIM, Outcome.PRESUMED)
    for decision in decisions_of(case):
        if decision.outcome in victim or standing_of(decision) is Standing.STANDS:
            return decision.outcome if decision.outcome in victim else "other"
    return "other"


def is_minor(birth_date: str) -> bool:
    """Whether she may be under 18; an unknown age is not said to be one."""
    return bool(birth_date) and PartialDate.from_text(birth_date).age_on(timezone.localdate())[0] < 18
