"""Every event of the audit has words for those who look at who opened what."""

from pulang.audit.events import Event
from pulang.web.audit.words import TITLES, event_title


def test_every_event_has_its_words():
    assert set(TITLES) == set(Event)
    assert len({str(title) for title in TITLES.values()}) == len(TITLES), "two events must not read the same"


def test_an_event_of_a_later_version_is_shown_by_its_code():
    assert event_title("star.seen") == "star.seen"
