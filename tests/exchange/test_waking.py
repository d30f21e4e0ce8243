"""What wakes the exchange: every minute what waits is taken up again, and gaps and walls are asked over HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from pulang.db.context import acting_as
from pulang.exchange.delivery.gaps import ask_again, peers_with_gaps
from pulang.exchange.delivery.later import tell_later
from pulang.exchange.delivery.mailbox import fetch, fetch_now
from pulang.exchange.errors import PeerUnknown
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Checkpoint, Message, Peer, Receipt
from pulang.exchange.receipts import read_receipt
from pulang.exchange.tasks import deliver_to, finish_attachment, tick, wake_all
from pulang.exchange.waking import wake
from pulang.lib.actor import system
from tests.exchange.attached import _own_folders, case, file_of, partner, sent_with
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE
from tests.exchange.scripted import Asked, Says, ScriptedNode, scripted_node
from tests.exchange.test_sending import note

__all__ = ["_own_folders", "case", "partner"]


@pytest.fixture
def there(partner) -> Iterator[ScriptedNode]:
    """The partner, where it can be reached: it has nothing to say of itself yet."""
    with scripted_node() as node:
        partner.peer.base_url = node.address
        partner.peer.save()
        node.says["GET /nx/1/out"] = node.says["GET /nx/1/receipts"] = Says()
        node.says["POST /nx/1/receipts"] = lambda asked: Says(b"\n".join([b"ok"] * len(asked.body.split(b"\n"))))
        yield node


def jobs(name: str = "exchange.deliver") -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("id"))


def asleep() -> None:
    """As if every job had run."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")


def woken() -> list[str]:
    asleep()
    wake_all()
    return [str(job.args["peer_id"]) for job in jobs()]


def changed(message: Message, **values) -> None:
    with acting_as(system("test")):
        Message.objects.filter(pk=message.pk).update(**values)


def test_a_peer_is_woken_for_a_message_a_receipt_or_a_file_that_waits_and_else_sleeps(cast, partner, case):
    asked = (partner.peer, str(partner.peer.pk))
    assert woken() == []
    sent = note(cast.desk)
    assert woken() == [asked[1]], "a message"
    changed(sent, state="accepted")
    assert woken() == []
    receive(partner.peer, [partner.note()])
    assert woken() == [], "the answer of the inbox was its receipt"
    with acting_as(system("test")):
        tell_later(Message.objects.get(outgoing=False), "assigned")
    assert woken() == [asked[1]], "a receipt"
    with acting_as(system("test")):
        Receipt.objects.update(waiting=False)
    assert woken() == []
    shared = sent_with(cast, case, file_of(cast, case))
    assert woken() == [asked[1]], "a file"
    changed(shared, state="refused")
    assert woken() == []


def test_what_is_told_of_a_message_later_wakes_the_delivery(partner):
    receive(partner.peer, [partner.note()])
    asleep()
    with acting_as(system("test")):
        message = Message.objects.get()
        tell_later(message, "assigned")
    (job,) = jobs()
    assert job.args == {"peer_id": str(partner.peer.pk)}
    asleep()
    with acting_as(system("test")):
        tell_later(message, "assigned")
    assert jobs() == [], "said already"


def test_of_one_peer_one_wake_up_waits_and_one_for_later(partner):
    later = timezone.now() + timedelta(minutes=5)
    for _ in range(2):
        wake(partner.peer.pk)
        wake(partner.peer.pk, at=later)
    now, then = jobs()
    assert (now.queueing_lock, now.scheduled_at) == (f"deliver:{partner.peer.pk}", None)
    assert (then.queueing_lock, then.scheduled_at) == (f"deliver-later:{partner.peer.pk}", later)
    assert {job.queue_name for job in jobs()} == {"exchange"}


def test_a_delivery_that_failed_wakes_itself_again_and_one_that_has_nothing_left_does_not(cast, partner):
    asleep()
    deliver_to(str(partner.peer.pk))
    assert jobs() == []
    sent = note(cast.desk)
    asleep()
    deliver_to(str(partner.peer.pk))
    (again,) = jobs()
    with acting_as(system("test")):
        assert again.scheduled_at == Message.objects.get(pk=sent.pk).next_try


def test_every_minute_logs_are_witnessed_gaps_asked_for_walls_fetched_from_and_files_opened(cast, partner, there):
    giver = Giver(partner, document(70_000))
    giver.share()
    giver.part(0, giver.sealed)
    partner.seq += 1  # one that never comes
    receive(partner.peer, [partner.note()])
    tick(0)
    assert there.paths == ["GET /nx/1/out?after=1"], "the gap"
    assert giver.row().state == "whole"
    with acting_as(system("test")):
        assert Checkpoint.objects.filter(ours=True).count() == 1
        Peer.objects.update(fetched=True)
    there.asked.clear()
    tick(60)
    fetched = ["GET /nx/1/out?after=3", "POST /nx/1/receipts", "GET /nx/1/receipts"]
    assert there.paths == ["GET /nx/1/out?after=1", *fetched]


