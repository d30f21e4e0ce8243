"""Who is there: officers and agencies of the node."""

from uuid import UUID

from django.db.models import Count, Q

from pulang.access.models import Agency, AgencyKind, Officer
from pulang.access.permissions import Permission
from pulang.access.policy import agency_id, query
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@query(Permission.OFFICER_MANAGE)
def officers_for(actor: Actor, *, agency: UUID | None = None, text: str = "") -> list[Officer]:
    """Officers by name, with their agency; `text` is a part of the name or user name."""
    found = Officer.objects.select_related("agency")
    if agency:
        found = found.filter(agency_id=agency)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(username__icontains=text))
    return list(found)


@query(Permission.OFFICER_MANAGE)
def is_taken(actor: Actor, *, username: str) -> bool:
    """Whether an officer of this node has the user name."""
    return Officer.objects.filter(username=username).exists()


@query(Permission.OFFICER_MANAGE)
def officer_for(actor: Actor, *, officer: UUID) -> Officer:
    """One officer with her agency. Raises NotFound."""
    found = Officer.objects.select_related("agency").filter(pk=officer).first()
    if found is None:
        raise NotFound()
    return found


@query(Permission.AGENCY_MANAGE)
def agencies_for(actor: Actor) -> list[Agency]:
    """Agencies of this node (no partners) by name, each with `officer_count` of active officers."""
    count = Count("officers", filter=Q(officers__is_active=True))
    return list(Agency.objects.exclude(kind=AgencyKind.PEER).annotate(officer_count=count).order_by("name"))


@query(Permission.AGENCY_MANAGE)
def agency_for(actor: Actor, *, agency: UUID) -> Agency:
    """One agency of this node. Raises NotFound, for a partner too."""
    found = Agency.objects.exclude(kind=AgencyKind.PEER).filter(pk=agency).first()
    if found is None:
        raise NotFound()
    return found


@query(None)
def agencies_to_work_with(actor: Actor) -> list[Agency]:
    """Agencies that can be let into a case, partners too. Every officer may know which agencies there are."""
    without = [AgencyKind.ADMINISTRATION, AgencyKind.OVERSIGHT]
    return list(Agency.objects.exclude(kind__in=without))


@query(None)
def colleagues_of(actor: Actor) -> list[Officer]:
    """The active officers of the actor's own agency by name. Everybody may know with whom she works."""
    return list(Officer.objects.filter(agency_id=agency_id(actor), is_active=True))
