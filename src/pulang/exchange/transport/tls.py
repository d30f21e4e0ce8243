"""Mutual TLS, pinned: each side shows a certificate by its node's signing key, and believes those of its partner's.

Trust comes from the manifests alone. A side whose newest manifest the other has not seen yet is not believed; it
tells its manifest first, over TLS that proves nothing, since the root's signature is in it.
"""

import ssl
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pulang.crypto.certificates import TlsIdentity, anchor, issue
from pulang.crypto.signing_keys import Signs, VerifyKey


def calling(key: Signs, believed: Iterable[VerifyKey]) -> ssl.SSLContext:
    """Of a node that speaks to a partner which signs by one of the keys `believed`. Raises TokenRefused."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_mode = ssl.CERT_REQUIRED
    _believe(context, believed)
    _show(context, issue(key, now=datetime.now(UTC)))
    return context


def calling_unproven() -> ssl.SSLContext:
    """For manifests, which prove themselves."""
    return _context(ssl.PROTOCOL_TLS_CLIENT)


def calling_anybody(key: Signs) -> ssl.SSLContext:
    """For the conformance kit, which trusts nobody: it shows who it plays, and believes whoever answers."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT)
    _show(context, issue(key, now=datetime.now(UTC)))
    return context


def called(shown: TlsIdentity, believed: Iterable[VerifyKey]) -> ssl.SSLContext:
    """Of the door for partners. Who shows no certificate is let in here, and gets manifests and nothing else."""
    context = _context(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_OPTIONAL
    _believe(context, believed)
    _show(context, shown)
    return context


def _context(protocol: int) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # a node is its key, whatever its address
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def _believe(context: ssl.SSLContext, keys: Iterable[VerifyKey]) -> None:
    # As text: of binary ones OpenSSL reads its end from the last error, which a PKCS#11 token may have left there.
    anchors = "".join(ssl.DER_cert_to_PEM_cert(anchor(key, now=datetime.now(UTC))) for key in keys)
    if anchors:
        context.load_verify_locations(cadata=anchors)


def _show(context: ssl.SSLContext, identity: TlsIdentity) -> None:
    """The library reads files only: what stands in this one for a moment opens by a password that is nowhere."""
    with tempfile.TemporaryDirectory(prefix="pulang-tls-") as folder:
        path = Path(folder) / "identity.pem"
        path.write_bytes(identity.pem())
        context.load_cert_chain(path, password=identity.password)
