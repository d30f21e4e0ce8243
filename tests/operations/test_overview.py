"""What a leader sees: days by step, where people wait, fines that nobody has settled."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import NotFound
from pulang.operations.queries.overview import overview_for
from pulang.repatriation.actions import complete_steps, record_stay
from pulang.repatriation.models import Step


def test_days_are_counted_from_when_a_step_could_begin(cast, operation, register):
    cases = [register(name).case_id for name in ("Ani", "Budi", "Citra")]
    with acting_as(system("test")):
        for case, days in zip(cases, (2, 4, 10), strict=True):
            reported = Step.objects.get(case_id=case, code="report")
            reported.began_at -= timedelta(days=30)
            reported.said_at -= timedelta(days=days)
            reported.save()
            Step.objects.filter(case_id=case, code="registration").update(began_at=reported.began_at)
    verified = {case: {"basis": "passport"} for case in cases}
    complete_steps(cast.officer, code="registration", result="verified", wanted=verified)
    days = {one.definition.code: one for one in overview_for(cast.officer, operation.pk).days}
    assert days["registration"].people == 3
    assert days["registration"].median == pytest.approx(4, abs=0.01)
    assert days["registration"].most == pytest.approx(7.6, abs=0.01)
    assert days["report"].median == pytest.approx(26, abs=0.01)


def test_fines_outstanding_are_of_those_that_nobody_settled(cast, operation, register):
    rows = [register(name) for name in ("Ani", "Budi", "Citra", "Dewi")]
    today = timezone.localdate()
    for row, days in zip(rows, (100, 30, -5), strict=False):
        record_stay(cast.officer, case_id=row.case_id, allowed_until=today - timedelta(days=days))
    wanted = {rows[1].case_id: {"basis": "passport"}}
    complete_steps(cast.officer, code="registration", result="verified", wanted=wanted)
    granted = {rows[1].case_id: {"reference": "GDI/2026/17"}}
    complete_steps(cast.officer, code="fine_waiver", result="granted", wanted=granted)
    shown = overview_for(cast.officer, operation.pk)
    assert (shown.fines, shown.fines_of, shown.unknown) == ({"USD": Decimal("1000.00")}, 1, 1)


def test_the_overview_is_not_there_for_others(cast, operation, register):
    with pytest.raises(NotFound):
        overview_for(cast.colleague, operation.pk)
