"""What goes wrong between two whole nodes has a code, a sentence and a line on the links page, and does no more."""

import json
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone, translation

from pulang.crypto.envelope import seal_for
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.answer_times import name_fallback
from pulang.exchange.delivery.bundles import export_bundle, import_bundle
from pulang.exchange.delivery.gaps import ask_again
from pulang.exchange.delivery.pushing import deliver
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import Undeliverable
from pulang.exchange.inbox import receiving
from pulang.exchange.keys.manifests import sealing_key
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, Message, Peer
from pulang.exchange.partners.agreements import end_agreement
from pulang.exchange.partners.knowing import links_for
from pulang.exchange.partners.links import LinkStatus, note_clock
from pulang.lib.actor import system
from pulang.lib.errors import PulangError
from pulang.lib.ids import new_id
from pulang.web.messages.links import _link
from pulang.web.messages.words import reason
from pulang.words import sentence
from tests.exchange.federation.wire import Line, taken

ONE, OTHER = "jakarta", "manila"
LANGUAGES = ("id", "en", "km")


@dataclass
class Day:
    """Two paired nodes, what their officers do, and what their links pages say."""

    world: Any
    wire: Any

    def writes(self, word: str, sender: str = ONE) -> Message:
        with self.world.at(sender) as node:
            return send(node.desk, to=_other(sender), kind="note", body={"text": word}, purpose="protection")

    def delivers(self, sender: str = ONE) -> None:
        with self.world.at(sender):
            deliver(_peer(_other(sender)).pk, jitter=lambda: 0.5)

    def brings(self, *changed: dict[str, Any]) -> list[str]:
        """Envelopes of ONE as no officer of it could write them, brought to OTHER as they are."""
        with self.world.at(ONE):
            tokens = [self._sealed(fields) for fields in changed]
        with self.world.at(OTHER):
            return taken(_peer(ONE), tokens)

    def _sealed(self, changed: dict[str, Any]) -> bytes:
        now, key, seq = timezone.now(), str(new_id()), 900 + len(self.wire.seen)
        self.wire.seen.append((ONE, OTHER, b""))
        with acting_as(system("test")):
            basis = str(Agreement.objects.get().pk)
            theirs = _peer(OTHER).manifest
        handling = {"code": "H2", "purpose": "protection", "basis": basis, "status": "none", "onward": False}
        fields = {
            "v": 1,
            "id": key,
            "type": "note",
            "from": ONE,
            "to": OTHER,
            "created": to_wire(now),
            "expires": to_wire(now + timedelta(days=1)),
            "link": {"seq": seq, "prev": ""},
            "thread": key,
            "handling": handling,
            "officer": {"author": "a", "role": "ncb_desk"},
            "lang": "en",
            "body": {"text": "brought"},
            **changed,
        }
        payload = json.dumps({name: value for name, value in fields.items() if value is not None}).encode()
        keys = node_keys()
        return seal_for(payload, sign_key=keys.signing, recipient_key=sealing_key(theirs, keys.said))

    def state(self, message: Message, at: str = ONE) -> tuple[str, str]:
        with self.world.at(at), acting_as(system("test")):
            return Message.objects.values_list("state", "code").get(pk=message.pk)

    def link(self, at: str) -> LinkStatus:
        with self.world.at(at) as node:
            (found,) = links_for(node.administrator)
        return found.status

    def page(self, at: str) -> str:
        """What the links page of a node shows of its partner, in words."""
        with self.world.at(at) as node, translation.override("en"):
            (found,) = links_for(node.administrator)
            return str(_link(found, [], True))


@pytest.fixture
def day(nodes, wire):
    nodes.begin(2, [timedelta(0), timedelta(0)])
    made = Day(nodes, wire)
    for sender in (ONE, OTHER, ONE, OTHER):  # they greet each other
        made.delivers(sender)
    nodes.now += timedelta(hours=2)
    yield made
    nodes.end()


def _other(name: str) -> str:
    return OTHER if name == ONE else ONE


def _peer(name: str) -> Peer:
    return Peer.objects.get(node_id=name)


def has_a_sentence(code: str, **details: Any) -> None:
    """In three languages, each its own; a code that nobody foresaw would stand there itself."""
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            said.add(sentence(PulangError(code, **details)) if details else reason(code))
    assert len(said) == len(LANGUAGES), said
    assert not [text for text in said if f"({code})" in text], said


def goes_on(day: Day) -> None:
    """Whatever happened, what is written now arrives."""
    sent = day.writes("afterwards")
    day.world.now += timedelta(minutes=20)
    day.delivers()
    assert day.state(sent) == ("accepted", "")


