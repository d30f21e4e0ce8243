"""Administrators keep the keys and pair with a partner at the screen."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from pulang.access.models import AgencyKind
from pulang.crypto.passphrase import spoken_phrase
from pulang.db.context import acting_as
from pulang.exchange.conform.vectors import BETA
from pulang.exchange.keys.node_keys import FILE, node_keys
from pulang.exchange.models import Peer
from pulang.lib.actor import system
from tests.browser import LAPTOP, PHONE, assert_accessible
from tests.cast import make_actor, make_agency
from tests.web.world import sign_in

PAIRED = "The nodes are paired"


@pytest.fixture(autouse=True)
def keys(django_db_setup):
    before = (Path(settings.KEYS_ROOT) / FILE).read_bytes()
    yield
    (Path(settings.KEYS_ROOT) / FILE).write_bytes(before)


def give_invite(client):
    said = BETA.invite(name="Beta", country="KHM", address="https://beta.example")
    file = SimpleUploadedFile("invite.json", json.dumps(said).encode())
    return client.post("/links/pair/", {"file": file}, follow=True)


def heard_half(page) -> str:
    """What the partner reads out: the words of the phrase that our screen does not show."""
    shown = re.search(r"<strong>([a-z ]+)</strong>", page.content.decode())[1]
    words = spoken_phrase(node_keys().root_public.raw, BETA.root.public.raw).split()
    halves = [" ".join(words[:4]), " ".join(words[4:])]
    assert shown in halves
    return halves[1 - halves.index(shown)]


def paired() -> bool:
    with acting_as(system("test")):
        return Peer.objects.get(node_id=BETA.node).paired_at is not None


def test_two_officers_hear_the_phrase_and_then_the_nodes_are_paired(cast):
    first = sign_in(cast.administrator)
    second = sign_in(make_actor("admin-two", make_agency("it-two", AgencyKind.ADMINISTRATION), "administrator"))
    page = give_invite(first)
    heard = heard_half(page)
    assert heard not in page.content.decode(), "she cannot copy what she should hear"
    where = f"/links/pair/{BETA.node}/"
    assert "second officer" in first.post(where, {"heard": heard.upper()}, follow=True).content.decode()
    assert not paired()
    assert first.post(where, {"heard": heard}).status_code in (200, 422)
    assert not paired(), "one officer counts once"
    assert PAIRED in second.post(where, {"heard": heard}, follow=True).content.decode()
    assert paired()


def test_another_phrase_pairs_nothing(cast):
    client = sign_in(cast.administrator)
    page = give_invite(client)
    shown = re.search(r"<strong>([a-z ]+)</strong>", page.content.decode())[1]
    for typed in ("bata bata bata bata", shown):
        assert client.post(f"/links/pair/{BETA.node}/", {"heard": typed}).status_code == 422
    assert not paired()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"[" * 90_000, b'{"v": 1, "node": "Bad Node"}'])
def test_a_file_that_is_no_invite_is_refused_in_words(cast, content):
    client = sign_in(cast.administrator)
    answer = client.post("/links/pair/", {"file": SimpleUploadedFile("x.json", content or b" ")})
    assert answer.status_code == 422


def test_our_invite_holds_no_secret(cast):
    answer = sign_in(cast.administrator).get("/links/pair/invite/")
    assert "attachment" in answer["Content-Disposition"]
    assert '"d"' not in answer.content.decode()


def test_keys_are_changed_and_revoked_at_the_screen(cast):
    client, before = sign_in(cast.administrator), node_keys()
    client.post("/links/keys/rotate/")
    assert node_keys().number == before.number + 1
    client.post("/links/keys/revoke/", {"kid": before.signing.kid})
    assert "Revoked" in client.get("/links/keys/").content.decode()
    answer = client.post("/links/keys/revoke/", {"kid": "nobody"}, follow=True)
    assert "key_unknown" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("path", ["/links/keys/", "/links/pair/"])
def test_the_pages_can_be_used_by_everybody(open_page, committed_cast, width, path):
    page = open_page(committed_cast.administrator, width=width)
    page.goto(path)
    assert_accessible(page)
