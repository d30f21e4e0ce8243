"""Answer times: by partner, kind and side, of a year, told to those who run the exchange."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.db.context import acting_as
from pulang.exchange.answer_times import AnswerTime, answer_times_for, name_fallback
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Message, Peer
from pulang.lib.actor import system
from tests.exchange.partner import NODE
from tests.exchange.test_sending import note

HOUR = timedelta(hours=1)


def answered(message_ids, *hours: float, ago: timedelta = timedelta(days=1)) -> None:
    """Each was asked so long ago, and answered after so many hours."""
    asked = timezone.now() - ago
    with acting_as(system("test")):
        for pk, span in zip(message_ids, hours, strict=True):
            Message.objects.filter(pk=pk).update(created=asked, answered_at=asked + span * HOUR)


def times(actor) -> dict[bool, AnswerTime]:
    return {one.ours: one for one in answer_times_for(actor)}


def test_each_side_has_its_median_and_how_long_four_of_five_took(cast, partner):
    answered([note(cast.desk).pk for _ in range(6)], 1, 2, 3, 4, 5, 6)
    receive(partner.peer, [partner.note()])
    with acting_as(system("test")):
        came = Message.objects.get(outgoing=False)
    answered([came.pk], 7)
    note(cast.desk)  # nobody has answered it
    assert answer_times_for(cast.administrator) == (
        AnswerTime(NODE, "note", ours=False, count=6, median=3.5 * HOUR, p80=5 * HOUR),
        AnswerTime(NODE, "note", ours=True, count=1, median=7 * HOUR, p80=7 * HOUR),
    )


def test_only_the_last_year_counts_and_no_clock_makes_an_answer_earlier_than_its_question(cast, partner):
    old, young, wrong = (note(cast.desk).pk for _ in range(3))
    answered([old], 9, ago=timedelta(days=366))
    answered([young], 1, ago=timedelta(days=364))
    answered([wrong], -1)
    (found,) = answer_times_for(cast.administrator)
    assert (found.count, found.median, found.p80) == (2, 0.5 * HOUR, 0.8 * HOUR)


def test_who_is_told_of_late_answers_is_kept_until_somebody_else_is_named(cast, partner):
    assert name_fallback(cast.administrator, node=NODE, username="officer").fallback.pk == cast.officer.id
    assert Peer.objects.get(node_id=NODE).fallback_id == cast.officer.id
    name_fallback(cast.administrator, node=NODE, username="")
    assert Peer.objects.get(node_id=NODE).fallback is None
    with pytest.raises(PeerUnknown):
        name_fallback(cast.administrator, node="ncb-elsewhere", username="")
