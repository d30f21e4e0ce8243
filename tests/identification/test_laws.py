"""The rules of law that a letter may cite."""

from datetime import date

from pulang.identification.laws import list_rules, rules_for


def test_the_countrys_own_rule_comes_first() -> None:
    found = [rule.id for rule in rules_for("non_punishment", country="IDN", on=date(2026, 1, 1))]
    assert found == ["idn_21_2007_18", "actip_14_7", "asean_guideline_2025"]


def test_a_rule_is_not_cited_for_days_before_it_was_in_force() -> None:
    found = [rule.id for rule in rules_for("non_punishment", country="IDN", on=date(2020, 1, 1))]
    assert found == ["idn_21_2007_18", "actip_14_7"]


def test_another_countrys_rule_is_not_cited() -> None:
    assert all(rule.jurisdiction != "IDN" for rule in rules_for("consent", country="KHM", on=date(2026, 1, 1)))


def test_what_was_not_read_is_marked() -> None:
    assert {rule.id for rule in list_rules() if not rule.confirmed} == {"idn_21_2007_18", "khm_2008_none"}
