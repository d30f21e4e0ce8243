"""Judging a pair: same, not the same, unsure. A judgement is never erased; taking it back is a further one."""

from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.matching.pairs.errors import NotJudged
from pulang.matching.pairs.evidence import evidence_held
from pulang.matching.pairs.models import Judgement, Pair, PairState, Verdict

VERDICTS = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)
LONGEST_REASON = 1000


@action(Permission.PAIR_JUDGE)
def judge_pair(
    actor: Actor, *, pair_id: UUID, verdict: str, version: int, reason: str = "", once: str = ""
) -> Judgement:
    """Say what the pair is, beside what was known of both at the time; it stays so until new evidence comes.

    `version` is that of the pair as it was read. Raises NotFound, Conflict, Invalid.
    """
    if verdict not in VERDICTS:
        raise Invalid("verdict", "not_a_choice", choices=", ".join(VERDICTS))
    because = clean_text(reason, field="reason", max_length=LONGEST_REASON, multiline=True)

    def make() -> Judgement:
        return _add(actor, _load(pair_id, version), Verdict(verdict), PairState(verdict), because)

    return row_once(actor, once, Judgement, make)


@action(Permission.PAIR_JUDGE)
def take_back(actor: Actor, *, pair_id: UUID, version: int, once: str = "") -> Judgement:
    """Undo one's own last judgement: the pair is to be judged again. Raises NotFound, Conflict, NotJudged."""

    def make() -> Judgement:
        pair = _load(pair_id, version)
        last = Judgement.objects.filter(pair=pair).order_by("-at", "-id").first()
        if last is None or last.officer_id != actor.id or last.verdict == Verdict.TAKEN_BACK:
            raise NotJudged()
        return _add(actor, pair, Verdict.TAKEN_BACK, PairState.OPEN, "")

    return row_once(actor, once, Judgement, make)


def _load(pair_id: UUID, version: int) -> Pair:
    both = {"low__merged_into": None, "high__merged_into": None}
    pair = Pair.objects.select_for_update(of=("self",)).filter(pk=pair_id, **both).first()
    if pair is None:
        raise NotFound()
    if pair.version != version:
        raise Conflict(version=pair.version, current={"state": pair.state})
    return pair


def _add(actor: Actor, pair: Pair, verdict: Verdict, state: PairState, reason: str) -> Judgement:
    known = evidence_held([pair.low_id, pair.high_id])
    before, pair.state = pair.state, state
    pair.version += 1
    pair.save(update_fields=["state", "version"])
    made = Judgement.objects.create(
        pair=pair,
        verdict=verdict,
        reason=reason or None,
        officer_id=officer_id(actor),
        officer_name=actor.name,
        agency_id=agency_id(actor),
        at=timezone.now(),
        low_evidence=sorted(known[pair.low_id]),
        high_evidence=sorted(known[pair.high_id]),
    )
    for scope in (pair.low_id, pair.high_id):
        record(
            actor,
            Event.PAIR_JUDGED,
            scope=scope,
            why=Why.ASSIGNED,
            pair=pair.pk,
            verdict=verdict.value,
            before=before,
        )
    return made
