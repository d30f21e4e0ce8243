"""What stands in a paper of each kind about each person, and who is left out of it and why."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pulang.cases.dossiers.queries import wire_of
from pulang.cases.dossiers.rules import questions, relations
from pulang.cases.rules import CLOSED, consent_scopes
from pulang.lib.errors import NotFound, PulangError
from pulang.operations.errors import NoFine, NotJudgedYet, NotPermittedYet, StayUnknown
from pulang.operations.models import Enrolment, PaperKind
from pulang.operations.queries.known import Known, gather
from pulang.repatriation.rules import fine_for

HERE = "KHM"  # the country whose fines and exit permits these papers ask for
Row = dict[str, Any]


def rows_of(kind: PaperKind, rows: Sequence[Enrolment], on: date) -> tuple[list[Row], dict[int, PulangError]]:
    """The rows of the paper in the order of numbers, and why others are not on it, by number."""
    known, left_out = gather(rows)
    made: list[Row] = []
    for one in known:
        try:
            made.append({**person_row(one), **ROWS[kind](one, on)})
        except PulangError as error:
            left_out[one.row.number] = error
    return made, left_out


def person_row(one: Known) -> Row:
    """What every paper says of a person."""
    number, expires = one.travel_paper
    return {
        "number": one.row.number,
        "case": one.case.number,
        "name": one.sheet.name,
        "sex": one.sheet.sex,
        "born": one.sheet.birth_date,
        "birth_place": one.sheet.birth_place,
        "nationality": one.sheet.nationality,
        "passport": one.sheet.papers.get("passport", ""),
        "nik": one.sheet.papers.get("nik", ""),
        "paper": number,
        "paper_until": expires,
    }


def _open(one: Known) -> None:
    """Raises NotFound for a closed case: nothing is asked for her any more."""
    if one.case.status == CLOSED:
        raise NotFound()


def _nationality(one: Known, on: date) -> Row:
    """Whoever has no paper is asked for with what she and her family say."""
    _open(one)
    if one.sheet.papers.get("passport") or one.sheet.papers.get("nik"):
        return {}
    known = wire_of(one.case)
    said = [{"ask": dict(questions()[each["code"]]), "text": each["answer"]} for each in known.get("answers", ())]
    said += [
        {"ask": dict(relations()[each["relation"]]), "text": each["statement"]} for each in known.get("family", ())
    ]
    prints = [f"{each['authority']}, {each['reference']}" for each in known.get("prints", ())]
    return {"said": said, "prints": prints} if known else {}


def _answer(one: Known, on: date) -> Row:
    """How the nationality was judged and by what; asked again after it was in doubt, the last answer stands.

    Raises NotJudgedYet.
    """
    said = one.said.get("registration", {})
    if not said.get("result"):
        raise NotJudgedYet()
    return {"answer": said["result"], "basis": said.get("basis", ""), "reference": said.get("reference", "")}


def _fine(one: Known, on: date) -> Row:
    """With what was granted, where the answer is recorded already. Raises StayUnknown, NoFine."""
    _open(one)
    if not one.stay:
        raise StayUnknown()
    fine = fine_for(date.fromisoformat(one.stay), on, country=HERE)
    if not fine.days:
        raise NoFine()
    row: Row = {
        "allowed_until": one.stay,
        "days": fine.days,
        "a_day": f"{fine.a_day:.2f}",
        "amount": f"{fine.amount:.2f}",
        "currency": fine.currency,
        "granted": "",
    }
    answer = one.said.get("fine_waiver", {})
    if answer.get("result") == "granted":
        row["granted"] = row["amount"]
    elif answer.get("result") == "granted_part" and answer.get("currency") == fine.currency:
        row["granted"] = f"{max(fine.amount - Decimal(answer.get('to_pay', '0')), Decimal(0)):.2f}"
    return row


def _exit(one: Known, on: date) -> Row:
    """Raises NotPermittedYet without a paper to travel with."""
    _open(one)
    if not one.travel_paper[0] and "splp" not in one.said:
        raise NotPermittedYet()
    return {"fine": one.said.get("fine_waiver", {}).get("result", "")}


def _splp(one: Known, on: date) -> Row:
    _open(one)
    said = {"address": one.sheet.address, "description": one.sheet.description}
    return {**said, **({"portrait": one.sheet.portrait} if one.sheet.portrait else {})}


def _fitness(one: Known, on: date) -> Row:
    """What was recorded of her health for the journey, as far as the reader holds it; the doctor says the rest."""
    _open(one)
    said = one.said.get("health", {})
    return {
        "seen_on": said.get("seen_on", ""),
        "needs": said.get("travel_needs", ""),
        "fit": said.get("result", ""),
    }


def _consent(one: Known, on: date) -> Row:
    _open(one)
    return {}


def more_of(kind: PaperKind, language: str) -> Row:
    """What a paper says beside its rows."""
    if kind is not PaperKind.CONSENT:
        return {}
    version, scopes = consent_scopes()
    return {"scopes": [texts[language] for texts in scopes.values()], "script": version}


ROWS = {
    PaperKind.NATIONALITY: _nationality,
    PaperKind.ANSWER: _answer,
    PaperKind.FINE: _fine,
    PaperKind.EXIT: _exit,
    PaperKind.SPLP: _splp,
    PaperKind.FITNESS: _fitness,
    PaperKind.CONSENT: _consent,
}
