"""The exchange log: whatever is done to it is found, words can be erased, and a partner witnesses where it ends."""

import json
import subprocess
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.audit.models import Entry
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.log import checkpoints
from pulang.exchange.log.checkpoints import CHECKPOINT_TYPE, KIND, exchange_checkpoints, give_checkpoint
from pulang.exchange.log.evidence import evidence
from pulang.exchange.log.verifying import verify_logs
from pulang.exchange.log.writing import chain_up, erase_words
from pulang.exchange.models import Checkpoint, LogEntry, Message, Peer
from pulang.lib.actor import system
from pulang.lib.errors import NotFound
from tests.exchange.partner import NODE
from tests.exchange.test_sending import keep, receipt


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
    change(log[1], key=None)
    (found,) = verify_logs()
    assert (found.problems, found.erased) == ([], 2), "without its key nobody can say what it was"


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


def ours() -> list[int]:
    """How long the log was at each checkpoint of this node."""
    with acting_as(system("test")):
        return list(Checkpoint.objects.filter(ours=True).order_by("length").values_list("length", flat=True))


def test_a_checkpoint_says_whose_log_of_which_link_ends_where(log, partner):
    with acting_as(system("test")):
        kept = Checkpoint.objects.get()
        sent = Message.objects.get(kind=KIND)
    key = node_keys().signing.public
    said = json.loads(verify_jws(kept.token.encode(), {key.kid: key}, typ=CHECKPOINT_TYPE).payload)
    assert said == {
        "v": 1,
        "node": settings.NODE.id,
        "peer": NODE,
        "length": 6,
        "head": bytes(log[5].head).hex(),
        "at": to_wire(kept.at),
    }
    assert (kept.length, kept.head, kept.peer_id) == (6, said["head"], partner.peer.pk)
    assert (sent.body, sent.handling["purpose"]) == ({"checkpoint": kept.token}, "system")


def test_the_next_checkpoint_waits_a_day_or_for_many_entries_and_never_repeats_one(cast, partner, monkeypatch):
    monkeypatch.setattr(checkpoints, "ENTRIES", 3)
    exchange_checkpoints()
    assert ours() == [], "of an empty log there is nothing to say"

    def sends() -> None:
        send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
        exchange_checkpoints()

    sends()
    assert ours() == [1]
    sends()
    assert ours() == [1], "two entries since: the checkpoint itself is one"
    sends()
    assert ours() == [1, 4]
    with acting_as(system("test")):
        Checkpoint.objects.update(at=timezone.now() - timedelta(hours=23, minutes=59))
    exchange_checkpoints()
    assert ours() == [1, 4]
    with acting_as(system("test")):
        Checkpoint.objects.update(at=timezone.now() - timedelta(days=1))
    exchange_checkpoints()
    assert ours() == [1, 4, 5]


def test_a_partner_that_is_not_paired_or_without_agreement_gets_no_checkpoint(cast, partner):
    send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    partner.agreement.ended_at = timezone.now()
    partner.agreement.save()
    exchange_checkpoints()
    assert (ours(), give_checkpoint(partner.peer.pk)) == ([], None)
    partner.agreement.ended_at = None
    partner.agreement.save()
    with acting_as(system("test")):
        Peer.objects.update(paired_at=None)
    exchange_checkpoints()
    assert ours() == []


def test_a_checkpoint_that_comes_late_or_again_is_no_contradiction(partner):
    now = timezone.now()
    assert checkpoint(partner, 9, "b" * 64, at=to_wire(now)) == ("accepted", "")
    assert checkpoint(partner, 9, "b" * 64, at=to_wire(now)) == ("accepted", "")
    assert checkpoint(partner, 5, "a" * 64, at=to_wire(now - timedelta(hours=1))) == ("accepted", "")
    assert checkpoint(partner, 6, "a" * 64, at=to_wire(now + timedelta(hours=1))) == (
        "refused",
        "checkpoint_contradicts",
    )
    with acting_as(system("test")):
        kept = Checkpoint.objects.filter(peer=partner.peer).order_by("length")
        assert list(kept.values_list("length", "head", "ours", "at")) == [
            (5, "a" * 64, False, now - timedelta(hours=1)),
            (9, "b" * 64, False, now),
        ]


def test_a_checkpoint_of_another_link_or_form_is_refused(partner):
    for more in ({"peer": "ncb-bangkok"}, {"node": settings.NODE.id}, {"length": -1}, {"at": "now"}, {"v": 2}):
        said = {"length": 5, "head": "a" * 64, **more}
        assert checkpoint(partner, said.pop("length"), said.pop("head"), **said) == (
            "refused",
            "checkpoint_wrong",
        ), more


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
    assert done.stdout.splitlines()[-1] == "everything holds"
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


