"""What a drill of crashes has at hand: officers, partner, its side of the wire, and the places of the step."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections

from pulang.cases.actions import open_case
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Peer, Receipt
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.cast import Cast
from tests.exchange.crashes.killing import Places, Step, crashes, in_turn
from tests.exchange.partner import NODE, Partner
from tests.exchange.test_sending import receipt


@dataclass
class Line:
    """The partner's side of the wire: it takes whatever it is brought and gives what waits there.

    What must outlive a killed child lies in a folder.
    """

    partner: Partner
    folder: Path
    clock: float | None = None
    told: dict[bytes, Message] = field(default_factory=dict)
    waiting: list[bytes] = field(default_factory=list)
    file: bytes = b""

    def __call__(self, *where: object) -> "Line":
        return self

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def deliver(self, tokens: list[bytes]) -> list[str]:
        return [receipt(self.partner, self.told[token], "accepted") for token in tokens]

    def hand_receipts(self, tokens: list[str]) -> list[str]:
        with (self.folder / "receipts").open("a") as file:
            file.writelines(f"{token}\n" for token in tokens)
        return ["ok"] * len(tokens)

    def receipts(self) -> set[str]:
        """What was handed over, in whatever process."""
        path = self.folder / "receipts"
        return set(path.read_text().splitlines()) if path.exists() else set()

    def announce(self, node: str, manifests: list[str]) -> int:
        return node_keys().number

    def fetch_after(self, seq: int) -> list[bytes]:
        return self.waiting[seq : seq + 2]

    def fetch_receipts(self) -> list[str]:
        return []

    def fetch_part(self, message: UUID, wire: UUID, after: int, most: int) -> bytes:
        return self.file[after : after + most]

    def put_part(self, message: UUID, wire: UUID, at: int, content: bytes) -> int:
        path = self.folder / wire.hex
        with path.open("ab") as file:
            if at == file.tell():
                file.write(content)
            return file.tell()

    def listen(self) -> None:
        """Hear what waits, so that no statement of the step is one of the partner's."""
        with acting_as(system("test")):
            queued = Message.objects.filter(outgoing=True, state="queued")
            self.told = {bytes(one.envelope): one for one in queued}


@dataclass
class Drill:
    """One run through a step: `crashes` kills it at each of the places in turn, and counts."""

    cast: Cast
    partner: Partner
    line: Line
    places: Places = in_turn
    in_bug: bool = False
    done: int = 0

    def crashes(self, step: Step) -> Iterator[int]:
        for number in crashes(step, self.places, in_bug=self.in_bug):
            self.done += 1
            yield number

    def note(self) -> Message:
        return send(self.cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")

    def case(self) -> Case:
        person = register_person(self.cast.desk, draft=PersonDraft(name="Dewi Lestari"))
        return open_case(self.cast.desk, person_id=person.pk, urgency="danger")


def received() -> list[tuple[str, int]]:
    """State of each message that came, and how many receipts tell of it."""
    with acting_as(system("test")):
        came = Message.objects.filter(outgoing=False)
        return [(one.state, Receipt.objects.filter(message=one).count()) for one in came]


def without_gap(peer: Peer) -> bool:
    """Whether the numbers of the link are those up to the next one, each once."""
    with acting_as(system("test")):
        seqs = sorted(Message.objects.filter(outgoing=True, peer=peer).values_list("seq", flat=True))
        return seqs == list(range(1, Peer.objects.get(pk=peer.pk).next_seq))


def question(partner: Partner, case: str) -> bytes:
    fields: dict[str, Any] = partner.fields(type="identification.request", body={"question": "Who?", "case": case})
    fields["due"] = {"class": "urgent", "reply_by": fields["expires"]}
    return partner.seal(fields)


def clear(kept: Partner, folder: Path) -> None:
    """What the drill before left, so that the next one counts its own, from the first number on."""
    kept.seq = 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE exchange_message, exchange_sharedobject, exchange_tombstone CASCADE")
        cursor.execute("TRUNCATE cases_case, persons_person CASCADE")
        cursor.execute("TRUNCATE exchange_agreementdraft")
        cursor.execute("DELETE FROM exchange_agreement WHERE id <> %s", [kept.agreement.pk])
        cursor.execute("DELETE FROM exchange_peer WHERE id <> %s", [kept.peer.pk])
        cursor.execute("DELETE FROM access_agency WHERE code = 'ncb-bangkok'")
        cursor.execute("UPDATE exchange_peer SET next_seq = 1, last_hash = '', seen_seq = 0")
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
