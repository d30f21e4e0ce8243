"""The batch and the desk compare alike, from one file of weights; DuckDB and Spark find the same pairs."""

from collections import Counter
from datetime import date

import pytest
import yaml

from pulang.lib.partial_date import PartialDate
from pulang.matching.linkage.engines import EngineMissing, engine_named
from pulang.matching.linkage.engines.duck import DuckEngine
from pulang.matching.linkage.engines.learning import learn
from pulang.matching.linkage.rules.learnt import changes, learnt_weights
from pulang.matching.rules import Evidence, compare, keys_of, prepare, weights
from pulang.matching.rules.dates import likeness_of_dates
from pulang.matching.rules.names import compare_names
from pulang.matching.rules.packing import pack, unpack
from pulang.matching.rules.weights import DATA, read_weights
from tests.matching.linkage.people import TODAY, columns, loaded, made

EVERYTHING = -1_000.0


def other_weights():
    """A file with each weight moved, so that none is right by chance."""
    table = yaml.safe_load((DATA / "weights.yaml").read_text())
    for field, levels in table["fields"].items():
        for place, (level, bits) in enumerate(levels.items()):
            moved = bits + (0.37 + place / 16) * (1 if bits > 0 else -1)
            if field == "relatives":
                moved = abs(bits - 0.13)
            levels[level] = -0.5 if (field, level) == ("birth_date", "year") else moved
    return read_weights(yaml.safe_dump(table))


@pytest.mark.parametrize("model", [weights(), other_weights()], ids=["shipped", "another"])
def test_the_batch_gives_the_score_that_the_desk_gives(model):
    records = made()
    engine = DuckEngine()
    loaded(engine, records)
    found = engine.pairs(model, least=EVERYTHING, part=0, parts=1)
    assert len(found) > 200
    for left, right, score, _ in found:
        assert score == pytest.approx(compare(records[left], records[right], model).score, abs=1e-6)
    codes = {claim.code for left, right, *_ in found for claim in compare(records[left], records[right]).claims}
    assert {"relatives", "birth_date_swapped", "nik_one_digit", "phone_equal", "birth_place_differs"} <= codes


def test_what_is_left_out_before_names_are_compared_could_not_have_reached_the_score():
    engine = DuckEngine()
    loaded(engine, made())
    model = weights()
    all_of_them = engine.pairs(model, least=EVERYTHING, part=0, parts=1)
    parts = [pair for part in range(3) for pair in engine.pairs(model, least=14.0, part=part, parts=3)]
    assert {pair[:2] for pair in parts} == {pair[:2] for pair in all_of_them if pair.score >= 14.0}


def test_a_pair_knows_how_many_share_its_rarest_key():
    engine, records = DuckEngine(), made()
    loaded(engine, records)
    keys = [set(keys_of(record)) for record in records]
    held = Counter(key for some in keys for key in some)
    found = engine.pairs(weights(), least=14.0, part=0, parts=1)
    rarest = [min(held[key] for key in keys[pair.left] & keys[pair.right]) for pair in found]
    assert [pair.sharing for pair in found] == rarest
    assert set(rarest) == {2, 3}


def test_several_papers_and_names_are_compared_as_at_the_desk():
    papers = ("3171051708950001", "3171051708950003"), ("3171051708950002",)
    told = [
        Evidence(("Siti Aminah", "Siti binti Hasan"), "1995-08-17", "Tanjung Priok", "female", "IDN", papers[0]),
        Evidence(("Sitti Aminah alias Ami", "Aminah"), "~1996", "Priok", "female", "IDN", papers[1], ("081299",)),
        Evidence(("Rina",), "1995-01-01", "Medan", phones=("+6281234567890", "+6281234567891")),
        Evidence(("Rina Wati",), "1995-01-17", "Medann", phones=("081234567891",)),
        Evidence((), "", "", papers=("A1234567", "B7654321")),
        Evidence(("Rina W.",), "1995", "", papers=("B7654312",)),
    ]
    records = [prepare(one, today=TODAY) for one in told]
    engine = DuckEngine()
    loaded(engine, records)
    engine.connection.execute(
        "CREATE OR REPLACE TABLE followed AS SELECT 1 AS key, unique_id, 20.0 AS bits FROM link_rows"
    )
    found = engine.pairs(weights(), least=EVERYTHING, part=0, parts=1)
    assert len(found) == len(records) * (len(records) - 1) / 2
    for left, right, score, _ in found:
        assert score == pytest.approx(compare(records[left], records[right]).score, abs=1e-6)


def test_names_come_back_from_text_as_they_went():
    for record in made(60, 20):
        for other in made(5, 5):
            straight = compare_names(record.names, other.names, weights())
            assert compare_names(unpack(pack(record.names)), unpack(pack(other.names)), weights()) == straight


def test_a_full_date_that_is_only_about_is_compared_like_others():
    about = PartialDate(1997, 3, 8, approximate=True)
    assert likeness_of_dates(about, PartialDate(1997, 3, 9)) == "one_digit"


@pytest.mark.nightly
def test_learning_sees_that_equal_dates_and_words_speak_for_one_person():
    records = made(1500, 500)
    chances = learn([columns(records, learning=True)], sampled=50_000)
    same, chance = chances["birth_date"]["equal"]
    assert same > 0.3
    assert chance < 0.01
    same, chance = chances["word_1"]["equal"]
    assert same > 10 * chance


def test_learnt_weights_follow_what_was_seen_and_stay_near_the_shipped():
    chances = {
        "birth_date": {"equal": (0.5, 0.5 / 2**12), "year": (0.9, 0.1), "differs": (0.2, 0.9)},
        "word_1": {
            "equal": (0.6, 0.001),
            "spelling": (0.1, 0.00001),
            "typo": (0.05, 0.0005),
            "differs": (0.2, 0.99),
        },
        "sex": {"equal": (0.4, 0.5), "differs": (0.6, 0.5)},
    }
    text = learnt_weights(chances, {"nik": {"equal": 40, "differs": 60}}, version=7, made=date(2026, 11, 24))
    learnt = read_weights(text)
    assert learnt.rarest == weights().rarest  # words keep their rarity
    assert learnt.birth_date["equal"] == 12.0
    assert learnt.word["spelling"] <= learnt.word["equal"]  # nothing speaks more for one person than what is equal
    assert learnt.sex == {"equal": 0.0, "differs": -3.0}  # never against its sense, nor three bits away
    moved = {(one["field"], one["level"]): one["learnt"] - one["shipped"] for one in changes(text)}
    assert all(abs(change) <= 3.01 for change in moved.values())
    assert moved["nik", "equal"] < 0 < moved["nik", "differs"]  # officers saw many replaced ones
    assert not moved["paper", "equal"]


def test_a_missing_engine_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pulang.matching.linkage.engines.duck", None)
    with pytest.raises(EngineMissing):
        engine_named("duckdb")


@pytest.mark.nightly
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # Spark's
def test_spark_finds_the_same_pairs_with_the_same_settings():
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install pulang[spark]")
    from pulang.matching.linkage.engines.spark import SparkEngine, has_java

    if not has_java():
        pytest.skip("Spark needs a Java runtime (17 or later), and there is none on this machine")
    records, found = made(), {}
    for kind in (DuckEngine, SparkEngine):
        engine = kind()
        try:
            loaded(engine, records)
            pairs = engine.pairs(weights(), least=10.0, part=0, parts=1)
        finally:
            engine.close()
        found[kind] = {pair[:2]: (round(pair.score, 6), pair.sharing) for pair in pairs}
    assert found[DuckEngine] == found[SparkEngine]
    assert len(found[DuckEngine]) > 60
