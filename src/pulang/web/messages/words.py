"""Words of messages for pages: kinds, whose turn it is, how the delivery stands, why something was refused."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.cases.rules.kinds import forms_of_kinds
from pulang.exchange.models import Message
from pulang.exchange.threads import Standing, Thread
from pulang.lib.errors import PulangError
from pulang.web.cases.words import due_state, due_text
from pulang.web.texts import in_language
from pulang.words import sentence

KINDS: dict[str, str | Promise] = {
    "case.proposal": gettext_lazy("Proposal of a change"),
    "case.share": gettext_lazy("Case shared"),
    "case.update": gettext_lazy("News of the way home"),
    "identification.request": gettext_lazy("Request to identify"),
    "identification.answer": gettext_lazy("Answer on identification"),
    "interview.summary": gettext_lazy("Summary of the interview"),
    "nationality.request": gettext_lazy("Request to verify nationality"),
    "nationality.answer": gettext_lazy("Answer on nationality"),
    "note": gettext_lazy("Note"),
    "overlap.request": gettext_lazy("Request to compare lists"),
    "overlap.points": gettext_lazy("Blinded words of a list"),
    "overlap.answer": gettext_lazy("Answer on comparing lists"),
    "return.notice": gettext_lazy("Notice of a return"),
    "return.received": gettext_lazy("Answer on the arrival"),
}
LANGUAGES: dict[str, str | Promise] = {
    "en": gettext_lazy("English"),
    "id": gettext_lazy("Indonesian"),
    "km": gettext_lazy("Khmer"),
}
RECEIPTS: dict[str, str | Promise] = {
    "stored": gettext_lazy("Stored"),
    "accepted": gettext_lazy("Accepted"),
    "refused": gettext_lazy("Refused"),
    "assigned": gettext_lazy("Given to an officer"),
    "attached": gettext_lazy("Its files are here"),
    "answered": gettext_lazy("Answered"),
    "applied": gettext_lazy("Carried out"),
}
#: How it stands with a file that goes with a message.
FILE_STATES: dict[str, tuple[str | Promise, str]] = {
    "waiting": (gettext_lazy("On its way"), "info"),
    "whole": (gettext_lazy("It is there"), "ok"),
    "refused": (gettext_lazy("Not taken"), "danger"),
    "gone": (gettext_lazy("Taken back by its owner"), "warning"),
}
#: What the exchange writes down as codes; sentences of errors come from `pulang.words`.
REASONS: dict[str, str | Promise] = {
    "unreachable": gettext_lazy("The partner's node could not be reached."),
    "answer_malformed": gettext_lazy("The partner's node answered with something that cannot be read."),
    "quarantined": gettext_lazy("It waits there for an examiner."),
    "effect_failed": gettext_lazy("A fault of this node kept it from being carried out."),
    "not_for_us": gettext_lazy("It was meant for another node."),
    "sender_differs": gettext_lazy("It names another sender than the one who brought it."),
    "version_unknown": gettext_lazy("It speaks a version of the protocol that is not known here."),
    "envelope_malformed": gettext_lazy("Its envelope does not have the right form."),
    "crit_unknown": gettext_lazy("It asks for something that this node does not know."),
    "id_reused": gettext_lazy("Another text came under the number of an earlier message. This is an alarm."),
    "id_differs": gettext_lazy("It came under another number than its own."),
    "seq_reused": gettext_lazy("It bears a running number that was used before."),
    "too_large": gettext_lazy("It is too large."),
    "truncated": gettext_lazy("The file was not whole; nothing of it was taken."),
    "disk_full": gettext_lazy("There is no room left on the disk; nothing of it was taken."),
    "disk_failed": gettext_lazy("The disk of the node that should take it is full or does not work."),
    "created_in_future": gettext_lazy("It says that it was written later than now: a clock is wrong."),
    "key_unknown": gettext_lazy("It is signed with a key that is not known here."),
    "key_missing": gettext_lazy("It is sealed for a key that is not held here."),
    "signature_wrong": gettext_lazy("Its signature is wrong."),
    "envelope_refused": gettext_lazy("Its seal could not be opened."),
    "certificate_refused": gettext_lazy(
        "The partner's node shows a certificate that is not believed. Ask it by phone before anything else."
    ),
    "compression_refused": gettext_lazy("It was compressed, which is not allowed."),
    "header_not_understood": gettext_lazy("It asks for a way of sealing that is not known here."),
    "algorithm_not_allowed": gettext_lazy("It is signed or sealed by a method that is not allowed."),
    "type_not_expected": gettext_lazy("It is another thing than a message."),
    "malformed": gettext_lazy("It is not a message at all, or only a part of one."),
    "decryption_failed": gettext_lazy("It could not be opened: it was altered, or sealed for somebody else."),
    "key_expired": gettext_lazy("It is signed with a key that had ended when it was written."),
    "key_revoked": gettext_lazy("It is signed with a key that was revoked."),
    "downgrade_refused": gettext_lazy(
        "It is sealed by the weaker method, though both nodes have the stronger one."
    ),
    "quota": gettext_lazy("The partner's node has taken as much as it takes within an hour."),
    "no_desk": gettext_lazy("There is no desk that could work on it."),
}
SOFTWARE = gettext_lazy("Tell the partner: its software writes something wrong.")
WHOLE = gettext_lazy(
    "It is sent again by itself. If it happens again, tell the partner: something alters it on its way."
)
NEW_KEYS = gettext_lazy("The partner has changed its keys. Ask it for its newest key statement.")
#: What somebody who runs the node does about it.
REMEDIES: dict[str, str | Promise] = {
    "not_for_us": gettext_lazy("Tell the partner: its address book names a wrong node."),
    "sender_differs": gettext_lazy("Call the partner: somebody may use its line."),
    "id_reused": gettext_lazy("Call the partner at once: a message was altered, or its node is faulty."),
    "seq_reused": gettext_lazy(
        "The partner's node was probably restored from a backup. Ask it to send again what it sent since."
    ),
    "effect_failed": gettext_lazy("Report it to whoever maintains this software; the message is kept."),
    "too_large": gettext_lazy("Ask the partner to send less at once."),
    "truncated": gettext_lazy("Ask the partner to write the file again."),
    "disk_full": gettext_lazy("Make room on the disk of this node, and take the file in again."),
    "disk_failed": gettext_lazy("Make room on the disk of this node; the partner sends it again by itself."),
    "created_in_future": gettext_lazy("Compare the clocks of both nodes; what was refused is to be sent again."),
    "agreement_ended": gettext_lazy("Ask both sides whether a new agreement is wanted."),
    "kind_unknown": gettext_lazy("Ask whether the other node can be brought up to date."),
    "key_unknown": NEW_KEYS,
    "signature_wrong": gettext_lazy("Call the partner: the message was altered, or its node is faulty."),
    "envelope_malformed": SOFTWARE,
    "compression_refused": SOFTWARE,
    "header_not_understood": SOFTWARE,
    "algorithm_not_allowed": SOFTWARE,
    "type_not_expected": SOFTWARE,
    "version_unknown": SOFTWARE,
    "crit_unknown": SOFTWARE,
    "malformed": WHOLE,
    "decryption_failed": WHOLE,
    "key_expired": NEW_KEYS,
    "downgrade_refused": NEW_KEYS,
    "id_differs": SOFTWARE,
    "key_revoked": gettext_lazy("Call the partner: somebody may use a key that it lost."),
}
STANDINGS: dict[str, tuple[str | Promise, str, str]] = {
    Standing.FOR_US: (gettext_lazy("Needs our answer"), "warning", "overdue"),
    Standing.FOR_PARTNER: (gettext_lazy("Waiting for the partner"), "info", "wait"),
}


def kind_title(kind: str) -> str:
    if kind in forms_of_kinds():
        return in_language(forms_of_kinds()[kind].title)
    return str(KINDS[kind]) if kind in KINDS else _("Message of another kind")


def language_title(code: str) -> str:
    return str(LANGUAGES.get(code, code))


def reason(code: str) -> str:
    """A code of the exchange, or of an error that the partner met, in plain words."""
    if code.startswith("refused_"):
        return _("The partner's node did not let it in (%(code)s).") % {"code": code.removeprefix("refused_")}
    if code.startswith("token_"):
        return _("The token with the keys of this node does not answer. See “Keys of this node”.")
    return str(REASONS[code]) if code in REASONS else sentence(PulangError(code))


def remedy(code: str) -> str:
    """What to do about it; empty where nothing is to be done."""
    return str(REMEDIES.get(code, ""))


def standing_badges(thread: Thread) -> list[dict[str, Any]]:
    """Whose turn it is; where an answer came, that it did."""
    if thread.standing in STANDINGS:
        label, kind, icon = STANDINGS[thread.standing]
        return [{"label": label, "kind": kind, "icon": icon}]
    return [{"label": _("Answered"), "kind": "ok", "icon": "check"}] if thread.last.re else []


def deadline(message: Message, now: datetime) -> dict[str, str] | None:
    """For `message_item`: the deadline of a question that waits, with `state` overdue or soon."""
    if message.reply_by is None or message.answered_at:
        return None
    words = {"when": moment(message.reply_by), "span": due_text(message.reply_by, now)}
    return {"state": due_state(message.reply_by, now), "text": _("Answer due %(when)s, %(span)s") % words}


def delivery(message: Message) -> dict[str, str]:
    """How it stands with one message: a badge and, where something is wrong, a sentence."""
    if not message.outgoing:
        if message.state == "accepted":
            return {"label": _("Received"), "kind": "ok", "text": ""}
        return {"label": _("Not carried out here"), "kind": "danger", "text": reason(message.code)}
    if message.state == "queued" and not message.attempts:
        return {"label": _("Waiting to leave"), "kind": "", "text": ""}
    if message.state == "queued":
        again = _("It is tried again at %(when)s.") % {"when": moment(message.next_try)} if message.next_try else ""
        return {
            "label": _("Not delivered yet"),
            "kind": "warning",
            "text": f"{reason(message.code)} {again}".strip(),
        }
    if message.state == "stored":
        return {"label": _("Arrived, not carried out yet"), "kind": "warning", "text": reason(message.code)}
    if message.state == "accepted":
        return {"label": _("Accepted by the partner"), "kind": "ok", "text": ""}
    label = _("Refused by the partner") if message.state == "refused" else _("Not delivered in time")
    return {"label": label, "kind": "danger", "text": reason(message.code or message.state)}


def moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
