"""What the papers of identification share: the template, the frame, the rules as a paper cites them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.conf import settings

from pulang.access.models import Agency
from pulang.identification.laws import LawRule
from pulang.lib.errors import Invalid
from pulang.printing import LANGUAGES, Frame, Template, day_in_words, draw_pages, print_pdf, read_template


@dataclass(frozen=True)
class Paper:
    """A PDF and the name under which it is offered."""

    name: str
    content: bytes


def set_paper(
    template: str, data: Mapping[str, Any], *, language: str, agency: UUID, number: str, on: date, name: str = ""
) -> Paper:
    """Print ``data`` with a template of identification. Raises Invalid for an unknown language, TemplateBroken."""
    found, frame = _template(template, language), _frame(agency, number, on, language)
    content = print_pdf(found, data, language=language, frame=frame)
    return Paper(f"{name or template}-{number}-{language}.pdf".replace("--", "-"), content)


def draw_paper(
    template: str, data: Mapping[str, Any], *, language: str, agency: UUID, on: date
) -> tuple[bytes, ...]:
    """As `set_paper`, but as pictures (PNG, one a page) and without a number: to be looked at, not kept."""
    found, frame = _template(template, language), _frame(agency, "", on, language)
    return tuple(draw_pages(found, data, language=language, frame=frame, ppi=110))


def _template(name: str, language: str) -> Template:
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    return read_template(files("pulang.identification") / "data" / "papers", name, own=settings.PAPERS_ROOT)


def _frame(agency: UUID, number: str, on: date, language: str) -> Frame:
    return Frame(agency=Agency.objects.get(pk=agency).name, number=number, made_on=day_in_words(on, language))


def cited(rules: Iterable[LawRule], language: str) -> list[dict[str, Any]]:
    """Rules for a paper; what no lawyer confirmed is marked there."""
    return [
        {"cite": rule.cite[language], "says": rule.says[language], "confirmed": rule.confirmed} for rule in rules
    ]
