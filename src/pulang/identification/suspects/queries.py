"""Reads of suspects' files for their readers, and of links for the coordinator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from pulang.access.models import Grant, Officer
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.access.roles import roles
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.cases.queries import standing_of
from pulang.cases.queries.decisions import decisions_of
from pulang.db.context import acting_as
from pulang.identification.suspects.models import StatusLink, SuspectEntry, SuspectFile
from pulang.lib.actor import Actor, system
from pulang.lib.errors import NotFound


@dataclass(frozen=True)
class FilePage:
    file: SuspectFile
    entries: tuple[SuspectEntry, ...]
    readers: tuple[Officer, ...]


@dataclass(frozen=True)
class LinkRow:
    """`outcome` and `standing` of the newest decision; `both`: officers who can read both files, and should not."""

    id: UUID
    case_number: str
    outcome: str
    standing: str
    file_number: str
    stage: str
    linked_at: datetime
    both: tuple[str, ...]


@query(Permission.SUSPECT_READ)
def files_for(actor: Actor) -> tuple[SuspectFile, ...]:
    """The files that the officer reads, newest first; at most a hundred."""
    found = tuple(SuspectFile.objects.order_by("-opened_at", "-id")[:100])
    record(actor, Event.SUSPECT_READ, why=Why.ASSIGNED, rows=len(found))
    return found


@query(Permission.SUSPECT_READ)
def file_for(actor: Actor, file_id: UUID) -> FilePage:
    """One file. Raises NotFound. The look is in the audit."""
    file = SuspectFile.objects.select_related("agency").filter(pk=file_id).first()
    if file is None:
        raise NotFound()
    record(actor, Event.SUSPECT_READ, scope=file_id, why=Why.ASSIGNED)
    entries = tuple(SuspectEntry.objects.filter(file=file).order_by("-at", "-id"))
    for entry in entries:
        entry.file = file
    readers = Officer.objects.filter(pk__in=_running(file_id).values("officer_id")).select_related("agency")
    return FilePage(file, entries, tuple(readers))


@query(Permission.SUSPECT_WORK)
def possible_readers(actor: Actor) -> tuple[Officer, ...]:
    """Officers whose role reads suspects' files."""
    able = [role.id for role in roles().values() if Permission.SUSPECT_READ in role.permissions]
    return tuple(Officer.objects.filter(role__in=able, is_active=True).select_related("agency"))


@query(Permission.DOUBLE_STATUS_LINK)
def links_for(actor: Actor) -> tuple[LinkRow, ...]:
    """The running links with how each side stands: numbers and codes, nothing of what the files hold."""
    links = tuple(StatusLink.objects.filter(ended_at=None).order_by("-linked_at"))
    record(actor, Event.DOUBLE_STATUS_READ, why=Why.ROLE, rows=len(links))
    with acting_as(system("double_status")):
        return tuple(_row(link) for link in links)


def _row(link: StatusLink) -> LinkRow:
    case, file = Case.objects.get(pk=link.case), SuspectFile.objects.get(pk=link.file)
    decision = decisions_of(case).first()
    return LinkRow(
        id=link.pk,
        case_number=case.number,
        outcome=decision.outcome if decision else "",
        standing=standing_of(decision).value if decision else "",
        file_number=file.number,
        stage=file.stage,
        linked_at=link.linked_at,
        both=_readers_of_both(link),
    )


def _readers_of_both(link: StatusLink) -> tuple[str, ...]:
    suspects = Officer.objects.filter(pk__in=_running(link.file).values("officer_id"), is_active=True)
    agencies = set(_running(link.case).filter(officer=None).values_list("agency_id", flat=True))
    officers = set(_running(link.case).exclude(officer=None).values_list("officer_id", flat=True))
    return tuple(one.name for one in suspects if one.agency_id in agencies or one.pk in officers)


def _running(scope: UUID) -> QuerySet[Grant]:
    return Grant.objects.filter(scope=scope, ended_at=None, until__gt=timezone.now())
