"""Leaders' and administrators' pages in a real browser: both sizes, accessible, a path to look at."""

import pytest

from pulang.cases.lists.actions import start_import
from pulang.operations.actions import open_operation, register_into
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import complete_steps, drop_step, start_list
from tests.browser import LAPTOP, PHONE, assert_accessible, save_picture

pytestmark = pytest.mark.browser


@pytest.fixture
def addresses(committed_cast):
    """What an officer and an administrator open."""
    officer = committed_cast.officer
    operation = open_operation(officer, kind="walk_in", title="Gelombang").pk
    row = register_into(officer, operation_id=operation, draft=PersonDraft(name="Siti"))
    data = {"basis": "passport"}
    complete_steps(officer, code="registration", result="verified", wanted={row.case_id: data})
    source = start_import(officer, file_name="l.csv", content=b"Name,Born\nSiti,31/02/1995\n", label="Bus")
    draft = start_list(committed_cast.administrator, base=1)
    drop_step(committed_cast.administrator, code="splp")
    of_officer = {
        "path": f"/cases/{row.case_id}/steps/path/",
        "give": f"/cases/{row.case_id}/steps/exit/agency/",
        "move": f"/cases/{row.case_id}/steps/move/",
        "forecast": f"/operations/{operation}/forecast/",
        "overview": f"/operations/{operation}/overview/",
        "samples": "/papers/samples/",
        "list-row": f"/lists/{source}/rows/2/",
    }
    of_administrator = {
        "step-lists": "/step-lists/",
        "step-list": f"/step-lists/{draft.number}/",
        "step-form": f"/step-lists/drafts/{draft.pk}/steps/health/",
        "publish": f"/step-lists/drafts/{draft.pk}/publish/",
    }
    return {committed_cast.officer: of_officer, committed_cast.administrator: of_administrator}


@pytest.mark.parametrize(("width", "language"), [(PHONE, "km"), (LAPTOP, "id")])
def test_every_page_fits_and_is_accessible(open_page, addresses, width, language):
    for actor, pages in addresses.items():
        page = open_page(actor, width=width, language=language)
        for name, address in pages.items():
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert_accessible(page)
            save_picture(page, f"leaders-{name}-{language}-{width}")
