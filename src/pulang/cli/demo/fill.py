"""Fills one node of the demo, through the same actions as the screens. Runs once for each node."""

import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pulang.access.accounts.agencies import create_agency
from pulang.access.accounts.demo import create_demo_login
from pulang.access.accounts.directory import is_taken
from pulang.access.models import Agency
from pulang.cli.demo.people import AGENCIES
from pulang.cli.demo.world import WORLDS, World
from pulang.db.locks import lock_name
from pulang.lib.actor import system

LOGINS = "logins.json"


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
            World(WORLDS[settings.NODE.country]).fill(persons=persons, cases=cases)
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
