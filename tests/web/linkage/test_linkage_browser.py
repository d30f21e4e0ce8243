"""The analyst's pages in a browser: each language, both sizes."""

import pytest

from tests.browser import assert_accessible, in_each_language, save_picture
from tests.web import objects_matching
from tests.web.linkage.test_linkage_pages import compared


@pytest.mark.browser
@in_each_language
def test_the_pages_of_linkage_fit_and_are_accessible(open_page, committed_cast, language, width):
    compared((*[15.0 + step / 4 for step in range(40)], *[24.0 + step / 2 for step in range(60)]))
    weights_id = objects_matching.weights(committed_cast, committed_cast.analyst, {})
    page = open_page(committed_cast.analyst, width=width, language=language)
    for name, where in (("linkage", "/linkage/"), ("weights", f"/linkage/weights/{weights_id}/")):
        page.goto(where)
        assert_accessible(page)
        save_picture(page, f"{name}-{language}-{width}")
