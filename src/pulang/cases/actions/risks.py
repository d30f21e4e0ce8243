"""A risk that was just seen: it sets the urgency, the order of the queue and a task at once."""

from collections.abc import Collection
from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.cases import set_urgency
from pulang.cases.actions.story import load_case, save_case
from pulang.cases.actions.tasks import add_task, hurry_tasks
from pulang.cases.models import Case, Urgency
from pulang.cases.rules import risk_words
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, raise_problems


@action(Permission.CASE_WORK)
def raise_risk(actor: Actor, *, case_id: UUID, risk: str, urgency: str, task: str) -> Case:
    """Add a risk (a word of `data/risks.yaml`), make the case at least this urgent, and put `task` into the queue.

    Nothing is ever lowered here: an officer who judges that the danger is over does so with `set_urgency`.
    Raises NotFound, CaseClosed, Invalid.
    """
    problems = [] if urgency in Urgency.values else [Invalid("urgency", "not_a_choice")]
    if risk not in risk_words():
        problems.append(Invalid("risk", "not_a_choice"))
    raise_problems(problems)
    case = load_case(case_id)
    case.risks = sorted({*case.risks, risk})
    case.urgency = min(case.urgency, urgency, key=Urgency.values.index)
    save_case(actor, case, Event.CASE_CHANGED, urgency=case.urgency, risks=case.risks)
    hurry_tasks(case)
    add_task(actor, case_id=case_id, code=task, agency=actor.agency_id, ref=f"risk:{risk}")
    return case


def raise_urgency(actor: Actor, case: Case, urgency: str, risks: Collection[str] = ()) -> None:
    """Make a case at least this urgent and add what was seen; nothing is ever lowered. Part of an action.

    Raises as `set_urgency`.
    """
    fastest = min(case.urgency, urgency, key=Urgency.values.index)
    every = {*case.risks, *risks}
    if fastest != case.urgency or every != set(case.risks):
        set_urgency(actor, case_id=case.pk, urgency=fastest, risks=every)
