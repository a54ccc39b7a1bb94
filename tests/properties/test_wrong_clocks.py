"""A phone whose clock is days off neither misses a duty that it did, nor is credited with one it did not.

The same thing is done twice: with a right clock, and with one that is wrong by days and says by how much. The
duty comes out the same.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from server.patrols.machine import SHIFTS
from sync import times
from tests.support.duties import BOX, HOUR, ZONE, Duty, a_box_window, a_round, a_screening, local
from tests.support.patrols import PLANNED, a_planned_shift

WRONG = st.integers(-10 * 24 * 60, 10 * 24 * 60).filter(lambda minutes: abs(minutes) >= 24 * 60)
LATE = st.integers(0, 71 * 60)
SUNDAY = 6 * 24 * 60 + 12 * 60
RIGHT = 0
SHIFT_BEGINS = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
Does = Callable[[Duty, datetime, int], str]


def wrote(duty: Duty, by: str, moment: datetime, off: int) -> dict[str, Any]:
    """What a phone writes of itself whose clock is `off` minutes ahead; it was in contact an hour ago."""
    origin = {"by": by, "dev": f"dev-{by}", "dseq": duty.rseq + 1}
    evidence = {"off": off * 60_000, "off_age_s": 3600}
    return {"at_dev": shown(moment, off), "wrote": {**origin, **evidence}}


def shown(moment: datetime, off: int) -> str:
    """What a clock shows that is `off` minutes ahead."""
    return times.utc(moment + timedelta(minutes=off))


def calendar(moment: datetime, off: int) -> date:
    """The day that such a phone shows."""
    return (moment + timedelta(minutes=off)).astimezone(ZONE).date()


def arrives(duty: Duty, moment: datetime, late: int) -> timedelta:
    """How long after the last row something arrives that was done at a moment; what is due before is done."""
    received = max(moment + timedelta(minutes=late), duty.now)
    for name in ("mark_missed", "finalize_missed"):
        due = duty.timer(name)
        if due is not None and times.parse(due) <= received:
            duty.clock(name)
    return received - duty.now


def walks_and_signs(duty: Duty, moment: datetime, off: int, late: int) -> list[str]:
    on = calendar(moment, off).isoformat()
    said = wrote(duty, "grid-a", moment, off)
    walked = duty.event("round", "grid-a", a_round(on), after=arrives(duty, moment, late), **said)
    said = wrote(duty, "head-a", moment, off)
    signed = duty.event("sign", "head-a", {"zero": True}, after=arrives(duty, moment, late), **said)
    return [walked, signed]


def opens_the_box(duty: Duty, moment: datetime, off: int, late: int) -> list[str]:
    """Open it, and write it down an hour later."""
    said = wrote(duty, "grid-a", moment + HOUR, off)
    opening = {
        "box": BOX,
        "window": "2019-11-H1",
        "opened_at": shown(moment, off),
        "openers": ["grid-a", "grid-b"],
        "seal_ok": True,
        "box_state": "ok",
        "items_count": 0,
        "envelopes": [],
        "attach": [],
    }
    after = arrives(duty, moment + HOUR, late)
    return [duty.fact("box_open", "bo", "grid-a", after=after, **opening, **said)]


def a_shift() -> Duty:
    """A shift that is planned from eight to four."""
    return Duty(SHIFTS, PLANNED).born(a_planned_shift())


def starts(duty: Duty, moment: datetime, off: int, late: int) -> list[str]:
    begin = {"on_duty": ["patrol"], "vehicle": None, "km_start": None, "weather": None}
    received = max(moment + timedelta(minutes=late), duty.now)
    if received >= SHIFT_BEGINS + 30 * timedelta(minutes=1):
        duty.event("mark_missed", "server", after=SHIFT_BEGINS + timedelta(minutes=30) - duty.now)
    said = wrote(duty, "patrol", moment, off)
    return [duty.event("start", "patrol", begin, after=received - duty.now, **said)]


def outcome(duty: Duty, written: list[str]) -> dict[str, Any]:
    """What is told of the duty, but for how its phones' clocks went."""
    state = duty.state
    told = {
        name: state.get(name) for name in ("state", "duty_missed", "opened_at", "started_at", "signed_at")
    }
    rounds = [one["on"] for one in state.get("rounds") or []]
    windows = [one["in_window"] for one in state.get("openings") or []]
    flags = sorted(set(state["flags"]) - {"clock_skew"})
    return {**told, "rounds": rounds, "windows": windows, "flags": flags} | {
        "results": [duty.result(one) for one in written]
    }


def both(begin: Callable[[], Duty], does: Any, moment: datetime, off: int, late: int) -> list[dict[str, Any]]:
    """The duty as it comes out with a right clock, and with a wrong one."""
    found = []
    for clock in (RIGHT, off):
        duty = begin()
        duty.now = min(moment, duty.now)
        found.append(outcome(duty, does(duty, moment, clock, late)))
    return found


@given(st.integers(-5 * 24 * 60, 12 * 24 * 60), WRONG, LATE)
@example(SUNDAY, 3 * 24 * 60, 60)
@example(-60, 24 * 60, 0)
@example(7 * 24 * 60 + 60, -24 * 60, 0)
def test_a_screening(minute: int, off: int, late: int) -> None:
    moment = local("04T00:00") + timedelta(minutes=minute)
    right, wrong = both(a_screening, walks_and_signs, moment, off, late)
    assert wrong == right


@given(st.integers(-5 * 24 * 60, 25 * 24 * 60), WRONG, st.integers(0, 10 * 24 * 60))
@example(14 * 24 * 60 + 600, 2 * 24 * 60, 60)
@example(15 * 24 * 60 + 600, -2 * 24 * 60, 60)
@example(14 * 24 * 60, 24 * 60, 5 * 24 * 60)
def test_a_box(minute: int, off: int, late: int) -> None:
    moment = local("01T00:00") + timedelta(minutes=minute)
    right, wrong = both(a_box_window, opens_the_box, moment, off, late)
    assert wrong == right


@given(st.integers(-3 * 24 * 60, 3 * 24 * 60), WRONG, LATE)
@example(10, 24 * 60, 20 * 60)
@example(-3 * 24 * 60, 3 * 24 * 60, 0)
@example(2 * 24 * 60, -2 * 24 * 60, 0)
def test_a_shift(minute: int, off: int, late: int) -> None:
    moment = SHIFT_BEGINS + timedelta(minutes=minute)
    right, wrong = both(a_shift, starts, moment, off, late)
    assert wrong == right
