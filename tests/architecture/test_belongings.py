"""What names a person follows her when two records become one: no table may be forgotten."""

import pytest
from django.apps import apps
from django.db import models

from pulang.persons.belongings import belongings, models_named
from pulang.persons.models import Person

# The register's own parts stay with their record, under its key; a merge itself names both for good.
STAY = {
    ("persons.OtherName", "person_id"),
    ("persons.Paper", "person_id"),
    ("persons.Contact", "person_id"),
    ("persons.BlindKey", "person_id"),
    ("persons.Person", "merged_into_id"),
    ("persons.Merge", "kept_id"),
    ("persons.Merge", "gone_id"),
}
# Keeps both records apart on purpose, or holds what is worked out anew from the records.
APART = {("pairs.Pair", "low_id"), ("pairs.Pair", "high_id"), ("matching.Profile", "person_id")}


def naming_a_person() -> set[tuple[str, str]]:
    """Model and column of every foreign key to a person, and of every plain id called so."""
    return {
        (model._meta.label, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
        or (isinstance(field, models.UUIDField) and field.attname in {"person_id", "person"})
    }


def test_every_table_that_names_a_person_says_what_a_merge_does():
    assert naming_a_person() == STAY | APART | set(models_named())


@pytest.mark.parametrize("one", belongings(), ids=lambda one: one.model)
def test_a_belonging_names_columns_that_are_there(one):
    columns = {field.attname for field in apps.get_model(one.model)._meta.concrete_fields}
    assert one.column in columns
    assert bool(one.follows) == bool(one.leader)
    assert not one.follows or one.follows in columns
    assert not one.leader or one.leader in {other.model for other in belongings() if not other.follows}
