"""TLS between nodes: each side believes only certificates by keys that stand in the other's manifest."""

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from wsgiref.simple_server import WSGIRequestHandler

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections

from pulang.access.models import AgencyKind
from pulang.crypto.certificates import LIFE, anchor, issue, issuer_of
from pulang.crypto.signing_keys import SigningKey
from pulang.db.context import acting_as
from pulang.exchange.conform.played import PlayedNode
from pulang.exchange.errors import PairingRefused, Undeliverable
from pulang.exchange.keys.manifests import entry, key_time, read_manifest, sign_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Message, Peer
from pulang.exchange.partners.door import ISSUER, context_now, issuer_shown, why_not
from pulang.exchange.partners.pairing import accept_invite
from pulang.exchange.transport import Courier
from pulang.exchange.transport.tls import called, calling, calling_unproven
from pulang.lib.actor import system
from tests.cast import make_agency
from tests.exchange.conftest import stage

NOW = datetime.now(UTC)
OURS, THEIRS, OTHER = SigningKey.generate(), SigningKey.generate(), SigningKey.generate()


def handshake(server: ssl.SSLContext, client: ssl.SSLContext) -> tuple[bytes, str]:
    """What the client got, and by whose certificate the server saw it. Raises ssl.SSLError as the client does."""
    seen = []

    def serve():
        with listening.accept()[0] as line:
            try:
                with server.wrap_socket(line, server_side=True) as secured:
                    seen.append(secured.getpeercert(binary_form=True))
                    secured.sendall(b"hello")
            except ssl.SSLError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with client.wrap_socket(socket.create_connection(listening.getsockname())) as secured:
                got = secured.recv(10)
        finally:
            thread.join()
    return got, issuer_of(seen[0]) if seen and seen[0] else ""


def door(shown: SigningKey, *believed: SigningKey, now: datetime = NOW) -> ssl.SSLContext:
    return called(issue(shown, now=now), [key.public for key in believed])


def test_each_side_knows_the_other_by_the_key_that_issued():
    assert handshake(door(THEIRS, OURS), calling(OURS, [THEIRS.public])) == (b"hello", OURS.kid)


@pytest.mark.parametrize(
    ("server", "client"),
    [
        (lambda: door(OTHER, OURS), lambda: calling(OURS, [THEIRS.public])),
        (lambda: door(THEIRS, OURS), lambda: calling(OTHER, [THEIRS.public])),
        (lambda: door(THEIRS), lambda: calling(OURS, [THEIRS.public])),
        (lambda: door(THEIRS, OURS), lambda: calling(OURS, [])),
        (lambda: door(THEIRS, OURS, now=NOW - 2 * LIFE), lambda: calling(OURS, [THEIRS.public])),
        (lambda: door(THEIRS, OURS, now=NOW + 2 * LIFE), lambda: calling(OURS, [THEIRS.public])),
    ],
    ids=["another server", "another client", "nobody is believed", "no server is believed", "ended", "not begun"],
)
def test_whoever_is_not_believed_gets_no_line(server, client):
    with pytest.raises(ssl.SSLError):
        handshake(server(), client())


def test_who_shows_nothing_is_let_in_as_nobody():
    assert handshake(door(THEIRS, OURS), calling_unproven()) == (b"hello", "")


def test_older_tls_is_not_spoken():
    client = calling_unproven()
    client.minimum_version = client.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        handshake(door(THEIRS, OURS), client)


def test_a_certificate_that_names_a_believed_key_but_is_not_by_it_opens_nothing():
    """Made by OTHER under the name of OURS, which the door believes."""

    class Forged:
        public, kid, sign = OURS.public, OURS.kid, OTHER.sign

    assert issuer_of(issue(Forged(), now=NOW).certificate) == OURS.kid
    with pytest.raises(ssl.SSLError):
        handshake(door(THEIRS, OURS), calling(Forged(), [THEIRS.public]))


def test_the_key_of_tls_is_new_each_time_and_locked():
    one, other = issue(OURS, now=NOW), issue(OURS, now=NOW)
    assert one.certificate != other.certificate
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in one.pem()
    assert one.until == NOW + LIFE
    assert anchor(OURS.public, now=NOW) != anchor(OTHER.public, now=NOW)


