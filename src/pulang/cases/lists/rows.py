"""One row of a list as a person: what it says, and a message for each flaw. Pure, no database."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from pulang.cases.lists.columns import IGNORED, plain, words
from pulang.cases.lists.reading import Cell, SheetRow
from pulang.lib.countries import parse_country
from pulang.lib.documents.nik import compare_nik, parse_nik
from pulang.lib.documents.passport import parse_passport_number
from pulang.lib.errors import Invalid
from pulang.lib.names import fold, whole_name_key
from pulang.lib.partial_date import PartialDate, parse
from pulang.lib.phones import parse_phone
from pulang.lib.text import Script, script_of
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft

_EXCEL_DIGITS = 15  # a spreadsheet keeps no more of a number
_NONE_WORDS = frozenset({"-", "--", "—", "n/a", "na", "none", "nil", "tidak ada", "tdk ada", "kosong", "?", "គ្មាន"})


@dataclass(frozen=True, slots=True)
class Message:
    """A flaw or a reading of one row. `refuses` where the row cannot be taken before somebody mends it."""

    code: str
    column: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False

    def stored(self) -> dict[str, Any]:
        """As JSON; the details hold what stands in the row, so they are kept encrypted with it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`draft` is None where the row is empty or has no name. `keys` are what two rows of one person share."""

    number: int
    draft: PersonDraft | None
    found_at: str = ""
    messages: tuple[Message, ...] = ()
    keys: frozenset[str] = frozenset()

    @property
    def refused(self) -> bool:
        return any(message.refuses for message in self.messages)


def read_row(fields: Sequence[str | None], row: SheetRow, *, today: date) -> ReadRow:
    """Read one row by the fields of its columns (`columns.map_columns`)."""
    if row.is_empty:
        return ReadRow(row.number, None, messages=(Message("row_empty"),))
    return _Reading(fields, row, today).read()


def find_doubles(rows: Sequence[ReadRow]) -> dict[int, int]:
    """Row number → number of an earlier row that is of the same person: same paper, or same name and birth date."""
    first: dict[str, int] = {}
    doubles: dict[int, int] = {}
    for row in rows:
        if row.refused:
            continue
        earlier = [first[key] for key in row.keys if key in first]
        if earlier:
            doubles[row.number] = min(earlier)
        for key in row.keys:
            first.setdefault(key, doubles.get(row.number, row.number))
    return doubles


class _Reading:
    """The cells of one row by field, each judged; messages gather on the way."""

    def __init__(self, fields: Sequence[str | None], row: SheetRow, today: date) -> None:
        self.number, self.today = row.number, today
        self.cells: dict[str, Cell] = {
            name: cell
            for name, cell in zip(fields, row.cells, strict=False)
            if name not in (None, IGNORED) and plain(str(cell)) not in _NONE_WORDS
        }
        self.messages: list[Message] = []
        self.keys: set[str] = set()

    def read(self) -> ReadRow:
        name = self.name()
        born = self.birth_date()
        self.unread_columns()
        sex = self.sex()
        draft = PersonDraft(
            name=name,
            other_names=self.other_names(),
            birth_date=born.to_text() if born else "",
            birth_place=self.text("birth_place"),
            sex=sex,
            nationality=(nationality := self.nationality()),
            description=self.text("description"),
            papers=self.papers(born, sex),
            contacts=self.contacts("KH" if nationality == "KHM" else "ID"),
        )
        if name and born and born.exact:
            self.keys.add(f"name:{whole_name_key(name)}:{born}")
        kept = draft if name else None
        return ReadRow(self.number, kept, self.text("found_at"), tuple(self.messages), frozenset(self.keys))

    def say(self, code: str, name: str, *, refuses: bool = False, **details: object) -> None:
        self.messages.append(Message(code, name, details, refuses))

    def text(self, name: str) -> str:
        return " ".join(str(self.cells.get(name, "")).split())

    def name(self) -> str:
        name = self.text("name") or " ".join(filter(None, (self.text("first_name"), self.text("last_name"))))
        if not name:
            self.say("name_missing", "name", refuses=True)
            return ""
        if script_of(name) is Script.NONE:
            self.say("name_without_letters", "name", refuses=True)
            return ""
        folded = fold(name)
        titles = [item.text for item in folded.removed if item.kind in ("title", "degree")]
        if titles:
            self.say("name_has_title", "name", titles=", ".join(titles))
        if len(folded.tokens) == 1:
            self.say("name_one_word", "name")
        return name

    def other_names(self) -> tuple[NameDraft, ...]:
        kinds = {"khmer_name": "khmer", "alias": "alias"}
        return tuple(NameDraft(kind, self.text(name)) for name, kind in kinds.items() if self.text(name))

    def birth_date(self) -> PartialDate | None:
        raw = self.text("birth_date")
        if not raw:
            return None
        # "Medan, 8 Maret 1998": place and date in one cell.
        head, comma, tail = raw.partition(",")
        if comma and not any(character.isdigit() for character in head):
            self.cells.setdefault("birth_place", head.strip())
            raw = tail.strip()
        try:
            read = parse(raw, today=self.today)
        except Invalid as problem:
            self.say(problem.code, "birth_date", refuses=True, given=raw)
            return None
        if raw != read.date.to_text():
            self.say("date_read_as", "birth_date", given=raw, read=read.date.to_text())
        for item in read.notes:
            self.say(item.code, "birth_date", **dict(item.details))
        return read.date

    def sex(self) -> str:
        return self.word("sex", words()["sexes"].get, "sex_not_understood") or "unknown"

    def nationality(self) -> str:
        def country(said: str) -> str | None:
            known: str | None = words()["nationalities"].get(said)
            try:
                return known or parse_country(said)
            except Invalid:
                return None

        return self.word("nationality", country, "nationality_not_understood")

    def word(self, name: str, look_up: Callable[[str], str | None], code: str) -> str:
        raw = self.text(name)
        found = look_up(plain(raw)) if raw else ""
        if found is None:
            self.say(code, name, given=raw)
        return found or ""

    def papers(self, born: PartialDate | None, sex: str) -> tuple[PaperDraft, ...]:
        readers = {"nik": self.nik, "passport": self.passport, "splp": self.text}
        found = [PaperDraft(kind, number) for kind, read in readers.items() if (number := read(kind))]
        for paper in found:
            if paper.kind == "nik":
                letter = {"female": "F", "male": "M"}.get(sex)
                for item in compare_nik(parse_nik(paper.number, today=self.today), born, letter):
                    self.say(item.code, "nik")
        self.keys.update(f"paper:{paper.number}" for paper in found)
        return tuple(found)

    def nik(self, name: str) -> str:
        raw, cell = self.text(name), self.cells.get(name)
        if not raw:
            return ""
        if isinstance(cell, int | float) and len(raw) > _EXCEL_DIGITS and raw.endswith("0"):
            self.say("nik_cut_by_spreadsheet", name, given=raw)
            return ""
        return self.number_of(name, raw, lambda text: parse_nik(text, today=self.today, field=name).number)

    def passport(self, name: str) -> str:
        raw = self.text(name)
        return self.number_of(name, raw, lambda text: parse_passport_number(text, field=name).number) if raw else ""

    def number_of(self, name: str, raw: str, read: Callable[[str], str]) -> str:
        try:
            number = read(raw)
        except Invalid as problem:
            self.say(problem.code, name, refuses=True, given=raw, **problem.details)
            return ""
        if number != raw.upper():
            self.say("number_read_as", name, given=raw, read=number)
        return number

    def contacts(self, region: str) -> tuple[ContactDraft, ...]:
        found = []
        for name, kind, whose in (
            ("phone", "phone", "own"),
            ("family_phone", "phone", "family"),
            ("email", "email", "own"),
            ("address", "address", "own"),
        ):
            value = self.text(name)
            if value and kind == "phone":
                value = self.phone(name, value, region)
            if value:
                found.append(ContactDraft(kind, value, whose))
        return tuple(found)

    def phone(self, name: str, raw: str, region: str) -> str:
        try:
            phone = parse_phone(raw, region=region, field=name)
        except Invalid as problem:
            self.say(problem.code, name, refuses=True, given=raw, **problem.details)
            return ""
        if phone.e164 is None and isinstance(self.cells.get(name), int):
            # A spreadsheet that took the number for a sum has dropped its leading zero.
            phone = parse_phone(f"0{raw}", region=region, field=name)
        for item in phone.warnings:
            self.say(item.code, name, given=raw)
        return phone.e164 or raw

    def unread_columns(self) -> None:
        for name in ("sex", "nationality"):
            if len(self.text(name)) > 100:
                self.say("text_too_long", name, refuses=True)
