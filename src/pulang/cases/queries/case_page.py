"""One case as its page shows it: only the sections that the actor holds are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.models import Grant
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, CaseFile, CasePart, Consent, Decision, Report, Task, TimelineEntry
from pulang.cases.queries.cursor import Cursor, read_cursor
from pulang.cases.queries.decisions import decisions_of
from pulang.cases.rules import CLOSED
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.queries import Summary, summaries

TIMELINE = 50
Part = TypeVar("Part", bound=CasePart)


@dataclass(frozen=True)
class CasePage:
    """`person` is None without the section identity; `next_task` is what the case waits for."""

    case: Case
    person: Summary | None
    sections: frozenset[Section]
    tasks: tuple[Task, ...]
    next_task: Task | None
    decisions: tuple[Decision, ...]
    consents: tuple[Consent, ...]
    files: tuple[CaseFile, ...]
    members: tuple[Grant, ...]
    reports: tuple[Report, ...]
    timeline: tuple[TimelineEntry, ...]
    more_timeline: str

    @property
    def is_closed(self) -> bool:
        return self.case.status == CLOSED


@query(Permission.CASE_READ)
def case_page_for(actor: Actor, case_id: UUID) -> CasePage:
    """Raises NotFound. The look is in the audit, with the sections that were shown."""
    case = Case.objects.select_related("agency", "opened_by").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    sections = frozenset(held_sections(actor, case_id))
    person = summaries([case.person_id]).get(case.person_id)
    tasks = tuple(
        _with(case, Task.objects.filter(case=case).select_related("agency", "officer").order_by("due_at"))
    )
    now = timezone.now()
    timeline, more = _timeline(case, "")
    running = Grant.objects.filter(scope=case_id, ended_at=None, until__gt=now).select_related("agency", "officer")
    page = CasePage(
        case=case,
        person=person,
        sections=sections,
        tasks=tasks,
        next_task=next((task for task in tasks if task.done_at is None), None),
        decisions=tuple(_with(case, decisions_of(case))),
        consents=tuple(
            _with(case, Consent.objects.filter(case=case).select_related("read_by").order_by("-recorded_at"))
        ),
        files=tuple(_with(case, CaseFile.objects.filter(case=case).select_related("agency").order_by("-added_at"))),
        members=tuple(running.order_by("granted_at")),
        reports=tuple(Report.objects.filter(case=case).order_by("received_at")),
        timeline=timeline,
        more_timeline=more,
    )
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, sections=sorted(sections))
    if person is not None:
        record(actor, Event.PERSON_READ, scope=case.person_id, why=Why.ASSIGNED)
    return page


@query(Permission.CASE_READ)
def timeline_for(actor: Actor, case_id: UUID, *, after: str = "") -> tuple[tuple[TimelineEntry, ...], str]:
    """The story of the case in the sections that the actor holds, newest first, and what reads on. NotFound."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="timeline")
    return _timeline(case, after)


def _timeline(case: Case, after: str) -> tuple[tuple[TimelineEntry, ...], str]:
    entries, cursor = TimelineEntry.objects.filter(case=case), read_cursor(after)
    if cursor:
        entries = entries.filter(Q(at__lt=cursor.at) | Q(at=cursor.at, id__lt=cursor.id))
    found = _with(case, entries.order_by("-at", "-id")[: TIMELINE + 1])
    more = str(Cursor(found[TIMELINE - 1].at, found[TIMELINE - 1].pk)) if len(found) > TIMELINE else ""
    return tuple(found[:TIMELINE]), more


def _with(case: Case, parts: Iterable[Part]) -> list[Part]:
    """The parts with the case already in place, so that opening a field asks the database nothing."""
    found = list(parts)
    for part in found:
        part.case = case
    return found
