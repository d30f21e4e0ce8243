"""The rows of the sample. Names, numbers and phones are invented; +62 899 9000 … is given to nobody here."""

from datetime import date

HEADINGS = (
    "No.", "Nama Lengkap / Full name", "L/P", "Tanggal Lahir", "Kewarganegaraan", "No. Paspor", "NIK", "No. HP",
    "Kontak Keluarga", "Lokasi ditemukan", "Keterangan",
)  # fmt: skip

Value = str | int | float | date | None
_MALE = (
    "Rizal Hakim", "Bayu Saputra", "Yoga Pratama", "Andreas Simbolon", "Fajar Nugroho", "Tri Wibowo",
    "Markus Lumban Tobing", "Deni Kurniawan", "Ilham Maulana", "Roy Sinaga", "Hendra Gunawan", "Aldi Firmansyah",
)  # fmt: skip
_FEMALE = (
    "Rina Marlina", "Dewi Anggraini", "Nur Hayati", "Putri Lestari", "Maria Goretti Bota", "Ayu Wandira",
    "Fitri Handayani", "Yuliana Sari", "Intan Permata", "Lusi Rahmawati", "Novi Susanti", "Siti Aminah binti Hasan",
)  # fmt: skip
_PLACES = ("Poipet", "Bavet", "Sihanoukville", "Phnom Penh", "Chrey Thum")


def _plain() -> list[tuple[Value, ...]]:
    """Two dozen rows without a flaw but the variety of a real list."""
    rows: list[tuple[Value, ...]] = []
    for place, name in enumerate(name for pair in zip(_MALE, _FEMALE, strict=True) for name in pair):
        sex = "LP"[place % 2]
        born = date(1990 + place % 14, 1 + place % 12, 1 + (place * 7) % 28)
        rows.append(
            (
                name, sex, born, "WNI", f"C{7000100 + place * 37}", None, f"+62 899 9000 {1000 + place}",
                f"0899 9001 {1000 + place}" if place % 3 == 0 else None, _PLACES[place % 5], None,
            )
        )  # fmt: skip
    return rows


_FLAWED: list[tuple[Value, ...]] = [
    # titles in the name
    ("Drs. H. Ahmad Fauzi, S.Pd", "L", "08/03/1988", "WNI", "B4100201", None, None, None, "Poipet", None),
    ("Hj. Sri Wahyuni", "P", "17 Agustus 1991", "WNI", "B4100202", None, None, None, "Poipet", None),
    # one word, old spelling, dates in other ways
    ("Suharti", "P", "1999", "Indonesia", None, None, "0899-9000-2001", None, "Bavet", "paspor ditahan"),
    ("Tjokrosoedarmo", "L", "sekitar 1985", "WNI", None, None, None, None, "Bavet", "umur perkiraan"),
    ("Moh. Djoko Soesilo", "laki-laki", "3/25/1994", "WNI", "B4100203", None, None, None, "Bavet", None),
    ("Wahyu Hidayat", "L", "12 Mei 2540", "WNI", "B4100204", None, None, None, "Poipet", "tahun Thai"),
    ("Rudi Hartono", "L", "Medan, 5-11-96", "WNI", None, "1271010511960003", None, None, "Poipet", None),
    # a passport number with spaces, a NIK cut by the spreadsheet, a NIK that says another birth date
    ("Dian Puspita", "P", date(1997, 2, 14), "WNI", "B 410 0205", None, None, None, "Sihanoukville", None),
    ("Agus Salim", "L", date(1992, 6, 30), "WNI", None, 3276013006920000, None, None, "Sihanoukville", None),
    ("Wati Sulastri", "P", date(1990, 1, 1), "WNI", None, "3171015708950002", None, None, "Bavet", None),
    # two rows for the same person
    ("Achmad Fauzi", "L", "1988-03-08", "WNI", "B4100201", None, "0899 9000 2002", None, "Poipet", "baris ganda"),
    # wrong dates, an impossible NIK, no name
    ("Bambang Irawan", "L", "31/02/1995", "WNI", "B4100206", None, None, None, "Poipet", None),
    ("Eka Saputri", "P", "17/08/2095", "WNI", "B4100207", None, None, None, "Poipet", None),
    ("Joni Iskandar", "L", "10/10/1990", "WNI", None, "3171013208950002", None, None, "Bavet", None),
    (None, "P", "1/1/2000", "WNI", "B4100208", None, None, None, "Bavet", "nama belum diketahui"),
    # words that are not understood, and text that a spreadsheet would calculate
    ("Lina Marpaung", "?", "2001", "entah", None, None, "899900020", None, "Chrey Thum", "=1+1"),
    (None,) * 10,
    ("ច័ន្ទ សុភា", "ស្រី", "2000", "ខ្មែរ", None, None, "+855 12 000 001", None, "Poipet", "nama dalam huruf Khmer"),
]
ROWS = tuple(_plain()[:12] + _FLAWED + _plain()[12:])
