"""How a list stands, its rows with their messages, and the rows that come back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.lists.columns import IGNORED, map_columns
from pulang.cases.lists.models import ListImport, ListRow, RowState
from pulang.cases.lists.rows import Message
from pulang.cases.lists.sentences import sentence_of
from pulang.cases.lists.writing import write_sheet
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class ImportView:
    """A list and how far it is; `counts` by row state."""

    id: UUID
    label: str
    file_name: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.total - self.counts[RowState.PENDING]


@dataclass(frozen=True)
class RowView:
    number: int
    state: str
    text: str  # the row's cells as they stand, for recognising it
    messages: tuple[Message, ...]
    person_id: UUID | None
    case_id: UUID | None


@dataclass(frozen=True)
class RowToMend:
    """A returned row as an officer corrects it: (field, heading of the list, text) of each column that is read."""

    number: int
    cells: tuple[tuple[str, str, str], ...]
    messages: tuple[Message, ...]


@query(Permission.LIST_IMPORT)
def imports_for(actor: Actor, *, limit: int = 50) -> list[ImportView]:
    """The lists of the actor's agency, the newest first."""
    lists = list(ListImport.objects.select_related("started_by").order_by("-started_at")[:limit])
    counted = ListRow.objects.filter(source__in=lists).values("source_id", "state").annotate(rows=Count("id"))
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    for item in counted:
        counts[item["source_id"]][item["state"]] = item["rows"]
    return [_view(taken, counts[taken.pk]) for taken in lists]


@query(Permission.LIST_IMPORT)
def import_for(actor: Actor, *, import_id: UUID) -> ImportView:
    """One list. Raises NotFound, also for another agency's."""
    taken = _load(import_id)
    counted = taken.rows.values("state").annotate(rows=Count("id")).values_list("state", "rows")
    return _view(taken, dict(counted))


@query(Permission.LIST_IMPORT)
def rows_for(
    actor: Actor, *, import_id: UUID, state: str = "", flawed: bool = False, start: int = 0, limit: int = 100
) -> list[RowView]:
    """Rows in the order of the list, of one `state` or all, or only those with a message (`flawed`)."""
    taken = _load(import_id)
    rows = taken.rows.order_by("number")
    rows = rows.filter(state=state) if state else rows
    rows = rows.exclude(codes=[]) if flawed else rows
    views = [_row_view(row) for row in rows[start : start + limit]]
    record(actor, Event.LIST_READ, scope=import_id, why=Why.ASSIGNED, rows=len(views))
    return views


@query(Permission.LIST_IMPORT)
def row_to_mend(actor: Actor, *, import_id: UUID, number: int) -> RowToMend:
    """A row that was returned. Raises NotFound, also for one that was taken."""
    taken = _load(import_id)
    row = taken.rows.filter(number=number, state=RowState.REJECTED).first()
    if row is None:
        raise NotFound()
    row.source = taken
    record(actor, Event.LIST_READ, scope=import_id, why=Why.ASSIGNED, row=number)
    columns = zip(map_columns(taken.headings), taken.headings, row.cells, strict=False)
    return RowToMend(
        number=number,
        cells=tuple((name, head, str(cell)) for name, head, cell in columns if name and name != IGNORED),
        messages=tuple(Message(**message) for message in row.messages),
    )


@query(Permission.LIST_IMPORT)
def rejected_list(actor: Actor, *, import_id: UUID) -> bytes:
    """The rows that were not taken, as a sheet in the list's own columns, the reasons in a last one."""
    taken = _load(import_id)
    rows = list(taken.rows.filter(state=RowState.REJECTED).order_by("number"))
    record(actor, Event.EXPORT_MADE, scope=import_id, why=Why.ASSIGNED, rows=len(rows))
    return write_sheet(taken.headings, [(row.number, row.cells, _reasons(row)) for row in rows])


@query(Permission.LIST_IMPORT)
def taken_from(actor: Actor, *, import_id: UUID) -> tuple[list[UUID], bool]:
    """The people whom the list brought, new or known already, in its order, and whether all its rows are taken.

    Raises NotFound.
    """
    taken = _load(import_id)
    rows = taken.rows.filter(state__in=(RowState.CREATED, RowState.KNOWN)).exclude(person_id=None)
    people = list(dict.fromkeys(rows.order_by("number").values_list("person_id", flat=True)))
    record(actor, Event.LIST_READ, scope=import_id, why=Why.ASSIGNED, rows=len(people))
    return [person for person in people if person], taken.finished_at is not None


def _reasons(row: ListRow) -> str:
    return " ".join(sentence_of(Message(**message)) for message in row.messages if message["refuses"])


def _load(import_id: UUID) -> ListImport:
    taken = ListImport.objects.select_related("started_by").filter(pk=import_id).first()
    if taken is None:
        raise NotFound()
    return taken


def _view(taken: ListImport, counts: dict[str, int]) -> ImportView:
    return ImportView(
        id=taken.pk,
        label=taken.label,
        file_name=taken.file_name,
        started_by=taken.started_by.name,
        started_at=taken.started_at,
        finished_at=taken.finished_at,
        counts={state.value: counts.get(state.value, 0) for state in RowState},
    )


def _row_view(row: ListRow) -> RowView:
    return RowView(
        number=row.number,
        state=row.state,
        text=" · ".join(str(cell) for cell in row.cells if str(cell).strip()),
        messages=tuple(Message(**message) for message in row.messages),
        person_id=row.person_id,
        case_id=row.case_id,
    )
