"""A file in the place of the wire: whole or not at all, ours or nobody's, and never a second effect."""

import json
import shutil
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.audit.models import Entry
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery.bundles import BUNDLE_TYPE, Imported, export_bundle, import_bundle
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.errors import BundleRefused, PeerUnknown
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Quarantined, Receipt
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from tests.exchange.partner import NODE
from tests.exchange.test_sending import receipt


def bundle(partner, *lines: str, key: SigningKey | None = None, **more) -> bytes:
    body = "\n".join(lines).encode()
    said = {"v": 1, "from": NODE, "to": settings.NODE.id, "lines": len(lines), "sha256": sha256(body).hexdigest()}
    return sign_jws(json.dumps({**said, **more}).encode(), key or partner.signing, typ=BUNDLE_TYPE) + b"\n" + body


def written(actor) -> bytes:
    out = BytesIO()
    export_bundle(actor, node=NODE, out=out)
    return out.getvalue()


def taken_in(actor, content: bytes) -> Imported:
    return import_bundle(actor, file=BytesIO(content))


def count() -> int:
    with acting_as(system("test")):
        return Message.objects.filter(outgoing=False).count()


def test_what_waits_is_written_signed_and_stays_queued(cast, partner):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    head, *lines = written(cast.administrator).split(b"\n")
    key = node_keys().signing.public
    said = json.loads(verify_jws(head, {key.kid: key}, typ=BUNDLE_TYPE).payload)
    assert (said["from"], said["to"], said["lines"], len(lines)) == (settings.NODE.id, NODE, 1, 1)
    assert b"text" not in lines[0]
    with acting_as(system("test")):
        sent.refresh_from_db()
    assert sent.state == "queued"


def test_a_message_by_wire_and_file_has_one_effect_and_its_receipt_goes_back_by_file(cast, partner):
    token = partner.note()
    receive(partner.peer, [token])
    taken = taken_in(cast.administrator, bundle(partner, "m " + token.decode()))
    assert (taken.messages, taken.refused, count()) == (1, (), 1)
    assert written(cast.administrator).split(b"\n")[1].startswith(b"r ")


def test_a_receipt_comes_by_file(cast, partner):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    word = receipt(partner, sent, "accepted")
    assert taken_in(cast.administrator, bundle(partner, f"r {word}", f"r {word}")).refused == ()
    with acting_as(system("test")):
        sent.refresh_from_db()
        assert Receipt.objects.filter(message=sent).count() == 1
    assert sent.state == "accepted"


def test_a_file_that_was_cut_anywhere_changes_nothing(cast, partner):
    whole = bundle(partner, "m " + partner.note().decode(), "m " + partner.note().decode())
    for end in range(0, len(whole) - 1, 97):
        with pytest.raises(BundleRefused):
            taken_in(cast.administrator, whole[:end])
    assert count() == 0


def test_a_file_for_another_node_or_of_a_stranger_is_refused(cast, partner):
    line = "m " + partner.note().decode()
    for content in (
        bundle(partner, line, to="ncb-bangkok"),
        bundle(partner, line, key=SigningKey.generate()),
        bundle(partner, line, **{"from": "ncb-bangkok"}),
    ):
        with pytest.raises(BundleRefused):
            taken_in(cast.administrator, content)
    assert count() == 0


def test_a_bad_line_stops_no_other(cast, partner):
    taken = taken_in(cast.administrator, bundle(partner, "m nonsense", "m " + partner.note().decode()))
    assert len(taken.refused) == 1
    assert count() == 1


def test_files_are_for_those_who_run_the_node(cast, partner):
    with pytest.raises(NotAllowed):
        export_bundle(cast.desk, node=NODE, out=BytesIO())
    with pytest.raises(PeerUnknown):
        export_bundle(cast.administrator, node="ncb-bangkok", out=BytesIO())


