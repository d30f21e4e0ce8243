"""Persons: find, register, read, change, and the photo."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.matching.queries import Found, Match, find_persons
from pulang.matching.sentences import claim_sentence
from pulang.persons.actions import change_person, read_photo, register_person, set_photo
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft, Sought
from pulang.persons.queries import PersonView, person_for
from pulang.persons.reading.photos import read_paper

router = Router(tags=["persons"])


class NameData(Schema):
    """A further name; `kind` is alias, khmer, passport or former."""

    kind: str
    text: str


class PaperData(Schema):
    """`kind` is nik, passport, splp, khmer_id or other; `state` held, taken, lost, expired, damaged, copy, unknown.

    `report` and `reported_on`: the police report of its loss."""

    kind: str
    number: str = ""
    country: str = ""
    expires: str = ""
    mrz: str = ""
    state: str = "unknown"
    report: str = ""
    reported_on: str = ""


class ContactData(Schema):
    """`kind` is phone, chat, email or address; `safe` is false where a call could endanger the person."""

    kind: str
    value: str
    whose: str = ""
    safe: bool = True
    note: str = ""


class PersonData(Schema):
    """A person as typed: `birth_date` may be partial ("1998", "about 1998"), `nationality` a code or a name."""

    name: str
    other_names: list[NameData] = []
    birth_date: str = ""
    birth_place: str = ""
    sex: str = "unknown"
    nationality: str = ""
    languages: list[str] = []
    description: str = ""
    papers: list[PaperData] = []
    contacts: list[ContactData] = []

    def draft(self) -> PersonDraft:
        own = self.dict(exclude={"other_names", "languages", "papers", "contacts"})
        return PersonDraft(
            **own,
            languages=tuple(self.languages),
            other_names=tuple(NameDraft(**one.dict()) for one in self.other_names),
            papers=tuple(PaperDraft(**one.dict()) for one in self.papers),
            contacts=tuple(ContactDraft(**one.dict()) for one in self.contacts),
        )


class RegisterIn(PersonData):
    """`once`: the same token again registers nobody twice."""

    once: str = ""


class ChangeIn(PersonData):
    """`version` is the one that was read."""

    version: int


class PersonOut(PersonData):
    """What is known of the person. `paper_warnings` are codes, a list for each paper, in the order of `papers`."""

    id: UUID
    version: int
    paper_warnings: list[list[str]]
    registered_by: str
    has_photo: bool


class SoughtIn(Schema):
    """What is known; any part may be missing. Beyond one's own people a paper or two of name, birth date
    and phone are needed."""

    name: str = ""
    birth_date: str = ""
    papers: list[str] = []
    phones: list[str] = []
    other_names: list[str] = []
    birth_place: str = ""
    sex: str = ""

    def sought(self) -> Sought:
        return Sought(
            name=self.name,
            birth_date=self.birth_date,
            papers=tuple(self.papers),
            phones=tuple(self.phones),
            other_names=tuple(self.other_names),
            birth_place=self.birth_place,
            sex=self.sex,
        )


class ClaimOut(Schema):
    """One reason, with its weight in bits and its sentence in the language of the request."""

    code: str
    agrees: bool
    weight: float
    says: str


class MatchOut(Schema):
    person_id: UUID
    name: str
    birth_date: str
    sex: str
    nationality: str
    strength: str
    score: float
    claims: list[ClaimOut]
    warnings: list[str]


class FoundOut(Schema):
    """`matches` whom the officer may see, the likeliest first; `strength` is likely, possible or weak.

    `elsewhere` names the agencies that know somebody, and no more. `crowded`: too many people fit; give more.
    """

    matches: list[MatchOut]
    elsewhere: list[str]
    crowded: bool


class ReadOut(Schema):
    """What a photo seems to say. `sure` is the reader's own word from 0 to 1; `proven` where every check digit
    fits; `failed` names those that do not. A NIK has no check digit. A person confirms each field."""

    kind: str
    number: str
    name: str
    birth_date: str
    sex: str
    nationality: str
    issued_by: str
    expires: str
    mrz: str
    sure: float
    proven: bool
    failed: list[str]


@router.post("/search", response=FoundOut, summary="Find a person", description="By POST: nothing stands in a log.")
@permitted(Permission.PERSON_SEARCH)
def search(request: ApiRequest, body: SoughtIn) -> FoundOut:
    return found_out(find_persons(request.auth, sought=body.sought()))


def found_out(found: Found) -> FoundOut:
    return FoundOut(
        matches=[match_out(match) for match in found.matches],
        elsewhere=[other.agency for other in found.elsewhere],
        crowded=found.crowded,
    )


def match_out(match: Match) -> MatchOut:
    return MatchOut(
        person_id=match.person.id,
        name=match.person.name,
        birth_date=match.person.birth_date,
        sex=match.person.sex,
        nationality=match.person.nationality,
        strength=match.strength,
        score=match.score,
        claims=[
            ClaimOut(
                code=claim.code, agrees=claim.agrees, weight=round(claim.weight, 1), says=claim_sentence(claim)
            )
            for claim in match.claims
        ],
        warnings=list(match.warnings),
    )


@router.post("", response={201: PersonOut}, summary="Register a person")
@permitted(Permission.PERSON_REGISTER)
def register(request: ApiRequest, body: RegisterIn) -> Status[PersonOut]:
    person = register_person(request.auth, draft=_of_a_person(body), once=body.once)
    return Status(201, person_out(person_for(request.auth, person.pk)))


@router.post("/papers/read", response=ReadOut, summary="Read a passport or NIK from a photo; nothing is kept")
@permitted(Permission.PERSON_REGISTER)
def read_photo_of_paper(request: ApiRequest, photo: File[UploadedFile]) -> ReadOut:
    read = read_paper(request.auth, content=photo.read())
    (paper,) = read.draft.papers
    return ReadOut(
        kind=paper.kind,
        number=paper.number,
        name=read.draft.name,
        birth_date=read.draft.birth_date,
        sex=read.draft.sex,
        nationality=read.draft.nationality,
        issued_by=paper.country,
        expires=paper.expires,
        mrz=paper.mrz,
        sure=round(read.seen.sure, 3),
        proven=read.seen.proven,
        failed=list(read.seen.zone.failed) if read.seen.zone else [],
    )


@router.get("/{uuid:person_id}", response=PersonOut, summary="Read a person")
@permitted(Permission.CASE_READ)
def read(request: ApiRequest, person_id: UUID) -> PersonOut:
    return person_out(person_for(request.auth, person_id))


@router.put("/{uuid:person_id}", response=PersonOut, summary="Replace what is known of a person")
@permitted(Permission.PERSON_REGISTER)
def change(request: ApiRequest, person_id: UUID, body: ChangeIn) -> PersonOut:
    change_person(request.auth, person_id=person_id, version=body.version, draft=_of_a_person(body))
    return person_out(person_for(request.auth, person_id))


@router.get("/{uuid:person_id}/photo", summary="The photo of a person")
@permitted(Permission.CASE_READ)
def photo(request: ApiRequest, person_id: UUID) -> HttpResponse:
    found = read_photo(request.auth, person_id=person_id)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.content, content_type=found.media_type, headers=headers)


@router.post("/{uuid:person_id}/photo", response={204: None}, summary="Keep a photo")
@permitted(Permission.PERSON_REGISTER)
def keep_photo(request: ApiRequest, person_id: UUID, photo: File[UploadedFile]) -> Status[None]:
    set_photo(request.auth, person_id=person_id, content=photo.read())
    return Status(204, None)


def _of_a_person(body: PersonData) -> PersonDraft:
    return PersonData(**body.dict(exclude={"once", "version"})).draft()


def person_out(view: PersonView) -> PersonOut:
    return PersonOut(
        **asdict(view.draft),
        id=view.id,
        version=view.version,
        paper_warnings=[list(codes) for _number, codes in view.paper_warnings],
        registered_by=view.registered_by,
        has_photo=bool(view.photo),
    )
