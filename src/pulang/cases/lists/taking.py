"""Taking a chunk of rows, inside its one transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Agency
from pulang.cases.actions import open_cases
from pulang.cases.lists.models import ListRow, RowState
from pulang.cases.lists.rows import Message, ReadRow
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, Problems
from pulang.lib.partial_date import parse
from pulang.persons.actions import Refusal, register_people
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.models import Person
from pulang.persons.queries import Known, summaries

Read = tuple[ListRow, ReadRow]


def take(actor: Actor, rows: Sequence[Read], known: Sequence[Known | None]) -> None:
    """Register who is new and open her case; every row is saved with what became of it, or why not."""
    new: list[Read] = []
    for (row, read), who in zip(rows, known, strict=True):
        if who is None:
            new.append((row, read))
        elif who.certain and who.person_id:
            _know(row, who.person_id, read.draft)
        else:
            _reject(row, _doubt(who))
    outcomes = register_people(actor, drafts=[read.draft for _, read in new if read.draft])
    created: list[tuple[ListRow, ReadRow, Person]] = []
    for (row, read), outcome in zip(new, outcomes, strict=True):
        if isinstance(outcome, Person):
            created.append((row, read, outcome))
        else:
            _refuse(row, outcome, read.draft)
    _open_cases(actor, created)


def _open_cases(actor: Actor, created: Sequence[tuple[ListRow, ReadRow, Person]]) -> None:
    if not created:
        return
    cases = open_cases(actor, places={person.pk: read.found_at[:500] for _, read, person in created})
    for row, _, person in created:
        row.state, row.person_id, row.case_id = RowState.CREATED, person.pk, cases[person.pk].pk
    ListRow.objects.bulk_update([row for row, _, _ in created], ["state", "person_id", "case_id"])


def _doubt(known: Known) -> Message:
    if known.person_id is None:
        return Message("person_elsewhere", details={"agency": known.agency}, refuses=True)
    return Message("person_likely_known", details={"person": str(known.person_id)}, refuses=True)


def _refuse(row: ListRow, error: Refusal, draft: PersonDraft | None) -> None:
    """Somebody registered her since the chunk was screened, or the draft cannot be kept."""
    if isinstance(error, PersonExists):
        person_id, asked = error.details.get("person_id"), error.details.get("agency_id")
        if isinstance(person_id, UUID):
            _know(row, person_id, draft)
        else:
            names = Agency.objects.filter(pk__in=[asked]).values_list("name", flat=True)
            _reject(row, _doubt(Known(certain=True, person_id=None, agency=", ".join(names))))
        return
    problems = error.problems if isinstance(error, Problems) else (error,)
    _reject(row, *(Message(item.code, item.field.split(".")[0], _plain(item.details), True) for item in problems))


def _know(row: ListRow, person_id: UUID, draft: PersonDraft | None) -> None:
    """Known by the same paper. What the list says otherwise changes nothing here and is pointed out."""
    row.person_id = person_id
    fields = _contradictions(person_id, draft) if draft else ()
    more = [Message("list_contradicts", field, {}) for field in fields]
    _settle(row, RowState.KNOWN, Message("known_by_paper"), *more)


def _contradictions(person_id: UUID, draft: PersonDraft) -> list[str]:
    """Which of name, birth date and sex the list says otherwise; what one side leaves out contradicts nothing."""
    held = summaries([person_id]).get(person_id)
    if held is None:
        return []
    found = [] if _words(held.name) & _words(draft.name) else ["name"]
    if draft.birth_date and held.birth_date and not _may_be_same(held.birth_date, draft.birth_date):
        found.append("birth_date")
    if {held.sex, draft.sex} == {"female", "male"}:
        found.append("sex")
    return found


def _words(name: str) -> set[str]:
    return set(name.casefold().split())


def _may_be_same(held: str, said: str) -> bool:
    """Whether one of two days can be the other: the same as far as the less exact one goes."""
    try:
        read = parse(said, today=timezone.localdate()).date.to_text()
    except Invalid:
        return True
    return held.startswith(read) or read.startswith(held) or "~" in (held + read)


def _reject(row: ListRow, *messages: Message) -> None:
    _settle(row, RowState.REJECTED, *messages)


def _settle(row: ListRow, state: RowState, *messages: Message) -> None:
    row.state = state
    row.messages = [*row.messages, *(message.stored() for message in messages)]
    row.codes = [*row.codes, *(message.code for message in messages)]
    row.save(update_fields=["state", "messages", "codes", "person_id"])


def _plain(details: Mapping[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, int | str) else str(value) for key, value in details.items()}
