"""The rules about a person's data: pure, no database."""

from pulang.persons.rules.checking import CheckedPaper, CheckedPerson, check, is_given
from pulang.persons.rules.keys import Key, enough, keys_of, keys_of_sought, paper_keys

__all__ = [
    "CheckedPaper",
    "CheckedPerson",
    "Key",
    "check",
    "enough",
    "is_given",
    "keys_of",
    "keys_of_sought",
    "paper_keys",
]
