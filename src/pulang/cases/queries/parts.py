"""Small reads for a form about a case: the case itself, who works on it, what the actor holds."""

from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.models import Agency, Grant
from pulang.access.permissions import Permission, Section
from pulang.access.policy import query
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


@query(Permission.CASE_READ)
def case_for(actor: Actor, case_id: UUID) -> Case:
    """The case with its work fields (class C1, so no look is recorded), for a form. Raises NotFound."""
    case = Case.objects.select_related("agency").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    return case


@query(Permission.CASE_READ)
def members_for(actor: Actor, case_id: UUID) -> list[Agency]:
    """The agencies that work on the case now, by name. Raises NotFound."""
    case_for(actor, case_id)
    running = Grant.objects.filter(scope=case_id, ended_at=None, until__gt=timezone.now())
    return list(Agency.objects.filter(pk__in=running.values("agency_id")))


@query(Permission.CASE_READ)
def sections_for(actor: Actor, case_id: UUID) -> frozenset[Section]:
    """The sections of the case that the actor holds. Raises NotFound where there are none."""
    held = frozenset(held_sections(actor, case_id))
    if not held:
        raise NotFound()
    return held
