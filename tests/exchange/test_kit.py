"""The conformance kit against nodes that it must not pass: one that takes everything, one that takes nothing."""

import json
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from pulang.crypto.envelope import open_for
from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.sealing import Place
from pulang.crypto.signing_keys import SigningKey
from pulang.crypto.streams import seal_stream
from pulang.exchange.conform import attached, cases
from pulang.exchange.conform.cases import CASES, run_all
from pulang.exchange.conform.kit import NODE, Failed, Kit, played_key, prepare
from pulang.exchange.conform.played import PlayedNode, as_bytes, wire_time
from pulang.exchange.delivery.later import hash_of
from pulang.exchange.envelope import digest
from pulang.exchange.keys.manifests import read_manifest, sealing_key, sign_manifest
from pulang.exchange.receipts import sign_receipt
from pulang.exchange.transport import Probe
from pulang.exchange.transport.probe import ProbeFailed
from tests.exchange.kits import read
from tests.exchange.scripted import Asked, Says, ScriptedNode, scripted_node

THEIRS = PlayedNode.make(
    "node-tested", lambda _name, length: secrets.token_bytes(length), created=datetime.now(UTC)
)


@pytest.fixture
def tested() -> Iterator[ScriptedNode]:
    """What calls itself the node under test; it gives its manifest to everybody."""
    with scripted_node() as node:
        node.says["GET /nx/1/manifest"] = Says(THEIRS.manifest.encode())
        yield node


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """The kit's folder, made once: the words of a phrase take their time."""
    folder = tmp_path_factory.mktemp("kit")
    prepare(folder, THEIRS.invite(name="Tested", country="KHM", address="http://127.0.0.1:9"))
    return folder


@pytest.fixture
def folder(prepared, tmp_path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "kit"))


@pytest.fixture(autouse=True)
def _in_short(monkeypatch):
    """Fewer hostile messages, and no long wait for what never comes."""
    monkeypatch.setattr(cases, "HOSTILE", 64)
    monkeypatch.setattr(attached, "PATIENCE", 0.1)


@pytest.fixture
def kit(folder, tested) -> Iterator[Kit]:
    with Probe(tested.address + "/") as probe:
        yield Kit.load(folder, probe)


def receipt(fields: dict[str, Any], level: str = "accepted", code: str = "", **more: Any) -> str:
    said = {"v": 1, "message": fields["id"], "hash": digest(as_bytes(fields)), "level": level, "code": code}
    said |= {"at": fields["created"], "manifest": 1, "holds": 1, **more}
    return sign_receipt(said, THEIRS.signing)


def answers(tested: ScriptedNode, *lines: str, status: int = 200) -> None:
    tested.says["POST /nx/1/in"] = Says("\n".join(lines).encode(), status)


def fails(act: Callable[[], object], why: str) -> None:
    with pytest.raises(Failed, match=why):
        act()


def test_a_receipt_must_be_of_this_message_and_text_and_say_what_is_expected(kit, tested):
    fields = kit.fields()
    answers(tested, receipt(fields))
    assert kit.expect(fields, "accepted").hash == digest(as_bytes(fields))
    fails(lambda: kit.expect(fields, "refused", "expired"), "accepted , expected refused expired")
    answers(tested, receipt(fields, "refused", "expired"))
    assert kit.expect(fields, "refused", "expired").code == "expired"
    fails(lambda: kit.expect(fields, "refused", "kind_unknown"), "expected refused kind_unknown")
    fails(lambda: kit.expect(fields, "accepted", "expired"), "expected accepted expired")
    answers(tested, receipt(fields, hash="0" * 64))
    fails(lambda: kit.expect(fields, "accepted"), "another message or text")
    answers(tested, receipt(fields, message=str(uuid4())))
    fails(lambda: kit.expect(fields, "accepted"), "another message or text")
    answers(tested, receipt(fields)[:-9] + "AAAAAAAAA")
    fails(lambda: kit.expect(fields, "accepted"), "no valid receipt")


@pytest.mark.parametrize(("lines", "status"), [(["!x", "!y"], 200), ([""], 500), (["!x"], 500)])
def test_each_message_must_have_one_line_of_an_answer_that_went_well(kit, tested, lines, status):
    answers(tested, *lines, status=status)
    fails(lambda: kit.lines(b"token"), f"status {status}, {len(lines)} lines for 1 messages")