class Secured(ThreadedWSGIServer):
    """As gunicorn does it at the door for partners: a context for each line, its certificate with each request."""

    def get_request(self):
        line, address = super().get_request()
        line.settimeout(10)
        return context_now().wrap_socket(line, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        """A line that was refused is no noise."""


class Handler(WSGIRequestHandler):
    def get_environ(self):
        return {**super().get_environ(), ISSUER: issuer_shown(self.connection)}

    def log_message(self, *said):
        """Nothing."""


@contextmanager
def open_door(settings):
    server = Secured(("127.0.0.1", 0), Handler)
    server.set_app(WSGIHandler())

    def serve() -> None:
        server.serve_forever(poll_interval=0.05)
        connections.close_all()  # of this thread, which asked whom to believe

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.EXCHANGE_URL = f"https://127.0.0.1:{server.server_port}"
    yield settings.EXCHANGE_URL
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def address(stage, settings):
    with open_door(settings) as where:
        yield where


def ours() -> list:
    return [node_keys().signing.public]


def test_a_partner_brings_a_message_over_its_own_line(stage, address):
    with Courier(address, stage.played.signing, ours()) as courier:
        (line,) = courier.deliver([stage.seal(stage.true())])
    assert not line.startswith("!")
    with acting_as(system("test")):
        assert Message.objects.filter(outgoing=False, state="accepted").count() == 1


def test_a_node_that_is_not_the_partner_is_not_spoken_to(stage, address):
    with Courier(address, stage.played.signing, [OTHER.public]) as courier, pytest.raises(Undeliverable) as error:
        courier.deliver([stage.seal(stage.true())])
    assert error.value.details["why"] == "certificate_refused"


def test_a_stranger_is_turned_away_before_it_says_anything(stage, address):
    with Courier(address, OTHER, ours()) as courier, pytest.raises(Undeliverable) as error:
        courier.deliver([b"x"])
    assert error.value.details["why"] == "certificate_refused"


def test_without_a_certificate_there_are_manifests_and_nothing_else(stage, address):
    class Bare(Courier):
        def _line(self, *, proven):
            return super()._line(proven=False)

    with Bare(address, stage.played.signing) as courier:
        assert courier.manifests() == list(node_keys().manifests)
        with pytest.raises(Undeliverable) as error:
            courier.deliver([stage.seal(stage.true())])
    assert error.value.details["why"] == "refused_401"


def test_a_request_over_the_line_of_another_partner_is_refused(stage, address):
    """Both are believed; what one signed must not come over a line that the other opened."""
    Peer.objects.create(
        node_id="ncb-third",
        agency=make_agency("ncb-third", AgencyKind.PEER, "THA"),
        base_url="http://127.0.0.1:9",
        root=OTHER.public.jwk(),
        manifest={**stage.peer.manifest, "node": "ncb-third", "signing": [entry(OTHER.public.jwk(), since=_ago())]},
        paired_at=NOW,
    )
    with Courier(address, OTHER, ours()) as courier:
        courier._line(proven=True)  # opened as the other
        courier.key = stage.played.signing
        with pytest.raises(Undeliverable) as error:
            courier.deliver([stage.seal(stage.true())])
    assert error.value.details["why"] == "refused_401"
    with acting_as(system("test")):
        assert not Message.objects.filter(outgoing=False).exists()


def _ago() -> str:
    return key_time(NOW - timedelta(days=1))


def test_new_keys_are_told_first_and_believed_after(stage, address):
    """The partner has rotated: its new certificate is unknown here until its manifest came."""
    fresh = SigningKey.generate()
    said = {key: value for key, value in stage.played.said().items() if key != "hash"}
    signing = [entry(fresh.public.jwk(), since=_ago()), *said["signing"]]
    second = sign_manifest(
        {**said, "number": 2, "prev": stage.peer.manifest["hash"], "signing": signing}, stage.played.root
    )
    assert read_manifest(second, stage.played.root.public, node=stage.played.node)["number"] == 2
    with Courier(address, fresh, ours()) as courier:
        with pytest.raises(Undeliverable):
            courier.deliver([stage.seal(stage.true())])
        assert courier.announce(stage.played.node, [second]) == 2
        assert len(courier.deliver([stage.seal(stage.true())])) == 1


def test_an_address_of_https_is_taken(committed_cast):
    played = PlayedNode.make("ncb-third", lambda _name, length: token_bytes(length), created=NOW)
    known = played.invite(name="Elsewhere", country="KHM", address="https://nodes.example:8443")
    assert accept_invite(committed_cast.administrator, invite=known).base_url == "https://nodes.example:8443"


def test_an_address_without_tls_is_not_taken_unless_it_is_this_machine(committed_cast, stage):
    known = stage.played.invite(name="Elsewhere", country="KHM", address="http://nodes.example:8000")
    with pytest.raises(PairingRefused) as error:
        accept_invite(committed_cast.administrator, invite=known)
    assert error.value.details["why"] == "address_without_tls"


def test_a_line_must_be_of_the_partner_that_signed(stage):
    kid = stage.played.signing.kid
    assert why_not(kid, stage.peer) == ""
    assert why_not("", stage.peer) == "certificate_absent"
    assert why_not("nobody", stage.peer) == "certificate_refused"
    other = Peer.objects.create(
        node_id="ncb-third",
        agency=make_agency("ncb-third", AgencyKind.PEER, "THA"),
        base_url="http://127.0.0.1:9",
        root=OTHER.public.jwk(),
        manifest={**stage.peer.manifest, "node": "ncb-third", "signing": []},
        paired_at=NOW,
    )
    assert why_not(kid, other) == "certificate_of_another"
    assert issuer_shown(object()) == ""


__all__ = ["stage"]
