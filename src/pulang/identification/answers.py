"""Answers as they were given, and what one assessment rests on. Pure.

Only ``yes`` counts as present and only ``no`` as absent; all else is open. *Not asked is never no.*
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Answer(StrEnum):
    """What the person answered, for one indicator."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # she does not know
    NOT_ASKED = "not_asked"
    REFUSED = "refused"


class Form(StrEnum):
    """Forms of exploitation. The first two follow from answers; the others an interviewer affirms."""

    FORCED_LABOUR = "forced_labour"
    FORCED_CRIMINALITY = "forced_criminality"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    SLAVERY_LIKE_PRACTICE = "slavery_like_practice"
    SERVITUDE = "servitude"
    ORGAN_REMOVAL = "organ_removal"
    OTHER = "other"


DERIVED_FORMS = (Form.FORCED_LABOUR, Form.FORCED_CRIMINALITY)
AFFIRMED_FORMS = tuple(form for form in Form if form not in DERIVED_FORMS)


class UrgentRisk(StrEnum):
    """Always asked, never scored. They set the urgency of the case the moment they are ticked."""

    DANGER_NOW = "danger_now"
    INJURY = "injury"
    ILLNESS = "illness"
    PREGNANCY = "pregnancy"
    SELF_HARM = "self_harm"
    CHILD = "child"
    FAMILY_THREATENED = "family_threatened"
    DEBT_COLLECTORS = "debt_collectors"


class MadeToDo(StrEnum):
    """Acts that the person was made to do."""

    ONLINE_SCAM = "online_scam"
    FALSE_IDENTITY = "false_identity"
    RECRUIT_OTHERS = "recruit_others"
    BUILD_SCAM_SITE = "build_scam_site"


class Role(StrEnum):
    """The person's place in the compound, as recorded."""

    WORKER = "worker"
    FORCED_RECRUITER = "forced_recruiter"
    TEAM_LEADER = "team_leader"
    NONE = "none"


class Sanction(StrEnum):
    """What the state has already done to the person."""

    DETAINED = "detained"
    CHARGED = "charged"
    FINED = "fined"
    LISTED_FOR_DEPORTATION = "listed_for_deportation"


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything that one assessment is computed from.

    ``age`` in years at the time of the events, ``None`` when unknown. ``act``: whether recruitment, transport,
    transfer, harbouring or receipt is known; ``False`` means *not known*. ``evidence`` names, by indicator, what
    supports a yes. ``contradictions`` are indicators that hold a yes and a no; their answer counts as open.
    ``instrument`` and ``version``, where given, are those that the answers were taken with.
    """

    age: int | None
    act: bool = False
    answers: Mapping[str, Answer] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    made_to_do: tuple[str, ...] = ()
    role: Role = Role.NONE
    sanctions: tuple[Sanction, ...] = ()
    urgent_risks: tuple[UrgentRisk, ...] = ()
    signs: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    instrument: str | None = None
    version: str | None = None


def combine(given: Iterable[tuple[str, Answer]]) -> tuple[Mapping[str, Answer], tuple[str, ...]]:
    """Bring several answers for the same indicators together: the answers, and who contradicts herself.

    A clear answer (yes, no) goes before an open one, whatever the order. A yes beside a no is never settled
    here: the indicator is reported as contradictory and counts as ``unknown``.
    """
    gathered: dict[str, set[Answer]] = {}
    for indicator, answer in given:
        gathered.setdefault(indicator, set()).add(answer)
    contradictory = tuple(sorted(i for i, a in gathered.items() if {Answer.YES, Answer.NO} <= a))
    answers = {i: Answer.UNKNOWN if i in contradictory else _clearest(a) for i, a in gathered.items()}
    return MappingProxyType(answers), contradictory


_CLEAREST = (Answer.YES, Answer.NO, Answer.REFUSED, Answer.UNKNOWN, Answer.NOT_ASKED)


def _clearest(answers: set[Answer]) -> Answer:
    return next(answer for answer in _CLEAREST if answer in answers)
