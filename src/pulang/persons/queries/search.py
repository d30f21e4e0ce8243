"""Who is it? Exact by paper, phone and whole name; the birth date ranks. The audit gets counts, never names."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.partial_date import PartialDate, parse
from pulang.persons.drafts import Sought
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.finding import holders_of
from pulang.persons.models import Person
from pulang.persons.queries.person import Summary, summary_of
from pulang.persons.rules import enough, keys_of_sought


@dataclass(frozen=True)
class Claim:
    """One reason for a match: `paper_equal`, `phone_equal`, `name_equal`, `birth_date_equal` or `_differs`."""

    code: str
    agrees: bool = True


@dataclass(frozen=True)
class Match:
    """`strength` is likely (a paper, or name with birth date or phone) or possible."""

    person: Summary
    claims: tuple[Claim, ...]
    strength: str


@dataclass(frozen=True)
class Elsewhere:
    """Match-only: another agency knows somebody with these identifiers. Never more than this."""

    agency: str


@dataclass(frozen=True)
class Found:
    matches: tuple[Match, ...]
    elsewhere: tuple[Elsewhere, ...]


@query(Permission.PERSON_SEARCH)
def find_persons(actor: Actor, *, sought: Sought) -> Found:
    """Who is it? Exact by paper, phone and whole name; the birth date ranks.

    Among people whom the actor may see a name is enough; beyond, a paper or two identifiers are needed, and the
    answer is match-only. Raises TooFewIdentifiers where nothing was given, Invalid for a date that cannot be read.
    """
    born = parse(sought.birth_date, today=timezone.localdate()).date if sought.birth_date.strip() else None
    keys = keys_of_sought(sought, born)
    if not keys:
        raise TooFewIdentifiers()
    held: dict[UUID, set[str]] = defaultdict(set)
    strangers: dict[UUID, set[str]] = defaultdict(set)
    for holder in holders_of(keys):
        if holder.person_id is None:
            strangers[holder.agency_id].add(holder.key.kind)
        else:
            held[holder.person_id].add(holder.key.kind)
    matches = [_match(person, held[person.pk], born) for person in Person.objects.filter(pk__in=held)]
    matches.sort(key=lambda match: (match.strength != "likely", -sum(claim.agrees for claim in match.claims)))
    strong = {agency for agency, kinds in strangers.items() if enough(kinds)}
    names = Agency.objects.filter(pk__in=strong).order_by("name").values_list("name", flat=True)
    record(actor, Event.PERSON_SEARCHED, why=Why.ROLE, found=len(matches), elsewhere=len(strong))
    return Found(tuple(matches), tuple(Elsewhere(name) for name in names))


def _match(person: Person, kinds: set[str], born: PartialDate | None) -> Match:
    claims = [Claim(f"{kind}_equal") for kind in ("paper", "phone", "name") if kind in kinds]
    if born and person.birth_date:
        held = PartialDate.from_text(person.birth_date)
        if born.year != held.year:
            claims.append(Claim("birth_date_differs", agrees=False))
        else:
            claims.append(Claim("birth_date_equal" if born.exact and born == held else "birth_year_equal"))
    likely = "paper" in kinds or {"name", "phone"} <= kinds or "born" in kinds
    return Match(summary_of(person), tuple(claims), "likely" if likely else "possible")
