"""Writes of the register of persons."""

from pulang.persons.actions.arriving import find_or_register
from pulang.persons.actions.change import change_person
from pulang.persons.actions.forget import forget_person
from pulang.persons.actions.merge import answer_merge, merge_persons
from pulang.persons.actions.photo import Photo, read_joined_photo, read_photo, set_photo
from pulang.persons.actions.register import Outcome, Refusal, register_people, register_person
from pulang.persons.actions.split import split_persons

__all__ = [
    "Outcome",
    "Photo",
    "Refusal",
    "answer_merge",
    "change_person",
    "find_or_register",
    "forget_person",
    "merge_persons",
    "read_joined_photo",
    "read_photo",
    "register_people",
    "register_person",
    "set_photo",
    "split_persons",
]
