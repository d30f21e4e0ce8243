"""What a person can consent to, as data."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def consent_scopes() -> tuple[str, dict[str, dict[str, str]]]:
    """The version of the script, and each scope with its texts in en, id and km."""
    found = yaml.safe_load((files("pulang.cases") / "data" / "consents.yaml").read_text("utf-8"))
    return found["version"], found["scopes"]
