"""A PKCS#11 token: a smart card, a USB token or a hardware security module. Keys made in it never leave it.

Two kinds of keys are made: Ed25519 to sign, and AES-256 to close key files. Each has an id of 16 random bytes. One
session serves all threads of a process, one after another; a process that was forked off, and one whose token was
pulled out and put back, opens another by itself. A PIN that was wrong is not tried a second time: a token locks
itself after a few.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from pulang.crypto.errors import SealBroken, TokenRefused
from pulang.crypto.randomness import RandomBytes, system_random
from pulang.crypto.signing_keys import VerifyKey

if TYPE_CHECKING:
    from pkcs11 import Session

_ID_BYTES = 16
T = TypeVar("T")


@dataclass(frozen=True)
class TokenPlace:
    """Where the token is: the vendor's library, the token's label, and its PIN, which no text form shows."""

    module: str
    label: str
    pin: str = field(repr=False)


class Token:
    """Opened when it is first needed. All that it does raises TokenRefused with one of its codes."""

    def __init__(self, place: TokenPlace) -> None:
        self._place = place
        self._guard = threading.RLock()
        self._session: Session | None = None
        self._pid = 0
        self._keys: dict[bytes, Any] = {}
        self._refused = ""  # the code for a PIN that was refused
        self.serial = ""

    @property
    def label(self) -> str:
        return self._place.label

    def open(self) -> None:
        """See whether it is there and takes the PIN."""
        self._asked(lambda session: list(session.get_objects()))

    def make_signing_key(self, random: RandomBytes = system_random) -> TokenSigningKey:
        """A new Ed25519 key in the token."""
        key_id = random(_ID_BYTES)
        public = self._asked(lambda session: bytes(_calls().make_signing_key(session, key_id)))
        return TokenSigningKey(lambda: self, key_id, VerifyKey(public))

    def make_wrapping_key(self, random: RandomBytes = system_random) -> bytes:
        """A new AES key in the token; returns its id."""
        key_id = random(_ID_BYTES)
        self._asked(lambda session: _calls().make_wrapping_key(session, key_id))
        return key_id

    def sign(self, key_id: bytes, message: bytes) -> bytes:
        """64 bytes."""
        return self._asked(lambda session: bytes(_calls().sign(self._signing(session, key_id), message)))

    def encrypt(self, key_id: bytes, content: bytes, *, nonce: bytes, bound: bytes) -> bytes:
        """AES-256-GCM: ciphertext and tag."""
        return self._asked(
            lambda session: bytes(_calls().encrypt(self._wrapping(session, key_id), content, nonce, bound))
        )

    def decrypt(self, key_id: bytes, sealed: bytes, *, nonce: bytes, bound: bytes) -> bytes:
        """Raises SealBroken where it was altered; a token says no more of that than of any fault."""
        try:
            return self._asked(
                lambda session: bytes(_calls().decrypt(self._wrapping(session, key_id), sealed, nonce, bound))
            )
        except TokenRefused as error:
            if error.code != "token_lost":
                raise
            self.encrypt(key_id, b"", nonce=system_random(12), bound=b"")  # it answers, so what came is at fault
            raise SealBroken from None

    def delete(self, key_id: bytes) -> None:
        """Every key of this id; nothing where there is none."""
        self._asked(lambda session: _calls().delete(session, key_id))
        self._keys.pop(key_id, None)

    def _signing(self, session: Session, key_id: bytes) -> Any:
        if key_id not in self._keys:
            self._keys[key_id] = _calls().signing_key(session, key_id)
        return self._keys[key_id]

    def _wrapping(self, session: Session, key_id: bytes) -> Any:
        if key_id not in self._keys:
            self._keys[key_id] = _calls().wrapping_key(session, key_id)
        return self._keys[key_id]

    def _asked(self, do: Callable[[Session], T]) -> T:
        """Do it in the session; once more in a fresh one where that fails: the token may have been put back."""
        calls = _calls()
        with self._guard:
            if self._session is not None and self._pid == os.getpid():
                try:
                    return do(self._session)
                except calls.Fault:
                    pass  # said below, if it is still so
            try:
                return do(self._fresh())
            except calls.Fault as fault:
                code = calls.code_of(fault, was_open=bool(self.serial))
                if code in ("token_pin_wrong", "token_pin_locked"):
                    self._refused = code
                raise TokenRefused(code, label=self.label) from None

    def _fresh(self) -> Session:
        if self._refused:
            raise TokenRefused(self._refused, label=self.label)
        if not self._place.pin:
            raise TokenRefused("token_pin_missing", label=self.label)
        self._session, self._pid = None, os.getpid()
        self._keys.clear()
        self._session, self.serial = _calls().session_at(self._place.module, self.label, self._place.pin)
        return self._session


class TokenSigningKey:
    """An Ed25519 key that lies in a token; signs as `signing_keys.SigningKey` does.

    `token` is asked for when it first signs: who only reads which key it is needs none.
    """

    def __init__(self, token: Callable[[], Token], key_id: bytes, public: VerifyKey) -> None:
        self._token, self.key_id, self.public = token, key_id, public
        self._proven = 0

    @property
    def kid(self) -> str:
        return self.public.kid

    def sign(self, message: bytes) -> bytes:
        signature = self._token().sign(self.key_id, message)
        if self._proven != os.getpid():
            # Another key under the same id would sign what nobody could believe.
            if not self.public.verifies(signature, message):
                raise TokenRefused("token_key_missing", label=self._token().label)
            self._proven = os.getpid()
        return signature

    def delete(self) -> None:
        """It signs no more."""
        self._token().delete(self.key_id)

    def __repr__(self) -> str:
        return f"TokenSigningKey(kid={self.kid!r})"


def _calls() -> ModuleType:
    """The library is an extra: a node without a token need not have it."""
    try:
        from pulang.crypto import cryptoki
    except ImportError:
        raise TokenRefused("token_module_missing", module="pulang[hsm]") from None
    return cryptoki
