"""Pairs of synthetic names: common words put together at random."""

import pytest

from pulang.lib.names import Role, fold, whole_name_key

SAME = [
    ("Moh. Djoko Soesilo", "JOKO SUSILO MUHAMMAD"),
    ("M. Joko Susilo", "Mochammad Djoko Soesilo"),
    ("Mhd Joko", "Mokhamad Joko"),
    ("Nur Hayati", "NURHAYATI"),
    ("Noerhajati Noer", "Nur Nurhajati"),
    ("Siti Wahyuni", "Sitiwahyuni"),
    ("Abdul Rahman", "Abdurrahman"),
    ("Abd. Rahman", "Abdurahman"),
    ("Abdoel Rachman", "ABDUR ROHMAN"),
    ("Abdul Latif", "Abdullatif"),
    ("Abdussalam Hadi", "Abdus Salam Hadi"),
    ("Abdulloh", "Abdullah"),
    ("Siti Aminah binti Hasan", "Siti Aminah"),
    ("Siti Aminah bt. Hasan", "Siti Amina"),
    ("Joko bin H. Slamet", "Joko"),
    ("Joko b. Slamet", "Joko"),
    ("Kumar a/l Raja", "Kumar"),
    ("H. Achmad Syaiful, S.Pd., M.Si", "Akhmad Saiful"),
    ("Drs. Ir. Poernomo", "Purnomo"),
    ("Prof. Dr. Budi Santoso, S.H.", "Budi Santoso"),
    ("JOKO SUSILO SE", "Joko Susilo"),
    ("R.A. Sulastri", "Sulastri"),
    ("Hj. Siti Fatimah", "Siti Fatimah"),
    ("I Made Wirawan", "Made Wirawan"),
    ("Ni Kt. Lestari", "Ketut Lestari"),
    ("Rosmaida br Sitorus", "Sitorus, Rosmaida"),
    ("Tjoa Giok Lan", "Cua Giok Lan"),
    ("Liem Sioe Hok", "Lim Siu Hok"),
    ("Oei Tjong", "Oey Cong"),
    ("Al Farizi", "Al-Farizi"),
    ("Rizky Ramadhan", "Rizqi Ramadan"),
    ("Arief Budhi", "Arif Budi"),
    ("Budi Ma'ruf", "Budi Maruf"),
    ("Khoirul Anam", "Choirul Anam"),
    ("Khusnul Khotimah", "Husnul Hotimah"),
    ("Aisyah Sulistiyo", "Aisya Sulistyo"),
    ("Yusuf Kalam", "Joesoef Kalam"),
    ("Taufiq Akbar", "Taufik Akbar"),
    ("Joko alias Jack", "Joko"),
    ("Joko (Jack)", "Joko"),
    ("\u202eJoko\u200f  Susilo 😀", "Joko Susilo"),
    ("Joko 2 Susilo", "Joko Susilo"),
    ("SUHARTI", "Soeharti"),
]

DIFFERENT = [
    ("Joko Susilo", "Joko Santoso"),
    ("Siti Aminah", "Siti Maimunah"),
    ("Anjani", "Anyani"),
    ("Panji", "Panyi"),
    ("Ganjar Putra", "Ganyar Putra"),
    ("Joko", "Yoko"),
    ("Hasan", "Husein"),
    ("Sitinjak", "Siti Nyak"),
    ("Abdullah", "Abdul"),
    ("Rizal", "Rijal"),
    ("Firman M", "Firman Muhammad"),
    ("Made Putra", "Ketut Putra"),
    ("Dewi", "Devi"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_key_for_one_name(left: str, right: str) -> None:
    assert whole_name_key(left) == whole_name_key(right) != ""
    assert fold(left).sound_key == fold(right).sound_key


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_keys_for_two_names(left: str, right: str) -> None:
    assert whole_name_key(left) != whole_name_key(right)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Soejatno", "Suyatno"),
        ("Djojo", "Joyo"),
        ("Tandjoeng Soerja", "Surya"),
        ("Rizal", "Rijal"),
        ("Novita", "Nopita"),
        ("Fajar", "Pajar"),
    ],
)
def test_a_dangerous_reading_is_a_variant_only(written: str, meant: str) -> None:
    token = fold(written).tokens[-1]
    canonical = fold(meant).tokens[0].canonical
    assert token.canonical != canonical
    assert canonical in token.variants


def test_without_old_spelling_j_is_not_read_as_y() -> None:
    assert fold("Joko Anjani").tokens[0].variants == ()


def test_neighbours_are_joined_too() -> None:
    joined = [token.sound for token in fold("Joko Susilo").joined]
    assert joined == [fold("Jokosusilo").tokens[0].sound]


def test_words_have_their_roles() -> None:
    roles = [(token.canonical, token.role) for token in fold("Made B. Lubis bin Hasan").tokens]
    assert roles == [
        ("made", Role.BIRTH_ORDER),
        ("b", Role.INITIAL),
        ("lubis", Role.FAMILY),
        ("hasan", Role.FATHER),
    ]


def test_says_what_was_taken_out() -> None:
    removed = {(item.text, item.kind) for item in fold("Drs. Joko, M.Si alias Jack bin Hasan").removed}
    assert removed >= {("Drs.", "title"), ("alias", "alias")}
    assert [alias.tokens[0].canonical for alias in fold("Joko alias Jack").aliases] == ["jak"]


@pytest.mark.parametrize("name", ["H", "Se Ung", "Ung Se", "Bin", "Alias", "Al", "Ny", "Haji", "Nur"])
def test_a_name_of_one_word_is_kept_whatever_it_is(name: str) -> None:
    assert len(fold(name).tokens) == len(name.split())
