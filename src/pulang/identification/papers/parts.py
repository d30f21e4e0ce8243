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
from pulang.printing import LANGUAGES, Frame, day_in_words, print_pdf, read_template


@dataclass(frozen=True)
class Paper:
    """A PDF and the name under which it is offered."""

    name: str
    content: bytes


def set_paper(
    template: str, data: Mapping[str, Any], *, language: str, agency: UUID, number: str, on: date, name: str = ""
) -> Paper:
    """Print ``data`` with a template of identification. Raises Invalid for an unknown language, TemplateBroken."""
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    found = read_template(files("pulang.identification") / "data" / "papers", template, own=settings.PAPERS_ROOT)
    frame = Frame(agency=Agency.objects.get(pk=agency).name, number=number, made_on=day_in_words(on, language))
    content = print_pdf(found, data, language=language, frame=frame)
    return Paper(f"{name or template}-{number}-{language}.pdf".replace("--", "-"), content)


def cited(rules: Iterable[LawRule], language: str) -> list[dict[str, Any]]:
    """Rules for a paper; what no lawyer confirmed is marked there."""
    return [
        {"cite": rule.cite[language], "says": rule.says[language], "confirmed": rule.confirmed} for rule in rules
    ]
