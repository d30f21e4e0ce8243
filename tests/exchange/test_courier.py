"""The courier over real HTTP: what it brings to a node and fetches there, and answers of which it believes none."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from pulang.cases.actions import add_file, open_case, share_case
from pulang.crypto.errors import TokenRefused
from pulang.crypto.httpsig import verify_request
from pulang.crypto.signing_keys import SigningKey
from pulang.crypto.streams import sealed_size
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.attachments.sealing import opened
from pulang.exchange.delivery.later import hash_of, tell_later
from pulang.exchange.errors import Undeliverable
from pulang.exchange.keys.manifests import sign_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message
from pulang.exchange.receipts import read_receipt
from pulang.exchange.transport import Courier
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.giver import document
from tests.exchange.partner import NODE
from tests.exchange.scripted import Says, ScriptedNode, scripted_node
from tests.exchange.test_sending import receipt

KEY = SigningKey.generate()
MESSAGE, FILE = UUID(int=1), UUID(int=2)
PART = f"/nx/1/att/{MESSAGE}/{FILE}"
Call = Callable[[Courier], Any]


@pytest.fixture
def courier(stage) -> Iterator[Courier]:
    """Of the played partner, to the node under test; its address was written with a slash at the end."""
    with Courier(stage.probe.base_url + "/", stage.played.signing) as made:
        yield made


@pytest.fixture
def scripted() -> Iterator[ScriptedNode]:
    with scripted_node() as node:
        yield node


@pytest.fixture
def to_scripted(scripted) -> Iterator[Courier]:
    with Courier(scripted.address, KEY) as made:
        yield made


def why(call: Call, courier: Courier) -> str:
    """Why it was not delivered."""
    with pytest.raises(Undeliverable) as refused:
        call(courier)
    return str(refused.value.details["why"])


def ours() -> list:
    return [node_keys().signing.public]


def test_messages_are_answered_line_by_line_and_the_node_says_the_highest_number(stage, courier):
    assert courier.highest_seen() == 0
    fields = [stage.true() for _ in range(2)]
    lines = courier.deliver([stage.seal(fields[0]), b"nonsense", stage.seal(fields[1])])
    assert lines[1].startswith("!")
    assert [str(read_receipt(lines[at], ours()).message) for at in (0, 2)] == [one["id"] for one in fields]
    assert courier.highest_seen() == 2


def test_later_receipts_wait_until_the_partner_says_that_they_are_here(stage, courier):
    fields = stage.true()
    courier.deliver([stage.seal(fields)])
    assert courier.fetch_receipts() == []
    with acting_as(system("test")):
        tell_later(Message.objects.get(pk=fields["id"]), "assigned")
    (token,) = courier.fetch_receipts()
    assert read_receipt(token, ours()).level == "assigned"
    courier.receipts_are_here([hash_of("another")])
    assert courier.fetch_receipts() == [token]
    courier.receipts_are_here([hash_of("another"), hash_of(token)])
    assert courier.fetch_receipts() == []


def test_what_the_node_sent_is_fetched_again_and_its_receipts_are_handed_over(stage, courier, committed_cast):
    sent = [
        send(committed_cast.desk, to=NODE, kind="note", body={"text": text}, purpose="protection")
        for text in ("one", "two", "three")
    ]
    tokens = [bytes(message.envelope) for message in sent]
    assert courier.fetch_after(0) == tokens
    assert courier.fetch_after(2) == tokens[2:]
    assert courier.fetch_after(3) == []
    said = courier.hand_receipts([receipt(stage.played, sent[0], "accepted"), "nonsense"])
    assert (said[0], said[1][:1]) == ("ok", "!")
    with acting_as(system("test")):
        assert Message.objects.get(pk=sent[0].pk).state == "accepted"


def test_manifests_go_both_ways_without_a_signature_of_the_request(stage):
    second = {**stage.played.said(number=2), "prev": stage.peer.manifest["hash"]}
    newer = sign_manifest(second, stage.played.root)
    with Courier(stage.probe.base_url, SigningKey.generate()) as stranger:
        assert stranger.manifests() == list(node_keys().manifests)
        assert stranger.announce(NODE, [stage.played.manifest, newer]) == 2
        assert why(lambda courier: courier.announce("ncb-elsewhere", [newer]), stranger) == "refused_422"
        assert why(lambda courier: courier.highest_seen(), stranger) == "refused_401"


def test_a_file_of_the_node_is_fetched_in_parts(stage, courier, committed_cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    stage.agreement.terms["attachment_bytes"] = 1_000_000
    stage.agreement.save()
    desk, content = committed_cast.desk, document(200_000)
    case = open_case(desk, person_id=register_person(desk, draft=PersonDraft(name="Siti")).pk)
    file = add_file(desk, case_id=case.pk, name="a.pdf", content=content)
    sent = share_case(desk, case_id=case.pk, to=NODE, files=[file.pk])
    (entry,) = sent.attachments
    first = courier.fetch_part(sent.pk, UUID(entry["id"]), 0, 70_000)
    rest = courier.fetch_part(sent.pk, UUID(entry["id"]), 70_000, 1_000_000)
    assert (len(first), len(first + rest)) == (70_000, sealed_size(len(content)))
    assert b"".join(opened(entry, iter([first + rest]))) == content
    assert why(lambda courier: courier.fetch_part(sent.pk, uuid4(), 0, 1), courier) == "refused_422"
    assert why(lambda courier: courier.put_part(sent.pk, uuid4(), 0, bytes(4_194_305)), courier) == "refused_413"


MALFORMED: list[tuple[str, Call, list[bytes]]] = [
    ("POST /nx/1/in", lambda courier: courier.deliver([b"a", b"b"]), [b"", b"!x", b"!x\n!y\n!z"]),
    ("POST /nx/1/receipts", lambda courier: courier.hand_receipts(["a", "b"]), [b"", b"ok", b"ok\nok\nok"]),
    ("GET /nx/1/in", lambda courier: courier.highest_seen(), [b"", b"-1", b"1e3", b"\xc2\xb2", b"1" * 16]),
    (f"PUT {PART}", lambda courier: courier.put_part(MESSAGE, FILE, 0, b"x"), [b"", b"!x", b"1" * 16]),
    (f"GET {PART}", lambda courier: courier.fetch_part(MESSAGE, FILE, 0, 3), [b"four"]),
    ("PUT /nx/1/manifest", lambda courier: courier.announce(NODE, ["a"]), [b"", b"x", b"1" * 10]),
]


@pytest.mark.parametrize(("path", "call", "answers"), MALFORMED, ids=[path for path, *_ in MALFORMED])
def test_an_answer_that_is_none_is_not_believed(scripted, to_scripted, path, call, answers):
    for answer in answers:
        scripted.says[path] = Says(answer)
        assert why(call, to_scripted) == "answer_malformed", answer


def test_the_largest_numbers_are_still_read(scripted, to_scripted):
    scripted.says["GET /nx/1/in"] = scripted.says[f"PUT {PART}"] = Says(b"9" * 15)
    scripted.says["PUT /nx/1/manifest"] = Says(b"9" * 9)
    assert to_scripted.highest_seen() == int("9" * 15)
    assert to_scripted.put_part(MESSAGE, FILE, 0, b"x") == int("9" * 15)
    assert to_scripted.announce(NODE, ["a"]) == int("9" * 9)


@pytest.mark.parametrize("status", [201, 204, 307, 401, 422, 500, 503])
def test_any_other_status_is_a_refusal_with_its_number(scripted, to_scripted, status):
    for path, call, _ in MALFORMED:
        scripted.says[path] = Says(b"1", status, fields={"Location": "/elsewhere"})
        assert why(call, to_scripted) == f"refused_{status}"
    assert len(scripted.asked) == len(MALFORMED), "no redirect was followed"


def test_why_a_part_is_not_taken_is_told_and_has_an_end(scripted, to_scripted):
    scripted.says[f"PUT {PART}"] = Says(b"!" + b"a" * 59 + b"bc", 422)
    assert to_scripted.put_part(MESSAGE, FILE, 7, b"bytes") == "a" * 59 + "b"
    (asked,) = scripted.asked
    assert (asked.path, asked.body) == (f"{PART}?at=7", b"bytes")


def test_what_is_asked_for_stands_in_the_address_and_the_body(scripted, to_scripted):
    scripted.says["GET /nx/1/out"] = Says(b"one\n\ntwo\n")
    scripted.says["PUT /nx/1/manifest"] = Says(b"2")
    scripted.says[f"GET {PART}"] = Says(b"abc")
    scripted.says["POST /nx/1/receipts/here"] = Says()
    scripted.says["GET /nx/1/receipts"] = Says(b"r.s.t\nu.v.w\xff\n")
    assert to_scripted.fetch_after(41) == [b"one", b"two"]
    assert to_scripted.announce(NODE, ["a.b.c", "d.e.f"]) == 2
    assert to_scripted.fetch_part(MESSAGE, FILE, 5, 3) == b"abc"
    to_scripted.receipts_are_here(["x", "y"])
    assert to_scripted.fetch_receipts() == ["r.s.t", "u.v.w\ufffd"]
    assert [(f"{one.method} {one.path}", one.body) for one in scripted.asked] == [
        ("GET /nx/1/out?after=41", b""),
        (f"PUT /nx/1/manifest?node={NODE}", b"a.b.c\nd.e.f"),
        (f"GET {PART}?after=5&most=3", b""),
        ("POST /nx/1/receipts/here", b"x\ny"),
        ("GET /nx/1/receipts", b""),
    ]


def test_each_request_is_signed_for_itself_and_all_go_over_one_line(scripted):
    scripted.says["POST /nx/1/in"] = Says(b"!x")
    with Courier(scripted.address + "/", KEY) as courier:
        courier.deliver([b"a"])
        courier.deliver([b"b"])
    for asked in scripted.asked:
        signer = verify_request(
            asked.headers,
            method="POST",
            target=f"{scripted.address}/nx/1/in",
            body=asked.body,
            keys={KEY.kid: KEY.public},
            now=int(time.time()),
        )
        assert signer.keyid == KEY.kid
        assert asked.headers["Content-Type"] == "application/jose"
    assert len({asked.headers["Signature"] for asked in scripted.asked}) == 2
    assert {asked.line for asked in scripted.asked} == {1}


def test_lines_are_closed_behind_the_courier(scripted):
    scripted.says["GET /nx/1/in"] = scripted.says["PUT /nx/1/manifest"] = Says(b"1")
    with Courier(scripted.address, KEY) as courier:
        courier.announce(NODE, ["a"])
        courier.highest_seen()
        lines = list(courier._lines.values())
    assert [line.is_closed for line in lines] == [True, True]


def test_a_proxy_of_the_surroundings_is_not_asked(scripted, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    scripted.says["GET /nx/1/in"] = Says(b"5")
    with Courier(scripted.address, KEY) as courier:
        assert courier.highest_seen() == 5


@pytest.mark.parametrize("ahead", [-400, 0, 90])
def test_an_answer_shows_the_partners_clock(scripted, to_scripted, ahead):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=ahead), usegmt=True)
    scripted.says["GET /nx/1/in"] = Says(b"1", date=date)
    to_scripted.highest_seen()
    assert to_scripted.clock == pytest.approx(ahead, abs=1.6)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 01 Jan 2026 00:00:00"])
def test_an_answer_without_a_true_date_shows_no_clock(scripted, to_scripted, date):
    scripted.says["GET /nx/1/in"] = Says(b"1", date=date)
    to_scripted.clock = 7.0  # by the answer before
    to_scripted.highest_seen()
    assert to_scripted.clock is None


def test_where_nobody_listens_it_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Courier(f"http://127.0.0.1:{port}", KEY) as courier:
        assert why(lambda one: one.highest_seen(), courier) == "unreachable"


def test_a_key_whose_token_does_not_answer_sends_nothing(scripted):
    class Away:
        public, kid = KEY.public, KEY.kid

        def sign(self, message: bytes) -> bytes:
            raise TokenRefused("token_lost", label="x")

    with Courier(scripted.address, Away()) as courier:
        assert why(lambda one: one.deliver([b"a"]), courier) == "token_lost"
    assert scripted.asked == []
