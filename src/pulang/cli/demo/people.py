"""Agencies, officers and invented people of the demo. Nobody here exists; the seed fixes all of it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft

AGENCIES = {
    "IDN": [
        ("NCB Jakarta", "ncb", [("desk", "ncb_desk"), ("analyst", "analyst")]),
        ("KBRI Phnom Penh", "embassy", [("protection", "protection"), ("protection2", "protection")]),
        ("Bareskrim", "police", [("investigator", "investigator")]),
        ("Imigrasi", "immigration", [("immigration", "immigration")]),
        ("Kementerian Sosial", "ministry", [("ministry", "protection")]),
        ("RPTC Bambu Apus", "shelter", [("shelter", "shelter")]),
        ("Administrasi", "administration", [("admin", "administrator")]),
        ("Pengawas", "oversight", [("dpo", "data_protection")]),
    ],
    "KHM": [
        ("NCB Phnom Penh", "ncb", [("desk", "ncb_desk")]),
        ("Anti-Trafficking Police", "police", [("investigator", "investigator")]),
        ("General Department of Immigration", "immigration", [("immigration", "immigration")]),
        ("Administration", "administration", [("admin", "administrator")]),
        ("Oversight", "oversight", [("dpo", "data_protection")]),
    ],
}
_WOMEN = ("Siti Dewi Rina Wati Fitri Ayu Lestari Indah Maya Nurul Kartika Yuni Ratna Sari Tini").split()  # noqa: SIM905 (a list of names reads better as one line)
_MEN = ("Budi Agus Joko Eko Rudi Hendra Dimas Bayu Rizal Arif Wahyu Iwan Fajar Toni Slamet").split()  # noqa: SIM905 (a list of names reads better as one line)
_LAST = ("Aminah Santoso Hidayat Lubis Siregar Wijaya Kusuma Rahmawati Pratama Nugroho Saputra Handayani").split()  # noqa: SIM905 (a list of names reads better as one line)
_AREAS = ("120701", "127101", "320101", "317101", "327301", "352501", "610101", "710101", "517101", "737101")
_PLACES = ("Medan", "Binjai", "Bogor", "Jakarta", "Bandung", "Gresik", "Sambas", "Bitung", "Denpasar", "Makassar")


@dataclass(frozen=True)
class Invented:
    draft: PersonDraft
    narrative: str


def people(count: int, *, seed: int = 20260201) -> Iterator[Invented]:
    """`count` people with names, papers that fit together, and what was told of them."""
    chance = random.Random(seed)  # noqa: S311 (a world that is the same every time)
    for number in range(count):
        yield _person(chance, number)


def _person(chance: random.Random, number: int) -> Invented:
    woman = chance.random() < 0.35
    first = chance.choice(_WOMEN if woman else _MEN)
    last = "" if chance.random() < 0.2 else f" {chance.choice(_LAST)}"
    born = date(1975, 1, 1) + timedelta(days=chance.randrange(12_000))
    area = chance.randrange(len(_AREAS))
    papers = []
    if chance.random() < 0.8:
        state = "taken" if chance.random() < 0.5 else "held"
        papers.append(
            PaperDraft(
                "passport", f"{chance.choice('BCEX')}{1_000_000 + number * 7919 % 9_000_000}", "IDN", state=state
            )
        )
    if chance.random() < 0.6:
        papers.append(PaperDraft("nik", _nik(_AREAS[area], born, woman, number), "IDN", state="copy"))
    draft = PersonDraft(
        name=first + last,
        birth_date=born.isoformat() if chance.random() < 0.8 else str(born.year),
        birth_place=_PLACES[area],
        sex="female" if woman else "male",
        nationality="IDN",
        papers=tuple(papers),
        contacts=(ContactDraft("phone", f"+62812{10_000_000 + number * 104729 % 89_000_000}", "family"),),
    )
    town = chance.choice(("Sihanoukville", "Bavet", "Poipet", "Phnom Penh"))
    narrative = chance.choice(
        (
            f"Left for an office job in {town}; the family has heard nothing for three weeks.",
            f"Called at night from {town}: the passport was taken and the gate is guarded.",
            f"Came out of a building in {town} with a group and needs papers and a place to stay.",
        )
    )
    return Invented(draft, narrative)


def _nik(area: str, born: date, woman: bool, number: int) -> str:
    day = born.day + (40 if woman else 0)
    return f"{area}{day:02d}{born.month:02d}{born.year % 100:02d}{number % 9999 + 1:04d}"
