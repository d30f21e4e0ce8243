"""Hostile tokens: endlessly many, each of which no node may accept. The same seed gives the same ones."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pulang.crypto.encryption_keys import RecipientKey
from pulang.crypto.envelope import encrypt_for
from pulang.crypto.jose import b64url
from pulang.crypto.signing import sign_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.exchange.conform.played import PlayedNode, as_bytes
from pulang.exchange.conform.refusals import with_header

TrueFields = Callable[[], dict[str, Any]]
REQUIRED = (
    *(("id",), ("type",), ("from",), ("to",), ("created",), ("expires",), ("thread",), ("lang",), ("body",)),
    *(("link",), ("link", "seq"), ("link", "prev"), ("handling",), ("handling", "purpose"), ("handling", "code")),
    *(("handling", "basis"), ("handling", "status"), ("officer",), ("officer", "author")),
)
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 0.5, 2**80, [], [[]], [{}], "", "\0", "\x7f" * 50, "A" * 100_000, "../../etc", "' OR 1=1 --"),
    *("<script>alert(1)</script>", "{{ 7 * 7 }}", "%s%n", "\u202e\u2066", "0000-00-00T00:00:00Z", {"$ref": "#"}),
)
HEADERS: tuple[dict[str, Any], ...] = (
    *({"alg": "none"}, {"alg": "dir"}, {"alg": "ECDH-ES"}, {"alg": "RSA1_5"}, {"alg": "A256KW"}, {"alg": None}),
    *({"alg": ["ECDH-ES+A256KW"]}, {"enc": "A128CBC-HS256"}, {"enc": None}, {"zip": "DEF"}, {"typ": "JWT"}),
    *({"kid": None}, {"kid": "../node"}, {"kid": 1}, {"kid": "x" * 500}, {"crit": ["exp"], "exp": 1}, {"crit": []}),
    *({"jku": "http://127.0.0.1:9/"}, {"x5u": "file:///etc/passwd"}, {"jwk": {"kty": "oct", "k": "AA"}}),
    *({"epk": {}}, {"epk": None}, {"epk": {"kty": "OKP", "crv": "X25519", "x": "A" * 43}}, {"p2c": 2**31}),
    *({"apu": "A" * 400}, {"b64": False}),
)


@dataclass
class Hostile:
    """What a paired partner that turned hostile, or somebody on the line, could send. `true` makes a true one."""

    played: PlayedNode
    recipient: RecipientKey
    true: TrueFields
    random: Random
    stranger: SigningKey = field(default_factory=SigningKey.generate)

    def tokens(self) -> Iterator[tuple[str, bytes]]:
        """The name of the attack, and the token."""
        attacks = (
            *(self.flipped, self.cut, self.other_header, self.mixed, self.noise, self.wrong_field, self.missing),
            *(self.raw_text, self.unsigned, self.by_a_stranger, self.for_a_third, self.future, self.no_envelope),
        )
        while True:
            attack = self.random.choice(attacks)
            yield attack.__name__, attack()

    def seal(self, text: bytes) -> bytes:
        return self.played.seal(text, self.recipient)

    def flipped(self) -> bytes:
        token = bytearray(self.seal(as_bytes(self.true())))
        token[self.random.randrange(len(token))] ^= 1 << self.random.randrange(8)
        return bytes(token).replace(b"\n", b"\x0b")

    def cut(self) -> bytes:
        token = self.seal(as_bytes(self.true()))
        return token[: self.random.randrange(1, len(token))]

    def other_header(self) -> bytes:
        token = self.seal(as_bytes(self.true())).decode()
        changed = token
        while changed == token:  # some say what stands there anyway
            changed = with_header(token, **self.random.choice(HEADERS))
        return changed.encode()

    def mixed(self) -> bytes:
        """Segments of two true tokens."""
        one, other = (self.seal(as_bytes(self.true())).split(b".") for _ in range(2))
        place = self.random.randrange(1, 5)  # headers of S2 are all the same
        return b".".join(other[n] if n == place else one[n] for n in range(5))

    def noise(self) -> bytes:
        alphabet = self.random.choice((b"eyJ.A_-=", bytes(set(range(256)) - {10})))
        return bytes(self.random.choices(alphabet, k=self.random.randrange(1, 400)))

    def wrong_field(self) -> bytes:
        """A true signature over a field of the wrong kind."""
        fields = copy.deepcopy(self.true())
        *way, last = self.random.choice(REQUIRED)
        inside = fields
        for name in way:
            inside = inside[name]
        inside[last] = self.random.choice([value for value in WRONG if not _could_be(last, value)])
        return self.seal(json.dumps(fields).encode())

    def missing(self) -> bytes:
        fields = dict(self.true())
        del fields[self.random.choice([way[0] for way in REQUIRED])]
        return self.seal(as_bytes(fields))

    def raw_text(self) -> bytes:
        """A true signature over what is no envelope, or no JSON, or too much of it."""
        text = as_bytes(self.true())
        return self.seal(
            self.random.choice(
                (
                    *(b"", b"null", b"[]", b"0", b'"x"', b"\xff\xfe", text[:-1], text + b"}", b"[" * 50_000),
                    *(text.replace(b'"v":1', b'"v":1,"v":1', 1), text.replace(b'"v":1', b'"v":NaN', 1)),
                    *(text.replace(b'"v":1', b'"v":1,"x":1e999', 1), text.replace(b'"v":1', b'"v":2', 1)),
                    text.replace(b'"v":1', b'"v":1,"crit":["x"]', 1),
                    text.replace(b'"v":1', b'"v":1,"x":' + b"[" * 900 + b"]" * 900, 1),
                    text.replace(b'"v":1', b'"v":1,"x":"\\ud800"', 1),
                    text.replace(b'"v":1', b'"v":1,"x":' + b"9" * 5000, 1),
                    text.replace(b'"v":1', b'"v":1,"x":"' + b"A" * 600_000 + b'"', 1),
                )
            )
        )

    def unsigned(self) -> bytes:
        header = b64url(b'{"alg":"none","kid":"' + self.played.signing.kid.encode() + b'","typ":"nx1+jws"}')
        return self._outer(f"{header}.{b64url(as_bytes(self.true()))}.".encode())

    def by_a_stranger(self) -> bytes:
        """Signed by a key that is nobody's, under its own id or under the partner's."""
        jws = sign_jws(as_bytes(self.true()), self.stranger, typ="nx1+jws").decode()
        named = {} if self.random.random() < 0.5 else {"kid": self.played.signing.kid}
        return self._outer(with_header(jws, **named).encode())

    def for_a_third(self) -> bytes:
        """A message to another node, passed on by somebody who could open it."""
        return self.seal(as_bytes({**self.true(), "to": "node-third"}))

    def future(self) -> bytes:
        fields = self.true()
        year = self.random.choice(("2031", "2099", "9999"))
        return self.seal(as_bytes({**fields, "created": year + fields["created"][4:]}))

    def no_envelope(self) -> bytes:
        return self._outer(self.random.choice((b"", b"x", b"a.b.c", b"{}", b"." * 50)))

    def _outer(self, plain: bytes) -> bytes:
        return encrypt_for(plain, recipient_key=self.recipient)


def _could_be(name: str, value: Any) -> bool:
    """Whether the value has the right form of that field after all."""
    return (name == "prev" and value == "") or (name in ("author", "purpose") and isinstance(value, str))
