"""Reports: kept as told, joined to people, never lost."""

import pytest

from pulang.cases.actions import dismiss_report, link_report, open_case, take_report
from pulang.cases.queries import queue_for, report_for, reports_for
from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound, Problems
from pulang.lib.ids import parse_code


def take(actor, **more):
    return take_report(
        actor,
        **{
            "channel": "family",
            "narrative": "My sister does not answer since Friday.",
            "reporter": {"name": "Ibu Wati", "relation": "sister", "safe_contact": "evenings only"},
            "subject": {"name": "Siti Aminah"},
            "urgency": "urgent",
            **more,
        },
    )


def test_a_report_reads_back_as_it_was_told(cast):
    report = report_for(cast.officer, take(cast.officer, place="Bavet").pk)
    assert report.narrative == "My sister does not answer since Friday."
    assert report.reporter["safe_contact"] == "evenings only"
    assert (report.place, report.state, report.urgency) == ("Bavet", "new", "urgent")
    assert parse_code(report.receipt)


def test_a_new_report_stands_in_the_queue_until_it_is_linked(cast, case):
    report = take(cast.officer)
    assert [row.code for row in queue_for(cast.officer).rows if row.kind == "report"] == ["triage_report"]
    link_report(cast.officer, report_id=report.pk, person_id=case.person_id)
    assert not [row for row in queue_for(cast.officer).rows if row.kind == "report"]


def test_several_reports_may_concern_one_case(cast, case):
    first, second = take(cast.officer), take(cast.officer, channel="hotline")
    again = open_case(cast.officer, person_id=case.person_id, report_ids=[first.pk, second.pk])
    assert again.pk == case.pk
    assert {report_for(cast.officer, pk).case_id for pk in (first.pk, second.pk)} == {case.pk}


def test_the_same_form_sent_twice_is_one_report(cast):
    assert take(cast.officer, once="form-1").pk == take(cast.officer, once="form-1").pk
    assert len(reports_for(cast.officer)[0]) == 1


def test_a_report_of_another_agency_is_not_there(cast, case):
    report = take(cast.officer)
    with pytest.raises(NotFound):
        report_for(cast.colleague, report.pk)
    with pytest.raises(NotFound):
        dismiss_report(cast.colleague, report_id=report.pk, reason="x")


def test_putting_aside_needs_a_reason(cast):
    with pytest.raises(Invalid):
        dismiss_report(cast.officer, report_id=take(cast.officer).pk, reason="  ")


def test_a_stale_report_is_not_overwritten(cast, case):
    report = take(cast.officer)
    link_report(cast.officer, report_id=report.pk, person_id=case.person_id, version=1)
    with pytest.raises(Conflict):
        dismiss_report(cast.officer, report_id=report.pk, reason="double", version=1)


def test_an_analyst_takes_no_report(cast):
    with pytest.raises(NotAllowed):
        take(cast.analyst)


def test_every_problem_is_said_at_once(cast):
    with pytest.raises(Problems) as caught:
        take(cast.officer, channel="pigeon", narrative=" ", urgency="now", place="x" * 301)
    assert {item.field for item in caught.value.problems} == {"channel", "narrative", "urgency", "place"}
