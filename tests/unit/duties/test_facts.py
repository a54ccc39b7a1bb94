"""What is recorded once: activities that are only counted, publicity. Every row, every whitelist."""

from typing import Any

import pytest

from server.duties.capability import ACTIVITY, PUBLICITY
from server.duties.counting import ACTIVITY_EVENT_KEYS, ACTIVITY_KEYS, KINDS, OWN_KEYS, VOID_CODES
from server.duties.documents import ActivityEventSchema, ActivitySchema, PublicityEventSchema, PublicitySchema
from sync.whitelist import unfit
from tests.support.duties import HOUR, Duty, activity, an_activity, publicity
from tests.support.records import VILLAGE, a_ulid
from tests.support.rows import deciding, has_words, speaks_of_known_names

OWN = {"line_guard": {"site": "k001"}, "symposium": {"place_kind": "enterprise", "clues_collected": 2}}
ENVELOPE = {
    "_id": f"act:{a_ulid(1)}",
    "type": "activity",
    "v": 1,
    "div": VILLAGE,
    "wrote": {"by": "grid-a", "dev": "dev-a", "dseq": 1},
    "at_dev": "2019-11-04T09:00:00.000+08:00",
    "tz": "Asia/Shanghai",
}
NAMES = ("name", "note", "text", "person", "phone", "attach", "point", "place", "remark", "address")


def an_activity_of(kind: str, **more: Any) -> dict[str, Any]:
    return {**ENVELOPE, **an_activity(kind), **OWN.get(kind, {}), **more}


def voiding(duty: Duty, by: str, code: str = "wrong_number", **more: Any) -> str:
    return duty.event("void", by, {"reason": code}, **more)


def voided(duty: Duty) -> Duty:
    voiding(duty, "grid-a")
    return duty


def parked(duty: Duty) -> Duty:
    voiding(duty, "grid-a", after=25 * HOUR)
    return duty


@pytest.mark.parametrize(("letter", "made"), [("A", activity), ("Q", publicity)])
def test_every_row_decides_where_it_should(letter: str, made: Any) -> None:
    why = {"reason": "wrong_number"}
    stories = {
        "1": (made(), "void", "grid-a", why),
        "1a": (voided(made()), "void", "grid-a", why),
        "2f": (parked(made()), "force", "operator", why),
        "2d": (parked(made()), "dismiss", "operator", why),
        "2w": (made(), "wait_over", "server", {}),
    }
    for row, (duty, action, by, payload) in stories.items():
        event = {"event": duty.state["parked"][0]} if duty.state["parked"] else {}
        doc_id = duty.event(action, by, {**payload, **event})
        found = deciding(duty)
        assert found is not None
        assert (found.id, duty.result(doc_id)) == (f"{letter}{row}", found.result)
        assert not found.actors or duty.had_nobody_done_it() == "role_missing"
    machine = ACTIVITY if letter == "A" else PUBLICITY
    assert {row.id for row in machine.table.transitions} == {f"{letter}{row}" for row in stories}


def test_the_tables_speak_of_what_there_is() -> None:
    speaks_of_known_names(ACTIVITY.table, ActivityEventSchema.payloads)
    speaks_of_known_names(PUBLICITY.table, PublicityEventSchema.payloads)
    has_words(ACTIVITY)
    has_words(PUBLICITY)


@pytest.mark.parametrize("made", [activity, publicity])
def test_its_author_voids_it_for_a_day_and_the_office_at_any_time(made: Any) -> None:
    duty = made()
    stranger = voiding(duty, "grid-b")
    assert (duty.result(stranger), duty.reason(stranger)) == ("refused", "not_the_author")
    late = voiding(duty, "grid-a", after=24 * HOUR)
    assert (duty.result(late), duty.reason(late)) == ("parked", "void_too_late")
    assert duty.state["state"] == "recorded"
    voiding(duty, "operator", "entered_twice")
    state = duty.state
    assert (state["state"], state["void_reason"], state["voided_by"]) == (
        "voided",
        "entered_twice",
        "operator",
    )


def test_the_window_for_voiding_is_a_parameter() -> None:
    duty = activity()
    duty.references["param:void.window"] = {"value": 48}
    assert duty.result(voiding(duty, "grid-a", after=47 * HOUR)) == "applied"


def test_a_forced_void_counts() -> None:
    duty = parked(activity())
    duty.event("force", "operator", {"event": duty.state["parked"][0], "reason": "not_held"})
    assert duty.state["state"] == "voided"


