"""Loading an interview that the actor may work on, locked for the transaction."""

from typing import Any
from uuid import UUID

from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.actions.story import tell
from pulang.cases.errors import CaseClosed
from pulang.cases.rules import CLOSED
from pulang.identification.errors import InterviewFinished, InterviewPaused
from pulang.identification.models import Interview, InterviewState
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound


def load_interview(interview_id: UUID) -> Interview:
    """Whatever its state, locked, so that two who save at once count on from each other.

    Raises NotFound, CaseClosed.
    """
    locked = Interview.objects.select_for_update(of=("self",)).select_related("case", "consent")
    interview = locked.filter(pk=interview_id).first()
    if interview is None:
        raise NotFound()
    if interview.case.status == CLOSED:
        raise CaseClosed()
    return interview


def load_running(interview_id: UUID) -> Interview:
    """One that goes on. Raises InterviewPaused and InterviewFinished too."""
    interview = load_interview(interview_id)
    if interview.state == InterviewState.PAUSED:
        raise InterviewPaused()
    if interview.state == InterviewState.FINISHED:
        raise InterviewFinished()
    return interview


def tell_of(actor: Actor, interview: Interview, event: Event, **details: Any) -> None:
    """A line in the story for those who hold the interview, and the word in the audit."""
    tell(actor, interview.case, event, section=Section.INTERVIEW, interview=interview.pk, **details)
