"""Higher layers that keep something about people (keys to find them, pairs to look at) hear when people change."""

from collections.abc import Callable, Collection
from uuid import UUID

Watcher = Callable[[Collection[UUID]], None]
_WATCHERS: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Have `watcher` called with the ids of people, in the transaction that registers or changes them.

    Of two records that are joined or parted, both are named.
    """
    if watcher not in _WATCHERS:
        _WATCHERS.append(watcher)


def changed(person_ids: Collection[UUID]) -> None:
    for watcher in _WATCHERS:
        watcher(person_ids)
