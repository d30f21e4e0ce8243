"""The door at which partners knock over TLS: whom it believes now, what it shows, whose certificate was shown."""

import ssl
from datetime import UTC, datetime
from functools import lru_cache

from django.db import close_old_connections

from pulang.crypto.certificates import LIFE, TlsIdentity, issue, issuer_of
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Peer
from pulang.exchange.partners.links import peer_keys, peer_of_key
from pulang.exchange.transport.tls import called

ISSUER = "pulang.certificate_by"  # in the environment of a request: the id of a key, empty where none was shown


def context_now() -> ssl.SSLContext:
    """For one connection. Raises TokenRefused."""
    close_old_connections()
    try:
        keys, now = node_keys(), datetime.now(UTC)
        return called(
            _shown(keys.signing.kid, int(now.timestamp() // (LIFE.total_seconds() / 2))), peer_keys().values()
        )
    finally:
        close_old_connections()


def issuer_shown(line: object) -> str:
    """The id of the key that issued the caller's certificate, which TLS has verified; empty where it has none."""
    certificate = line.getpeercert(binary_form=True) if isinstance(line, ssl.SSLSocket) else None
    return issuer_of(certificate) if certificate else ""


def why_not(issuer: str, peer: Peer) -> str:
    """Empty where a request that `peer` signed came over a line that is its own, else a code."""
    if not issuer:
        return "certificate_absent"
    try:
        return "" if peer_of_key(issuer) == peer else "certificate_of_another"
    except PeerUnknown:
        return "certificate_refused"  # its key was revoked while the line was open


@lru_cache(maxsize=2)
def _shown(kid: str, half_life: int) -> TlsIdentity:
    """One for half the life of a certificate, so that none that is shown is about to end."""
    return issue(node_keys().signing, now=datetime.now(UTC))