def test_a_partner_that_is_away_for_a_month(day):
    day.wire.cut.add(frozenset((ONE, OTHER)))
    sent = [day.writes(f"day {number}") for number in range(3)]
    for _ in range(31):
        day.delivers()
        day.world.now += timedelta(days=1)
    assert day.state(sent[0]) == ("queued", "unreachable")
    status = day.link(ONE)
    assert (status.queued, status.last_error) == (3, "unreachable")
    assert status.oldest_queued == sent[0].created
    assert "could not be reached" in day.page(ONE)
    has_a_sentence("unreachable")
    day.wire.cut.clear()
    day.delivers()
    assert [day.state(one)[0] for one in sent] == ["accepted"] * 3
    goes_on(day)


def test_a_partner_that_was_restored_from_an_old_backup(day):
    """What it forgot comes again; what it had said since gets other numbers."""
    day.writes("before")
    day.delivers()
    first = day.writes("before too", OTHER)
    day.delivers(OTHER)
    back = day.world.copied(OTHER)
    lost = day.writes("forgotten there")
    day.delivers()
    said = day.writes("said and forgotten", OTHER)
    day.delivers(OTHER)
    assert day.state(lost)[0] == "accepted"
    back()
    again = day.writes("under the same number", OTHER)
    assert again.seq == said.seq
    day.delivers(OTHER)
    with day.world.at(OTHER), acting_as(system("test")):
        renumbered = Message.objects.get(pk=again.pk)
    assert renumbered.seq > said.seq
    assert day.link(ONE).quarantined == {"seq_reused": 1}
    assert "restored from a backup" in day.page(ONE)
    has_a_sentence("seq_reused")
    goes_on(day)
    with day.world.at(OTHER):
        ask_again(_peer(ONE).pk)
    assert day.state(lost, OTHER) == ("accepted", "")
    assert day.state(again)[0] == "accepted"
    assert day.state(first)[0] == "accepted"


def test_a_clock_that_is_a_day_ahead(day):
    day.world.nodes[ONE].skew = timedelta(days=1)
    sent = day.writes("from tomorrow")
    day.delivers()
    day.world.nodes[ONE].skew = timedelta(0)
    assert day.state(sent) == ("refused", "created_in_future")
    with day.world.at(OTHER):
        note_clock(_peer(ONE), 86_400.0)  # what the door notes of each request
    assert day.link(OTHER).clock == 86_400
    assert day.link(OTHER).refused_here == {"created_in_future": 1}
    assert day.link(ONE).refused_there == {"created_in_future": 1}
    assert "clocks differ too much" in day.page(OTHER)
    has_a_sentence("created_in_future")
    goes_on(day)


def test_a_partner_whose_disk_is_full(day, monkeypatch):
    sent, answer = day.writes("no room"), receiving._answer

    def full(*said: Any) -> Any:
        raise OperationalError('could not extend file "base/1": No space left on device')

    def brought(line: Line, tokens: list[bytes]) -> list[str]:
        try:
            return deliver_as_always(line, tokens)
        except OperationalError:
            raise Undeliverable(why="refused_500") from None  # as its server says it

    deliver_as_always = Line.deliver
    monkeypatch.setattr(Line, "deliver", brought)
    monkeypatch.setattr(receiving, "_answer", full)
    day.delivers()
    assert day.state(sent) == ("queued", "refused_500")
    assert day.link(ONE).last_error == "refused_500"
    assert "did not let it in" in day.page(ONE)
    has_a_sentence("refused_500")
    has_a_sentence("disk_full")
    monkeypatch.setattr(receiving, "_answer", answer)
    goes_on(day)
    assert day.state(sent) == ("accepted", "")


def test_a_certificate_that_is_not_believed(day, monkeypatch):
    """What TLS itself does stands in test_tls; here it is what the officer sees, and that it heals by itself."""
    sent, always = day.writes("wait"), Line.deliver

    def refused(line: Line, tokens: list[bytes]) -> list[str]:
        raise Undeliverable(why="certificate_refused")

    monkeypatch.setattr(Line, "deliver", refused)
    day.delivers()
    assert day.state(sent) == ("queued", "certificate_refused")
    assert "certificate" in day.page(ONE)
    has_a_sentence("certificate_refused")
    monkeypatch.setattr(Line, "deliver", always)
    goes_on(day)
    assert day.state(sent) == ("accepted", "")


