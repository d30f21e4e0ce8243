"""Saying something of a step: kept for good as a record, and standing in the step if it is the latest."""

from collections.abc import Container, Mapping
from uuid import UUID

from pulang.access.grants import held_sections
from pulang.access.permissions import Section, Why
from pulang.access.policy import agency_of
from pulang.audit.events import Event
from pulang.cases.actions.story import tell
from pulang.cases.dossiers.errors import DossierNotEnough
from pulang.cases.dossiers.rules import Standing as Dossier
from pulang.cases.dossiers.rules import standing_of
from pulang.cases.models import CaseFile
from pulang.db.context import acting_as
from pulang.lib.actor import Actor, ActorKind, system
from pulang.lib.errors import Conflict, Invalid
from pulang.repatriation.actions.way import Way, move_on, side_of
from pulang.repatriation.errors import StepNotReady, StepOfOthers, StepSettled
from pulang.repatriation.models import Step, StepRecord
from pulang.repatriation.rules import Standing, Statement, StepDefinition, engine

BY_QUESTIONS = "questions_family"  # how a nationality was verified where there is no paper


def check_right(actor: Actor, way: Way, definition: StepDefinition) -> str:
    """The side for which the actor speaks of this step. Raises StepOfOthers."""
    side, kind = side_of(actor)
    is_peer = actor.kind is ActorKind.PEER
    sections = frozenset(Section) if is_peer else frozenset(held_sections(actor, way.case.pk))
    check_speaker(definition, side=side, kind=kind, sections=sections)
    return side


def check_speaker(definition: StepDefinition, *, side: str, kind: str, sections: Container[Section]) -> None:
    """Whether an agency of this side and kind, with these sections of the case, may say it. Raises StepOfOthers."""
    if not engine.may_complete(definition, side=side, agency_kind=kind):
        raise StepOfOthers(side=definition.side, agencies=", ".join(definition.agencies.get(side, ())))
    if Section(definition.section) not in sections:
        raise StepOfOthers(section=definition.section)


def check_standing(way: Way, code: str) -> None:
    """A step is recorded when its conditions hold, and once. Raises StepNotReady, StepSettled."""
    stands = way.standing(code)
    if stands is Standing.WAITING:
        raise StepNotReady(by=", ".join(engine.blocked_by(way.steps, way.said, code)))
    if stands.settled and stands is not Standing.FAILED:
        raise StepSettled()


def check_basis(definition: StepDefinition, result: str, data: Mapping[str, object], known: Dossier | None) -> None:
    """A nationality that rests on questions and family needs enough of them confirmed. Raises DossierNotEnough."""
    outcome = definition.outcomes.get(result)
    if data.get("basis") != BY_QUESTIONS or outcome is None or not outcome.ends.lets_on:
        return
    stands = known or standing_of(())
    if not stands.enough:
        raise DossierNotEnough(confirmed=stands.confirmed, needed=stands.needed, contradicted=stands.contradicted)


def check_version(row: Step, version: int) -> None:
    """Raises Conflict with what stands there now."""
    if row.version != version:
        raise Conflict(
            version=row.version, changed_by=row.done_by, changed_at=row.said_at, current={"result": row.result}
        )


def evidence_of(way: Way, evidence_id: UUID | None) -> CaseFile | None:
    """A file of the same case that the actor may see. Raises Invalid."""
    if evidence_id is None:
        return None
    file = CaseFile.objects.filter(pk=evidence_id, case=way.case).first()
    if file is None:
        raise Invalid("evidence", "unknown_file")
    return file


def speak(
    actor: Actor,
    way: Way,
    code: str,
    statement: Statement,
    *,
    data: Mapping[str, str],
    note: str = "",
    evidence: CaseFile | None = None,
) -> Step:
    """Keep the statement; where it is the latest, the step, deadlines and tasks follow it. Told once."""
    row, definition = way.row(code)
    agency = agency_of(actor)
    record = record_of(actor, way, code, statement, agency.name, data=data, note=note, evidence=evidence)
    if not _keep(actor, record):
        return row
    if engine.later(definition, row.statement, statement) is statement:
        stand(actor, way, row, statement, agency.name)
        row.save()
    why = Why.PEER_AGREEMENT if actor.kind is ActorKind.PEER else Why.ASSIGNED
    tell(
        actor,
        way.case,
        Event.STEP_CHANGED,
        why=why,
        step=code,
        result=statement.result,
        state=row.state,
        version=row.version,
    )
    move_on(actor, [way], code)
    return row


def record_of(
    actor: Actor,
    way: Way,
    code: str,
    statement: Statement,
    agency_name: str,
    *,
    data: Mapping[str, str],
    note: str,
    evidence: CaseFile | None = None,
) -> StepRecord:
    """The statement as it is kept for good, not saved yet."""
    row, definition = way.row(code)
    return StepRecord(
        case=way.case,
        step=row,
        section=definition.section,
        result=statement.result,
        said_at=statement.at,
        said_by_side=statement.side,
        officer_name=actor.name if actor.kind is ActorKind.OFFICER else "",
        agency_name=agency_name,
        evidence=evidence,
        data=dict(data) or None,
        note=note or None,
    )


def stand(actor: Actor, way: Way, row: Step, statement: Statement, agency_name: str) -> None:
    """Let the statement stand in its step, which the caller saves."""
    row.said_at, row.said_by_side, row.result = statement.at, statement.side, statement.result
    row.said_by = actor.id if actor.kind is ActorKind.OFFICER else None
    row.state = engine.state_of(way.steps, way.said, row.code)
    row.done_by = agency_name
    row.version += 1


def _keep(actor: Actor, record: StepRecord) -> bool:
    """Insert it; false where the same statement is there. A partner writes sections that it does not read."""
    writer = system("exchange") if actor.kind is ActorKind.PEER else actor
    with acting_as(writer):
        same = StepRecord.objects.filter(
            step=record.step,
            said_at=record.said_at,
            said_by_side=record.said_by_side,
            result=record.result,
        )
        if same.exists():
            return False
        record.save(force_insert=True)
    return True
