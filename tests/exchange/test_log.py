"""The exchange log: whatever is done to it is found, words can be erased, and a partner witnesses where it ends."""

import json
import subprocess
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.log.checkpoints import CHECKPOINT_TYPE, KIND, exchange_checkpoints, give_checkpoint
from pulang.exchange.log.evidence import evidence
from pulang.exchange.log.verifying import verify_logs
from pulang.exchange.log.writing import chain_up, erase_words
from pulang.exchange.models import Checkpoint, LogEntry, Message, Peer
from pulang.lib.actor import system
from pulang.lib.errors import NotFound
from tests.exchange.partner import NODE


@pytest.fixture
def log(cast, partner):
    """Six entries on the chain, witnessed; returns the entries."""
    receive(partner.peer, [partner.note(), partner.note(), b"noise"])
    for text in ("one", "two", "three"):
        send(cast.desk, to=NODE, kind="note", body={"text": text}, purpose="protection")
    chain_up(partner.peer.pk)
    give_checkpoint(partner.peer.pk)
    chain_up(partner.peer.pk)
    with acting_as(system("test")):
        return list(LogEntry.objects.order_by("number"))


def problems() -> list[str]:
    (found,) = verify_logs()
    return found.problems


def change(entry, **values):
    with acting_as(system("test")):
        LogEntry.objects.filter(pk=entry.pk).update(**values)


def test_an_untouched_log_holds_and_is_witnessed(log):
    (found,) = verify_logs()
    assert (found.problems, found.entries, found.checkpoints) == ([], 7, 1)
    assert [entry.what for entry in log] == ["received"] * 2 + ["quarantined"] + ["sent"] * 4


@pytest.mark.parametrize("number", range(1, 7))
def test_every_row_that_is_deleted_is_missed(log, number):
    with acting_as(system("test")):
        LogEntry.objects.get(number=number).delete()
    assert problems()


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize(
    "values",
    [
        {"what": "other"},
        {"commitment": bytes(32)},
        {"head": bytes(32)},
        {"words": "{}"},
        {"key": bytes(32)},
        {"at": "2026-01-01T00:00:00Z"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_every_row_that_is_altered_is_found(log, number, values):
    change(log[number - 1], **values)
    assert problems()


@pytest.mark.parametrize("number", range(1, 6))
def test_two_rows_that_are_swapped_are_found(log, number):
    one, two = log[number - 1], log[number]
    change(one, number=1000)
    change(two, number=number)
    change(one, number=number + 1)
    assert problems()


@pytest.mark.parametrize("kept", range(6))
def test_a_log_that_is_cut_off_is_found_even_when_its_end_is_forged_too(log, partner, kept):
    with acting_as(system("test")):
        LogEntry.objects.filter(number__gt=kept).delete()
        head = bytes(log[kept - 1].head).hex() if kept else ""
        Peer.objects.filter(pk=partner.peer.pk).update(log_length=kept, log_head=head)
    assert problems()


def test_a_log_that_is_written_anew_differs_from_what_was_witnessed(log, partner):
    with acting_as(system("test")):
        LogEntry.objects.filter(number=2).delete()
        LogEntry.objects.update(number=None, head=None)
    chain_up(partner.peer.pk)
    assert problems() == ["the checkpoint at 6 says another head"]


def test_words_can_be_erased_and_the_chain_still_holds(log):
    assert erase_words([log[0].message_id]) == 1
    (found,) = verify_logs()
    assert (found.problems, found.erased) == ([], 1)


def checkpoint(partner, length, head, **more):
    said = {"v": 1, "node": NODE, "peer": settings.NODE.id, "length": length, "head": head} | more
    said.setdefault("at", to_wire(timezone.now()))
    token = sign_jws(json.dumps(said).encode(), partner.signing, typ=CHECKPOINT_TYPE).decode()
    fields = partner.fields(type=KIND, body={"checkpoint": token})
    fields["handling"]["purpose"] = "system"
    receive(partner.peer, [partner.seal(fields)])
    with acting_as(system("test")):
        message = Message.objects.get(pk=fields["id"])
        return message.state, message.code


def test_we_witness_where_the_partners_log_ends_and_notice_when_it_is_rewritten(partner):
    assert checkpoint(partner, 5, "a" * 64) == ("accepted", "")
    assert checkpoint(partner, 9, "b" * 64) == ("accepted", "")
    assert checkpoint(partner, 9, "c" * 64) == ("refused", "checkpoint_contradicts")
    assert checkpoint(partner, 7, "d" * 64) == ("refused", "checkpoint_contradicts")
    assert checkpoint(partner, 10, "e" * 64, node="ncb-elsewhere") == ("refused", "checkpoint_wrong")
    with acting_as(system("test")):
        assert Checkpoint.objects.filter(ours=False).count() == 2


def test_a_checkpoint_goes_out_once_a_day(cast, partner):
    send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    exchange_checkpoints()
    exchange_checkpoints()
    with acting_as(system("test")):
        assert Checkpoint.objects.filter(ours=True).count() == 1
        assert Message.objects.filter(kind=KIND).count() == 1


def unpacked(folder: Path, message_id) -> Path:
    path = folder / "evidence.zip"
    evidence(system("test"), message=message_id, path=path)
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(folder / "bundle")
    return folder / "bundle"


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "verify.sh"], cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("place", [0, 3])
def test_evidence_is_verified_offline_with_standard_tools(log, tmp_path, place):
    folder = unpacked(tmp_path, log[place].message_id)
    done = checked(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything holds" in done.stdout
    said = json.loads((folder / "message" / "payload.json").read_text())
    assert said["id"] == str(log[place].message_id)


@pytest.mark.parametrize(
    "name", ["message/payload.json", "message/message.input", "log/00000002.entry", "log/00000001.words"]
)
def test_evidence_that_was_altered_does_not_hold(log, tmp_path, name):
    folder = unpacked(tmp_path, log[0].message_id)
    path = folder / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))
    assert checked(folder).returncode != 0


def test_there_is_no_evidence_of_what_is_not_there(partner, tmp_path):
    with pytest.raises(NotFound):
        evidence(system("test"), message=uuid4(), path=tmp_path / "x.zip")
