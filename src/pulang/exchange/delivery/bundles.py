"""A day without network: what waits for a partner as one signed file, carried by hand; its answers go back so too.

The tokens are sealed for the partner as on the wire, and so are the parts of files that go with its messages; the
first line is a signature over all that follow. What came by two ways has one effect, since the inbox knows the
message already, and of a file only what is not here yet is taken.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby, islice
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, require
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.db.context import acting_as
from pulang.db.parts import files_folder, free_bytes
from pulang.exchange.attachments.carrying import files_for, sealed_part
from pulang.exchange.attachments.taking import take_carried
from pulang.exchange.delivery.later import take_receipts
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import AttachmentUnknown, BundleRefused, PeerUnknown, Refused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.keys.renewal import believed_now
from pulang.exchange.models import Attachment, Message, Peer, Quarantined, Receipt
from pulang.exchange.partners.pairing import signing_keys
from pulang.lib.actor import Actor, system

BUNDLE_TYPE = "nx1-bundle+jws"
PART = 1024 * 1024  # bytes of a file in one line
HEAD_LIMIT, LINE_LIMIT = 16 * 1024, 4 * 1024 * 1024
BATCH = 64


@dataclass(frozen=True)
class Imported:
    """How many messages, receipts and whole files a bundle held, and the codes of what was not taken.

    `left` files go with these messages and do not lie in it: they follow over the wire or in another.
    """

    node: str
    messages: int
    receipts: int
    refused: tuple[str, ...]
    files: int = 0
    left: int = 0


@dataclass(frozen=True)
class Exported:
    """`files` are in the bundle; `left` go with its messages too, and were too large for it or are gone."""

    files: int
    left: int


def export_bundle(actor: Actor, *, node: str, out: BinaryIO) -> Exported:
    """Write all that waits for a partner: messages, receipts, files.

    It stays queued until the partner's word is here. However large the files are, only a part of one is
    in memory. Raises PeerUnknown.
    """
    with TemporaryFile(dir=files_folder()) as body:
        peer, lines = _waiting_lines(actor, node=node)
        seen = _Counted(body)
        for line in lines:
            seen.write(line)
        files, left = _write_files(peer, seen)
        said = {"v": 1, "from": settings.NODE.id, "to": node, "created": to_wire(timezone.now())}
        said |= {"lines": seen.lines, "files": files, "left": left, "bytes": seen.size}
        head = json.dumps({**said, "sha256": seen.digest()}, separators=(",", ":")).encode()
        out.write(sign_jws(head, node_keys().signing, typ=BUNDLE_TYPE) + b"\n")
        body.seek(0)
        copyfileobj(body, out, PART)
    return Exported(files, left)


@action(Permission.EXCHANGE_MANAGE)
def _waiting_lines(actor: Actor, *, node: str) -> tuple[Peer, list[bytes]]:
    with acting_as(system("bundle")):
        peer = Peer.objects.filter(node_id=node).exclude(paired_at=None).first()
        if peer is None:
            raise PeerUnknown(peer=node)
        queued = Message.objects.filter(peer=peer, outgoing=True, state__in=("queued", "stored")).order_by("seq")
        lines = [b"m " + bytes(envelope or b"") for envelope in queued.values_list("envelope", flat=True)]
        waiting = Receipt.objects.filter(message__peer=peer, waiting=True).order_by("at", "id")
        lines += [b"r " + believed_now(token).encode() for token in waiting.values_list("token", flat=True)]
    record(actor, Event.BUNDLE_EXPORTED, peer=node, lines=len(lines))
    return peer, lines


def _write_files(peer: Peer, body: "_Counted") -> tuple[int, int]:
    """Files after all messages; returns how many are in it and how many follow by another way."""
    done = left = 0
    for one in files_for(peer):
        start = body.mark()
        if body.size + one.size * 4 // 3 > settings.BUNDLE_LIMIT_BYTES or not _write_file(one, body):
            body.back_to(start)
            left += 1
            continue
        done += 1
    return done, left


def _write_file(one: Attachment, body: "_Counted") -> bool:
    """Whether it is there whole; one that somebody deleted meanwhile is not."""
    for at in range(0, one.size, PART):
        content = sealed_part(one, at, PART)
        if content is None:
            return False
        body.write(f"f {one.message_id} {one.wire} {at} ".encode() + urlsafe_b64encode(content))
    return True


class _Counted:
    """Lines of a body, each but the first after an LF, with their hash; the end can be taken back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, sha256()
        self.size = self.lines = 0

    def write(self, line: bytes) -> None:
        piece = b"\n" + line if self.lines else line
        self._file.write(piece)
        self._hash.update(piece)
        self.size, self.lines = self.size + len(piece), self.lines + 1

    def mark(self) -> tuple[int, int, Any]:
        return self.size, self.lines, self._hash.copy()

    def back_to(self, mark: tuple[int, int, Any]) -> None:
        self.size, self.lines, self._hash = mark
        self._file.seek(self.size)
        self._file.truncate()

    def digest(self) -> str:
        return self._hash.hexdigest()


