"""Finding whom a report is about, and the answer as `match_card.html` wants it."""

from django import forms
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, Problems
from pulang.matching.queries import Found, Match, find_persons
from pulang.matching.sentences import claim_sentence
from pulang.persons.errors import TooFewIdentifiers
from pulang.web.forms import add_problems
from pulang.web.reports.forms import SearchForm
from pulang.words.dates import date_in_words


def search(actor: Actor, form: SearchForm) -> Found | None:
    """Who fits what the valid form says; None where it says nothing or cannot be searched (errors on the form)."""
    if form.is_empty() or not may(actor, Permission.PERSON_SEARCH):
        return None
    try:
        return find_persons(actor, sought=form.sought())
    except (Invalid, Problems, TooFewIdentifiers) as error:
        add_problems(form, error)
        return None


def people(found: Found | None) -> list[tuple[str, str]]:
    """Choices of a form: the people found, each with what tells her from the others."""
    return [(str(match.person.id), label(match)) for match in found.matches] if found else []


def likely(actor: Actor, *, name: str, birth_date: str, phone: str) -> list[tuple[str, str]]:
    """Those who are like somebody and whom the actor may see, each with what agrees."""
    asked = SearchForm({"name": name, "birth_date": birth_date, "phone": phone})
    if not asked.is_valid() or asked.is_empty():
        return []
    try:
        return people(find_persons(actor, sought=asked.sought()))
    except (Invalid, TooFewIdentifiers):
        return []


def label(match: Match) -> str:
    reasons = ", ".join(claim_sentence(claim) for claim in match.claims if claim.weight > 0)
    born = date_in_words(match.person.birth_date) or _("birth date not known")
    return f"{match.person.name} · {born} · {reasons}"


def elsewhere(found: Found | None) -> list[str]:
    return [other.agency for other in found.elsewhere] if found else []


def prefilled(form: forms.Form) -> dict[str, str]:
    """What was searched for, as the subject of a report."""
    given = form.cleaned_data
    return {
        "subject_name": given["name"],
        "subject_birth_date": given["birth_date"],
        "subject_papers": given["paper"],
        "subject_phone": given["phone"],
    }
