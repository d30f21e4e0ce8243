"""Reads of the register: finding, and looking at one person. Every look leaves its word in the audit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft, Sought
from pulang.persons.errors import PersonMerged, TooFewIdentifiers
from pulang.persons.finding import holders_of
from pulang.persons.models import Contact, OtherName, Paper, Person
from pulang.persons.rules import keys_of_sought


@dataclass(frozen=True)
class Claim:
    """One reason for a match: `paper_equal`, `phone_equal`, `name_equal`, `birth_date_equal` or `_differs`."""

    code: str
    agrees: bool = True


@dataclass(frozen=True)
class Summary:
    """What a list shows of a person whom the actor may see."""

    id: UUID
    name: str
    birth_date: str
    sex: str
    nationality: str


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


@dataclass(frozen=True)
class PersonView:
    """All that is known of one person, as it would be typed (`draft`), with the warnings of her papers."""

    id: UUID
    version: int
    draft: PersonDraft
    paper_warnings: tuple[tuple[str, tuple[str, ...]], ...]
    registered_by: str
    photo: str


@query(Permission.PERSON_SEARCH)
def find_persons(actor: Actor, *, sought: Sought) -> Found:
    """Who is it? Exact by paper, phone and whole name; the birth date ranks.

    Among people whom the actor may see a name is enough; beyond, a paper or two identifiers are needed, and the
    answer is match-only. Raises TooFewIdentifiers where nothing was given.
    """
    keys = keys_of_sought(sought)
    if not keys:
        raise TooFewIdentifiers()
    held: dict[UUID, set[str]] = defaultdict(set)
    strangers: dict[UUID, set[str]] = defaultdict(set)
    for holder in holders_of(keys):
        if holder.person_id is None:
            strangers[holder.agency_id].add(holder.key.kind)
        else:
            held[holder.person_id].add(holder.key.kind)
    matches = [_match(person, held[person.pk], sought) for person in Person.objects.filter(pk__in=held)]
    matches.sort(key=lambda match: (match.strength != "likely", -sum(claim.agrees for claim in match.claims)))
    strong = {agency for agency, kinds in strangers.items() if "paper" in kinds or len(kinds) >= 2}
    names = Agency.objects.filter(pk__in=strong).order_by("name").values_list("name", flat=True)
    record(actor, Event.PERSON_SEARCHED, why=Why.ROLE, found=len(matches), elsewhere=len(strong))
    return Found(tuple(matches), tuple(Elsewhere(name) for name in names))


@query(Permission.CASE_READ)
def person_for(actor: Actor, person_id: UUID) -> PersonView:
    """One person with all her parts. Raises NotFound, or PersonMerged with `into`."""
    person = Person.objects.select_related("registered_by").filter(pk=person_id).first()
    if person is None:
        raise NotFound()
    if person.merged_into_id:
        raise PersonMerged(into=person.merged_into_id)
    papers = list(Paper.objects.filter(person=person).order_by("id"))
    record(actor, Event.PERSON_READ, scope=person_id, why=Why.ASSIGNED)
    return PersonView(
        id=person.pk,
        version=person.version,
        draft=_draft(person, papers),
        paper_warnings=tuple((paper.number, tuple(paper.warnings)) for paper in papers),
        registered_by=person.registered_by.name,
        photo=person.photo,
    )


def summaries(person_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """Names for a list, of those whom the actor of this transaction may see; the list itself is audited."""
    return {person.pk: _summary(person) for person in Person.objects.filter(pk__in=set(person_ids))}


def _summary(person: Person) -> Summary:
    return Summary(person.pk, person.name, person.birth_date or "", person.sex, person.nationality)


def _match(person: Person, kinds: set[str], sought: Sought) -> Match:
    claims = [Claim(f"{kind}_equal") for kind in ("paper", "phone", "name") if kind in kinds]
    given = sought.birth_date.strip()
    if given and person.birth_date:
        same = given.lstrip("~")[:4] == person.birth_date.lstrip("~")[:4]
        claims.append(Claim("birth_date_equal" if given == person.birth_date else "birth_year_equal", same))
        if not same:
            claims[-1] = Claim("birth_date_differs", agrees=False)
    agreeing = sum(claim.agrees for claim in claims)
    return Match(_summary(person), tuple(claims), "likely" if "paper" in kinds or agreeing >= 2 else "possible")


def _draft(person: Person, papers: list[Paper]) -> PersonDraft:
    names = OtherName.objects.filter(person=person).order_by("id")
    contacts = Contact.objects.filter(person=person).order_by("id")
    return PersonDraft(
        name=person.name,
        other_names=tuple(NameDraft(other.kind, other.text) for other in names),
        birth_date=person.birth_date or "",
        birth_place=person.birth_place or "",
        sex=person.sex,
        nationality=person.nationality,
        languages=tuple(person.languages or ()),
        description=person.description or "",
        papers=tuple(
            PaperDraft(paper.kind, paper.number, paper.country, paper.expires or "", paper.mrz or "", paper.state)
            for paper in papers
        ),
        contacts=tuple(
            ContactDraft(item.kind, item.value, item.whose, item.safe, item.note or "") for item in contacts
        ),
    )
