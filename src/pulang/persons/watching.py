"""Higher layers that keep something about people (keys to find them, pairs to look at) hear when people change."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from pulang.persons.models import Person
from pulang.persons.rules import CheckedPerson

Watcher = Callable[[Collection[UUID]], None]
NewWatcher = Callable[[Sequence[tuple[Person, CheckedPerson]]], None]
_WATCHERS: list[tuple[Watcher, NewWatcher | None]] = []


def watch(watcher: Watcher, *, new: NewWatcher | None = None) -> None:
    """Have `watcher` called with the ids of people, in the transaction that registers or changes them.

    Of two records that are joined or parted, both are named. `new`, where given, is called in its place for those
    who were registered, with what was checked of them: nothing has to be read again.
    """
    if (watcher, new) not in _WATCHERS:
        _WATCHERS.append((watcher, new))


def changed(person_ids: Collection[UUID]) -> None:
    for watcher, _new in _WATCHERS:
        watcher(person_ids)


def registered(people: Sequence[tuple[Person, CheckedPerson]]) -> None:
    for watcher, new in _WATCHERS:
        if new:
            new(people)
        else:
            watcher([person.pk for person, _checked in people])
