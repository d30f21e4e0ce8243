"""The engine on the list in use: nothing before its conditions, no dead end, any order of messages."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pulang.repatriation.rules import Standing, State, Statement, engine, shipped_list, shipped_versions

LIST = shipped_list(str(shipped_versions()[-1]))
START = datetime(2026, 1, 16, 8, tzinfo=UTC)
CODES = [step.code for step in LIST.steps]
Said = dict[str, Statement]


def _at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def _says(code: str, result: str, minutes: int = 0) -> Statement:
    return Statement(_at(minutes), LIST.step(code).side, result)


def _through(*codes: str) -> Said:
    """The named steps, each with its first result."""
    return {code: _says(code, next(iter(LIST.step(code).outcomes)), place) for place, code in enumerate(codes)}


@st.composite
def walks(draw: st.DrawFn) -> Said:
    """What may come to be said by people who keep the rules: results of ready or failed steps, and undoing."""
    said: Said = {}
    for minute in range(draw(st.integers(0, 40))):
        can = [c for c in CODES if engine.standing(LIST, said, c) in (Standing.READY, Standing.FAILED)]
        undo = [c for c in said if said[c].result and not engine.undo_blocked_by(LIST, said, c)]
        if undo and draw(st.integers(0, 4)) == 0:
            code = draw(st.sampled_from(undo))
            said[code] = _says(code, "", minute)
        elif can:
            code = draw(st.sampled_from(can))
            said[code] = _says(code, draw(st.sampled_from(sorted(LIST.step(code).outcomes))), minute)
    return said


def test_at_the_start_only_steps_without_conditions_are_ready():
    assert engine.ready(LIST, {}) == ("exit", "report")


def test_steps_that_can_run_beside_each_other_do():
    said = _through("report", "registration")
    assert {"early_assessment", "shelter", "health", "splp", "fine_waiver"} <= set(engine.ready(LIST, said))


def test_a_waiting_step_names_what_it_waits_for():
    said = _through("exit", "report", "registration", "splp")
    assert engine.blocked_by(LIST, said, "exit_permit") == ("fine_waiver",)


def test_a_failed_step_blocks_and_can_be_said_again():
    said = {**_through("exit", "report", "registration", "splp"), "fine_waiver": _says("fine_waiver", "refused")}
    assert engine.standing(LIST, said, "exit_permit") is Standing.WAITING
    assert engine.what_blocks(LIST, said)[0] == "fine_waiver"


def test_a_step_that_is_not_needed_lets_the_way_on():
    said = {**_through("report", "registration"), "splp": _says("splp", "passport_valid")}
    assert engine.standing(LIST, said, "ticket") is Standing.READY


def test_shelter_abroad_is_not_needed_once_she_has_left():
    said = _through("report", "departure")
    assert engine.standing(LIST, said, "shelter") is Standing.NOT_NEEDED
    assert engine.standing(LIST, _through("report"), "shelter") is Standing.READY


def test_undoing_waits_for_what_rests_on_the_step():
    said = _through("report", "registration", "splp")
    assert engine.undo_blocked_by(LIST, said, "report") == ("registration",)
    assert engine.undo_blocked_by(LIST, said, "splp") == ()


def test_only_the_side_and_the_kind_of_agency_of_a_step_may_end_it():
    waiver = LIST.step("fine_waiver")
    assert engine.may_complete(waiver, side="KHM", agency_kind="immigration")
    assert engine.may_complete(waiver, side="KHM", agency_kind="peer")
    assert engine.may_complete(waiver, side="IDN", agency_kind="embassy")
    assert not engine.may_complete(waiver, side="IDN", agency_kind="shelter")
    assert not engine.may_complete(LIST.step("splp"), side="KHM", agency_kind="peer")
    assert not engine.may_complete(LIST.step("police_assessment"), side="IDN", agency_kind="embassy")


def test_the_deadline_runs_from_the_last_condition():
    said = _through("report", "registration")
    assert engine.due_at(LIST, said, "splp", began=START) == LIST.step("splp").deadline.after(_at(1))
    assert engine.due_at(LIST, said, "ticket", began=START) is None


def test_a_clock_that_was_set_back_does_not_make_a_statement_older():
    held = _says("report", "walk_in", 10)
    assert engine.next_moment(_at(3), held) > held.at


def test_what_two_nodes_did_at_once_is_pointed_out():
    said = {**_through("report", "registration", "splp", "fine_waiver", "exit", "exit_permit")}
    said["splp"] = _says("splp", "", 99)
    assert engine.out_of_order(LIST, said) == ("exit_permit",)


@given(walks())
def test_no_result_stands_before_its_conditions(said):
    assert engine.out_of_order(LIST, said) == ()


@given(walks())
def test_there_is_no_dead_end(said):
    """From wherever people came, ready and failed steps alone lead to the end."""
    said = dict(said)
    for _ in range(2 * len(CODES)):
        can = [c for c in CODES if engine.standing(LIST, said, c) in (Standing.READY, Standing.FAILED)]
        if not can:
            break
        good = next(o.code for o in LIST.step(can[0]).outcomes.values() if o.ends.lets_on)
        said[can[0]] = _says(can[0], good, 100)
    assert all(engine.standing(LIST, said, c) in (Standing.DONE, Standing.NOT_NEEDED) for c in CODES)


@given(walks())
def test_while_the_way_is_not_at_its_end_something_blocks_it(said):
    left = [c for c in CODES if not state_lets_on(said, c)]
    assert bool(engine.what_blocks(LIST, said)) == bool(left)


def state_lets_on(said: Said, code: str) -> bool:
    return engine.standing(LIST, said, code) in (Standing.DONE, Standing.NOT_NEEDED)


@given(walks())
def test_a_deadline_is_never_before_the_way_began(said):
    for code in CODES:
        due = engine.due_at(LIST, said, code, began=START)
        assert due is None or due > START
        assert (due is not None) == (engine.standing(LIST, said, code) is Standing.READY)


statements = st.tuples(
    st.sampled_from(CODES), st.integers(0, 6), st.sampled_from(["IDN", "KHM"]), st.integers(0, 6)
).map(lambda t: (t[0], Statement(_at(t[1]), t[2], ["", *LIST.step(t[0]).outcomes][t[3] % 3])))


@given(st.lists(statements, max_size=25), st.randoms(use_true_random=False))
def test_any_order_of_messages_ends_in_the_same_state(told, chance):
    """Also doubled ones, and ones of the same instant from both sides."""

    def hear(messages):
        said: Said = {}
        for code, statement in messages:
            said[code] = engine.later(LIST.step(code), said.get(code), statement)
        return said

    shuffled = told + told[: len(told) // 2]
    chance.shuffle(shuffled)
    first, second = hear(told), hear(shuffled)
    assert first == second
    for code in CODES:
        assert engine.standing(LIST, first, code) is engine.standing(LIST, second, code)


def test_a_result_ends_a_step_as_the_list_says():
    assert engine.state_of(LIST, {"splp": _says("splp", "refused")}, "splp") is State.FAILED
    assert engine.state_of(LIST, {"splp": _says("splp", "")}, "splp") is State.OPEN
