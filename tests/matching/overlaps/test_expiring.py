"""What nobody answers in time ends by itself: the partner is told, and may ask again."""

from datetime import UTC, datetime, timedelta

import pytest

from pulang.crypto.blinding import Blinder
from pulang.db.context import acting_as
from pulang.exchange.models import Message
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from pulang.matching.overlaps.actions import accept_overlap, expire_overlap, proceed
from pulang.matching.overlaps.errors import OverlapDecided
from pulang.matching.overlaps.messages import MOST_WAITING
from pulang.matching.overlaps.models import Overlap, Points
from pulang.matching.overlaps.queries import overlap_for, overlaps_for
from pulang.matching.overlaps.tasks import tick
from tests.matching.overlaps.conftest import gives_points, hand_in, says, sent, wants
from tests.matching.overlaps.test_comparing import RAID, ask

NODE_ITSELF = system("job")


def ticks(days):
    tick(int((datetime.now(UTC) + timedelta(days=days)).timestamp()))


def theirs():
    with acting_as(NODE_ITSELF):
        return Overlap.objects.filter(ours=False).order_by("created_at").first()


def test_an_open_comparison_ends_when_its_time_is_over_and_both_sides_learn_it(cast, partner):
    of_set = wants(partner, RAID, Blinder.new())
    assert proceed(NODE_ITSELF, overlap_id=theirs().pk) == "open"
    ticks(6)
    assert theirs().state == "open"
    ticks(8)
    assert [view.state for view in overlaps_for(cast.officer)] == ["expired"]
    (answer,) = sent("overlap.answer")
    assert answer.body == {"set": of_set, "result": "expired"}
    with acting_as(NODE_ITSELF):
        assert not Points.objects.exists()
        assert Message.objects.get(pk=theirs().message).answered_at
    with pytest.raises(OverlapDecided):
        accept_overlap(cast.officer, overlap_id=theirs().pk, import_id=hand_in(cast.officer))
    ticks(9)
    assert len(sent("overlap.answer")) == 1


def test_a_partner_whose_questions_ended_may_ask_again(cast, partner):
    for _ in range(MOST_WAITING):
        wants(partner, RAID, Blinder.new())
    refused = gives_points(partner, "0198c0de-0000-4000-8000-000000000001", "asked", bytes(32))
    assert refused[0].state != "accepted"
    ticks(8)
    wants(partner, RAID, Blinder.new())


def test_our_question_ends_when_the_partner_says_so_or_says_nothing(cast, partner, missing):
    told, untold = ask(cast, missing), ask(cast, missing)
    for overlap in (told, untold):
        proceed(NODE_ITSELF, overlap_id=overlap.pk)
    request = next(one for one in sent("overlap.request") if one.body["set"] == str(told.set))
    says(partner, "overlap.answer", set=str(told.set), result="expired", re=str(request.pk))
    assert overlap_for(cast.officer, told.pk)[0].state == "expired"
    assert overlap_for(cast.officer, untold.pk)[0].state == "asked"
    ticks(9)
    assert overlap_for(cast.officer, untold.pk)[0].state == "expired"
    with acting_as(NODE_ITSELF):
        assert not Overlap.objects.exclude(secret=None).exists()


def test_only_a_job_ends_comparisons(cast, partner, missing):
    with pytest.raises(NotAllowed):
        expire_overlap(cast.officer, overlap_id=ask(cast, missing).pk, now=datetime.now(UTC))
