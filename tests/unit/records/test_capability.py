"""What the engine is told of a machine: types, home, the clock's events, derived ids."""

from dataclasses import replace

import pytest

from server.permissions import school_database
from server.records.capability import capability_of, family_of, home_of, timer_event
from server.records.derived import derived_ulid
from server.records.words import not_while
from sync.domain import Subject, Timer
from tests.support.lamps import LAMPS, STATES, a_lamp
from tests.support.records import TOWNSHIP, VILLAGE, Story, a_ulid

ULID = a_ulid(7)
LAMP = f"lamp:{ULID}"
DUE = "2019-11-05T01:01:00.000Z"
STAFF = {"grid-a": {"roles": ["grid_mgr"], "div": VILLAGE, "unit": "v1"}}


def a_story() -> Story:
    return Story(LAMPS, LAMP, STAFF)


def broken(story: Story) -> str:
    return story.head("lamp", "grid-a", street="江堤路")


def test_types_check_by_their_schema_and_know_their_subject() -> None:
    (lamp, event) = capability_of((LAMPS,)).types
    assert (lamp.name, lamp.kind, event.name, event.kind) == ("lamp", "head", "lamp_ev", "event")
    assert lamp.check(a_lamp(ULID)) == {}
    assert set(lamp.check(a_lamp(ULID, extra=1))) == {"extra"}
    assert lamp.subject_of(a_lamp(ULID)) == LAMP
    assert event.subject_of({"_id": "ev:x", "type": "lamp_ev", "subject": LAMP}) == LAMP


def test_a_due_timer_becomes_one_event_whoever_asks() -> None:
    (timer,) = story_with_head().folded.timers
    assert timer == Timer("overdue", DUE)
    event = timer_event(LAMPS, TOWNSHIP, LAMP, timer)
    assert event == timer_event(LAMPS, TOWNSHIP, LAMP, timer)
    assert event["_id"] == f"ev:{LAMP}:{derived_ulid(DUE, LAMP, 'overdue')}"
    assert (event["type"], event["action"], event["div"], event["at_dev"]) == (
        "lamp_ev",
        "overdue",
        TOWNSHIP,
        DUE,
    )
    assert capability_of((LAMPS,)).types[1].check(event) == {}


def story_with_head() -> Story:
    story = a_story()
    broken(story)
    return story


def test_an_event_prefix_of_its_own_leaves_the_family_out() -> None:
    own = replace(LAMPS, event=("lamp_ev", "lev"))
    assert timer_event(own, TOWNSHIP, LAMP, Timer("overdue", DUE))["_id"].startswith(f"lev:{ULID}:")


def test_the_clock_s_event_counts_as_the_server_s() -> None:
    story = story_with_head()
    event = timer_event(LAMPS, TOWNSHIP, LAMP, Timer("overdue", DUE))
    story.add(event, "server")
    assert story.state["flags"] == ["overdue"]
    late = story.event("overdue", by="grid-a")
    assert (story.result(late), story.reason(late)) == ("refused", "role_missing")


def test_a_record_lives_where_its_head_says() -> None:
    story = a_story()
    story.event("lock", by="grid-a")
    assert home_of(LAMPS, Subject(TOWNSHIP, LAMP, tuple(story.entries))) is None
    broken(story)
    subject = Subject(TOWNSHIP, LAMP, tuple(story.entries))
    assert home_of(LAMPS, subject) == f"work_{VILLAGE}"
    at_school = replace(LAMPS, home=lambda document: school_database(document["div"]))
    assert family_of(at_school).home(subject) == f"school_{TOWNSHIP}"


def test_a_record_without_head_lives_where_it_began() -> None:
    born = replace(LAMPS, table=replace(LAMPS.table, born_by=("lock",)))
    story = Story(born, LAMP, STAFF)
    story.event("lock", by="grid-a")
    assert home_of(born, Subject(TOWNSHIP, LAMP, tuple(story.entries))) == f"work_{VILLAGE}"


@pytest.mark.parametrize("parts", [(LAMP, "b"), ("lamp", "overdue"), (LAMP, "overdue", "more")])
def test_derived_ids_differ_by_cause_and_sort_by_moment(parts: tuple[str, ...]) -> None:
    one = derived_ulid(DUE, LAMP, "overdue")
    assert one != derived_ulid(DUE, *parts)
    assert one[:10] == derived_ulid(DUE, *parts)[:10] < derived_ulid("2019-11-06T00:00:00.000Z", *parts)


def test_each_state_has_the_reason_that_nothing_is_done_in_it() -> None:
    words = not_while(("路灯", "lamp"), STATES)
    assert words["not_while_fixed"] == {
        "zh-CN": "路灯已修好，不能进行此操作。",
        "en": "The lamp is fixed.",
    }
    assert set(words) == {"not_while_broken", "not_while_fixed"}
