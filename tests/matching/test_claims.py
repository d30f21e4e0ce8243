"""For every claim pairs that make it and pairs, just as near, that do not; in Latin letters and in Khmer script."""

from datetime import date

import pytest

from pulang.matching.rules import Evidence, compare, prepare
from pulang.matching.sentences import CLAIMS

TODAY = date(2026, 11, 24)
NIK = "3204110803970001"


def codes(left: Evidence, right: Evidence) -> set[str]:
    one, other = (prepare(evidence, today=TODAY) for evidence in (left, right))
    there, back = (compare(one, other), compare(other, one))
    assert {claim.code for claim in there.claims} == {claim.code for claim in back.claims}
    return {claim.code for claim in there.claims}


# code: pairs of names that say it · pairs that do not
NAMES = {
    "word_equal": ([("Joko", "Joko"), ("សុភា", "សុភា")], [("Joko", "Djoko"), ("សុភា", "Sophea"), ("Dewi", "Devi")]),
    "word_spelling": (
        [
            ("Djoko", "Joko"), ("Soesilo", "SUSILO"), ("Tjahjono", "Cahyono"), ("Supriadi", "Soeprijadi"),
            ("Syarif", "Sjarief"), ("Yoesoef", "Jusuf"), ("Moch.", "Muhammad"), ("Zaenudin", "Zainuddin"),
            ("Romadhon", "Ramadan"), ("Mustofa", "Mustafa"), ("Qomaruddin", "Kamarudin"), ("Dzulkifli", "Zulkifly"),
            ("Setiawan", "Setyawan"), ("Hidajat", "Hidayat"), ("Sitti", "Siti"), ("Liem", "Lim"), ("Oey", "Oei"),
            ("សុខ", "Sok"), ("ស្រីមុំ", "Sreymom"), ("រតនា", "Rattana"), ("ប្រាក់", "Prak"), ("វាសនា", "Veasna"),
            ("Srey", "Srei"), ("Keo", "Kev"), ("Ouk", "Uk"), ("Chea", "Jea"), ("Heng", "Hieng"), ("Vuthy", "Vuthi"),
            ("Sokhar", "Sokha"), ("Phorn", "Phon"), ("Sau", "Sao"), ("Pheakdey", "Phakdei"),
        ],
        [
            ("Slamet", "Slamun"), ("Budi", "Rudi"), ("Dewi", "Devi"), ("Joko", "Eko"), ("Rina", "Rini"),
            ("Aminah", "Aminatun"), ("Santoso", "Susanto"), ("Wahyudi", "Wahyuni"), ("Made", "Mada"),
            ("Hasan", "Hasanah"), ("Sokha", "Sokhom"), ("សុភា", "សុភាព"), ("Chan", "Chanthy"), ("វណ្ណា", "វុទ្ធី"),
            ("Phalla", "Phirun"), ("Sophea", "Sophal"),
        ],
    ),
    "word_sound": (
        [("Bopha", "Popha"), ("Widodo", "Vitoto"), ("Kunti", "Gundi")],
        [("Bopha", "Sopha"), ("Dara", "Dary")],
    ),
    "word_typo": (
        [("Wulandari", "Wulandri"), ("Lestari", "Lestrai"), ("Samnang", "Samnxng"), ("Ratha", "Rqtha")],
        [("Wulandari", "Wulansasi"), ("Budi", "Rudi"), ("Yudi", "Rudi"), ("Sok", "Sak")],
    ),
    "word_far": (
        [("Susilowati", "Susilawoti"), ("Budi", "Rudi"), ("Dara", "Sara")],
        [("Joko", "Rina"), ("សុខ", "Heng")],
    ),
    "word_short": (
        [("Sus", "Susilo"), ("Sam", "Samnang")],
        [("Sus", "Yususilo"), ("Su", "Susilo"), ("Sam", "Osamu")],
    ),
    "word_initial": (
        [("A. Lestari", "Ani Lestari"), ("S. Chea", "Sophal Chea")],
        [("A. Lestari", "Rini Lestari"), ("S. Chea", "Vuthy Chea")],
    ),
    "word_joined": (
        [("Mawarsari", "Mawar Sari"), ("Sreymom", "Srey Mom"), ("ស្រីនាង", "Srey Neang")],
        [("Mawarsari", "Mawar Dewi"), ("Sreymom", "Srey Pov")],
    ),
    "words_left_over": (
        [("Siti Aminah", "Siti Aminah Hasan"), ("សុខ ជា", "សុខ ជា វុទ្ធី")],
        [("Siti Aminah", "Siti Rohani"), ("Siti Aminah", "Siti Aminah binti Hasan"), ("សុខ ជា", "Chea Sok")],
    ),
    "words_differ": (
        [("Siti Aminah", "Siti Rohani"), ("សុខ ជា", "Sok Vuthy")],
        [("Siti Aminah", "Aminah Siti"), ("សុខ ជា", "ជា សុខ"), ("Joko", "Rina")],
    ),
    "name_differs": (
        [("Joko", "Rina"), ("សុខ ជា", "Heng Vuthy")],
        [("Joko Susilo", "Joko Rahmat"), ("សុខ ជា", "Sok Vuthy")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "left", "right"), [(code, *pair) for code, (yes, _) in NAMES.items() for pair in yes]
)
def test_two_names_make_the_claim(code, left, right):
    assert code in codes(Evidence(names=(left,)), Evidence(names=(right,)))


@pytest.mark.parametrize(
    ("code", "left", "right"), [(code, *pair) for code, (_, no) in NAMES.items() for pair in no]
)
def test_two_names_do_not_make_the_claim(code, left, right):
    assert code not in codes(Evidence(names=(left,)), Evidence(names=(right,)))


# code: field, a pair that says it, a pair that does not
OTHERS = {
    "birth_date_equal": ("birth_date", ("1997-03-08", "1997-03-08"), ("1997-03-08", "1997-03-09")),
    "birth_date_swapped": ("birth_date", ("1997-03-08", "1997-08-03"), ("1997-03-08", "1996-08-03")),
    "birth_date_one_digit": ("birth_date", ("1997-03-08", "1997-03-18"), ("1997-03-08", "1997-03-19")),
    "birth_date_placeholder": ("birth_date", ("1997-01-01", "1997-01-01"), ("1997-01-01", "1997-01-02")),
    "birth_date_year_month": ("birth_date", ("1997-03-08", "1997-03-27"), ("1997-03-08", "1997-04-27")),
    "birth_date_month_day": ("birth_date", ("1997-03-08", "1981-03-08"), ("1997-03-08", "1981-03-09")),
    "birth_date_near_year_same_day": ("birth_date", ("1997-03-08", "1996-03-08"), ("1997-03-08", "1993-03-08")),
    "birth_date_year_other_day": ("birth_date", ("1997-03-08", "1997-11-27"), ("1997-03-08", "1997")),
    "birth_date_year": ("birth_date", ("1997", "1997-03-08"), ("1997-03-08", "1997-11-27")),
    "birth_date_near_year_other_day": ("birth_date", ("1997-03-08", "1996-11-27"), ("1997-03-08", "1996")),
    "birth_date_near_year": ("birth_date", ("~1998", "1997-03-08"), ("~1998", "1994-03-08")),
    "birth_date_near": ("birth_date", ("1995", "1997"), ("1994", "1997")),
    "birth_date_differs": ("birth_date", ("1985-03-09", "1997-11-28"), ("1997-03-09", "1997-11-28")),
    "birth_place_equal": ("birth_place", ("Medan", "MEDAN"), ("Medan", "Padang")),
    "birth_place_like": ("birth_place", ("Kota Medan", "Medan"), ("Medan", "Siem Reap")),
    "birth_place_differs": ("birth_place", ("Medan", "Siem Reap"), ("ភ្នំពេញ", "ភ្នំពេញ")),
    "sex_equal": ("sex", ("female", "female"), ("female", "male")),
    "sex_differs": ("sex", ("female", "male"), ("female", "")),
    "nationality_equal": ("nationality", ("IDN", "IDN"), ("IDN", "KHM")),
    "nationality_differs": ("nationality", ("IDN", "KHM"), ("IDN", "")),
    "nik_equal": ("papers", (NIK, f" {NIK[:6]}-{NIK[6:]} "), (NIK, NIK[:15] + "2")),
    "nik_one_digit": ("papers", (NIK, NIK[:15] + "2"), (NIK, NIK[:14] + "12")),
    "nik_two_digits": ("papers", (NIK, NIK[:14] + "12"), (NIK, NIK[:13] + "123")),
    "nik_differs": ("papers", (NIK, "3171014507950003"), (NIK, "B1234567")),
    "paper_equal": ("papers", ("B 123-4567", "b1234567"), ("B1234567", "B1234576")),
    "paper_one_digit": ("papers", ("B1234567", "B1234576"), ("B1234567", "B1254587")),
    "paper_differs": ("papers", ("B1234567", "C7654321"), ("B1234567", "b 1234567")),
    "phone_equal": ("phones", ("+6281234567890", "081234567890"), ("+6281234567890", "081234567891")),
    "phone_one_digit": ("phones", ("+6281234567890", "081234567891"), ("+6281234567890", "081234567999")),
    "phone_differs": ("phones", ("+6281234567890", "+85512345678"), ("+85512345678", "012345678")),
}  # fmt: skip


def of(field: str, value: str) -> Evidence:
    return Evidence(**{field: (value,) if field in ("papers", "phones") else value})


@pytest.mark.parametrize(("code", "field", "yes", "no"), [(code, *row) for code, row in OTHERS.items()])
def test_two_values_make_the_claim_and_two_as_near_do_not(code, field, yes, no):
    assert code in codes(*(of(field, value) for value in yes))
    assert code not in codes(*(of(field, value) for value in no))


def test_a_shared_phone_says_less_under_two_names_and_not_under_one():
    phone = ("+6281234567890",)
    told = Evidence(names=("Siti Aminah",), phones=phone)
    assert "relatives" in codes(told, Evidence(names=("Bambang Santoso",), phones=phone))
    assert "relatives" in codes(
        Evidence(names=("សុខ ជា",), phones=phone), Evidence(names=("ហេង វុទ្ធី",), phones=phone)
    )
    assert "relatives" not in codes(told, Evidence(names=("Sitti Amina",), phones=phone))


def test_no_claim_is_without_its_pairs():
    assert {*NAMES, *OTHERS, "relatives"} == set(CLAIMS)
