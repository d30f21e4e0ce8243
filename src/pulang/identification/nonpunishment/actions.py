"""Recording what she was made to do and what was done to her for it; taking a statement back with a reason."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case
from pulang.db.once import row_once
from pulang.identification.nonpunishment.models import ForcedAct, Sanction
from pulang.identification.nonpunishment.rules import words
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text

SECTION = Section.NON_PUNISHMENT


def open_section(actor: Actor, case_id: UUID) -> Case:
    """The case, where the actor holds the section. Raises NotFound, CaseClosed."""
    case = load_case(case_id)
    if SECTION not in held_sections(actor, case_id):
        raise NotFound()
    return case


@action(Permission.DECISION_MAKE)
def record_act(
    actor: Actor,
    *,
    case_id: UUID,
    kind: str,
    what: str,
    compulsions: Collection[str],
    link: str,
    when: str = "",
    compulsion: str = "",
    link_because: str = "",
    once: str = "",
) -> ForcedAct:
    """One act that she was made to do. `kind`, `compulsions` and `link` are words of `rules.words`.

    An act linked to the trafficking names at least one compulsion. Raises Invalid, Problems, NotFound, CaseClosed.
    """
    told = clean_text(what, field="what", max_length=5000, multiline=True)
    problems = [Invalid("kind", "not_a_choice")] if kind not in words("acts") else []
    problems += [Invalid("link", "not_a_choice")] if link not in words("links") else []
    problems += [Invalid("what", "required")] if not told else []
    if set(compulsions) - words("compulsions").keys():
        problems.append(Invalid("compulsions", "not_a_choice"))
    elif not compulsions and link in ("direct", "partly"):
        problems.append(Invalid("compulsions", "required"))
    raise_problems(problems)
    details = {
        "when": clean_text(when, field="when", max_length=200) or None,
        "compulsion": clean_text(compulsion, field="compulsion", max_length=5000, multiline=True) or None,
        "link_because": clean_text(link_because, field="link_because", max_length=5000, multiline=True) or None,
    }
    case = open_section(actor, case_id)

    def make() -> ForcedAct:
        act = ForcedAct.objects.create(
            case=case,
            kind=kind,
            what=told,
            compulsions=sorted(set(compulsions)),
            link=link,
            **details,
            **_signed(actor),
        )
        tell(actor, case, Event.NONPUNISHMENT_ACT, section=SECTION, act=act.pk, kind=kind, link=link)
        return act

    return row_once(actor, once, ForcedAct, make)


@action(Permission.DECISION_MAKE)
def record_sanction(
    actor: Actor,
    *,
    case_id: UUID,
    kind: str,
    state: str,
    authority: str,
    act_id: UUID | None = None,
    decided_by: str = "",
    decided_on: date | None = None,
    once: str = "",
) -> Sanction:
    """A sanction as it stands: who decided what. A change is a new record. Raises Invalid, Problems, NotFound."""
    whose = clean_text(authority, field="authority", max_length=200)
    problems = [Invalid("kind", "not_a_choice")] if kind not in words("sanctions") else []
    problems += [Invalid("state", "not_a_choice")] if state not in words("states") else []
    problems += [Invalid("authority", "required")] if not whose else []
    if decided_on and decided_on > timezone.localdate():
        problems.append(Invalid("decided_on", "date_in_future"))
    raise_problems(problems)
    case = open_section(actor, case_id)
    if act_id and not ForcedAct.objects.filter(pk=act_id, case=case).exists():
        raise NotFound()

    def make() -> Sanction:
        sanction = Sanction.objects.create(
            case=case,
            act_id=act_id,
            kind=kind,
            state=state,
            authority=whose,
            decided_by=clean_text(decided_by, field="decided_by", max_length=200) or None,
            decided_on=decided_on,
            **_signed(actor),
        )
        tell(
            actor, case, Event.NONPUNISHMENT_SANCTION, section=SECTION, sanction=sanction.pk, kind=kind, state=state
        )
        return sanction

    return row_once(actor, once, Sanction, make)


@action(Permission.DECISION_MAKE)
def withdraw_act(actor: Actor, *, case_id: UUID, act_id: UUID, reason: str) -> ForcedAct:
    """Take an act of the actor's own agency back; it stays readable, struck. Raises Invalid, NotFound."""
    because = clean_text(reason, field="reason", max_length=2000, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    case = open_section(actor, case_id)
    own = ForcedAct.objects.select_for_update(of=("self",)).filter(case=case, agency_id=agency_id(actor))
    act = own.filter(pk=act_id, withdrawn_at=None).first()
    if act is None:
        raise NotFound()
    act.case = case
    act.withdrawn_at, act.withdrawn_because = timezone.now(), because
    act.save()
    tell(actor, case, Event.NONPUNISHMENT_ACT, section=SECTION, act=act.pk, kind=act.kind, link="withdrawn")
    return act


def _signed(actor: Actor) -> dict[str, Any]:
    return {
        "recorded_at": timezone.now(),
        "officer_id": officer_id(actor),
        "officer_name": actor.name,
        "agency_id": agency_id(actor),
    }
