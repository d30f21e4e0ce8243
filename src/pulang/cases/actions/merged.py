"""When the records of two people become one, or part again: the cases stay apart, each with its own members."""

from collections import defaultdict
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import open_scope
from pulang.access.models import Grant
from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.actions.story import tell_many
from pulang.cases.actions.tasks import add_task, complete_tasks_for
from pulang.cases.models import Case, Task
from pulang.cases.rules import CLOSED
from pulang.lib.actor import Actor, system
from pulang.persons.belongings import Moved

JOB = system("merge")


def tell_cases(actor: Actor, moved: Moved) -> None:
    """Tell it in the story of every case of both, and leave a task where one agency now leads two open ones.

    Runs as a job of the node, which sees them all; what is told names no other case.
    """
    going = set(moved.rows.get("cases.Case", ()))
    cases = list(Case.objects.filter(person_id__in=[moved.source, moved.target]))
    tell_many(actor, moved.event, [(case, {"merge": moved.merge_id}) for case in cases], section=Section.IDENTITY)
    ref = f"merge:{moved.merge_id}"
    if moved.event is Event.PERSON_MERGED:
        _ask_which_goes_on(cases, ref)
        return
    for case in cases:
        if Task.objects.filter(case=case, ref=ref, done_at=None).exists():
            complete_tasks_for(JOB, case_id=case.pk, ref=ref)
        if case.pk in going:
            _let_members_see(actor, case)


def _ask_which_goes_on(cases: list[Case], ref: str) -> None:
    leading: dict[UUID, list[Case]] = defaultdict(list)
    for case in cases:
        if case.status != CLOSED:
            leading[case.agency_id].append(case)
    for agency, open_ones in leading.items():
        if len(open_ones) > 1:
            newest = max(open_ones, key=lambda case: case.opened_at)
            add_task(JOB, case_id=newest.pk, code="two_open_cases", agency=agency, ref=ref)


def _let_members_see(actor: Actor, case: Case) -> None:
    """Who holds her identity in the case holds the person that the case is now about."""
    members = Grant.objects.filter(scope=case.pk, ended_at=None, until__gt=timezone.now())
    members = members.filter(sections__contains=[Section.IDENTITY])
    hers = Grant.objects.filter(scope=case.person_id, ended_at=None, until__gt=timezone.now())
    held = set(hers.values_list("agency_id", "officer_id"))
    for member in members:
        if not {(member.agency_id, None), (member.agency_id, member.officer_id)} & held:
            open_scope(
                actor,
                scope=case.person_id,
                agency_id=member.agency_id,
                officer_id=member.officer_id,
                sections=[Section.IDENTITY],
                until=member.until,
                reason=f"case:{case.pk}",
            )
