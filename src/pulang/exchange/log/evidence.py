"""Evidence of one message for a court: a bundle that a third party verifies with openssl, without this software."""

import json
import zipfile
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from django.conf import settings

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.digests import GENESIS
from pulang.crypto.jose import from_b64url
from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.log.checkpoints import give_checkpoint
from pulang.exchange.log.writing import chain_up, text_of
from pulang.exchange.models import Checkpoint, LogEntry, Message, Receipt
from pulang.lib.actor import Actor, system
from pulang.lib.errors import NotFound

README = """Evidence of one message between two nodes of NX/1.

message/payload.json   what was said, the very bytes that the author's node signed
receipts/              what the receiving node said of it, signed
log/                   the part of this node's log of the link that holds it, up to a signed checkpoint
manifests/             the statements in which each node's root names the keys that signed
keys/                  those keys, and the two roots

Check it:  sh verify.sh     (openssl 3 and a Unix shell; nothing of Pulang)
Compare the roots' fingerprints with those that both authorities publish or say on the telephone:
"""


class Bundle:
    """Files of the bundle, and the lines of the script that check them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.lines: list[str] = []

    def key(self, name: str, key: VerifyKey) -> str:
        path = f"keys/{name}.pem"
        self.files[path] = key.pem()
        return path

    def token(self, name: str, token: str, key_path: str) -> None:
        """A JWS as its input, its signature and its content; the script checks all three."""
        header, payload, signature = token.split(".")
        self.files[f"{name}.input"] = f"{header}.{payload}".encode()
        self.files[f"{name}.sig"] = from_b64url(signature)
        self.files[f"{name}.json"] = from_b64url(payload)
        self.lines += [f"signed {name} {key_path}", f"decoded {name}"]

    def write(self, path: Path) -> None:
        script = (files("pulang.exchange.log") / "verify.sh").read_text("utf-8")
        self.files["verify.sh"] = (script + "\n".join([*self.lines, "echo everything holds", ""])).encode()
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in sorted(self.files.items()):
                bundle.writestr(name, content)


@action(Permission.MESSAGE_READ)
def evidence(actor: Actor, *, message: UUID, path: Path) -> None:
    """Write the bundle of a message that the actor may see. Raises NotFound, FileExistsError."""
    held = Message.objects.select_related("peer").filter(pk=message).first()
    if held is None or held.signed is None:
        raise NotFound()
    bundle = Bundle()
    with acting_as(system("evidence")):
        signers = _manifests(bundle, held)
        author, receiver = (settings.NODE.id, held.peer.node_id)[:: 1 if held.outgoing else -1]
        bundle.token("message/message", str(held.signed), signers[author][_kid(str(held.signed))])
        bundle.files["message/payload.json"] = bundle.files["message/message.json"]
        bundle.lines.append(f"hashed message/payload.json {held.hash}")
        for number, receipt in enumerate(Receipt.objects.filter(message=held).order_by("at"), start=1):
            name = f"receipts/{number:02}-{receipt.level}"
            bundle.token(name, receipt.token, signers[receiver][_kid(receipt.token)])
            bundle.lines.append(f"says {name}.json {held.hash}")
        _log(bundle, held, signers[settings.NODE.id])
    roots = [f"{name}: {sha256(pem).hexdigest()}" for name, pem in bundle.files.items() if "root" in name]
    bundle.files["README.txt"] = (README + "\n".join(roots) + "\n").encode()
    record(actor, Event.EXPORT_MADE, scope=held.scope, why="assigned", message=held.pk, evidence=True)
    bundle.write(path)


def _manifests(bundle: Bundle, held: Message) -> dict[str, dict[str, str]]:
    """By node and key id, the file of each signing key, which a manifest signed by the root names."""
    keys, found = node_keys(), {}
    for node, root, tokens in (
        (settings.NODE.id, keys.root_public, keys.manifests),
        (held.peer.node_id, VerifyKey.from_jwk(held.peer.root), held.peer.manifests),
    ):
        root_path, mine = bundle.key(f"{node}-root", root), {}
        for number, token in enumerate(tokens, start=1):
            name = f"manifests/{node}-{number:03}"
            bundle.token(name, token, root_path)
            for jwk in json.loads(from_b64url(token.split(".")[1]))["signing"]:
                key = VerifyKey.from_jwk(jwk)
                mine[key.kid] = bundle.key(f"{node}-{key.kid[:16]}", key)
                bundle.lines.append(f"says {name}.json {jwk['x']}")
        found[node] = mine
    return found


def _log(bundle: Bundle, held: Message, signers: dict[str, str]) -> None:
    """The entries from the checkpoint before the message to the one after it."""
    chain_up(held.peer_id)
    about = LogEntry.objects.filter(peer=held.peer_id, message_id=held.pk, number__isnull=False)
    numbers = sorted(entry.number for entry in about if entry.number is not None)
    if not numbers:
        raise NotFound()
    ours = Checkpoint.objects.filter(peer=held.peer_id, ours=True)
    end = ours.filter(length__gte=numbers[-1]).order_by("length").first() or give_checkpoint(held.peer_id)
    start = ours.filter(length__lt=numbers[0]).order_by("-length").first()
    if end is None:
        raise NotFound()
    for name, checkpoint in (("start", start), ("end", end)):
        if checkpoint is not None:
            bundle.token(f"checkpoints/{name}", checkpoint.token, signers[_kid(checkpoint.token)])
            bundle.lines.append(f'says checkpoints/{name}.json \'"head":"{checkpoint.head}"\'')
    bundle.files["log/start.head"] = bytes.fromhex(start.head) if start else GENESIS
    bundle.files["log/end.head"] = bytes.fromhex(end.head)
    first = start.length + 1 if start else 1
    _entries(bundle, held, LogEntry.objects.filter(peer=held.peer_id, number__range=(first, end.length)))
    bundle.lines.append("chained")


def _entries(bundle: Bundle, held: Message, entries: Iterable[LogEntry]) -> None:
    """Every entry as it is chained; the words of those about this message only."""
    for entry in entries:
        name = f"{entry.number:08}"
        bundle.files[f"log/{name}.entry"] = text_of(entry)
        if entry.message_id == held.pk and entry.words is not None and entry.key is not None:
            bundle.files[f"log/{name}.words"] = entry.words.encode()
            bundle.lines.append(f"committed {name} {bytes(entry.key).hex()}")
            bundle.lines.append(f"says log/{name}.words {held.hash}")


def _kid(token: str) -> str:
    return str(json.loads(from_b64url(token.split(".")[0]))["kid"])
