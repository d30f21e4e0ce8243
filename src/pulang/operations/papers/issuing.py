"""Issuing a numbered paper about people of an operation, and printing it again as it was issued."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_id, officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record, record_many
from pulang.db.context import acting_as
from pulang.db.numbers import next_number
from pulang.db.once import row_once
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound, PulangError, raise_problems
from pulang.lib.text import clean_text
from pulang.operations.actions.enrolling import new_token
from pulang.operations.actions.operations import load_operation
from pulang.operations.errors import NobodyChosen, PaperUnknown
from pulang.operations.models import Enrolment, IssuedPaper, Operation, PaperKind
from pulang.operations.papers.parts import Paper, drawn_photo, qr, set_paper
from pulang.operations.papers.rows import ROWS, more_of, rows_of
from pulang.persons.actions import portrait_of
from pulang.persons.models import Person
from pulang.persons.rules.photos import Crop, photo_rule
from pulang.printing import LANGUAGES, day_in_words

MOST = 1500
VERIFY = "/genuine/"


@query(Permission.STEP_COMPLETE)
def foresee_paper(
    actor: Actor, operation_id: UUID, *, kind: str, numbers: Collection[int]
) -> dict[int, PulangError | None]:
    """Who would stand on the paper (None), and why others would not, by number. Raises NotFound, Invalid."""
    chosen = _kind(kind)
    operation = load_operation(operation_id, closed_too=True)
    rows = _rows(operation.pk, numbers)
    _made, left_out = rows_of(chosen, rows, timezone.localdate())
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, paper=kind, rows=len(rows))
    return {row.number: left_out.get(row.number) for row in rows}


@action(Permission.STEP_COMPLETE)
def issue_paper(
    actor: Actor,
    *,
    operation_id: UUID,
    kind: str,
    numbers: Collection[int],
    language: str,
    addressee: str = "",
    once: str = "",
) -> IssuedPaper:
    """Issue the paper for those of these people who can stand on it, under the next number.

    Raises NotFound (also without the operation's `identity`), Invalid, NobodyChosen where nobody can.
    """
    chosen = _kind(kind)
    to = clean_text(addressee, field="addressee", max_length=300, multiline=True)
    raise_problems([] if language in LANGUAGES else [Invalid("language", "not_a_choice")])
    operation = load_operation(operation_id, closed_too=True)

    def make() -> IssuedPaper:
        today = timezone.localdate()
        rows, _left_out = rows_of(chosen, _rows(operation.pk, numbers), today)
        more = more_of(chosen, language)
        return keep_paper(actor, operation, chosen, rows, language=language, to=to, on=today, **more)

    return row_once(actor, once, IssuedPaper, make)


def keep_paper(
    actor: Actor,
    operation: Operation,
    kind: PaperKind,
    rows: list[dict[str, Any]],
    *,
    language: str,
    to: str = "",
    on: date,
    **more: Any,
) -> IssuedPaper:
    """Part of an action: the paper with these rows under its number. Raises NobodyChosen."""
    if not rows:
        raise NobodyChosen(limit=MOST)
    paper = IssuedPaper.objects.create(
        operation=operation,
        kind=kind,
        number=next_number("operations_paper_number", "P"),
        code=new_token(),
        language=language,
        says={"to": to, "on": on.isoformat(), "officer": actor.name, "rows": rows, **more},
        people=len(rows),
        agency_id=agency_id(actor),
        issued_by_id=officer_id(actor),
        issued_at=timezone.now(),
    )
    record(
        actor,
        Event.EXPORT_MADE,
        scope=operation.pk,
        why=Why.ASSIGNED,
        paper=kind,
        number=paper.number,
        rows=len(rows),
    )
    named = Enrolment.objects.filter(operation=operation, number__in=[row["number"] for row in rows])
    told = [(case, {"paper": kind, "number": paper.number}) for case in named.values_list("case_id", flat=True)]
    record_many(actor, Event.EXPORT_MADE, told, why=Why.ASSIGNED)
    return paper


@query(Permission.CASE_READ)
def paper_for(actor: Actor, operation_id: UUID, paper_id: UUID) -> Paper:
    """An issued paper as PDF, as it was issued. Raises NotFound, TemplateBroken."""
    issued = load_paper(operation_id, paper_id)
    record(actor, Event.EXPORT_MADE, scope=operation_id, why=Why.ASSIGNED, paper=issued.kind, number=issued.number)
    return _print(issued)


@query(Permission.CASE_READ)
def papers_for(actor: Actor, operation_id: UUID) -> tuple[IssuedPaper, ...]:
    """The papers of an operation, the newest first, as far as the actor may see them. Raises NotFound."""
    load_operation(operation_id, closed_too=True)
    found = IssuedPaper.objects.filter(operation_id=operation_id).select_related("issued_by").defer("says")
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, list="papers")
    return tuple(found.order_by("-issued_at")[:100])


def check_paper(*, code: str) -> IssuedPaper:
    """What was issued under this code: kind, number, day, agency, how many people; never whom. For anybody.

    Raises PaperUnknown.
    """
    typed = "".join(code.split()).upper()
    with acting_as(system("genuine")):
        found = IssuedPaper.objects.select_related("agency").defer("says").filter(code=typed).first()
    if found is None:
        raise PaperUnknown()
    return found


def load_paper(operation_id: UUID, paper_id: UUID) -> IssuedPaper:
    """Raises NotFound. Part of a query."""
    found = IssuedPaper.objects.select_related("operation", "agency").filter(pk=paper_id, operation_id=operation_id)
    issued = found.first()
    if issued is None:
        raise NotFound()
    return issued


def _print(issued: IssuedPaper) -> Paper:
    says = issued.says
    address, portraits = f"{settings.NODE.base_url}{VERIFY}{issued.code}/", _portraits(issued)
    return set_paper(
        issued.kind,
        {
            **says,
            "portraits": sorted(portraits),
            "day": day_in_words(date.fromisoformat(says["on"]), issued.language),
            "operation": issued.operation.number,
            "address": address,
        },
        language=issued.language,
        agency=issued.agency.name,
        number=issued.number,
        on=date.fromisoformat(says["on"]),
        images={"qr.svg": qr(address), **portraits},
    )


def _portraits(issued: IssuedPaper) -> dict[str, bytes]:
    """The photos of a paper by their names in it, as when it was issued, of those whom the reader sees."""
    shown = {row["number"]: row["portrait"] for row in issued.says["rows"] if "portrait" in row}
    people = Enrolment.objects.filter(operation_id=issued.operation_id, number__in=shown)
    found = Person.objects.in_bulk(list(people.values_list("person_id", flat=True)))
    return {
        f"portrait-{number}.svg": drawn_photo(_portrait(found[person_id], shown[number]), *photo_rule().dots)
        for number, person_id in people.values_list("number", "person_id")
        if person_id in found
    }


def _portrait(person: Person, said: dict[str, Any]) -> bytes:
    return portrait_of(person, crop=Crop(**said["crop"]), photo=said["photo"]).content


def _kind(kind: str) -> PaperKind:
    if kind not in PaperKind.values or PaperKind(kind) not in ROWS:
        raise Invalid("kind", "not_a_choice")
    return PaperKind(kind)


def _rows(operation_id: UUID, numbers: Collection[int]) -> list[Enrolment]:
    wanted = set(numbers)
    if not 0 < len(wanted) <= MOST:
        raise NobodyChosen(limit=MOST)
    rows = list(Enrolment.objects.filter(operation_id=operation_id, number__in=wanted).order_by("number"))
    if len(rows) != len(wanted):
        raise NotFound()
    return rows
