"""Fills one node of the demo, through the same actions as the screens. Runs once for each node."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from pulang.access.accounts.agencies import create_agency
from pulang.access.accounts.demo import create_demo_login
from pulang.access.accounts.directory import agencies_to_work_with, is_taken
from pulang.access.models import Agency
from pulang.access.permissions import Section
from pulang.access.policy import actor_named
from pulang.cases.actions import (
    add_member,
    add_task,
    change_status,
    link_report,
    make_decision,
    open_case,
    record_consent,
    take_report,
)
from pulang.cli.demo.people import AGENCIES, Invented, people
from pulang.db.locks import lock_name
from pulang.lib.actor import Actor, system
from pulang.persons.actions import register_person
from pulang.repatriation.actions import begin_way_home

LOGINS = "logins.json"
STATUSES: tuple[list[str], ...] = (
    [],
    ["identification"],
    ["verification"],
    ["identification", "verification"],
    ["way_home"],
    ["way_home", "received"],
    ["way_home", "received", "care"],
)


def fill(*, persons: int, cases: int) -> None:
    """Agencies, officers with logins, people, reports and cases: all in one transaction, so that a demo that was
    killed in between starts over; a second run changes nothing.

    The logins are on disk before the commit and get their name after it: no password is ever lost.
    """
    path = Path(settings.STATE) / LOGINS
    draft = path.with_suffix(".new")
    if path.exists():
        return
    with transaction.atomic():
        lock_name("demo.fill")  # a killed demo may have left another filler at work
        if not is_taken(system("demo"), username="desk"):
            logins = _officers(settings.NODE.country)
            if settings.NODE.country == "IDN":
                officer = actor_named("protection", via="cli")
                for number, invented in enumerate(people(persons)):
                    _take_in(officer, invented, number, cases)
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(logins, indent=2))
    if draft.exists():
        draft.rename(path)


def _officers(country: str) -> list[dict[str, str]]:
    logins: list[dict[str, str]] = []
    for name, kind, officers in AGENCIES[country]:
        agency = create_agency(system("demo"), name=name, kind=kind, country=country)
        logins.extend(_officer(username, role, agency) for username, role in officers)
    return logins


def _officer(username: str, role: str, agency: Agency) -> dict[str, str]:
    name = f"{username.title()} ({agency.name})"
    login = create_demo_login(system("demo"), username=username, name=name, agency_id=agency.pk, role=role)
    return {"role": role, "agency": agency.name, **asdict(login)}


def _take_in(officer: Actor, invented: Invented, number: int, cases: int) -> None:
    person = register_person(officer, draft=invented.draft)
    if number >= cases * 2:
        return
    urgency = ("normal", "urgent", "danger")[number % 3]
    report: Any = take_report(
        officer,
        channel=("family", "walk_in", "hotline", "ngo")[number % 4],
        narrative=invented.narrative,
        urgency=urgency,
        subject={"name": invented.draft.name},
    )
    if number % 2:
        if number % 4 == 1:
            link_report(officer, report_id=report.pk, person_id=person.pk)
        return
    case = open_case(officer, person_id=person.pk, urgency=urgency, report_ids=[report.pk])
    add_task(officer, case_id=case.pk, code="interview")
    record_consent(
        officer, case_id=case.pk, scopes=["share_partner", "interview"], given=number % 10 != 0, language="id"
    )
    for status in STATUSES[number // 2 % len(STATUSES)]:
        change_status(officer, case_id=case.pk, status=status)
    if number % 4 == 0:
        police = next(agency for agency in agencies_to_work_with(officer) if agency.name == "Bareskrim")
        add_member(officer, case_id=case.pk, agency_id=police.pk, sections=[Section.IDENTITY, Section.INTERVIEW])
        make_decision(
            officer,
            case_id=case.pk,
            outcome="presumed_victim",
            act="established",
            means="indicated",
            purpose="established",
            reasons="Passport taken at arrival; guarded gate; unpaid since then.",
        )
    if number % 6 == 0:
        begin_way_home(officer, case_id=case.pk)
