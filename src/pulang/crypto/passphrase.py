"""The phrase that two nodes read to each other by phone before they trust each other's root keys.

Eight words of four letters, consonant and vowel in turn, from letters that sound apart in English,
Indonesian and Khmer: 10 consonants, 5 vowels, so 50² words and 90 bits in all. Whoever stands between
the two nodes would look for two forged keys that give *equal* phrases, which takes only the square root
of all phrases in tries. That is why the key pair is stretched with scrypt: 2^45 tries of half a second
and 128 MiB each are out of reach, while each side computes the phrase once.
"""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

WORDS = 8
_CONSONANTS = "bhjklmnstw"
_VOWELS = "aeiou"
_SYLLABLES = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
_COST = 2**17
_SALT = b"pulang spoken phrase 1"


def spoken_phrase(one_root: bytes, other_root: bytes) -> str:
    """The same eight words on both sides, whichever root key (raw public key) is one's own."""
    if one_root == other_root:
        raise ValueError("the two root keys are the same")
    first, second = sorted((one_root, other_root))
    framed = len(first).to_bytes(4, "big") + first + second
    # 32 bytes against 2500^8, about 2^90: the remainder's bias is below 2^-160.
    number = int.from_bytes(Scrypt(salt=_SALT, length=32, n=_COST, r=8, p=1).derive(framed), "big")
    words = []
    for _ in range(WORDS):
        number, head = divmod(number, len(_SYLLABLES))
        number, tail = divmod(number, len(_SYLLABLES))
        words.append(_SYLLABLES[head] + _SYLLABLES[tail])
    return " ".join(words)


def same_phrase(shown: str, typed: str) -> bool:
    """Whether the typed phrase is the shown one; case, spaces, hyphens and commas do not count."""
    return hmac.compare_digest(_letters(shown).encode(), _letters(typed).encode())


def _letters(phrase: str) -> str:
    return "".join(character for character in phrase.casefold() if character.isalnum())
