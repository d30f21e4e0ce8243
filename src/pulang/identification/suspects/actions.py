"""Opening a suspect's file, going on with it, letting one officer more read it; linking it to a victim's case."""

from uuid import UUID

from django.utils import timezone

from pulang.access.grants import grant_access, open_scope
from pulang.access.models import Officer
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id, officer_id
from pulang.access.roles import roles
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.db.numbers import next_number
from pulang.db.once import row_once
from pulang.identification.suspects.models import StatusLink, SuspectEntry, SuspectFile
from pulang.identification.suspects.rules import STAGES
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.ids import new_id
from pulang.lib.text import clean_text


@action(Permission.SUSPECT_WORK)
def open_file(
    actor: Actor, *, name: str, suspicion: str, born: str = "", papers: str = "", once: str = ""
) -> SuspectFile:
    """A new file that only the officer who opens it reads. Raises Invalid, Problems."""
    who = clean_text(name, field="name", max_length=200)
    what = clean_text(suspicion, field="suspicion", max_length=5000, multiline=True)
    raise_problems(Invalid(field, "required") for field, text in (("name", who), ("suspicion", what)) if not text)
    subject = {
        "name": who,
        "born": clean_text(born, field="born", max_length=60),
        "papers": clean_text(papers, field="papers", max_length=300),
    }

    def make() -> SuspectFile:
        own, file_id = agency_id(actor), new_id()
        open_scope(actor, scope=file_id, agency_id=own, sections=[Section.POLICE], officer_id=officer_id(actor))
        file = SuspectFile.objects.create(
            id=file_id,
            number=next_number("suspects_file_number", "S"),
            subject=subject,
            suspicion=what,
            stage=STAGES[0],
            agency_id=own,
            opened_by_id=officer_id(actor),
            opened_at=timezone.now(),
        )
        record(actor, Event.SUSPECT_OPENED, scope=file.pk)
        return file

    return row_once(actor, once, SuspectFile, make)


@action(Permission.SUSPECT_WORK)
def add_entry(actor: Actor, *, file_id: UUID, text: str, stage: str, once: str = "") -> SuspectEntry:
    """What was found or decided, and how the file stands from now on. Raises Invalid, Problems, NotFound."""
    said = clean_text(text, field="text", max_length=10_000, multiline=True)
    problems = [] if said else [Invalid("text", "required")]
    raise_problems([*problems, *([] if stage in STAGES else [Invalid("stage", "not_a_choice")])])
    file = _load(file_id)

    def make() -> SuspectEntry:
        entry = SuspectEntry.objects.create(
            file=file, stage=stage, text=said, officer_name=actor.name, at=timezone.now()
        )
        file.stage = stage
        file.save(update_fields=["stage"])
        record(actor, Event.SUSPECT_CHANGED, scope=file.pk, stage=stage)
        return entry

    return row_once(actor, once, SuspectEntry, make)


@action(Permission.SUSPECT_WORK)
def add_reader(actor: Actor, *, file_id: UUID, officer: UUID) -> None:
    """Let one more officer read the file, by name, never a whole agency. Raises Invalid, NotFound."""
    file = _load(file_id)
    found = Officer.objects.select_related("agency").filter(pk=officer, is_active=True).first()
    if found is None or Permission.SUSPECT_READ not in roles()[found.role].permissions:
        raise Invalid("officer", "not_a_choice")
    grant_access(actor, scope=file.pk, agency=found.agency, sections=[Section.POLICE], officer_id=found.pk)
    record(actor, Event.SUSPECT_CHANGED, scope=file.pk, reader=found.pk)


def _load(file_id: UUID) -> SuspectFile:
    file = SuspectFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is None:
        raise NotFound()
    return file


@action(Permission.DOUBLE_STATUS_LINK)
def link_status(actor: Actor, *, case_number: str, file_number: str) -> StatusLink:
    """Say that a case and a suspect's file are about one person; neither side can see that it was said.

    Raises Invalid or Problems for a number that nothing bears. Linking twice gives the first link.
    """
    with acting_as(system("double_status")):
        case = Case.objects.filter(number=case_number.strip().upper()).values_list("pk", flat=True).first()
        file = SuspectFile.objects.filter(number=file_number.strip().upper()).values_list("pk", flat=True).first()
    found = {"case_number": case, "file_number": file}
    raise_problems(Invalid(field, "double_status_number") for field, pk in found.items() if pk is None)
    assert case is not None
    assert file is not None
    link = StatusLink.objects.filter(case=case, file=file, ended_at=None).first()
    if link is None:
        link = StatusLink.objects.create(
            case=case, file=file, linked_by=officer_id(actor), linked_at=timezone.now()
        )
    record(actor, Event.DOUBLE_STATUS_LINKED, scope=link.pk)
    return link


@action(Permission.DOUBLE_STATUS_LINK)
def end_link(actor: Actor, *, link_id: UUID) -> None:
    """The two are not about one person after all. Raises NotFound."""
    if not StatusLink.objects.filter(pk=link_id, ended_at=None).update(ended_at=timezone.now()):
        raise NotFound()
    record(actor, Event.DOUBLE_STATUS_ENDED, scope=link_id)
