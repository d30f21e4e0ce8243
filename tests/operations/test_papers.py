"""Papers about people of an operation: numbered, the fine counted, genuine by their code, the same again."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pulang.lib.errors import Invalid, NotFound
from pulang.operations.actions import add_agency
from pulang.operations.errors import NobodyChosen, PaperUnknown
from pulang.operations.papers import check_paper, foresee_paper, issue_paper, paper_for, papers_for, sheet_for
from pulang.operations.papers.issuing import VERIFY
from pulang.repatriation.actions import complete_steps, record_stay
from pulang.repatriation.rules import fine_for
from tests.printing.paper import text_of


def issue(actor, operation, kind="fine_list", numbers=(1,), language="en", **more):
    return issue_paper(
        actor, operation_id=operation.pk, kind=kind, numbers=list(numbers), language=language, **more
    )


@pytest.mark.parametrize(
    ("allowed", "on", "days", "amount"),
    [
        (date(2025, 1, 20), date(2026, 1, 20), 365, "3650.00"),
        (date(2026, 1, 19), date(2026, 1, 20), 1, "10.00"),
        (date(2026, 1, 20), date(2026, 1, 20), 0, "0.00"),
        (date(2026, 3, 1), date(2026, 1, 20), 0, "0.00"),
        (date(2024, 2, 28), date(2024, 3, 1), 2, "20.00"),
    ],
)
def test_a_fine_is_days_times_the_rate(allowed, on, days, amount):
    fine = fine_for(allowed, on, country="KHM")
    assert (fine.days, fine.amount, fine.currency) == (days, Decimal(amount), "USD")


def test_a_country_whose_rate_is_not_known_has_no_fine_made_up():
    with pytest.raises(KeyError):
        fine_for(date(2026, 1, 1), date(2026, 2, 1), country="LAO")


def test_the_fine_list_says_who_is_left_out_and_why(cast, operation, register):
    rows = [register(name, passport=f"C123456{place}") for place, name in enumerate(("Ani", "Budi", "Citra"))]
    today = timezone.localdate()
    record_stay(cast.officer, case_id=rows[0].case_id, allowed_until=today - timedelta(days=100))
    record_stay(cast.officer, case_id=rows[1].case_id, allowed_until=today + timedelta(days=5))
    said = foresee_paper(cast.officer, operation.pk, kind="fine_list", numbers=[1, 2, 3])
    assert [getattr(said[number], "code", None) for number in (1, 2, 3)] == [None, "no_fine", "stay_unknown"]
    paper = issue(cast.officer, operation, numbers=(1, 2, 3), addressee="General Department of Immigration")
    text = text_of(paper_for(cast.officer, operation.pk, paper.pk).content)
    assert "1000.00 USD" in text
    assert "Ani" in text
    assert "Budi" not in text


def test_what_was_granted_stands_on_a_later_list(cast, operation, register):
    row = register("Ani", passport="C1234567")
    complete_steps(
        cast.officer, code="registration", result="verified", wanted={row.case_id: {"basis": "passport"}}
    )
    record_stay(cast.officer, case_id=row.case_id, allowed_until=timezone.localdate() - timedelta(days=100))
    partly = {"to_pay": "250.00", "currency": "USD", "reference": "GDI/2026/17"}
    complete_steps(cast.officer, code="fine_waiver", result="granted_part", wanted={row.case_id: partly})
    assert issue(cast.officer, operation).says["rows"][0]["granted"] == "750.00"


def test_a_fine_in_another_currency_is_not_counted_as_dollars(cast, operation, register):
    row = register("Ani", passport="C1234567")
    complete_steps(
        cast.officer, code="registration", result="verified", wanted={row.case_id: {"basis": "passport"}}
    )
    record_stay(cast.officer, case_id=row.case_id, allowed_until=timezone.localdate() - timedelta(days=100))
    partly = {"to_pay": "1000000", "currency": "KHR", "reference": "GDI/2026/17"}
    complete_steps(cast.officer, code="fine_waiver", result="granted_part", wanted={row.case_id: partly})
    assert issue(cast.officer, operation).says["rows"][0]["granted"] == ""


@pytest.mark.parametrize("language", ["en", "id", "km"])
@pytest.mark.parametrize("kind", ["nationality_list", "exit_list", "splp_sheet"])
def test_every_paper_names_its_people_in_every_language(cast, operation, register, kind, language):
    for place, name in enumerate(("Siti Aminah", "Dewi Lestari")):
        register(name, passport=f"C123456{place}")
    paper = issue(cast.officer, operation, kind, (1, 2), language)
    text = text_of(paper_for(cast.officer, operation.pk, paper.pk).content)
    assert paper.number in text
    assert "Siti Aminah" in text
    assert f"{VERIFY}{paper.code}" in text.replace(" ", "")


def test_a_code_shows_that_a_paper_is_genuine_and_nobody_on_it(cast, operation, register):
    register("Siti Aminah", passport="C1234567")
    paper = issue(cast.officer, operation, "nationality_list")
    found = check_paper(code=f" {paper.code.lower()} ")
    assert (found.number, found.people, found.agency.name) == (paper.number, 1, "Embassy")
    with pytest.raises(PaperUnknown):
        check_paper(code=paper.code[:-1] + ("A" if paper.code[-1] != "A" else "B"))


def test_a_paper_printed_again_says_what_it_said(cast, operation, register):
    row = register("Siti Aminah", passport="C1234567")
    record_stay(cast.officer, case_id=row.case_id, allowed_until=date(2026, 1, 1))
    paper = issue(cast.officer, operation, once="form")
    first = paper_for(cast.officer, operation.pk, paper.pk).content
    record_stay(cast.officer, case_id=row.case_id, allowed_until=date(2026, 2, 1))
    assert paper_for(cast.officer, operation.pk, paper.pk).content == first
    assert issue(cast.officer, operation, once="form").pk == paper.pk
    assert issue(cast.officer, operation).number != paper.number


def test_a_list_as_a_sheet_holds_its_rows_and_no_formula(cast, operation, register):
    row = register("=HYPERLINK", passport="C1234567")
    record_stay(cast.officer, case_id=row.case_id, allowed_until=date(2026, 1, 1))
    paper = issue(cast.officer, operation)
    sheet = sheet_for(cast.officer, operation.pk, paper.pk)
    heading, line = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    cells = dict(zip(heading, line, strict=True))
    assert cells["Name"] == "'=HYPERLINK"
    assert cells["Days"] == (timezone.localdate() - date(2026, 1, 1)).days


def test_papers_are_for_those_who_may_name_the_people(cast, operation, register):
    register("Siti Aminah", passport="C1234567")
    add_agency(cast.officer, operation_id=operation.pk, agency_id=cast.shelter.pk, sections=["care"])
    paper = issue(cast.officer, operation, "nationality_list")
    assert papers_for(cast.shelter_worker, operation.pk) == ()
    for actor in (cast.shelter_worker, cast.colleague):
        with pytest.raises(NotFound):
            paper_for(actor, operation.pk, paper.pk)
    with pytest.raises(NobodyChosen):
        issue(cast.shelter_worker, operation, "nationality_list")
    with pytest.raises(Invalid):
        issue(cast.officer, operation, "manifest")


@pytest.mark.parametrize(("language", "says"), [("en", "National"), ("id", "WNI")])
def test_an_answer_on_nationality_says_how_it_was_judged_and_leaves_out_whom_nobody_judged(
    cast, operation, register, language, says
):
    row = register("Siti Aminah", passport="C1234567")
    register("Dewi Lestari", passport="C7654321")
    said = {"basis": "population_register", "reference": "DUKCAPIL/2026/17"}
    complete_steps(cast.officer, code="registration", result="verified", wanted={row.case_id: said})
    seen = foresee_paper(cast.officer, operation.pk, kind="nationality_answer", numbers=[1, 2])
    assert {number: error and error.code for number, error in seen.items()} == {
        1: None,
        2: "nationality_not_judged",
    }
    paper = issue(cast.officer, operation, "nationality_answer", (1, 2), language)
    text = text_of(paper_for(cast.officer, operation.pk, paper.pk).content)
    assert "Siti Aminah" in text
    assert says in text
    assert "DUKCAPIL/2026/17" in text
    assert "Dewi" not in text
    sheet = sheet_for(cast.officer, operation.pk, paper.pk)
    _, line = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert says in line
