"""All that is known of many people at once, for papers and flights, which audit what they make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pulang.cases.models import Case
from pulang.lib.errors import NotFound, PulangError
from pulang.operations.models import Enrolment
from pulang.persons.queries import Sheet, sheets_of
from pulang.repatriation.models import Stay, StepRecord


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
        """Number and last day of what she travels with: the SPLP that runs longest, else the passport.

        An SPLP stands in its step, and a later one, in the place of one that ran out, among her papers. A passport
        that is lost, taken, expired or damaged carries nobody.
        """
        splp = self.said.get("splp", {})
        issued = [(splp["number"], splp.get("expires_on", ""))] if splp.get("number") else []
        issued += self._usable("splp")
        return max(issued, key=lambda paper: paper[1], default=(self._usable("passport") or [("", "")])[0])

    def _usable(self, kind: str) -> list[tuple[str, str]]:
        usable = bool(self.sheet.papers.get(kind)) and kind not in self.sheet.useless
        return [(self.sheet.papers[kind], self.sheet.paper_expires.get(kind, ""))] if usable else []


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
    known: list[Known] = []
    left_out: dict[int, PulangError] = {}
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
