"""Every sentence stands in every language."""

import pytest

from pulang.cli import catalogues


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_catalogue_is_complete(language):
    assert list(catalogues.problems(catalogues.read(language), catalogues.sentences())) == []
