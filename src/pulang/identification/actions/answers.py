"""Saving one answer. Nothing that was said is ever overwritten, and no red flag waits."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_of, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions import raise_risk
from pulang.cases.models import CaseFile
from pulang.db.once import row_once
from pulang.identification.actions.loading import load_running
from pulang.identification.answers import Answer
from pulang.identification.errors import ConsentMissing, ConsentRefused, UnknownIndicator
from pulang.identification.interviewing import Confidence, EvidenceKind, item_of, needs_consent, risk_of
from pulang.identification.models import Interview, InterviewAnswer
from pulang.identification.questions import Item, load_questions
from pulang.identification.rules.heads import heads
from pulang.identification.urgency import alarms
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text


@dataclass(frozen=True)
class Saved:
    """The answer as it is kept, and all that stand for the item now (itself among them).

    More than one stands where a colleague answered meanwhile: both are kept, and an answer whose `base` is the
    newest `version` settles it.
    """

    answer: InterviewAnswer
    standing: tuple[InterviewAnswer, ...]

    @property
    def version(self) -> int:
        """The base for the next answer to this item, once these were seen."""
        return max(each.version for each in self.standing)

    @property
    def beside(self) -> tuple[InterviewAnswer, ...]:
        return tuple(each for each in self.standing if each.pk != self.answer.pk)


@action(Permission.INTERVIEW_CONDUCT)
def save_answer(
    actor: Actor,
    *,
    interview_id: UUID,
    item: str,
    answer: str,
    evidence: Collection[str] = (),
    quotation: str = "",
    confidence: str = "",
    file: UUID | None = None,
    base: int = 0,
    once: str = "",
) -> Saved:
    """Keep an answer (yes, no, unknown, not_asked, refused) to an item of the interview's question bank.

    `file` of the case shows the paper or the photo that supports it. `base`: the newest version of this item's
    answers that the officer had seen, 0 for none. On a stale base the answer stands beside what a colleague said.
    The same answer again has no second effect. A risk that becomes a yes raises the urgency of the case in the
    same transaction.

    Raises NotFound (interview or item), Invalid, ConsentMissing, ConsentRefused, InterviewPaused,
    InterviewFinished, CaseClosed.
    """
    said = _said(answer, evidence, quotation, confidence)
    interview = load_running(interview_id)
    if file is not None:
        said["file"] = _file_of(interview, file, said["evidence"])
    found = _item(interview, item)
    rows = _rows(interview, item)
    before = heads(rows)
    own = next((row for row in reversed(before) if row.officer_id == actor.id and row.said == said), None)
    if own is not None and (len(before) == 1 or base < before[-1].version):
        kept = own  # sent again; with the newest base it would settle what stands side by side
    else:
        kept = row_once(
            actor, once, InterviewAnswer, lambda: _keep(actor, interview, item, said, base=_base(actor, rows, base))
        )
    record(
        actor, Event.INTERVIEW_ANSWERED, scope=interview.case_id, why=Why.ASSIGNED, item=item, version=kept.version
    )
    after = heads(_rows(interview, item))
    _raise_alarm(actor, interview, found, before, after)
    return Saved(kept, after)


def _said(answer: str, evidence: Collection[str], quotation: str, confidence: str) -> dict[str, Any]:
    problems = []
    if answer not in tuple(Answer):
        problems.append(Invalid("answer", "not_a_choice" if answer else "required"))
    if set(evidence) - set(EvidenceKind):
        problems.append(Invalid("evidence", "not_a_choice"))
    if confidence and confidence not in tuple(Confidence):
        problems.append(Invalid("confidence", "not_a_choice"))
    raise_problems(problems)
    words = clean_text(quotation, field="quotation", max_length=4000, multiline=True)
    kinds = [kind.value for kind in EvidenceKind if kind in evidence]
    return {"answer": str(answer), "evidence": kinds, "quotation": words, "confidence": str(confidence)}


def _file_of(interview: Interview, file: UUID, evidence: Collection[str]) -> str:
    """Raises Invalid where it is no file of the case that the actor sees, or no paper and no photo supports it."""
    if not {EvidenceKind.PAPER, EvidenceKind.PHOTO} & set(evidence):
        raise Invalid("file", "file_without_paper")
    if not CaseFile.objects.filter(pk=file, case=interview.case_id).exists():
        raise Invalid("file", "not_a_choice")
    return str(file)


def _item(interview: Interview, item_id: str) -> Item:
    bank = load_questions(interview.bank_version)
    try:
        section, item = item_of(bank, item_id)
    except UnknownIndicator as error:
        raise NotFound() from error
    if needs_consent(bank, section.id):
        if interview.consent is None:
            raise ConsentMissing()
        if not interview.consent.holds(timezone.localdate()):
            raise ConsentRefused()
    return item


def _rows(interview: Interview, item: str) -> list[InterviewAnswer]:
    rows = list(InterviewAnswer.objects.filter(interview=interview, item=item).order_by("version"))
    for row in rows:
        row.case = interview.case
    return rows


def _base(actor: Actor, rows: list[InterviewAnswer], base: int) -> int:
    """What she had seen: her base, and what she herself added right after it (drafts saved while she typed)."""
    for row in rows:
        if row.version == base + 1 and row.officer_id == actor.id:
            base += 1
    return min(base, len(rows))


def _keep(actor: Actor, interview: Interview, item: str, said: dict[str, Any], *, base: int) -> InterviewAnswer:
    newest = InterviewAnswer.objects.filter(interview=interview, item=item).count()
    return InterviewAnswer.objects.create(
        case=interview.case,
        interview=interview,
        item=item,
        version=newest + 1,
        base=base,
        said=said,
        officer_id=officer_id(actor),
        officer_name=actor.name,
        agency_name=agency_of(actor).name,
        at=timezone.now(),
    )


def _raise_alarm(
    actor: Actor,
    interview: Interview,
    item: Item,
    before: tuple[InterviewAnswer, ...],
    after: tuple[InterviewAnswer, ...],
) -> None:
    """Only when it becomes a yes: what an officer judged later is not undone by a correction of the wording."""
    risk = risk_of(item, _answers(after))
    if risk is None or risk_of(item, _answers(before)) is not None:
        return
    alarm = alarms()[risk]
    raise_risk(actor, case_id=interview.case_id, risk=alarm.case_risk, urgency=alarm.urgency, task=alarm.task)


def _answers(rows: tuple[InterviewAnswer, ...]) -> list[Answer]:
    return [Answer(row.said["answer"]) for row in rows]
