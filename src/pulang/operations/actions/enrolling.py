"""Putting cases into an operation: numbered, on their way home, and open to the agencies that work on it."""

import secrets
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from pulang.access.models import Agency, Grant
from pulang.access.permissions import Permission, Section
from pulang.access.policy import agency_id, may
from pulang.audit.events import Event
from pulang.cases.actions.story import tell_many
from pulang.cases.models import Case
from pulang.db.locks import lock_names
from pulang.lib.actor import Actor
from pulang.operations.actions.operations import share
from pulang.operations.models import Enrolment, Operation, OperationKind
from pulang.repatriation.actions import begin_ways, complete_steps

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # capitals and figures that nobody mistakes, and a small QR
TOKEN = 26  # of 32 letters: 130 random bits
#: How the people of an operation came to the embassy, as a result of the step `report`.
CAME = {
    OperationKind.RAID: "handed_over",
    OperationKind.WALK_IN: "walk_in",
    OperationKind.CHARTER: "hotline",
}


def lock_people(operation: Operation, people: Iterable[UUID]) -> None:
    """Wait for whoever registers any of these into the operation; before anything else of theirs is locked."""
    lock_names(f"operation:{operation.pk}:{person}" for person in people)


def enrol(actor: Actor, operation: Operation, cases: Sequence[Case]) -> dict[UUID, Enrolment]:
    """Enrol whoever is not in the operation yet; returns her enrolment by case. Part of an action.

    Their way home begins, and what was seen at the desk is said of it: they have reported.
    """
    people = {case.person_id: case for case in cases}
    there = Enrolment.objects.filter(operation=operation, person__in=people)
    held = {people[row.person_id].pk: row for row in there}
    new = [case for case in people.values() if case.pk not in held]
    if not new:
        return held
    _begin(actor, new, CAME[OperationKind(operation.kind)])
    _let_in(actor, operation, new)
    # The operation's row is locked last and shortly: desks wait for each other only to take a number.
    Operation.objects.filter(pk=operation.pk).update(counter=F("counter") + len(new))
    last = Operation.objects.values_list("counter", flat=True).get(pk=operation.pk)
    made = Enrolment.objects.bulk_create(
        Enrolment(
            operation=operation,
            case=case,
            person_id=case.person_id,
            number=number,
            token=new_token(),
            enrolled_by=actor.id,
        )
        for number, case in enumerate(new, start=last - len(new) + 1)
    )
    said = [(row.case, {"operation": operation.pk, "number": row.number}) for row in made]
    tell_many(actor, Event.OPERATION_JOINED, said)
    return held | {row.case_id: row for row in made}


def _begin(actor: Actor, cases: Sequence[Case], came: str) -> None:
    """They are on their way home and have reported, by way of `came`."""
    ids = [case.pk for case in cases]
    if not may(actor, Permission.STEP_COMPLETE):
        begin_ways(actor, case_ids=ids)
        return
    begun = begin_ways(actor, case_ids=ids, done=("report", came))
    if on_their_way := set(ids) - begun:
        complete_steps(actor, code="report", result=came, wanted={case_id: {} for case_id in on_their_way})


def new_token() -> str:
    """A random code that says nothing by itself: for slips and for papers."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN))


def _let_in(actor: Actor, operation: Operation, cases: Sequence[Case]) -> None:
    running = Grant.objects.filter(scope=operation.pk, ended_at=None, until__gt=timezone.now(), officer=None)
    others = running.exclude(agency_id=operation.agency_id).exclude(agency_id=agency_id(actor))
    wanted: dict[Agency, set[Section]] = {}
    for grant in others.select_related("agency"):
        wanted.setdefault(grant.agency, set()).update(map(Section, grant.sections))
    people = {case.pk: case.person_id for case in cases}
    for agency, sections in wanted.items():
        share(actor, people, agency, sections)
    if actor.agency_id != operation.agency_id:  # a desk of another agency: who leads the operation works on it too
        lead = Agency.objects.get(pk=operation.agency_id)
        share(actor, people, lead, list(Section))
