"""An issued list as a spreadsheet: the same rows under the same number."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.conf import settings

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.lists.writing import Value, write_rows
from pulang.lib.actor import Actor
from pulang.operations.papers.issuing import load_paper
from pulang.operations.papers.parts import Paper
from pulang.printing import read_template

#: Columns of a sheet in their order: whatever of these a kind's rows have. The headings are the template's words.
COLUMNS = (
    *("name", "sex", "birth_place", "born", "nationality", "nik", "passport", "paper", "paper_until", "address"),
    *(
        "allowed_until",
        "days",
        "a_day",
        "amount",
        "currency",
        "granted",
        "seat",
        "seen_on",
        "fit",
        "needs",
        "guardian",
        "payer",
    ),
    *("answer", "basis", "reference", "fine", "state", "late", "case"),
)
#: Codes whose words stand in the template, as "sex_female".
CODED = {"sex", "answer", "basis", "fine", "fit", "state", "payer"}
DAYS = {"born", "paper_until", "allowed_until", "seen_on"}
AMOUNTS = {"a_day", "amount", "granted"}


@query(Permission.CASE_READ)
def sheet_for(actor: Actor, operation_id: UUID, paper_id: UUID) -> Paper:
    """An issued list as XLSX, in the language in which it was issued. Raises NotFound, TemplateBroken."""
    issued = load_paper(operation_id, paper_id)
    rows: list[dict[str, Any]] = issued.says["rows"]
    home = files("pulang.operations") / "data" / "papers"
    words = read_template(home, issued.kind, own=settings.PAPERS_ROOT).words[issued.language]
    columns = [name for name in COLUMNS if any(name in row for row in rows) and (name in words or name in CODED)]
    content = write_rows(
        [words.get("n", ""), *(words.get(name, name) for name in columns)],
        [[row["number"], *(_cell(words, name, row.get(name, "")) for name in columns)] for row in rows],
    )
    record(actor, Event.EXPORT_MADE, scope=operation_id, why=Why.ASSIGNED, sheet=issued.kind, number=issued.number)
    return Paper(f"{issued.kind.replace('_', '-')}-{issued.number}.xlsx", content)


def _cell(words: Any, name: str, value: Any) -> Value:
    """A whole day and an amount as such, so that they can be sorted and summed; half a date stays text."""
    if isinstance(value, bool):
        return words.get(name, "") if value else ""
    if name in CODED and value:
        return "" if value == "unknown" else str(words.get(f"{name}_{value}", value))
    if name in AMOUNTS and value:
        return Decimal(value)
    if name in DAYS and len(str(value)) == 10:
        return date.fromisoformat(value)
    return value if isinstance(value, int) else str(value)
