"""Certificates of TLS: short-lived, each issued by a signing key that the other side knows from a manifest.

No other authority is asked, and nothing else has to be exchanged, rotated or revoked: a certificate is believed
exactly as long as the key that issued it. The key of TLS itself is made anew each time and lies on no disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pulang.crypto.jose import b64url
from pulang.crypto.randomness import RandomBytes, system_random
from pulang.crypto.signing_keys import Signs, VerifyKey

LIFE, BEFORE = timedelta(hours=24), timedelta(hours=1)
_ED25519 = bytes.fromhex("300506032b6570")  # AlgorithmIdentifier of RFC 8410
_ISSUED = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the root's manifest")])
_SHOWN = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a node of nx/1")])


@dataclass(frozen=True)
class TlsIdentity:
    """What a side of TLS shows: its certificate and the private key for it, encrypted by a password of its own."""

    certificate: bytes  # DER
    key_pem: bytes
    password: str
    until: datetime

    def pem(self) -> bytes:
        """As a file of a TLS library holds both."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(Encoding.PEM) + self.key_pem


def issue(key: Signs, *, now: datetime, random: RandomBytes = system_random) -> TlsIdentity:
    """A fresh key of TLS with a certificate by the node's signing key. Raises TokenRefused."""
    private = ec.generate_private_key(ec.SECP256R1())
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    builder = (
        _begun(now)
        .subject_name(_SHOWN)
        .issuer_name(_named(key.public))
        .public_key(private.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
    )
    unsigned = builder.sign(Ed25519PrivateKey.generate(), None).tbs_certificate_bytes
    password = b64url(random(24))
    locked = BestAvailableEncryption(password.encode())
    return TlsIdentity(
        certificate=_sequence(unsigned + _ED25519 + b"\x03\x41\x00" + key.sign(unsigned)),
        key_pem=private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked),
        password=password,
        until=now + LIFE,
    )


def anchor(key: VerifyKey, *, now: datetime) -> bytes:
    """The key as what a TLS library trusts (DER); its own signature means nothing, and no library looks at it."""
    builder = (
        _begun(now)
        .subject_name(_named(key))
        .issuer_name(_ISSUED)
        .public_key(Ed25519PublicKey.from_public_bytes(key.raw))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    return builder.sign(Ed25519PrivateKey.generate(), None).public_bytes(Encoding.DER)


def issuer_of(certificate: bytes) -> str:
    """The id of the key that issued a certificate which a TLS library has verified (DER). Raises ValueError."""
    (name,) = x509.load_der_x509_certificate(certificate).issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(name.value)


def _begun(now: datetime) -> x509.CertificateBuilder:
    serial = x509.random_serial_number()
    return x509.CertificateBuilder(serial_number=serial, not_valid_before=now - BEFORE, not_valid_after=now + LIFE)


def _named(key: VerifyKey) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, key.kid)])


def _sequence(content: bytes) -> bytes:
    """DER: content of 256 to 65,535 bytes, as a certificate has."""
    return b"\x30\x82" + len(content).to_bytes(2, "big") + content