def test_a_file_that_came_whole_is_opened_by_its_job(partner):
    giver = Giver(partner, document(70_000))
    giver.share()
    asleep()
    giver.part(0, giver.sealed[:-1])
    assert jobs("exchange.finish_attachment") == []
    giver.part(len(giver.sealed) - 1, giver.sealed[-1:])
    (job,) = jobs("exchange.finish_attachment")
    finish_attachment(**job.args)
    assert giver.row().state == "whole"


def test_a_gap_is_asked_for_from_below_and_what_comes_is_counted(partner, there):
    tokens = [partner.note() for _ in range(4)]
    assert (ask_again(partner.peer.pk), there.paths) == (0, []), "nothing is missing"
    receive(partner.peer, [tokens[3]])
    assert (ask_again(partner.peer.pk), there.paths) == (0, ["GET /nx/1/out?after=0"]), "nothing came"
    there.says["GET /nx/1/out"] = Says(b"\n".join(tokens[:2]))
    assert ask_again(partner.peer.pk) == 2
    assert peers_with_gaps() == [partner.peer.pk]
    there.says["GET /nx/1/out"] = Says(tokens[2])
    assert ask_again(partner.peer.pk) == 1
    assert there.paths[-1] == "GET /nx/1/out?after=2"
    assert peers_with_gaps() == []


def test_a_partner_that_does_not_answer_is_asked_for_the_gap_again_later(partner, there):
    receive(partner.peer, [partner.note(link={"seq": 5, "prev": ""})])
    there.says["GET /nx/1/out"] = Says(status=503)
    assert ask_again(partner.peer.pk) == 0
    assert peers_with_gaps() == [partner.peer.pk]


def test_only_paired_partners_have_gaps(cast, partner):
    receive(partner.peer, [partner.note(link={"seq": 5, "prev": ""})])
    with acting_as(system("test")):
        Peer.objects.update(paired_at=None)
    assert peers_with_gaps() == []
    with pytest.raises(PeerUnknown):
        fetch_now(NODE)


def test_what_waits_behind_a_wall_is_fetched_with_its_files_and_its_receipts_go_back(partner, there):
    giver = Giver(partner, document(1_200_000))
    fields = giver.fields_with()
    giver.message = UUID(fields["id"])
    tokens = {0: partner.seal(fields)}
    there.says["GET /nx/1/out"] = lambda asked: Says(tokens.get(number(asked, "after"), b""))
    there.says[f"GET /nx/1/att/{giver.message}/{giver.entry['id']}"] = lambda asked: Says(
        giver.sealed[number(asked, "after") :][: number(asked, "most")]
    )
    assert fetch_now(NODE) == 1
    assert giver.row().state == "whole"
    parts = [(number(one, "after"), number(one, "most")) for one in there.asked if "/att/" in one.path]
    first = 256 * 1024
    assert parts == [(0, first), (first, 2 * first), (3 * first, 4 * first)], "twice as much while it goes on"
    handed = [one.body for one in there.asked if one.method == "POST"]
    levels = [read_receipt(token.decode(), [node_keys().signing.public]).level for token in handed]
    assert levels == ["accepted", "attached"]
    with acting_as(system("test")):
        assert Peer.objects.get().clock is None


def test_a_file_that_stands_still_is_left_to_the_next_minute_and_holds_up_no_other(partner, there):
    still, good = (Giver(partner, document(70_000)) for _ in range(2))
    for giver in (still, good):
        giver.share()
        path = f"GET /nx/1/att/{giver.message}/{giver.entry['id']}"
        there.says[path] = Says(b"" if giver is still else giver.sealed)
    assert fetch(partner.peer.pk) == 0
    assert sum(str(still.entry["id"]) in path for path in there.paths) == 3
    assert [giver.row().state for giver in (still, good)] == ["waiting", "whole"]


def test_where_the_partner_does_not_know_our_key_its_own_are_asked_for_while_fetching(partner, there):
    with acting_as(system("test")):
        Peer.objects.update(knows=9)
    there.says["GET /nx/1/out"] = Says(b"!key_unknown", 401)
    there.says["GET /nx/1/manifest"] = Says(partner.peer.manifests[0].encode())
    assert fetch(partner.peer.pk) == 0
    assert there.paths == ["GET /nx/1/out?after=0", "GET /nx/1/manifest"]
    with acting_as(system("test")):
        assert Peer.objects.get().knows == 1, "and ours are told again"


def number(asked: Asked, name: str) -> int:
    return int(parse_qs(urlsplit(asked.path).query)[name][0])
