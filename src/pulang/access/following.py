"""When two scopes become one: who held the one holds the other, until they part again. Part of that action."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from pulang.access.models import Grant
from pulang.audit.events import Event
from pulang.audit.record import record_many
from pulang.lib.actor import Actor, ActorKind


@dataclass(frozen=True)
class Followed:
    """The grant `copy` stands on another scope because `source` stands on the first."""

    source: UUID
    copy: UUID


def follow(actor: Actor, *, source: UUID, target: UUID, grants: Q = Q()) -> list[Followed]:
    """Give every running grant on `source` on `target` too: same holder, sections, end and reason.

    Nobody gets a section, or an hour, that she did not hold on `source`. `grants`: only those of this condition.
    The caller shows the database a job of the node, since it sees the grants of others.
    """
    held = list(_running(source).filter(grants))
    copies = Grant.objects.bulk_create(
        Grant(
            scope=target,
            agency_id=grant.agency_id,
            officer_id=grant.officer_id,
            sections=grant.sections,
            why=grant.why,
            reason=grant.reason,
            granted_by=actor.id if actor.kind is ActorKind.OFFICER else None,
            until=grant.until,
        )
        for grant in held
    )
    said = (
        (target, {"grant": copy.pk, "agency": copy.agency_id, "sections": copy.sections, "follows": grant.pk})
        for grant, copy in zip(held, copies, strict=True)
    )
    record_many(actor, Event.ACCESS_GRANTED, said, why="merge")
    return [Followed(grant.pk, copy.pk) for grant, copy in zip(held, copies, strict=True)]


def unfollow(actor: Actor, *, source: UUID, target: UUID, followed: Collection[Followed]) -> None:
    """End the copies on `target`; where a copy was ended or shortened meanwhile, its source is too."""
    copies = Grant.objects.in_bulk([each.copy for each in followed])
    for each in followed:
        copy = copies[each.copy]
        held = Grant.objects.filter(pk=each.source, ended_at=None)
        if copy.ended_at is not None:
            held.update(ended_at=copy.ended_at, ended_by=copy.ended_by)
        else:
            held.filter(until__gt=copy.until).update(until=copy.until)
    end_all(actor, scope=target, grants=Q(pk__in=copies))


def end_all(actor: Actor, *, scope: UUID, grants: Q, why: str = "merge") -> None:
    """End the running grants of the scope that the condition names; the caller as in `follow`."""
    running = _running(scope).filter(grants)
    ended = list(running.values_list("pk", flat=True))
    running.update(ended_at=timezone.now(), ended_by=actor.id)
    record_many(actor, Event.ACCESS_ENDED, ((scope, {"grant": grant}) for grant in ended), why=why)


def is_held(scope: UUID) -> bool:
    """Whether anybody holds the scope now."""
    return _running(scope).exists()


def _running(scope: UUID) -> "QuerySet[Grant]":
    return Grant.objects.filter(scope=scope, ended_at=None, until__gt=timezone.now())
