"""What she is told of her own way, in plain words and her language, and what her family may be told."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_of, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case, Consent
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text
from pulang.printing import LANGUAGES, Frame, Template, day_in_words, print_pdf, read_template
from pulang.repatriation.errors import FamilyNotAllowed
from pulang.repatriation.queries import way_home_for
from pulang.repatriation.rules import Standing

CONSENT = "contact_family"
#: Steps whose words are no news for a family: they would say where she is, when she comes, or what she told.
SEALED_FROM_FAMILY = ("early_assessment", "shelter", "health", "ticket", "departure", "police_assessment")


@dataclass(frozen=True)
class Told:
    """Plain words in one language. `now` are (title, sentence); `done` and `later` titles of steps.

    All three are empty before her way has begun.

    `family` is what her family may hear, and empty where she has not allowed it (`family_allowed`).
    """

    case_number: str
    now: tuple[tuple[str, str], ...]
    done: tuple[str, ...]
    later: tuple[str, ...]
    family_allowed: bool
    family: tuple[str, ...]


@query(Permission.CASE_READ)
def told_for(actor: Actor, case_id: UUID, *, language: str) -> Told:
    """Raises NotFound, Invalid (language)."""
    return _told(actor, case_id, language)


@query(Permission.CASE_READ)
def print_what_next(actor: Actor, case_id: UUID, *, language: str, on: date) -> tuple[str, bytes]:
    """A sheet for her to keep, as (name, PDF). It names neither her nor a day, since others may find it.

    Raises NotFound, Invalid (language), TemplateBroken.
    """
    told = _told(actor, case_id, language)
    record(actor, Event.EXPORT_MADE, scope=case_id, why=Why.ASSIGNED, paper="what_next", language=language)
    frame = Frame(agency_of(actor).name, told.case_number, day_in_words(on, language), classification="open")
    data = {
        "case": told.case_number,
        "now": [{"title": title, "says": says} for title, says in told.now],
        "done": list(told.done),
        "later": list(told.later),
        "family": told.family_allowed,
    }
    return f"next-{told.case_number}-{language}.pdf", print_pdf(_template(), data, language=language, frame=frame)


@action(Permission.CASE_WORK)
def tell_family(actor: Actor, *, case_id: UUID, who: str, said: str) -> Case:
    """Keep that her family was told something, as she allowed. Raises NotFound, FamilyNotAllowed, Problems."""
    listener = clean_text(who, field="who", max_length=200)
    words = clean_text(said, field="said", max_length=2000, multiline=True)
    given = (("who", listener), ("said", words))
    raise_problems([Invalid(name, "required") for name, text in given if not text])
    case = load_case(case_id)
    if not _family_allowed(case_id):
        raise FamilyNotAllowed()
    tell(actor, case, Event.CASE_CHANGED, text=f"{listener}: {words}", family="told")
    return case


def _told(actor: Actor, case_id: UUID, language: str) -> Told:
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    way, words = way_home_for(actor, case_id), _template().words[language]
    steps = way.steps if way else ()
    titles = {step.code: step.definition.title[language] for step in steps}
    at_hand = [step.code for step in steps if step.standing in (Standing.READY, Standing.FAILED)]
    allowed = _family_allowed(case_id)
    shown = [code for code in at_hand if code not in SEALED_FROM_FAMILY]
    return Told(
        case_number=Case.objects.get(pk=case_id).number,
        now=tuple((titles[code], words.get(f"now_{code}", "")) for code in at_hand),
        done=tuple(titles[step.code] for step in steps if step.standing is Standing.DONE),
        later=tuple(titles[step.code] for step in steps if step.standing is Standing.WAITING),
        family_allowed=allowed,
        family=tuple(titles[code] for code in shown) if allowed else (),
    )


def _family_allowed(case_id: UUID) -> bool:
    asked = Consent.objects.filter(case_id=case_id, scopes__contains=[CONSENT]).order_by("-recorded_at").first()
    return asked is not None and asked.holds(timezone.localdate())


def _template() -> Template:
    home = files("pulang.repatriation") / "data" / "papers"
    return read_template(home, "what_next", own=settings.PAPERS_ROOT)
