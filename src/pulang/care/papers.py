"""The letter that goes with a referral."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from uuid import UUID

from django.conf import settings

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.care.models import Referral
from pulang.care.rules import services
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.persons.queries import summaries
from pulang.printing import LANGUAGES, Frame, day_in_words, print_pdf, read_template


@dataclass(frozen=True)
class Letter:
    """A PDF and the name under which it is offered, which names nobody."""

    name: str
    content: bytes


@query(Permission.CASE_READ)
def referral_letter_for(actor: Actor, case_id: UUID, referral_id: UUID, *, language: str, on: date) -> Letter:
    """The letter to the provider, in en, id or km; her name where the reader holds her identity.

    Raises NotFound (also without the section care), Invalid (language), TemplateBroken.
    """
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    found = (
        Referral.objects.select_related("provider", "case__agency").filter(pk=referral_id, case_id=case_id).first()
    )
    if found is None or Section.CARE not in held_sections(actor, case_id):
        raise NotFound()
    case = found.case
    person = summaries([case.person_id]).get(case.person_id)
    if person is not None:
        record(actor, Event.PERSON_READ, scope=case.person_id, why=Why.ASSIGNED)
    record(actor, Event.EXPORT_MADE, scope=case_id, why=Why.ASSIGNED, paper="referral", referral=found.pk)
    data = {
        "provider": found.provider.name,
        "name": person.name if person else "",
        "case": case.number,
        "service": services()[found.service][language],
        "asked": day_in_words(found.asked_at.date(), language),
        "reason": found.reason or "",
    }
    template = read_template(files("pulang.care") / "data" / "papers", "referral", own=settings.PAPERS_ROOT)
    frame = Frame(case.agency.name, case.number, day_in_words(on, language))
    return Letter(
        f"referral-{case.number}-{language}.pdf", print_pdf(template, data, language=language, frame=frame)
    )
