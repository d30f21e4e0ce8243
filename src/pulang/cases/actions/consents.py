"""Consent: given or refused by the person, read to her in her language, and taken back when she wants."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.many_tasks import NewTask, add_tasks
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Consent
from pulang.cases.rules import consent_scopes
from pulang.cases.rules.workflow import CLOSED
from pulang.db.once import row_once
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.text import clean_text


@action(Permission.CONSENT_RECORD)
def record_consent(
    actor: Actor,
    *,
    case_id: UUID,
    scopes: Collection[str],
    given: bool,
    language: str,
    interpreter: str = "",
    until: date | None = None,
    script: str = "",
    once: str = "",
) -> Consent:
    """Record her answer to the consent script for these scopes (words of `data/consents.yaml`).

    `script` names what was read to her where it was another than the one of these scopes.
    """
    version, known = consent_scopes()
    problems = []
    if not scopes or set(scopes) - known.keys():
        problems.append(Invalid("scopes", "not_a_choice" if scopes else "required"))
    if not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        problems.append(Invalid("language", "not_a_choice" if language else "required"))
    if until and until < timezone.localdate():
        problems.append(Invalid("until", "date_in_past"))
    raise_problems(problems)
    helper = clean_text(interpreter, field="interpreter", max_length=200)
    case = load_case(case_id)

    def make() -> Consent:
        consent = Consent.objects.create(
            case=case,
            scopes=sorted(set(scopes)),
            given=given,
            language=language,
            script_version=script or version,
            read_by_id=actor.id if actor.kind is ActorKind.OFFICER else None,
            interpreter=helper or None,
            recorded_at=timezone.now(),
            until=until,
        )
        tell(actor, case, Event.CONSENT_RECORDED, scopes=consent.scopes, given=given, language=language)
        return consent

    return row_once(actor, once, Consent, make)


@action(Permission.CONSENT_RECORD)
def withdraw_consent(actor: Actor, *, case_id: UUID, consent_id: UUID, reason: str = "") -> Consent:
    """She takes it back: from now on nothing may rest on it. No reason is needed.

    Whoever leads the open case gets a task: to stop what rests on it, and to take back what was shared. Raises
    NotFound.
    """
    case = load_case(case_id, closed_too=True)
    consent = Consent.objects.select_for_update(of=("self",)).filter(pk=consent_id, case=case).first()
    if consent is None:
        raise NotFound()
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.withdrawn_reason = clean_text(reason, field="reason", max_length=2000, multiline=True) or None
        consent.save()
        tell(actor, case, Event.CONSENT_WITHDRAWN, consent=consent.pk, scopes=consent.scopes)
        if consent.given and case.status != CLOSED:
            ref = f"consent:{consent.pk}"
            add_tasks(actor, [NewTask(case, "consent_withdrawn", case.agency_id, None, ref)])
    return consent
