"""Model fields that are encrypted in the database with the key of the person or case they belong to."""

import json
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from pulang.crypto.sealing import Place, new_data_key, open_sealed, seal, unwrap, wrap
from pulang.db.keys import ring


class Ciphertext(bytes):
    """A value as it lies in the database, not yet opened."""


class SealedAttribute(DeferredAttribute):
    """Opens the value at its first use, so that a list decrypts only what it shows."""

    field: "SealedField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = self.field.unseal(instance, value)
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # A data descriptor: else the instance's own dictionary would answer before `__get__`.
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Any JSON value, kept as AES-256-GCM ciphertext; the model gives the key as `sealing_key()`.

    The additional data name the table, the row and the field: a ciphertext that was moved does not open.
    """

    descriptor_class = SealedAttribute

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"null": True, "blank": True, "editable": True, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Ciphertext):
            return value
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return seal(_key_of(model_instance), plain, place=self._place(model_instance))

    def unseal(self, instance: models.Model, value: Ciphertext) -> Any:
        return json.loads(open_sealed(_key_of(instance), bytes(value), place=self._place(instance)))

    def _place(self, instance: models.Model) -> Place:
        return Place(table=instance._meta.db_table, row=str(instance.pk), field=self.attname)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("a sealed field is never serialised")


def _key_of(instance: models.Model) -> bytes:
    return instance.sealing_key()  # type: ignore[attr-defined,no-any-return]


class DataKeyField(models.BinaryField):  # type: ignore[type-arg]
    """The wrapped data key; made when the row is first saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        _key_of(model_instance)
        return bytes(model_instance.__dict__[self.attname])


class KeyHolder(models.Model):
    """A person or a case: the root of encrypted rows, with a data key of its own.

    Rotation wraps `data_key` anew under the next numbered key; the rows below stay as they are.
    """

    data_key = DataKeyField()

    class Meta:
        abstract = True

    def sealing_key(self) -> bytes:
        held: bytes | None = self.__dict__.get("_plain_key")
        if held is None:
            held = (
                new_data_key() if not self.data_key else unwrap(ring(), bytes(self.data_key), owner=self._owner())
            )
            if not self.data_key:
                self.data_key = wrap(ring(), held, owner=self._owner())
            self.__dict__["_plain_key"] = held
        return held

    def _owner(self) -> str:
        return f"{self._meta.db_table}:{self.pk}"
