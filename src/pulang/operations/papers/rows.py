"""What stands in a paper of each kind about each person, and who is left out of it and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pulang.cases.models import Case
from pulang.cases.rules import CLOSED
from pulang.lib.errors import NotFound, PulangError
from pulang.operations.errors import NoFine, NotPermittedYet, StayUnknown
from pulang.operations.models import Enrolment, PaperKind
from pulang.persons.queries import Sheet, sheets_of
from pulang.repatriation.models import Stay, StepRecord
from pulang.repatriation.rules import fine_for

HERE = "KHM"  # the country whose fines and exit permits these papers ask for
Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What is known of one person: her sheet, what was recorded with steps (by step), her last allowed day."""

    row: Enrolment
    case: Case
    sheet: Sheet
    said: Mapping[str, Mapping[str, str]]
    stay: str

    @property
    def travel_paper(self) -> tuple[str, str]:
        """Number and last day of what she travels with: the SPLP where one was issued, else the passport."""
        splp = self.said.get("splp", {})
        if splp.get("number"):
            return splp["number"], splp.get("expires_on", "")
        for kind in ("splp", "passport"):
            if self.sheet.papers.get(kind):
                return self.sheet.papers[kind], self.sheet.paper_expires.get(kind, "")
        return "", ""


def gather(rows: Sequence[Enrolment]) -> tuple[list[Known], dict[int, PulangError]]:
    """All that the actor of this transaction may know of these people; whom she may not name is left out."""
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[row.case_id for row in rows])}
    sheets = sheets_of([row.person_id for row in rows])
    stays = {stay.case_id: stay for stay in Stay.objects.filter(case__in=cases)}
    said: dict[UUID, dict[str, Mapping[str, str]]] = {}
    for record in StepRecord.objects.filter(case__in=cases).select_related("step").order_by("said_at", "id"):
        record.case = cases[record.case_id]
        if record.result == record.step.result:
            said.setdefault(record.case_id, {})[record.step.code] = {**(record.data or {}), "result": record.result}
    known, left_out = [], {}
    for row in rows:
        if row.case_id not in cases or row.person_id not in sheets:
            left_out[row.number] = NotFound()
            continue
        case = cases[row.case_id]
        stay = stays.get(case.pk)
        if stay is not None:
            stay.case = case
        until = stay.allowed_until if stay is not None else ""
        known.append(Known(row, case, sheets[row.person_id], said.get(case.pk, {}), until))
    return known, left_out


def rows_of(kind: PaperKind, rows: Sequence[Enrolment], on: date) -> tuple[list[Row], dict[int, PulangError]]:
    """The rows of the paper in the order of numbers, and why others are not on it, by number."""
    known, left_out = gather(rows)
    made: list[Row] = []
    for one in known:
        try:
            made.append({**_person(one), **ROWS[kind](one, on)})
        except PulangError as error:
            left_out[one.row.number] = error
    return made, left_out


def _person(one: Known) -> Row:
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
    _open(one)
    return {}


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
    return {"address": one.sheet.address, "description": one.sheet.description}


ROWS = {
    PaperKind.NATIONALITY: _nationality,
    PaperKind.FINE: _fine,
    PaperKind.EXIT: _exit,
    PaperKind.SPLP: _splp,
}
