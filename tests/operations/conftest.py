from collections.abc import Callable
from typing import Any

import pytest

from pulang.lib.actor import Actor
from pulang.operations.actions import open_operation, register_into
from pulang.operations.models import Enrolment, Operation
from pulang.persons.drafts import PaperDraft, PersonDraft
from tests.cast import Cast

Register = Callable[..., Enrolment]


def draft(name: str, *, born: str = "", passport: str = "") -> PersonDraft:
    papers = (PaperDraft("passport", passport),) if passport else ()
    return PersonDraft(name=name, birth_date=born, papers=papers, sex="female", nationality="IDN")


@pytest.fixture
def operation(cast: Cast) -> Operation:
    """A wave at the door of the embassy."""
    return open_operation(cast.officer, kind="walk_in", title="Gelombang 20 Januari", place="Phnom Penh")


@pytest.fixture
def register(cast: Cast, operation: Operation) -> Register:
    """Register somebody at the desk of the officer, unless another acts."""

    def at_desk(
        name: str = "Siti Aminah", *, born: str = "", passport: str = "", actor: Actor | None = None, **more: Any
    ) -> Enrolment:
        of = draft(name, born=born, passport=passport)
        return register_into(actor or cast.officer, operation_id=operation.pk, draft=of, **more)

    return at_desk
