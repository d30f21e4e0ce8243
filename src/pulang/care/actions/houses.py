"""Places in shelters: how many there are, and who gets one. Who lives where is sealed."""

from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.care.errors import HouseFull
from pulang.care.models import House, Residence
from pulang.care.queries.houses import taken_in
from pulang.cases.actions import add_task, raise_urgency
from pulang.cases.actions.story import load_case, tell
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text

MOST = 5000


@action(Permission.CARE_RECORD)
def set_house(actor: Actor, *, label: str, capacity: int) -> House:
    """Say how many places a house of the actor's agency has; none closes it. Raises Invalid or Problems."""
    name = clean_text(label, field="label", max_length=60)
    problems = [] if name else [Invalid("label", "required")]
    problems += [] if 0 <= capacity <= MOST else [Invalid("capacity", "not_whole")]
    raise_problems(problems)
    own = agency_id(actor)
    house = House.objects.select_for_update().filter(agency_id=own, label=name).first()
    house = house or House(agency_id=own, label=name)
    house.capacity, house.closed_at = capacity, None if capacity else timezone.now()
    house.save()
    record(actor, Event.CARE_CHANGED, scope=house.pk, why=Why.ROLE, house="set", capacity=capacity)
    return house


@action(Permission.CARE_RECORD)
def place_person(actor: Actor, *, case_id: UUID, house_id: UUID) -> Residence:
    """Give her a place in a house; from another one she moves. Twice has one effect.

    Raises NotFound (also without the section whereabouts), CaseClosed, HouseFull.
    """
    case = load_case(case_id)
    if Section.WHEREABOUTS not in held_sections(actor, case_id):
        raise NotFound()
    house = House.objects.select_for_update().filter(pk=house_id, closed_at=None).first()
    if house is None:
        raise NotFound()
    now = timezone.now()
    current = Residence.objects.select_for_update(of=("self",)).filter(case=case, ended_at=None).first()
    if current is not None and current.house_id == house.pk:
        return current
    if taken_in([house.pk]).get(house.pk, 0) >= house.capacity:
        raise HouseFull(capacity=house.capacity)
    if current is not None:
        current.ended_at = now
        current.save(update_fields=["ended_at"])
    residence = Residence.objects.create(case=case, house=house, since=now, recorded_by=actor.id)
    tell(actor, case, Event.CARE_CHANGED, section=Section.WHEREABOUTS, residence="placed")
    return residence


@action(Permission.CARE_RECORD)
def report_missing(actor: Actor, *, case_id: UUID, note: str) -> None:
    """She is gone from the house and nobody knows where: her place is free, the case is urgent, she is looked for.

    That she went by her own will is no offence; whoever looks for her helps. Raises NotFound, CaseClosed, Invalid.
    """
    words = clean_text(note, field="note", max_length=1000, multiline=True)
    if not words:
        raise Invalid("note", "required")
    case = load_case(case_id)
    if Section.WHEREABOUTS not in held_sections(actor, case_id):
        raise NotFound()
    current = Residence.objects.filter(case=case, ended_at=None).first()
    if current is None:
        raise NotFound()
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    raise_urgency(actor, case, "danger")
    add_task(actor, case_id=case_id, code="search_missing", note=words, ref=f"gone:{current.pk}")
    tell(actor, case, Event.CARE_CHANGED, section=Section.WHEREABOUTS, residence="missing")


@action(Permission.CARE_RECORD)
def end_residence(actor: Actor, *, case_id: UUID) -> None:
    """She lives there no longer. Raises NotFound."""
    case = load_case(case_id, closed_too=True)
    ended = Residence.objects.filter(case=case, ended_at=None).update(ended_at=timezone.now())
    if not ended:
        raise NotFound()
    tell(actor, case, Event.CARE_CHANGED, section=Section.WHEREABOUTS, residence="ended")
