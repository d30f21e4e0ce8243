"""Lists of people, as files, for matching. Rows without a name are left out."""

from collections.abc import Iterable, Sequence
from datetime import date

from pulang.cases.lists.columns import map_columns, plain
from pulang.cases.lists.reading import read_list
from pulang.cases.lists.rows import ReadRow, read_row
from pulang.lib.errors import Invalid, PulangError
from pulang.lib.partial_date import parse
from pulang.matching.rules import Evidence
from pulang.persons.drafts import PersonDraft, Sought


class NoColumn(PulangError):
    """The list has no such `column`; `columns` are those that it has."""

    code = "list_no_such_column"


def rows_of_list(content: bytes, *, today: date) -> list[ReadRow]:
    """Each row as it was read, with a message for each flaw. Raises ListRefused for a file that is no list."""
    sheet = read_list(content)
    fields = map_columns(sheet.headings)
    return [read_row(fields, row, today=today) for row in sheet.rows]


def sought_of_rows(rows: Iterable[ReadRow]) -> list[tuple[int, Sought]]:
    """Each row that names somebody as something to search for, with its number."""
    return [(row.number, sought_of(row.draft)) for row in rows if row.draft]


def evidence_of_rows(rows: Iterable[ReadRow], *, today: date) -> list[tuple[int, Evidence]]:
    """Each row that names somebody as evidence, with its number."""
    return [(number, evidence_of_sought(sought, today=today)) for number, sought in sought_of_rows(rows)]


def cells_of_list(content: bytes, headings: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """What stands under these headings, by the number of the row. Raises ListRefused, NoColumn."""
    sheet = read_list(content)
    known = {plain(heading): place for place, heading in enumerate(sheet.headings)}
    for heading in headings:
        if plain(heading) not in known:
            raise NoColumn(column=heading, columns=", ".join(filter(None, sheet.headings)))
    places = [known[plain(heading)] for heading in headings]
    return {
        row.number: tuple(str(row.cells[place]) if place < len(row.cells) else "" for place in places)
        for row in sheet.rows
    }


def sought_of(draft: PersonDraft) -> Sought:
    """What a draft says to go by."""
    return Sought(
        name=draft.name,
        birth_date=draft.birth_date,
        papers=tuple(paper.number for paper in draft.papers),
        phones=tuple(contact.value for contact in draft.contacts if contact.kind == "phone"),
        other_names=tuple(other.text for other in draft.other_names),
        birth_place=draft.birth_place,
        sex=draft.sex,
    )


def evidence_of_sought(sought: Sought, *, today: date, nationality: str = "") -> Evidence:
    """What a searcher knows, as evidence; a date that cannot be read says nothing."""
    try:
        born = parse(sought.birth_date, today=today).date.to_text() if sought.birth_date else ""
    except Invalid:
        born = ""
    return Evidence(
        names=(sought.name, *sought.other_names),
        birth_date=born,
        birth_place=sought.birth_place,
        sex=sought.sex,
        nationality=nationality,
        papers=sought.papers,
        phones=sought.phones,
    )
