"""How a link stands: clock, keys, files, quota; and that a partner cannot bring more than it may."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pulang.db.context import acting_as
from pulang.exchange.attachments.taking import finish
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.inbox.quotas import count_message, withdrawal_may_come, within_quota
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Nonce, Peer
from pulang.exchange.partners.links import link_states, note_clock, peer_keys, peer_of_key, sent_after, use_nonce
from pulang.exchange.receipts import read_receipt
from pulang.lib.actor import system
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE
from tests.exchange.test_ownership import Owner, said
from tests.exchange.test_sending import keep, note, receipt


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


def test_a_link_counts_each_side_for_itself(cast, partner):
    sent = [note(cast.desk) for _ in range(4)]
    keep(partner, sent[0], receipt(partner, sent[0], "refused", code="expired"))
    keep(partner, sent[1], word := receipt(partner, sent[1], "accepted"))
    receive(
        partner.peer, [partner.note(), partner.note(type="unheard.of"), partner.note(link={"seq": 7, "prev": ""})]
    )
    link = the_link()
    assert (link.node, link.name, link.queued, link.oldest_queued) == (NODE, "Ncb Phnom Penh", 2, sent[2].created)
    assert (link.seen_seq, link.missing, link.first_missing) == (7, 4, 3)
    assert (link.refused, link.refused_there, link.refused_here) == (1, {"expired": 1}, {"kind_unknown": 1})
    assert link.last_receipt == read_receipt(word, [partner.signing.public]).at, "of those of the partner"
    assert (link.manifest, link.own_manifest, link.fetched) == (1, node_keys().number, False)


def test_a_link_tells_the_files_that_have_not_arrived(partner):
    one, other = (Giver(partner, document(70_000)) for _ in range(2))
    partner.agreement.terms |= {"attachment_bytes": 100_000}
    partner.agreement.save()
    assert (the_link().files, the_link().file_bytes) == (0, 0)
    one.share()
    other.share()
    one.part(0, one.sealed[:1000])
    size = len(one.sealed)
    assert (the_link().files, the_link().file_bytes) == (2, 2 * size - 1000)
    one.part(1000, one.sealed[1000:])
    finish(one.row().pk)
    assert (the_link().files, the_link().file_bytes) == (1, size)


def test_the_quota_of_an_hour_that_is_over_is_not_shown(partner, settings):
    settings.PEER_QUOTA = (100, 10_000_000)
    token = partner.note()
    receive(partner.peer, [token])
    assert (the_link().quota_messages, the_link().quota_bytes) == (1, len(token))
    assert (the_link().quota_limits, the_link().quota_hit_at) == ((100, 10_000_000), None)
    with acting_as(system("test")):
        Peer.objects.update(quota_from=timezone.now() - timedelta(hours=1))
    assert (the_link().quota_messages, the_link().quota_bytes) == (0, 0)


def test_a_nonce_serves_a_key_once_and_is_forgotten_after_its_time(partner):
    use_nonce("key", "nonce")
    use_nonce("other", "nonce")
    Nonce.objects.filter(value="key:nonce").update(at=timezone.now() - timedelta(minutes=14))
    with pytest.raises(IntegrityError), transaction.atomic():
        use_nonce("key", "nonce")
    Nonce.objects.filter(value="key:nonce").update(at=timezone.now() - timedelta(minutes=16))
    use_nonce("key", "nonce")
    assert Nonce.objects.count() == 2


def test_a_clock_is_written_down_once_a_minute_or_where_it_changed(partner):
    def shown(ahead: float | None) -> float | None:
        partner.peer.refresh_from_db()
        note_clock(partner.peer, ahead)
        return the_link().clock

    assert [shown(ahead) for ahead in (None, 10.0, 12.0, 12.1, None, 10.2)] == [None, 10.0, 10.0, 12.1, 12.1, 12.1]
    with acting_as(system("test")):
        Peer.objects.update(clock_at=timezone.now() - timedelta(minutes=1))
    assert shown(12.2) == 12.2


def test_a_peer_is_found_by_its_key_alone_and_only_once_it_is_paired(partner):
    kid = partner.signing.public.kid
    assert peer_of_key(kid) == partner.peer
    assert list(peer_keys()) == [kid]
    with acting_as(system("test")):
        Peer.objects.update(paired_at=None)
    with pytest.raises(PeerUnknown):
        peer_of_key(kid)
    assert peer_keys() == {}


def test_what_was_sent_is_given_again_from_a_number_on_and_a_batch_at_most(cast, partner):
    tokens = [bytes(note(cast.desk).envelope) for _ in range(4)]
    assert sent_after(partner.peer, 1, limit=2) == tokens[1:3]
    assert sent_after(partner.peer, 4, limit=2) == []


def test_an_hour_begins_with_the_first_message_and_a_clock_that_went_back_begins_another(settings):
    settings.PEER_QUOTA = (2, 1000)
    peer, began = Peer(), timezone.now()
    assert within_quota(peer, now=began)
    count_message(peer, 10)
    assert (peer.quota_from, peer.quota_messages, peer.quota_bytes) == (began, 1, 10)
    count_message(peer, 989)
    assert not within_quota(peer, now=began + timedelta(minutes=59)), "two came"
    assert peer.quota_hit_at == began + timedelta(minutes=59)
    for later in (timedelta(hours=1), -timedelta(seconds=1)):
        peer.quota_from, peer.quota_messages = began, 2
        assert within_quota(peer, now=began + later)
        assert (peer.quota_from, peer.quota_messages, peer.quota_bytes) == (began + later, 0, 0)
    peer.quota_from, peer.quota_bytes = began, 999
    assert within_quota(peer, now=began)
    count_message(peer, 1)
    assert not within_quota(peer, now=began)


def test_what_takes_something_back_may_come_twice_as_often_and_is_small(settings):
    settings.PEER_QUOTA = (2, 1000)
    peer = Peer(quota_messages=3)
    assert withdrawal_may_come(peer, 64 * 1024)
    assert not withdrawal_may_come(peer, 64 * 1024 + 1)
    peer.quota_messages = 4
    assert not withdrawal_may_come(peer, 1)
