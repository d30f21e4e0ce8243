"""Handing in a list, and taking its rows: each chunk is one transaction, and no row is taken twice."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.lists.columns import map_columns
from pulang.cases.lists.models import ListImport, ListRow, RowState
from pulang.cases.lists.reading import SheetRow, read_list
from pulang.cases.lists.rows import Message, ReadRow, find_doubles, read_row
from pulang.cases.lists.taking import take
from pulang.cases.lists.waking import wake
from pulang.db.once import once as only_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.persons.queries import known_already

CHUNK = 50  # rows a transaction: about a second, so that desks that wait for the same paper wait no longer
Say = Callable[[int, int], None]


@action(Permission.LIST_IMPORT)
def start_import(actor: Actor, *, file_name: str, content: bytes, label: str, once: str = "") -> UUID:
    """Keep the list with a judgement of every row, and have the sound ones taken by a job. Returns its id.

    `label` says which operation or day it is about. Raises ListRefused for a file that is no list, Invalid for
    the label. The same `once` gives the same import.
    """
    title = clean_text(label, field="label", max_length=200)
    if not title:
        raise Invalid("label", "required")
    sheet = read_list(content)
    fields = map_columns(sheet.headings)
    name = clean_text(file_name, field="file", max_length=200)

    def make() -> UUID:
        taken = ListImport(agency_id=agency_id(actor), started_by_id=officer_id(actor))
        taken.label, taken.file_name, taken.headings = title, name, list(sheet.headings)
        taken.save()
        read = [read_row(fields, row, today=timezone.localdate()) for row in sheet.rows]
        doubles = find_doubles(read)
        pairs = zip(sheet.rows, read, strict=True)
        ListRow.objects.bulk_create(
            (_row(taken, row, judged, doubles.get(row.number)) for row, judged in pairs), batch_size=500
        )
        record(actor, Event.LIST_IMPORTED, scope=taken.pk, why=Why.OPENED, rows=len(read))
        wake(taken.pk)
        return taken.pk

    return only_once(actor, once and f"list:{once}", make)


def _row(taken: ListImport, row: SheetRow, read: ReadRow, double_of: int | None) -> ListRow:
    messages = list(read.messages)
    if double_of is not None:
        messages.append(Message("same_person_as_row", details={"row": double_of}, refuses=True))
    refused = any(message.refuses for message in messages)
    state = RowState.REJECTED if refused else RowState.PENDING if read.draft else RowState.EMPTY
    return ListRow(
        source=taken,
        number=row.number,
        cells=list(row.cells),
        messages=[message.stored() for message in messages],
        codes=[message.code for message in messages],
        state=state,
    )


@action(Permission.LIST_IMPORT)
def take_rows(actor: Actor, *, import_id: UUID, limit: int = CHUNK) -> dict[str, int]:
    """Take the next waiting rows: search first, register who is new, open her case.

    Returns the number of rows by state (`models.RowState`). Two workers that do so at once take turns. Raises
    NotFound.
    """
    taken = ListImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if taken is None:
        raise NotFound()
    fields = map_columns(taken.headings)
    rows = list(taken.rows.filter(state=RowState.PENDING).order_by("number")[:limit])
    read = [read_row(fields, SheetRow(row.number, tuple(row.cells)), today=timezone.localdate()) for row in rows]
    if rows:
        known = known_already(actor, drafts=[judged.draft for judged in read if judged.draft])
        take(actor, list(zip(rows, read, strict=True)), known)
    counts = _states(taken)
    if not counts[RowState.PENDING] and taken.finished_at is None:
        taken.finished_at = timezone.now()
        taken.save(update_fields=["finished_at"])
        record(actor, Event.LIST_FINISHED, scope=import_id, why=Why.ASSIGNED, **counts)
    return counts


def run_import(actor: Actor, *, import_id: UUID, say: Say = lambda done, total: None) -> dict[str, int]:
    """Take every waiting row, chunk by chunk; after a kill, call it again. `say` hears rows done and in all.

    Returns the number of rows by state.
    """
    while True:
        counts = take_rows(actor, import_id=import_id)
        total = sum(counts.values())
        say(total - counts[RowState.PENDING], total)
        if not counts[RowState.PENDING]:
            return counts


def _states(taken: ListImport) -> dict[str, int]:
    counted = Counter(taken.rows.values_list("state", flat=True))
    return {state.value: counted[state.value] for state in RowState}
