"""What the papers of operations share: the template, the frame, QR codes."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from django.conf import settings

from pulang.lib.errors import Invalid
from pulang.printing import LANGUAGES, Frame, day_in_words, print_pdf, qr, read_template

__all__ = ["Paper", "drawn_photo", "qr", "set_paper"]


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


def drawn_photo(jpeg: bytes, width: int, height: int) -> bytes:
    """A photo as SVG: a template takes its files as text."""
    data = base64.b64encode(jpeg).decode("ascii")
    image = f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{image}</svg>'.encode()
