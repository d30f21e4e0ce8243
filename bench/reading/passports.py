"""Invented passports as a phone takes them: rendered, turned, blurred, noisy. Nobody here exists."""

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module

import typst
from PIL import Image, ImageEnhance, ImageFilter

from pulang.lib.documents.mrz_build import build_td3
from pulang.lib.partial_date import PartialDate

PAGE = """#set page(width: 125mm, height: 88mm, margin: 6mm, fill: rgb("#e8eef2"))
#set text(size: 9pt, font: "DejaVu Sans Mono")
REPUBLIK INDONESIA #h(1fr) PASPOR
#v(3mm)
#grid(columns: (34mm, 1fr),
rect(width: 28mm, height: 36mm, fill: rgb("#9aa5ad")), [%(name)s \\ %(born)s \\ %(number)s])
#place(bottom + center)[#set text(size: 10.6pt)
#raw("%(upper)s") \\
#raw("%(lower)s")]
"""
TABLE = (94, 82, 70)  # what the passport lies on


@dataclass(frozen=True)
class Taken:
    """A photo, and what its zone truly says."""

    content: bytes
    lines: tuple[str, str]


@dataclass(frozen=True)
class Flaws:
    """`turn` in degrees, `blur` and `noise` as they are seen, `dots` an inch of the camera, `light` of 1."""

    turn: float = 0.0
    blur: float = 0.0
    noise: int = 0
    dots: int = 200
    light: float = 1.0
    quality: int = 85


def lines_of(number: int) -> tuple[str, str]:
    words = import_module("bench.import.people")  # "import" is a word of Python
    dice = random.Random(number)
    born = date(1975, 1, 1) + timedelta(days=dice.randrange(11_000))
    return build_td3(
        primary=dice.choice(words.FAMILY),
        secondary=f"{dice.choice(words.GIVEN)} {dice.choice(words.GIVEN)}",
        issuer="IDN",
        number=f"{dice.choice('ABCEX')}{dice.randrange(10_000_000):07d}",
        nationality="IDN",
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=dice.choice("FM"),
        expiry_date=date(2024, 1, 1) + timedelta(days=dice.randrange(3_000)),
    )


def take(number: int, flaws: Flaws) -> Taken:
    """The photo of passport `number`; the same number is the same passport."""
    upper, lower = lines_of(number)
    said = {"upper": upper, "lower": lower, "name": upper[5:30].replace("<", " "), "born": "", "number": lower[:8]}
    page = typst.compile((PAGE % said).encode(), format="png", ppi=flaws.dots)
    picture = Image.open(io.BytesIO(page)).convert("RGB")
    table = Image.new("RGB", (round(picture.width * 1.15), round(picture.height * 1.2)), TABLE)
    table.paste(picture, (picture.width // 14, picture.height // 10))
    table = table.rotate(flaws.turn, expand=True, fillcolor=TABLE, resample=Image.Resampling.BICUBIC)
    if flaws.blur:
        table = table.filter(ImageFilter.GaussianBlur(flaws.blur))
    table = ImageEnhance.Brightness(table).enhance(flaws.light)
    if flaws.noise:
        grain = Image.effect_noise(table.size, flaws.noise).convert("RGB")
        table = Image.blend(table, grain, 0.12)
    out = io.BytesIO()
    table.save(out, "JPEG", quality=flaws.quality)
    return Taken(out.getvalue(), (upper, lower))
