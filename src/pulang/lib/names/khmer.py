"""Khmer script in Latin letters, the way Cambodian names are commonly romanised.

A syllable is an onset (with subscripts), a vowel whose sound depends on the series of the onset, and at most
one final. The script does not mark where an inherent vowel is silent: a word may have several readings.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pulang.lib.names import tables

_COENG = "\u17d2"
_TO_A_SERIES, _TO_O_SERIES = "\u17c9", "\u17ca"
_INHERENT = (("a", "a"), ("o", "o"), ("a", "u"), ("a", "ea"))  # the vowel that is not written, by series
_AA, _BANTOC, _KILLER = "\u17b6", "\u17cb", "\u17cd"


@dataclass(slots=True)
class _Cluster:
    letters: list[str]
    vowel: str = ""
    signs: set[str] = field(default_factory=set)

    @property
    def independent(self) -> bool:
        return self.letters[0] in tables.khmer().independent


@lru_cache(maxsize=50_000)
def romanise(word: str) -> tuple[str, ...]:
    """Return the likely Latin readings of one Khmer word in lower case, the likeliest first; () if none."""
    clusters = [cluster for cluster in _clusters(word) if _KILLER not in cluster.signs]
    if not clusters:
        return ()
    found = (_read(clusters, inherent, split) for inherent in _INHERENT for split in (True, False))
    return tuple(dict.fromkeys(reading for reading in found if reading))


def _clusters(word: str) -> Iterator[_Cluster]:
    table = tables.khmer()
    current: _Cluster | None = None
    subscript = False
    for character in word:
        if character == _COENG:
            subscript = True
        elif character in table.consonants or character in table.independent:
            if subscript and current is not None:
                current.letters.append(character)
            else:
                if current is not None:
                    yield current
                current = _Cluster([character])
            subscript = False
        elif current is not None:
            if "\u17b6" <= character <= "\u17c8" or character == "\u17d0":
                current.vowel += character
            else:
                current.signs.add(character)
    if current is not None:
        yield current


def _read(clusters: list[_Cluster], inherent: tuple[str, str], split: bool) -> str:
    """Read all clusters; ``split`` lets a bare consonant between two others open a syllable of its own."""
    table = tables.khmer()
    text, place, series = "", 0, "o"
    while place < len(clusters):
        cluster = clusters[place]
        # A sonorant takes over the a-series of the syllable before it: Makara, Ratana.
        carried = series == "a" and cluster.vowel == _AA and _is_sonorant(cluster)
        series = "a" if carried else _series(cluster)
        onset, vowel = _onset(cluster, first=place == 0), _vowel(cluster, inherent, series)
        place += 1
        final = ""
        if place < len(clusters) and _closes(clusters, place, bare=not cluster.vowel, split=split):
            final = _latin(clusters[place].letters[0], clusters[place])
            if not _is_sonorant(clusters[place]):
                series = _series(clusters[place])
            place += 1
        final = table.finals.get(final, final)
        text += onset + table.rhymes.get(vowel + final, vowel + final)
    return text


def _closes(clusters: list[_Cluster], place: int, *, bare: bool, split: bool) -> bool:
    """Whether the cluster at ``place`` is the final of the syllable before it."""
    if not _is_bare(clusters[place]) or _TO_A_SERIES in clusters[place].signs:
        return False
    after = clusters[place + 1 :]
    if len(after) == 1 and _is_bare(after[0]):
        return False  # two bare consonants at the end are a syllable: Sophal
    return not after or not (bare and split)


def _is_bare(cluster: _Cluster) -> bool:
    return not cluster.vowel and not cluster.independent


def _is_sonorant(cluster: _Cluster) -> bool:
    return tables.khmer().sonorants.issuperset(cluster.letters) and _TO_O_SERIES not in cluster.signs


def _onset(cluster: _Cluster, *, first: bool) -> str:
    """Return the onset; inside a word the upper one of two stops closes the syllable before."""
    table = tables.khmer()
    if cluster.independent:
        return table.independent[cluster.letters[0]]
    latin = [_latin(letter, cluster) for letter in cluster.letters]
    if len(latin) > 1 and latin[0] == "b":
        latin[0] = "p"  # before a subscript: Prak
    if len(latin) > 1 and not first:
        upper = table.finals.get(latin[0], latin[0]) if cluster.letters[1] not in table.sonorants else latin[0]
        latin[0] = "" if latin[1].startswith(upper) else upper
    return "".join(latin)


def _latin(letter: str, cluster: _Cluster) -> str:
    latin = tables.khmer().consonants.get(letter, ("", ""))[0]
    return "p" if latin == "b" and _TO_A_SERIES in cluster.signs else latin


def _vowel(cluster: _Cluster, inherent: tuple[str, str], series: str) -> str:
    table = tables.khmer()
    if cluster.independent and not cluster.vowel:
        return ""
    o_series = series == "o"
    if not cluster.vowel:
        return inherent[o_series]
    readings = table.vowels.get(cluster.vowel)
    if readings is None:  # an unusual stack of signs: read them one after the other
        return "".join(table.vowels[sign][o_series] for sign in cluster.vowel if sign in table.vowels)
    if cluster.vowel == _AA and o_series and _BANTOC in cluster.signs:
        return "oa"
    return readings[o_series]


def _series(cluster: _Cluster) -> str:
    table = tables.khmer()
    if _TO_A_SERIES in cluster.signs:
        return "a"
    if _TO_O_SERIES in cluster.signs:
        return "o"
    strong = [letter for letter in cluster.letters if letter not in table.sonorants]
    ruling = strong[-1] if strong else cluster.letters[-1]
    return table.consonants.get(ruling, ("", "a"))[1]
