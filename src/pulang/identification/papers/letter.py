"""The recommendation not to punish her: rests on a decision, names each act, cites only rules of the data."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id, query
from pulang.audit.events import Event
from pulang.cases.actions import add_file
from pulang.cases.actions.story import tell
from pulang.cases.models import Case, CaseFile, Decision, Outcome
from pulang.cases.queries import standing_of
from pulang.cases.queries.decisions import decisions_of
from pulang.cases.rules import Standing, standards
from pulang.db.numbers import next_number
from pulang.db.once import row_once
from pulang.identification.laws import rules_for
from pulang.identification.nonpunishment.actions import open_section
from pulang.identification.nonpunishment.errors import NoRuleInForce, NothingToRecommend, NoVictimDecision
from pulang.identification.nonpunishment.models import ForcedAct, Sanction
from pulang.identification.nonpunishment.queries import nonpunishment_for
from pulang.identification.nonpunishment.rules import LINKED, words
from pulang.identification.papers.parts import cited, draw_paper, set_paper
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text
from pulang.persons.queries import person_for
from pulang.printing import LANGUAGES, day_in_words, unshown


@dataclass(frozen=True)
class LetterPreview:
    """The letter as it would be: its pages as PNG, and the characters that cannot be printed."""

    pages: tuple[bytes, ...]
    unshown: tuple[str, ...]


@query(Permission.DECISION_MAKE)
def preview_letter(
    actor: Actor, case_id: UUID, *, addressee: str, country: str, language: str, on: date
) -> LetterPreview:
    """What `issue_letter` would make, to be looked at first: nothing is kept and no number is used.

    Raises what `issue_letter` raises.
    """
    to = _addressee(addressee, language)
    data = {**_says(actor, open_section(actor, case_id), country, language, on), "to": to, "officer": actor.name}
    pages = draw_paper("letter", data, language=language, agency=agency_id(actor), on=timezone.localdate())
    return LetterPreview(pages, unshown(json.dumps(data, ensure_ascii=False)))


@action(Permission.DECISION_MAKE)
def issue_letter(
    actor: Actor, *, case_id: UUID, addressee: str, country: str, language: str, on: date, once: str = ""
) -> CaseFile:
    """Print the letter and keep it as a file of the section `non_punishment`.

    `country` (ISO 3166-1 alpha-3) is where the authority sits; `on` is the last day of the acts, so that no rule is
    cited that came later. Raises Invalid, Problems, NotFound (also without her identity), NoVictimDecision,
    NothingToRecommend, NoRuleInForce.
    """
    to = _addressee(addressee, language)
    case = open_section(actor, case_id)

    def make() -> CaseFile:
        number, says = next_number("nonpunishment_letter", "NP"), _says(actor, case, country, language, on)
        paper = set_paper(
            "letter",
            {**says, "to": to, "officer": actor.name},
            language=language,
            agency=agency_id(actor),
            number=number,
            on=timezone.localdate(),
        )
        section = Section.NON_PUNISHMENT
        file = add_file(actor, case_id=case_id, name=paper.name, content=paper.content, section=section)
        tell(actor, case, Event.NONPUNISHMENT_LETTER, section=section, file=file.pk, number=number, country=country)
        return file

    return row_once(actor, once, CaseFile, make)


def _addressee(text: str, language: str) -> str:
    to = clean_text(text, field="addressee", max_length=300, multiline=True)
    problems = [] if to else [Invalid("addressee", "required")]
    problems += [] if language in LANGUAGES else [Invalid("language", "not_a_choice")]
    raise_problems(problems)
    return to


def _says(actor: Actor, case: Case, country: str, language: str, on: date) -> dict[str, Any]:
    """Who she is, what she was made to do, and the rules, as the template wants them."""
    found = nonpunishment_for(actor, case.pk)
    acts = [act for act in found.acts if act.withdrawn_at is None and act.link in LINKED]
    decision = _victim_decision(case)
    rules = [rule for rule in rules_for("non_punishment", country=country, on=on) if rule.cited]
    if not acts:
        raise NothingToRecommend()
    if not rules:
        raise NoRuleInForce()
    draft = person_for(actor, case.person_id).draft
    return {
        "name": draft.name,
        "born": draft.birth_date,
        "case": case.number,
        "decision": _decided(decision, language),
        "acts": [_act(act, language) for act in acts],
        "sanctions": [_sanction(one, language) for one in found.sanctions],
        "rules": cited(rules, language),
    }


def _victim_decision(case: Case) -> Decision:
    """The newest decision that stands, where it says that she is a victim or presumed one."""
    for decision in decisions_of(case):
        if standing_of(decision) is Standing.STANDS:
            if decision.outcome in (Outcome.VICTIM, Outcome.PRESUMED):
                return decision
            break
    raise NoVictimDecision()


def _decided(decision: Decision, language: str) -> dict[str, str]:
    known: dict[str, dict[str, str]] = standards()
    return {
        "outcome": decision.outcome,
        "by": f"{decision.officer_name}, {decision.agency.name}",
        "day": day_in_words(decision.made_at.date(), language),
        "standard": known[decision.standard][language] if decision.standard in known else "",
    }


def _act(act: ForcedAct, language: str) -> dict[str, Any]:
    return {
        "kind": words("acts")[act.kind][language],
        "what": act.what or "",
        "when": act.when or "",
        "compulsions": [words("compulsions")[code][language] for code in act.compulsions],
        "compulsion": act.compulsion or "",
        "link": words("links")[act.link][language],
        "because": act.link_because or "",
    }


def _sanction(sanction: Sanction, language: str) -> dict[str, str]:
    day = day_in_words(sanction.decided_on, language) if sanction.decided_on else ""
    return {
        "kind": words("sanctions")[sanction.kind][language],
        "state": words("states")[sanction.state][language],
        "who": ", ".join(filter(None, (sanction.authority, sanction.decided_by, day))),
    }
