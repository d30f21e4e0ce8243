"""What happened in the invented world so far: reports, and cases in every state, as each country knows them."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from pulang.access.accounts.directory import agencies_to_work_with
from pulang.access.permissions import Section
from pulang.access.policy import actor_named
from pulang.cases.actions import (
    add_member,
    add_task,
    change_status,
    close_case,
    link_report,
    make_decision,
    open_case,
    record_consent,
    take_report,
)
from pulang.cases.actions.sharing import send_about, share_case
from pulang.cli.demo.people import Invented, people
from pulang.cli.journey.walk import IDN, KHM, STEPS
from pulang.lib.actor import Actor
from pulang.persons.actions import register_person
from pulang.repatriation.actions import begin_way_home, complete_step
from pulang.repatriation.queries.way_home import way_home_for

URGENCIES = ("normal", "urgent", "danger")
CHANNELS = ("family", "walk_in", "hotline", "ngo")


@dataclass(frozen=True)
class Stage:
    """How far a case is: the statuses it went through, the steps home that are done, what the partner is asked."""

    statuses: tuple[str, ...] = ()
    steps: int | None = None  # None where the way home has not begun
    asked: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Country:
    """Who takes people in, the share of the invented people and cases, and the stages that cases go through."""

    officer: str
    partner: str
    part: slice  # of the invented people, in tenths
    stages: tuple[Stage, ...]


WORLDS = {
    "IDN": Country(
        "protection",
        KHM,
        slice(0, 8),
        (
            Stage(),
            Stage(("identification",), asked="identification.request"),
            Stage(("identification", "verification")),
            Stage(("identification", "way_home"), steps=2),
            Stage(("identification", "verification", "way_home"), steps=9),
            Stage(("way_home", "received"), steps=12),
            Stage(("way_home", "received", "care"), steps=14),
            Stage(("way_home", "received", "care"), steps=16, closed=True),
        ),
    ),
    "KHM": Country(
        "desk",
        IDN,
        slice(8, 10),
        (
            Stage(),
            Stage(("verification",), asked="nationality.request"),
            Stage(("identification",)),
            Stage(("verification", "way_home"), steps=1, asked="note"),
        ),
    ),
}
QUESTIONS = {
    "identification.request": {"question": "Is this person known to you? Please hear her alone."},
    "nationality.request": {"question": "Is this person your national? The passport is held by the employer."},
    "note": {"text": "Came out of the building on her own and waits at the immigration centre."},
}


class World:
    """The invented world of one country, told through the actions of its officers."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.officer = actor_named(country.officer, via="cli")
        self.members = [
            agency
            for agency in agencies_to_work_with(self.officer)
            if agency.country == settings.NODE.country and agency.pk != self.officer.agency_id
        ]

    def fill(self, *, persons: int, cases: int) -> None:
        """This country's share of `persons` people, `cases` of whom have a case."""
        start, end = self.country.part.start, self.country.part.stop
        own = list(people(persons))[persons * start // 10 : persons * end // 10]
        with_case = cases * end // 10 - cases * start // 10
        for number, invented in enumerate(own):
            person_id = register_person(self.officer, draft=invented.draft).pk
            if number < with_case:
                self._case(person_id, invented, number)
            elif number < with_case * 2:
                self._report(invented, number, person_id if number % 2 else None)

    def _report(self, invented: Invented, number: int, person_id: UUID | None) -> UUID:
        """A report that is no case yet; about a person who was found, or not."""
        report = take_report(
            self.officer,
            channel=CHANNELS[number % len(CHANNELS)],
            narrative=invented.narrative,
            urgency=URGENCIES[number % len(URGENCIES)],
            subject={"name": invented.draft.name},
        )
        if person_id:
            link_report(self.officer, report_id=report.pk, person_id=person_id)
        return report.pk

    def _case(self, person_id: UUID, invented: Invented, number: int) -> None:
        stage = self.country.stages[number % len(self.country.stages)]
        reports = [self._report(invented, number, None)]
        case = open_case(
            self.officer, person_id=person_id, urgency=URGENCIES[number % len(URGENCIES)], report_ids=reports
        )
        consented = bool(stage.asked) or number % 5 != 0  # nothing is shared that she refused
        scopes = ["share_partner", "interview"]
        record_consent(self.officer, case_id=case.pk, scopes=scopes, given=consented, language="id")
        add_task(self.officer, case_id=case.pk, code="interview")
        if stage.statuses:
            self._join(case.pk, {"ncb", "police", "ministry"})
            self._decide(case.pk, number)
        for status in stage.statuses:
            change_status(self.officer, case_id=case.pk, status=status)
        if stage.steps is not None:
            self._way_home(case.pk, stage.steps)
        if stage.asked:
            share_case(self.officer, case_id=case.pk, to=self.country.partner, summary=invented.narrative)
            self._ask(case.pk, stage.asked)
        if stage.closed:
            reason = "Lives with her family, has work, and wants no more visits."
            close_case(self.officer, case_id=case.pk, outcome="home", reason=reason)

    def _join(self, case_id: UUID, kinds: set[str]) -> None:
        for agency in self.members:
            if agency.kind in kinds:
                add_member(self.officer, case_id=case_id, agency_id=agency.pk, sections=list(Section))

    def _decide(self, case_id: UUID, number: int) -> None:
        presumed = number % 3 != 2
        make_decision(
            self.officer,
            case_id=case_id,
            outcome="presumed_victim" if presumed else "cannot_tell",
            act="established",
            means="indicated" if presumed else "not_shown",
            purpose="established" if presumed else "not_shown",
            reasons="Passport taken at arrival; guarded gate; unpaid since then."
            if presumed
            else "Heard beside others and through a colleague; to be heard again, alone.",
        )

    def _way_home(self, case_id: UUID, steps: int) -> None:
        begin_way_home(self.officer, case_id=case_id)
        for side, who, code, result, data in STEPS[:steps]:
            actor = self.officer if side == "KHM" or who == self.country.officer else _officer(who)
            way = way_home_for(actor, case_id)
            assert way is not None, "the way home has begun"
            version = way.step(code).version
            complete_step(actor, case_id=case_id, code=code, version=version, result=result, data=data)

    def _ask(self, case_id: UUID, kind: str) -> None:
        send_about(self.officer, case_id=case_id, to=self.country.partner, kind=kind, body=QUESTIONS[kind])


def _officer(username: str) -> Actor:
    return actor_named(username, via="cli")
