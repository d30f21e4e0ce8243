from collections.abc import Callable, Mapping

import pytest

from pulang.cases.actions import open_case
from pulang.cases.models import Case
from pulang.lib.actor import Actor
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from pulang.repatriation.actions import begin_way_home, complete_step
from pulang.repatriation.models import Step
from pulang.repatriation.queries import way_home_for
from tests.cast import Cast

#: A result for each step up to the day of travel, with the least that it must record.
USUAL: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "exit": ("escaped", {}),
    "report": ("walk_in", {}),
    "registration": ("verified", {"basis": "passport"}),
    "early_assessment": ("assessed", {"held_on": "2026-01-20", "indication": "trafficking"}),
    "health": ("fit", {}),
    "splp": ("issued", {"number": "XE 123456", "expires_on": "2028-01-01"}),
    "fine_waiver": ("granted", {"reference": "GDI/2026/17"}),
    "exit_permit": ("granted", {"number": "EP-55"}),
    "ticket": ("self_paid", {"flight": "qz 475", "travel_date": "2026-02-08"}),
    "departure": ("left", {"left_on": "2026-02-08"}),
}
Do = Callable[..., Step]


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the embassy on which the way home has begun."""
    person = register_person(cast.officer, draft=PersonDraft(name="Siti Aminah", birth_date="1999"))
    case = open_case(cast.officer, person_id=person.pk)
    begin_way_home(cast.officer, case_id=case.pk)
    return case


@pytest.fixture
def do(cast: Cast, case: Case) -> Do:
    """Complete a step with its usual result, as the officer unless another acts."""

    def complete(code: str, actor: Actor | None = None, result: str = "", **data: str) -> Step:
        way = way_home_for(cast.officer, case.pk)
        assert way is not None
        usual, least = USUAL[code]
        return complete_step(
            actor or cast.officer,
            case_id=case.pk,
            code=code,
            version=way.step(code).version,
            result=result or usual,
            data=data or (least if not result else {}),
        )

    return complete
