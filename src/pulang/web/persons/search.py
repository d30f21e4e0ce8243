"""Who is it? Searching first; what was typed goes on to the new record and stands in no address."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.matching.queries import Found, Match
from pulang.matching.rules import Claim
from pulang.matching.sentences import STRENGTHS, claim_sentence, warning_sentence
from pulang.web.pages import OfficerRequest, page
from pulang.web.reports.forms import SearchForm
from pulang.web.reports.matches import elsewhere, search
from pulang.words.dates import date_in_words

_HAS_FIGURE = re.compile(r"\d")


@page(Permission.PERSON_SEARCH)
def person_search(request: OfficerRequest) -> HttpResponse:
    """The search, its matches with their reasons, and the way on to a new record."""
    form = SearchForm(_asked(request)) if request.method == "POST" else SearchForm()
    found = search(request.actor, form) if form.is_bound and form.is_valid() else None
    if form.is_bound and not form.errors and found is None:
        form.add_error(None, _("Write a name, the number of a paper or a phone number."))
    context = {
        "form": form,
        "searched": found is not None,
        "matches": [card(match) for match in found.matches] if found else [],
        "elsewhere": elsewhere(found),
        "crowded": found is not None and found.crowded,
        "typed": _typed(form) if found is not None else {},
        "may_register": may(request.actor, Permission.PERSON_REGISTER),
        "may_open": may(request.actor, Permission.ACCESS_BREAK_GLASS),
        "only_own": found is not None and _name_alone(form, found),
    }
    return render(request, "persons/search.html", context, status=422 if form.errors else 200)


def _asked(request: OfficerRequest) -> dict[str, str]:
    """The fields of the form; or the one field of the bar, where figures mean a paper or a phone."""
    asked = request.POST.get("q", "").strip()[:200]
    if not asked:
        return {name: request.POST.get(name, "") for name in ("name", "birth_date", "paper", "phone")}
    return {"paper": asked[:40], "phone": asked[:40]} if _HAS_FIGURE.search(asked) else {"name": asked}


def _typed(form: SearchForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if value}


def _name_alone(form: SearchForm, found: Found) -> bool:
    given = _typed(form)
    return set(given) == {"name"} and not found.matches


def card(match: Match) -> dict[str, Any]:
    """For `match_card.html`."""
    return {
        "title": match.person.name,
        "reference": date_in_words(match.person.birth_date),
        "url": reverse("person", kwargs={"person_id": match.person.id}),
        "strength": {"label": STRENGTHS[match.strength], "kind": _KINDS[match.strength]},
        "warnings": [warning_sentence(code) for code in match.warnings],
        "claims": [
            {
                "verdict": "agree" if claim.agrees else "differ",
                "label": claim_sentence(claim),
                "verdict_label": f"{_verdict(claim)} ({claim.weight:+.1f})",
            }
            for claim in match.claims
        ],
    }


def _verdict(claim: Claim) -> str:
    return _("agrees") if claim.agrees else _("differs")


_KINDS = {"likely": "ok", "possible": "info", "weak": ""}
