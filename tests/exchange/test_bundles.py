"""A file in the place of the wire: whole or not at all, ours or nobody's, and never a second effect."""

import json
from hashlib import sha256
from io import BytesIO

import pytest
from django.conf import settings

from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery.bundles import BUNDLE_TYPE, Imported, export_bundle, import_bundle
from pulang.exchange.errors import BundleRefused, PeerUnknown
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Receipt
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
