"""Starting an interview, her answer to the script, and its course: pause, resume, skip, finish."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.cases.actions import add_task, complete_tasks_for, record_consent
from pulang.cases.actions.story import load_case
from pulang.db.once import row_once
from pulang.identification.actions.loading import load_interview, load_running, tell_of
from pulang.identification.models import Interview, InterviewState
from pulang.identification.questions import load_questions
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text


@action(Permission.INTERVIEW_CONDUCT)
def start_interview(
    actor: Actor, *, case_id: UUID, language: str, interpreter: str = "", once: str = ""
) -> Interview:
    """Open an interview of the person of the case, with the newest question bank, which stays its own.

    `language`: ISO 639 code of what is spoken with her. Raises Invalid, NotFound, CaseClosed.
    """
    if not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        raise Invalid("language", "not_a_choice" if language else "required")
    helper = clean_text(interpreter, field="interpreter", max_length=200)
    case = load_case(case_id)
    now = timezone.now()

    def make() -> Interview:
        interview = Interview.objects.create(
            case=case,
            person_id=case.person_id,
            bank_version=load_questions().version,
            language=language,
            interpreter=helper or None,
            agency_id=agency_id(actor),
            officer_id=officer_id(actor),
            officer_name=actor.name,
            started_at=now,
            changed_at=now,
        )
        tell_of(actor, interview, Event.INTERVIEW_OPENED, language=language, bank=interview.bank_version)
        complete_tasks_for(actor, case_id=case_id, ref="", code="interview")
        _put_task(actor, interview, "continue_interview")
        return interview

    return row_once(actor, once, Interview, make)


@action(Permission.INTERVIEW_CONDUCT)
def read_consent(
    actor: Actor,
    *,
    interview_id: UUID,
    given: bool,
    share_partner: bool | None = None,
    until: date | None = None,
    once: str = "",
) -> Interview:
    """Record what she said after the script was read: to the interview, and (unless None) to a summary that goes
    to the partner. Each answer is a consent of its own, so that she can take one back and leave the other.

    Raises NotFound, InterviewPaused, InterviewFinished, Invalid.
    """
    interview = load_running(interview_id)

    def record(scope: str, yes: bool) -> UUID:
        made = record_consent(
            actor,
            case_id=interview.case_id,
            scopes=[scope],
            given=yes,
            language=interview.language,
            interpreter=interview.interpreter or "",
            until=until,
            script=f"questions@{interview.bank_version}",
            once=f"{once}:{scope}" if once else "",
        )
        found: UUID = made.pk
        return found

    if share_partner is not None:
        record("share_partner", share_partner)
    interview.consent_id = record("interview", given)
    interview.save(update_fields=["consent"])
    tell_of(actor, interview, Event.INTERVIEW_CHANGED, consent="given" if given else "refused")
    return interview


@action(Permission.INTERVIEW_CONDUCT)
def pause_interview(actor: Actor, *, interview_id: UUID) -> Interview:
    """Rest. Everything answered is kept; a task leads back. Doing so twice has one effect."""
    interview = load_interview(interview_id)
    if interview.state == InterviewState.OPEN:
        _move(actor, interview, InterviewState.PAUSED)
    return interview


@action(Permission.INTERVIEW_CONDUCT)
def resume_interview(actor: Actor, *, interview_id: UUID) -> Interview:
    """Go on where it stopped; a finished interview too can be taken up again."""
    interview = load_interview(interview_id)
    if interview.state != InterviewState.OPEN:
        _take_task_off(actor, interview)
        _put_task(actor, interview, "continue_interview")
        _move(actor, interview, InterviewState.OPEN)
    return interview


@action(Permission.INTERVIEW_CONDUCT)
def finish_interview(actor: Actor, *, interview_id: UUID) -> Interview:
    """End it. What was not asked stays open and is never a no. The next task is to assess the answers."""
    interview = load_interview(interview_id)
    if interview.state != InterviewState.FINISHED:
        _take_task_off(actor, interview)
        _put_task(actor, interview, "assess_answers")
        _move(actor, interview, InterviewState.FINISHED)
    return interview


@action(Permission.INTERVIEW_CONDUCT)
def skip_section(actor: Actor, *, interview_id: UUID, section: str, skip: bool = True) -> Interview:
    """Pass over a section, or take that back. Its items stay *not asked*. Raises NotFound for an unknown one."""
    interview = load_running(interview_id)
    if section not in {each.id for each in load_questions(interview.bank_version).sections if each.questions}:
        raise NotFound()
    skipped = {*interview.skipped, section} if skip else set(interview.skipped) - {section}
    if skipped != set(interview.skipped):
        interview.skipped = sorted(skipped)
        interview.save(update_fields=["skipped"])
    tell_of(actor, interview, Event.INTERVIEW_CHANGED, part=section, skipped=skip)
    return interview


def _move(actor: Actor, interview: Interview, state: InterviewState) -> None:
    interview.state, interview.changed_at = state, timezone.now()
    interview.finished_at = interview.changed_at if state == InterviewState.FINISHED else None
    interview.save(update_fields=["state", "changed_at", "finished_at"])
    tell_of(actor, interview, Event.INTERVIEW_CHANGED, state=state.value)


def task_ref(interview: Interview) -> str:
    return f"interview:{interview.pk}"


def _put_task(actor: Actor, interview: Interview, code: str) -> None:
    add_task(actor, case_id=interview.case_id, code=code, agency=agency_id(actor), ref=task_ref(interview))


def _take_task_off(actor: Actor, interview: Interview) -> None:
    complete_tasks_for(actor, case_id=interview.case_id, ref=task_ref(interview))
