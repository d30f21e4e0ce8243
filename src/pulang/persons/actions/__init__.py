"""Writes of the register of persons."""

from pulang.persons.actions.change import change_person
from pulang.persons.actions.forget import forget_person
from pulang.persons.actions.photo import Photo, read_photo, set_photo
from pulang.persons.actions.register import Outcome, Refusal, register_people, register_person

__all__ = [
    "Outcome",
    "Photo",
    "Refusal",
    "change_person",
    "forget_person",
    "read_photo",
    "register_people",
    "register_person",
    "set_photo",
]
