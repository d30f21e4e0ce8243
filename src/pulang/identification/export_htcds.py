"""Results in the codes of HTCDS 2.0, and grouped by the four units of IC-TIP. Pure: plain values in and out.

HTCDS: Human Trafficking Case Data Standard, IOM, CC BY 4.0 (https://github.com/UNMigration/HTCDS). Whatever the
standard lacks is named ``pulang_…`` beside its fields, so that a reader can leave it out.

IC-TIP: International Classification for Administrative Data on Trafficking in Persons, UN Statistical Commission,
2025. Its code tables were not at hand; only its four units are used.
"""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pulang.identification.answers import Form
from pulang.identification.documents import read_document
from pulang.identification.instruments import load_instrument
from pulang.identification.scoring import MAJORITY, Assessment

CODES = Path(__file__).resolve().parent / "data" / "exports" / "htcds_2.0.yaml"
IC_TIP_UNITS = ("event", "victim", "perpetrator", "reporting_entity")


def to_htcds(
    assessment: Assessment,
    *,
    present: Collection[str],
    age: int | None = None,
    sex: str = "unknown",
    decision: str | None = None,
    decided_by: str | None = None,
) -> dict[str, Any]:
    """One person's fields and codes.

    ``present``: ids of all indicators answered yes, in whichever list. ``decision`` of a named officer: ``victim``,
    ``presumed_victim``, ``not_a_victim`` or ``cannot_tell``; ``decided_by``: an HTCDS code of her organisation.
    Without a decision a screening says at most *possible*; it never says *not a victim*. Raises ``ValueError`` for
    a word that has no code.
    """
    codes = _codes()
    if decided_by is not None and decided_by not in codes["deciders"]:
        raise ValueError(f"'{decided_by}' is no HTCDS decision-making organisation")
    if sex not in codes["gender"]:
        raise ValueError(f"'{sex}' has no HTCDS code for gender")
    return {
        "prs_Gender": codes["gender"][sex],
        "vic_AgeWhenTrafficked": age,
        "vic_TraffickingStatus": _status(assessment, decision),
        "vic_TraffickingStatusDecisionMakingOrg": decided_by if decision else None,
        "vic_TypeOfExploitation": _exploitation(assessment, age),
        "vic_MethodsOfControl": _control(frozenset(present)),
        "pulang_ForcedCriminality": Form.FORCED_CRIMINALITY in assessment.forms,
        "pulang_ScreeningResult": assessment.result,
        "pulang_ScreeningOpen": assessment.open,
        "pulang_Instrument": f"{assessment.instrument}@{assessment.version}",
    }


def by_ic_tip_units(
    record: Mapping[str, Any], assessment: Assessment, *, reporting_entity: str, reported_on: str
) -> dict[str, dict[str, Any]]:
    """The same record under event, victim, perpetrator and reporting entity.

    The perpetrator stays empty: what a victim says of others, or is herself suspected of, belongs to another file.
    ``reported_on`` is an ISO date.
    """
    return {
        "event": {
            **{name: str(shown) for name, shown in assessment.palermo.items()},
            "forms_of_exploitation": [str(form) for form in assessment.forms],
        },
        "victim": {name: value for name, value in record.items() if name.startswith(("prs_", "vic_"))},
        "perpetrator": {},
        "reporting_entity": {
            "name": reporting_entity,
            "reported_on": reported_on,
            "instrument": record["pulang_Instrument"],
            "result": record["pulang_ScreeningResult"],
            "open": record["pulang_ScreeningOpen"],
        },
    }


def _status(assessment: Assessment, decision: str | None) -> str | None:
    codes = _codes()
    if decision is None:
        return str(codes["screened_status"]) if _refers(assessment) else None
    if decision == "cannot_tell":
        return None
    if decision not in codes["status"]:
        raise ValueError(f"'{decision}' is no decision")
    return str(codes["status"][decision])


def _refers(assessment: Assessment) -> bool:
    """Whether the result, or what it could become, is one for which the person is referred."""
    rule = load_instrument(assessment.instrument, assessment.version).rule
    results = {line.result for line in rule.lines if line.refers} if rule else set()
    return assessment.result in results or assessment.could_become in results


def _exploitation(assessment: Assessment, age: int | None) -> list[str]:
    codes = _codes()
    found = [codes["exploitation"][form] for form in assessment.forms]
    if Form.FORCED_LABOUR in assessment.forms and age is not None and age < MAJORITY:
        found.append(codes["child_in_forced_labour"])
    return list(dict.fromkeys(found))


def _control(present: frozenset[str]) -> list[str]:
    rows = (row for row in _codes()["control"] if present.intersection(row["any"]))
    return list(dict.fromkeys(row["code"] for row in rows if not present.intersection(row.get("unless", ()))))


@cache
def _codes() -> Mapping[str, Any]:
    codes: Mapping[str, Any] = read_document(CODES).data
    return codes
