"""Messages with partner nodes: the list, one message, its thread, the answer; sharing and asking from a case."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import AFTER, ONCE, WORD, In, Listed
from pulang.cases import actions
from pulang.cases.queries import Conversation, ConversationRow, conversation_for, conversations_for, is_apart
from pulang.exchange.models import Attachment, Message
from pulang.repatriation.actions import announce_return

router = Router(tags=["messages"])
Node = Annotated[str, Field(max_length=40)]
FileIds = Annotated[list[UUID], Field(max_length=20, description="Files of the case that go with it")]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]


class ThreadOut(Schema):
    """A conversation; `last_id` is its newest message, `standing` is for_us, for_partner or settled."""

    last_id: UUID
    thread: UUID
    partner: str
    partner_name: str
    case_id: UUID | None
    number: str
    name: str
    kind: str
    last_kind: str
    last_outgoing: bool
    last_at: datetime
    standing: str
    reply_by: datetime | None
    state: str
    code: str
    count: int


class ThreadList(Listed):
    threads: list[ThreadOut]


class ReceiptOut(Schema):
    """What the receiving node said, signed: stored, accepted, refused, with the code of why."""

    level: str
    code: str
    at: datetime


class AttachmentOut(Schema):
    """`state`: waiting, whole, refused (with its code), gone. `held` of `size` sealed bytes have come;
    `file_id` is the file of the case, once it is here."""

    name: str
    media_type: str
    size: int
    held: int
    state: str
    code: str
    file_id: UUID | None


class MessageOut(Schema):
    """`state` of a sent one: queued, stored, accepted, refused, expired; of a received one: accepted, refused,
    quarantined. `body` has the form that the schema of its kind says, null where this node did not accept it,
    and where it is for readers of interviews alone (`/summaries/{id}`)."""

    id: UUID
    thread: UUID
    re: UUID | None
    kind: str
    partner: str
    outgoing: bool
    case_id: UUID | None
    lang: str
    created: datetime
    reply_by: datetime | None
    answered_at: datetime | None
    state: str
    code: str
    body: dict[str, Any] | None
    attachments: list[AttachmentOut]
    receipts: list[ReceiptOut]


class ShareIn(In):
    """`onward`: the partner may pass the copy on."""

    to: Node
    summary: Annotated[str, Field(max_length=10_000)] = ""
    onward: bool = False
    files: FileIds = []
    lang: Language = "en"


class MessageIn(In):
    """`body` without `case`, which is added. `due` is the class of the deadline of a request."""

    to: Node
    kind: Literal[
        "identification.request",
        "intelligence.report",
        "locate.request",
        "mla.pointer",
        "nationality.request",
        "note",
        "notice.request",
        "protection.request",
    ]
    body: dict[str, Any]
    due: Literal["", "danger", "urgent", "normal"] = ""
    files: FileIds = []
    lang: Language = "en"


class NoticeIn(In):
    to: Node
    flight: Annotated[str, Field(max_length=20)]
    day: date
    origin: Annotated[str, Field(max_length=100)] = ""
    destination: Annotated[str, Field(max_length=100)] = ""
    escort: Annotated[str, Field(max_length=200)] = ""
    needs: Annotated[str, Field(max_length=2000)] = ""
    lang: Language = "en"


class AnswerIn(In):
    """`body` has the form of the kind that answers the question, without `case`."""

    body: dict[str, Any]
    files: FileIds = []
    lang: Language = "en"


class SentOut(Schema):
    id: UUID
    thread: UUID
    kind: str
    state: str
    reply_by: datetime | None


class ReadOut(Schema):
    """How many tasks were done by having read it."""

    done: int


@router.get("/messages", response=ThreadList, summary="Conversations with partners, newest first")
@permitted(Permission.MESSAGE_READ)
def list_threads(request: ApiRequest, standing: str = WORD, partner: str = WORD, after: str = AFTER) -> ThreadList:
    rows, more = conversations_for(request.auth, standing=standing, node=partner, after=after)
    return ThreadList(threads=[_thread(row) for row in rows], next=more)


@router.get("/messages/{uuid:message_id}", response=MessageOut, summary="One message with its receipts")
@permitted(Permission.MESSAGE_READ)
def one_message(request: ApiRequest, message_id: UUID) -> MessageOut:
    found = conversation_for(request.auth, message_id)
    return next(_message(found, each) for each in found.messages if each.pk == message_id)


@router.get("/messages/{uuid:message_id}/thread", response=list[MessageOut], summary="Its whole conversation")
@permitted(Permission.MESSAGE_READ)
def thread(request: ApiRequest, message_id: UUID) -> list[MessageOut]:
    found = conversation_for(request.auth, message_id)
    return [_message(found, each) for each in found.messages]


@router.post("/messages/{uuid:message_id}/answer", response={201: SentOut}, summary="Answer a question")
@permitted(Permission.MESSAGE_SEND)
def answer(request: ApiRequest, message_id: UUID, given: AnswerIn, once: str = ONCE) -> Status[SentOut]:
    sent = actions.answer(request.auth, message_id=message_id, **given.model_dump(), once=once)
    return Status(201, SentOut.model_validate(sent))


@router.post("/messages/{uuid:message_id}/read", response=ReadOut, summary="Say that it was read")
@permitted(Permission.CASE_WORK)
def mark_read(request: ApiRequest, message_id: UUID) -> ReadOut:
    return ReadOut(done=actions.mark_read(request.auth, message_id=message_id))


@router.get("/cases/{uuid:case_id}/messages", response=ThreadList, summary="The conversations of a case")
@permitted(Permission.MESSAGE_READ)
def case_threads(request: ApiRequest, case_id: UUID, after: str = AFTER) -> ThreadList:
    rows, more = conversations_for(request.auth, case_id=case_id, after=after)
    return ThreadList(threads=[_thread(row) for row in rows], next=more)


@router.post("/cases/{uuid:case_id}/messages", response={201: SentOut}, summary="Ask or tell a partner")
@permitted(Permission.MESSAGE_SEND)
def send(request: ApiRequest, case_id: UUID, given: MessageIn, once: str = ONCE) -> Status[SentOut]:
    sent = actions.send_about(request.auth, case_id=case_id, **given.model_dump(), once=once)
    return Status(201, SentOut.model_validate(sent))


@router.post("/cases/{uuid:case_id}/share", response={201: SentOut}, summary="Share the case with a partner")
@permitted(Permission.MESSAGE_SEND)
def share(request: ApiRequest, case_id: UUID, given: ShareIn, once: str = ONCE) -> Status[SentOut]:
    sent = actions.share_case(request.auth, case_id=case_id, **given.model_dump(), once=once)
    return Status(201, SentOut.model_validate(sent))


@router.post("/cases/{uuid:case_id}/return-notice", response={201: SentOut}, summary="Announce the return")
@permitted(Permission.MESSAGE_SEND)
def notice(request: ApiRequest, case_id: UUID, given: NoticeIn, once: str = ONCE) -> Status[SentOut]:
    sent = announce_return(request.auth, case_id=case_id, **given.model_dump(), once=once)
    return Status(201, SentOut.model_validate(sent))


def _thread(row: ConversationRow) -> ThreadOut:
    thread, last = row.thread, row.thread.last
    return ThreadOut(
        last_id=last.pk,
        thread=last.thread,
        partner=last.peer.node_id,
        partner_name=last.peer.agency.name,
        case_id=thread.scope,
        number=row.number,
        name=row.name,
        kind=thread.first.kind,
        last_kind=last.kind,
        last_outgoing=last.outgoing,
        last_at=last.created,
        standing=thread.standing,
        reply_by=thread.asked.reply_by if thread.asked else None,
        state=last.state,
        code=last.code,
        count=thread.count,
    )


def _message(found: Conversation, message: Message) -> MessageOut:
    taken = message.outgoing or message.state == "accepted"
    return MessageOut(
        id=message.pk,
        thread=message.thread,
        re=message.re,
        kind=message.kind,
        partner=message.peer.node_id,
        outgoing=message.outgoing,
        case_id=message.scope,
        lang=message.lang,
        created=message.created,
        reply_by=message.reply_by,
        answered_at=message.answered_at,
        state=message.state,
        code=message.code,
        body=message.body if taken and not is_apart(message) else None,
        attachments=[_attachment(one) for one in found.files.get(message.pk, ())],
        receipts=[ReceiptOut.model_validate(one) for one in found.receipts.get(message.pk, ())],
    )


def _attachment(one: Attachment) -> AttachmentOut:
    said = one.said
    return AttachmentOut(
        name=said.get("name", ""),
        media_type=said.get("media_type", ""),
        size=one.size,
        held=one.held,
        state=one.state,
        code=one.code,
        file_id=one.file,
    )
