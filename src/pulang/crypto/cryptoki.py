"""The calls of PKCS#11 that a token is used by. Only `token` imports this, and only once a token is needed."""

from __future__ import annotations

from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, Session
from pkcs11.mechanisms import GCMParams
from pkcs11.util.ec import encode_named_curve_parameters

from pulang.crypto.errors import TokenRefused

Fault = pkcs11.PKCS11Error
_ED25519 = "1.3.101.112"
_POINT = b"\x04\x20"  # the DER of a string of 32 bytes, in which most tokens put the public key
_TAG_BITS = 128
_STAYS = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
_ABSENT = (pkcs11.NoSuchToken, pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised, pkcs11.SlotIDInvalid)
_PIN_WRONG = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange)
_PIN_LOCKED = (pkcs11.PinLocked, pkcs11.PinExpired)
_CANNOT = (pkcs11.MechanismInvalid, pkcs11.FunctionNotSupported, pkcs11.MechanismParamInvalid)


def session_at(module: str, label: str, pin: str) -> tuple[Session, str]:
    """A session that may use the keys, and the token's serial number."""
    try:
        library = pkcs11.lib(module)
    except (Fault, RuntimeError, OSError):
        raise TokenRefused("token_module_missing", module=module) from None
    library.reinitialize()  # forgets what a parent process or a token that was pulled out left
    found = library.get_token(token_label=label)
    try:
        session = found.open(rw=True, user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        session = found.open(rw=True)
    return session, bytes(found.serial).decode("ascii", "replace").strip()


def code_of(fault: Fault, *, was_open: bool) -> str:
    """The code of TokenRefused for what the token said."""
    if isinstance(fault, pkcs11.NoSuchKey):
        return "token_key_missing"
    if isinstance(fault, _PIN_WRONG):
        return "token_pin_wrong"
    if isinstance(fault, _PIN_LOCKED):
        return "token_pin_locked"
    if isinstance(fault, _CANNOT):
        return "token_cannot"
    return "token_absent" if isinstance(fault, _ABSENT) and not was_open else "token_lost"


def make_signing_key(session: Session, key_id: bytes) -> bytes:
    """A new Ed25519 key; returns the public one."""
    curve = {Attribute.EC_PARAMS: encode_named_curve_parameters(_ED25519)}
    public, _private = session.create_domain_parameters(KeyType.EC_EDWARDS, curve, local=True).generate_keypair(
        mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
        id=key_id,
        label="pulang signing",
        store=True,
        private_template=_STAYS,
    )
    return bytes(public[Attribute.EC_POINT]).removeprefix(_POINT)


def make_wrapping_key(session: Session, key_id: bytes) -> None:
    """A new AES key."""
    session.generate_key(KeyType.AES, 256, id=key_id, label="pulang wrapping", store=True, template=_STAYS)


def signing_key(session: Session, key_id: bytes) -> Any:
    return session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=key_id)


def wrapping_key(session: Session, key_id: bytes) -> Any:
    return session.get_key(object_class=ObjectClass.SECRET_KEY, id=key_id)


def sign(key: Any, message: bytes) -> bytes:
    return bytes(key.sign(message, mechanism=Mechanism.EDDSA))


def encrypt(key: Any, content: bytes, nonce: bytes, bound: bytes) -> bytes:
    how = GCMParams(nonce, bound, _TAG_BITS)
    return bytes(key.encrypt(content, mechanism=Mechanism.AES_GCM, mechanism_param=how))


def decrypt(key: Any, sealed: bytes, nonce: bytes, bound: bytes) -> bytes:
    how = GCMParams(nonce, bound, _TAG_BITS)
    return bytes(key.decrypt(sealed, mechanism=Mechanism.AES_GCM, mechanism_param=how))


def delete(session: Session, key_id: bytes) -> None:
    """Every object of this id."""
    for found in list(session.get_objects({Attribute.ID: key_id})):
        found.destroy()
