"""Blinding by a secret exponent on Curve25519: two nodes compare words without showing them to each other.

A word becomes a point; each side multiplies by a secret of its own, in either order with one result. Who holds one
secret cannot test a guess against what the other has blinded (decisional Diffie-Hellman on Curve25519). Points are
x-coordinates (RFC 7748), 32 bytes.
"""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from pulang.crypto.errors import CryptoRefusal

POINT = 32
SHORT = 16  # bytes of a doubly blinded point that is only compared
_P = 2**255 - 19
_A = 486662


class PointRefused(CryptoRefusal):
    """What came as a point is none that a word could have become."""

    code = "point_refused"


class Blinder:
    """A secret for one comparison; used for another it would link the two."""

    def __init__(self, secret: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(secret)

    @classmethod
    def new(cls) -> "Blinder":
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @property
    def secret(self) -> bytes:
        """To be kept sealed until the comparison is over."""
        return self._key.private_bytes_raw()

    def blind(self, point: bytes) -> bytes:
        """The point times the secret. Raises PointRefused."""
        if len(point) != POINT:
            raise PointRefused(bytes=len(point))
        try:
            # A secret of X25519 is a multiple of eight: what is left lies in the group of prime order.
            return self._key.exchange(X25519PublicKey.from_public_bytes(point))
        except ValueError:
            raise PointRefused() from None


def point_of(context: bytes, word: str) -> bytes:
    """The point of a word: SHA-256 in counter mode until the result lies on the curve, not on its twist.

    A secret multiplies points of the twist too, but the other side could tell them apart from those of the curve:
    one bit of the word.
    """
    text = len(context).to_bytes(2, "big") + context + word.encode()
    for counter in range(256):
        tried = sha256(b"pulang.point" + bytes([counter]) + text).digest()
        x = int.from_bytes(tried, "little") & (2**255 - 1)
        if x < _P and _is_on_curve(x):
            return x.to_bytes(POINT, "little")
    raise PointRefused()  # once in 2**256 words


def random_point() -> bytes:
    """A point of no word, not to be told apart from a blinded one."""
    return X25519PrivateKey.generate().public_key().public_bytes_raw()


def short(point: bytes) -> bytes:
    """What of a doubly blinded point is enough to compare it."""
    return sha256(b"pulang.twice" + point).digest()[:SHORT]


def _is_on_curve(x: int) -> bool:
    return _jacobi(x * (x * x + _A * x + 1) % _P) == 1


def _jacobi(a: int) -> int:
    """The Jacobi symbol of `a` over the field's prime: 1 for a square. Seven times faster than by a power."""
    sign, n = 1, _P
    while a:
        twos = (a & -a).bit_length() - 1
        a >>= twos
        if twos & 1 and n & 7 in (3, 5):
            sign = -sign
        if a & n & 3 == 3:
            sign = -sign
        a, n = n % a, a
    return sign if n == 1 else 0
