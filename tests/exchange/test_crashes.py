"""`kill -9` at every place of sending, delivering, receiving, taking back and changing keys.

Nothing is lost, and nothing is done twice.
"""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from pulang.cases.actions import answer, open_case, share_case
from pulang.cases.models import Case, CaseFile, Task
from pulang.cases.ownership.actions import withdraw_object
from pulang.crypto.signing_keys import VerifyKey
from pulang.db.context import acting_as
from pulang.exchange import delivery
from pulang.exchange.actions import send
from pulang.exchange.attachments.taking import finish
from pulang.exchange.delivery import deliver
from pulang.exchange.inbox import receive
from pulang.exchange.later import tell_later
from pulang.exchange.models import Holding, Message, Peer, Receipt, SharedObject
from pulang.exchange.node_keys import FILE, node_keys
from pulang.exchange.receipts import keep_receipt, read_receipt
from pulang.exchange.rotation import revoke_key, rotate_keys
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.crashing import crashes
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE, asks, partner_of
from tests.exchange.test_ownership import Owner, everything_of_her, said
from tests.exchange.test_sending import receipt


@pytest.fixture
def partner(committed_cast):
    return partner_of(committed_cast)


def received() -> list[tuple[str, int]]:
    """State of each message that came, and how many receipts tell of it."""
    with acting_as(system("test")):
        came = Message.objects.filter(outgoing=False)
        return [(one.state, Receipt.objects.filter(message=one).count()) for one in came]


def drill_receiver(partner, every: int) -> int:
    """A shared case, killed anywhere, is here whole or not at all, and once in the end."""
    owner, done = Owner(partner), 0
    token = owner.says("create", 1)
    for _number in crashes(lambda: receive(partner.peer, [token]), every=every):
        done += 1
        with acting_as(system("test")):
            cases, tasks = Case.objects.filter(uid=owner.uid).count(), Task.objects.count()
        assert received() in ([], [("accepted", 1)])
        assert (cases, tasks) == ((0, 0) if not received() else (1, 1))
    (answer,) = receive(partner.peer, [token])
    assert said(answer)["level"] == "accepted"
    assert received() == [("accepted", 1)]
    return done


def drill_withdrawal(partner, every: int) -> int:
    """`applied` was never said while anything of her is here; what was taken back stays so."""
    owner, done = Owner(partner), 0
    receive(partner.peer, [owner.says("create", 1)])
    token = owner.says("withdraw", 2)
    for _number in crashes(lambda: receive(partner.peer, [token]), every=every):
        done += 1
        with acting_as(system("test")):
            applied = Receipt.objects.filter(level="applied").exists()
        assert applied == ("Siti" not in everything_of_her())
    (answer,) = receive(partner.peer, [token])
    assert said(answer)["level"] == "applied"
    assert "Siti" not in everything_of_her()
    return done


def drill_sender(cast, partner, every: int) -> int:
    """The number of a message and the message go together: no gap, no double."""
    done = 0

    def step() -> None:
        send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            seqs = sorted(Message.objects.filter(outgoing=True).values_list("seq", flat=True))
            following = Peer.objects.get(pk=partner.peer.pk).next_seq
        assert seqs == list(range(1, following))
    return done


def drill_receipt(cast, partner, every: int) -> int:
    """A receipt and what it says of the message are kept together."""
    done = 0
    sent = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    token = receipt(partner, sent, "accepted")

    def step() -> None:
        with acting_as(system("delivery")):
            message = Message.objects.get(pk=sent.pk)
            keep_receipt(message, token, read_receipt(token, [partner.signing.public]))

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            state, kept = Message.objects.get(pk=sent.pk).state, Receipt.objects.filter(message=sent).count()
        assert (state, kept) in (("queued", 0), ("accepted", 1))
    return done


def drill_file(partner, every: int) -> int:
    """A file is in the case whole or not at all, whatever lay on the disk; the partner is told once."""
    partner.agreement.terms["attachment_bytes"] = 1024 * 1024
    partner.agreement.save()
    giver, done = Giver(partner, document(70_000)), 0
    giver.share()

    def step() -> None:
        held = giver.part(0, b"")
        giver.part(held, giver.sealed[held:])
        finish(giver.row().pk)

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            files, told = CaseFile.objects.count(), Receipt.objects.filter(level="attached").count()
        assert (giver.row().state, files, told) in (("waiting", 0, 0), ("whole", 1, 1))
    step()
    assert giver.row().state == "whole"
    return done


