"""A certificate of TLS says which key issued it, for how long, and is signed by that key."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, SignatureAlgorithmOID

from pulang.crypto.certificates import anchor, issue, issuer_of
from pulang.crypto.signing_keys import SigningKey

NOW, KEY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC), SigningKey(bytes(range(32)))


def named(name: x509.Name) -> str:
    (found,) = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found.value)


def test_a_certificate_is_signed_by_the_key_that_it_names() -> None:
    made = issue(KEY, now=NOW)
    read = x509.load_der_x509_certificate(made.certificate)
    assert named(read.issuer) == KEY.kid == issuer_of(made.certificate)
    assert read.signature_algorithm_oid == SignatureAlgorithmOID.ED25519
    Ed25519PublicKey.from_public_bytes(KEY.public.raw).verify(read.signature, read.tbs_certificate_bytes)


def test_it_holds_for_a_day_and_vouches_for_nobody_else() -> None:
    made = issue(KEY, now=NOW)
    read = x509.load_der_x509_certificate(made.certificate)
    assert read.not_valid_before_utc == NOW - timedelta(hours=1)
    assert read.not_valid_after_utc == made.until == NOW + timedelta(hours=24)
    limits = read.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (limits.value.ca, limits.critical) == (False, True)
    usage = read.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert set(usage) == {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH}


def test_its_key_is_a_fresh_one_of_p_256_under_the_password() -> None:
    made, other = issue(KEY, now=NOW), issue(KEY, now=NOW)
    private = load_pem_private_key(made.key_pem, made.password.encode())
    public = x509.load_der_x509_certificate(made.certificate).public_key()
    assert isinstance(public, EllipticCurvePublicKey)
    assert isinstance(public.curve, SECP256R1)
    assert private.public_key() == public
    assert made.password != other.password
    assert len(made.password) == 32
    assert made.pem().endswith(made.key_pem)
    assert x509.load_pem_x509_certificate(made.pem()) == x509.load_der_x509_certificate(made.certificate)


def test_an_anchor_holds_the_key_under_its_name_and_may_issue_only_leaves() -> None:
    read = x509.load_der_x509_certificate(anchor(KEY.public, now=NOW))
    public = read.public_key()
    assert isinstance(public, Ed25519PublicKey)
    assert public.public_bytes_raw() == KEY.public.raw
    assert named(read.subject) == KEY.kid
    limits = read.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (limits.value.ca, limits.value.path_length, limits.critical) == (True, 0, True)
