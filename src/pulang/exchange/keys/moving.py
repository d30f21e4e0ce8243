"""The keys of this node move into a token, out of it again, or come back from a safe when the token is lost."""

from pathlib import Path

from django.conf import settings

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.errors import KeyMissing, SealBroken, TokenRefused
from pulang.crypto.keyfile import lock_kind
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Lock, Passphrase
from pulang.crypto.randomness import system_random
from pulang.crypto.signing_keys import SigningKey
from pulang.crypto.token import Token
from pulang.crypto.token_lock import InToken
from pulang.db.keys import forget_ring, passphrase, ring_path, token
from pulang.exchange.errors import KeysRefused
from pulang.exchange.keys.node_keys import FILE, kept_decryptions, node_keys
from pulang.exchange.keys.places import place_of
from pulang.exchange.keys.rotation import revoke_key, rotate_keys
from pulang.lib.actor import Actor


@action(Permission.EXCHANGE_MANAGE)
def enter_token(actor: Actor, *, safe: Path, words: str, root: SigningKey | None = None) -> int:
    """The ring is closed by a key in the token; the key that signs is made there. Returns the manifest's number.

    First the ring is copied into `safe` under a passphrase: without that file, a token that breaks takes every
    case with it. Called again after a crash, it finishes. Raises TokenRefused, KeyFileRefused, KeysRefused
    (`ring_differs`: what lies there is a copy of other keys).
    """
    _check_root(root)
    held = token()
    held.open()
    if lock_kind(ring_path()) != InToken.kind:
        copy = Passphrase(words)
        if safe.exists():  # of a try before
            _copy_of_ours(safe, copy)
        else:
            _ring().copy_to(safe, copy)
        _close_by(InToken(held, _wrapping_key(held)))
        record(actor, Event.KEY_CHANGED, ring="token", why="assigned")
    if place_of(node_keys().signing) == "token":
        return node_keys().number
    return rotate_keys(actor, root=root, place="token")


@action(Permission.EXCHANGE_MANAGE)
def leave_token(actor: Actor, *, root: SigningKey | None = None) -> int:
    """The ring is closed by the node's passphrase, and the key that signs is a new one under it.

    Raises KeysRefused (`passphrase_needed`), TokenRefused.
    """
    _check_root(root)
    words, number = _node_words(), node_keys().number
    if place_of(node_keys().signing) == "token":
        number = rotate_keys(actor, root=root, place="file")
    if lock_kind(ring_path()) == InToken.kind:
        ring = _ring()
        wrapping = next(lock for lock in settings.KEYS_LOCKS if isinstance(lock, InToken))
        ring.close_by(words)
        forget_ring()
        wrapping.token.delete(wrapping.key)
        record(actor, Event.KEY_CHANGED, ring="passphrase", why="assigned")
    return number


@action(Permission.EXCHANGE_MANAGE)
def come_from_safe(actor: Actor, *, safe: Path, words: str) -> None:
    """The token is lost or broken: the ring comes back from its copy. `replace_lost_key` does the rest.

    Raises KeysRefused (`passphrase_needed`, `ring_differs`), KeyFileRefused.
    """
    copy = _copy_of_ours(safe, Passphrase(words))
    copy.put_in_place_of(ring_path(), _node_words())
    forget_ring()
    record(actor, Event.KEY_CHANGED, ring="from the safe", why="assigned")


@action(Permission.EXCHANGE_MANAGE)
def replace_lost_key(actor: Actor, *, root: SigningKey | None = None) -> int:
    """The key in the lost token is revoked; another signs. Returns the manifest's number."""
    _check_root(root)
    signing = node_keys().signing
    if place_of(signing) == "token":
        return revoke_key(actor, kid=signing.kid, root=root, place="file")
    return node_keys().number


def _copy_of_ours(safe: Path, lock: Lock) -> KeyRing:
    """The ring of the file, which opens what this node's keys are sealed by. Raises KeyFileRefused, KeysRefused."""
    copy = KeyRing.load(safe, locks=[lock])
    try:
        for kid, sealed in kept_decryptions(ring_path().parent / FILE):
            DecryptionKey.from_stored(copy, sealed, kid=kid)
    except (KeyMissing, SealBroken) as error:
        raise KeysRefused(why="ring_differs") from error
    return copy


def _check_root(root: SigningKey | None) -> None:
    """Before anything is changed."""
    held = node_keys()
    if root is None and held.root is None:
        raise KeysRefused(why="root_away")
    if root is not None and root.public != held.root_public:
        raise KeysRefused(why="root_differs")


def _node_words() -> Passphrase:
    words = passphrase()
    if words is None:
        raise KeysRefused(why="passphrase_needed")
    return words


def _ring() -> KeyRing:
    return KeyRing.load(ring_path(), locks=settings.KEYS_LOCKS)


def _close_by(lock: Lock) -> None:
    _ring().close_by(lock)
    forget_ring()


def _wrapping_key(held: Token) -> bytes:
    """A new one that was seen to open what it closes, before anything counts on it."""
    key, nonce, probe = held.make_wrapping_key(), system_random(12), system_random(32)
    if held.decrypt(key, held.encrypt(key, probe, nonce=nonce, bound=b""), nonce=nonce, bound=b"") != probe:
        raise TokenRefused("token_cannot", label=held.label)
    return key