def import_bundle(actor: Actor, *, file: BinaryIO) -> Imported:
    """Take a partner's bundle, as its inbox would. Its receipts wait here for the way back, by wire or file.

    It is read to its end before anything of it is taken. Broken off later, it is taken again from the beginning,
    and what was taken has no second effect. Raises BundleRefused: `signature_wrong`, `not_for_us`, `truncated`
    (also where its first line is no true one), `too_large`, `disk_full`.
    """
    require(actor, Permission.EXCHANGE_MANAGE)
    head = file.readline(HEAD_LIMIT).rstrip(b"\n")
    peer, said = _opened(head)
    start = file.tell()
    try:
        if said.get("to") != settings.NODE.id:
            raise BundleRefused(why="not_for_us")
        # A node that carries no files calls those that follow `files`.
        left = _count(said, "left" if "left" in said else "files")
        _check_whole(file, said)
    except BundleRefused as error:
        _keep_refused(peer, head, str(error.details["why"]))
        raise
    file.seek(start)
    taken = _take_lines(actor, peer=peer, file=file)
    file.seek(start)
    files, refused = _take_files(peer, file)
    return replace(taken, files=files, left=left, refused=(*taken.refused, *refused))


def _check_whole(file: BinaryIO, said: dict[str, Any]) -> None:
    seen, size = sha256(), 0
    limit, announced = settings.BUNDLE_LIMIT_BYTES, _count(said, "bytes")
    if announced > limit:
        raise BundleRefused(why="too_large")
    if announced > free_bytes():
        raise BundleRefused(why="disk_full")
    while piece := file.read(PART):
        seen.update(piece)
        size += len(piece)
        if size > limit:
            raise BundleRefused(why="too_large")
    if seen.hexdigest() != said.get("sha256"):
        raise BundleRefused(why="truncated")


def _count(said: dict[str, Any], name: str) -> int:
    """A number of the first line, 0 where it is not named. Raises BundleRefused where it is none."""
    number = said.get(name, 0)
    if type(number) is not int or number < 0:
        raise BundleRefused(why="truncated")
    return number


def _keep_refused(peer: Peer, head: bytes, code: str) -> None:
    """That a file of this partner came and was not taken, with the line that it signed: the links page tells it."""
    node = system("exchange")
    with acting_as(node):
        digest = sha256(head).hexdigest()
        Quarantined.objects.create(peer=peer, code=code, size=len(head), sha256=digest, token=head)
        record(node, Event.MESSAGE_QUARANTINED, peer=peer.node_id, code=code, message=None)


@action(Permission.EXCHANGE_MANAGE)
def _take_lines(actor: Actor, *, peer: Peer, file: BinaryIO) -> Imported:
    counts, refused = {b"m ": 0, b"r ": 0}, []
    for kind, batch in _batches(_lines(file)):
        counts[kind] += len(batch)
        refused += _take_batch(peer, kind, batch)
    messages, receipts = counts[b"m "], counts[b"r "]
    record(actor, Event.BUNDLE_IMPORTED, peer=peer.node_id, messages=messages, receipts=receipts)
    return Imported(peer.node_id, messages, receipts, tuple(refused))


def _take_batch(peer: Peer, kind: bytes, batch: list[bytes]) -> list[str]:
    """The codes of what was not taken."""
    if kind == b"r ":
        kept = take_receipts(peer, [token.decode("ascii", "replace") for token in batch], signing_keys(peer))
        return [line[1:] for line in kept if line != "ok"]
    return [answer.code for answer in receive(peer, batch, unheard=True) if not answer.receipt]


def _take_files(peer: Peer, file: BinaryIO) -> tuple[int, list[str]]:
    """Part after part, each durable for itself; returns how many files are whole, and codes of those refused."""
    whole: set[tuple[UUID, UUID]] = set()
    refused: dict[tuple[UUID, UUID], str] = {}
    for line in _lines(file):
        if not line.startswith(b"f "):
            continue
        try:
            _, message, wire, at, text = line.decode("ascii").split(" ")
            name, content = (UUID(message), UUID(wire)), urlsafe_b64decode(text)
            if name in refused or name in whole:
                continue
            if take_carried(peer, *name, int(at), content):
                whole.add(name)
        except (AttachmentUnknown, Refused) as error:
            refused[name] = error.code
        except ValueError:
            refused[(UUID(int=0), UUID(int=len(refused)))] = "malformed"
    return len(whole), list(refused.values())


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Without their ends; one that is longer than any may be comes in pieces, of which none is understood."""
    while line := file.readline(LINE_LIMIT):
        yield line.rstrip(b"\n")


def _batches(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Tokens of one kind that stand together, in batches as on the wire."""
    for kind, some in groupby(lines, key=lambda line: line[:2]):
        while kind in (b"m ", b"r ") and (batch := [line[2:] for line in islice(some, BATCH)]):
            yield kind, batch


def _opened(head: bytes) -> tuple[Peer, dict[str, Any]]:
    """Whose file it is, by the signature of its first line."""
    for peer in Peer.objects.select_related("agency").exclude(paired_at=None):
        try:
            signed = verify_jws(head, {key.kid: key for key in signing_keys(peer)}, typ=BUNDLE_TYPE)
            said: dict[str, Any] = json.loads(signed.payload)
            if said["from"] == peer.node_id:
                return peer, said
        except (CryptoRefusal, ValueError, TypeError, KeyError):
            continue
    raise BundleRefused(why="signature_wrong")
