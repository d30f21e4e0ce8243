"""Lists of made-up people, the same for the same seed."""

import csv
import io
import random
from datetime import date, timedelta

GIVEN = [
    "Rizal",
    "Bayu",
    "Yoga",
    "Andreas",
    "Fajar",
    "Tri",
    "Markus",
    "Deni",
    "Ilham",
    "Roy",
    "Hendra",
    "Aldi",
    "Rina",
    "Dewi",
    "Nur",
    "Putri",
    "Maria",
    "Ayu",
    "Fitri",
    "Yuliana",
    "Intan",
    "Lusi",
    "Novi",
    "Siti",
    "Agus",
    "Bambang",
    "Joko",
    "Wahyu",
    "Eko",
    "Dwi",
    "Sri",
    "Ratna",
    "Lestari",
    "Indah",
    "Mega",
    "Surya",
    "Bagus",
    "Ketut",
    "Made",
    "Wayan",
]
FAMILY = [
    "Hakim",
    "Saputra",
    "Pratama",
    "Simbolon",
    "Nugroho",
    "Wibowo",
    "Tobing",
    "Kurniawan",
    "Maulana",
    "Sinaga",
    "Gunawan",
    "Firmansyah",
    "Marlina",
    "Anggraini",
    "Hayati",
    "Lestari",
    "Bota",
    "Wandira",
    "Handayani",
    "Sari",
    "Permata",
    "Rahmawati",
    "Susanti",
    "Aminah",
    "Siregar",
    "Hasibuan",
    "Manurung",
    "Setiawan",
]
PLACES = ("Poipet", "Bavet", "Sihanoukville", "Phnom Penh", "Chrey Thum")
HEADINGS = [
    "No",
    "Nama Lengkap",
    "L/P",
    "Tanggal Lahir",
    "Kewarganegaraan",
    "No. Paspor",
    "No. HP",
    "Lokasi ditemukan",
]


def people_list(count: int, *, seed: int, known: int = 0, known_seed: int = 0) -> bytes:
    """CSV of `count` people; the first `known` of them are those of the list of `known_seed`."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(HEADINGS)
    for number in range(count):
        source = known_seed if number < known else seed
        writer.writerow([number + 1, *_person(source, number)])
    return target.getvalue().encode()


def _person(seed: int, number: int) -> list[str]:
    chance = random.Random(seed * 1_000_003 + number)
    name = f"{chance.choice(GIVEN)} {chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    born = date(1980, 1, 1) + timedelta(days=chance.randrange(9_000))
    passport = f"{'ABCEX'[seed % 5]}{number:07d}"
    phone = f"+62 899 {seed:02d}{number // 10_000:02d} {number % 10_000:04d}"
    written = (born.isoformat(), born.strftime("%d/%m/%Y"))[number % 2]
    return [name, "LP"[number % 2], written, "WNI", passport, phone, PLACES[number % 5]]
