from collections.abc import Callable

import pytest

from pulang.cases.actions import open_case
from pulang.cases.models import Case
from pulang.identification.actions import read_consent, save_answer, start_interview
from pulang.identification.models import Interview
from pulang.lib.actor import Actor
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.cast import Cast

Say = Callable[..., object]


def make_case(actor: Actor, name: str = "Siti Aminah") -> Case:
    return open_case(actor, person_id=register_person(actor, draft=PersonDraft(name=name, birth_date="1999")).pk)


def make_interview(actor: Actor, case: Case) -> Interview:
    """Begun, and she has said yes to it."""
    interview = start_interview(actor, case_id=case.pk, language="id", interpreter="Rina")
    return read_consent(actor, interview_id=interview.pk, given=True, share_partner=True)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.officer)


@pytest.fixture
def interview(cast: Cast, case: Case) -> Interview:
    return make_interview(cast.officer, case)


@pytest.fixture
def say(cast: Cast, interview: Interview) -> Say:
    """Save an answer, as the officer unless another acts."""

    def save(item: str, answer: str, actor: Actor | None = None, **more: object) -> object:
        return save_answer(actor or cast.officer, interview_id=interview.pk, item=item, answer=answer, **more)

    return save
