"""Reading a template: the one of the package, or the authority's own of the same name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from pulang.printing.errors import TemplateBroken
from pulang.printing.frame import LANGUAGES

# A package of Typst ("@preview/…") would be fetched from the network.
PACKAGE = re.compile(r'"\s*@')


@dataclass(frozen=True)
class Template:
    """``source`` is Typst; ``words`` are its fixed texts by language."""

    name: str
    source: str
    words: Mapping[str, Mapping[str, str]]


def read_template(home: Traversable, name: str, *, own: Path | None = None) -> Template:
    """The template ``name`` below ``home``, or the one below ``own`` where the authority keeps another.

    Raises TemplateBroken where a file is missing, a text lacks a language, or a package of Typst is asked for.
    """
    folder: Traversable = own / name if own and (own / name).is_dir() else home / name
    try:
        source = (folder / "main.typ").read_text("utf-8")
        words = yaml.safe_load((folder / "words.yaml").read_text("utf-8"))["words"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise TemplateBroken(template=name, problem=f"it cannot be read: {error}") from error
    if PACKAGE.search(source):
        raise TemplateBroken(template=name, problem="packages of Typst are not used")
    return Template(name, source, _by_language(name, words))


def _by_language(name: str, words: object) -> dict[str, dict[str, str]]:
    if not isinstance(words, dict):
        raise TemplateBroken(template=name, problem="words.yaml has no words")
    for key, texts in words.items():
        lacking = set(LANGUAGES) - set(texts if isinstance(texts, dict) else ())
        if lacking:
            raise TemplateBroken(template=name, problem=f"{key} lacks {', '.join(sorted(lacking))}")
    return {language: {key: str(texts[language]) for key, texts in words.items()} for language in LANGUAGES}
