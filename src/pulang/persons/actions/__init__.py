"""Writes of the register of persons."""

from pulang.persons.actions.arriving import find_or_register
from pulang.persons.actions.change import change_person
from pulang.persons.actions.forget import forget_person
from pulang.persons.actions.merge import answer_merge, merge_persons
from pulang.persons.actions.photo import (
    Photo,
    Portrait,
    crop_of,
    crop_photo,
    portrait_of,
    read_joined_photo,
    read_photo,
    read_portrait,
    set_photo,
)
from pulang.persons.actions.register import Outcome, Refusal, register_people, register_person
from pulang.persons.actions.split import split_persons

__all__ = [
    "Outcome",
    "Photo",
    "Portrait",
    "Refusal",
    "answer_merge",
    "change_person",
    "crop_of",
    "crop_photo",
    "find_or_register",
    "forget_person",
    "merge_persons",
    "portrait_of",
    "read_joined_photo",
    "read_photo",
    "read_portrait",
    "register_people",
    "register_person",
    "set_photo",
    "split_persons",
]
