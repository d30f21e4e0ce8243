"""What a photo on a paper must be like, and whether a part of a photo is so. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pulang.lib.errors import Invalid

LEAST_PART = 5.0  # per cent


@dataclass(frozen=True)
class PhotoRule:
    width_mm: int
    height_mm: int
    dots_an_inch: int
    least_dots: int
    plain_within: int

    @property
    def dots(self) -> tuple[int, int]:
        """Width and height of the finished photo."""
        return round(self.width_mm / 25.4 * self.dots_an_inch), round(self.height_mm / 25.4 * self.dots_an_inch)

    @property
    def ratio(self) -> float:
        return self.height_mm / self.width_mm


@dataclass(frozen=True)
class Crop:
    """The part of a photo that a paper shows, in per cent of its width and height. The height follows the rule."""

    left: float
    top: float
    width: float


@cache
def photo_rule(paper: str = "splp") -> PhotoRule:
    found: Mapping[str, Any] = yaml.safe_load((files("pulang.persons") / "data" / "photos.yaml").read_text("utf-8"))
    return PhotoRule(**found[paper])


def box_of(crop: Crop, size: tuple[int, int], rule: PhotoRule) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in dots of a photo of this size.

    Raises Invalid: `crop_outside` at what lies outside, `crop_too_small` (least) on `width`.
    """
    wide, high = size
    if not LEAST_PART <= crop.width <= 100:
        raise Invalid("width", "crop_outside")
    width = crop.width / 100 * wide
    height = width * rule.ratio
    left, top = crop.left / 100 * wide, crop.top / 100 * high
    slack = 1.5  # dots that rounding may lose
    if crop.left < 0 or left + width > wide + slack:
        raise Invalid("left", "crop_outside")
    if crop.top < 0 or top + height > high + slack:
        raise Invalid("top", "crop_outside")
    if width < rule.least_dots:
        raise Invalid("width", "crop_too_small", least=rule.least_dots)
    return round(left), round(top), min(round(left + width), wide), min(round(top + height), high)


def middle(size: tuple[int, int], rule: PhotoRule) -> Crop:
    """The largest part in the middle, its upper edge at the top: where a face usually is."""
    wide, high = size
    width = min(wide, high / rule.ratio)
    part = int(width / wide * 1000) / 10
    return Crop(round((100 - part) / 2, 1), 0.0, part)
