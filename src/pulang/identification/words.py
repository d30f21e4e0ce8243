"""The words of an answer in en, id and km, as data. Pure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pulang.identification.documents import read_document
from pulang.identification.instruments.model import Texts

FILE = Path(__file__).resolve().parent / "data" / "words" / "1.0.yaml"


@cache
def answer_words() -> Mapping[str, Texts]:
    """By the codes of `Answer`, and `contradictory` for a yes beside a no."""
    return MappingProxyType(dict(read_document(FILE).data["answers"]))
