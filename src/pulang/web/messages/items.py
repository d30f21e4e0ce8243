"""The messages of a conversation as `message_item.html` wants them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.cases.ownership.queries import object_of
from pulang.cases.queries import Conversation
from pulang.exchange.models import Attachment, Message, Receipt
from pulang.web.messages.bodies import said_in
from pulang.web.messages.words import (
    FILE_STATES,
    RECEIPTS,
    deadline,
    delivery,
    kind_title,
    language_title,
    moment,
    reason,
)


def items_of(found: Conversation, now: datetime) -> list[dict[str, Any]]:
    """Every message in order: who, what, how it stands, its receipts, and what it answers."""
    by_id = {message.pk: message for message in found.messages}
    return [
        {
            **_what(message),
            "id": f"m-{message.pk}",
            "direction": "out" if message.outgoing else "in",
            "sender": settings.NODE.name if message.outgoing else message.peer.agency.name,
            "sent_at": message.created,
            "due": deadline(message, now),
            "answers": _answers(by_id.get(message.re)) if message.re else None,
            **_copy(message),
            "files": [_file(one, message) for one in found.files.get(message.pk, ())],
            "receipts": [_receipt(receipt, message) for receipt in found.receipts.get(message.pk, ())],
        }
        for message in found.messages
    ]


def _what(message: Message) -> dict[str, Any]:
    said, how = said_in(message), delivery(message)
    return {
        "kind_label": kind_title(message.kind),
        "facts": said.facts,
        "text": said.text,
        "text_label": said.text_label,
        "lang": message.lang,
        "lang_label": _("Written in: %(language)s") % {"language": language_title(message.lang)}
        if said.text
        else "",
        "translations": [_translation(one) for one in message.translations or ()] if said.text else [],
        "status": {"label": how["label"], "kind": how["kind"]},
        "trouble": how["text"],
    }


def _translation(one: Mapping[str, str]) -> dict[str, Any]:
    """A person's and a machine's are never told alike."""
    machine = one["by"] != "human"
    label = _("Machine translation, %(language)s") if machine else _("Translated by a person, %(language)s")
    return {
        "lang": one["lang"],
        "text": one["text"],
        "label": label % {"language": language_title(one["lang"])},
        "kind": "warning" if machine else "info",
    }


def _copy(message: Message) -> dict[str, str]:
    """The page of the object that the message writes."""
    page = object_of(message.obj["uid"]) if message.obj else None
    return {"url": reverse("copy", args=[page]), "url_label": _("Who holds a copy")} if page else {}


def _answers(asked: Message | None) -> dict[str, str] | None:
    if asked is None:
        return None
    label = _("Answers: %(kind)s of %(when)s") % {"kind": kind_title(asked.kind), "when": moment(asked.created)}
    return {"url": f"#m-{asked.pk}", "label": label}


def _file(one: Attachment, message: Message) -> dict[str, Any]:
    """Its name, and whether it is there; who opens it does so on the case."""
    label, kind = FILE_STATES[one.state]
    if one.state == "waiting":
        label = _("On its way: %(percent)s %%") % {"percent": one.held * 100 // one.size}
    said = one.said
    open_url = reverse("case_file", args=[message.scope, one.file]) if one.file and one.state != "gone" else ""
    return {
        "name": said.get("name") or _("A file"),
        "size": said.get("size", 0),
        "badge": {"label": label, "kind": kind},
        "reason": reason(one.code) if one.code else "",
        "url": open_url,
    }


def _receipt(receipt: Receipt, message: Message) -> str:
    who = message.peer.agency.name if message.outgoing else settings.NODE.name
    level = str(RECEIPTS.get(receipt.level, receipt.level))
    words = {"level": level, "node": who, "when": moment(receipt.at)}
    line = _("%(level)s by %(node)s, %(when)s") % words
    return f"{line}. {reason(receipt.code)}" if receipt.code else line
