"""Comparing a list with a partner's: asked, decided by an officer, compared; nothing of other rows is learnt."""

from datetime import date
from uuid import UUID

import pytest

from pulang.crypto.blinding import SHORT, Blinder
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotAllowed, NotFound
from pulang.matching.overlaps.actions import accept_overlap, ask_overlap, decline_overlap, proceed
from pulang.matching.overlaps.errors import OverlapDecided
from pulang.matching.overlaps.models import Overlap, Points
from pulang.matching.overlaps.queries import count_overlaps, overlap_for, overlaps_for
from pulang.matching.overlaps.rules import blinded_set, doubled, found_rows, padded, words_of
from pulang.matching.rules import Evidence, prepare
from tests.exchange.partner import NODE
from tests.matching.overlaps.conftest import gives_points, hand_in, points_sent, says, sent, wants

NODE_ITSELF = system("job")


def words(name, born="", *papers, wide=False):
    return words_of(prepare(Evidence((name,), born, papers=papers), today=date(2026, 11, 24)), wide=wide)


RAID = [words("JOKO SUSILO MUHAMMAD", "1997-03-08"), words("WATTI RINA", "", "B7654312"), words("SLAMET")]


def ask(cast, import_id, **more):
    return ask_overlap(cast.officer, import_id=import_id, to=NODE, reason="Their families ask.", **more)


def compares(partner, rows):
    """The partner answers with its rows what was sent to it."""
    (request,) = sent("overlap.request")
    of_set, blinder = request.body["set"], Blinder.new()
    gives_points(partner, of_set, "doubled", doubled(points_sent("asked"), blinder))
    gives_points(partner, of_set, "own", blinded_set(rows, blinder, UUID(of_set).bytes)[0])
    re = str(request.pk)
    said = says(partner, "overlap.answer", set=of_set, result="compared", rows=padded(len(rows)), re=re)
    assert said.state == "accepted"


def test_rows_that_may_match_come_back_with_case_and_reason(cast, partner, missing):
    overlap = ask(cast, missing)
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "asked"
    compares(partner, RAID)
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "compared"
    view, rows = overlap_for(cast.officer, overlap.pk)
    assert (view.state, view.found, view.label) == ("compared", 2, "missing in May")
    assert [(row.person.name, set(row.agreed) & {"n", "y"}) for row in rows] == [
        ("Moh. Djoko Soesilo", {"y"}),
        ("Rina Wati", {"n"}),
    ]
    assert all(row.case_id for row in rows)


def test_what_leaves_is_of_one_size_and_holds_no_name(cast, partner, missing):
    proceed(NODE_ITSELF, overlap_id=ask(cast, missing).pk)
    (request,) = sent("overlap.request")
    assert request.body.keys() == {"set", "rows", "slots", "words", "text"}
    assert request.body["rows"] == 64
    assert len(points_sent("asked")) == 64 * 32 * 32
    assert {one.officer["role"] for one in sent("overlap.points")} == {"system"}
    assert all(len(one.officer["approvers"]) == 1 for one in sent("overlap.points"))


def test_the_secret_and_the_points_are_gone_when_it_is_over(cast, partner, missing):
    overlap = ask(cast, missing)
    proceed(NODE_ITSELF, overlap_id=overlap.pk)
    compares(partner, RAID)
    proceed(NODE_ITSELF, overlap_id=overlap.pk)
    with acting_as(NODE_ITSELF):
        held = Overlap.objects.get(pk=overlap.pk)
        assert (held.secret, held.owners) == (None, None)
        assert not Points.objects.exists()


def test_it_goes_on_only_when_every_part_is_there(cast, partner, missing):
    overlap = ask(cast, missing)
    proceed(NODE_ITSELF, overlap_id=overlap.pk)
    (request,) = sent("overlap.request")
    says(partner, "overlap.answer", set=request.body["set"], result="compared", rows=64, re=str(request.pk))
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "asked"


