"""Who is it? Ranked, with its reasons, among those whom the actor may see; beyond them match-only.

Among strangers only equal keys answer, and only a paper or two identifiers: a ranked answer about people whom one
may not see would tell of them bit by bit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.partial_date import parse
from pulang.matching.candidates import Ranked, candidates_for
from pulang.matching.rules import WEAK, Claim, Evidence, prepare
from pulang.persons.drafts import Sought
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.finding import digests
from pulang.persons.queries import Summary, summaries
from pulang.persons.rules import Key, keys_of_sought

MOST_SHOWN, MOST_WEAK = 20, 8
MOST_ASKED = 500  # people of one request


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
    found = _find(sought, today=timezone.localdate())
    record(actor, Event.PERSON_SEARCHED, why=Why.ROLE, found=len(found.matches), elsewhere=len(found.elsewhere))
    return found


@query(Permission.PERSON_SEARCH)
def match_people(actor: Actor, *, sought: Sequence[Sought]) -> list[Found]:
    """As `find_persons`, for a list; what cannot be searched finds nobody. Raises Invalid beyond MOST_ASKED."""
    if len(sought) > MOST_ASKED:
        raise Invalid("people", "too_many", limit=MOST_ASKED)
    today = timezone.localdate()
    found = [_find_or_nobody(one, today) for one in sought]
    matched = sum(bool(one.matches) for one in found)
    record(actor, Event.PERSON_SEARCHED, why=Why.ROLE, rows=len(found), found=matched)
    return found


def _find_or_nobody(sought: Sought, today: date) -> Found:
    try:
        return _find(sought, today=today)
    except (Invalid, TooFewIdentifiers):
        return Found((), ())


def _find(sought: Sought, *, today: date) -> Found:
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
    candidates = candidates_for(asked, today=today)
    return Found(tuple(_shown(candidates.ranked)), tuple(map(Elsewhere, _elsewhere(exact))), candidates.crowded)


def _shown(ranked: Sequence[Ranked]) -> list[Match]:
    """The best, with few of those who are only alike."""
    known = [one for one in ranked if one.comparison.band != WEAK][:MOST_SHOWN]
    weak = [one for one in ranked if one.comparison.band == WEAK and one.comparison.score > 0][:MOST_WEAK]
    people = summaries(one.person_id for one in (*known, *weak))
    return [
        Match(
            people[one.person_id],
            one.comparison.claims,
            one.comparison.band,
            round(one.comparison.score, 1),
            one.comparison.warnings,
        )
        for one in (*known, *weak)
        if one.person_id in people
    ]


def _elsewhere(keys: Iterable[Key]) -> list[str]:
    """Agencies that know an unseen person by a paper, by name and birth date, or by name and phone."""
    kinds: dict[str, list[bytes]] = {"paper": [], "born": [], "phone": [], "name": []}
    for digest, key in digests(keys).items():
        kinds[key.kind].append(digest)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id FROM matching_elsewhere(%s, %s, %s)",
            [kinds["paper"] + kinds["born"], kinds["phone"], kinds["name"]],
        )
        ids = [agency for (agency,) in cursor.fetchall()]
    return list(Agency.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))
