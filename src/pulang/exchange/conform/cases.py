"""The black-box cases: what any implementation of NX/1 must do, over HTTP, with nothing else known of it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

from pulang.exchange.conform.attached import FILE_CASES
from pulang.exchange.conform.hostile import Hostile
from pulang.exchange.conform.kit import Failed, Kit
from pulang.exchange.conform.played import as_bytes, wire_time
from pulang.exchange.conform.refusals import with_header
from pulang.exchange.conform.vectors import example_bodies

HOSTILE = 256
Run = Callable[[Kit], None]


@dataclass(frozen=True)
class Case:
    """`group` is valid, invalid, replayed, reordered or hostile."""

    group: str
    name: str
    run: Run


@dataclass(frozen=True)
class Outcome:
    case: Case
    failure: str

    @property
    def passed(self) -> bool:
        return not self.failure


CASES: list[Case] = []


def case(group: str, name: str) -> Callable[[Run], Run]:
    def keep(run: Run) -> Run:
        CASES.append(Case(group, name, run))
        return run

    return keep


def run_all(kit: Kit, *, only: str = "") -> Iterator[Outcome]:
    """Each case in turn, or the one with this name; one that fails stops no other."""
    for each in (one for one in CASES if only in ("", one.name)):
        try:
            each.run(kit)
        except Failed as error:
            yield Outcome(each, str(error))
        else:
            yield Outcome(each, "")
    kit.keep()


@case("valid", "a message is accepted with a signed receipt of its very bytes")
def _accepted(kit: Kit) -> None:
    receipt = kit.expect(kit.fields(), "accepted")
    if receipt.manifest != kit.manifest["number"]:
        raise Failed("the receipt names another manifest than the newest")


@case("valid", "a batch is answered line by line, in order")
def _batch(kit: Kit) -> None:
    batch = [kit.fields() for _ in range(5)]
    receipts = [kit.receipt(line) for line in kit.lines(*map(kit.seal, batch))]
    if [str(receipt.message) for receipt in receipts] != [fields["id"] for fields in batch]:
        raise Failed("another order")


@case("valid", "one message is put under its id")
def _put(kit: Kit) -> None:
    fields = kit.fields()
    said = kit.probe.signed("PUT", f"/nx/1/in/{fields['id']}", kit.seal(fields), kit.played.signing)
    if said.status != 200 or str(kit.receipt(said.lines[0]).message) != fields["id"]:
        raise Failed(f"status {said.status}")


@case("valid", "fields that nobody knows are let be")
def _unknown(kit: Kit) -> None:
    kit.expect(kit.fields(x_later={"deep": [1, {"a": None}]}), "accepted")


@case("valid", "a clock that is four minutes ahead is borne")
def _ahead(kit: Kit) -> None:
    kit.expect(kit.fields(created=datetime.now(UTC) + timedelta(minutes=4)), "accepted")


@case("valid", "each kind of the golden bodies is read")
def _kinds(kit: Kit) -> None:
    for kind in example_bodies():
        receipt = kit.receipt(kit.lines(kit.seal(kit.fields(kind)))[0])
        if receipt.code in {"body_refused", "envelope_malformed", "agreement_missing"}:
            raise Failed(f"{kind}: {receipt.code}")


@case("valid", "what was sent can be asked for again")
def _gap(kit: Kit) -> None:
    said = kit.probe.signed("GET", "/nx/1/out?after=0", b"", kit.played.signing)
    if said.status != 200:
        raise Failed(f"status {said.status}")


@case("invalid", "an unknown kind, purpose or body is refused by a receipt")
def _refused(kit: Kit) -> None:
    kit.expect(kit.fields() | {"type": "unheard.of"}, "refused", "kind_unknown")
    fields = kit.fields()
    kit.expect(fields | {"handling": {**fields["handling"], "purpose": "other"}}, "refused", "agreement_missing")
    kit.expect(kit.fields(body={"text": ""}), "refused", "body_refused")


@case("invalid", "what is over, or made in the future, is refused by a receipt")
def _times(kit: Kit) -> None:
    past, ahead = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    kit.expect(kit.fields(expires=wire_time(past)), "refused", "expired")
    kit.expect(kit.fields(created=ahead), "refused", "created_in_future")


@case("invalid", "another version, and what must be understood, are not taken")
def _versions(kit: Kit) -> None:
    kit.expect_none(kit.seal(kit.fields(v=2)), "version_unknown")
    kit.expect_none(kit.seal(kit.fields(crit=["x"])), "crit_unknown")


@case("invalid", "a message for another node, or of another, is not taken")
def _nodes(kit: Kit) -> None:
    kit.expect_none(kit.seal(kit.fields(to="node-third")), "not_for_us")
    kit.expect_none(kit.seal(kit.fields(sender="node-third")), "sender_differs")


@case("invalid", "what two readers read differently is not taken")
def _malformed(kit: Kit) -> None:
    text = as_bytes(kit.fields())
    for added in (b'"v":1,', b'"x":NaN,', b'"x":1e999,', b'"x":"\\u0000",', b'"x":' + b"[" * 40 + b"]" * 40 + b","):
        kit.expect_none(kit.played.seal(b"{" + added + text[1:], kit.recipient), "envelope_malformed")


@case("invalid", "a request that proves nothing is turned away")
def _unproven(kit: Kit) -> None:
    body = kit.seal(kit.fields())
    headers = kit.probe.signature("POST", "/nx/1/in", body, kit.played.signing)
    for left_out in headers:
        kept = {name: value for name, value in headers.items() if name != left_out}
        _turned_away(kit, body, kept, "signature_absent")
    _turned_away(kit, body + b" ", headers, "digest_wrong")
    late = kit.probe.signature("POST", "/nx/1/in", body, kit.played.signing, now=int(time.time()) - 400)
    _turned_away(kit, body, late, "outside_time_window")
    _turned_away(kit, body, kit.probe.signature("POST", "/nx/1/in", body, kit.played.root), "key_unknown")
    _turned_away(kit, body, kit.probe.signature("POST", "/nx/1/out", body, kit.played.signing), "signature_wrong")


def _turned_away(kit: Kit, body: bytes, headers: dict[str, str], code: str) -> None:
    said = kit.probe.send("POST", "/nx/1/in", body, headers)
    if (said.status, said.lines) != (401, [f"!{code}"]):
        raise Failed(f"{said.status} {said.lines[0][:40]}, expected 401 !{code}")


@case("replayed", "the same message has one effect and the same receipt")
def _again(kit: Kit) -> None:
    token = kit.seal(kit.fields())
    first, again = kit.lines(token)[0], kit.lines(token)[0]
    both = kit.lines(token, token)
    if {first, again, *both} != {first}:
        raise Failed("another receipt")


@case("replayed", "another text under a used id, or another id under a used number, is an alarm")
def _reused(kit: Kit) -> None:
    fields = kit.fields()
    kit.expect(fields, "accepted")
    kit.expect_none(kit.seal({**fields, "body": {"text": "other"}}), "id_reused")
    kit.expect_none(kit.seal({**fields, "id": str(uuid4())}), "seq_reused")


@case("replayed", "a request serves once")
def _nonce(kit: Kit) -> None:
    body = kit.seal(kit.fields())
    headers = kit.probe.signature("POST", "/nx/1/in", body, kit.played.signing)
    kit.probe.send("POST", "/nx/1/in", body, headers)
    _turned_away(kit, body, headers, "nonce_used")


@case("reordered", "a late number holds up nothing, and is taken when it comes")
def _reordered(kit: Kit) -> None:
    batch = [kit.fields() for _ in range(4)]
    for index in (3, 1, 0, 2):
        kit.expect(batch[index], "accepted")


CASES.extend(Case(*each) for each in FILE_CASES)


@case("hostile", "methods outside the allow-list are refused")
def _methods(kit: Kit) -> None:
    token = kit.seal(kit.fields()).decode()
    for members, code in (
        ({"alg": "none"}, "algorithm_not_allowed"),
        ({"enc": "A128GCM"}, "algorithm_not_allowed"),
        ({"zip": "DEF"}, "compression_refused"),
        ({"typ": "JWT"}, "type_not_expected"),
        ({"crit": ["x"], "x": 1}, "header_not_understood"),
        ({"kid": "nobody"}, "key_unknown"),
    ):
        kit.expect_none(with_header(token, **members).encode(), code)


@case("hostile", "a weaker suite is refused where both announce the stronger")
def _downgrade(kit: Kit) -> None:
    if kit.weaker is not None:
        kit.expect_none(kit.played.seal(as_bytes(kit.fields()), kit.weaker), "downgrade_refused")


@case("hostile", "every seventh byte of a message, changed, is refused")
def _bytes(kit: Kit) -> None:
    token, changed = kit.seal(kit.fields()), []
    for place in range(0, len(token), 7):
        other = bytearray(token)
        other[place] ^= 1
        changed.append(bytes(other))
    for start in range(0, len(changed), 128):
        if not all(line.startswith("!") for line in kit.lines(*changed[start : start + 128])):
            raise Failed("a changed message got a receipt")


@case("hostile", f"{HOSTILE} hostile messages of thirteen sorts are not accepted")
def _hostile(kit: Kit) -> None:
    tokens = Hostile(kit.played, kit.recipient, kit.fields, Random(1)).tokens()  # noqa: S311 (not for keys)
    batch = [next(tokens) for _ in range(HOSTILE)]
    for start in range(0, HOSTILE, 64):
        some = batch[start : start + 64]
        for (name, _), line in zip(some, kit.lines(*(token for _, token in some)), strict=True):
            if not line.startswith("!") and kit.receipt(line).level != "refused":
                raise Failed(f"{name} was accepted")


@case("hostile", "strange addresses and methods break nothing")
def _addresses(kit: Kit) -> None:
    for path in ("/nx/1/in/x", "/nx/1/out?after=-1", "/nx/1/manifest?node=", "/nx/1/in?x=%00"):
        for method in ("GET", "PUT", "POST", "DELETE"):
            status = kit.probe.signed(method, path, b"", kit.played.signing).status
            if status >= 500:
                raise Failed(f"{method} {path}: {status}")


@case("hostile", "after all this the link still works")
def _still(kit: Kit) -> None:
    kit.expect(kit.fields(), "accepted")