def test_a_partner_learns_which_of_its_rows_may_match_after_an_officer_agreed(cast, partner):
    theirs = Blinder.new()
    rows = [words("Moh. Djoko Soesilo", "~1998", wide=True), words("Dewi Lestari", "2001-02-03", wide=True)]
    of_set = wants(partner, rows, theirs)
    with acting_as(NODE_ITSELF):
        overlap = Overlap.objects.get(set=of_set)
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "open"
    assert sent("overlap.points") == []
    assert [count_overlaps(actor) for actor in (cast.officer, cast.colleague)] == [1, 1]
    raid = hand_in(cast.colleague, "Name,Birth date\nJOKO SUSILO MUHAMMAD,08/03/1997\nNgoc Lan,1/2/1990\n")
    accept_overlap(cast.colleague, overlap_id=overlap.pk, import_id=raid)
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "answered"
    _, owners = blinded_set(rows, theirs, UUID(of_set).bytes)
    twice, own = points_sent("doubled"), points_sent("own")
    assert len(twice) == 64 * 32 * SHORT
    assert len(own) == 64 * 32 * 32
    # the partner keeps its own order; here the doubled points alone say how many of its words are there
    assert len(found_rows(twice, own, [[(place, "x")] for place in range(len(owners))], theirs)) >= 1
    (answer,) = sent("overlap.answer")
    assert (answer.body["result"], answer.body["rows"]) == ("compared", 64)
    assert overlaps_for(cast.officer) == ()


def test_declining_tells_the_partner_and_nothing_else(cast, partner):
    wants(partner, RAID, Blinder.new())
    with acting_as(NODE_ITSELF):
        overlap = Overlap.objects.get()
    proceed(NODE_ITSELF, overlap_id=overlap.pk)
    decline_overlap(cast.officer, overlap_id=overlap.pk)
    (answer,) = sent("overlap.answer")
    assert answer.body == {"set": str(overlap.set), "result": "declined"}
    assert sent("overlap.points") == []
    with pytest.raises((OverlapDecided, NotFound)):
        accept_overlap(cast.colleague, overlap_id=overlap.pk, import_id=hand_in(cast.colleague))


def test_a_declined_comparison_ends_ours(cast, partner, missing):
    overlap = ask(cast, missing)
    proceed(NODE_ITSELF, overlap_id=overlap.pk)
    (request,) = sent("overlap.request")
    says(partner, "overlap.answer", set=request.body["set"], result="declined", re=str(request.pk))
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "declined"
    assert overlap_for(cast.officer, overlap.pk)[1] == ()


def test_hostile_points_end_the_comparison(cast, partner):
    wants(partner, [], Blinder.new(), of_set="0198c0de-0000-4000-8000-000000000009")
    with acting_as(NODE_ITSELF):
        overlap = Overlap.objects.get()
        part = overlap.parts.get()
        part.points = bytes(32) + bytes(part.points)[32:]
        part.save()
    proceed(NODE_ITSELF, overlap_id=overlap.pk)
    accept_overlap(cast.officer, overlap_id=overlap.pk, import_id=hand_in(cast.officer))
    assert proceed(NODE_ITSELF, overlap_id=overlap.pk) == "declined"
    assert sent("overlap.points") == []


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("overlap.answer", {"result": "compared", "rows": 64}, "object_unknown"),
        ("overlap.points", {"what": "own", "part": 0, "points": "AAAA"}, "object_unknown"),
        ("overlap.points", {"what": "asked", "part": 0, "points": "AAAA"}, "body_refused"),
        ("overlap.request", {"rows": 64, "slots": 32, "words": "other", "text": "x"}, "overlap_words_differ"),
        ("overlap.request", {"rows": 65, "slots": 32, "words": "x", "text": "x"}, "body_refused"),
    ],
)
def test_what_does_not_fit_is_refused(cast, partner, kind, body, code):
    said = says(partner, kind, set="0198c0de-0000-4000-8000-000000000001", **body)
    assert (said.state, said.code) == ("refused", code)


def test_a_partner_that_asks_again_and_again_is_refused(cast, partner):
    for number in range(5):
        wants(partner, [], Blinder.new(), of_set=f"0198c0de-0000-4000-8000-00000000000{number}")
    said = says(partner, "overlap.points", set=f"0198c0de-{0:04}-4000-8000-000000000009", what="asked", part=0,
                points="A" * 43)  # fmt: skip
    assert said.code == "overlaps_too_many"


def test_only_ones_own_list_is_compared_and_one_with_somebody_on_it(cast, partner, missing):
    with pytest.raises(NotFound):
        ask_overlap(cast.colleague, import_id=missing, to=NODE, reason="x")
    with pytest.raises(NotAllowed):
        ask_overlap(cast.shelter_worker, import_id=missing, to=NODE, reason="x")
    with pytest.raises(Invalid, match="list_has_nobody"):
        ask(cast, hand_in(cast.officer, "Name,Sex\n,F\n"))
    with pytest.raises(NotFound):
        overlap_for(cast.colleague, ask(cast, missing).pk)


def test_asking_twice_with_one_token_is_one_comparison(cast, partner, missing):
    assert ask(cast, missing, once="o").pk == ask(cast, missing, once="o").pk
