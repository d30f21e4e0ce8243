"""A node with 100,000 persons and 20,000 cases, written in bulk; all of it made up from a seed."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from pulang.access.models import Agency, Grant, Officer
from pulang.access.permissions import Section, Why
from pulang.cases.actions.reports import SUBJECT_FIELDS
from pulang.cases.models import Case, Consent, Decision, Report, Task, TimelineEntry
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.ids import new_code, new_id
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.finding import digests
from pulang.persons.models import BlindKey, Paper, Person
from pulang.persons.rules import check, keys_of

PERSONS, CASES, REPORTS = 100_000, 20_000, 10_000
OFFICERS = 10  # of each agency
BATCH = 1_000
ACTOR = system("bench")
AGENCIES = [
    ("ncb", "ncb", "ncb_desk"),
    ("embassy", "embassy", "protection"),
    ("police", "police", "investigator"),
    ("immigration", "immigration", "immigration"),
    ("shelter", "shelter", "shelter"),
    ("ministry", "ministry", "protection"),
]
LEADING = (0, 1, 1, 1, 2, 5)  # most cases begin at the embassy
GIVEN = ["Siti", "Dewi", "Rina", "Putri", "Ayu", "Sri", "Nur", "Tri", "Eka", "Budi", "Agus", "Andi", "Joko", "Adi"]
FAMILY = ["Aminah", "Lestari", "Wulandari", "Santoso", "Wijaya", "Hidayat", "Saputra", "Kusuma", "Rahayu", "Halim"]
CODES = ("interview", "find_shelter", "call_family", "collect_papers", "verify_nationality", "follow_up")


def make_world(say: Callable[[str], None]) -> None:
    """Write the whole world in transactions of BATCH; a run that was stopped goes on where it stood."""
    now = timezone.now()
    with acting_as(ACTOR):
        agencies = _agencies()
    for batch, dice in _missing(Person, PERSONS):
        with acting_as(ACTOR):
            _persons(dice, agencies, batch)
        say(f"persons {batch.stop:,}")
    with acting_as(ACTOR):
        places = {agency.pk: place for place, agency in enumerate(agencies)}
        rows = Person.objects.order_by("id").values_list("pk", "registered_by_id")[:CASES]
        people = [(person, places[agency]) for person, agency in rows]
    for batch, dice in _missing(Case, CASES):
        with acting_as(ACTOR):
            _cases(dice, agencies, people[batch.start : batch.stop], batch.start, now)
        say(f"cases {batch.stop:,}")
    for batch, dice in _missing(Report, REPORTS):
        with acting_as(ACTOR):
            _reports(dice, agencies, batch, now)
        say(f"reports {batch.stop:,}")


def _missing(model: type[Model], count: int) -> Iterator[tuple[range, random.Random]]:
    """The batches that are not there yet, each with dice of its own."""
    with acting_as(ACTOR):
        there = model._default_manager.count()
    for start in range(there, count, BATCH):
        yield range(start, min(start + BATCH, count)), random.Random(f"{model.__name__} {start}")


def _agencies() -> list[Agency]:
    return [_agency(code, kind, role) for code, kind, role in AGENCIES]


def _agency(code: str, kind: str, role: str) -> Agency:
    named = {"name": code.title(), "kind": kind, "country": "IDN"}
    agency, made = Agency.objects.get_or_create(code=code, defaults=named)
    for number in range(OFFICERS if made else 0):
        officer = Officer(username=f"{code}-{number}", name=f"{code.title()} {number}", agency=agency, role=role)
        officer.set_unusable_password()
        officer.save()
    return agency


def draft_of(dice: random.Random, number: int) -> PersonDraft:
    """A person with a name that many share and a passport of her own."""
    name = f"{dice.choice(GIVEN)} {dice.choice(GIVEN)} {dice.choice(FAMILY)}"
    born = f"{dice.randint(1965, 2007)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    paper = PaperDraft("passport", f"C{number:07}", "IDN")
    return PersonDraft(
        name=name, birth_date=born, sex=dice.choice(["female", "male"]), nationality="IDN", papers=(paper,)
    )


def _persons(dice: random.Random, agencies: list[Agency], batch: range) -> None:
    persons, papers, keys, grants = [], [], [], []
    today = timezone.localdate()
    for number in batch:
        checked = check(draft_of(dice, number), today=today)
        owner = dice.choice(LEADING)
        person = Person(
            id=new_id(),
            name=checked.name,
            birth_date=checked.birth_date.to_text() if checked.birth_date else None,
            languages=["id"],
            sex=checked.sex,
            nationality=checked.nationality,
            registered_by=agencies[owner],
        )
        persons.append(person)
        papers += [Paper(person=person, kind=one.kind, number=one.number, country="IDN") for one in checked.papers]
        keys += [
            BlindKey(person_id=person.pk, kind=key.kind, digest=digest)
            for digest, key in digests(keys_of(checked)).items()
        ]
        grants.append(_grant(person.pk, agencies[owner], [Section.IDENTITY]))
    _write(persons, papers, keys, grants)


def _cases(
    dice: random.Random, agencies: list[Agency], people: list[tuple[UUID, int]], first: int, now: datetime
) -> None:
    cases, grants, parts = [], [], []
    for offset, (person_id, owner) in enumerate(people):
        opened = now - timedelta(minutes=dice.randint(60, 400 * 24 * 60))
        closed = dice.random() < 0.4
        case = Case(
            id=new_id(),
            number=f"ID-{opened.year}-{500_000 + first + offset:06d}",
            person_id=person_id,
            agency=agencies[owner],
            status="closed" if closed else dice.choice(["open", "identification", "verification", "way_home"]),
            urgency=dice.choices(["danger", "urgent", "normal"], [1, 4, 15])[0],
            risks=[],
            opened_at=opened,
            closed_at=opened + timedelta(days=30) if closed else None,
            outcome="home" if closed else "",
        )
        cases.append(case)
        grants.append(_grant(case.pk, agencies[owner], list(Section)))
        others = [other for other in range(len(agencies)) if other != owner]
        for other in dice.sample(others, dice.choice([0, 1, 2])):
            sections = [Section.WORK, *([Section.IDENTITY] if other != 4 else [Section.CARE])]
            grants.append(_grant(case.pk, agencies[other], sections))
            if Section.IDENTITY in sections:
                grants.append(_grant(person_id, agencies[other], [Section.IDENTITY]))
        parts += _parts(dice, case, agencies[owner], opened, now, closed)
    kinds: dict[type[Model], list[Any]] = {}
    for part in parts:
        kinds.setdefault(type(part), []).append(part)
    _write(cases, grants, *kinds.values())


def _parts(
    dice: random.Random, case: Case, agency: Agency, opened: datetime, now: datetime, closed: bool
) -> Iterator[Model]:
    for _ in range(dice.randint(1, 4)):
        yield Task(
            case=case,
            code=dice.choice(CODES),
            agency=agency,
            urgency=case.urgency,
            due_at=now + timedelta(hours=dice.randint(-72, 24 * 14)),
            done_at=now if closed or dice.random() < 0.4 else None,
        )
    for step in range(dice.randint(4, 30)):
        yield TimelineEntry(
            case=case,
            at=opened + timedelta(hours=step),
            kind="task.changed",
            section=Section.WORK,
            actor_name="Officer",
            agency_name=agency.name,
            details={"code": dice.choice(CODES), "state": "done"},
            text="She was told what comes next." if step % 3 == 0 else None,
        )
    yield Consent(case=case, scopes=["photo"], given=True, language="id", script_version="1", recorded_at=opened)
    yield Decision(
        case=case,
        outcome=dice.choice(["victim", "not_victim", "cannot_tell"]),
        act="established",
        means="indicated",
        purpose="established",
        reasons="Heard alone for two hours.",
        officer_name="Officer",
        agency=agency,
        made_at=opened,
    )


def _reports(dice: random.Random, agencies: list[Agency], batch: range, now: datetime) -> None:
    reports, grants = [], []
    for number in batch:
        agency = agencies[dice.choice(LEADING)]
        subject = dict.fromkeys(SUBJECT_FIELDS, "") | {"name": draft_of(dice, number).name}
        report = Report(
            id=new_id(),
            number=f"ID-R-2026-{500_000 + number:06d}",
            receipt=new_code(),
            channel=dice.choice(["family", "walk_in", "hotline"]),
            urgency=dice.choices(["danger", "urgent", "normal"], [1, 4, 15])[0],
            subject=subject,
            narrative="She does not answer since Friday.",
            received_at=now - timedelta(minutes=dice.randint(1, 90 * 24 * 60)),
            agency=agency,
            state="new" if dice.random() < 0.2 else "dismissed",
        )
        reports.append(report)
        grants.append(_grant(report.pk, agency, list(Section)))
    _write(reports, grants)


def _grant(scope: UUID, agency: Agency, sections: list[Section]) -> Grant:
    until = timezone.now() + timedelta(days=90)
    return Grant(scope=scope, agency=agency, sections=sorted(sections), why=Why.ASSIGNED, until=until)


def _write(*groups: list[Any]) -> None:
    for group in groups:
        if group:
            type(group[0])._default_manager.bulk_create(group)
