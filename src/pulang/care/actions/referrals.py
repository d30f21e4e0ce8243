"""Referring her to a service by her consent; the provider accepts or refuses."""

from uuid import UUID

from django.utils import timezone

from pulang.access.grants import give_up, held_sections, open_scope
from pulang.access.models import Agency, AgencyKind
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.care.errors import Answered, NoConsent, OnlyAtHerWish
from pulang.care.models import Referral, ReferralState
from pulang.care.rules import at_her_wish, services
from pulang.cases.actions import add_member, add_task, complete_tasks_for
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import Case, Consent
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotAllowed, NotFound, raise_problems
from pulang.lib.text import clean_text

CONSENT = "share_services"
PROVIDERS = (AgencyKind.SHELTER, AgencyKind.NGO, AgencyKind.MINISTRY)


@action(Permission.ACCESS_GRANT)
def refer(
    actor: Actor,
    *,
    case_id: UUID,
    provider_id: UUID,
    service: str,
    reason: str,
    at_her_request: bool = False,
    once: str = "",
) -> Referral:
    """Ask a provider to take her for a service. It sees her work and care, and her name once it accepts.

    Raises NotFound, CaseClosed, Invalid, Problems, NoConsent, OnlyAtHerWish.
    """
    words = clean_text(reason, field="reason", max_length=4000, multiline=True)
    provider = Agency.objects.filter(pk=provider_id, kind__in=PROVIDERS).first()
    problems = [] if words else [Invalid("reason", "required")]
    problems += [] if service in services() else [Invalid("service", "not_a_choice")]
    problems += [] if provider else [Invalid("provider", "unknown_agency")]
    raise_problems(problems)
    case = load_case(case_id)
    if Section.CARE not in held_sections(actor, case_id):
        raise NotFound()
    if service in at_her_wish() and not at_her_request:
        raise OnlyAtHerWish()
    if not _allows(case):
        raise NoConsent()

    def make() -> Referral:
        add_member(actor, case_id=case_id, agency_id=provider_id, sections=[Section.CARE])
        referral = Referral.objects.create(
            case=case,
            provider_id=provider_id,
            service=service,
            reason=words,
            asked_at=timezone.now(),
            asked_by=actor.id,
        )
        add_task(actor, case_id=case_id, code="answer_referral", agency=provider_id, ref=_ref(referral))
        _tell(actor, case, referral)
        return referral

    return row_once(actor, once, Referral, make)


@action(Permission.CARE_RECORD)
def answer_referral(actor: Actor, *, case_id: UUID, referral_id: UUID, accepts: bool, reason: str = "") -> Referral:
    """The provider takes her, or says why not; then its access ends.

    Raises NotFound, NotAllowed for everybody but the provider, Answered, Invalid.
    """
    words = clean_text(reason, field="reason", max_length=2000, multiline=True)
    case, referral = _load(case_id, referral_id)
    if referral.provider_id != agency_id(actor):
        raise NotAllowed(needs="provider")
    if referral.state != ReferralState.ASKED:
        raise Answered()
    if not accepts and not words:
        raise Invalid("reason", "required")
    complete_tasks_for(actor, case_id=case_id, ref=_ref(referral))
    state = ReferralState.ACCEPTED if accepts else ReferralState.REFUSED
    _settle(actor, case, referral, state, words)
    if accepts:
        own, reason = agency_id(actor), f"referral:{referral.pk}"
        open_scope(actor, scope=case.pk, agency_id=own, sections=[Section.IDENTITY], reason=reason)
        open_scope(actor, scope=case.person_id, agency_id=own, sections=[Section.IDENTITY], reason=reason)
    else:
        _end_access(actor, case, referral)
    return referral


@action(Permission.CARE_RECORD)
def end_referral(actor: Actor, *, case_id: UUID, referral_id: UUID, reason: str) -> Referral:
    """The service has ended, or she no longer wants it. Raises NotFound, Answered, Invalid."""
    words = clean_text(reason, field="reason", max_length=2000, multiline=True)
    if not words:
        raise Invalid("reason", "required")
    case, referral = _load(case_id, referral_id)
    if referral.state not in (ReferralState.ASKED, ReferralState.ACCEPTED):
        raise Answered()
    complete_tasks_for(actor, case_id=case_id, ref=_ref(referral))
    _settle(actor, case, referral, ReferralState.ENDED, words)
    return referral


def _settle(actor: Actor, case: Case, referral: Referral, state: ReferralState, words: str) -> None:
    referral.state, referral.answered_at, referral.answer = state, timezone.now(), words or None
    referral.save()
    _tell(actor, case, referral)


def _tell(actor: Actor, case: Case, referral: Referral) -> None:
    tell(
        actor,
        case,
        Event.CARE_CHANGED,
        section=Section.CARE,
        referral=referral.pk,
        service=referral.service,
        state=str(referral.state),
    )


def _load(case_id: UUID, referral_id: UUID) -> tuple[Case, Referral]:
    case = load_case(case_id)
    referral = Referral.objects.select_for_update(of=("self",)).filter(pk=referral_id, case=case).first()
    if referral is None:
        raise NotFound()
    referral.case = case
    return case, referral


def _ref(referral: Referral) -> str:
    return f"referral:{referral.pk}"


def _allows(case: Case) -> bool:
    asked = Consent.objects.filter(case=case, scopes__contains=[CONSENT]).order_by("-recorded_at").first()
    return asked is not None and asked.holds(timezone.localdate())


def _end_access(actor: Actor, case: Case, refused: Referral) -> None:
    """What the referral alone opened is closed again; another running referral keeps it open."""
    others = Referral.objects.filter(case=case, provider_id=refused.provider_id).exclude(pk=refused.pk)
    if others.filter(state__in=(ReferralState.ASKED, ReferralState.ACCEPTED)).exists():
        return
    if case.agency_id != refused.provider_id:
        give_up(actor, scope=case.pk, sections=[Section.WORK, Section.CARE])
