"""Setting a paper with Typst: equal input gives equal bytes."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

import typst

from pulang.printing.characters import font_folders, marked, unshown
from pulang.printing.errors import TemplateBroken
from pulang.printing.frame import Frame, frame_source, frame_words
from pulang.printing.template import Template

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # what the file itself says; the paper says when it was made


@cache
def _fonts() -> typst.Fonts:
    """Only fonts that came with the software: the same paper on every machine."""
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def print_pdf(
    template: Template,
    data: Mapping[str, Any],
    *,
    language: str,
    frame: Frame,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The paper as PDF. ``data`` is JSON; a template finds its ``images`` under their names ("qr.svg").

    ``language`` is en, id or km. Raises TemplateBroken.
    """
    (made,) = _set(template, data, language, frame, images, "pdf", 72)
    return made


def draw_pages(
    template: Template,
    data: Mapping[str, Any],
    *,
    language: str,
    frame: Frame,
    images: Mapping[str, bytes] | None = None,
    ppi: int = 80,
) -> list[bytes]:
    """As `print_pdf`, each page as a PNG, to look at before an authority puts a template to use."""
    return _set(template, data, language, frame, images, "png", ppi)


def _set(
    template: Template,
    data: Mapping[str, Any],
    language: str,
    frame: Frame,
    images: Mapping[str, bytes] | None,
    output: Literal["pdf", "png"],
    ppi: int,
) -> list[bytes]:
    said: dict[str, Any] = {
        "data": data,
        "words": template.words[language],
        "language": language,
        "frame": asdict(frame),
        "frame-words": frame_words(frame, language),
    }
    said["unshown"] = bool(unshown(json.dumps(said, ensure_ascii=False)))
    # Typed as anything: the wheel takes files by name, which its own types leave out.
    files: Any = {"main.typ": template.source.encode(), "frame.typ": frame_source(), **(images or {})}
    # An empty folder as root: a template reads nothing of this machine.
    with tempfile.TemporaryDirectory(prefix="pulang-print-") as nothing:
        try:
            made = typst.Compiler(
                files,
                root=nothing,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"print": marked(json.dumps(said, ensure_ascii=False, sort_keys=True))},
                package_path=nothing,
                package_cache_path=nothing,
            ).compile(format=output, ppi=float(ppi), timestamp=NO_DATE)
        except typst.TypstError as error:
            raise TemplateBroken(template=template.name, problem=error.message) from error
    return made if isinstance(made, list) else [made or b""]
