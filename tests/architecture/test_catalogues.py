"""Every sentence stands in every language."""

import re

import pytest
import yaml

from pulang.cli import catalogues

SEX = re.compile(r"\b(she|her|hers|herself|he|him|his|himself)\b", re.IGNORECASE)
#: What officers read of a person. Instruments quote their sources, and names have tables of their own.
DATA = [
    yaml.safe_load(path.read_text("utf-8"))
    for path in sorted(catalogues.PACKAGE.rglob("*.yaml"))
    if not {"instruments", "names"} & set(path.parts)
]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_catalogue_is_complete(language):
    assert list(catalogues.problems(catalogues.read(language), catalogues.sentences())) == []


def test_english_says_of_nobody_that_she_is_a_woman_or_he_a_man():
    said = [text for message in catalogues.sentences() for text in _texts(message.id)] + list(_english(DATA))
    assert [text for text in said if SEX.search(text)] == []


def _texts(found):
    return [found] if isinstance(found, str) else found


def _english(data):
    """Every text under `en`, however deep."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key == "en" and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from _english(value)
