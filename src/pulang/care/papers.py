"""The letter that goes with a referral."""

import secrets
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_of, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.care.models import Letter, Referral
from pulang.care.rules import services
from pulang.db.context import acting_as
from pulang.db.numbers import next_number
from pulang.lib.actor import Actor, system
from pulang.lib.errors import Invalid, NotFound
from pulang.persons.queries import summaries
from pulang.printing import LANGUAGES, Frame, day_in_words, print_pdf, qr, read_template

SAMPLE = "SAMPLE"


@dataclass(frozen=True)
class Printed:
    """A PDF and the name under which it is offered, which names nobody."""

    name: str
    content: bytes


@action(Permission.CASE_READ)
def print_referral_letter(actor: Actor, *, case_id: UUID, referral_id: UUID, language: str, on: date) -> Printed:
    """The letter to the provider, in en, id or km; her name where the reader holds her identity.

    It gets its number when it is first printed, and keeps it. Raises NotFound (also without the section care),
    Invalid (language), TemplateBroken.
    """
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    rows = Referral.objects.select_for_update(of=("self",)).select_related("provider", "case__agency")
    found = rows.filter(pk=referral_id, case_id=case_id).first()
    if found is None or Section.CARE not in held_sections(actor, case_id):
        raise NotFound()
    case, letter = found.case, _numbered(found)
    person = summaries([case.person_id]).get(case.person_id)
    if person is not None:
        record(actor, Event.PERSON_READ, scope=case.person_id, why=Why.ASSIGNED)
    record(
        actor,
        Event.EXPORT_MADE,
        scope=case_id,
        why=Why.ASSIGNED,
        paper="referral",
        referral=found.pk,
        number=letter.number,
    )
    data = {
        "provider": found.provider.name,
        "name": person.name if person else "",
        "case": case.number,
        "service": services()[found.service][language],
        "asked": day_in_words(found.asked_at.date(), language),
        "reason": found.reason or "",
    }
    return _print(data, letter.number, letter.code, agency=case.agency.name, language=language, on=on)


@query(None)
def preview_referral_letter(actor: Actor, *, language: str, on: date) -> Printed:
    """The letter with a made-up person, as this node prints it now. Raises Invalid (language), TemplateBroken."""
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    record(actor, Event.EXPORT_MADE, sample="referral", language=language)
    data = {
        "provider": "Contoh Rumah Aman",
        "name": "Contoh " * 9 + "ឧទាហរណ៍",
        "case": "ID-0000-000000",
        "service": services()[min(services())][language],
        "asked": day_in_words(on, language),
        "reason": "Contoh alasan.\n" * 3,
    }
    agency = agency_of(actor).name
    return _print(data, "ID-R-0000-000000", SAMPLE, agency=agency, language=language, on=on)


def check_letter(*, code: str) -> Letter:
    """What was issued under this code: number, day, agency; never whom. For anybody. Raises NotFound."""
    typed = "".join(code.split()).upper()
    with acting_as(system("genuine")):
        found = Letter.objects.select_related("agency").filter(code=typed).first()
    if found is None:
        raise NotFound()
    return found


def _numbered(referral: Referral) -> Letter:
    held = Letter.objects.filter(referral=referral).first()
    return held or Letter.objects.create(
        case=referral.case,
        referral=referral,
        number=next_number("care_letter_number", "R"),
        code=secrets.token_hex(8).upper(),
        agency=referral.case.agency,
        issued_at=timezone.now(),
    )


def _print(data: dict[str, Any], number: str, code: str, *, agency: str, language: str, on: date) -> Printed:
    template = read_template(files("pulang.care") / "data" / "papers", "referral", own=settings.PAPERS_ROOT)
    frame = Frame(agency, number, day_in_words(on, language))
    address = f"{settings.NODE.base_url}/genuine/{code}/"
    shown, images = {**data, "address": address}, {"qr.svg": qr(address)}
    content = print_pdf(template, shown, language=language, frame=frame, images=images)
    return Printed(f"referral-{number}-{language}.pdf", content)
