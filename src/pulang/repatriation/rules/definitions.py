"""What a step list says: steps, their order, fields and outcomes. Pure values; `loading` reads them from YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pulang.lib.errors import NotFound
from pulang.repatriation.rules.clock import Deadline

Texts = Mapping[str, str]  # en, id, km

#: Sections whose data are sealed (C3): opened one at a time, with a purpose.
SEALED = frozenset({"travel", "whereabouts"})


class State(StrEnum):
    """How a step stands on paper. `failed` may be tried again; the other two let the way go on."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    NOT_NEEDED = "not_needed"

    @property
    def lets_on(self) -> bool:
        return self in (State.DONE, State.NOT_NEEDED)


class FieldKind(StrEnum):
    TEXT = "text"
    PAPER_NUMBER = "paper_number"
    FLIGHT = "flight"
    DATE = "date"
    MONEY = "money"
    CURRENCY = "currency"
    WHOLE = "whole"
    CHOICE = "choice"


class When(StrEnum):
    """Where the dates of a field may lie."""

    PAST = "past"
    COMING = "coming"
    ANY = "any"


@dataclass(frozen=True)
class FieldDefinition:
    """One thing that a step records. `required` counts for results that end the step as done."""

    name: str
    kind: FieldKind
    label: Texts
    required: bool
    when: When
    choices: Mapping[str, Texts]


@dataclass(frozen=True)
class Outcome:
    code: str
    text: Texts
    ends: State


@dataclass(frozen=True)
class Condition:
    """Every step of `all` and, if there are any, one step of `any` must let the way on."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return (*self.all, *self.any)


@dataclass(frozen=True)
class Evidence:
    """What proves a step: a file (said in `file`), or all of `fields`; either is enough."""

    file: Texts | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fallback:
    """Who is told when a step is not done `days` after its deadline: the `agency` of that code here, else the first

    of these `kinds` that works on the case. Without either, the agency that leads the case.
    """

    days: int
    kinds: tuple[str, ...] = ()
    agency: str = ""


@dataclass(frozen=True)
class StepDefinition:
    """One step; `section` holds its data, `until` names the step that ends its need.

    `agencies` has the kinds of agency that may record it by side (country), the owner's side first.
    """

    code: str
    title: Texts
    who: Texts
    help: Texts
    agencies: Mapping[str, tuple[str, ...]]
    section: str
    after: Condition
    until: str | None
    deadline: Deadline
    fallback: Fallback | None
    evidence: Evidence | None
    fields: tuple[FieldDefinition, ...]
    outcomes: Mapping[str, Outcome]
    partner_sees: tuple[str, ...]

    @property
    def side(self) -> str:
        return next(iter(self.agencies))

    @property
    def is_sealed(self) -> bool:
        return self.section in SEALED


@dataclass(frozen=True)
class StepList:
    version: str
    steps: tuple[StepDefinition, ...]

    @cached_property
    def by_code(self) -> Mapping[str, StepDefinition]:
        return {step.code: step for step in self.steps}

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """For each step, the steps that name it in their conditions."""
        return {
            step.code: tuple(other.code for other in self.steps if step.code in other.after.codes)
            for step in self.steps
        }

    def step(self, code: str) -> StepDefinition:
        """Raises NotFound for a code that the list does not have."""
        found = self.by_code.get(code)
        if found is None:
            raise NotFound()
        return found
