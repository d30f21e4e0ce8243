"""Checking a draft: what cannot be kept is a problem, what is odd is a warning that stops nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pulang.lib.countries import parse_country
from pulang.lib.documents.mrz import Mrz, parse_td3
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
PAPER_STATES = ("held", "taken", "lost", "expired", "damaged", "copy", "unknown")
LANGUAGES = ("id", "jv", "su", "ms", "en", "km", "th", "vi", "lo", "my", "zh", "tl", "bn", "hi", "ar")
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
    report: str
    reported_on: str | None
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
    """Read the draft. Raises Invalid or Problems; the fields are named as in `PersonDraft`,

    parts by their place in it: `papers.0.number`."""
    work = _Check(today)
    name = work.text("name", draft.name, NAME_LENGTH, required=True)
    if name and script_of(name) is Script.NONE:
        work.problems.append(Invalid("name", "name_without_letters"))
    born = work.read("birth_date", parse, draft.birth_date, today=today)
    birth_date = born.date if born else None
    sex = work.one_of("sex", draft.sex, SEXES)
    papers = tuple(
        _paper(work, f"papers.{place}", paper, birth_date, sex)
        for place, paper in enumerate(draft.papers)
        if is_given(paper)
    )
    checked = CheckedPerson(
        name=name,
        other_names=tuple(
            _name(work, f"other_names.{place}", other)
            for place, other in enumerate(draft.other_names)
            if other.text.strip()
        ),
        birth_date=birth_date,
        birth_place=work.text("birth_place", draft.birth_place, TEXT_LENGTH),
        sex=sex,
        nationality=work.read("nationality", parse_country, draft.nationality) or "",
        languages=tuple(dict.fromkeys(work.one_of("languages", code, LANGUAGES) for code in draft.languages)),
        description=work.text("description", draft.description, LONG_LENGTH, multiline=True),
        papers=papers,
        contacts=tuple(
            _contact(work, f"contacts.{place}", item, draft.nationality)
            for place, item in enumerate(draft.contacts)
            if item.value.strip()
        ),
        warnings=tuple(born.notes if born else ()),
    )
    raise_problems(work.problems)
    return checked


def is_given(paper: PaperDraft) -> bool:
    """Whether a row of a form for papers was filled in."""
    return bool(paper.number.strip() or paper.mrz.strip())


def _name(work: _Check, at: str, draft: NameDraft) -> NameDraft:
    kind = work.one_of(f"{at}.kind", draft.kind, NAME_KINDS)
    return NameDraft(kind, work.text(f"{at}.text", draft.text, NAME_LENGTH))


def _paper(work: _Check, at: str, draft: PaperDraft, birth_date: PartialDate | None, sex: str) -> CheckedPaper:
    kind = work.one_of(f"{at}.kind", draft.kind, PAPER_KINDS)
    country, warnings = draft.country, list[Note]()
    mrz = work.read(f"{at}.mrz", parse_td3, draft.mrz, today=work.today)
    number = draft.number.strip() or (mrz.number if mrz else "")
    with work.at(f"{at}.number"):
        if kind == "nik":
            nik = parse_nik(number, today=work.today)
            number, country = nik.number, "IDN"
            letter = {"female": "F", "male": "M"}.get(sex)
            warnings += [*nik.warnings, *compare_nik(nik, birth_date, letter)]
        elif kind == "passport":
            passport = parse_passport_number(number, country=country or None)
            number = passport.number
            warnings += passport.warnings
        else:
            number = clean_text(number, field=at, max_length=40).upper()
    if country:
        with work.at(f"{at}.country"):
            country = parse_country(country)
    expires = _expiry(work, at, draft.expires, warnings)
    if mrz:
        warnings += _odd_in_zone(mrz, number, birth_date)
    state = work.one_of(f"{at}.state", draft.state, PAPER_STATES)
    report = work.text(f"{at}.report", draft.report, 80)
    told = work.read(f"{at}.reported_on", parse, draft.reported_on, today=work.today)
    if state == "lost" and kind == "passport" and not report:
        warnings.append(note("lost_without_report"))
    return CheckedPaper(
        kind=kind,
        number=number,
        country=country,
        expires=expires,
        mrz=draft.mrz.strip().upper() or None,
        state=state,
        report=report,
        reported_on=told.date.to_text() if told else None,
        warnings=tuple(warnings),
    )


def _expiry(work: _Check, at: str, raw: str, warnings: list[Note]) -> str | None:
    read = work.read(f"{at}.expires", parse, raw, today=work.today, allow_future=True)
    if read is None:
        return None
    if read.date.exact and (warning := check_expiry(read.date.exact, on=work.today)):
        warnings.append(warning)
    return read.date.to_text()


def _odd_in_zone(mrz: Mrz, number: str, birth_date: PartialDate | None) -> Iterator[Note]:
    if mrz.failed:
        yield note("mrz_check_failed", parts=", ".join(mrz.failed))
    if mrz.number != number:
        yield note("mrz_number_differs")
    if birth_date and mrz.birth_date and birth_date.exact and mrz.birth_date != birth_date:
        yield note("mrz_birth_date_differs")


def _contact(work: _Check, at: str, draft: ContactDraft, nationality: str) -> ContactDraft:
    kind = work.one_of(f"{at}.kind", draft.kind, CONTACT_KINDS)
    value = work.text(f"{at}.value", draft.value, TEXT_LENGTH)
    if kind == "phone" and value:
        with work.at(f"{at}.value"):
            phone = parse_phone(value, region=_REGIONS.get(nationality, "ID"))
            value = phone.e164 or phone.raw
    whose = work.text(f"{at}.whose", draft.whose, 40)
    return ContactDraft(kind, value, whose, draft.safe, work.text(f"{at}.note", draft.note, TEXT_LENGTH))
