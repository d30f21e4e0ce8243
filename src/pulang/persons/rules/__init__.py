"""The rules about a person's data: pure, no database."""

from pulang.persons.rules.checking import CheckedPaper, CheckedPerson, check
from pulang.persons.rules.keys import Key, enough, keys_of, keys_of_sought, paper_keys

__all__ = ["CheckedPaper", "CheckedPerson", "Key", "check", "enough", "keys_of", "keys_of_sought", "paper_keys"]
