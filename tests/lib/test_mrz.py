from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.lib.documents.check_digit import check_digit
from pulang.lib.documents.mrz import parse_td3
from pulang.lib.documents.mrz_build import build_td3
from pulang.lib.errors import Invalid
from pulang.lib.partial_date import PartialDate

TODAY = date(2026, 2, 20)
SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
SINGLE = ("P<IDNSUHARTI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "C1234567<0IDN9001011F3001019<<<<<<<<<<<<<<<6")
TWO = ("P<IDNSANTOSO<<BUDI<<<<<<<<<<<<<<<<<<<<<<<<<<", "B7654321<1IDN9512313M2812313<<<<<<<<<<<<<<<2")
THREE = ("P<IDNFIRMAN<<M<MARUF<<<<<<<<<<<<<<<<<<<<<<<<", "X1234567<7IDN8808154M3408157<<<<<<<<<<<<<<<8")
WHOLE = ("P<IDNBUDI<SANTOSO<<<<<<<<<<<<<<<<<<<<<<<<<<<", TWO[1])


@pytest.mark.parametrize(
    ("lines", "primary", "secondary", "number", "born", "sex", "expires"),
    [
        (SPECIMEN, "ERIKSSON", "ANNA MARIA", "L898902C3", "1974-08-12", "F", date(2012, 4, 15)),
        (SINGLE, "SUHARTI", "", "C1234567", "1990-01-01", "F", date(2030, 1, 1)),
        (TWO, "SANTOSO", "BUDI", "B7654321", "1995-12-31", "M", date(2028, 12, 31)),
        (THREE, "FIRMAN", "M MARUF", "X1234567", "1988-08-15", "M", date(2034, 8, 15)),
        (WHOLE, "BUDI SANTOSO", "", "B7654321", "1995-12-31", "M", date(2028, 12, 31)),
    ],
)
def test_reads_a_passport(
    lines: tuple[str, str],
    primary: str,
    secondary: str,
    number: str,
    born: str,
    sex: str,
    expires: date,
) -> None:
    mrz = parse_td3("\n".join(lines), today=TODAY)
    assert (mrz.primary, mrz.secondary, mrz.number, mrz.sex) == (primary, secondary, number, sex)
    assert (str(mrz.birth_date), mrz.expiry_date) == (born, expires)
    assert (mrz.failed, mrz.suggestions) == ((), ())


def test_every_split_gives_the_same_bag_of_words() -> None:
    assert set(parse_td3("\n".join(TWO), today=TODAY).name_words) == {"BUDI", "SANTOSO"}
    assert set(parse_td3("\n".join(WHOLE), today=TODAY).name_words) == {"BUDI", "SANTOSO"}


def test_a_personal_number_is_read() -> None:
    assert parse_td3("\n".join(SPECIMEN), today=TODAY).personal_number == "ZE184226B"


@pytest.mark.parametrize(
    "typed",
    [
        "\n".join(TWO).lower(),
        "\n".join(TWO).replace("<<", "«"),
        "\r\n\r\n".join(TWO),
        "".join(TWO),
        TWO[0].rstrip("<") + "\n" + TWO[1],
        TWO[0] + "<<<\n" + " ".join(TWO[1]),
    ],
)
def test_reads_it_however_typed(typed: str) -> None:
    mrz = parse_td3(typed, today=TODAY)
    assert (mrz.primary, mrz.number, mrz.failed) == ("SANTOSO", "B7654321", ())


@pytest.mark.parametrize(
    ("place", "wrong", "failed"),
    [
        (1, "8", ("number", "composite")),
        (9, "9", ("number", "composite")),
        (14, "6", ("birth_date", "composite")),
        (22, "9", ("expiry_date", "composite")),
        (30, "7", ("personal_number", "composite")),
        (43, "9", ("composite",)),
    ],
)
def test_says_which_check_digit_failed(place: int, wrong: str, failed: tuple[str, ...]) -> None:
    lower = TWO[1][:place] + wrong + TWO[1][place + 1 :]
    assert parse_td3(f"{TWO[0]}\n{lower}", today=TODAY).failed == failed


def test_suggests_and_does_not_apply() -> None:
    lower = "C1234567<0IDN9OO1O11F3001019<<<<<<<<<<<<<<<6"
    mrz = parse_td3(f"{SINGLE[0]}\n{lower}", today=TODAY)
    assert mrz.birth_date is None
    assert [(note.details["read"], note.details["suggested"]) for note in mrz.suggestions] == [
        ("9OO1O11", "9001011")
    ]
    number = parse_td3(f"{SINGLE[0]}\nCI234567<{SINGLE[1][9:]}", today=TODAY)
    assert number.number == "CI234567"
    assert "C1234567<0" in [note.details["suggested"] for note in number.suggestions]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "mrz_lines"),
        (TWO[0], "mrz_lines"),
        ("\n".join((*TWO, TWO[1])), "mrz_lines"),
        (f"{TWO[0]}\n{TWO[1][:-1]}", "mrz_length"),
        (f"{TWO[0]}\n{TWO[1]}<", "mrz_length"),
        (f"{TWO[0]}\n{TWO[1][:-1]}%", "mrz_characters"),
        (f"V{TWO[0][1:]}\n{TWO[1]}", "mrz_not_passport"),
        (f"{'P<IDN' + 'A' * 40}\n{TWO[1]}", "mrz_length"),
    ],
)
def test_refuses(typed: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        parse_td3(typed, today=TODAY)


@pytest.mark.parametrize(
    ("primary", "secondary", "number", "born", "sex", "expires", "lines"),
    [
        ("Suharti", "", "C1234567", PartialDate(1990, 1, 1), "F", date(2030, 1, 1), SINGLE),
        ("Santoso", "Budi", "B7654321", PartialDate(1995, 12, 31), "M", date(2028, 12, 31), TWO),
        ("Firman", "M. Ma'ruf", "X1234567", PartialDate(1988, 8, 15), "M", date(2034, 8, 15), THREE),
    ],
)
def test_builds(
    primary: str,
    secondary: str,
    number: str,
    born: PartialDate,
    sex: str,
    expires: date,
    lines: tuple[str, str],
) -> None:
    built = build_td3(
        primary=primary,
        secondary=secondary,
        issuer="IDN",
        number=number,
        nationality="IDN",
        birth_date=born,
        sex=sex,
        expiry_date=expires,
    )
    assert built == lines


def test_builds_only_what_fits() -> None:
    common = {"issuer": "IDN", "nationality": "IDN", "sex": "X", "birth_date": PartialDate(1990)}
    with pytest.raises(Invalid, match="mrz_part_too_long"):
        build_td3(primary="A", number="1234567890", expiry_date=TODAY, **common)
    with pytest.raises(Invalid, match="mrz_name_empty"):
        build_td3(primary="សុខ", number="1", expiry_date=TODAY, **common)
    upper, _ = build_td3(primary="A" * 60, secondary="Budi", number="1", expiry_date=TODAY, **common)
    assert upper.endswith("A<<BUD"[:4])


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)


@given(
    WORDS,
    st.one_of(st.just(""), WORDS),
    st.from_regex(r"[A-Z][0-9]{6,8}", fullmatch=True),
    st.dates(date(1930, 1, 1), date(2025, 12, 31)),
    st.integers(0, 2),
    st.sampled_from("FMX"),
)
def test_what_is_built_reads_back(
    primary: str, secondary: str, number: str, day: date, known: int, sex: str
) -> None:
    born = PartialDate(day.year, day.month if known else None, day.day if known == 2 else None)
    lines = build_td3(
        primary=primary,
        secondary=secondary,
        issuer="KHM",
        number=number,
        nationality="KHM",
        birth_date=born,
        sex=sex,
        expiry_date=date(2031, 5, 4),
        personal_number="AB12",
    )
    mrz = parse_td3("\n".join(lines), today=TODAY)
    assert (mrz.primary, mrz.secondary, mrz.number, mrz.birth_date) == (primary, secondary, number, born)
    assert (mrz.sex, mrz.issuer, mrz.personal_number, mrz.failed) == (sex, "KHM", "AB12", ())


@pytest.mark.parametrize(("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("", "0")])
def test_check_digit_of_the_standard(text: str, digit: str) -> None:
    assert check_digit(text) == digit
