"""Giving and ending need-to-know. Nobody hands on more than she holds."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from pulang.access.errors import GrantTooWide
from pulang.access.models import Agency, Grant
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record, record_many
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import NotFound

TERM = timedelta(days=90)  # renewable: protection.md, first wall
ALL_SECTIONS = frozenset(Section)


def open_scope(
    actor: Actor,
    *,
    scope: UUID,
    agency_id: UUID,
    sections: Collection[Section] = ALL_SECTIONS,
    officer_id: UUID | None = None,
    until: datetime | None = None,
    reason: str = "",
    why: Why = Why.OPENED,
) -> Grant:
    """The first grant on a new case, report or person, for the agency (or the one officer of it) that makes it.

    Part of that action.
    """
    end = until or timezone.now() + TERM
    (grant,) = _give(actor, [scope], agency_id, sections, why, end, reason, officer_id)
    return grant


def open_scopes(
    actor: Actor, *, scopes: Sequence[UUID], agency_id: UUID, sections: Collection[Section] = ALL_SECTIONS
) -> list[Grant]:
    """As `open_scope`, for many at once."""
    return _give(actor, scopes, agency_id, sections, Why.OPENED, timezone.now() + TERM, "", None)


@action(Permission.ACCESS_GRANT)
def grant_access(
    actor: Actor,
    *,
    scope: UUID,
    agency: Agency,
    sections: Collection[Section],
    until: datetime | None = None,
    officer_id: UUID | None = None,
    why: Why = Why.ASSIGNED,
    reason: str = "",
) -> Grant:
    """Let an agency (or one officer) see `sections` of a scope until a time, at most as long as the actor's own.

    Raises NotFound where the actor holds nothing, GrantTooWide where she holds less than she gives.
    """
    held = held_sections(actor, scope)
    if not held:
        raise NotFound()
    missing = set(sections) - held.keys()
    if missing:
        raise GrantTooWide(sections=sorted(missing))
    latest = min(held[section] for section in sections)
    end = until or min(timezone.now() + TERM, latest)
    if end > latest:
        raise GrantTooWide(until=latest)
    (grant,) = _give(actor, [scope], agency.pk, sections, why, end, reason, officer_id)
    return grant


@action(Permission.ACCESS_GRANT)
def end_access(actor: Actor, *, scope: UUID, grant_id: UUID, reason: str = "") -> None:
    """End a grant now. Raises NotFound where the actor does not hold the scope or the grant is not of it."""
    if not held_sections(actor, scope):
        raise NotFound()
    ended = Grant.objects.filter(pk=grant_id, scope=scope, ended_at=None).update(
        ended_at=timezone.now(), ended_by=actor.id
    )
    if not ended:
        raise NotFound()
    record(actor, Event.ACCESS_ENDED, scope=scope, grant=grant_id, has_reason=bool(reason))


@action(Permission.ACCESS_GRANT)
def grant_many(
    actor: Actor, *, scopes: Collection[UUID], agency: Agency, sections: Collection[Section], reason: str = ""
) -> int:
    """Let an agency see `sections` of many scopes, as far and as long as the actor holds them herself.

    Scopes of which she holds none of them, or which the agency may see already, are left out. Returns how many
    were given.
    """
    now, held = timezone.now(), held_in(actor, scopes)
    running = Grant.objects.filter(scope__in=scopes, agency=agency, officer=None, ended_at=None, until__gt=now)
    has = {grant.scope: set(grant.sections) for grant in running}
    by_sections: dict[frozenset[Section], list[UUID]] = {}
    for scope, own in held.items():
        given = frozenset(set(sections) & own.keys())
        if given - has.get(scope, set()):
            by_sections.setdefault(given, []).append(scope)
    for given, several in by_sections.items():
        until = min(now + TERM, *(held[scope][section] for scope in several for section in given))
        _give(actor, several, agency.pk, given, Why.ASSIGNED, until, reason, None)
    return sum(map(len, by_sections.values()))


def give_up(actor: Actor, *, scope: UUID, sections: Collection[Section]) -> None:
    """The actor's agency ends what it holds of the scope where that is just these sections. Part of an action."""
    own = Grant.objects.filter(scope=scope, agency_id=agency_id(actor), ended_at=None)
    for grant in own:
        if set(grant.sections) == set(sections):
            Grant.objects.filter(pk=grant.pk).update(ended_at=timezone.now(), ended_by=actor.id)
            record(actor, Event.ACCESS_ENDED, scope=scope, grant=grant.pk, given_up=True)


def held_sections(actor: Actor, scope: UUID) -> dict[Section, datetime]:
    """The sections of the scope that the actor may see now, each with its end. A job of the node sees all."""
    return held_in(actor, [scope]).get(scope, {})


def held_in(actor: Actor, scopes: Collection[UUID]) -> dict[UUID, dict[Section, datetime]]:
    """As `held_sections`, for many scopes at once; those of which she holds nothing are left out."""
    if actor.is_system:
        return {scope: dict.fromkeys(Section, timezone.now() + TERM) for scope in scopes}
    held: dict[UUID, dict[Section, datetime]] = {}
    running = Grant.objects.filter(
        scope__in=scopes, agency_id=agency_id(actor), ended_at=None, until__gt=timezone.now()
    )
    for grant in running:
        if grant.officer_id in (None, actor.id):
            own = held.setdefault(grant.scope, {})
            for section in map(Section, grant.sections):
                own[section] = max(grant.until, own.get(section, grant.until))
    return held


def _give(
    actor: Actor,
    scopes: Sequence[UUID],
    agency_id: UUID,
    sections: Collection[Section],
    why: Why,
    until: datetime,
    reason: str,
    officer_id: UUID | None,
) -> list[Grant]:
    held = sorted(sections)
    grants = Grant.objects.bulk_create(
        Grant(
            scope=scope,
            agency_id=agency_id,
            officer_id=officer_id,
            sections=held,
            why=why,
            reason=reason,
            granted_by=actor.id if actor.kind is ActorKind.OFFICER else None,
            until=until,
        )
        for scope in scopes
    )
    said = ((grant.scope, {"grant": grant.pk, "agency": agency_id, "sections": held}) for grant in grants)
    record_many(actor, Event.ACCESS_GRANTED, said, why=why)
    return grants
