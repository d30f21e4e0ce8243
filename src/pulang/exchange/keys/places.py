"""Where the private keys of this node lie: in files, or in a token; and keys made in one of the two."""

import logging
from dataclasses import dataclass
from typing import Literal

from pulang.crypto.errors import TokenRefused
from pulang.crypto.keyfile import lock_kind
from pulang.crypto.randomness import system_random
from pulang.crypto.signing_keys import SigningKey
from pulang.crypto.token import TokenSigningKey
from pulang.db.keys import ring_path, token
from pulang.exchange.keys.node_keys import NodeKeys

Place = Literal["file", "token"]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeyPlaces:
    """`ring` closes all other files: open, scrypt or token. `fault` is why the token does not answer now."""

    ring: str
    signing: Place
    label: str = ""
    serial: str = ""
    fault: TokenRefused | None = None

    @property
    def uses_token(self) -> bool:
        return "token" in (self.ring, self.signing)


def places(keys: NodeKeys) -> KeyPlaces:
    """As it is now: a token is asked to sign something."""
    ring, signing = lock_kind(ring_path()), place_of(keys.signing)
    if "token" not in (ring, signing):
        return KeyPlaces(ring, signing)
    try:
        held = token()
        held.open()
        if signing == "token":
            keys.signing.sign(system_random(32))
    except TokenRefused as error:
        return KeyPlaces(ring, signing, fault=error)
    return KeyPlaces(ring, signing, held.label, held.serial)


def place_of(signing: SigningKey | TokenSigningKey) -> Place:
    return "token" if isinstance(signing, TokenSigningKey) else "file"


def fresh_signing_key(place: Place) -> SigningKey | TokenSigningKey:
    """Raises TokenRefused."""
    return token().make_signing_key() if place == "token" else SigningKey.generate()


def forget_signing_key(signing: SigningKey | TokenSigningKey) -> None:
    """What another has taken the place of signs no more. A token that is lost keeps it; nobody believes it then."""
    if isinstance(signing, TokenSigningKey):
        try:
            signing.delete()
        except TokenRefused as error:
            logger.warning("a key that has ended is still in the token: %s", error.code)
