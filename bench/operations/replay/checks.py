"""Whether the counts are right, at each minute and at the end, on both nodes."""

from collections import Counter
from collections.abc import Mapping

import psycopg

from bench.operations.replay.client import Desk
from bench.operations.replay.ledger import Ledger
from bench.operations.replay.nodes import Side

ENROLLED = "SELECT count(*) FROM operations_enrolment"
COPIES = "SELECT count(*) FROM cases_case WHERE owner_node <> ''"
SENT = "SELECT count(*) FROM exchange_message WHERE outgoing AND kind = %s"
NOT_ACCEPTED = (
    "SELECT kind, state, code, count(*) FROM exchange_message"
    " WHERE outgoing AND state <> 'accepted' GROUP BY 1, 2, 3"
)
TAKEN = f"{SENT} AND state = 'accepted'"


def listed(desk: Desk) -> int:
    """How many cases an officer finds who turns all the pages."""
    count, after = 0, ""
    while True:
        page = desk.get("list of cases", "/cases", after=after)
        count += len(page["cases"])
        after = page["next"]
        if not after:
            return count


def shown_exits(desk: Desk, operation: str) -> int:
    count, page = 0, 1
    while True:
        found = desk.get("people", f"/operations/{operation}/people", done="exit", page=page)
        count += len(found["people"])
        if not found["more"]:
            return count
        page += 1


def at_this_minute(
    sides: Mapping[str, Side], desks: Mapping[str, Desk], operation: str, ledger: Ledger, *, minute: int
) -> str:
    """What the doors of both nodes say, between what was true before and after they were asked."""
    idn, khm = sides["IDN"], sides["KHM"]
    try:
        told, before = ledger.acknowledged(), idn.count(ENROLLED)
        board = desks["IDN"].get("board", f"/operations/{operation}")["registered"]
        after, begun = idn.count(ENROLLED), len(ledger.asked)
        _within(ledger, f"minute {minute}: registered", board, max(told, before), min(after, begun))
        low = idn.count(TAKEN, "case.share")
        copies_before = khm.count(COPIES)
        copies = listed(desks["KHM"])
        copies_after = khm.count(COPIES)
        high = idn.count(SENT, "case.share")
        _within(ledger, f"minute {minute}: copies", copies, max(low, copies_before), min(high, copies_after))
        exits = shown_exits(desks["IDN"], operation)
        known = khm.count(SENT, "case.update")
        _within(ledger, f"minute {minute}: steps of the partner", exits, 0, known)
    except (psycopg.OperationalError, OSError) as error:
        return f"minute {minute}: a database is down ({type(error).__name__}), asked again"
    return f"minute {minute}: registered {board}, copies {copies}, steps of the partner {exits}"


def _within(ledger: Ledger, what: str, shown: int, low: int, high: int) -> None:
    if not low <= shown <= high:
        ledger.fail(f"{what}: {shown} is shown, {low} to {high} is true")


def everybody_once(side: Side, ledger: Ledger, humans: int) -> None:
    """Nobody lost, nobody twice: every human has one record and one number, and nothing is of nobody."""
    rows = _rows(side, "SELECT person_id::text, number FROM operations_enrolment")
    people = Counter(ledger.of_person[person].number for person, _number in rows if person in ledger.of_person)
    if unknown := [number for person, number in rows if person not in ledger.of_person]:
        ledger.fail(f"{len(unknown)} numbers are of nobody: {unknown[:10]}")
    if twice := [number for number, count in people.items() if count > 1]:
        ledger.fail(f"{len(twice)} people are there twice: {twice[:10]}")
    if lost := sorted(set(range(1, humans + 1)) - set(people)):
        ledger.fail(f"{len(lost)} people are lost: {lost[:10]}")
    numbers = sorted(number for _person, number in rows)
    if numbers != list(range(1, len(numbers) + 1)):
        ledger.fail("the numbers have a gap or stand twice")


def at_the_end(sides: Mapping[str, Side], ledger: Ledger, humans: int) -> None:
    """Everybody is there once, both nodes hold the same, and no message is under way."""
    everybody_once(sides["IDN"], ledger, humans)
    ours = {uid for (uid,) in _rows(sides["IDN"], "SELECT uid::text FROM cases_case")}
    theirs = [uid for (uid,) in _rows(sides["KHM"], "SELECT uid::text FROM cases_case WHERE owner_node <> ''")]
    if set(theirs) != ours or len(theirs) != len(ours):
        ledger.fail(f"{len(ours)} cases here, {len(theirs)} copies there")
    steps = "SELECT c.uid::text, s.code, s.result FROM repatriation_step s JOIN cases_case c ON c.id = s.case_id"
    exits = {country: _rows(side, f"{steps} WHERE s.code = 'exit'") for country, side in sides.items()}
    if sorted(exits["IDN"]) != sorted(exits["KHM"]):
        ledger.fail("the nodes do not agree on how people came out")
    for country, side in sides.items():
        stuck = _rows(side, NOT_ACCEPTED)
        if stuck:
            ledger.fail(f"messages of {country} are not accepted: {stuck}")
        try:
            side.node.pulang("audit", "verify")
        except RuntimeError as error:
            ledger.fail(f"the audit of {country}: {error}")


def _rows(side: Side, sql: str) -> list[tuple[str, ...]]:
    with side.connect() as connection:
        return connection.execute(sql).fetchall()
