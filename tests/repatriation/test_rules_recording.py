"""What a step records: read as people type it, refused with the field and the reason."""

from datetime import date

import pytest

from pulang.lib.errors import Invalid, Problems
from pulang.repatriation.rules import read_fields, shipped_list, shipped_versions

TODAY = date(2026, 1, 20)


def _read(code: str, result: str, has_file: bool = False, complete: bool = True, **raw: object) -> dict[str, str]:
    step = shipped_list(str(shipped_versions()[-1])).step(code)
    return read_fields(step, result, raw, today=TODAY, has_file=has_file, complete=complete)


def _refused(code: str, result: str, **raw: object) -> set[tuple[str, str]]:
    with pytest.raises((Invalid, Problems)) as caught:
        _read(code, result, **raw)
    error = caught.value
    items = error.problems if isinstance(error, Problems) else (error,)
    return {(item.field, item.code) for item in items}


def test_values_are_kept_as_text_and_empty_ones_left_out():
    kept = _read(
        "ticket", "self_paid", flight="qz 475", travel_date=date(2026, 2, 8), amount=" 145.50 ", currency="usd"
    )
    assert kept == {"flight": "QZ475", "travel_date": "2026-02-08", "amount": "145.50", "currency": "USD"}


def test_khmer_digits_are_digits():
    assert _read("fine_waiver", "granted", reference="A1/17", days_over="៣៦៥")["days_over"] == "365"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("flight", "<script>", "not_a_flight"),
        ("travel_date", "8/2/2026", "not_a_date"),
        ("travel_date", "2099-01-01", "date_too_far"),
        ("amount", "1,500.00", "not_money"),
        ("amount", "-5", "not_money"),
        ("amount", "99999999999", "too_much_money"),
        ("currency", "BTC", "not_a_choice"),
        ("amount", ["1"], "not_text"),
        ("unheard_of", "x", "unknown_field"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(field, value, code):
    assert (field, code) in _refused("ticket", "no_money", **{field: value})


def test_an_amount_needs_its_currency():
    assert _refused("ticket", "no_money", amount="100") == {("amount", "currency_missing")}


def test_a_day_that_has_not_come_is_not_the_day_of_departure():
    assert _refused("departure", "left", left_on="2026-03-01") == {("left_on", "date_in_future")}


def test_a_step_that_is_done_needs_its_fields_and_its_proof():
    assert _refused("ticket", "self_paid") == {("travel_date", "required"), ("evidence", "evidence_needed")}
    assert _refused("splp", "issued", number="XE123456") == {("evidence", "evidence_needed")}


def test_a_file_or_the_fields_prove_a_step():
    assert _read("splp", "issued", has_file=True) == {}
    assert _read("splp", "issued", number="XE123456", expires_on="2027-01-01")


def test_a_step_that_failed_or_is_not_needed_needs_neither():
    assert _read("splp", "refused") == _read("splp", "passport_valid") == {}


def test_a_partner_keeps_the_rest_to_itself():
    assert _read("exit_permit", "granted", complete=False) == {}


def test_an_unknown_result_is_refused():
    assert _refused("splp", "lost") == {("result", "not_a_choice")}
    assert _refused("splp", "") == {("result", "required")}
