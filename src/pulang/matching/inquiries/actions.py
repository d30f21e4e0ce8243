"""Asking a partner whether it knows a person; answering a partner. Nothing leaves but what was ticked."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.models import AgencyKind
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.bodies import body_for, cleaned
from pulang.cases.actions.sharing import PURPOSE, is_minor, send_of_case
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.db.once import row_once
from pulang.exchange.actions import send
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.models import Message
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound
from pulang.matching.inquiries.errors import InquiryAnswered, InquiryNeedsCase
from pulang.matching.inquiries.models import Inquiry, Verdict
from pulang.matching.inquiries.rules import person_said
from pulang.persons.drafts import PersonDraft
from pulang.persons.queries import person_for

NODE = system("inquiries")


@action(Permission.MESSAGE_SEND)
def ask_partner(
    actor: Actor,
    *,
    case_id: UUID,
    to: str,
    parts: Collection[str],
    question: str,
    due: str = "",
    lang: str = "en",
    once: str = "",
) -> Message:
    """Ask whether the partner knows her, saying only `parts` (keys of `rules.parts_of`): no copy of the case.

    Raises NotFound, CaseClosed, Invalid, Problems, PeerUnknown, AgreementMissing.
    """
    case = load_case(case_id)
    draft = person_for(actor, case.person_id).draft
    person = person_said(draft, parts)
    if not person:
        raise Invalid("parts", "required")
    body = body_for("locate.request", case, {"question": question, "person": person})

    def make() -> Message:
        how = {"due": due, "lang": lang, "minor": is_minor(person.get("birth_date", ""))}
        return send_of_case(actor, case, to, "locate.request", body, **how)

    return row_once(actor, once, Message, make)


@action(Permission.MESSAGE_SEND)
def answer_known(
    actor: Actor,
    *,
    inquiry_id: UUID,
    person_id: UUID,
    parts: Collection[str] = (),
    remark: str = "",
    lang: str = "en",
) -> Inquiry:
    """Confirm that she is known: "ask us", or with the `parts` of her that may be said. The answer leaves at once.

    The conversation belongs to her case from now on. Raises NotFound, InquiryAnswered, InquiryNeedsCase, Invalid.
    """
    inquiry = _load(inquiry_id)
    draft = person_for(actor, person_id).draft
    case = _case_of(actor, person_id)
    person = person_said(draft, parts)
    said = {"remark": remark, **({"person": person} if person else {})}
    _decide(actor, inquiry, Verdict.KNOWN)
    _send(actor, inquiry, "known", {name: value for name, value in said.items() if value}, lang, draft, case)
    if case is not None:
        tell(actor, case, Event.INQUIRY_ANSWERED, section=Section.MESSAGES, inquiry=inquiry.pk, verdict="known")
    return inquiry


@action(Permission.MESSAGE_SEND)
def answer_not_known(actor: Actor, *, inquiry_id: UUID, lang: str = "en") -> Inquiry:
    """The actor's agency does not know her. It leaves once every agency that was asked has said so.

    Raises NotFound, InquiryAnswered.
    """
    inquiry = _load(inquiry_id)
    _decide(actor, inquiry, Verdict.NOT_KNOWN)
    with acting_as(NODE):
        rows = list(Inquiry.objects.filter(message=inquiry.message))
    if all(row.verdict == Verdict.NOT_KNOWN for row in rows):
        # The node answers for all who looked; they stand behind it as approvers.
        looked = [row.decided_by_id for row in rows if row.decided_by_id]
        by, behind = (NODE, looked) if len(rows) > 1 else (actor, [])
        _send(by, inquiry, "not_found", {}, lang, approvers=behind)
    return inquiry


def _load(inquiry_id: UUID) -> Inquiry:
    """The agency's own, locked with those of the same question before other agencies: one answer leaves."""
    message = Inquiry.objects.filter(pk=inquiry_id).values_list("message", flat=True).first()
    if message is None:
        raise NotFound()
    with acting_as(NODE):  # all in one order, so that two agencies that answer at once wait and do not lock up
        same = Inquiry.objects.select_related("agency", "peer").filter(message=message).order_by("id")
        rows = list(same.select_for_update(of=("self",)))
    if any(row.answered_at for row in rows):
        raise InquiryAnswered()
    return next(row for row in rows if row.pk == inquiry_id)


def _case_of(actor: Actor, person_id: UUID) -> Case | None:
    """The open case of hers whose messages the actor reads; the desk keeps conversations without one too."""
    for case in Case.objects.filter(person_id=person_id, closed_at=None).order_by("-opened_at"):
        if Section.MESSAGES in held_sections(actor, case.pk):
            return case
    return None


def _decide(actor: Actor, inquiry: Inquiry, verdict: Verdict) -> None:
    inquiry.verdict, inquiry.decided_by_id, inquiry.decided_at = verdict, officer_id(actor), timezone.now()
    inquiry.save(update_fields=["verdict", "decided_by", "decided_at"])
    record(actor, Event.INQUIRY_ANSWERED, why="role", inquiry=inquiry.pk, verdict=verdict.value)


def _send(
    actor: Actor,
    inquiry: Inquiry,
    result: str,
    said: dict[str, Any],
    lang: str,
    draft: PersonDraft | None = None,
    case: Case | None = None,
    approvers: Collection[UUID] = (),
) -> None:
    """The one answer, and that it was given."""
    if case is None and result == "known" and inquiry.agency.kind != AgencyKind.NCB:
        raise InquiryNeedsCase()
    with acting_as(NODE):
        asked = Message.objects.select_for_update(of=("self",)).get(pk=inquiry.message)
        asked.answered_at, asked.scope = timezone.now(), case.pk if case else None
        asked.save(update_fields=["answered_at", "scope"])
        tell_later(asked, "answered")
    send(
        actor,
        to=inquiry.peer.node_id,
        kind="locate.answer",
        body={**cleaned(said), "case": inquiry.said["case"], "result": result},
        purpose=PURPOSE,
        scope=case.pk if case else None,
        thread=inquiry.thread,
        re=inquiry.message,
        minor="person" in said and draft is not None and is_minor(draft.birth_date),
        lang=lang,
        approvers=approvers,
    )
    with acting_as(NODE):
        Inquiry.objects.filter(message=inquiry.message).update(answered_at=asked.answered_at)
    inquiry.answered_at = asked.answered_at
