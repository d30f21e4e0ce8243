"""Opening a case in an emergency, and reviewing that somebody did (`design/protection.md`, first wall)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.following import end_all
from pulang.access.grants import open_scope
from pulang.access.models import Grant
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id, officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.story import tell
from pulang.cases.emergencies.errors import (
    EmergencyReviewed,
    EmergencySuspended,
    NobodyElsewhere,
    TooManyElsewhere,
)
from pulang.cases.emergencies.models import Emergency, Verdict
from pulang.cases.models import Case, Task, Urgency
from pulang.db.context import acting_as
from pulang.db.once import row_once
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.partial_date import parse
from pulang.lib.text import clean_text
from pulang.persons.drafts import Sought
from pulang.persons.errors import TooFewIdentifiers
from pulang.persons.finding import digests
from pulang.persons.models import BlindKey, Person
from pulang.persons.rules import enough, keys_of_sought

NODE = system("emergencies")
TERM = timedelta(hours=72)  # after it the access ends, and without review the officer opens no other
REVIEW = timedelta(hours=24)
LEAST = 20  # letters of a reason
MOST = 2  # people of one emergency: more cannot be meant
#: What saves a life. Interview, files, messages and the work of police stay with those who hold them.
SECTIONS = frozenset({Section.WORK, Section.IDENTITY, Section.WHEREABOUTS, Section.TRAVEL, Section.CARE})


def open_in_emergency(actor: Actor, *, sought: Sought, reason: str, once: str = "") -> Emergency:
    """As `grant_in_emergency`; that it was tried stays in the audit, also where nobody was opened."""
    note_try(actor)
    return grant_in_emergency(actor, sought=sought, reason=reason, once=once)


@query(Permission.ACCESS_BREAK_GLASS)
def note_try(actor: Actor) -> None:
    """An answer of nobody, or of too many, tells of strangers too: it is a search, with its own entry."""
    record(actor, Event.PERSON_SEARCHED, why=Why.BREAK_GLASS)


@action(Permission.ACCESS_BREAK_GLASS)
def grant_in_emergency(actor: Actor, *, sought: Sought, reason: str, once: str = "") -> Emergency:
    """Let the officer alone see whoever has these identifiers, and her open cases, for TERM.

    The identifiers are those of a match-only answer: a paper, or a name with a birth date or phone. The agencies
    that lead the cases get a task, oversight a review. Raises Invalid, TooFewIdentifiers, NobodyElsewhere,
    TooManyElsewhere, EmergencySuspended.
    """
    why = clean_text(reason, field="reason", max_length=2000, multiline=True)
    if len(why) < LEAST:
        raise Invalid("reason", "emergency_reason_short", least=LEAST)
    now = timezone.now()
    if Emergency.objects.filter(
        officer_id=officer_id(actor), verdict=Verdict.OPEN, opened_at__lt=now - TERM
    ).exists():
        raise EmergencySuspended()

    def make() -> Emergency:
        people = _hidden(actor, sought)
        if not people:
            raise NobodyElsewhere()
        if len(people) > MOST:
            raise TooManyElsewhere()
        opened = [each for person in people for each in _open(actor, person, why, now)]
        return opened[0]

    return row_once(actor, once, Emergency, make)


@action(Permission.ACCESS_REVIEW)
def review_emergency(actor: Actor, *, emergency_id: UUID, justified: bool, note: str) -> Emergency:
    """Say whether it was justified; if not, the access ends now. Raises NotFound, Invalid, EmergencyReviewed."""
    said = clean_text(note, field="note", max_length=2000, multiline=True)
    if not said:
        raise Invalid("note", "required")
    emergency = Emergency.objects.select_for_update(of=("self",)).filter(pk=emergency_id).first()
    if emergency is None:
        raise NotFound()
    if emergency.verdict != Verdict.OPEN:
        raise EmergencyReviewed()
    emergency.verdict = Verdict.JUSTIFIED if justified else Verdict.NOT_JUSTIFIED
    emergency.note, emergency.reviewed_by_id, emergency.reviewed_at = said, officer_id(actor), timezone.now()
    emergency.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])
    scope = emergency.case_id or emergency.person_id
    with acting_as(NODE):  # a reviewer sees no case
        if not justified:
            _end(emergency)
        if emergency.case is not None:
            tell(NODE, emergency.case, Event.ACCESS_REVIEWED, why=Why.ROLE, verdict=emergency.verdict)
    record(actor, Event.ACCESS_REVIEWED, scope=scope, why=Why.ROLE, verdict=emergency.verdict)
    return emergency


def _hidden(actor: Actor, sought: Sought) -> list[UUID]:
    """People with these identifiers whom the actor does not hold."""
    born = parse(sought.birth_date, today=timezone.localdate()).date if sought.birth_date.strip() else None
    wanted = digests(keys_of_sought(sought, born))
    if not enough({key.kind for key in wanted.values()}):
        raise TooFewIdentifiers()
    kinds: dict[UUID, set[str]] = defaultdict(set)
    with acting_as(NODE):
        rows = BlindKey.objects.filter(digest__in=list(wanted), person__merged_into=None)
        for person_id, kind in rows.values_list("person_id", "kind"):
            kinds[person_id].add(kind)
    known = [person_id for person_id, held in kinds.items() if enough(held)]
    own = set(Person.objects.filter(pk__in=known).values_list("pk", flat=True))
    return sorted(set(known) - own)


def _open(actor: Actor, person_id: UUID, reason: str, now: datetime) -> Iterable[Emergency]:
    """One emergency for each open case of the person, or one for the person alone."""
    with acting_as(NODE):
        cases: list[Case | None] = list(Case.objects.filter(person_id=person_id, closed_at=None).order_by("pk"))
    for case in cases or [None]:
        emergency = Emergency.objects.create(
            officer_id=officer_id(actor),
            agency_id=agency_id(actor),
            person_id=person_id,
            case=case,
            reason=reason,
            opened_at=now,
            review_by=now + REVIEW,
            until=now + TERM,
        )
        _give(actor, emergency, person_id, {Section.IDENTITY})
        if case is None:
            record(actor, Event.ACCESS_BROKEN_GLASS, scope=person_id, why=Why.BREAK_GLASS, emergency=emergency.pk)
        else:
            _give(actor, emergency, case.pk, SECTIONS)
            event, why = Event.ACCESS_BROKEN_GLASS, Why.BREAK_GLASS
            tell(actor, case, event, text=reason, why=why, emergency=emergency.pk)
            with acting_as(NODE):
                _alert(case, emergency)
        yield emergency


def _give(actor: Actor, emergency: Emergency, scope: UUID, sections: Iterable[Section]) -> None:
    open_scope(
        actor,
        scope=scope,
        agency_id=emergency.agency_id,
        sections=frozenset(sections),
        officer_id=emergency.officer_id,
        until=emergency.until,
        reason=_reason(emergency),
        why=Why.BREAK_GLASS,
    )


def _alert(case: Case, emergency: Emergency) -> None:
    """The agency that leads the case has it first in its queue from this moment."""
    Task.objects.create(
        case=case,
        code="call_after_emergency",
        agency_id=case.agency_id,
        urgency=Urgency.DANGER,
        due_at=emergency.review_by,
        ref=f"emergency:{emergency.pk}",
    )


def _end(emergency: Emergency) -> None:
    hers = Q(officer_id=emergency.officer_id, reason=_reason(emergency))
    for scope in set(Grant.objects.filter(hers).values_list("scope", flat=True)):
        end_all(NODE, scope=scope, grants=hers, why=Why.BREAK_GLASS)


def _reason(emergency: Emergency) -> str:
    return f"emergency:{emergency.pk}"
