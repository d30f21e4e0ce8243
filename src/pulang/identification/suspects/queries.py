"""Reads of suspects' files for their readers, and of links for the coordinator."""

from collections.abc import Iterable
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
from pulang.cases.models import Case, Decision
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
        cases = Case.objects.in_bulk({link.case for link in links})
        files = SuspectFile.objects.in_bulk({link.file for link in links})
        newest: dict[UUID, Decision] = {}
        for decision in decisions_of(*cases.values()):
            newest.setdefault(decision.case_id, decision)
        both = _readers_of_both(links)
        return tuple(
            _row(link, cases[link.case], files[link.file], newest.get(link.case), both[link.pk]) for link in links
        )


def _row(
    link: StatusLink, case: Case, file: SuspectFile, decision: Decision | None, both: tuple[str, ...]
) -> LinkRow:
    return LinkRow(
        id=link.pk,
        case_number=case.number,
        outcome=decision.outcome if decision else "",
        standing=standing_of(decision).value if decision else "",
        file_number=file.number,
        stage=file.stage,
        linked_at=link.linked_at,
        both=both,
    )


def _readers_of_both(links: Iterable[StatusLink]) -> dict[UUID, tuple[str, ...]]:
    """By link, the officers named in the suspect's file who also reach the case, by name or by their agency."""
    held: dict[UUID, list[Grant]] = {}
    for grant in _running(*{scope for link in links for scope in (link.case, link.file)}):
        held.setdefault(grant.scope, []).append(grant)
    named = {grant.officer_id for link in links for grant in held.get(link.file, ()) if grant.officer_id}
    officers = Officer.objects.filter(pk__in=named, is_active=True).in_bulk()
    found = {}
    for link in links:
        reach = {grant.officer_id or grant.agency_id for grant in held.get(link.case, ())}
        readers = (officers.get(grant.officer_id) for grant in held.get(link.file, ()))
        found[link.pk] = tuple(one.name for one in readers if one and reach & {one.pk, one.agency_id})
    return found


def _running(*scopes: UUID) -> QuerySet[Grant]:
    return Grant.objects.filter(scope__in=scopes, ended_at=None, until__gt=timezone.now())
