"""How full the shelters are: counts, never who."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.care.models import House
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class HouseView:
    id: UUID
    label: str
    agency: str
    agency_id: UUID
    capacity: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)


@query(Permission.CASE_READ)
def houses_for(actor: Actor) -> tuple[HouseView, ...]:
    """Every open house with its places. Whoever refers people may know where there is room."""
    found = list(House.objects.select_related("agency").filter(closed_at=None).order_by("agency__name", "label"))
    taken = taken_in([house.pk for house in found])
    record(actor, Event.QUEUE_READ, why=Why.ROLE, list="houses", rows=len(found))
    return tuple(
        HouseView(house.pk, house.label, house.agency.name, house.agency_id, house.capacity, taken.get(house.pk, 0))
        for house in found
    )


def taken_in(houses: Collection[UUID]) -> dict[UUID, int]:
    """Places that are taken, by house: over all residents, also those who are not the reader's to see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT house, taken FROM care_taken(%s)", [list(houses)])
        return dict(cursor.fetchall())
