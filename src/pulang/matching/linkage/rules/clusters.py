"""People as groups of records: the likeliest pairs first; what is surely two people never ends in one group."""

from collections.abc import Iterable, Mapping


def clusters_of(
    pairs: Iterable[tuple[int, int, float]], niks: Mapping[int, str], *, apart: Iterable[tuple[int, int]] = ()
) -> dict[int, int]:
    """For each record of a pair the smallest record of its group.

    `niks` are keyed digests of valid NIKs: two that differ never join, by whatever chain of links. Nor do the pairs
    `apart`, which an officer judged to be two people.
    """
    groups = _Groups(niks)
    for left, right in apart:
        groups.part(left, right)
    for left, right, _ in sorted(pairs, key=lambda one: (-one[2], one[0], one[1])):
        groups.join(left, right)
    return {record: groups.root(record) for record in list(groups.above)}


class _Groups:
    def __init__(self, niks: Mapping[int, str]) -> None:
        self.above: dict[int, int] = {}
        self._niks = {record: {nik} for record, nik in niks.items()}
        self._apart: dict[int, set[int]] = {}

    def root(self, record: int) -> int:
        above = self.above.setdefault(record, record)
        while above != self.above.setdefault(above, above):
            self.above[record] = self.above[above]
            record, above = above, self.above[above]
        return above

    def part(self, left: int, right: int) -> None:
        a, b = self.root(left), self.root(right)
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)

    def join(self, left: int, right: int) -> bool:
        kept, gone = sorted((self.root(left), self.root(right)))
        if kept == gone:
            return True
        niks = self._niks.get(kept, set()) | self._niks.get(gone, set())
        if len(niks) > 1 or gone in self._apart.get(kept, ()):
            return False
        self.above[gone] = kept
        if niks:
            self._niks[kept] = niks
        for other in self._apart.pop(gone, set()):
            self._apart[other].discard(gone)
            self._apart[other].add(kept)
            self._apart.setdefault(kept, set()).add(other)
        return True