def test_what_must_not_be_taken_is_answered_by_one_of_the_codes(kit, tested):
    answers(tested, "!expired")
    kit.expect_none(b"token", "key_unknown", "expired")
    fails(lambda: kit.expect_none(b"token", "key_unknown"), "!expired, expected key_unknown")
    answers(tested, receipt(kit.fields()))
    fails(lambda: kit.expect_none(b"token", "key_unknown", "expired"), "expected key_unknown or expired")


def test_the_kit_seals_for_the_node_and_a_weaker_way_only_where_there_is_a_stronger(kit, folder):
    stranger = {kit.played.signing.kid: kit.played.signing.public}
    fields = kit.fields()
    opened = open_for(kit.seal(fields), my_keys_by_kid={THEIRS.s2.kid: THEIRS.s2}, sender_keys_by_kid=stranger)
    assert (opened.payload, opened.suite) == (as_bytes(fields), "S2")
    assert kit.recipient == THEIRS.s2.public
    assert kit.weaker == THEIRS.s1.public
    classic = THEIRS.said()
    classic["encryption"] = classic["encryption"][:1]
    kit.manifest = read_manifest(sign_manifest(classic, THEIRS.root), THEIRS.root.public, node=THEIRS.node)
    assert kit.weaker is None
    assert kit.recipient == sealing_key(classic, kit.played.said()) == THEIRS.s1.public


def test_the_newest_manifest_must_be_by_the_root_of_the_invite(kit, folder, tested):
    by_another = sign_manifest(THEIRS.said(), SigningKey.generate())
    tested.says["GET /nx/1/manifest"] = Says(f"{THEIRS.manifest}\n{by_another}".encode())
    fails(lambda: Kit.load(folder, kit.probe), "not by the root")
    tested.says["GET /nx/1/manifest"] = Says(THEIRS.manifest.encode(), 503)
    fails(lambda: Kit.load(folder, kit.probe), "GET /nx/1/manifest: 503")


def test_the_next_run_goes_on_with_the_next_number_and_the_same_keys(kit, folder, tested):
    sent = [kit.fields(), kit.fields("case.share", lang="km")]
    assert [fields["link"]["seq"] for fields in sent] == [1, 2]
    assert (sent[1]["type"], sent[1]["lang"], sent[1]["handling"]["basis"]) == ("case.share", "km", kit.basis)
    assert (sent[1]["from"], sent[1]["to"]) == (NODE, THEIRS.node)
    assert sent[1]["body"]["case"] != kit.fields("case.share")["body"]["case"], "each time another case"
    kit.keep()
    again = Kit.load(folder, kit.probe)
    assert again.fields()["link"]["seq"] == 4
    assert (again.played.said(), again.theirs) == (kit.played.said(), kit.theirs)
    assert played_key(folder).kid == kit.played.signing.kid
    assert (folder / "kit.json").stat().st_mode & 0o777 == 0o600


def test_what_the_kit_brings_to_be_paired_fits_together(kit, folder):
    invited, agreed = read(folder / "invite.json"), read(folder / "agreement.json")
    assert read_manifest(invited["manifest"], kit.played.root.public, node=NODE)["number"] == 1
    assert invited["root"] == kit.played.root.public.jwk()
    terms = agreed["terms"]
    assert (terms["id"], terms["between"]) == (kit.basis, sorted([NODE, THEIRS.node]))
    until = datetime.now(UTC).date() + timedelta(days=30)
    assert (terms["purposes"], terms["until"]) == (["protection"], until.isoformat())
    assert {"note", "case.share", "return.notice"} <= set(terms["kinds"])
    assert set(agreed["signatures"]) == {NODE}


def test_a_node_that_is_not_there_is_no_failure_of_a_case(kit):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Probe(f"http://127.0.0.1:{port}") as probe, pytest.raises(ProbeFailed, match="POST /nx/1/in"):
        replace(kit, probe=probe).lines(b"token")


