"""Dates as far as they are known, as a reader reads them."""

import pytest
from django.utils import translation

from pulang.words.dates import date_in_words


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "1998-03-08", "8 March 1998"),
        ("id", "1998-03-08", "8 Maret 1998"),
        ("id", "1998-03", "Maret 1998"),
        ("en", "1998", "1998"),
        ("id", "~1998", "sekitar 1998"),
        ("km", "1998-05-08", "8 ឧសភា 1998"),
        ("en", "when the rice was young", "when the rice was young"),
        ("en", "", ""),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(language, text, written):
    with translation.override(language):
        assert date_in_words(text) == written
