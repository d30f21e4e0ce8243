"""The queue and the lists: order, reading on, filters, only what is hers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.cases.actions import add_member, add_task, assign_task, open_case, set_urgency, take_report
from pulang.cases.models import Report, Task
from pulang.cases.queries import QueueFilter, cases_for, queue_for, reports_for
from pulang.cases.queries.cursor import Cursor, read_cursor
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid
from pulang.lib.ids import new_id
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft

TOLD = {"channel": "family", "narrative": "She does not answer."}


def walk(actor, **chosen):
    """Every row of the queue, page after page."""
    rows, after = [], ""
    while True:
        page = queue_for(actor, chosen=QueueFilter(**chosen), after=after)
        rows += page.rows
        if not (after := page.next):
            return rows


def test_reports_and_tasks_stand_in_one_order(cast, case):
    now = timezone.now()
    add_task(cast.officer, case_id=case.pk, code="normal", due_at=now + timedelta(days=1))
    add_task(cast.officer, case_id=case.pk, code="late", due_at=now - timedelta(minutes=1))
    take_report(cast.officer, **TOLD, urgency="danger")
    take_report(cast.officer, **TOLD, urgency="normal")
    assert [row.code for row in walk(cast.officer)] == ["late", "triage_report", "normal", "triage_report"]
    assert [row.urgency for row in walk(cast.officer, kind="report")] == ["danger", "normal"]


def test_a_long_queue_is_read_on_without_gaps_or_doubles(cast, case):
    now, same = timezone.now(), timezone.now() + timedelta(days=2)
    with acting_as(cast.officer):
        Task.objects.bulk_create(
            Task(
                id=new_id(),
                case=case,
                code=f"t{n}",
                agency=cast.embassy,
                urgency=("danger", "urgent", "normal")[n % 3],
                due_at=same if n % 5 else now - timedelta(hours=n),
            )
            for n in range(170)
        )
    for _ in range(3):
        take_report(cast.officer, **TOLD)
    rows = walk(cast.officer)
    assert len(rows) == len({row.id for row in rows}) == 173
    rank = {"danger": 0, "urgent": 1, "normal": 2}
    keys = [(not row.overdue, rank[row.urgency], row.due_at) for row in rows]
    assert keys == sorted(keys)
    assert all(row.overdue for row in walk(cast.officer, overdue=True))
    assert {row.urgency for row in walk(cast.officer, urgency="urgent")} == {"urgent"}


def test_work_given_to_another_by_name_is_not_mine(cast, case):
    add_member(cast.officer, case_id=case.pk, agency_id=cast.police.pk, sections=[])
    task = add_task(cast.officer, case_id=case.pk, code="call_family")
    assert walk(cast.officer, mine=True) == []
    assign_task(cast.officer, case_id=case.pk, task_id=task.pk, officer=cast.officer.id)
    assert len(walk(cast.officer, mine=True)) == 1
    assign_task(cast.officer, case_id=case.pk, task_id=task.pk, agency=cast.police.pk)
    assert walk(cast.officer) == []
    assert [row.name for row in walk(cast.colleague)] == [""]  # she may work, and not know whose case it is


def test_a_task_is_given_only_to_those_who_can_see_it(cast, case):
    with pytest.raises(Invalid) as caught:
        add_task(cast.officer, case_id=case.pk, code="x", agency=cast.police.pk)
    assert caught.value.code == "not_a_member"
    with pytest.raises(Invalid) as caught:
        add_task(cast.officer, case_id=case.pk, code="x", officer=cast.colleague.id)
    assert caught.value.code == "not_of_agency"


def test_what_an_officer_writes_as_a_task_stays_out_of_the_open_details(cast, case):
    add_task(cast.officer, case_id=case.pk, code="fetch Siti at room 4")
    with acting_as(cast.officer):
        entry = case.timelineentrys.order_by("-id").first()
    assert "Siti" not in str(entry.details)
    assert entry.text == "fetch Siti at room 4"


def test_the_list_of_cases_is_read_on_and_filtered(cast, case):
    for number in range(30):
        person = register_person(cast.officer, draft=PersonDraft(name=f"Person {'abcdefghij'[number % 10]}"))
        open_case(cast.officer, person_id=person.pk)
    first, after = cases_for(cast.officer)
    second, end = cases_for(cast.officer, after=after)
    assert (len(first), len(second), end) == (25, 6, "")
    assert len({row.id for row in (*first, *second)}) == 31
    set_urgency(cast.officer, case_id=case.pk, urgency="danger")
    assert [row.id for row in cases_for(cast.officer, urgency="danger", status="running")[0]] == [case.pk]
    assert cases_for(cast.officer, status="closed")[0] == ()


def test_the_inbox_is_read_on(cast):
    for _ in range(27):
        take_report(cast.officer, **TOLD)
    first, after = reports_for(cast.officer, state="new")
    second, end = reports_for(cast.officer, state="new", after=after)
    assert (len(first), len(second), end) == (25, 2, "")
    assert reports_for(cast.colleague)[0] == ()
    with acting_as(cast.colleague):
        assert not Report.objects.exists()


def test_a_cursor_reads_back_and_a_wrong_one_is_none():
    cursor = Cursor(timezone.now(), new_id(), "late.danger")
    assert read_cursor(str(cursor)) == cursor
    for text in ("", "x", "a~b~c", "a~nan~" + str(new_id()), "a~1e99~" + str(new_id()), "~~~~"):
        assert read_cursor(text) is None
