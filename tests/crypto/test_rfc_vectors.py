"""The published examples of JOSE: our library reads each as its RFC says, and our door takes none of those methods.

RFC 7520 has no Ed25519 and no X25519; its tokens are true ones of methods that NX/1 does not allow. They are read
from the second implementation, which carries them.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import jwcrypto
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from joserfc import jwe, jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.envelope import open_for
from pulang.crypto.errors import EnvelopeRefused, SignatureRefused
from pulang.crypto.jose import b64url, from_b64url
from pulang.crypto.signing import verify_jws
from pulang.crypto.signing_keys import SigningKey


def _cookbook() -> ModuleType:
    path = Path(jwcrypto.__file__).parent / "tests-cookbook.py"
    spec = importlib.util.spec_from_file_location("cookbook", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BOOK = _cookbook()
SIGNED = {
    "4.1 RS256": (BOOK.JWS_compact_4_1_3, RSAKey, BOOK.RSA_Public_Key_3_3, "RS256"),
    "4.2 PS384": (BOOK.JWS_compact_4_2_3, RSAKey, BOOK.RSA_Public_Key_3_3, "PS384"),
    "4.3 ES512": (BOOK.JWS_compact_4_3_3, ECKey, BOOK.EC_Public_Key_3_1, "ES512"),
    "4.4 HS256": (BOOK.JWS_compact_4_4_3, OctKey, BOOK.Symmetric_Key_MAC_3_5, "HS256"),
}
SEALED = {
    "5.2 RSA-OAEP": (BOOK.JWE_compact_5_2_5, RSAKey, BOOK.RSA_key_5_2_1, ("RSA-OAEP", "A256GCM")),
    "5.4 ECDH-ES+A128KW": (BOOK.JWE_compact_5_4_5, ECKey, BOOK.EC_key_5_4_1, ("ECDH-ES+A128KW", "A128GCM")),
    "5.5 ECDH-ES": (BOOK.JWE_compact_5_5_5, ECKey, BOOK.EC_key_5_5_1, ("ECDH-ES", "A128CBC-HS256")),
    "5.6 dir": (BOOK.JWE_compact_5_6_4, OctKey, BOOK.AES_key_5_6_1, ("dir", "A128GCM")),
    "5.7 A256GCMKW": (BOOK.JWE_compact_5_7_5, OctKey, BOOK.AES_key_5_7_1, ("A256GCMKW", "A128CBC-HS256")),
    "5.8 A128KW": (BOOK.JWE_compact_5_8_5, OctKey, BOOK.AES_key_5_8_1, ("A128KW", "A128GCM")),
}


def compact(token: str) -> str:
    return "".join(token.split())


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_of_rfc_7520_is_true_and_not_allowed(name: str) -> None:
    token, kind, key, method = SIGNED[name]
    read = jws.deserialize_compact(compact(token), kind.import_key(dict(key)), algorithms=[method])
    assert read.payload == from_b64url(BOOK.Payload_plaintext_b64_4)
    ours = SigningKey.generate().public
    with pytest.raises(SignatureRefused) as refused:
        verify_jws(compact(token).encode(), {ours.kid: ours}, typ="nx1+jws")
    assert refused.value.code == "algorithm_not_allowed"


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_token_of_rfc_7520_is_true_and_not_allowed(name: str) -> None:
    token, kind, key, methods = SEALED[name]
    read = jwe.decrypt_compact(compact(token), kind.import_key(dict(key)), algorithms=list(methods))
    assert read.plaintext == BOOK.Payload_plaintext_5
    with pytest.raises(EnvelopeRefused) as refused:
        open_for(compact(token).encode(), my_keys_by_kid={}, sender_keys_by_kid={})
    assert refused.value.code in ("algorithm_not_allowed", "header_not_understood")


def test_a_compressed_token_of_rfc_7520_is_refused_as_that() -> None:
    with pytest.raises(EnvelopeRefused) as refused:
        open_for(compact(BOOK.JWE_compact_5_9_5).encode(), my_keys_by_kid={}, sender_keys_by_kid={})
    assert refused.value.code == "compression_refused"


def test_the_agreement_of_rfc_8037_gives_its_secret_both_ways() -> None:
    """Appendix A.6: X25519, as the keys that open envelopes of S1 agree."""
    bob = {"kty": "OKP", "crv": "X25519", "x": "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}
    ephemeral = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    mine = X25519PrivateKey.from_private_bytes(ephemeral)
    assert b64url(mine.public_key().public_bytes_raw()) == "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"
    theirs = X25519PublicKey.from_public_bytes(from_b64url(bob["x"]))
    secret = mine.exchange(theirs)
    assert secret.hex() == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    private = {**bob, "x": b64url(mine.public_key().public_bytes_raw()), "d": b64url(ephemeral)}
    assert OKPKey.import_key(private).exchange_derive_key(OKPKey.import_key(bob)) == secret
    assert DecryptionKey.from_jwk(private).public.jwk()["x"] == private["x"]
