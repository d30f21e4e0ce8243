"""Finding people by blind keys: the one place that asks the register who holds a key.

Exact keys here. The matching package, which lies above, adds what it knows of names through GUESSERS.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pulang.db.keys import blind
from pulang.db.locks import lock_numbers
from pulang.persons.models import BlindKey
from pulang.persons.rules import CheckedPerson, Key

#: Asked for each of these people who among those whom the actor may see is likely the same, or None.
GUESSERS: list[Callable[[Sequence[CheckedPerson]], list[UUID | None]]] = []


@dataclass(frozen=True)
class Holder:
    """Somebody holds `key`. `person_id` is None where the actor may not see her; then `agency_id` can tell."""

    key: Key
    person_id: UUID | None
    agency_id: UUID


def digests(keys: Iterable[Key]) -> dict[bytes, Key]:
    return {blind(f"person.{key.kind}", key.value): key for key in keys}


def holders_of(keys: Iterable[Key]) -> list[Holder]:
    """Who holds any of the keys, as the actor of this transaction may know it."""
    wanted = digests(keys)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, person_id, agency_id FROM persons_find(%s)", [list(wanted)])
        return [Holder(wanted[bytes(digest)], person, agency) for digest, person, agency in cursor.fetchall()]


MOST_HOLDERS = 100  # of one key: what more people share tells nobody apart
MOST_ON_A_PHONE = 5  # a recruiter's phone stands with hundreds


def sharing_keys(person_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], set[str]]:
    """Who shares a key with one of these people: both ids, the smaller first, with the kinds of keys.

    For a job of the node. Keys that very many people hold are left out, so that a million equal names cost nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT own.person_id, own.kind, array_agg(other.person_id)
            FROM persons_blindkey own
            CROSS JOIN LATERAL (
                SELECT k.person_id FROM persons_blindkey k JOIN persons_person p ON p.id = k.person_id
                WHERE k.digest = own.digest AND k.person_id <> own.person_id AND p.merged_into_id IS NULL
                LIMIT %s) AS other
            WHERE own.person_id = ANY (%s)
            GROUP BY own.person_id, own.kind, own.digest
            """,
            [MOST_HOLDERS + 1, list(person_ids)],
        )
        rows = cursor.fetchall()
    found: dict[tuple[UUID, UUID], set[str]] = {}
    for own, kind, others in rows:
        if len(others) <= (MOST_ON_A_PHONE if kind == "phone" else MOST_HOLDERS):
            for other in others:
                found.setdefault((min(own, other), max(own, other)), set()).add(kind)
    return found


def keep_keys(keys: Mapping[UUID, Iterable[Key]]) -> None:
    """Make each person findable by her keys, beside those that she has."""
    BlindKey.objects.bulk_create(
        BlindKey(person_id=person_id, kind=key.kind, digest=digest)
        for person_id, own in keys.items()
        for digest, key in digests(own).items()
    )


def lock_keys(keys: Iterable[Key]) -> None:
    """Let two desks that register the same paper wait for each other until the first has committed."""
    lock_numbers(int.from_bytes(digest[:8], signed=True) for digest in digests(keys))
