"""The rules about a person's data: pure, no database."""

from pulang.persons.rules.checking import CheckedPaper, CheckedPerson, check, is_given
from pulang.persons.rules.keys import Key, enough, keys_of, keys_of_sought, paper_keys, plain_number
from pulang.persons.rules.merging import FIELDS, conflicts_of, join, part

__all__ = [
    "FIELDS",
    "CheckedPaper",
    "CheckedPerson",
    "Key",
    "check",
    "conflicts_of",
    "enough",
    "is_given",
    "join",
    "keys_of",
    "keys_of_sought",
    "paper_keys",
    "part",
    "plain_number",
]
