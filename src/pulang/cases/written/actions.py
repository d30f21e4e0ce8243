"""Writing a message that a second officer approves before it leaves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.cases.actions.attaching import attached
from pulang.cases.actions.bodies import body_for
from pulang.cases.actions.sharing import check_holds, send_of_case
from pulang.cases.actions.story import load_case, tell
from pulang.cases.actions.tasks import add_task, complete_tasks_for
from pulang.cases.errors import AlreadySent, SameAuthor
from pulang.cases.models import MessageDraft
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.cases.written.checks import check_written
from pulang.db.once import row_once
from pulang.exchange.models import Message
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound


@action(Permission.MESSAGE_SEND)
def draft_message(
    actor: Actor,
    *,
    case_id: UUID,
    to: str,
    kind: str,
    body: Mapping[str, Any],
    lang: str = "en",
    files: Sequence[UUID] = (),
    once: str = "",
) -> MessageDraft:
    """Write what needs four eyes; a colleague of the agency gets the task to approve it. Nothing leaves yet.

    Raises NotFound, CaseClosed, Invalid, Problems, NotShared.
    """
    form = forms_of_kinds().get(kind)
    if form is None or not form.four_eyes:
        raise Invalid("kind", "not_a_choice")
    case = load_case(case_id)
    full = body_for(kind, case, body)
    check_holds(case, to)
    check_written(actor, case, kind, full)

    def make() -> MessageDraft:
        draft = MessageDraft.objects.create(
            case=case,
            kind=kind,
            to=to,
            body=full,
            lang=lang,
            files=[file.file for file in attached(actor, case, files)],
            author_id=officer_id(actor),
            agency_id=agency_id(actor),
            written_at=timezone.now(),
        )
        add_task(actor, case_id=case.pk, code="approve_message", agency=agency_id(actor), ref=draft_ref(draft.pk))
        tell(actor, case, Event.MESSAGE_DRAFTED, draft=draft.pk, kind=kind)
        return draft

    return row_once(actor, once, MessageDraft, make)


@action(Permission.MESSAGE_SEND)
def decide_draft(actor: Actor, *, draft_id: UUID, approve: bool) -> Message | None:
    """A second officer of the agency sends it, or puts it away. Raises NotFound, SameAuthor, AlreadySent."""
    draft = MessageDraft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise NotFound()
    case = load_case(draft.case_id)
    if draft.decided_at is not None:
        raise AlreadySent()
    if draft.author_id == officer_id(actor) and approve:
        raise SameAuthor()
    if draft.agency_id != agency_id(actor):
        raise NotFound()
    sent = None
    if approve:
        how = {"approvers": (draft.author_id, officer_id(actor)), "lang": draft.lang}
        how |= {"files": attached(actor, case, draft.files)}
        sent = send_of_case(actor, case, draft.to, draft.kind, draft.body, **how)
    draft.decided_at, draft.decided_by_id, draft.sent = timezone.now(), officer_id(actor), sent.pk if sent else None
    draft.save(update_fields=["decided_at", "decided_by", "sent"])
    complete_tasks_for(actor, case_id=case.pk, ref=draft_ref(draft.pk))
    tell(actor, case, Event.MESSAGE_DRAFTED, draft=draft.pk, kind=draft.kind, approved=approve)
    return sent


def draft_ref(draft_id: UUID) -> str:
    return f"draft:{draft_id}"
