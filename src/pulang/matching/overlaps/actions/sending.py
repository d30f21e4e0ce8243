"""Messages of a comparison. They belong to no case: the node sends them, the officer stands behind them."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from pulang.exchange.actions import send
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.models import Message
from pulang.lib.actor import system
from pulang.matching.overlaps.models import Overlap
from pulang.matching.overlaps.rules import SLOTS, parts_of
from pulang.matching.overlaps.version import words_version

NODE = system("overlaps")
PURPOSE = "protection"


def send_request(overlap: Overlap) -> None:
    said = {"rows": overlap.own_rows, "slots": SLOTS, "words": words_version(), "text": overlap.reason}
    message = _send(overlap, "overlap.request", said)
    overlap.message, overlap.reply_by = message.pk, message.reply_by


def send_points(overlap: Overlap, what: str, points: bytes) -> None:
    for number, part in enumerate(parts_of(points)):
        text = urlsafe_b64encode(part).decode().rstrip("=")
        _send(overlap, "overlap.points", {"what": what, "part": number, "points": text})


def send_answer(overlap: Overlap, said: Mapping[str, Any]) -> None:
    """The answer, and that the partner's request was answered."""
    assert overlap.message is not None, "a comparison is decided after its request came"
    asked = Message.objects.select_for_update(of=("self",)).get(pk=overlap.message)
    _send(overlap, "overlap.answer", said, re=asked.pk)
    asked.answered_at = timezone.now()
    asked.save(update_fields=["answered_at"])
    tell_later(asked, "answered")


def _send(overlap: Overlap, kind: str, said: Mapping[str, Any], **more: Any) -> Message:
    officers = [overlap.officer_id] if overlap.officer_id else []
    return send(
        NODE,
        to=overlap.peer.node_id,
        kind=kind,
        body={"set": str(overlap.set), **said},
        purpose=PURPOSE,
        thread=overlap.message,
        approvers=officers,
        **more,
    )
