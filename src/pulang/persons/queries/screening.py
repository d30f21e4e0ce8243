"""Screening a list: who of many is known already, in one question to the register."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.context import read_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, Problems
from pulang.persons.drafts import PersonDraft
from pulang.persons.finding import GUESSERS, holders_of
from pulang.persons.rules import CheckedPerson, Key, check, enough, keys_of


@dataclass(frozen=True)
class Known:
    """`certain`: a paper is the same; else a name with birth date or phone is. `person_id` where the actor may see

    her, else `agency` is the one to ask.
    """

    certain: bool
    person_id: UUID | None
    agency: str


@query(Permission.PERSON_SEARCH)
def known_already(actor: Actor, *, drafts: Sequence[PersonDraft]) -> list[Known | None]:
    """For each draft who holds its paper, else who is likely the same, else None; also for what cannot be kept.

    The answer for people whom the actor may not see is match-only, and never by names that are only alike.
    """
    checked = [_checked(draft) for draft in drafts]
    keys = [keys_of(one) if one else set() for one in checked]
    held: dict[Key, list[tuple[UUID | None, UUID]]] = defaultdict(list)
    for holder in holders_of({key for row in keys for key in row if key.kind != "name"}):
        held[holder.key].append((holder.person_id, holder.agency_id))
    # A name says something beside an equal phone only, and common names would bring half the register.
    phoned = [row for row in keys if any(key.kind == "phone" and key in held for key in row)]
    for holder in holders_of({key for row in phoned for key in row if key.kind == "name"}):
        held[holder.key].append((holder.person_id, holder.agency_id))
    found = [_strongest(row, held) for row in keys]
    open_rows = [(place, one) for place, one in enumerate(checked) if one and found[place] is None]
    for guess in GUESSERS:
        for (place, _), person_id in zip(open_rows, guess([one for _, one in open_rows]), strict=True):
            if person_id:
                found[place] = Known(certain=False, person_id=person_id, agency="")
    record(
        actor, Event.PERSON_SEARCHED, why=Why.ROLE, rows=len(found), found=sum(known is not None for known in found)
    )
    return found


def _checked(draft: PersonDraft) -> CheckedPerson | None:
    try:
        return check(draft, today=timezone.localdate())
    except (Invalid, Problems):
        return None


def _strongest(keys: set[Key], held: dict[Key, list[tuple[UUID | None, UUID]]]) -> Known | None:
    kinds: dict[tuple[UUID | None, UUID], set[str]] = defaultdict(set)
    for key in keys:
        for who in held.get(key, ()):
            kinds[who].add(key.kind)
    ranked = sorted(
        (
            ("paper" not in said, person is None, person, agency)
            for (person, agency), said in kinds.items()
            if enough(said)
        ),
        key=lambda item: item[:2],
    )
    if not ranked:
        return None
    doubtful, _, person_id, agency_id = ranked[0]
    return Known(not doubtful, person_id, _names().get(agency_id, ""))


def _names() -> dict[UUID, str]:
    return read_once("names of agencies", lambda: dict(Agency.objects.values_list("pk", "name")))