def test_an_agreement_that_ends_in_the_middle(day):
    """On one side first: what was on its way is refused; then nobody there writes any more."""
    sent = day.writes("on its way")
    with day.world.at(OTHER) as node:
        end_agreement(node.administrator, agreement_id=Agreement.objects.get().pk, reason="It is over.")
    day.delivers()
    assert day.state(sent) == ("refused", "agreement_ended")
    assert day.link(ONE).refused_there == {"agreement_ended": 1}
    assert "agreement_ended" in day.page(ONE)
    assert "No agreement in force" in day.page(OTHER)
    has_a_sentence("agreement_ended")
    with pytest.raises(PulangError) as error:
        day.writes("too late", OTHER)
    assert error.value.code == "agreement_ended"


BROUGHT: dict[str, tuple[dict[str, Any], str, bool]] = {
    "a kind that nobody knows": ({"type": "unheard.of"}, "kind_unknown", True),
    "an officer without a name": ({"officer": {"role": "ncb_desk"}}, "envelope_malformed", False),
    "no officer": ({"officer": None}, "envelope_malformed", False),
    "for somebody else": ({"to": "hanoi"}, "not_for_us", False),
    "larger than allowed": ({"body": {"text": "x" * 600_000}}, "envelope_malformed", False),
}  # what is changed, the code, and whether a signed receipt says it


@pytest.mark.parametrize("what", BROUGHT)
def test_what_no_officer_could_write_is_not_taken(day, what):
    changed, code, receipted = BROUGHT[what]
    wrong, right = day.brings(changed, {})
    assert not right.startswith("!"), "what comes with it is taken"
    status = day.link(OTHER)
    assert (status.refused_here if receipted else status.quarantined) == {code: 1}
    assert wrong.startswith("!") is not receipted
    assert code in day.page(OTHER)
    has_a_sentence(code)
    goes_on(day)


def test_a_token_larger_than_any_is_not_opened(day):
    with day.world.at(OTHER):
        assert taken(_peer(ONE), [b"x" * (2 * 1024 * 1024 + 1)]) == ["!too_large"]
    assert day.link(OTHER).quarantined == {"too_large": 1}
    has_a_sentence("too_large")
    goes_on(day)


def test_what_is_too_large_or_unknown_is_said_to_the_officer_who_writes_it(day):
    with day.world.at(ONE) as node:
        for kind, body, code in (
            ("note", {"text": "x" * 20_000}, "body_refused"),
            ("unheard.of", {"text": "x"}, "kind_unknown"),
        ):
            with pytest.raises(PulangError) as error:
                send(node.desk, to=OTHER, kind=kind, body=body, purpose="protection")
            assert error.value.code == code
            has_a_sentence(code, **error.value.details)
    goes_on(day)


def test_an_officer_who_is_not_here_is_told_of_nothing(day):
    with day.world.at(ONE) as node:
        with pytest.raises(PulangError) as error:
            name_fallback(node.administrator, node=OTHER, username="nobody-here")
        has_a_sentence(error.value.code, **error.value.details)
    goes_on(day)


def test_more_than_is_taken_within_an_hour(day, settings):
    settings.PEER_QUOTA = (2, 10**9)
    sent = [day.writes(f"number {number}") for number in range(4)]
    day.delivers()
    assert [day.state(one) for one in sent] == [("accepted", "")] * 2 + [("queued", "quota")] * 2
    assert day.link(OTHER).quota_hit_at is not None
    assert "more than is taken in an hour" in day.page(OTHER)
    has_a_sentence("quota")
    settings.PEER_QUOTA = (50_000, 10**9)
    day.world.now += timedelta(hours=2)
    day.delivers()
    assert [day.state(one)[0] for one in sent] == ["accepted"] * 4
    goes_on(day)


@pytest.mark.parametrize("cut", [1, 2_000])
def test_a_bundle_that_is_not_whole(day, cut):
    sent, file = day.writes("by hand " + "x" * 4_000), BytesIO()
    with day.world.at(ONE) as node:
        export_bundle(node.administrator, node=OTHER, out=file)
    with day.world.at(OTHER) as node:
        with pytest.raises(PulangError) as error:
            import_bundle(node.administrator, file=BytesIO(file.getvalue()[:-cut]))
        assert (error.value.code, error.value.details["why"]) == ("bundle_refused", "truncated")
        has_a_sentence("bundle_refused", **error.value.details)
    assert day.link(OTHER).quarantined == {"truncated": 1}
    assert "truncated" in day.page(OTHER)
    has_a_sentence("truncated")
    goes_on(day)
    assert day.state(sent) == ("accepted", "")
