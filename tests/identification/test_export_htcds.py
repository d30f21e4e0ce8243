"""Export in HTCDS 2.0 codes: only codes of the standard, and nothing that a screening cannot know."""

from typing import Any

import pytest

from pulang.identification.export_htcds import IC_TIP_UNITS, by_ic_tip_units, to_htcds
from pulang.identification.instruments import list_instruments, load_instrument
from pulang.identification.scoring import assess
from tests.identification.worked import Form, Role, told

STANDARD = {  # the code lists of HTCDS 2.0 (IOM, CC BY 4.0) that the export uses
    "vic_TypeOfExploitation": (
        "ForcedLabour SexualExploitation ChildLabour ForcedMarriage Servitude ForcedMilitaryByNonStateActors "
        "OrganRemoval ForcedBegging ForcedAdoption Surrogacy Other"
    ),
    "vic_MethodsOfControl": (
        "PhysicalThreats ThreatsLawEnforcement ThreatensChildrenFamily DebtBondage FalsePromises PhysicalAbuse "
        "SexualAbuse TakesEarnings RestrictsFinancialAccess RestrictsMedicalCare WithholdsNecessities "
        "PsychologicalAbuse PsychoactiveSubstance ExcessiveWorkingHours WithholdsDocuments Other"
    ),
}


def export(yes: str, age: int = 30, **more: Any) -> dict[str, Any]:
    facts = {name: more.pop(name) for name in ("evidence", "forms", "role") if name in more}
    return to_htcds(assess(told(age, yes=yes, no=True, **facts)), present=yes.split(), age=age, **more)


def test_all_codes_are_of_the_standard() -> None:
    every = " ".join(i.id for name in list_instruments() for i in load_instrument(name).indicators)
    assessment = assess(told(30, yes="EX01 EX02", forms=tuple(Form)[2:]))
    record = to_htcds(assessment, present=every.split())
    for field, codes in STANDARD.items():
        assert set(record[field]) <= set(codes.split())


def test_forced_crime_goes_as_other_with_the_extension_beside_it() -> None:
    record = export("DR01 DR02 CD01 CD05", evidence={"CD05": ("chat",)})
    assert record["vic_TypeOfExploitation"] == ["Other"]
    assert record["pulang_ForcedCriminality"] is True


def test_a_child_in_forced_labour_is_in_child_labour_too() -> None:
    assert export("EX01 EX02", age=15)["vic_TypeOfExploitation"] == ["ForcedLabour", "ChildLabour"]


def test_methods_of_control_follow_the_indicators() -> None:
    assert export("CD01 CD03 CD09 EX01 DR08")["vic_MethodsOfControl"] == [
        "ThreatsLawEnforcement",
        "FalsePromises",
        "ExcessiveWorkingHours",
        "WithholdsDocuments",
        "Other",
    ]


def test_sexual_violence_alone_is_not_reported_as_physical_abuse() -> None:
    assessment = assess(told(30, yes="CD04"))
    assert to_htcds(assessment, present=["CD04", "SC-M07"])["vic_MethodsOfControl"] == ["SexualAbuse"]


def test_a_screening_alone_says_possible_or_nothing() -> None:
    assert export("EX01 EX02 CD01 CD03")["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert export("")["vic_TraffickingStatus"] is None
    closed = assess(told(30, yes="EX01 EX02", no=True))
    assert to_htcds(closed, present=[])["vic_TraffickingStatus"] is None
    open_ = to_htcds(assess(told(30)), present=[])
    assert open_["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ("victim", "ActualVictimOfTrafficking"),
        ("presumed_victim", "PossibleVictimOfTrafficking"),
        ("not_a_victim", "NotAVictimOfTrafficking"),
        ("cannot_tell", None),
    ],
)
def test_a_decision_goes_before_the_screening(decision: str, status: str | None) -> None:
    record = export("EX01", decision=decision, decided_by="Police", sex="female")
    assert record["vic_TraffickingStatus"] == status
    assert (record["vic_TraffickingStatusDecisionMakingOrg"], record["prs_Gender"]) == ("Police", "Feminine")


@pytest.mark.parametrize("wrong", [{"decision": "maybe"}, {"decided_by": "Army"}, {"sex": "x"}])
def test_a_word_without_a_code_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong.values()))):
        export("EX01", **wrong)


def test_the_four_units_hold_no_suspicion_against_the_person() -> None:
    assessment = assess(told(30, yes="EX01 EX02 CD01 CD03", role=Role.TEAM_LEADER))
    record = to_htcds(assessment, present=["EX01"], age=30)
    units = by_ic_tip_units(record, assessment, reporting_entity="Shelter A", reported_on="2026-02-01")
    assert tuple(units) == IC_TIP_UNITS
    assert units["perpetrator"] == {}
    assert "team_leader" not in repr(units)
    assert units["event"]["means"] == "established"
    assert units["victim"]["vic_AgeWhenTrafficked"] == 30
