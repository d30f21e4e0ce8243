"""Meeting a partner: its invite, the phrase of which each side reads half, and the agreement that both sign."""

import json
from collections.abc import Callable
from datetime import timedelta
from secrets import token_bytes

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.access.models import AgencyKind
from pulang.audit.models import Entry
from pulang.crypto.signing import sign_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.db.context import acting_as
from pulang.exchange.conform.played import PlayedNode
from pulang.exchange.errors import PairingRefused
from pulang.exchange.keys.manifests import sign_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, Message, Peer
from pulang.exchange.partners.hello import KIND
from pulang.exchange.partners.meeting import hear_phrase, meeting_for
from pulang.exchange.partners.pairing import (
    AGREEMENT_TYPE,
    accept_invite,
    canonical,
    confirm_peer,
    invite,
    keep_agreement,
    new_terms,
    phrase_with,
    sign_agreement,
)
from pulang.lib.actor import system
from pulang.lib.errors import NotFound
from tests.cast import make_actor, make_agency

THIRD = "ncb-third"


def random(_name: str, length: int) -> bytes:
    return token_bytes(length)


@pytest.fixture
def played() -> PlayedNode:
    return PlayedNode.make(THIRD, random, created=timezone.now() - timedelta(days=1))


@pytest.fixture
def second(cast):
    return make_actor("admin-two", make_agency("it-two", AgencyKind.ADMINISTRATION), "administrator")


def invited(played: PlayedNode, **more) -> dict:
    return {**played.invite(name="Third", country="THA", address="https://third.example"), **more}


def why(act: Callable[[], object]) -> str:
    with pytest.raises(PairingRefused) as refused:
        act()
    return str(refused.value.details["why"])


def test_an_invite_says_who_and_where_this_node_is(db, settings):
    keys = node_keys()
    assert invite() == {
        "v": 1,
        "node": settings.NODE.id,
        "name": settings.NODE.name,
        "country": settings.NODE.country,
        "address": settings.EXCHANGE_URL or settings.BASE_URL,
        "root": keys.root_public.jwk(),
        "manifest": keys.manifests[-1],
    }
    settings.EXCHANGE_URL = "https://door.example"
    assert invite()["address"] == "https://door.example"


def test_an_invite_is_kept_as_a_partner_that_is_not_paired(cast, played):
    peer = accept_invite(cast.administrator, invite=invited(played))
    kept = Peer.objects.select_related("agency").get(node_id=THIRD)
    assert (kept.base_url, kept.root, kept.paired_at) == (
        "https://third.example",
        played.root.public.jwk(),
        None,
    )
    assert (kept.manifest["number"], kept.manifests) == (1, [played.manifest])
    assert (kept.agency.code, kept.agency.name, kept.agency.kind, kept.agency.country) == (
        THIRD,
        "Third",
        AgencyKind.PEER,
        "THA",
    )
    told = json.loads(Entry.objects.filter(event="peer.changed").latest("id").text)
    assert told["details"] == {"peer": THIRD, "manifest": 1}
    assert accept_invite(cast.administrator, invite=invited(played)) == peer, "again, and nothing changes"


def test_an_invite_that_is_broken_ours_or_of_another_root_is_refused(cast, played):
    other = PlayedNode.make(THIRD, random, created=timezone.now())
    for broken in (
        {"root": other.root.public.jwk()},
        {"manifest": "x.y.z"},
        {"manifest": sign_manifest({**played.said(), "node": "ncb-fourth"}, played.root)},
        {"country": "Thailand"},
        {"node": "Not A Name"},
    ):
        assert why(lambda said=invited(played, **broken): accept_invite(cast.administrator, invite=said)) == (
            "invite_broken"
        ), broken
    assert why(lambda: accept_invite(cast.administrator, invite=invite())) == "own_invite"
    accept_invite(cast.administrator, invite=invited(played))
    assert why(lambda: accept_invite(cast.administrator, invite=invited(other))) == "root_differs"


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://third.example:8443", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://third.example", False),
        ("http://127.0.0.2", False),
    ],
)
def test_what_leaves_this_machine_goes_under_tls(cast, played, address, taken):
    said = invited(played, address=address)
    if taken:
        assert accept_invite(cast.administrator, invite=said).base_url == address
    else:
        assert why(lambda: accept_invite(cast.administrator, invite=said)) == "address_without_tls"


def test_the_whole_phrase_pairs_and_no_other(cast, played):
    assert why(lambda: confirm_peer(cast.administrator, node_id=THIRD, typed="x")) == "peer_unknown"
    peer = accept_invite(cast.administrator, invite=invited(played))
    phrase = phrase_with(peer)
    other = " ".join(reversed(phrase.split()))
    assert why(lambda: confirm_peer(cast.administrator, node_id=THIRD, typed=other)) == "phrase_differs"
    assert Peer.objects.get(node_id=THIRD).paired_at is None
    assert confirm_peer(cast.administrator, node_id=THIRD, typed=phrase.upper()).paired_at
    assert Peer.objects.get(node_id=THIRD).paired_at
    assert json.loads(Entry.objects.filter(event="peer.paired").latest("id").text)["details"] == {"peer": THIRD}


