"""What stands around every paper: the agency, the number, how confidential it is, the page numbers."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "id", "km")
Texts = dict[str, str]


@dataclass(frozen=True)
class Frame:
    """``classification`` is one of `CLASSIFICATIONS`; ``made_on`` is the day as the reader writes it."""

    agency: str
    number: str
    made_on: str
    classification: str = "confidential"


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files("pulang.printing") / "data" / "frame.yaml").read_text("utf-8"))
    return found


def frame_source() -> bytes:
    """The Typst file that every template imports."""
    return (files("pulang.printing") / "data" / "frame.typ").read_bytes()


def frame_words(frame: Frame, language: str) -> Texts:
    """The fixed texts of the frame. Raises KeyError for a classification that is not one."""
    words = {key: texts[language] for key, texts in _read()["words"].items()}
    return {**words, "classification": _read()["classifications"][frame.classification][language]}


CLASSIFICATIONS: tuple[str, ...] = tuple(_read()["classifications"])
