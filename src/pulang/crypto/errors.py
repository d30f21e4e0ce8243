"""What the crypto layer refuses: a ``code`` and named details, never plaintext or a key."""

from __future__ import annotations

from pulang.lib.errors import Unavailable


class TokenRefused(Unavailable):
    """The token with keys of this node does not do what is asked; it may when somebody has seen to it.

    Codes: `token_not_configured`, `token_module_missing`, `token_absent`, `token_pin_missing`, `token_pin_wrong`,
    `token_pin_locked`, `token_key_missing`, `token_lost` (it was there and answers no more), `token_cannot`.
    """

    code = "token_lost"


class CryptoRefusal(Exception):
    """Base of all refusals of this layer; ``code`` is stable and machine-readable."""

    code = "crypto_refused"

    def __init__(self, code: str | None = None, **details: str | int) -> None:
        if code is not None:
            self.code = code
        self.details = details
        super().__init__(", ".join([self.code, *(f"{name}={value}" for name, value in details.items())]))


class KeyFileRefused(CryptoRefusal):
    """A key file cannot be used: absent, malformed, readable by others, or its passphrase is wrong."""

    code = "key_file_refused"


class KeyMissing(CryptoRefusal):
    """The key that a header names is not held here."""

    code = "key_missing"


class SealBroken(CryptoRefusal):
    """A sealed value was altered, moved to another place, or sealed with another key."""

    code = "seal_broken"


class SignatureRefused(CryptoRefusal):
    """A signature is absent, malformed, made with a method we do not allow, or wrong."""

    code = "signature_refused"


class EnvelopeRefused(CryptoRefusal):
    """An encrypted envelope is malformed, too large, made with a method we do not allow, or altered."""

    code = "envelope_refused"
