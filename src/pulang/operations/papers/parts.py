"""What the papers of operations share: the template, the frame, QR codes."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import segno
from django.conf import settings

from pulang.lib.errors import Invalid
from pulang.printing import LANGUAGES, Frame, day_in_words, print_pdf, read_template


@dataclass(frozen=True)
class Paper:
    """A PDF and the name under which it is offered, which names nobody."""

    name: str
    content: bytes


def set_paper(
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    agency: str,
    number: str,
    on: date,
    classification: str = "confidential",
    images: Mapping[str, bytes] | None = None,
) -> Paper:
    """Print ``data`` with a template of operations. Raises Invalid for an unknown language, TemplateBroken."""
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    found = read_template(files("pulang.operations") / "data" / "papers", template, own=settings.PAPERS_ROOT)
    frame = Frame(agency, number, day_in_words(on, language), classification)
    content = print_pdf(found, data, language=language, frame=frame, images=images)
    return Paper(f"{template.replace('_', '-')}-{number}-{language}.pdf", content)


def qr(text: str) -> bytes:
    """A QR code as SVG, one unit a module. The mask is fixed: trying all eight takes five times as long."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False, mask=0).save(
        drawn, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return drawn.getvalue()
