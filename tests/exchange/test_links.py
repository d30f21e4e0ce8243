"""How a link stands: clock, keys, files, quota; and that a partner cannot bring more than it may."""

from datetime import timedelta

from django.utils import timezone

from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.models import Peer
from pulang.exchange.partners.links import link_states, note_clock
from pulang.lib.actor import system
from tests.exchange.test_ownership import Owner, said
from tests.exchange.test_sending import note


def the_link():
    (link,) = link_states()
    return link


def test_what_is_over_the_quota_gets_no_receipt_and_is_taken_in_the_next_hour(partner, settings):
    settings.PEER_QUOTA = (2, 10_000_000)
    tokens = [partner.note() for _ in range(3)]
    answers = receive(partner.peer, tokens)
    assert [answer.code for answer in answers] == ["", "", "quota"]
    link = the_link()
    assert (link.quota_messages, link.quota_hit_at is not None) == (2, True)
    assert link.quarantined == {}
    with acting_as(system("test")):
        Peer.objects.update(quota_from=timezone.now() - timedelta(hours=1))
    assert receive(partner.peer, tokens[2:])[0].receipt


def test_what_is_taken_back_does_not_wait_for_the_next_hour(partner, settings):
    settings.PEER_QUOTA = (1, 10_000_000)
    owner = Owner(partner)
    receive(partner.peer, [owner.says("create", 1)])
    tokens = [partner.note(), b"nonsense", owner.says("correct", 2), owner.says("withdraw", 3)]
    answers = receive(partner.peer, tokens)
    assert [answer.code for answer in answers[:3]] == ["quota"] * 3
    assert said(answers[3])["level"] == "applied"
    assert the_link().quarantined == {}, "nothing else leaves a trace"
    assert receive(partner.peer, [Owner(partner).says("withdraw", 1)])[0].code == "quota", "this too has an end"


def test_bytes_count_too(partner, settings):
    settings.PEER_QUOTA = (1000, 100)
    answers = receive(partner.peer, [partner.note(), partner.note()])
    assert [answer.code for answer in answers] == ["", "quota"]


def test_a_request_shows_the_partners_clock(stage):
    now = int(timezone.now().timestamp())
    body = stage.seal(stage.true())
    headers = stage.probe.signature("POST", "/nx/1/in", body, stage.played.signing, now=now + 120)
    assert stage.probe.send("POST", "/nx/1/in", body, headers).status == 200
    assert 115 < (the_link().clock or 0) < 125


def test_a_link_says_the_numbers_of_the_keys_what_is_missing_and_what_was_not_taken(partner):
    partner.seq = 4
    receive(partner.peer, [partner.note(), b"nonsense"])
    note_clock(partner.peer, -400.0)
    link = the_link()
    assert (link.missing, link.first_missing, link.clock) == (4, 1, -400.0)
    assert (link.manifest, link.knows) == (1, 1)
    assert sum(link.quarantined.values()) == 1


def test_a_link_counts_its_queue_from_the_oldest(cast, partner):
    first = note(cast.desk)
    note(cast.desk)
    link = the_link()
    assert (link.queued, link.oldest_queued) == (2, first.created)
