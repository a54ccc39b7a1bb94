"""A parameter that an office changed counts from its row in the journal on, and not before."""

from pathlib import Path

from tests.support.patrols import PATROL, PLANNED, a_centre, a_planned_shift, a_reference

LATER = "shift:t1:2026-03-02:evening"


def test_a_longer_wait_before_a_shift_is_missed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        centre.publishes(a_reference("param:shift.missed", key="shift.missed", value=120))
        evening = {"slot": "evening", "starts_at": "2026-03-02T16:00:00+08:00"}
        ends = {"ends_at": "2026-03-02T23:00:00+08:00"}
        centre.publishes(a_planned_shift(LATER, **evening, **ends), database=PATROL)
        centre.passes(hours=2)
        assert centre.state(PLANNED)["state"] == "missed", "planned before: half an hour after eight"
        centre.passes(hours=8)
        assert centre.state(LATER)["state"] == "planned", "an hour after four: two are allowed now"
        centre.passes(hours=2)
        assert centre.state(LATER)["state"] == "missed"