def test_the_probe_asks_no_proxy_follows_nothing_and_closes_its_line(tested, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    tested.says["GET /away"] = Says(status=307, fields={"Location": "/nx/1/manifest"})
    with Probe(tested.address) as probe:
        assert probe.send("GET", "/away", b"", {}).status == 307
    assert probe.client.is_closed
    assert tested.paths == ["GET /away"]


def passed(kit: Kit) -> set[str]:
    return {outcome.case.name for outcome in run_all(kit) if outcome.passed}


@pytest.mark.parametrize("status", [404, 500])
def test_a_node_that_answers_nothing_passes_nothing(kit, tested, status):
    tested.otherwise = Says(b"!no", status)
    unbroken = {"strange addresses and methods break nothing"}
    assert passed(kit) == (unbroken if status == 404 else set())


def takes_everything(kit: Kit) -> Callable[[Asked], Says]:
    """A receipt `accepted` for whatever comes: of the message, where it can be opened, else of one made up."""
    keys = {key.kid: key for key in (THEIRS.s1, THEIRS.s2)}
    author = {kit.played.signing.kid: kit.played.signing.public}

    def taken(token: bytes) -> str:
        try:
            opened = open_for(token, my_keys_by_kid=keys, sender_keys_by_kid=author)
            fields = json.loads(opened.payload)
            return receipt(fields, hash=digest(opened.payload))
        except (CryptoRefusal, ValueError, TypeError, KeyError, RecursionError):
            return receipt({"id": str(uuid4()), "created": "2026-01-01T00:00:00Z"})

    return lambda asked: Says("\n".join(taken(token) for token in asked.body.split(b"\n")).encode())


def test_a_node_that_takes_everything_passes_only_what_may_be_taken(kit, tested):
    tested.says["POST /nx/1/in"] = takes_everything(kit)
    tested.otherwise = Says(b"0")
    assert passed(kit) == {
        *(
            case.name
            for case in CASES
            if case.group == "valid" and "file" not in case.name and " put " not in case.name
        ),
        "the same message has one effect and the same receipt",
        "a late number holds up nothing, and is taken when it comes",
        "strange addresses and methods break nothing",
        "after all this the link still works",
    }


SIZE = len(b"".join(seal_stream(bytes(32), [bytes(attached.SIZE)], place=Place(table="x", row="x", field="x"))))


class Files:
    """How a node keeps parts of files that it never opens: it takes them `anywhere`, or `forgets` a whole one."""

    def __init__(self, *, anywhere: bool = False, forgets: bool = False) -> None:
        self.anywhere, self.forgets = anywhere, forgets
        self.held: dict[str, int] = {}

    def __call__(self, asked: Asked) -> Says:
        path, _, query = asked.path.partition("?at=")
        if asked.method != "PUT" or "/att/" not in path:
            return Says(status=404)
        at, held = int(query), self.held.get(path, 0)
        if self.anywhere:
            return Says(str(at + len(asked.body)).encode())
        if at == held:
            held = min(SIZE, held + len(asked.body))
        self.held[path] = 0 if self.forgets and held == SIZE else held
        return Says(str(held).encode())


ATTACHED = "a file that a message announced is brought in parts and attached"
GOES_ON = "a file goes on at any byte after a break"
IN_ORDER = "parts of a file out of order are not taken, and the answer says where to go on"
AGAIN = "a part of a file that comes again changes nothing"
TOO_MUCH = "what exceeds the announced size of a file is dropped"


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (Files(), {ATTACHED, GOES_ON, IN_ORDER, AGAIN, TOO_MUCH}),
        (Files(anywhere=True), {AGAIN}),
        (Files(forgets=True), {IN_ORDER, AGAIN, TOO_MUCH}),
    ],
    ids=["opens none", "takes parts anywhere", "forgets a whole one"],
)
def test_a_node_that_does_wrong_by_files_fails_the_cases_of_it(kit, tested, files, names):
    tested.says["POST /nx/1/in"] = takes_everything(kit)
    tested.otherwise = files
    of_files = [case.name for case in CASES if "file" in case.name and "greeting" not in case.name]
    outcomes = [outcome for name in of_files for outcome in run_all(kit, only=name)]
    assert {outcome.case.name for outcome in outcomes if outcome.passed} == names


