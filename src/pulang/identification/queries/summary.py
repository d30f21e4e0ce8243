"""One interview whole: what was asked and answered, in the order of the interview, as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import CaseFile, Consent
from pulang.identification.answers import Answer, UrgentRisk
from pulang.identification.interviewing import Progress, Said, gather, progress, resume_at
from pulang.identification.models import Interview, InterviewAnswer
from pulang.identification.queries.answers import standing_answers
from pulang.identification.questions import Item, Question, QuestionBank, Section, load_questions
from pulang.identification.scoring import MAJORITY
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.lib.partial_date import PartialDate
from pulang.persons.queries import Summary, summaries


@dataclass(frozen=True)
class AnswerView:
    """One answer that stands. `evidence`: words of `EvidenceKind`; `confidence`: of `Confidence`, or empty."""

    id: UUID
    item: str
    version: int
    answer: Answer
    evidence: tuple[str, ...]
    quotation: str
    confidence: str
    officer: str
    agency: str
    at: datetime
    file: UUID | None = None  # of the case: the paper or the photo


@dataclass(frozen=True)
class ItemView:
    """`answers`: none, one, or several that stand side by side. `version`: the base of the next answer."""

    item: Item
    answers: tuple[AnswerView, ...]
    conflicts_with: tuple[str, ...]

    @property
    def version(self) -> int:
        return max((each.version for each in self.answers), default=0)

    @property
    def newest(self) -> AnswerView | None:
        return self.answers[-1] if self.answers else None

    @property
    def contradictory(self) -> bool:
        return {Answer.YES, Answer.NO} <= {each.answer for each in self.answers}


@dataclass(frozen=True)
class QuestionView:
    question: Question
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class SectionView:
    """`progress` is None for the consent script, which has no questions."""

    section: Section
    questions: tuple[QuestionView, ...]
    progress: Progress | None


@dataclass(frozen=True)
class ConsentView:
    """Her answer to the script. `holds`: given, not taken back, not run out."""

    id: UUID
    given: bool
    holds: bool
    recorded_at: datetime
    read_by: str
    until: date | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class InterviewSummary:
    """`person` is None without the section identity. `resume_at` is the section where it goes on.

    `conflicts`: pairs of items that cannot both be yes and are. `age_guess`: years today by her recorded date of
    birth, None where that leaves open whether she is a child, or is not the actor's to see.
    """

    id: UUID
    case_id: UUID
    case_number: str
    case_closed: bool
    person_id: UUID
    person: Summary | None
    bank: QuestionBank
    language: str
    interpreter: str
    state: str
    officer: str
    agency: str
    started_at: datetime
    changed_at: datetime
    finished_at: datetime | None
    consent: ConsentView | None
    sections: tuple[SectionView, ...]
    resume_at: str
    urgent_risks: tuple[UrgentRisk, ...]
    contradictory: tuple[str, ...]
    conflicts: tuple[tuple[str, str], ...]
    age_guess: int | None
    files: tuple[tuple[UUID, str], ...] = ()  # of the case, that the actor may see: id and name

    @property
    def answered(self) -> int:
        return sum(each.progress.answered for each in self.sections if each.progress)

    @property
    def total(self) -> int:
        return sum(each.progress.total for each in self.sections if each.progress)

    def section(self, section_id: str) -> SectionView:
        """Raises NotFound."""
        found = next((each for each in self.sections if each.section.id == section_id), None)
        if found is None:
            raise NotFound()
        return found

    def items(self) -> Iterator[tuple[SectionView, QuestionView, ItemView]]:
        """Every item with where it stands, in the order of the interview."""
        for section in self.sections:
            for question in section.questions:
                for item in question.items:
                    yield section, question, item

    def item(self, item_id: str) -> ItemView:
        """Raises NotFound."""
        found = next((item for _, _, item in self.items() if item.item.id == item_id), None)
        if found is None:
            raise NotFound()
        return found


@query(Permission.INTERVIEW_READ)
def interview_summary_for(actor: Actor, interview_id: UUID) -> InterviewSummary:
    """An interview with all answers that stand. Raises NotFound. The look is in the audit."""
    joined = Interview.objects.select_related("case", "consent__read_by", "agency")
    interview = joined.filter(pk=interview_id).first()
    if interview is None:
        raise NotFound()
    person = summaries([interview.person_id]).get(interview.person_id)
    record(actor, Event.INTERVIEW_READ, scope=interview.case_id, why=Why.ASSIGNED, interview=interview.pk)
    if person is not None:
        record(actor, Event.PERSON_READ, scope=interview.person_id, why=Why.ASSIGNED)
    return _summary(interview, person)


def _summary(interview: Interview, person: Summary | None) -> InterviewSummary:
    bank, today = load_questions(interview.bank_version), timezone.localdate()
    rows = standing_answers(interview)
    views = {item: tuple(answer_view(row) for row in each) for item, each in rows.items()}
    said = [Said(item, each.answer, each.evidence) for item, found in views.items() for each in found]
    gathered, _evidence = gather(bank, said)
    course = progress(bank, said, skipped=interview.skipped)
    consent = _consent(interview.consent, today) if interview.consent else None
    return InterviewSummary(
        id=interview.pk,
        case_id=interview.case_id,
        case_number=interview.case.number,
        case_closed=interview.case.closed_at is not None,
        person_id=interview.person_id,
        person=person,
        bank=bank,
        language=interview.language,
        interpreter=interview.interpreter or "",
        state=interview.state,
        officer=interview.officer_name,
        agency=interview.agency.name,
        started_at=interview.started_at,
        changed_at=interview.changed_at,
        finished_at=interview.finished_at,
        consent=consent,
        sections=tuple(_section(section, views, gathered.conflicts, course) for section in bank.sections),
        resume_at=resume_at(bank, course, consented=consent is not None),
        urgent_risks=gathered.urgent_risks,
        contradictory=gathered.contradictory,
        conflicts=gathered.conflicts,
        age_guess=_age(person, today),
        files=_files(interview),
    )


def answer_view(row: InterviewAnswer) -> AnswerView:
    """A row as the pages and the API show it."""
    said = row.said
    return AnswerView(
        id=row.pk,
        item=row.item,
        version=row.version,
        answer=Answer(said["answer"]),
        evidence=tuple(said["evidence"]),
        quotation=said["quotation"],
        confidence=said["confidence"],
        officer=row.officer_name,
        agency=row.agency_name,
        at=row.at,
        file=UUID(said["file"]) if said.get("file") else None,
    )


def _files(interview: Interview) -> tuple[tuple[UUID, str], ...]:
    found = list(CaseFile.objects.filter(case=interview.case_id).order_by("-added_at", "-id"))
    for file in found:
        file.case = interview.case
    return tuple((file.pk, str(file.name)) for file in found)


def _section(
    section: Section,
    views: Mapping[str, tuple[AnswerView, ...]],
    conflicts: tuple[tuple[str, str], ...],
    course: tuple[Progress, ...],
) -> SectionView:
    def item_view(item: Item) -> ItemView:
        others = [pair for pair in conflicts if item.id in pair]
        return ItemView(
            item=item,
            answers=views.get(item.id, ()),
            conflicts_with=tuple(b if a == item.id else a for a, b in others),
        )

    return SectionView(
        section=section,
        questions=tuple(QuestionView(each, tuple(map(item_view, each.items))) for each in section.questions),
        progress=next((each for each in course if each.section == section.id), None),
    )


def _consent(consent: Consent, today: date) -> ConsentView:
    return ConsentView(
        id=consent.pk,
        given=consent.given,
        holds=consent.holds(today),
        recorded_at=consent.recorded_at,
        read_by=consent.read_by.name if consent.read_by else "",
        until=consent.until,
        withdrawn_at=consent.withdrawn_at,
    )


def _age(person: Summary | None, today: date) -> int | None:
    if person is None or not person.birth_date:
        return None
    youngest, oldest = PartialDate.from_text(person.birth_date).age_on(today)
    return youngest if (youngest < MAJORITY) == (oldest < MAJORITY) else None