def test_the_first_line_counts_what_follows(cast, partner):
    for text in ("x", "y"):
        send(cast.desk, to=NODE, kind="note", body={"text": text}, purpose="protection")
    receive(partner.peer, [partner.note()])
    with acting_as(system("test")):
        tell_later(Message.objects.get(outgoing=False), "assigned")
    before = timezone.now()
    head, body = written(cast.administrator).split(b"\n", 1)
    key = node_keys().signing.public
    said = json.loads(verify_jws(head, {key.kid: key}, typ=BUNDLE_TYPE).payload)
    assert before <= datetime.fromisoformat(said.pop("created")) <= timezone.now()
    assert said == {
        "v": 1,
        "from": settings.NODE.id,
        "to": NODE,
        "lines": 3,
        "files": 0,
        "left": 0,
        "bytes": len(body),
        "sha256": sha256(body).hexdigest(),
    }
    assert [line[:2] for line in body.split(b"\n")] == [b"m ", b"m ", b"r "]
    told = json.loads(Entry.objects.filter(event="bundle.exported").latest("id").text)
    assert told["details"] == {"peer": NODE, "lines": 3}


def test_what_came_is_counted_by_its_sort_and_stands_in_the_audit(cast, partner):
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    lines = [f"m {partner.note().decode()}", f"m {partner.note().decode()}", "x nothing", "m nonsense"]
    lines += [f"r {receipt(partner, sent, 'accepted')}", "r nonsense"]
    taken = taken_in(cast.administrator, bundle(partner, *lines))
    assert (taken.node, taken.messages, taken.receipts, taken.files, taken.left) == (NODE, 3, 2, 0, 0)
    assert len(taken.refused) == 2
    assert all(code and not code.startswith("!") for code in taken.refused)
    told = json.loads(Entry.objects.filter(event="bundle.imported").latest("id").text)
    assert told["details"] == {"peer": NODE, "messages": 3, "receipts": 2}
    assert taken_in(cast.administrator, bundle(partner, files=3)).left == 3, "of a node that carries none"
    assert taken_in(cast.administrator, bundle(partner, files=3, left=1)).left == 1


def test_a_bundle_that_finds_no_room_or_says_too_much_of_itself_is_kept_as_refused(cast, partner, settings):
    room = shutil.disk_usage(settings.FILES_ROOT).free
    settings.BUNDLE_LIMIT_BYTES = room * 4
    for size, why in ((room * 2, "disk_full"), (room * 5, "too_large")):
        content = bundle(partner, "m " + partner.note().decode(), bytes=size)
        with pytest.raises(BundleRefused) as refused:
            taken_in(cast.administrator, content)
        assert refused.value.details["why"] == why
        with acting_as(system("test")):
            kept = Quarantined.objects.get(code=why)
        head = content.split(b"\n")[0]
        assert (bytes(kept.token), kept.size, kept.sha256) == (head, len(head), sha256(head).hexdigest())
        told = json.loads(Entry.objects.filter(event="message.quarantined").latest("id").text)
        assert told["details"] == {"peer": NODE, "code": why, "message": None}
    assert count() == 0


def test_a_bundle_may_be_as_large_as_the_limit_and_no_larger(cast, partner, settings):
    line = "m " + partner.note().decode()
    settings.BUNDLE_LIMIT_BYTES = len(line) - 1
    with pytest.raises(BundleRefused):
        taken_in(cast.administrator, bundle(partner, line))
    settings.BUNDLE_LIMIT_BYTES = len(line)
    assert taken_in(cast.administrator, bundle(partner, line, bytes=len(line))).messages == 1


@pytest.mark.parametrize(
    "change", [{"bytes": "many"}, {"bytes": -1}, {"files": None}, {"left": [1]}, {"sha256": None}]
)
def test_a_first_line_that_is_no_true_one_takes_nothing(cast, partner, change):
    with pytest.raises(BundleRefused) as refused:
        taken_in(cast.administrator, bundle(partner, "m " + partner.note().decode(), **change))
    assert (refused.value.details["why"], count()) == ("truncated", 0)


@pytest.mark.parametrize("payload", [b"[]", b"0", b"nonsense", b"{}"])
def test_a_first_line_that_says_nothing_is_nobodys(cast, partner, payload):
    head = sign_jws(payload, partner.signing, typ=BUNDLE_TYPE)
    with pytest.raises(BundleRefused) as refused:
        taken_in(cast.administrator, head + b"\n")
    assert refused.value.details["why"] == "signature_wrong"
