"""After a restore from a backup: what was withdrawn since stays withdrawn."""

from django.utils import timezone

from pulang.db.context import acting_as
from pulang.exchange.models import SharedObject
from pulang.exchange.objects.taking import take_back
from pulang.exchange.objects.tombstones import missing_stones
from pulang.lib.actor import system


def take_back_again() -> int:
    """Carry out every withdrawal that the file of tombstones knows and the database does not; returns how many."""
    with acting_as(system("restore")):
        lost = missing_stones()
        for stone in lost:
            held = SharedObject.objects.select_related("source__agency").exclude(state="withdrawn")
            copy = held.filter(uid=stone.uid, source__node_id=stone.node, version__lte=stone.version).first()
            if copy is not None:
                take_back(copy, stone.version, {"reason": stone.reason}, copy.handling)
            stone.at = timezone.now()
            stone.save()
    return len(lost)
