"""The inbox for peers: `POST /nx/1/in` takes a batch, `PUT /nx/1/in/{id}` one, `GET /nx/1/out` fills a gap."""

import time
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pulang.crypto.errors import CryptoRefusal
from pulang.crypto.httpsig import verify_request
from pulang.exchange.announcing import MANIFESTS_LIMIT, take_manifests
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.inbox import receive
from pulang.exchange.later import take_receipts
from pulang.exchange.links import peer_keys, peer_of_key, sent_after, use_nonce
from pulang.exchange.models import Peer
from pulang.exchange.node_keys import node_keys
from pulang.exchange.pairing import signing_keys

BODY_LIMIT = 16 * 1024 * 1024
BATCH_LIMIT = 256


@csrf_exempt
@require_http_methods(["POST"])
def take_batch(request: HttpRequest) -> HttpResponse:
    """Sealed messages, one a line; the answer has a line for each: a signed receipt, or `!code`."""
    peer_or_refusal = _peer(request)
    if isinstance(peer_or_refusal, HttpResponse):
        return peer_or_refusal
    tokens = [line for line in request.body.split(b"\n") if line]
    if not tokens or len(tokens) > BATCH_LIMIT:
        return _refuse(413 if tokens else 422, "batch_size")
    answers = receive(peer_or_refusal, tokens)
    lines = [answer.receipt or f"!{answer.code}" for answer in answers]
    return HttpResponse("\n".join(lines), content_type="application/jose")


@csrf_exempt
@require_http_methods(["PUT"])
def take_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One sealed message under its id. The same again gives the same receipt."""
    peer_or_refusal = _peer(request)
    if isinstance(peer_or_refusal, HttpResponse):
        return peer_or_refusal
    (answer,) = receive(peer_or_refusal, [request.body], expected=message_id)
    if not answer.receipt:
        return _refuse(422, answer.code)
    return HttpResponse(answer.receipt, content_type="application/jose")


@require_http_methods(["GET"])
def send_again(request: HttpRequest) -> HttpResponse:
    """What this node sent to the asking peer with a number above `after`, at most a batch."""
    peer_or_refusal = _peer(request)
    if isinstance(peer_or_refusal, HttpResponse):
        return peer_or_refusal
    after = request.GET.get("after", "")
    if not after.isascii() or not after.isdigit() or len(after) > 15:
        return _refuse(422, "after_malformed")
    tokens = sent_after(peer_or_refusal, int(after), limit=BATCH_LIMIT)
    return HttpResponse(b"\n".join(tokens), content_type="application/jose")


@csrf_exempt
@require_http_methods(["POST"])
def take_later_receipts(request: HttpRequest) -> HttpResponse:
    """Receipts of what this node sent, one a line; the answer has `ok` or `!code` for each."""
    peer_or_refusal = _peer(request)
    if isinstance(peer_or_refusal, HttpResponse):
        return peer_or_refusal
    tokens = [line for line in request.body.decode("ascii", "replace").split("\n") if line]
    if not tokens or len(tokens) > BATCH_LIMIT:
        return _refuse(413 if tokens else 422, "batch_size")
    lines = take_receipts(peer_or_refusal, tokens, signing_keys(peer_or_refusal))
    return HttpResponse("\n".join(lines), content_type="text/plain")


take_later_receipts.declared = "peer"  # type: ignore[attr-defined]


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def manifest(request: HttpRequest) -> HttpResponse:
    """Statements of keys: ours for whoever asks, and those of a paired node, which its root's signature proves."""
    if request.method == "GET":
        return HttpResponse("\n".join(node_keys().manifests), content_type="application/jose")
    if len(request.body) > MANIFESTS_LIMIT:
        return _refuse(413, "too_large")
    try:
        held = take_manifests(request.GET.get("node", ""), request.body.decode("ascii", "replace").split())
    except CryptoRefusal as error:
        return _refuse(422, error.code)
    return HttpResponse(str(held), content_type="text/plain")


manifest.declared = "peer"  # type: ignore[attr-defined]
take_batch.declared = take_one.declared = send_again.declared = "peer"  # type: ignore[attr-defined]


def _peer(request: HttpRequest) -> Peer | HttpResponse:
    """The paired node that signed this request, or the refusal. A nonce serves once."""
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdigit()) or int(length[:12]) > BODY_LIMIT:
        return _refuse(413, "too_large")
    target = settings.BASE_URL.rstrip("/") + request.get_full_path()
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
        return _refuse(401, error.code)
    try:
        with transaction.atomic():
            use_nonce(signer.keyid, signer.nonce)
    except IntegrityError:
        return _refuse(401, "nonce_used")
    try:
        return peer_of_key(signer.keyid)
    except PeerUnknown:
        return _refuse(401, "key_unknown")


def _refuse(status: int, code: str) -> HttpResponse:
    return HttpResponse(f"!{code}", status=status, content_type="text/plain")
