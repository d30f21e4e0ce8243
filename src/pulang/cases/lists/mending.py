"""A returned row, corrected by an officer and taken by hand."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions import open_case, record_whereabouts
from pulang.cases.lists.columns import map_columns
from pulang.cases.lists.models import ListImport, ListRow, RowState
from pulang.cases.lists.reading import Cell, SheetRow
from pulang.cases.lists.rows import Message, ReadRow, read_row
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text
from pulang.persons.actions import find_or_register
from pulang.persons.models import Person

LONGEST = 1000  # characters of a cell

#: Called with the id of the list, in the same transaction, when one of its rows was taken after the others.
AFTER_ROW: list[Callable[[UUID], None]] = []


@action(Permission.LIST_IMPORT)
def mend_row(
    actor: Actor,
    *,
    import_id: UUID,
    number: int,
    cells: Mapping[str, str],
    person_id: UUID | None = None,
    is_new: bool = False,
) -> ListRow:
    """Take a returned row with these `cells` (text by field) in place of its own; the others stay.

    `person_id` says that it is this person, `is_new` that it is none of those who are like her. A row that was
    taken stays as it is. Raises NotFound, Problems with the flaws by field, PersonLikelyKnown, PersonElsewhere.
    """
    taken = ListImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    row = taken.rows.filter(number=number).first() if taken else None
    if taken is None or row is None or row.state in (RowState.PENDING, RowState.EMPTY):
        raise NotFound()
    if row.state != RowState.REJECTED:
        record(actor, Event.LIST_READ, scope=import_id, why=Why.ASSIGNED, row=number)
        return row
    row.source, row.cells = taken, _corrected(map_columns(taken.headings), row.cells, cells)
    read = _read(taken, row)
    assert read.draft is not None, "a row without a name is refused"
    found = person_id or find_or_register(actor, draft=read.draft, is_new=is_new)
    who, is_first = (found.pk, True) if isinstance(found, Person) else (found, False)
    case = open_case(actor, person_id=who)
    if is_first and read.found_at:
        record_whereabouts(actor, case_id=case.pk, place=read.found_at[:500])
    row.state = RowState.CREATED if is_first else RowState.KNOWN
    row.person_id, row.case_id = who, case.pk
    messages = [*read.messages, Message("row_mended")]
    row.messages, row.codes = [one.stored() for one in messages], [one.code for one in messages]
    row.save()
    record(actor, Event.LIST_IMPORTED, scope=import_id, why=Why.ASSIGNED, row=number, state=row.state)
    for follow in AFTER_ROW:
        follow(import_id)
    return row


def _corrected(fields: Sequence[str | None], before: Sequence[Cell], cells: Mapping[str, str]) -> list[Cell]:
    """A cell whose text is as it was keeps its kind: a number from a spreadsheet is read with more care."""
    said = {name: clean_text(text, field=name, max_length=LONGEST) for name, text in cells.items()}
    return [
        cell if name is None or said.get(name, str(cell)) == str(cell) else said[name]
        for name, cell in zip(fields, before, strict=False)
    ]


def _read(taken: ListImport, row: ListRow) -> ReadRow:
    """Raises Problems."""
    sheet_row = SheetRow(row.number, tuple(row.cells))
    if sheet_row.is_empty:
        raise Invalid("name", "required")
    read = read_row(map_columns(taken.headings), sheet_row, today=timezone.localdate())
    raise_problems([Invalid(one.column or "row", one.code, **one.details) for one in read.messages if one.refuses])
    return read