@pytest.mark.parametrize("kind", KINDS)
def test_an_activity_of_each_kind_fits_schema_and_whitelist(kind: str) -> None:
    document = an_activity_of(kind)
    assert ActivitySchema().validate(document) == {}
    assert unfit(document, ACTIVITY_KEYS) == []
    assert ACTIVITY.keys["activity"] is ACTIVITY_KEYS


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_extra_key_is_refused_on_every_kind(kind: str, key: str) -> None:
    document = an_activity_of(kind, **{key: "张三"})
    assert ActivitySchema().validate(document) == {key: ["Unknown field."]}
    assert unfit(document, ACTIVITY_KEYS) == [key]


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_another_kind_is_refused(kind: str) -> None:
    for owner, keys in OWN_KEYS.items():
        for key in keys if owner != kind else ():
            document = an_activity_of(kind, **{key: OWN[owner][key]})
            assert ActivitySchema().validate(document) == {key: ["Unknown field."]}


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_takes_a_name_for_a_value(kind: str) -> None:
    document = an_activity_of(kind)
    for key in document:
        hidden = {**document, key: "张三"}
        assert key == "type" or ActivitySchema().validate(hidden), "the type leads to the schema"
        assert unfit(hidden, ACTIVITY_KEYS) == [key]
    for key in ENVELOPE["wrote"]:  # type: ignore[attr-defined]  # it is an object
        hidden = {**document, "wrote": {**document["wrote"], key: "张三"}}
        assert unfit(hidden, ACTIVITY_KEYS) == [f"wrote.{key}"]


def test_the_void_of_an_activity_has_no_words_of_its_writer() -> None:
    duty = activity()
    voiding(duty, "grid-a")
    body = duty.entries[-1].body
    assert unfit(body, ACTIVITY_EVENT_KEYS) == []
    for hidden in (
        {**body, "note": "张三"},
        {**body, "payload": {"reason": "张三"}},
        {**body, "payload": {**body["payload"], "name": "张三"}},
        {**body, "prev": "张三"},
        {**body, "seen_ids": ["张三"]},
    ):
        assert ActivityEventSchema().validate(hidden)
        assert unfit(hidden, ACTIVITY_EVENT_KEYS)
    assert set(VOID_CODES) == set(ACTIVITY.dictionaries["reason"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "2019-11-05"},
        {"on": "2019-02-30"},
        {"sessions": 0},
        {"people": -1},
        {"people": "20"},
        {"minutes": 1441},
        {"minutes": 1.5},
        {"div": VILLAGE[:9]},
    ],
)
def test_numbers_and_days_are_such(wrong: dict[str, Any]) -> None:
    assert set(ActivitySchema().validate(an_activity_of("door_visit", **wrong))) == set(wrong)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"unit": "banners"}, "unit"),
        ({"days": 3}, "days"),
        ({"kind": "led", "unit": "screens"}, "days"),
        ({"on": "2019-11-05"}, "on"),
        ({"qty": 0}, "qty"),
        ({"name": "张三"}, "name"),
    ],
)
def test_publicity_fits_its_kind(more: dict[str, Any], field: str) -> None:
    said = {"kind": "leaflet", "on": "2019-11-04", "qty": 1, "unit": "copies", "place": "集市", "attach": []}
    document = {**ENVELOPE, "_id": f"pub:{a_ulid(1)}", "type": "publicity", **said}
    assert PublicitySchema().validate(document) == {}
    assert field in PublicitySchema().validate({**document, **more})


def test_what_was_recorded_stands_in_the_state() -> None:
    assert {name: publicity().state[name] for name in ("kind", "qty", "unit", "place", "attach")} == {
        "kind": "leaflet",
        "qty": 500,
        "unit": "copies",
        "place": "集市",
        "attach": [],
    }
    state = activity(kind="symposium", place_kind="village", clues_collected=1).state
    assert (state["sessions"], state["people"], state["clues_collected"], state["site"]) == (1, 20, 1, None)
    assert ACTIVITY.registers(activity().folding) == {"on": "2019-11-04"}


@pytest.mark.parametrize("family", ["case", "hz", "inc", "dr"])
def test_an_event_is_not_about_another_kind_of_record_with_the_same_key(family: str) -> None:
    event = {
        **ENVELOPE,
        "_id": f"ev:pub:{a_ulid(1)}:{a_ulid(2)}",
        "type": "publicity_ev",
        "subject": f"pub:{a_ulid(1)}",
        "action": "void",
        "payload": {"reason": "记错"},
    }
    assert PublicityEventSchema().validate(event) == {}
    assert set(PublicityEventSchema().validate({**event, "subject": f"{family}:{a_ulid(1)}"})) == {"_id"}