def test_evidence_names_both_roots_and_says_of_each_key_where_it_is_named(log, partner, tmp_path):
    folder = unpacked(tmp_path, log[0].message_id)
    ours, theirs = node_keys(), partner.signing.public
    roots = {settings.NODE.id: ours.root_public, NODE: theirs}
    read_me = (folder / "README.txt").read_text().splitlines()
    for node, root in roots.items():
        assert (folder / "keys" / f"{node}-root.pem").read_bytes() == root.pem()
        assert f"keys/{node}-root.pem: {sha256(root.pem()).hexdigest()}" in read_me
    lines = (folder / "verify.sh").read_text().splitlines()
    for node, key in ((settings.NODE.id, ours.signing.public), (NODE, theirs)):
        assert f"signed manifests/{node}-001 keys/{node}-root.pem" in lines
        assert f"decoded manifests/{node}-001" in lines
        assert f"says manifests/{node}-001.json {key.jwk()['x']}" in lines
        assert (folder / "keys" / f"{node}-{key.kid[:16]}.pem").read_bytes() == key.pem()
    assert (folder / "manifests" / f"{NODE}-001.input").read_text() == partner.peer.manifests[0].rsplit(".", 1)[0]


def test_evidence_holds_the_message_its_receipts_and_the_words_of_its_entries_alone(cast, log, partner, tmp_path):
    with acting_as(system("test")):
        sent = Message.objects.filter(outgoing=True, kind="note").earliest("seq")
    keep(partner, sent, receipt(partner, sent, "accepted"))
    keep(partner, sent, receipt(partner, sent, "assigned"))
    folder = unpacked(tmp_path, sent.pk)
    assert checked(folder).returncode == 0
    assert sorted(path.name for path in (folder / "receipts").glob("*.json")) == [
        "01-accepted.json",
        "02-assigned.json",
    ]
    lines = (folder / "verify.sh").read_text().splitlines()
    assert f"hashed message/payload.json {sent.hash}" in lines
    assert {f"says receipts/{name}.json {sent.hash}" for name in ("01-accepted", "02-assigned")} <= set(lines)
    about = sorted(path.name for path in (folder / "log").glob("*.words"))
    assert about == ["00000004.words", "00000008.words", "00000009.words"], "what was chained since is there too"
    said = [json.loads((folder / "log" / name).read_text()) for name in about]
    assert {one["message"] for one in said} == {str(sent.pk)}
    entries = sorted(path.stem for path in (folder / "log").glob("*.entry"))
    assert entries == [f"{number:08}" for number in range(1, int(entries[-1]) + 1)], "from the beginning"
    assert not (folder / "checkpoints" / "start.json").exists()


def test_evidence_of_a_later_message_begins_at_the_checkpoint_before_it(cast, log, partner, tmp_path):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "four"}, purpose="protection")
    folder = unpacked(tmp_path, sent.pk)
    assert checked(folder).returncode == 0
    entries = sorted(path.stem for path in (folder / "log").glob("*.entry"))
    assert entries == ["00000007", "00000008"]
    start, end = (json.loads((folder / "checkpoints" / f"{name}.json").read_text()) for name in ("start", "end"))
    assert (start["length"], end["length"]) == (6, 8)
    lines = (folder / "verify.sh").read_text().splitlines()
    for name, said in (("start", start), ("end", end)):
        assert (folder / "log" / f"{name}.head").read_bytes().hex() == said["head"]
        assert f'says checkpoints/{name}.json \'"head":"{said["head"]}"\'' in lines
    assert lines[-2:] == ["chained", "echo everything holds"]


def test_evidence_is_in_the_audit_and_no_file_is_written_over(log, tmp_path):
    message = log[0].message_id
    unpacked(tmp_path, message)
    told = json.loads(Entry.objects.filter(event="export.made").latest("id").text)
    assert told["details"] == {"evidence": True, "message": str(message)}
    assert told["why"] == "assigned"
    with pytest.raises(FileExistsError):
        evidence(system("test"), message=message, path=tmp_path / "evidence.zip")


def test_there_is_no_evidence_where_nobody_can_witness_the_end(cast, partner, tmp_path):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    partner.agreement.ended_at = timezone.now()
    partner.agreement.save()
    with pytest.raises(NotFound):
        evidence(system("test"), message=sent.pk, path=tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_there_is_no_evidence_of_what_is_not_there(partner, tmp_path):
    with pytest.raises(NotFound):
        evidence(system("test"), message=uuid4(), path=tmp_path / "x.zip")
    receive(partner.peer, [partner.note()])
    with acting_as(system("test")):
        held = Message.objects.get()
        held.signed = None  # taken back
        held.save()
    with pytest.raises(NotFound):
        evidence(system("test"), message=held.pk, path=tmp_path / "x.zip")
