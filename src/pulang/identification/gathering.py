"""From ticked items to indicators of every list, and to what one assessment rests on. Pure.

*Not asked is never no.* An indicator that several items feed is present if any of them is yes, and absent only if
all of them are no.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pulang.identification.answers import Answer, Form, Role, Sanction, Submission, UrgentRisk, combine
from pulang.identification.errors import UnknownIndicator
from pulang.identification.questions import Item, QuestionBank
from pulang.identification.scoring import ADULT, CHILD, MAJORITY, SIGNS

PALERMO = "palermo_elements"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the items say together. Nothing here was settled: ``contradictory`` items and ``conflicts`` are shown.

    ``indicators``: answers by instrument and indicator. ``contradictory``: items with a yes and a no (they count as
    open). ``conflicts``: pairs of items that cannot both be yes and are (both stay yes).
    """

    items: Mapping[str, Answer]
    indicators: Mapping[str, Mapping[str, Answer]]
    contradictory: tuple[str, ...]
    conflicts: tuple[tuple[str, str], ...]
    contradictory_indicators: tuple[str, ...]
    urgent_risks: tuple[UrgentRisk, ...]


def answers_to_indicators(bank: QuestionBank, given: Iterable[tuple[str, Answer]]) -> Gathered:
    """Carry answers to items over to every list. An item may be answered more than once, by several people.

    Raises :class:`UnknownIndicator` for an item that this version of the bank does not have.
    """
    pairs = list(given)
    known = {item.id: item for item in bank.items()}
    strangers = tuple(sorted({item for item, _ in pairs if item not in known}))
    if strangers:
        raise UnknownIndicator(indicators=strangers, instrument=f"questions@{bank.version}")
    items, contradictory = combine(pairs)
    fed: dict[tuple[str, str], list[Answer]] = {}
    for item in known.values():
        for target in item.feeds:
            fed.setdefault(target, []).append(items.get(item.id, Answer.NOT_ASKED))
    indicators: dict[str, dict[str, Answer]] = {}
    for (instrument, indicator), answers in fed.items():
        indicators.setdefault(instrument, {})[indicator] = _together(answers)
    risks = {item.urgent_risk for item in known.values() if items.get(item.id) is Answer.YES}
    return Gathered(
        items=items,
        indicators=indicators,
        contradictory=contradictory,
        conflicts=tuple(_conflicts(known.values(), items)),
        contradictory_indicators=_fed_by(known[each] for each in contradictory),
        urgent_risks=tuple(risk for risk in UrgentRisk if risk in risks),
    )


def submission_from(
    bank: QuestionBank, gathered: Gathered, *, age: int | None, evidence: Mapping[str, tuple[str, ...]]
) -> Submission:
    """What the assessment by age rests on. ``evidence`` names, by item, what supports a yes.

    A further form of exploitation counts only with evidence. The act is known if any act of the Protocol is.
    """
    lists = [ADULT, CHILD] if age is None else [ADULT if age >= MAJORITY else CHILD]
    answers = {i: a for name in lists for i, a in gathered.indicators[name].items()}
    yes = [item for item in bank.items() if gathered.items.get(item.id) is Answer.YES]
    acts = [a for i, a in gathered.indicators[PALERMO].items() if i.startswith("PA")]
    forms = {item.form for item in yes if item.form and evidence.get(item.id)}
    roles = {item.role for item in yes if item.role}
    return Submission(
        age=age,
        act=Answer.YES in acts,
        answers=answers,
        evidence=_by_indicator(yes, evidence, answers.keys()),
        forms=tuple(form for form in Form if form in forms),
        made_to_do=tuple(dict.fromkeys(item.made_to_do for item in yes if item.made_to_do)),
        role=next((role for role in (Role.FORCED_RECRUITER, Role.TEAM_LEADER) if role in roles), Role.NONE),
        sanctions=tuple(s for s in Sanction if s in {item.sanction for item in yes}),
        urgent_risks=gathered.urgent_risks,
        signs=tuple(i for i, answer in gathered.indicators[SIGNS].items() if answer is Answer.YES),
        contradictions=tuple(i for i in gathered.contradictory_indicators if i in answers),
    )


def items_for(bank: QuestionBank, indicators: Iterable[str]) -> tuple[str, ...]:
    """The items that bear on these indicators, in the order of the interview: what to ask next."""
    wanted = set(indicators)
    return tuple(item.id for item in bank.items() if any(i in wanted for _, i in item.feeds))


def _together(answers: list[Answer]) -> Answer:
    if Answer.YES in answers:
        return Answer.YES
    if all(answer is Answer.NO for answer in answers):
        return Answer.NO
    open_answers = (Answer.REFUSED, Answer.UNKNOWN, Answer.NOT_ASKED)
    return next(answer for answer in open_answers if answer in answers)


def _conflicts(items: Iterable[Item], answers: Mapping[str, Answer]) -> Iterator[tuple[str, str]]:
    for item in items:
        if answers.get(item.id) is Answer.YES:
            yield from ((item.id, other) for other in item.excludes if answers.get(other) is Answer.YES)


def _fed_by(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(sorted({indicator for item in items for _, indicator in item.feeds}))


def _by_indicator(
    yes: list[Item], evidence: Mapping[str, tuple[str, ...]], known: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for item in yes:
        for indicator in dict.fromkeys(i for _, i in item.feeds):
            found.setdefault(indicator, []).extend(evidence.get(item.id, ()))
    return {i: tuple(dict.fromkeys(what)) for i, what in found.items() if what and i in set(known)}
