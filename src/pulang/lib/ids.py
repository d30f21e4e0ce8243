"""Identifiers: UUIDv7 for rows, and receipt codes that people can read out over a telephone."""

import secrets
import time
import unicodedata
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from pulang.lib.errors import Invalid

RandomBits = Callable[[int], int]

_TAIL_BITS = 74  # rand_a (12) and rand_b (62) of RFC 9562, section 5.7
_TAIL_LIMIT = 1 << _TAIL_BITS
_STEP_BITS = 32
_CODE_DIGITS = 15  # and one check digit

# The quasigroup of H. M. Damm (2004): finds every wrong digit and every swap of neighbours.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def _wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000


def _uuid7(now_ms: int, tail: int) -> UUID:
    rand_a, rand_b = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=now_ms << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


class IdSource:
    """Gives UUIDv7 (RFC 9562) that only grow, also within a millisecond and when the clock steps back."""

    def __init__(
        self, clock_ms: Callable[[], int] = _wall_clock_ms, random_bits: RandomBits = secrets.randbits
    ) -> None:
        self._clock_ms, self._random_bits = clock_ms, random_bits
        self._last_ms, self._tail = -1, 0
        self._lock = Lock()

    def next(self) -> UUID:
        """Return the next identifier, greater than every one before it from this source."""
        with self._lock:
            now_ms = self._clock_ms()
            if now_ms > self._last_ms:
                self._last_ms, self._tail = now_ms, self._random_bits(_TAIL_BITS)
            else:
                self._tail += 1 + self._random_bits(_STEP_BITS)
                if self._tail >= _TAIL_LIMIT:
                    self._last_ms, self._tail = self._last_ms + 1, self._random_bits(_TAIL_BITS)
            return _uuid7(self._last_ms, self._tail)


_process_source = IdSource()


def new_id(now_ms: int | None = None, random_bits: RandomBits = secrets.randbits) -> UUID:
    """Return a new UUIDv7.

    Without ``now_ms`` (milliseconds since 1970, UTC) the ids of one process grow strictly. With it, the id is
    made from that time and ``random_bits`` alone, so that a test or an import can fix it.
    """
    if now_ms is None:
        return _process_source.next()
    return _uuid7(now_ms, random_bits(_TAIL_BITS))


def new_code(random_bits: RandomBits = secrets.randbits) -> str:
    """Return a fresh receipt code that nothing else can be led back to: use it where it opens a door."""
    return _with_check_digit(random_bits(96) % 10**_CODE_DIGITS)


def parse_code(text: str) -> str:
    """Return the sixteen digits of a receipt code as typed: any spaces, points, hyphens, any digits.

    Raises ``Invalid`` on ``code``: ``receipt_characters``, ``receipt_length`` or ``receipt_check_digit``.
    """
    kept = [character for character in text if not (character.isspace() or character in "-–.·/\u200b")]
    if any(unicodedata.decimal(character, None) is None for character in kept):
        raise Invalid("code", "receipt_characters")
    digits = "".join(str(unicodedata.decimal(character)) for character in kept)
    if len(digits) != _CODE_DIGITS + 1:
        raise Invalid("code", "receipt_length", length=len(digits), expected=_CODE_DIGITS + 1)
    if _damm(digits) != "0":
        raise Invalid("code", "receipt_check_digit")
    return digits


def format_code(digits: str) -> str:
    """Return sixteen digits in groups of four, as a receipt shows them."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _with_check_digit(number: int) -> str:
    digits = f"{number % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"
    return format_code(digits + _damm(digits))


def _damm(digits: str) -> str:
    state = "0"
    for digit in digits:
        state = _DAMM[int(state)][int(digit)]
    return state
