"""Taking one row, inside the transaction of its chunk."""

from pulang.access.models import Agency
from pulang.cases.actions import open_case, record_whereabouts
from pulang.cases.lists.models import ListRow, RowState
from pulang.cases.lists.rows import Message, ReadRow
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, Problems
from pulang.persons.actions import register_person
from pulang.persons.errors import PersonExists
from pulang.persons.queries import Known


def take_row(actor: Actor, row: ListRow, read: ReadRow, known: Known | None) -> None:
    """Register the person of the row, or say why not; the row is saved with what became of it."""
    if known is not None and not (known.certain and known.person_id):
        _reject(row, _doubt(known))
    elif known is not None:
        row.person_id = known.person_id
        _settle(row, RowState.KNOWN, Message("known_by_paper"))
    else:
        _register(actor, row, read)


def _doubt(known: Known) -> Message:
    if known.person_id is None:
        return Message("person_elsewhere", details={"agency": known.agency}, refuses=True)
    return Message("person_likely_known", details={"person": str(known.person_id)}, refuses=True)


def _register(actor: Actor, row: ListRow, read: ReadRow) -> None:
    assert read.draft is not None, "a row without a person does not wait"
    try:
        person = register_person(actor, draft=read.draft)
    except PersonExists as error:
        # Somebody registered her since the chunk was screened, or the paper stands in an earlier row of it.
        _exists(row, error)
    except (Invalid, Problems) as error:
        problems = error.problems if isinstance(error, Problems) else (error,)
        _reject(row, *(Message(item.code, item.field, _plain(item.details), refuses=True) for item in problems))
    else:
        case = open_case(actor, person_id=person.pk)
        if read.found_at:
            record_whereabouts(actor, case_id=case.pk, place=read.found_at[:500])
        row.person_id, row.case_id = person.pk, case.pk
        _settle(row, RowState.CREATED)


def _exists(row: ListRow, error: PersonExists) -> None:
    person_id = error.details.get("person_id")
    if person_id is not None:
        row.person_id = person_id  # type: ignore[assignment]
        _settle(row, RowState.KNOWN, Message("known_by_paper"))
    else:
        agency = Agency.objects.filter(pk=error.details.get("agency_id")).first()
        _reject(row, Message("person_elsewhere", details={"agency": agency.name if agency else ""}, refuses=True))


def _reject(row: ListRow, *messages: Message) -> None:
    _settle(row, RowState.REJECTED, *messages)


def _settle(row: ListRow, state: RowState, *messages: Message) -> None:
    row.state = state
    row.messages = [*row.messages, *(message.stored() for message in messages)]
    row.codes = [*row.codes, *(message.code for message in messages)]
    row.save(update_fields=["state", "messages", "codes", "person_id", "case_id"])


def _plain(details: dict[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, int | str) else str(value) for key, value in details.items()}
