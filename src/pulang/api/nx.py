"""The inbox for peers: `POST /nx/1/in` takes a batch, `PUT /nx/1/in/{id}` one, `GET /nx/1/out` fills a gap."""

import functools
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pulang.crypto.errors import CryptoRefusal, TokenRefused
from pulang.crypto.httpsig import verify_request
from pulang.exchange.delivery.later import fetched_receipts, receipts_for, take_receipts
from pulang.exchange.errors import PeerUnknown, Refused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.announcing import MANIFESTS_LIMIT, take_manifests
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Peer
from pulang.exchange.partners.door import ISSUER, why_not
from pulang.exchange.partners.links import note_clock, peer_keys, peer_of_key, sent_after, use_nonce
from pulang.exchange.partners.pairing import signing_keys

BODY_LIMIT = 16 * 1024 * 1024
BATCH_LIMIT = 256
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PeerView = Callable[Concatenate[HttpRequest, Peer, P], HttpResponse]


def for_peers(view: View[P], *methods: str) -> View[P]:
    """A door without cookies: what comes in proves itself by its signature."""
    door: View[P] = csrf_exempt(require_http_methods(list(methods))(view))
    door.declared = "peer"  # type: ignore[attr-defined]  # read by `web.checks`; a function has no such field
    return door


def peer_door(*methods: str) -> Callable[[PeerView[P]], View[P]]:
    """The view gets the paired node that signed the request; anybody else is turned away."""

    def decorate(view: PeerView[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            peer = _peer(request)
            if isinstance(peer, HttpResponse):
                return peer
            try:
                return view(request, peer, *args, **kwargs)
            except Refused as error:
                return refuse(422, error.code)
            except TokenRefused:  # our own keys do not answer: nothing was kept, and it may be sent again
                return refuse(503, "unavailable")

        return for_peers(guarded, *methods)

    return decorate


@peer_door("GET", "POST")
def take_batch(request: HttpRequest, peer: Peer) -> HttpResponse:
    """Sealed messages, one a line; the answer has a line for each: a signed receipt, or `!code`.

    A `GET` is answered by the highest number that was taken of the asker, which a restored node must go above.
    """
    if request.method == "GET":
        return HttpResponse(str(peer.seen_seq), content_type="text/plain")
    tokens = [line for line in request.body.split(b"\n") if line]
    if not tokens or len(tokens) > BATCH_LIMIT:
        return refuse(413 if tokens else 422, "batch_size")
    lines = [answer.receipt or f"!{answer.code}" for answer in receive(peer, tokens)]
    return HttpResponse("\n".join(lines), content_type="application/jose")


@peer_door("PUT")
def take_one(request: HttpRequest, peer: Peer, message_id: UUID) -> HttpResponse:
    """One sealed message under its id. The same again gives the same receipt."""
    (answer,) = receive(peer, [request.body], expected=message_id)
    if not answer.receipt:
        return refuse(422, answer.code)
    return HttpResponse(answer.receipt, content_type="application/jose")


@peer_door("GET")
def send_again(request: HttpRequest, peer: Peer) -> HttpResponse:
    """What this node sent to the asking peer with a number above `after`, at most a batch."""
    tokens = sent_after(peer, number_of(request, "after"), limit=BATCH_LIMIT)
    return HttpResponse(b"\n".join(tokens), content_type="application/jose")


@peer_door("GET", "POST")
def later_receipts(request: HttpRequest, peer: Peer) -> HttpResponse:
    """Receipts of what this node sent, one a line, with `ok` or `!code` for each; those that wait for who asks."""
    if request.method == "GET":
        return HttpResponse("\n".join(receipts_for(peer)), content_type="application/jose")
    tokens = [line for line in request.body.decode("ascii", "replace").split("\n") if line]
    if not tokens or len(tokens) > BATCH_LIMIT:
        return refuse(413 if tokens else 422, "batch_size")
    return HttpResponse("\n".join(take_receipts(peer, tokens, signing_keys(peer))), content_type="text/plain")


@peer_door("POST")
def receipts_fetched(request: HttpRequest, peer: Peer) -> HttpResponse:
    """Hashes of receipts that the peer has fetched, one a line: they wait for it no longer."""
    hashes = request.body.decode("ascii", "replace").split()
    if not hashes or len(hashes) > BATCH_LIMIT:
        return refuse(413 if hashes else 422, "batch_size")
    return HttpResponse(str(fetched_receipts(peer, frozenset(hashes))), content_type="text/plain")


def _manifest(request: HttpRequest) -> HttpResponse:
    """Statements of keys: ours for whoever asks, and those of a paired node, which its root's signature proves."""
    if request.method == "GET":
        return HttpResponse("\n".join(node_keys().manifests), content_type="application/jose")
    if len(request.body) > MANIFESTS_LIMIT:
        return refuse(413, "too_large")
    try:
        held = take_manifests(request.GET.get("node", ""), request.body.decode("ascii", "replace").split())
    except CryptoRefusal as error:
        return refuse(422, error.code)
    return HttpResponse(str(held), content_type="text/plain")


manifest = for_peers(_manifest, "GET", "PUT")


def number_of(request: HttpRequest, name: str, default: int | None = None) -> int:
    """A number of the query. Raises Refused(<name>_malformed)."""
    text = request.GET.get(name, "" if default is None else str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refused(f"{name}_malformed")
    return int(text)


def _peer(request: HttpRequest) -> Peer | HttpResponse:
    """The paired node that signed this request, or the refusal. A nonce serves once."""
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdigit()) or int(length[:12]) > BODY_LIMIT:
        return refuse(413, "too_large")
    target = (settings.EXCHANGE_URL or settings.BASE_URL).rstrip("/") + request.get_full_path()
    try:
        signer = verify_request(
            request.headers,
            method=request.method or "",
            target=target,
            body=request.body,
            keys=peer_keys(),
            now=int(time.time()),
        )
    except CryptoRefusal as error:
        return refuse(401, error.code)
    try:
        with transaction.atomic():
            use_nonce(signer.keyid, signer.nonce)
    except IntegrityError:
        return refuse(401, "nonce_used")
    try:
        peer = peer_of_key(signer.keyid)
    except PeerUnknown:
        return refuse(401, "key_unknown")
    if ISSUER in request.META and (code := why_not(request.META[ISSUER], peer)):
        return refuse(401, code)
    note_clock(peer, signer.created - time.time())
    return peer


def refuse(status: int, code: str) -> HttpResponse:
    return HttpResponse(f"!{code}", status=status, content_type="text/plain")
