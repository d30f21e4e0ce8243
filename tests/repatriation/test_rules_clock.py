"""Deadlines in days and in working days of both countries: never before they begin, never on a day off."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pulang.repatriation.rules.clock import ZONE, Deadline, holiday_name, is_working_day

BOTH = ("IDN", "KHM")
moments = st.integers(0, 3 * 366 * 24 * 60).map(lambda m: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
deadlines = st.builds(Deadline, st.integers(1, 30), st.sampled_from([(), ("IDN",), ("KHM",), BOTH]))


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def test_feasts_of_both_countries_are_known_without_a_network():
    assert holiday_name(date(2026, 8, 17), "IDN") == "Independence Day"
    assert holiday_name(date(2026, 4, 14), "KHM") == "Khmer New Year's Day"
    assert not is_working_day(date(2026, 4, 14), BOTH)
    assert is_working_day(date(2026, 4, 14), ("IDN",))


def test_days_that_the_government_adds_to_a_feast_are_days_off():
    assert holiday_name(date(2026, 3, 23), "IDN")
    assert not is_working_day(date(2026, 3, 23), ("IDN",))


def test_five_working_days_from_before_khmer_new_year_pass_over_it():
    friday = datetime(2026, 4, 10, 3, tzinfo=UTC)
    assert Deadline(5, ("IDN",)).after(friday) == datetime(2026, 4, 17, 3, tzinfo=UTC)
    assert Deadline(5, BOTH).after(friday) == datetime(2026, 4, 22, 3, tzinfo=UTC)


def test_days_of_the_calendar_are_counted_through():
    friday = datetime(2026, 4, 10, 3, tzinfo=UTC)
    assert Deadline(5).after(friday) == friday + timedelta(days=5)


def test_the_day_is_that_of_both_capitals_and_not_of_the_server():
    late_on_thursday_in_london = datetime(2026, 6, 11, 20, tzinfo=UTC)  # Friday there
    assert day_of(Deadline(1, ("IDN",)).after(late_on_thursday_in_london)) == date(2026, 6, 15)


@given(deadlines, moments)
def test_a_deadline_comes_after_its_beginning_and_counts_each_working_day(deadline, moment):
    end = deadline.after(moment)
    assert end >= moment + deadline.days * timedelta(days=1)
    if deadline.working:
        days = [day_of(moment) + timedelta(days=n) for n in range(1, (day_of(end) - day_of(moment)).days + 1)]
        assert sum(is_working_day(day, deadline.working) for day in days) == deadline.days
        assert is_working_day(day_of(end), deadline.working)
        assert end.astimezone(ZONE).timetz() == moment.astimezone(ZONE).timetz()


@given(deadlines, moments, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_who_begins_later_is_never_due_earlier(deadline, moment, wait):
    assert day_of(deadline.after(moment + wait)) >= day_of(deadline.after(moment))