class Judging:
    """A node that does what the specification says of messages, but for one check that it leaves out."""

    def __init__(self, kit: Kit, without: str = "") -> None:
        self.keys = {key.kid: key for key in (THEIRS.s1, THEIRS.s2)}
        self.author = {kit.played.signing.kid: kit.played.signing.public}
        self.without, self.seen, self.numbers = without, dict[str, tuple[str, str]](), dict[int, str]()

    def __call__(self, asked: Asked) -> Says:
        return Says("\n".join(self._line(token) for token in asked.body.split(b"\n")).encode())

    def _line(self, token: bytes) -> str:
        payload = open_for(token, my_keys_by_kid=self.keys, sender_keys_by_kid=self.author).payload
        fields = json.loads(payload)
        hash_, number = digest(payload), fields["link"]["seq"]
        held_hash, held = self.seen.get(fields["id"], (hash_, ""))
        for code, wrong in {
            "version_unknown": fields["v"] != 1,
            "crit_unknown": bool(fields.get("crit")),
            "not_for_us": fields["to"] != THEIRS.node,
            "sender_differs": fields["from"] != NODE,
            "id_reused": held_hash != hash_,
            "seq_reused": self.numbers.get(number, fields["id"]) != fields["id"],
        }.items():
            if wrong and code != self.without:
                return f"!{code}"
        if held and self.without != "again":
            return held
        now = datetime.now(UTC)
        for code, wrong in {
            "expired": datetime.fromisoformat(fields["expires"]) <= now,
            "created_in_future": datetime.fromisoformat(fields["created"]) > now + timedelta(minutes=5),
            "kind_unknown": fields["type"] == "unheard.of",
            "agreement_missing": fields["handling"]["purpose"] == "other",
            "body_refused": fields["body"].get("text") == "",
        }.items():
            if wrong and code != self.without:
                return receipt(fields, "refused", code, hash=hash_)
        more = {"manifest": 2} if self.without == "manifest" else {"at": wire_time(now)}
        self.seen[fields["id"]] = (hash_, line := receipt(fields, hash=hash_, **more))
        self.numbers[number] = fields["id"]
        return line


OF_MESSAGES = {
    "a message is accepted with a signed receipt of its very bytes": ("manifest",),
    "an unknown kind, purpose or body is refused by a receipt": (
        "kind_unknown",
        "agreement_missing",
        "body_refused",
    ),
    "what is over, or made in the future, is refused by a receipt": ("expired", "created_in_future"),
    "another version, and what must be understood, are not taken": ("version_unknown", "crit_unknown"),
    "a message for another node, or of another, is not taken": ("not_for_us", "sender_differs"),
    "the same message has one effect and the same receipt": ("again",),
    "another text under a used id, or another id under a used number, is an alarm": ("id_reused", "seq_reused"),
}


@pytest.mark.parametrize("case", OF_MESSAGES)
def test_a_node_that_leaves_out_one_check_fails_the_case_of_it(kit, tested, case):
    def failure(without: str) -> str:
        tested.says["POST /nx/1/in"] = Judging(kit, without)
        (outcome,) = run_all(kit, only=case)
        return outcome.failure

    assert failure("") == ""
    assert all(failure(without) for without in OF_MESSAGES[case])


@pytest.mark.parametrize(
    ("code", "failure"), [("", ""), ("attachment_kind", "the file was refused: attachment_kind")]
)
def test_a_file_is_attached_once_the_node_says_so_by_a_receipt(kit, tested, code, failure):
    told: list[str] = []

    def receipts(asked: Asked) -> Says:
        message = next(one.path.split("/")[4] for one in tested.asked if one.method == "PUT")
        told.append(receipt({"id": message, "created": wire_time(datetime.now(UTC))}, "attached", code))
        return Says(told[-1].encode())

    tested.says["POST /nx/1/in"] = takes_everything(kit)
    tested.says["GET /nx/1/receipts"], tested.says["POST /nx/1/receipts/here"] = receipts, Says(b"1")
    tested.otherwise = Files()
    (outcome,) = run_all(kit, only=ATTACHED)
    assert outcome.failure == failure
    (here,) = (one.body.decode() for one in tested.asked if one.path == "/nx/1/receipts/here")
    assert here == hash_of(told[0]), "the kit says that it has it"


def test_a_node_that_never_says_what_became_of_a_file_fails(kit, tested):
    tested.says["POST /nx/1/in"] = takes_everything(kit)
    tested.says["GET /nx/1/receipts"] = Says()
    tested.otherwise = Files()
    (outcome,) = run_all(kit, only=ATTACHED)
    assert outcome.failure == "no receipt `attached`"


@pytest.mark.parametrize("code", ["body_refused", "envelope_malformed", "agreement_missing", "object_unknown"])
def test_a_node_may_refuse_a_golden_body_only_for_what_it_is_about(kit, tested, code):
    def refused(asked: Asked) -> Says:
        keys, author = {THEIRS.s2.kid: THEIRS.s2}, {kit.played.signing.kid: kit.played.signing.public}
        payload = open_for(asked.body, my_keys_by_kid=keys, sender_keys_by_kid=author).payload
        return Says(receipt(json.loads(payload), "refused", code, hash=digest(payload)).encode())

    tested.says["POST /nx/1/in"] = refused
    (outcome,) = run_all(kit, only="each kind of the golden bodies is read")
    assert outcome.passed == (code == "object_unknown")
    assert code in outcome.failure or outcome.passed
