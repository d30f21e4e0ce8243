"""What belongs to a person in the tables of higher layers, so that it follows when two records become one.

Each app says it once, when Django is ready: `belongs("cases.Case")`. A test fails where a model points at a person
and says nothing.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from pulang.audit.events import Event
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class Belonging:
    """Rows of `model` ("cases.Case") name a person in `column`. Where `follows` names another column, a row goes

    where the row goes that stands there (a row of `leader`): an interview stays with its case.
    """

    model: str
    column: str = "person_id"
    follows: str = ""
    leader: str = ""

    def rows(self) -> "QuerySet[Model]":
        return apps.get_model(self.model)._default_manager.all()  # type: ignore[no-any-return]

    def own(self, person_id: UUID) -> "QuerySet[Model]":
        """The rows of the person that follow no other row."""
        free = Q(**{f"{self.follows}__isnull": True}) if self.follows else Q()
        return self.rows().filter(free, **{self.column: person_id})

    def move(self, rows: Collection[UUID], *, source: UUID, target: UUID) -> None:
        self.rows().filter(pk__in=rows, **{self.column: source}).update(**{self.column: target})


@dataclass(frozen=True)
class Moved:
    """What happened: `event` is PERSON_MERGED or PERSON_SPLIT; `rows` went from `source` to `target`, by model."""

    event: Event
    merge_id: UUID
    source: UUID
    target: UUID
    rows: dict[str, tuple[UUID, ...]]


Told = Callable[[Actor, Moved], None]
_BELONGINGS: dict[str, Belonging] = {}
_TOLD: list[Told] = []


def belongs(model: str, *, column: str = "person_id", follows: str = "", leader: str = "") -> None:
    """Say that rows of the model belong to the person that they name."""
    _BELONGINGS[f"{model}.{column}"] = Belonging(model, column, follows, leader)


def when_moved(told: Told) -> None:
    """Have `told` called in the same transaction, which sees everything of both, after rows have moved."""
    if told not in _TOLD:
        _TOLD.append(told)


def belongings() -> tuple[Belonging, ...]:
    """Leaders before those that follow them."""
    return tuple(sorted(_BELONGINGS.values(), key=lambda one: bool(one.follows)))


def owned(person_id: UUID) -> dict[str, tuple[UUID, ...]]:
    """The rows of the person that follow no other row, by model."""
    found = {one.model: tuple(one.own(person_id).values_list("pk", flat=True)) for one in belongings()}
    return {model: rows for model, rows in found.items() if rows}


def hand_over(rows: dict[str, tuple[UUID, ...]], *, source: UUID, target: UUID) -> None:
    """Make these rows the other person's, and all rows that follow them."""
    for one in belongings():
        if one.model in rows:
            one.move(rows[one.model], source=source, target=target)
        if one.follows and one.leader in rows:
            led = one.rows().filter(**{f"{one.follows}__in": rows[one.leader], one.column: source})
            led.update(**{one.column: target})


def tell_moved(actor: Actor, moved: Moved) -> None:
    for told in _TOLD:
        told(actor, moved)


def models_named() -> Iterable[tuple[str, str]]:
    """Model and column of every belonging, for the test that looks for forgotten ones."""
    return [(one.model, one.column) for one in belongings()]
