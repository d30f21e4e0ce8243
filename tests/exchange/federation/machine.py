"""What officers, clocks and the wire may do to a federation, in any order, and what must be true after each."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from hypothesis import assume, currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from pulang.cases.actions import answer, open_case, send_about, share_case
from pulang.cases.actions.deadlines import watch_deadlines
from pulang.cases.models import Case, Task
from pulang.cases.ownership.actions import correct_object, restrict_object, review_object, withdraw_object
from pulang.crypto.jose import from_b64url
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery.bundles import export_bundle, import_bundle
from pulang.exchange.delivery.gaps import ask_again, first_gap
from pulang.exchange.delivery.mailbox import fetch
from pulang.exchange.delivery.pushing import deliver
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.keys.rotation import revoke_key, rotate_keys
from pulang.exchange.models import Holding, Message, Peer, Receipt, SharedObject
from pulang.lib.actor import system
from pulang.lib.errors import PulangError
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.federation.wire import FAULTS, Wire, taken
from tests.exchange.federation.world import World

EPOCH = datetime.now(UTC)  # row security asks the database's clock, behind which no play may be
DEADLINES = ("answer_soon", "answer_overdue", "chase_answer", "chase_withdrawal", "review_copy")
CONTENT = ("create", "correct")
FOUND = {"outcome": "victim", "act": "established", "means": "established", "purpose": "established"}
ROUNDS = 40  # of delivering, with time between: faults have stopped, so all must be quiet by then


class Federation(RuleBasedStateMachine):
    """`world` and `wire` are set by the test; each play has nodes of its own, new and paired."""

    world: ClassVar[World]
    wire: ClassVar[Wire]
    least, most = 2, 4

    shared = Bundle("shared")
    asked = Bundle("asked")

    @initialize(
        data=st.data(),
        skews=st.lists(st.integers(-120, 120), min_size=4, max_size=4),
    )
    def begin(self, data: st.DataObject, skews: list[int]) -> None:
        self.world.now, self.wire.fault = EPOCH, "none"
        self.wire.cut.clear()
        self.wire.seen.clear()
        count = data.draw(st.integers(self.least, self.most), label="nodes")
        self.names = self.world.begin(count, [timedelta(seconds=one) for one in skews[:count]])
        self.versions: dict[tuple[str, str], int] = {}
        self.stolen = 0

    def teardown(self) -> None:
        try:
            if hasattr(self, "names"):
                self.calm()
        finally:
            self.world.end()

    # What officers do

    @rule(data=st.data())
    def writes(self, data: st.DataObject) -> None:
        one, other = self._two(data)
        with self.world.at(one) as node:
            send(node.desk, to=other, kind="note", body={"text": "a word"}, purpose="protection")

    @rule(target=shared, data=st.data(), onward=st.booleans())
    def shares(self, data: st.DataObject, onward: bool) -> Any:
        one, other = self._two(data)
        with self.world.at(one) as node:
            person = register_person(node.desk, draft=PersonDraft(name="Dewi Lestari"))
            case = open_case(node.desk, person_id=person.pk, urgency="danger")
            share_case(node.desk, case_id=case.pk, to=other, onward=onward, summary=_mark(case.uid, 1))
        return one, str(case.uid)

    @rule(given=shared, data=st.data())
    def shares_with_another(self, given: tuple[str, str], data: st.DataObject) -> None:
        """The owner with a further node, or a holder with a third one, as the owner allows."""
        one, other = self._two(data)
        with self.world.at(one) as node:
            found = self._case(given[1])
            _only_if(found is not None)
            _maybe(share_case, node.desk, case_id=found.pk, to=other, summary=_mark(given[1], _next(given[1])))

    @rule(given=shared)
    def corrects(self, given: tuple[str, str]) -> None:
        with self.world.at(given[0]) as node:
            _maybe(correct_object, node.desk, object_id=_book(given[1]), summary=_mark(given[1], _next(given[1])))

    @rule(given=shared)
    def takes_back(self, given: tuple[str, str]) -> None:
        with self.world.at(given[0]) as node:
            _maybe(withdraw_object, node.desk, object_id=_book(given[1]), reason="safety")

    @rule(given=shared, onward=st.booleans())
    def restricts(self, given: tuple[str, str], onward: bool) -> None:
        with self.world.at(given[0]) as node:
            _maybe(restrict_object, node.desk, object_id=_book(given[1]), reason="safety", onward=onward)

    @rule(given=shared, days=st.integers(1, 60))
    def sets_an_end(self, given: tuple[str, str], days: int) -> None:
        with self.world.at(given[0]) as node:
            last = timezone.localdate() + timedelta(days=days)
            _maybe(review_object, node.desk, object_id=_book(given[1]), delete_after=last, reason="still_needed")

    @rule(target=asked, given=shared, data=st.data())
    def asks(self, given: tuple[str, str], data: st.DataObject) -> Any:
        other = data.draw(st.sampled_from([name for name in self.names if name != given[0]]), label="asked")
        with self.world.at(given[0]) as node:
            about = {"case_id": self._case(given[1]).pk, "to": other, "kind": "identification.request"}
            sent = _maybe(send_about, node.desk, **about, body={"question": "Who is she?"})
        return (other, sent.pk) if sent else multiple()

    @rule(question=asked)
    def answers(self, question: tuple[str, UUID]) -> None:
        with self.world.at(question[0]) as node:
            _maybe(answer, node.desk, message_id=question[1], body={**FOUND, "reasons": "seen"})

    @rule(data=st.data(), lost=st.booleans())
    def changes_its_keys(self, data: st.DataObject, lost: bool) -> None:
        with self.world.at(self._one(data)) as node:
            if lost:
                revoke_key(node.administrator, kid=node_keys().signing.kid)
            else:
                rotate_keys(node.administrator)

    # What time does

    @rule(hours=st.sampled_from([1, 7, 25, 80, 200]))
    def time_passes(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)
        for name in self.names:
            with self.world.at(name):
                watch_deadlines(system("deadlines"))

    # What the wire does

    @rule(data=st.data(), fault=st.sampled_from(FAULTS))
    def carries(self, data: st.DataObject, fault: str) -> None:
        one, other = self._two(data)
        self.wire.fault = fault
        self._deliver(one, other)
        self.wire.fault = "none"

    @rule(data=st.data())
    def cuts_or_mends_a_line(self, data: st.DataObject) -> None:
        self.wire.cut ^= {frozenset(self._two(data))}

    @rule(data=st.data())
    def fetches(self, data: st.DataObject) -> None:
        one, other = self._two(data)
        with self.world.at(one):
            fetch(_peer(other).pk)

    @rule(data=st.data())
    def asks_for_what_is_missing(self, data: st.DataObject) -> None:
        one, other = self._two(data)
        with self.world.at(one):
            ask_again(_peer(other).pk)

    @rule(data=st.data())
    def carries_by_hand(self, data: st.DataObject) -> None:
        one, other = self._two(data)
        file = BytesIO()
        with self.world.at(one) as node:
            export_bundle(node.administrator, node=other, out=file)
        with self.world.at(other) as node:
            file.seek(0)
            _maybe(import_bundle, node.administrator, file=file)

    @rule(data=st.data())
    def brings_again_what_it_saw(self, data: st.DataObject) -> None:
        """Somebody on the wire brings an old message to whom it was for, and to somebody else."""
        _only_if(bool(self.wire.seen))
        source, target, token = data.draw(st.sampled_from(self.wire.seen), label="seen")
        for name in self.names:
            if name == source:
                continue
            with self.world.at(name):
                before = _received()
                (line,) = taken(_peer(source), [token])
                if name != target:
                    assert line.startswith("!"), "only the one that it is for can read it"
                    assert _received() == before

    # What must be true after each step

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "names"):
            return
        for name in self.names:
            with self.world.at(name), acting_as(system("test")):
                self._once_and_forward(name)
        for name in self.names:
            self._receipts_are_true(name)
            self._nothing_taken_back_is_seen(name)

    def _once_and_forward(self, name: str) -> None:
        for book in SharedObject.objects.all():
            before = self.versions.get((name, str(book.uid)), 0)
            assert book.version >= before, "versions never go back"
            self.versions[name, str(book.uid)] = book.version
        refs = list(Task.objects.filter(code__in=DEADLINES).values_list("ref", flat=True))
        assert len(refs) == len(set(refs)), "each deadline fires once"
        refs = list(Task.objects.filter(ref__startswith="message:").values_list("ref", "code"))
        assert len(refs) == len(set(refs)), "each message acts once"
        for one in Message.objects.filter(outgoing=False).exclude(state="quarantined"):
            levels = sorted(Receipt.objects.filter(message=one).values_list("level", flat=True))
            assert len(levels) == len(set(levels)), "one receipt of a level"
            assert not {"accepted", "refused"} <= set(levels), "never both"

    def _receipts_are_true(self, name: str) -> None:
        with self.world.at(name), acting_as(system("test")):
            sent = Message.objects.filter(outgoing=True).select_related("peer")
            told = {(one.peer.node_id, one.pk): (one.state, one.hash) for one in sent if one.state != "queued"}
        for (target, key), (state, hash_) in told.items():
            if state not in ("accepted", "refused"):
                continue
            with self.world.at(target), acting_as(system("test")):
                kept = Message.objects.filter(pk=key, outgoing=False).values_list("state", "hash").first()
            assert kept == (state, hash_), "a receipt means that it is durable there"

    def _nothing_taken_back_is_seen(self, name: str) -> None:
        with self.world.at(name), acting_as(system("test")):
            applied = Holding.objects.filter(state="applied", object__source=None).select_related("object", "peer")
            gone = [(one.object.uid, one.version, one.peer.node_id) for one in applied]
            direct = {
                (one.object.uid, one.peer.node_id) for one in Holding.objects.select_related("object", "peer")
            }
        for uid, version, holder in gone:
            for other in self.names:
                if other == name or (other != holder and (uid, other) in direct):
                    continue
                with self.world.at(other), acting_as(system("test")):
                    seen = _seen(uid)
                assert not [one for one in seen if one <= version], f"{other} still shows what was taken back"

    # When faults stop

    def calm(self) -> None:
        """Everything arrives, everybody knows it, and every copy is as its owner says."""
        self.wire.cut.clear()
        self.wire.fault = "none"
        for _ in range(ROUNDS):
            self.world.now += timedelta(minutes=16)
            for one in self.names:
                for other in self.names:
                    if one != other:
                        self._deliver(one, other)
                        with self.world.at(one):
                            ask_again(_peer(other).pk)
            if self._quiet():
                break
        self.holds()
        assert self._quiet(), "all arrives when the faults have stopped"
        for name in self.names:
            self._nothing_is_given_up(name)
            self._copies_are_as_said(name)

    def _quiet(self) -> bool:
        for name in self.names:
            with self.world.at(name), acting_as(system("test")):
                queued = Message.objects.filter(outgoing=True, state="queued").exists()
                if queued or Receipt.objects.filter(waiting=True).exists():
                    return False
                if any(first_gap(peer) for peer in Peer.objects.all()):
                    return False
        return True

    def _nothing_is_given_up(self, name: str) -> None:
        with self.world.at(name), acting_as(system("test")):
            ended = Message.objects.filter(outgoing=True).exclude(state__in=("accepted", "refused"))
            assert not [one for one in ended if one.state != "expired" or one.expires > timezone.now()]

    def _copies_are_as_said(self, name: str) -> None:
        with self.world.at(name), acting_as(system("test")):
            rows = Holding.objects.filter(object__source=None, object__kind="case.share")
            said = [(one.object.uid, one.peer.node_id, one.state) for one in _with(rows)]
            last = {(uid, holder): _last_said(uid, holder) for uid, holder, _ in said}
        for uid, holder, state in said:
            assert state in ("held", "applied", "refused"), f"{state} for ever"
            with self.world.at(holder), acting_as(system("test")):
                book = SharedObject.objects.filter(uid=uid).first()
                seen = _seen(uid)
            _say(f"{name} says that {holder} has {uid} {state}; there {book and book.version}, {seen}")
            if state == "held" and book is not None and book.state == "held":
                assert seen == [last[uid, holder]], "a copy shows what its owner said last"

    # Small things

    def _one(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(self.names), label="node")

    def _two(self, data: st.DataObject) -> tuple[str, str]:
        one, other = data.draw(st.permutations(self.names), label="from, to")[:2]
        return one, other

    def _deliver(self, one: str, other: str) -> None:
        with self.world.at(one):
            deliver(_peer(other).pk, jitter=lambda: 0.5)

    def _case(self, uid: str) -> Case:
        with acting_as(system("test")):
            return Case.objects.filter(uid=uid).first()


def _with(holdings: Any) -> Any:
    return holdings.select_related("object", "peer")


def _peer(name: str) -> Peer:
    return Peer.objects.get(node_id=name)


def _book(uid: str) -> UUID:
    with acting_as(system("test")):
        found = SharedObject.objects.filter(uid=uid).first()
    _only_if(found is not None)
    return found.pk


def _next(uid: str) -> int:
    with acting_as(system("test")):
        found = SharedObject.objects.filter(uid=uid).first()
    if found is None:
        return 1
    return found.version if found.source_id else found.version + 1  # whoever passes it on changes nothing


def _last_said(uid: object, holder: str) -> int:
    """The highest version of its content that this node has sent to the holder."""
    sent = Message.objects.filter(outgoing=True, peer__node_id=holder, obj__uid=str(uid), obj__op__in=CONTENT)
    return max(one.obj["ver"] for one in sent if one.obj)


def _mark(uid: object, version: int) -> str:
    """Words by which a version of a case is known wherever it shows."""
    return f"mark of {uid} in {version}."


def _seen(uid: object) -> list[int]:
    """The versions of a case that this node, which does not own it, holds in words: opened or signed."""
    found = set()
    for one in Message.objects.filter(outgoing=False, kind="case.share"):
        words = json.dumps(one.body)
        if one.signed:
            words += from_b64url(one.signed.split(".")[1]).decode()
        found |= {int(part.split(".")[0]) for part in words.split(f"mark of {uid} in ")[1:]}
    return sorted(found)


def _received() -> int:
    with acting_as(system("test")):
        return Message.objects.filter(outgoing=False).count()


def _maybe(act: Any, actor: Any, **given: Any) -> Any:
    """What an officer tries; the node may say no, with a code."""
    try:
        return act(actor, **given)
    except PulangError as error:
        _say(f"{act.__name__}: {error.code} {error.details}")
        return None


def _only_if(possible: bool) -> None:
    """A step that cannot be made is another one for Hypothesis, and a mistake of a play that is written down."""
    if currently_in_test_context():
        assume(possible)
    else:
        assert possible


def _say(words: str) -> None:
    if currently_in_test_context():
        note(words)