class Line:
    """The partner's inbox: it accepts whatever it is brought."""

    def __init__(self, partner) -> None:
        self.partner, self.clock = partner, None

    def __call__(self, base_url, key):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def deliver(self, tokens: list[bytes]) -> list[str]:
        return [receipt(self.partner, self.told[token], "accepted") for token in tokens]

    def hand_receipts(self, tokens: list[str]) -> list[str]:
        return ["ok"] * len(tokens)

    def announce(self, node, manifests) -> int:
        return node_keys().number

    def listen(self) -> None:
        """Hear what waits, so that no statement of the step is one of the partner's."""
        with acting_as(system("test")):
            waiting = Message.objects.filter(outgoing=True, state="queued")
            self.told = {bytes(one.envelope): one for one in waiting}


def drill_delivery(cast, partner, every: int) -> int:
    """What was brought is written down with its receipt, or is brought again; nothing is lost on the way."""
    done, line = 0, delivery.Courier
    wrote: list[UUID] = []

    def more() -> None:
        wrote.append(send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection").pk)
        line.listen()

    more()
    for _number in crashes(lambda: deliver(partner.peer.pk), every=every):
        done += 1
        with acting_as(system("test")):
            states = {one.pk: one.state for one in Message.objects.filter(pk__in=wrote)}
            kept = set(Receipt.objects.filter(message__in=wrote).values_list("message", flat=True))
        assert len(states) == len(wrote)
        assert kept == {key for key, state in states.items() if state == "accepted"}
        more()
    with acting_as(system("test")):
        assert set(Message.objects.filter(pk__in=wrote[:-1]).values_list("state", flat=True)) <= {"accepted"}
    return done


def drill_giving(cast, partner, every: int) -> int:
    """The case is given and the book says so, or neither; taken back likewise, and asked for at once."""
    done = 0
    with acting_as(system("test")):
        cases = Case.objects.count()
    person = register_person(cast.desk, draft=PersonDraft(name="Dewi Lestari"))
    case = open_case(cast.desk, person_id=person.pk, urgency="danger")
    for _number in crashes(lambda: share_case(cast.desk, case_id=case.pk, to=NODE, once="one"), every=every):
        done += 1
        with acting_as(system("test")):
            given = Message.objects.filter(kind="case.share", outgoing=True, scope=case.pk).count()
            held = Holding.objects.filter(object__uid=case.uid, state="held").count()
        assert given == held <= 1
    with acting_as(system("test")):
        book = SharedObject.objects.get(uid=case.uid)
        assert Case.objects.count() == cases + 1

    def take_back() -> None:
        if Holding.objects.filter(object=book, state="pending").exists():
            return  # an officer sees that it is done
        withdraw_object(cast.desk, object_id=book.pk, reason="safety")

    def step() -> None:
        with acting_as(system("test")):
            take_back()

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            pending = Holding.objects.filter(object=book, state="pending").count()
            sent = Message.objects.filter(outgoing=True, obj__op="withdraw", scope=case.pk).count()
        assert pending == sent <= 1
    return done


def drill_later_receipt(cast, partner, every: int) -> int:
    """That an officer has it is told once, and waits to be carried."""
    done, owner = 0, Owner(partner)
    receive(partner.peer, [owner.says("create", 1)])
    with acting_as(system("test")):
        asked = asks(partner, Case.objects.get(uid=owner.uid))

    def step() -> None:
        with acting_as(system("test")):
            tell_later(Message.objects.get(pk=asked), "assigned")

    for _number in crashes(step, every=every):
        done += 1
        with acting_as(system("test")):
            told = list(Receipt.objects.filter(message=asked, level="assigned").values_list("waiting", flat=True))
        assert told in ([], [True])
    return done


def drill_corrections(partner, every: int) -> int:
    """A correction, a restriction, a question: each is here whole with its receipt, or not at all."""
    done, owner = 0, Owner(partner)
    receive(partner.peer, [owner.says("create", 1)])
    question = partner.fields(type="identification.request", body={"question": "Who?", "case": owner.uid})
    question["due"] = {"class": "urgent", "reply_by": question["expires"]}
    tokens = [owner.says("correct", 2, name="Siti Nur"), owner.says("restrict", 3, code="H3")]
    for number, token in enumerate([*tokens, partner.seal(question)], start=2):
        for _number in crashes(lambda token=token: receive(partner.peer, [token]), every=every):
            done += 1
            assert received() in ([("accepted", 1)] * (number - 1), [("accepted", 1)] * number)
        receive(partner.peer, [token])
        assert received() == [("accepted", 1)] * number
    return done


def drill_batch(partner, every: int) -> int:
    """Several messages in one request are here together or not at all, each with its receipt."""
    done, owner = 0, Owner(partner)
    question = partner.fields(type="identification.request", body={"question": "Who?", "case": owner.uid})
    question["due"] = {"class": "urgent", "reply_by": question["expires"]}
    told = [owner.says("create", 1), partner.seal(question), owner.says("correct", 2), partner.note()]
    for _number in crashes(lambda: receive(partner.peer, told), every=every):
        done += 1
        assert received() in ([], [("accepted", 1)] * len(told))
    assert all(answer.receipt for answer in receive(partner.peer, told))
    assert received() == [("accepted", 1)] * len(told)
    return done


def drill_answer(cast, partner, every: int) -> int:
    """An answer is queued together with the receipt that says so, the task done and the message marked."""
    done = 0
    person = register_person(cast.desk, draft=PersonDraft(name="Dewi Lestari"))
    case = open_case(cast.desk, person_id=person.pk, urgency="danger")
    share_case(cast.desk, case_id=case.pk, to=NODE)
    asked = asks(partner, case)
    body = {"outcome": "victim", "act": "established", "means": "established", "purpose": "established"}
    body |= {"reasons": "seen"}
    for _number in crashes(lambda: answer(cast.desk, message_id=asked, body=body, once="one"), every=every):
        done += 1
        with acting_as(system("test")):
            answers = Message.objects.filter(outgoing=True, re=asked).count()
            told = Receipt.objects.filter(message=asked, level="answered").count()
        assert answers == told <= 1
    return done


def drill_keys(cast, partner, every: int) -> int:
    """The old keys or the new ones, whole; what waits goes under a key that is believed once the line is up."""
    path, done = Path(settings.KEYS_ROOT) / FILE, 0
    before = path.read_bytes()
    waits = send(cast.desk, to=NODE, kind="note", body={"text": "x"}, purpose="protection")
    try:
        for step in (lambda: rotate_keys(cast.administrator), lost_key(cast)):
            number = node_keys().number
            for _number in crashes(step, every=every):
                done += 1
                keys = node_keys()
                assert keys.number >= number
                assert len(keys.manifests) == keys.number
                assert keys.signing.kid in {key["kid"] for key in signing_entries(keys)}
                number = keys.number
        with acting_as(system("test")):
            assert Message.objects.get(pk=waits.pk).envelope
    finally:
        path.write_bytes(before)
    return done


def lost_key(cast):
    """Somebody else may hold the key of today: the step revokes whatever signs now."""
    return lambda: revoke_key(cast.administrator, kid=node_keys().signing.kid)


def signing_entries(keys) -> list[dict[str, str]]:
    return [{"kid": VerifyKey.from_jwk(jwk).kid} for jwk in keys.said["signing"] if "revoked" not in jwk]


@pytest.fixture
def line(partner, monkeypatch) -> Line:
    made = Line(partner)
    monkeypatch.setattr(delivery, "Courier", made)
    return made


LEAST = {
    "sending": 12,
    "receipt": 6,
    "delivering": 40,
    "giving and taking back": 90,
    "receiving": 50,
    "withdrawal": 40,
    "corrections": 80,
    "batch": 60,
    "answer": 20,
    "later receipt": 10,
    "file": 35,
    "keys": 15,
}  # places that each step has, at least: so many crashes are made

ALL = {
    "sending": lambda cast, partner: drill_sender(cast, partner, 1),
    "receipt": lambda cast, partner: drill_receipt(cast, partner, 1),
    "delivering": lambda cast, partner: drill_delivery(cast, partner, 1),
    "giving and taking back": lambda cast, partner: drill_giving(cast, partner, 1),
    "receiving": lambda cast, partner: drill_receiver(partner, 1),
    "withdrawal": lambda cast, partner: drill_withdrawal(partner, 1),
    "corrections": lambda cast, partner: drill_corrections(partner, 1),
    "batch": lambda cast, partner: drill_batch(partner, 1),
    "answer": lambda cast, partner: drill_answer(cast, partner, 1),
    "later receipt": lambda cast, partner: drill_later_receipt(cast, partner, 1),
    "file": lambda cast, partner: drill_file(partner, 1),
    "keys": lambda cast, partner: drill_keys(cast, partner, 1),
}


def many(cast, partner, wanted: int) -> dict[str, int]:
    """So many crashes, at every place of every step in turn; how many of each."""
    done = dict.fromkeys(ALL, 0)
    while sum(done.values()) < wanted:
        for name, drill in ALL.items():
            done[name] += drill(cast, partner)
            clear()
    return done


def clear() -> None:
    """What the drill before left, so that the next one counts its own."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE exchange_message, exchange_sharedobject, exchange_tombstone, cases_case CASCADE")
        cursor.execute("UPDATE exchange_peer SET next_seq = 1, last_hash = '', seen_seq = 0")


@pytest.mark.parametrize("step", ALL)
def test_every_place_of_a_step_can_be_its_last(committed_cast, partner, line, settings, tmp_path, step):
    settings.FILES_ROOT = tmp_path
    done = ALL[step](committed_cast, partner)
    assert done >= LEAST[step]


@pytest.mark.nightly
def test_ten_thousand_crashes_lose_nothing_and_double_nothing(committed_cast, partner, line, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    many(committed_cast, partner, 10_000)
