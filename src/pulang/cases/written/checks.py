"""What such a message must hold before it leaves, beyond its form."""

from collections.abc import Mapping
from typing import Any

from pulang.cases.models import Case
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.cases.rules.notices import missing_for_notice
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, raise_problems
from pulang.persons.queries import person_for

SHORTEST_NAME = 3  # letters: a shorter part of a name stands in too many words


def check_written(actor: Actor, case: Case, kind: str, body: Mapping[str, Any]) -> None:
    """Raises Invalid or Problems: what a notice lacks, each thing at its field; a name that must not leave."""
    if kind == "notice.request":
        raise_problems(missing_for_notice(body))
    form = forms_of_kinds().get(kind)
    if form is not None and form.nameless:
        _check_nameless(actor, case, body)


def _check_nameless(actor: Actor, case: Case, body: Mapping[str, Any]) -> None:
    draft = person_for(actor, case.person_id).draft
    names = [draft.name, *(other.text for other in draft.other_names)]
    parts = {part.casefold() for name in names for part in name.split() if len(part) >= SHORTEST_NAME}
    papers = {paper.number.casefold() for paper in draft.papers if paper.number}
    for field, text in body.items():
        if not isinstance(text, str):
            continue
        words = {word.strip(".,;:()\"'").casefold() for word in text.split()}
        if words & parts or any(number in text.casefold() for number in papers):
            raise Invalid(field, "names_the_victim")
