"""The counts of an operation are true at the moment of asking; lists fill it."""

from datetime import timedelta

import pytest

from pulang.cases.lists.mending import mend_row
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import NotFound
from pulang.operations.actions import enrol_from_list, hand_in_list, run_list
from pulang.operations.models import OperationList
from pulang.operations.queries import board_for, people_for
from pulang.repatriation.actions import complete_steps
from pulang.repatriation.models import Step

LIST = (
    b"Nama,Paspor,Tanggal lahir\nSiti Aminah,C1234567,17/08/1999\nDewi Lestari,C7654321,1998\nBudi,C7777777,1997\n"
)


def reached(board, code):
    found = next(one for one in board.milestones if one.milestone.code == code)
    return found.reached, found.ready, found.failed


def test_counts_follow_the_steps(cast, operation, register):
    cases = [register(name).case_id for name in ("Ani", "Budi", "Citra")]
    board = board_for(cast.officer, operation.pk)
    assert (board.registered, reached(board, "verified"), reached(board, "papers")) == (3, (0, 3, 0), (0, 0, 0))
    done = complete_steps(
        cast.officer,
        code="registration",
        result="verified",
        wanted={case: {"basis": "passport"} for case in cases[:2]},
    )
    assert list(done.values()) == [None, None]
    complete_steps(cast.officer, code="registration", result="in_doubt", wanted={cases[2]: {}})
    board = board_for(cast.officer, operation.pk)
    assert (reached(board, "verified"), reached(board, "papers")) == ((2, 0, 1), (0, 2, 0))
    rows, _ = people_for(cast.officer, operation.pk, step="registration")
    assert [row.name for row in rows] == ["Citra"]
    assert rows[0].holds_up[0][:2] == (rows[0].holds_up[0][0], True), "a failed step stands first"


def test_who_is_overdue_is_stuck(cast, operation, register):
    late, _ = register("Ani"), register("Budi")
    with acting_as(system("test")):
        step = Step.objects.get(case_id=late.case_id, code="registration")
        step.due_at -= timedelta(days=30)
        step.save()
    board = board_for(cast.officer, operation.pk)
    assert board.stuck == 1
    assert next(one for one in board.waiting if one.step == "registration").overdue == 1
    rows, _ = people_for(cast.officer, operation.pk, stuck=True)
    assert [row.name for row in rows] == ["Ani"]


def test_a_list_fills_an_operation_and_again_changes_nothing(cast, operation, register):
    register("Siti", passport="C1234567")
    source = hand_in_list(cast.officer, operation_id=operation.pk, file_name="a.csv", content=LIST)
    run_list(cast.officer, source=source)
    assert board_for(cast.officer, operation.pk).registered == 3
    run_list(cast.officer, source=source)
    rows, _ = people_for(cast.officer, operation.pk)
    assert [row.number for row in rows] == [1, 2, 3]
    with acting_as(cast.officer):
        assert OperationList.objects.get().finished_at is not None


def test_a_list_that_stopped_in_the_middle_goes_on_where_it_stopped(cast, operation):
    source = hand_in_list(cast.officer, operation_id=operation.pk, file_name="a.csv", content=LIST, once="x")
    assert (
        hand_in_list(cast.officer, operation_id=operation.pk, file_name="a.csv", content=LIST, once="x") == source
    )
    from pulang.cases.lists.actions import run_import

    run_import(cast.officer, import_id=source)
    assert enrol_from_list(cast.officer, source=source, limit=2)
    assert board_for(cast.officer, operation.pk).registered == 2
    run_list(cast.officer, source=source)
    assert board_for(cast.officer, operation.pk).registered == 3
    with pytest.raises(NotFound):
        enrol_from_list(cast.colleague, source=source)


def test_a_row_that_is_corrected_later_joins_the_operation(cast, operation):
    content = b"Nama,Tgl Lahir\nSiti Aminah,1995\nDewi,31/02/1995\n"
    source = hand_in_list(cast.officer, operation_id=operation.pk, file_name="l.csv", content=content)
    run_list(cast.officer, source=source)
    assert board_for(cast.officer, operation.pk).registered == 1
    mend_row(cast.officer, import_id=source, number=3, cells={"birth_date": "1995"})
    run_list(cast.officer, source=source)
    assert board_for(cast.officer, operation.pk).registered == 2
