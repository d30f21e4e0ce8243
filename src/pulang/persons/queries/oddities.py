"""What is odd in a draft, before it is saved: so that an officer can look once more."""

from dataclasses import dataclass
from datetime import date

from pulang.persons.drafts import PersonDraft
from pulang.persons.rules import check, is_given


@dataclass(frozen=True)
class Oddity:
    """A warning by code at a field of the draft (`birth_date`, `papers.0`). It stops nobody."""

    field: str
    code: str


def oddities_in(draft: PersonDraft, *, today: date) -> list[Oddity]:
    """Every warning about the draft; nothing is read or kept. Raises Invalid or Problems as registering would."""
    checked = check(draft, today=today)
    places = [place for place, paper in enumerate(draft.papers) if is_given(paper)]
    return [
        *(Oddity("birth_date", warning.code) for warning in checked.warnings),
        *(
            Oddity(f"papers.{place}", warning.code)
            for place, paper in zip(places, checked.papers, strict=True)
            for warning in paper.warnings
        ),
    ]
