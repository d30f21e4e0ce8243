"""Reading the audit: who opened what, for data protection officers; and its check."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pulang.access.models import Agency, Officer
from pulang.access.permissions import Permission
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.audit.record import record
from pulang.audit.verify import Verification, verify
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid


@dataclass(frozen=True)
class Line:
    """One entry of the audit as people read it. `details` are codes, ids and counts; empty ones are left out."""

    id: int
    at: datetime
    event: str
    officer: str
    agency: str
    scope: UUID | None
    why: str
    purpose: str
    via: str
    details: dict[str, Any]


@query(Permission.AUDIT_READ)
def audit_lines(
    actor: Actor,
    *,
    username: str = "",
    about: str = "",
    event: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Line]:
    """Entries, the newest first; `before` is the id of the last line of the page before.

    `about` is a case number, or the id of a case, person or report. Looking leaves its own word. Raises Invalid
    for a user name or an `about` that nothing bears.
    """
    found = Entry.objects.order_by("-id")
    officer, scope = _officer(username), _scope(about)
    if officer:
        found = found.filter(actor_id=officer)
    if scope:
        found = found.filter(scope=scope)
    if event:
        found = found.filter(event=event)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    if before:
        found = found.filter(id__lt=before)
    lines = _lines(found[:limit])
    record(actor, Event.AUDIT_READ, scope=scope, officer=officer, lines=len(lines))
    return lines


@query(Permission.AUDIT_VERIFY)
def verify_audit(actor: Actor) -> Verification:
    """Walk every chain now; the check leaves its own word."""
    found = verify()
    record(actor, Event.AUDIT_VERIFIED, entries=found.entries, holds=found.holds)
    return found


def _officer(username: str) -> UUID | None:
    if not username:
        return None
    found = Officer.objects.filter(username=username.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid("username", "officer_unknown")
    return found


def _scope(about: str) -> UUID | None:
    """A case is found by the number that stands in its first entry, since oversight cannot see cases."""
    about = about.strip()
    if not about:
        return None
    try:
        return UUID(about)
    except ValueError:
        opened = Entry.objects.filter(event=Event.CASE_OPENED, text__contains=json.dumps(about, ensure_ascii=False))
        found = opened.values_list("scope", flat=True).first() if re.fullmatch(r"[\w/-]{1,40}", about) else None
        if found is None:
            raise Invalid("about", "number_unknown") from None
        return found


def _lines(entries: "QuerySet[Entry]") -> list[Line]:
    rows = list(entries)
    officers = Officer.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    agencies = Agency.objects.in_bulk({row.agency_id for row in rows if row.agency_id})
    return [_line(row, officers, agencies) for row in rows]


def _line(row: Entry, officers: dict[UUID, Officer], agencies: dict[UUID, Agency]) -> Line:
    said = json.loads(row.text)
    officer = officers.get(row.actor_id) if row.actor_id else None
    agency = agencies.get(row.agency_id) if row.agency_id else None
    return Line(
        id=row.pk,
        at=row.at,
        event=row.event,
        officer=officer.name if officer else "",
        agency=agency.name if agency else "",
        scope=row.scope,
        why=said["why"],
        purpose=said["purpose"],
        via=said["via"],
        details={key: value for key, value in said["details"].items() if value not in (None, "", [])},
    )
