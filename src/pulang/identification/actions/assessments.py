"""An assessment: one instrument over the answers as they stand now. It is kept as it was, beside all others."""

from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.cases.actions import complete_tasks_for
from pulang.db.once import row_once
from pulang.identification.actions.interviews import task_ref
from pulang.identification.actions.loading import load_interview, tell_of
from pulang.identification.interviewing import gather
from pulang.identification.judging import BY_AGE, judge
from pulang.identification.models import Assessment, InterviewState
from pulang.identification.queries.answers import said_in
from pulang.identification.questions import load_questions
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.text import clean_text

OLDEST = 120


@action(Permission.INTERVIEW_CONDUCT)
def assess(
    actor: Actor,
    *,
    interview_id: UUID,
    age: int | None,
    instrument: str = BY_AGE,
    note: str = "",
    once: str = "",
) -> Assessment:
    """Score the answers of an interview as they stand.

    `age`: years at the time of the events, None when not known (then both rules are in the result). `instrument`:
    id of a list, by default the Delphi list for the age. Raises NotFound, CaseClosed, Invalid, InstrumentNotFound.
    """
    if age is not None and not 0 <= age <= OLDEST:
        raise Invalid("age", "age_out_of_range")
    more = clean_text(note, field="note", max_length=4000, multiline=True)
    interview = load_interview(interview_id)
    bank = load_questions(interview.bank_version)
    gathered, evidence = gather(bank, said_in(interview))
    judged = judge(bank, gathered, age=age, evidence=evidence, instrument=instrument)

    def make() -> Assessment:
        made = Assessment.objects.create(
            case=interview.case,
            person_id=interview.person_id,
            interview=interview,
            bank_version=bank.version,
            instrument=judged.instrument,
            instrument_version=judged.version,
            result=dict(judged.result),
            basis=dict(judged.basis),
            note=more or None,
            officer_id=officer_id(actor),
            officer_name=actor.name,
            agency_id=agency_id(actor),
            made_at=timezone.now(),
        )
        label = f"{judged.instrument}@{judged.version}"
        tell_of(actor, interview, Event.ASSESSMENT_MADE, assessment=made.pk, instrument=label)
        if interview.state == InterviewState.FINISHED:
            complete_tasks_for(actor, case_id=interview.case_id, ref=task_ref(interview))
        return made

    return row_once(actor, once, Assessment, make)
