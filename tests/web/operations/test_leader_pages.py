"""What leaders open: each number leads to its list; a path is a picture and a table; nothing needs a script."""

import pytest

from pulang.operations.actions import open_operation, register_into
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import complete_steps
from tests.web.world import sign_in


@pytest.fixture
def wave(committed_cast):
    officer = committed_cast.officer
    operation = open_operation(officer, kind="walk_in", title="Gelombang")
    for name in ("Siti", "Dewi"):
        row = register_into(officer, operation_id=operation.pk, draft=PersonDraft(name=name))
    wanted = {row.case_id: {"basis": "passport"}}
    complete_steps(officer, code="registration", result="verified", wanted=wanted)
    return operation, row


@pytest.fixture
def browser(committed_cast):
    return sign_in(committed_cast.officer)


def test_every_number_of_the_overview_opens_its_list(browser, wave):
    operation, _row = wave
    shown = browser.get(f"/operations/{operation.pk}/overview/").content.decode()
    for query in ("#people", "?stuck=1#people", "?step=fine_waiver#people", "?done=registration#people"):
        assert f'href="/operations/{operation.pk}/{query}"' in shown, query
    listed = browser.get(f"/operations/{operation.pk}/?done=registration").content.decode()
    assert "Dewi" in listed
    assert "Siti" not in listed


def test_every_count_of_the_operation_opens_its_list(browser, wave):
    operation, _row = wave
    rows = browser.get(f"/operations/{operation.pk}/").context["counts"]
    verified = next(row for row in rows if row["url"] == "?step=registration#people")
    links = [(cell["value"], cell["url"]) for cell in verified["cells"][1:]]
    assert links == [
        ("1", "?done=registration#people"),
        ("1", "?step=registration#people"),
        ("0", ""),
        ("0", ""),
    ]


def test_the_forecast_names_weeks_and_who_is_in_them(browser, wave):
    operation, _row = wave
    page = browser.get(f"/operations/{operation.pk}/forecast/")
    (weeks,) = [page.context["week_rows"]]
    assert sum(int(row["cells"][1]["value"]) for row in weeks) == 2
    listed = "".join(browser.get(row["url"]).content.decode() for row in weeks)
    assert "Siti" in listed
    assert "Dewi" in listed
    assert browser.get(f"/operations/{operation.pk}/forecast/week-99/").status_code == 404


def test_a_path_is_a_picture_without_style_of_its_own_and_a_table(browser, wave):
    _operation, row = wave
    shown = browser.get(f"/cases/{row.case_id}/steps/path/").content.decode()
    assert shown.count('<rect class="path-bar') == 16
    assert shown.count("path-bar-settled") == 2
    assert "path-bar-decides" in shown
    assert "style=" not in shown
    assert "Decides the day" in shown
