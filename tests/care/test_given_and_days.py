"""What she was given and what it cost, and days with counsel or a court."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pulang.care.actions import plan_day, record_given, settle_day
from pulang.care.errors import DaySettled
from pulang.care.queries import care_for
from pulang.cases.models import Task
from pulang.db.context import acting_as
from pulang.lib.errors import Invalid, NotFound, Problems
from tests.care.test_care import case  # noqa: F401

TODAY = timezone.localdate()


def give(cast, case, **more):  # noqa: F811
    call = {"case_id": case.pk, "service": "medical", "what": "Dentist", "given_on": TODAY}
    return record_given(cast.officer, **{**call, **more})


def test_costs_are_summed_by_currency_and_a_minus_sets_a_line_right(cast, case):  # noqa: F811
    give(cast, case, amount=Decimal("350000"), currency="IDR")
    give(cast, case, amount=Decimal("40"), currency="USD", what="Medicine")
    give(cast, case, amount=Decimal("-15.50"), currency="USD", what="Medicine was cheaper")
    give(cast, case, what="Company on the way to the doctor")
    shown = care_for(cast.officer, case.pk)
    assert shown.costs == {"IDR": Decimal("350000"), "USD": Decimal("24.50")}
    assert {(one.what, one.amount) for one in shown.given} >= {("Company on the way to the doctor", None)}
    assert {one.provider_id for one in shown.given} == {cast.officer.agency_id}


def test_the_same_form_records_once(cast, case):  # noqa: F811
    assert give(cast, case, once="form").pk == give(cast, case, once="form").pk
    assert len(care_for(cast.officer, case.pk).given) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"what": " "}, "what"),
        ({"service": "gold"}, "service"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"amount": Decimal(5), "currency": ""}, "currency"),
        ({"amount": Decimal(0), "currency": "USD"}, "amount"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(cast, case, more, field):  # noqa: F811
    with pytest.raises((Invalid, Problems)) as refused:
        give(cast, case, **more)
    problems = getattr(refused.value, "problems", [refused.value])
    assert [one.field for one in problems] == [field]


def test_a_day_brings_a_task_a_week_before_and_its_outcome_ends_it(cast, case):  # noqa: F811
    on = TODAY + timedelta(days=30)
    day = plan_day(cast.officer, case_id=case.pk, kind="witness", on=on, place="Pengadilan Negeri Medan")
    with acting_as(cast.officer):
        task = Task.objects.get(case=case, ref=f"day:{day.pk}")
    assert (task.code, timezone.localdate(task.due_at)) == ("prepare_day", on - timedelta(days=7))
    with pytest.raises(Invalid):
        settle_day(cast.officer, case_id=case.pk, day_id=day.pk, state="kept", outcome=" ")
    with pytest.raises(Invalid):
        settle_day(cast.officer, case_id=case.pk, day_id=day.pk, state="planned", outcome="not yet")
    settle_day(cast.officer, case_id=case.pk, day_id=day.pk, state="postponed", outcome="The judge is ill")
    with acting_as(cast.officer):
        assert Task.objects.get(pk=task.pk).done_at is not None
    with pytest.raises(DaySettled):
        settle_day(cast.officer, case_id=case.pk, day_id=day.pk, state="kept", outcome="again")
    (shown,) = care_for(cast.officer, case.pk).days
    assert (shown.state, shown.outcome, shown.details["place"]) == (
        "postponed",
        "The judge is ill",
        "Pengadilan Negeri Medan",
    )


def test_a_day_that_is_over_or_of_another_kind_is_not_planned(cast, case):  # noqa: F811
    for more in ({"on": TODAY - timedelta(days=1)}, {"kind": "picnic"}, {"on": TODAY + timedelta(days=9999)}):
        with pytest.raises((Invalid, Problems)):
            plan_day(cast.officer, **{"case_id": case.pk, "kind": "restitution", "on": TODAY, **more})


def test_strangers_neither_record_nor_plan(cast, case):  # noqa: F811
    with pytest.raises(NotFound):
        record_given(cast.shelter_worker, case_id=case.pk, service="medical", what="x", given_on=TODAY)
    with pytest.raises(NotFound):
        plan_day(cast.shelter_worker, case_id=case.pk, kind="restitution", on=TODAY)
