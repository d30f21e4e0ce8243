"""Writes of the register of persons."""

from pulang.persons.actions.change import change_person
from pulang.persons.actions.register import register_person

__all__ = ["change_person", "register_person"]
