"""The envelope and its kinds: what a node builds and reads, to the last byte that it may hold."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from jsonschema import SchemaError

from pulang.exchange.conform.played import as_bytes, envelope
from pulang.exchange.envelope import (
    PAYLOAD_LIMIT,
    Handling,
    ObjectRef,
    Retention,
    build,
    digest,
    parse,
    read,
    to_wire,
)
from pulang.exchange.errors import BodyRefused, Refused
from pulang.exchange.kinds import Kind, answer_to, asking_kinds, kind_named, register, registered, validator_for
from pulang.exchange.schemas import check, validator

MADE = datetime(2026, 1, 15, 8, 0, 0, 123456, tzinfo=UTC)
NUMBER = "0198c0de-0000-7000-8000-000000000001"


def fields(**more) -> dict:
    said = {"kind": "note", "sender": "node-alpha", "to": "node-beta", "created": MADE, "seq": 7}
    return envelope(**{"message_id": NUMBER, "body": {"text": "x"}, "basis": NUMBER, **said, **more})


def code(payload: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(payload)
    return refused.value.code


def test_every_field_is_read_as_its_type():
    due = {"class": "danger", "reply_by": "2026-01-15T16:00:00Z"}
    found = read(
        as_bytes(fields(prev="a" * 64, thread=NUMBER[:-1] + "2", re=NUMBER[:-1] + "3", due=due, x_more=[1]))
    )
    assert (found.id, found.type, found.sender, found.to) == (UUID(NUMBER), "note", "node-alpha", "node-beta")
    assert (found.created, found.expires) == (MADE, MADE + timedelta(days=60))
    assert (found.seq, found.prev, found.body) == (7, "a" * 64, {"text": "x"})
    assert (found.thread, found.re) == (UUID(NUMBER[:-1] + "2"), UUID(NUMBER[:-1] + "3"))
    assert (found.due, found.reply_by) == ("danger", datetime(2026, 1, 15, 16, tzinfo=UTC))
    assert found.raw["x_more"] == [1]


def test_what_is_not_said_is_empty():
    found = read(as_bytes(fields()))
    assert (found.re, found.due, found.reply_by) == (None, "", None)


def test_another_version_and_what_must_be_understood_are_told_before_the_form():
    assert code(as_bytes({"v": 2})) == "version_unknown"
    assert code(as_bytes({})) == "version_unknown"
    assert code(as_bytes(fields(crit=["x"]))) == "crit_unknown"
    assert read(as_bytes(fields(crit=[]))).seq == 7


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"created": "2026-02-31T00:00:00Z"},
        {"created": "2026-01-15T08:00:00"},
        {"link": {"seq": 0, "prev": ""}},
        {"link": {"seq": 1}},
        {"due": {"class": "danger"}},
        {"to": "Node Beta"},
        {"body": "text"},
    ],
)
def test_a_field_of_another_form_is_malformed(change):
    assert code(as_bytes(fields() | change)) == "envelope_malformed"


def readable(text: bytes) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def test_text_that_two_readers_read_differently_or_no_database_keeps_is_none():
    texts = [
        b'{"a":1,"a":2}',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e999",
        b'"\\u0000"',
        b'"\\ud800"',
        b"\xff",
        b"{",
    ]
    texts += [b'{"\\u0000":1}', b'[["\\u0000"]]', b'{"a":{"b":"\\ud800"}}']
    assert [text for text in texts if readable(text)] == []
    assert parse('{"a":[1.5,"ខ្មែរ",null,true]}'.encode()) == {"a": [1.5, "ខ្មែរ", None, True]}


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_lists_and_objects_may_stand_thirty_one_deep_in_each_other(opening, closing):
    assert parse(opening * 31 + b"1" + closing * 31)
    with pytest.raises(ValueError, match="too deep"):
        parse(opening * 32 + b"1" + closing * 32)


def test_an_envelope_may_have_half_a_megabyte_and_no_byte_more():
    def sized(size: int) -> dict:
        empty = len(build(fields(body={"text": ""})))
        return fields(body={"text": "x" * (size - empty)})

    whole = build(sized(PAYLOAD_LIMIT))
    assert len(whole) == PAYLOAD_LIMIT == 512 * 1024
    assert read(whole).seq == 7
    with pytest.raises(BodyRefused) as refused:
        build(sized(PAYLOAD_LIMIT + 1))
    assert refused.value.details == {"what": "envelope", "place": ".", "why": "too_large"}
    assert code(as_bytes(sized(PAYLOAD_LIMIT + 1))) == "envelope_malformed"


def test_what_is_built_is_the_shortest_text_without_what_is_empty():
    said = {**fields(body={"text": "ស"}), "re": None, "due": None}
    payload = build(said)
    assert json.loads(payload) == {name: value for name, value in said.items() if value is not None}
    assert b": " not in payload
    assert "ស".encode() in payload
    with pytest.raises(BodyRefused) as refused:
        build(fields(lang="english"))
    assert (refused.value.details["what"], refused.value.details["place"]) == ("envelope", "lang")


def test_parts_of_an_envelope_say_what_they_hold():
    basis, uid = uuid4(), uuid4()
    assert Handling("protection", basis).as_json() == {
        "purpose": "protection",
        "basis": str(basis),
        "code": "H2",
        "evaluation": "X4",
        "status": "none",
        "minor": False,
        "onward": False,
        "caveat": "",
    }
    assert ObjectRef(uid, 1).as_json() == {"uid": str(uid), "ver": 1, "op": "create"}
    assert ObjectRef(uid, 3, "withdraw", 2, "ncb").as_json() == {
        "uid": str(uid),
        "ver": 3,
        "op": "withdraw",
        "base": 2,
        "owner": "ncb",
    }
    kept = Retention(date(2026, 1, 2), date(2026, 3, 4)).as_json()
    assert kept == {"review_at": "2026-01-02", "delete_after": "2026-03-04"}
    phnom_penh = timezone(timedelta(hours=7))
    assert to_wire(MADE.astimezone(phnom_penh)) == "2026-01-15T08:00:00.123456Z"
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_kind_is_registered_once_and_known_by_its_name():
    kind = kind_named("note")
    with pytest.raises(ValueError, match="note is registered already"):
        register(kind)
    with pytest.raises(Refused) as refused:
        kind_named("unheard.of")
    assert (refused.value.code, refused.value.details) == ("kind_unknown", {"kind": "unheard.of"})
    with pytest.raises(Refused) as refused:
        answer_to("note")
    assert (refused.value.code, refused.value.details) == ("kind_unknown", {"kind": "note"})
    names = [each.name for each in registered()]
    assert names == sorted(names)
    assert {"note", "case.share", "system.hello", "system.checkpoint"} <= set(names)


def test_a_kind_whose_schema_is_none_is_not_registered():
    with pytest.raises(SchemaError):
        register(Kind("unheard.of", {"type": 5}, kind_named("note").handle))
    with pytest.raises(Refused):
        kind_named("unheard.of")


def test_a_question_has_the_kind_that_answers_it():
    assert answer_to("identification.request").name == "identification.answer"
    with pytest.raises(Refused):
        answer_to("note")
    assert {"identification.request", "nationality.request", "case.proposal"} <= asking_kinds()
    assert not {"note", "case.share", "identification.answer", ""} & asking_kinds()


def test_a_change_without_content_has_a_form_of_its_own():
    kind = kind_named("case.share")
    for op in ("withdraw", "restrict", "review"):
        check(validator_for(kind, op), {"reason": "safety"}, what="x")
    for op in ("", "create", "correct"):
        assert validator_for(kind, op) is kind.validator()


def test_what_does_not_fit_is_told_by_its_place_and_never_by_its_value():
    with pytest.raises(BodyRefused) as refused:
        check(validator("receipt"), {"v": 1}, what="receipt")
    assert refused.value.details == {"what": "receipt", "place": ".", "why": "required"}
    with pytest.raises(BodyRefused) as refused:
        check(validator("envelope"), fields(link={"seq": "secret", "prev": ""}), what="envelope")
    assert refused.value.details == {"what": "envelope", "place": "link/seq", "why": "type"}
    assert "secret" not in str(refused.value)
