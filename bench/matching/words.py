"""The words of `words.yaml`, in the order of their frequency; `|` stands for a space inside a name."""

from pathlib import Path

import yaml

_LISTS = {
    key: [word.replace("|", " ") for word in text.split()]
    for key, text in yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8")).items()
}
MALE, FEMALE, SECOND, CLANS = (_LISTS[key] for key in ("male", "female", "second", "clans"))
OPENINGS, MIDDLES = _LISTS["openings"], _LISTS["middles"]
ENDINGS_MALE, ENDINGS_FEMALE = _LISTS["endings_male"], _LISTS["endings_female"]
KHMER_FAMILY, KHMER_GIVEN = _LISTS["khmer_family"], _LISTS["khmer_given"]
PLACES, KHMER_PLACES = _LISTS["places"], _LISTS["khmer_places"]
