"""Who is it? Ranked, with its reasons, among those whom the actor may see; beyond them match-only.

Among strangers only equal keys answer, and only a paper or two identifiers: a ranked answer about people whom one
may not see would tell of them bit by bit.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.prepared import prepared_rows
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.partial_date import parse
from pulang.matching.candidates import Ranked, candidates_for_many
from pulang.matching.rules import WEAK, Claim, Evidence, Record, prepare
from pulang.persons.drafts import Sought
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.finding import digests
from pulang.persons.queries import Summary, summaries
from pulang.persons.rules import Key, keys_of_sought

MOST_SHOWN, MOST_WEAK = 20, 8
MOST_ASKED = 500  # people of one request
TOGETHER = 50  # of whom the database is asked for at once


@dataclass(frozen=True)
class Match:
    """`strength` is likely, possible, or weak: alike, but no more than many others are."""

    person: Summary
    claims: tuple[Claim, ...]
    strength: str
    score: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """Match-only: another agency knows somebody with these identifiers. Never more than this."""

    agency: str


@dataclass(frozen=True)
class Found:
    """`crowded`: so many people have what was asked for that it could not be followed; more must be given."""

    matches: tuple[Match, ...]
    elsewhere: tuple[Elsewhere, ...]
    crowded: bool = False


@query(Permission.PERSON_SEARCH)
def find_persons(actor: Actor, *, sought: Sought) -> Found:
    """Who is it, the likeliest first.

    Raises TooFewIdentifiers where nothing was given that can be searched, Invalid for a date that cannot be read.
    """
    today = timezone.localdate()
    (found,) = _found([_asked(sought, today)])
    record(actor, Event.PERSON_SEARCHED, why=Why.ROLE, found=len(found.matches), elsewhere=len(found.elsewhere))
    return found


@query(Permission.PERSON_SEARCH)
def match_people(actor: Actor, *, sought: Sequence[Sought]) -> list[Found]:
    """As `find_persons`, for a list; what cannot be searched finds nobody. Raises Invalid beyond MOST_ASKED."""
    if len(sought) > MOST_ASKED:
        raise Invalid("people", "too_many", limit=MOST_ASKED)
    today = timezone.localdate()
    found = [
        one for start in range(0, len(sought), TOGETHER) for one in _find_many(sought[start:][:TOGETHER], today)
    ]
    matched = sum(bool(one.matches) for one in found)
    record(actor, Event.PERSON_SEARCHED, why=Why.ROLE, rows=len(found), found=matched)
    return found


def _find_many(sought: Sequence[Sought], today: date) -> list[Found]:
    """Who each of some dozens is; nobody where one cannot be searched."""
    asked: dict[int, _Asked] = {}
    for place, one in enumerate(sought):
        with suppress(Invalid, TooFewIdentifiers):
            asked[place] = _asked(one, today)
    found = dict.fromkeys(range(len(sought)), Found((), ()))
    found |= zip(asked, _found(list(asked.values())), strict=True)
    return list(found.values())


class _Asked(NamedTuple):
    """What is asked about one person: to compare, and by equal keys among strangers."""

    record: Record
    exact: set[Key]


def _asked(sought: Sought, today: date) -> _Asked:
    born = parse(sought.birth_date, today=today).date if sought.birth_date.strip() else None
    asked = prepare(
        Evidence(
            names=(sought.name, *sought.other_names),
            birth_date=born.to_text() if born else "",
            birth_place=sought.birth_place,
            sex=sought.sex,
            papers=sought.papers,
            phones=sought.phones,
        ),
        today=today,
    )
    exact = keys_of_sought(sought, born)
    if not exact and not asked.names:
        raise TooFewIdentifiers()
    return _Asked(asked, exact)


def _found(asked: Sequence[_Asked]) -> list[Found]:
    answers = candidates_for_many([one.record for one in asked])
    shown = [_to_show(answer.ranked) for answer in answers]
    people = summaries(one.person_id for part in shown for one in part)
    elsewhere = _elsewhere([one.exact for one in asked])
    return [
        Found(tuple(_matches(part, people)), tuple(map(Elsewhere, agencies)), answer.crowded)
        for answer, part, agencies in zip(answers, shown, elsewhere, strict=True)
    ]


def _to_show(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best, with few of those who are only alike."""
    known = [one for one in ranked if one.comparison.band != WEAK][:MOST_SHOWN]
    return known + [one for one in ranked if one.comparison.band == WEAK and one.comparison.score > 0][:MOST_WEAK]


def _matches(ranked: Sequence[Ranked], people: Mapping[UUID, Summary]) -> list[Match]:
    return [
        Match(
            people[one.person_id],
            one.comparison.claims,
            one.comparison.band,
            round(one.comparison.score, 1),
            one.comparison.warnings,
        )
        for one in ranked
        if one.person_id in people
    ]


# For each of those asked for the agencies that know an unseen person by a paper, by name and birth date, or by name
# and phone.
_KNOWN = """
SELECT a.place, e.agency_id FROM (VALUES {}) a(place, alone, phones, names),
    LATERAL matching_elsewhere(a.alone, a.phones, a.names) e
"""
_ROW = "(%s::int, %s::bytea[], %s::bytea[], %s::bytea[])"


def _elsewhere(asked: Sequence[Iterable[Key]]) -> list[list[str]]:
    values: list[object] = []
    for place, keys in enumerate(asked):
        kinds: dict[str, list[bytes]] = {"paper": [], "born": [], "phone": [], "name": []}
        for digest, key in digests(keys).items():
            kinds[key.kind].append(digest)
        values += [place, kinds["paper"] + kinds["born"], kinds["phone"], kinds["name"]]
    rows = prepared_rows(_KNOWN.format(", ".join([_ROW] * len(asked))), values) if asked else []
    names = {one.pk: one.name for one in Agency.objects.filter(pk__in={agency for _, agency in rows})}
    found: list[list[str]] = [[] for _ in asked]
    for place, agency in rows:
        found[place].append(names[agency])
    return [sorted(one) for one in found]
