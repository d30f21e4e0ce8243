"""Reports: taken from anybody, joined to a person and a case, or put aside with a reason."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import open_scope
from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.cases import attach_report, open_case_of
from pulang.cases.models import Channel, Report, Urgency
from pulang.db.numbers import next_number
from pulang.db.once import row_once
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Conflict, Invalid, NotFound, raise_problems
from pulang.lib.ids import new_code, new_id
from pulang.lib.text import clean_text
from pulang.persons.models import Person

SHORT, LONG = 300, 20_000
REPORTER_FIELDS = ("name", "relation", "contact", "safe_contact", "language")
SUBJECT_FIELDS = ("name", "birth_date", "sex", "papers", "phone")


@action(Permission.REPORT_TAKE)
def take_report(
    actor: Actor,
    *,
    channel: str,
    narrative: str,
    urgency: str = Urgency.NORMAL,
    place: str = "",
    reporter: Mapping[str, str] | None = None,
    subject: Mapping[str, str] | None = None,
    once: str = "",
) -> Report:
    """Keep what somebody told. The report's `receipt` is for the reporter to hold.

    `reporter` has REPORTER_FIELDS, `subject` (about whom) SUBJECT_FIELDS, all as they were said. Raises Invalid
    or Problems.
    """
    problems: list[Invalid] = []
    if channel not in Channel.values:
        problems.append(Invalid("channel", "not_a_choice"))
    if urgency not in Urgency.values:
        problems.append(Invalid("urgency", "not_a_choice"))
    told = _clean(problems, "narrative", narrative, LONG)
    if not told:
        problems.append(Invalid("narrative", "required"))
    where = _clean(problems, "place", place, SHORT)
    by = {key: _clean(problems, f"reporter_{key}", (reporter or {}).get(key, ""), SHORT) for key in REPORTER_FIELDS}
    about = {key: _clean(problems, f"subject_{key}", (subject or {}).get(key, ""), SHORT) for key in SUBJECT_FIELDS}
    raise_problems(problems)

    def make() -> Report:
        report_id = new_id()
        open_scope(actor, scope=report_id, agency_id=agency_id(actor))
        report = Report.objects.create(
            id=report_id,
            number=next_number("cases_report_number", "R"),
            receipt=new_code(),
            channel=channel,
            urgency=urgency,
            reporter=by,
            subject=about,
            narrative=told,
            place=where or None,
            received_at=timezone.now(),
            agency_id=agency_id(actor),
            taken_by_id=actor.id if actor.kind is ActorKind.OFFICER else None,
        )
        record(actor, Event.REPORT_TAKEN, scope=report.pk, why=Why.OPENED, channel=channel, urgency=urgency)
        return report

    return row_once(actor, once, Report, make)


@action(Permission.REPORT_TAKE)
def link_report(actor: Actor, *, report_id: UUID, person_id: UUID, version: int | None = None) -> Report:
    """Say that the report is about this person; several reports may be. Her open case takes it in.

    Raises NotFound or Conflict.
    """
    report = _load(report_id, version)
    # The lock keeps her from being joined with another record between this look and the link.
    if Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first() is None:
        raise NotFound()
    case = open_case_of(actor, person_id)
    if case is not None:
        attach_report(actor, case, report)
        return report
    report.person_id, report.case = person_id, None
    return _save(actor, report, "linked", Event.REPORT_LINKED)


@action(Permission.REPORT_TAKE)
def dismiss_report(actor: Actor, *, report_id: UUID, reason: str, version: int | None = None) -> Report:
    """Put a report aside, with the reason; it stays readable. Raises NotFound, Conflict, Invalid."""
    report = _load(report_id, version)
    because = clean_text(reason, field="reason", max_length=SHORT)
    if not because:
        raise Invalid("reason", "required")
    report.dismissed_because = because
    return _save(actor, report, "dismissed", Event.REPORT_DISMISSED)


def _load(report_id: UUID, version: int | None) -> Report:
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise NotFound()
    if version is not None and report.version != version:
        raise Conflict(version=report.version, current={"state": report.state, "case": report.case_id})
    return report


def _save(actor: Actor, report: Report, state: str, event: Event) -> Report:
    report.state = state
    report.version += 1
    report.save()
    record(actor, event, scope=report.pk, why=Why.ASSIGNED, state=state)
    return report


def _clean(problems: list[Invalid], field: str, raw: str, limit: int) -> str:
    try:
        return clean_text(raw or "", field=field, max_length=limit, multiline=limit == LONG)
    except Invalid as problem:
        problems.append(problem)
        return ""
