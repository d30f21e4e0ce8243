"""Checking a draft: what cannot be kept is a problem, what is odd is a warning that stops nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pulang.lib.countries import parse_country
from pulang.lib.documents.mrz import parse_td3
from pulang.lib.documents.nik import compare_nik, parse_nik
from pulang.lib.documents.passport import check_expiry, parse_passport_number
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.notes import Note, note
from pulang.lib.partial_date import PartialDate, parse
from pulang.lib.phones import parse_phone
from pulang.lib.text import Script, clean_text, script_of
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft

NAME_LENGTH, TEXT_LENGTH, LONG_LENGTH = 200, 200, 4000
SEXES = ("female", "male", "other", "unknown")
NAME_KINDS = ("alias", "khmer", "passport", "former")
PAPER_KINDS = ("nik", "passport", "splp", "khmer_id", "other")
PAPER_STATES = ("held", "taken", "lost", "copy", "unknown")
CONTACT_KINDS = ("phone", "chat", "email", "address")
_REGIONS = {"KHM": "KH"}
T = TypeVar("T")


@dataclass(frozen=True)
class CheckedPaper:
    kind: str
    number: str
    country: str
    expires: str | None
    mrz: str | None
    state: str
    warnings: tuple[Note, ...]


@dataclass(frozen=True)
class CheckedPerson:
    """A draft that can be kept: cleaned, dates read, papers normalised. `warnings` are about the whole."""

    name: str
    other_names: tuple[NameDraft, ...]
    birth_date: PartialDate | None
    birth_place: str
    sex: str
    nationality: str
    languages: tuple[str, ...]
    description: str
    papers: tuple[CheckedPaper, ...]
    contacts: tuple[ContactDraft, ...]
    warnings: tuple[Note, ...]


class _Check:
    """Collects every problem of a draft instead of stopping at the first."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.problems: list[Invalid] = []

    @contextmanager
    def at(self, field: str) -> Iterator[None]:
        try:
            yield
        except Invalid as problem:
            self.problems.append(Invalid(field, problem.code, **problem.details))

    def text(self, field: str, raw: str, limit: int, *, required: bool = False, multiline: bool = False) -> str:
        text = ""
        with self.at(field):
            text = clean_text(raw, field=field, max_length=limit, multiline=multiline)
            if required and not text:
                raise Invalid(field, "required")
        return text

    def one_of(self, field: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self.problems.append(Invalid(field, "not_a_choice", choices=", ".join(allowed)))
        return value

    def read(self, place: str, reader: Callable[..., T], raw: str, **options: Any) -> T | None:
        if not raw.strip():
            return None
        with self.at(place):
            return reader(raw, **options)
        return None


def check(draft: PersonDraft, *, today: date) -> CheckedPerson:
    """Read the draft. Raises Invalid or Problems with the fields as `PersonDraft` names them."""
    work = _Check(today)
    name = work.text("name", draft.name, NAME_LENGTH, required=True)
    if name and script_of(name) is Script.NONE:
        work.problems.append(Invalid("name", "name_without_letters"))
    born = work.read("birth_date", parse, draft.birth_date, today=today)
    birth_date = born.date if born else None
    sex = work.one_of("sex", draft.sex, SEXES)
    papers = tuple(_paper(work, paper, birth_date, sex) for paper in draft.papers if paper.number.strip())
    checked = CheckedPerson(
        name=name,
        other_names=tuple(_name(work, other) for other in draft.other_names if other.text.strip()),
        birth_date=birth_date,
        birth_place=work.text("birth_place", draft.birth_place, TEXT_LENGTH),
        sex=sex,
        nationality=work.read("nationality", parse_country, draft.nationality) or "",
        languages=tuple(draft.languages),
        description=work.text("description", draft.description, LONG_LENGTH, multiline=True),
        papers=papers,
        contacts=tuple(_contact(work, item, draft.nationality) for item in draft.contacts if item.value.strip()),
        warnings=tuple(born.notes if born else ()),
    )
    raise_problems(work.problems)
    return checked


def _name(work: _Check, draft: NameDraft) -> NameDraft:
    kind = work.one_of("other_names", draft.kind, NAME_KINDS)
    return NameDraft(kind, work.text("other_names", draft.text, NAME_LENGTH))


def _paper(work: _Check, draft: PaperDraft, birth_date: PartialDate | None, sex: str) -> CheckedPaper:
    kind = work.one_of("papers", draft.kind, PAPER_KINDS)
    number, country, warnings = draft.number, draft.country, list[Note]()
    with work.at("papers"):
        if kind == "nik":
            nik = parse_nik(draft.number, today=work.today)
            number, country = nik.number, "IDN"
            letter = {"female": "F", "male": "M"}.get(sex)
            warnings += [*nik.warnings, *compare_nik(nik, birth_date, letter)]
        elif kind == "passport":
            passport = parse_passport_number(draft.number, country=country or None)
            number = passport.number
            warnings += passport.warnings
        else:
            number = clean_text(draft.number, field="papers", max_length=40).upper()
        if country:
            country = parse_country(country, field="papers")
    expires = _expiry(work, draft.expires, warnings)
    mrz = _mrz(work, draft.mrz, number, birth_date, warnings)
    state = work.one_of("papers", draft.state, PAPER_STATES)
    return CheckedPaper(kind, number, country, expires, mrz, state, tuple(warnings))


def _expiry(work: _Check, raw: str, warnings: list[Note]) -> str | None:
    read = work.read("papers", parse, raw, today=work.today, allow_future=True)
    if read is None:
        return None
    if read.date.exact and (warning := check_expiry(read.date.exact, on=work.today)):
        warnings.append(warning)
    return read.date.to_text()


def _mrz(work: _Check, raw: str, number: str, birth_date: PartialDate | None, warnings: list[Note]) -> str | None:
    mrz = work.read("papers", parse_td3, raw, today=work.today)
    if mrz is None:
        return None
    if mrz.failed:
        warnings.append(note("mrz_check_failed", parts=", ".join(mrz.failed)))
    if mrz.number != number:
        warnings.append(note("mrz_number_differs"))
    if birth_date and mrz.birth_date and birth_date.exact and mrz.birth_date != birth_date:
        warnings.append(note("mrz_birth_date_differs"))
    return raw.strip().upper()


def _contact(work: _Check, draft: ContactDraft, nationality: str) -> ContactDraft:
    kind = work.one_of("contacts", draft.kind, CONTACT_KINDS)
    value = work.text("contacts", draft.value, TEXT_LENGTH)
    if kind == "phone" and value:
        with work.at("contacts"):
            phone = parse_phone(value, region=_REGIONS.get(nationality, "ID"), field="contacts")
            value = phone.e164 or phone.raw
    whose = work.text("contacts", draft.whose, 40)
    return ContactDraft(kind, value, whose, draft.safe, work.text("contacts", draft.note, TEXT_LENGTH))