def test_two_officers_type_the_half_that_only_the_other_side_reads_out(cast, second, played):
    peer = accept_invite(cast.administrator, invite=invited(played))
    words = phrase_with(peer).split()
    first, last = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    ours_is_less = node_keys().root_public.raw < played.root.public.raw
    ours, theirs = (first, last) if ours_is_less else (last, first)
    before = meeting_for(second, THIRD)
    assert (before.node, before.name, before.read_out) == (THIRD, "Third", ours)
    assert (before.heard, before.by_you, before.paired_at, before.round_trip_at) == (0, False, None, None)
    assert why(lambda: hear_phrase(cast.administrator, node=THIRD, heard=ours)) == "phrase_differs"
    assert not hear_phrase(cast.administrator, node=THIRD, heard=theirs).paired_at
    assert why(lambda: hear_phrase(cast.administrator, node=THIRD, heard=theirs)) == "same_officer"
    assert [
        (one.heard, one.by_you) for one in (meeting_for(who, THIRD) for who in (cast.administrator, second))
    ] == [
        (1, True),
        (1, False),
    ]
    paired = hear_phrase(second, node=THIRD, heard=theirs)
    assert Peer.objects.get(node_id=THIRD).paired_at == paired.paired_at
    assert hear_phrase(second, node=THIRD, heard="anything").paired_at == paired.paired_at, "it is done"
    after = meeting_for(second, THIRD)
    assert (after.read_out, after.heard, after.paired_at) == ("", 2, paired.paired_at)
    steps = Entry.objects.filter(text__contains="phrase").order_by("id").values_list("event", "text")
    assert [(event, json.loads(text)["details"]["phrase"]) for event, text in steps] == [
        ("peer.changed", "differs"),
        ("peer.changed", "heard"),
        ("peer.paired", "heard"),
    ]
    with pytest.raises(NotFound):
        meeting_for(second, "ncb-elsewhere")


@pytest.fixture
def paired(cast, played) -> Peer:
    peer = accept_invite(cast.administrator, invite=invited(played))
    peer.paired_at = timezone.now()
    peer.save()
    return peer


def signed_by_both(cast, played: PlayedNode, **more) -> dict:
    until = timezone.localdate() + timedelta(days=9)
    terms = {**new_terms(THIRD, kinds=["note"], purposes=["protection"], until=until, reference="x"), **more}
    theirs = sign_jws(canonical(terms), played.signing, typ=AGREEMENT_TYPE).decode()
    return sign_agreement(cast.administrator, terms=terms, signatures={THIRD: theirs})


def greetings() -> int:
    with acting_as(system("test")):
        return Message.objects.filter(kind=KIND, outgoing=True).count()


def test_an_agreement_of_both_is_in_force_and_the_nodes_greet(cast, played, paired):
    signed = signed_by_both(cast, played)
    kept = keep_agreement(cast.administrator, signed=signed)
    assert (kept.peer, kept.terms, kept.signatures) == (paired, signed["terms"], signed["signatures"])
    assert (str(kept.pk), kept.until.isoformat()) == (signed["terms"]["id"], signed["terms"]["until"])
    assert greetings() == 1
    assert keep_agreement(cast.administrator, signed=signed) == kept
    assert (Agreement.objects.count(), greetings()) == (1, 1)


@pytest.mark.parametrize(("days", "count"), [(0, 1), (-1, 0)])
def test_nobody_is_greeted_under_an_agreement_that_is_over(cast, played, paired, days, count):
    until = (timezone.localdate() + timedelta(days=days)).isoformat()
    keep_agreement(cast.administrator, signed=signed_by_both(cast, played, until=until))
    assert greetings() == count


def test_an_agreement_that_is_broken_of_others_or_not_signed_by_both_is_not_kept(cast, played, paired):
    good = signed_by_both(cast, played)
    own, terms, signatures = settings.NODE.id, good["terms"], good["signatures"]
    stranger = sign_jws(canonical(terms), SigningKey.generate(), typ=AGREEMENT_TYPE).decode()
    other = canonical({**terms, "retention_days": 9})
    for signed, expected in (
        ({}, "agreement_broken"),
        ({"terms": terms, "signatures": 5}, "agreement_broken"),
        ({**good, "terms": {**terms, "until": "2026-02-31"}}, "agreement_broken"),
        ({**good, "terms": {**terms, "kinds": "note"}}, "agreement_broken"),
        ({**good, "terms": {**terms, "between": [THIRD, "ncb-fourth"]}}, "not_between_us"),
        ({**good, "terms": {**terms, "between": [own, "ncb-fourth"]}}, "not_between_us"),
        ({**good, "signatures": {own: signatures[own]}}, "signature_wrong"),
        ({**good, "signatures": {THIRD: signatures[THIRD]}}, "signature_wrong"),
        ({**good, "signatures": {**signatures, THIRD: stranger}}, "signature_wrong"),
        ({**good, "signatures": {**signatures, own: stranger}}, "signature_wrong"),
        ({**good, "terms": {**terms, "retention_days": 9}}, "terms_differ"),
        (
            {
                **good,
                "signatures": {**signatures, THIRD: sign_jws(other, played.signing, typ=AGREEMENT_TYPE).decode()},
            },
            "terms_differ",
        ),
    ):
        assert why(lambda said=signed: keep_agreement(cast.administrator, signed=said)) == expected
    assert not Agreement.objects.exists()
    Peer.objects.update(paired_at=None)
    assert why(lambda: keep_agreement(cast.administrator, signed=good)) == "not_between_us"
