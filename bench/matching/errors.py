"""What goes wrong between two records of one person. Each number is how many in 100 of the queries it happens to.

Name: each word old or new spelling 22, by ear 10, mistyped 9; words in another order 14, one dropped 16, two
joined 6, one cut to its letter 5, a title 12, "bin" and a father 6, Muhammad shortened 60 of its bearers,
another name altogether 4. Birth date: missing 20, year only 10, day and month swapped 6, a year beside 6, one
figure wrong 5, first of January 4, "about" 4, another 4. Birth place: missing 40, another 6. Papers: each lost
55, one figure wrong 9, replaced by a new one 12. Phone: missing 45, changed 25, one figure wrong 5. Sex:
missing 10, wrong 1.
"""

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from bench.matching import generate
from bench.matching.generate import Query
from pulang.matching.rules import Evidence

OLD = (("u", "oe"), ("c", "tj"), ("j", "dj"), ("y", "j"), ("sy", "sj"))
NEW = (("oe", "u"), ("tj", "c"), ("dj", "j"))
EAR = (
    ("f", "p"), ("p", "f"), ("v", "f"), ("z", "j"), ("i", "ie"), ("d", "dh"), ("kh", "h"), ("h", "kh"), ("k", "q"),
    ("s", "sy"), ("t", "th"), ("ch", "c"), ("ea", "ia"), ("ou", "u"), ("th", "t"), ("o", "u"), ("e", "i"),
    ("n", "nn"), ("m", "mm"), ("d", "t"), ("b", "p"), ("g", "k"),
)  # fmt: skip
MUHAMMAD = ("Moh.", "Muh.", "M.", "Mohammad", "Mochamad", "Muhamad", "Md", "Mohd")
TITLES = ("H.", "Hj.", "Drs.", "Ir.", "Bpk.", "Ibu", "Sdr.", "Tn.", "Ny.")


def queries(people: Sequence[Evidence], count: int, *, split: str) -> Iterator[Query]:
    """`count` queries about people of the register and as many about nobody in it. `split` is train or test."""
    places = random.Random(f"{split} places").sample(range(len(people)), count)
    for number, place in enumerate(places):
        dice = random.Random(f"{split} query {number}")
        yield Query(spoil(people[place], dice), place)
        yield Query(spoil(generate.person(dice), dice), None)


def spoil(one: Evidence, dice: random.Random) -> Evidence:
    """The same person as somebody else wrote her down."""
    sex = one.sex
    roll = dice.random()
    if roll < 0.11 and sex:
        sex = "" if roll < 0.10 else {"female": "male", "male": "female"}[sex]
    return replace(
        one,
        names=(_name(one.names[0], dice),) if dice.random() > 0.04 else (_another(one, dice),),
        birth_date=_birth_date(one.birth_date, dice),
        birth_place=_place(one.birth_place, dice),
        sex=sex,
        nationality=one.nationality if dice.random() < 0.7 else "",
        papers=tuple(paper for held in one.papers if (paper := _paper(held, dice))),
        phones=tuple(phone for held in one.phones if (phone := _phone(held, dice))),
    )


def _another(one: Evidence, dice: random.Random) -> str:
    return generate.khmer_name(dice) if one.nationality == "KHM" else generate.indonesian_name(dice, one.sex)


def _name(name: str, dice: random.Random) -> str:
    parts = [_word(word, dice) for word in name.split()]
    if len(parts) > 1 and dice.random() < 0.16:
        parts.pop(dice.randrange(len(parts)))
    if len(parts) > 1 and dice.random() < 0.14:
        dice.shuffle(parts)
    if len(parts) > 1 and dice.random() < 0.06:
        place = dice.randrange(len(parts) - 1)
        parts[place : place + 2] = [parts[place] + parts[place + 1].lower()]
    if len(parts) > 1 and dice.random() < 0.05:
        place = dice.randrange(len(parts))
        parts[place] = parts[place][0] + "."
    if dice.random() < 0.06:
        parts += [dice.choice(("bin", "binti")), generate.indonesian_name(dice, "male").split()[0]]
    if dice.random() < 0.12:
        parts.insert(0, dice.choice(TITLES))
    text = " ".join(parts)
    return dice.choice((text, text, text.upper(), text.lower()))


def _word(word: str, dice: random.Random) -> str:
    if word == "Muhammad":
        return dice.choice(MUHAMMAD) if dice.random() < 0.6 else word
    low = word.lower()
    if dice.random() < 0.22:
        low = _swapped(low, OLD if dice.random() < 0.8 else NEW, dice)
    if dice.random() < 0.10:
        low = _swapped(low, EAR, dice)
    if dice.random() < 0.09:
        low = mistype(low, string.ascii_lowercase, dice)
    return low.title()


def _swapped(word: str, table: tuple[tuple[str, str], ...], dice: random.Random) -> str:
    fitting = [pair for pair in table if pair[0] in word]
    return word.replace(*dice.choice(fitting), 1) if fitting else word


def mistype(text: str, letters: str, dice: random.Random) -> str:
    """One letter changed, left out, added, or two that changed places."""
    place = dice.randrange(len(text))
    changes: list[Callable[[], str]] = [
        lambda: text[:place] + dice.choice(letters) + text[place + 1 :],
        lambda: text[:place] + text[place + 1 :],
        lambda: text[:place] + dice.choice(letters) + text[place:],
        lambda: text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :],
    ]
    return dice.choice(changes)() if len(text) > 2 else text


def _birth_date(born: str, dice: random.Random) -> str:
    if not born:
        return born
    year, month, day = born.split("-")
    roll = dice.random()
    steps: list[tuple[float, str]] = [
        (0.20, ""),
        (0.30, year),
        (0.36, f"{year}-{day}-{month}" if int(day) <= 12 else born),
        (0.42, f"{int(year) + dice.choice((-1, 1))}-{month}-{min(int(day), 28):02}"),
        (0.47, _one_figure(born, dice)),
        (0.51, f"{year}-01-01"),
        (0.55, f"~{int(year) + dice.choice((-2, -1, 0, 1, 2))}"),
        (0.59, generate.person(dice).birth_date),
    ]
    return next((text for limit, text in steps if roll < limit), born)


def _one_figure(born: str, dice: random.Random) -> str:
    year, month, day = born.split("-")
    if dice.random() < 0.5:
        return f"{year}-{month}-{dice.randint(1, 28):02}"
    return f"{year[:3]}{dice.randint(0, 8)}-{month}-{min(int(day), 28):02}"


def _place(place: str, dice: random.Random) -> str:
    roll = dice.random()
    if not place or roll < 0.40:
        return ""
    return generate.words.PLACES[dice.randrange(60)] if roll < 0.46 else place


def _paper(number: str, dice: random.Random) -> str:
    roll = dice.random()
    if roll < 0.55:
        return ""
    if roll < 0.64:
        return mistype(number, string.digits, dice)
    if roll < 0.76 and len(number) != 16:
        return generate.passport(dice, number[0] == "N")
    return number


def _phone(number: str, dice: random.Random) -> str:
    roll = dice.random()
    if roll < 0.45:
        return ""
    if roll < 0.70:
        return number[:4] + "".join(dice.choices("123456789", k=len(number) - 4))
    return number[:4] + mistype(number[4:], string.digits, dice) if roll < 0.75 else number


def digest(asked: list[Query]) -> str:
    """Tells whether queries are still the same as those whose figures stand in the README."""
    return sha256(repr(asked).encode()).hexdigest()[:12]
