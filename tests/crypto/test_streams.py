"""Files in chunks: any size passes, any chunk is a beginning, and nothing that was changed opens."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from pulang.crypto.errors import SealBroken
from pulang.crypto.sealing import Place
from pulang.crypto.streams import CHUNK, HEADER, SEALED_CHUNK, chunk_at, open_stream, seal_stream, sealed_size

KEY, PLACE, PREFIX = bytes(range(32)), Place("case_file", "7", "content", 3), b"prefix!"
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17)


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def cut(text: bytes, size: int) -> Iterator[bytes]:
    yield from (text[at : at + size] for at in range(0, len(text), size))


def sealed(plain: bytes, *, pieces: int = 10_000, first: int = 0) -> bytes:
    return b"".join(
        seal_stream(KEY, cut(plain, pieces), place=PLACE, random=lambda size: PREFIX[:size], first=first)
    )


def opened(given_: bytes, *, pieces: int = 7_000, key: bytes = KEY, place: Place = PLACE, first: int = 0) -> bytes:
    return b"".join(open_stream(key, cut(given_, pieces), place=place, first=first))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_and_is_as_long_as_was_said(size: int) -> None:
    made = sealed(content(size))
    assert len(made) == sealed_size(size)
    assert opened(made) == content(size)


@given(st.integers(1, 200_000), st.integers(1, 200_000))
def test_the_size_of_the_pieces_changes_nothing(there: int, back: int) -> None:
    plain = content(CHUNK + 100)
    made = sealed(plain, pieces=there)
    assert made == sealed(plain)
    assert opened(made, pieces=back) == plain


def test_each_chunk_is_as_the_description_says() -> None:
    """Opened here by hand: prefix, number in four bytes, big-endian, one for the last; the place is bound."""
    plain, cipher = content(2 * CHUNK + 17), AESGCM(KEY)
    made = sealed(plain)
    assert made[:HEADER] == b"\x01" + PREFIX
    bound = b"stream\x1fcase_file\x1f7\x1fcontent\x1f3"
    chunks = list(cut(made[HEADER:], SEALED_CHUNK))
    parts = [
        cipher.decrypt(PREFIX + bytes([0, 0, 0, number, number == 2]), chunk, bound)
        for number, chunk in enumerate(chunks)
    ]
    assert [len(part) for part in parts] == [CHUNK, CHUNK, 17]
    assert b"".join(parts) == plain


@pytest.mark.parametrize("first", [0, 1, 2])
def test_sealing_and_opening_go_on_at_any_chunk(first: int) -> None:
    plain = content(2 * CHUNK + 17)
    whole, rest = sealed(plain), sealed(plain[first * CHUNK :], first=first)
    begins = HEADER + first * SEALED_CHUNK if first else 0
    assert rest == whole[begins:]
    assert opened(whole[:HEADER] + whole[HEADER + first * SEALED_CHUNK :], first=first) == plain[first * CHUNK :]


@pytest.mark.parametrize(
    ("offset", "found"),
    [
        (0, (0, 0)),
        (HEADER, (0, HEADER)),
        (HEADER + SEALED_CHUNK - 1, (0, HEADER + SEALED_CHUNK - 1)),
        (HEADER + SEALED_CHUNK, (1, 0)),
        (HEADER + SEALED_CHUNK + 5, (1, 5)),
        (HEADER + 2 * SEALED_CHUNK, (2, 0)),
        (HEADER + 3 * SEALED_CHUNK - 1, (2, SEALED_CHUNK - 1)),
    ],
)
def test_a_byte_of_the_sealed_file_lies_in_one_chunk(offset: int, found: tuple[int, int]) -> None:
    assert chunk_at(offset) == found


def chunks_of(made: bytes) -> tuple[bytes, list[bytes]]:
    return made[:HEADER], list(cut(made[HEADER:], SEALED_CHUNK))


CHANGES = {
    "nothing at all": lambda head, chunks: b"",
    "the header alone": lambda head, chunks: head,
    "half a header": lambda head, chunks: head[:4],
    "another format": lambda head, chunks: b"\x02" + head[1:] + b"".join(chunks),
    "another prefix": lambda head, chunks: head[:-1] + b"?" + b"".join(chunks),
    "the last chunk left out": lambda head, chunks: head + b"".join(chunks[:-1]),
    "the first chunk left out": lambda head, chunks: head + b"".join(chunks[1:]),
    "two chunks swapped": lambda head, chunks: head + chunks[1] + chunks[0] + chunks[2],
    "a chunk twice": lambda head, chunks: head + chunks[0] + b"".join(chunks),
    "cut within a chunk": lambda head, chunks: (head + b"".join(chunks))[:-1],
    "one byte more": lambda head, chunks: head + b"".join(chunks) + b"x",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_does_not_open(change: str) -> None:
    with pytest.raises(SealBroken):
        opened(CHANGES[change](*chunks_of(sealed(content(2 * CHUNK + 17)))))


@given(st.integers(0, sealed_size(300) - 1), st.integers(0, 7))
def test_every_bit_counts(place: int, bit: int) -> None:
    changed = bytearray(sealed(content(300)))
    changed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        opened(bytes(changed))


def test_another_key_and_another_place_open_nothing() -> None:
    made = sealed(content(300))
    with pytest.raises(SealBroken):
        opened(made, key=bytes(32))
    for other in (("case", "7", "content", 3), ("case_file", "8", "content", 3), ("case_file", "7", "x", 3)):
        with pytest.raises(SealBroken):
            opened(made, place=Place(*other))
    with pytest.raises(SealBroken):
        opened(made, place=Place("case_file", "7", "content", 4))
