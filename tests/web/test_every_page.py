"""Every page that opens by GET, in a real browser: a long drill, and pictures for people to look at.

PULANG_PICTURES=pictures python -m pytest tests/web/test_every_page.py -m nightly
"""

import pytest

from pulang.access.policy import may
from tests.browser import LAPTOP, PHONE, assert_accessible, save_picture
from tests.web.matrix import World, address, one_of_each_role, pages
from tests.web.world import sign_in


@pytest.mark.nightly
@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("language", ["en", "id", "km"])
def test_every_page_is_accessible_and_fits(open_page, committed_cast, width, language):
    roles = one_of_each_role(committed_cast)
    browsers = {role: open_page(actor, width=width, language=language) for role, actor in roles.items()}
    wrong, looked = [], 0
    for door in pages():
        role = next((role for role, actor in roles.items() if all(may(actor, each) for each in door.needed)), None)
        assert role, f"nobody may open {door.name}"
        where = address(door, World(committed_cast, door).own(roles[role]))
        seen = sign_in(roles[role]).get(where)
        if seen.status_code == 405 or not seen.headers.get("content-type", "").startswith("text/html"):
            continue  # only for sending; or a paper, a picture
        page = browsers[role]
        answer = page.goto(where)
        looked += 1
        save_picture(page, f"{door.name}-{language}-{width}")
        try:
            assert answer is not None
            assert answer.status in {200, 409, 422}, answer.status
            assert_accessible(page)
        except AssertionError as error:
            wrong.append(f"{door.name} for {role}: {error}")
    assert looked > 40
    assert not wrong, "\n\n".join(wrong)
