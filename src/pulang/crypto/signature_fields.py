"""Header fields of HTTP message signatures (RFC 9421) and content digests (RFC 9530), read strictly.

Only one label, one signature and one digest per message; what a lenient parser would mend is refused.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from pulang.crypto.errors import SignatureRefused

LABEL = "nx1"

_INPUT = re.compile(
    rf'{LABEL}=(\((?P<components>[^()]*)\)(?P<parameters>(?:;[a-z]+=(?:"[\w-]+"|[0-9]{{1,12}}))+))', re.ASCII
)
_PARAMETER = re.compile(r';([a-z]+)=(?:"([\w-]+)"|([0-9]+))', re.ASCII)
_SIGNATURE = re.compile(rf"{LABEL}=:([A-Za-z0-9+/]{{86}}==):")


class Signer(NamedTuple):
    keyid: str
    nonce: str
    created: int


def content_digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signature_base(values: Mapping[str, str], parameters: str) -> bytes:
    """The octets that are signed (RFC 9421, 2.5): component identifiers with values, then the parameters."""
    lines = [f"{component}: {value}" for component, value in values.items()]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def signature_params(components: Collection[str], signer: Signer) -> str:
    """Value of ``@signature-params`` for these components."""
    listed = " ".join(components)
    return f'({listed});created={signer.created};nonce="{signer.nonce}";keyid="{signer.keyid}";tag="{LABEL}"'


def read_signature_input(text: str, components: Collection[str]) -> tuple[str, Signer]:
    """``@signature-params`` as received, and its parameters; refused unless it covers ``components``."""
    match = _INPUT.fullmatch(text)
    if match is None:
        raise SignatureRefused("malformed", header="signature-input")
    if match["components"].split(" ") != list(components):
        raise SignatureRefused("components_not_expected")
    found = _PARAMETER.findall(match["parameters"])
    words = {name: word for name, word, _ in found if word}
    numbers = {name: int(number) for name, _, number in found if number}
    expected = len(found) == 4 and words.keys() == {"nonce", "keyid", "tag"} and numbers.keys() == {"created"}
    if not expected or words["tag"] != LABEL:
        raise SignatureRefused("parameters_not_expected")
    return match[1], Signer(words["keyid"], words["nonce"], numbers["created"])


def read_signature(text: str) -> bytes:
    """The 64 bytes of a ``Signature`` field; a second spelling of the same bytes is refused."""
    match = _SIGNATURE.fullmatch(text)
    signature = base64.b64decode(match[1]) if match else b""
    if write_signature(signature) != text:
        raise SignatureRefused("malformed", header="signature")
    return signature


def write_signature(signature: bytes) -> str:
    return f"{LABEL}=:{base64.b64encode(signature).decode()}:"


def header(headers: Mapping[str, str], name: str) -> str:
    found = [value.strip() for key, value in headers.items() if key.lower() == name]
    if not found:
        raise SignatureRefused("signature_absent", header=name)
    if len(found) > 1:
        raise SignatureRefused("malformed", header=name)
    return found[0]
