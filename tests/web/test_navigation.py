"""The main navigation: one line on a laptop, the rest under "More"; nothing is hidden alone."""

from pulang.web.navigation import FIRST, in_line
from tests.web.world import sign_in


def items(count: int) -> list[dict]:
    return [{"label": str(n), "count": n, "current": n == count - 1} for n in range(count)]


def test_few_items_stand_in_one_line():
    for count in (0, FIRST, FIRST + 1):
        line = in_line(items(count))
        assert (len(line["nav_first"]), line["nav_more"], line["nav_more_current"]) == (count, [], False)


def test_many_items_open_under_more_which_says_what_waits_there():
    line = in_line(items(FIRST + 3))
    assert [one["label"] for one in line["nav_more"]] == ["9", "10", "11"]
    assert (line["nav_more_count"], line["nav_more_current"]) == (30, True)
    assert line["nav_first"] + line["nav_more"] == line["nav"]


def test_an_officer_finds_the_lists_under_more(cast):
    page = sign_in(cast.officer).get("/lists/").content.decode()
    more = page.partition('<details class="nav-more"')[2].partition("</details>")[0]
    assert 'class="current"' in more
    assert 'href="/lists/" aria-current="page"' in more
    assert page.count('href="/lists/" aria-current') == 1
