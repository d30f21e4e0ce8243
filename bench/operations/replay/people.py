"""Who comes, when, to a desk or on a list, and with which flaws. The same seed is the same wave."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from typing import Any

#: People by day of January 2026: 1,440 in five days, 520 on the fourth.
WAVE = (190, 240, 290, 520, 200)
ON_LISTS = 0.45  # of the people; the others walk in
ROWS = 60  # people of a list
#: What goes wrong, as a share of the people it can happen to.
AGAIN_AT_A_DESK = 0.08  # who is on a list also stands at the door
TWO_DESKS = 0.04  # who walks in is sent to two desks at once
NO_PASSPORT = 0.12
ROW_TWICE = 0.03  # a row stands twice in its list
ON_TWO_LISTS = 0.04
BAD_DATE = 0.02  # a day that is in no calendar
TYPING_ERROR = 0.02  # in the passport's number, on the list
HEADINGS = (
    ("No", "Nama Lengkap", "L/P", "Tanggal Lahir", "Kewarganegaraan", "No. Paspor", "No. HP", "Lokasi ditemukan"),
    ("Passport No", "Name", "Sex", "Date of birth", "Nationality", "Phone", "Remarks", "No"),
    ("No. HP", "Kewarganegaraan", "No. Paspor", "Tanggal Lahir", "Nama", "JK", "Keterangan", "No"),
)
FIELDS = {
    "No. Paspor": "passport",
    "Passport No": "passport",
    "Nama Lengkap": "name",
    "Nama": "name",
    "Name": "name",
    "L/P": "sex",
    "JK": "sex",
    "Sex": "sex",
    "Tanggal Lahir": "birth",
    "Date of birth": "birth",
    "Kewarganegaraan": "nationality",
    "Nationality": "nationality",
    "No. HP": "phone",
    "Phone": "phone",
}


@dataclass(frozen=True)
class Human:
    """One person as she is, whatever is written of her."""

    number: int
    name: str
    birth: date
    sex: str
    passport: str
    phone: str

    def at_desk(self) -> dict[str, Any]:
        """What an officer types who has her before him, with the passport where she has one."""
        urgency = "danger" if self.number % 40 == 0 else "urgent" if self.number % 7 == 0 else "normal"
        return {
            "name": self.name,
            "birth_date": self.birth.isoformat(),
            "sex": self.sex,
            "nationality": "IDN",
            "passport": self.passport,
            "phone": self.phone,
            "urgency": urgency,
            "place": "Bavet",
        }


@dataclass(frozen=True)
class Visit:
    """Somebody stands at a desk, so many seconds after the beginning."""

    at: float
    human: Human


@dataclass(frozen=True)
class Sheet:
    """A list that is handed in: the content, and who each of its rows is, from the one below the headings."""

    at: float
    name: str
    content: bytes
    who: tuple[Human, ...]


@dataclass
class Wave:
    humans: list[Human] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


def wave(days: Sequence[int], *, seconds: float, seed: int) -> Wave:
    """`days` are people by day; all days together last `seconds`."""
    dice, made = random.Random(seed), Wave()
    span = seconds / len(days)
    for day, count in enumerate(days):
        humans = [_human(dice, len(made.humans) + number + 1) for number in range(count)]
        made.humans += humans
        cut = round(count * ON_LISTS)
        _lists(made, dice, humans[:cut], start=day * span, span=span)
        for human in humans[cut:]:
            at = day * span + dice.random() * span
            made.visits.append(Visit(at, human))
            if dice.random() < TWO_DESKS:
                made.visits.append(Visit(at, human))
    made.visits.sort(key=lambda visit: visit.at)
    made.sheets.sort(key=lambda sheet: sheet.at)
    return made


def _human(dice: random.Random, number: int) -> Human:
    words = import_module("bench.import.people")  # "import" is a word of Python
    name = f"{dice.choice(words.GIVEN)} {dice.choice(words.GIVEN)} {dice.choice(words.FAMILY)}"
    birth = date(1980, 1, 1) + timedelta(days=dice.randrange(9_000))
    passport = "" if dice.random() < NO_PASSPORT else f"C{number:07d}"
    return Human(number, name, birth, dice.choice(("female", "male")), passport, f"+62899{number:08d}")


def _lists(made: Wave, dice: random.Random, humans: list[Human], *, start: float, span: float) -> None:
    for at in range(0, len(humans), ROWS):
        part = humans[at : at + ROWS]
        rows = [*part, *(human for human in part if dice.random() < ROW_TWICE)]
        if made.sheets:
            before = made.sheets[-1].who
            rows += [human for human in before if dice.random() < ON_TWO_LISTS]
        dice.shuffle(rows)
        moment = start + dice.random() * span * 0.8
        name = f"list-{len(made.sheets) + 1}.csv"
        made.sheets.append(Sheet(moment, name, _written(rows, dice, len(made.sheets)), tuple(rows)))
        again = (human for human in part if dice.random() < AGAIN_AT_A_DESK)
        made.visits += [Visit(start + dice.random() * span, human) for human in again]


def _written(rows: Sequence[Human], dice: random.Random, number: int) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    headings = HEADINGS[number % len(HEADINGS)]
    writer.writerow(headings)
    for place, human in enumerate(rows):
        cells = _cells(human, dice, english="Name" in headings)
        said = {"No": str(place + 1), "Keterangan": "ikut rombongan", "Remarks": "same bus"}
        writer.writerow([said.get(head, cells.get(FIELDS.get(head, ""), "")) for head in headings])
    return target.getvalue().encode()


def _cells(human: Human, dice: random.Random, *, english: bool) -> dict[str, str]:
    sex = {"female": "F" if english else "P", "male": "M" if english else "L"}[human.sex]
    birth = human.birth.strftime(dice.choice(("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")))
    if dice.random() < BAD_DATE:
        birth = f"31/02/{human.birth.year}"
    passport = human.passport
    if passport and dice.random() < TYPING_ERROR:
        passport = f"X{passport[1:]}"
    elif passport:
        passport = dice.choice((passport, f"{passport[0]} {passport[1:4]} {passport[4:]}", passport.lower()))
    name = dice.choice((human.name, human.name.upper(), f"{human.name} "))
    title = {"female": "Ibu", "male": "Bpk."}[human.sex]
    phone = dice.choice((human.phone, human.phone.replace("+62", "0", 1)))
    if dice.random() < 0.05:
        name = f"{title} {name}"
    return {
        "name": name,
        "birth": birth,
        "sex": sex,
        "nationality": dice.choice(("WNI", "Indonesia")),
        "passport": passport,
        "phone": phone,
    }
