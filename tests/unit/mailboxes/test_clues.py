"""Clues: every row and guard, and that nobody has a name anywhere."""

from collections.abc import Callable
from typing import Any

import pytest
from marshmallow import Schema

from server.mailboxes.capability import CLUES
from server.mailboxes.clue_documents import CATEGORIES, ClueDropSchema, ClueEventSchema
from server.mailboxes.clue_telling import clue_database
from server.rules import RULES
from tests.support.duties import Duty, a_clue, a_drop
from tests.support.records import VILLAGE, a_ulid
from tests.support.rows import deciding, has_words, speaks_of_known_names

WHY = {"reason": "核实"}
SHEET = f"bo:421102001-m001:2019-11-H1:{a_ulid(5)}"
OTHER = f"cd:{a_ulid(9)}"
PAYLOADS: dict[str, dict[str, Any]] = {
    "receive": {"count": 2, "sheets": [SHEET]},
    "describe": {"content": "（演示）"},
    "correct": {"field": "category", "value": "CL07", **WHY},
    "mark_duplicate": {"of": OTHER, **WHY},
    "out_of_scope": WHY,
    "reinstate": WHY,
    "hand_over": {"receipt_no": "GA2019-17", "on": "2019-11-04"},
    "feed_back": {"code": "useful"},
}
ACTORS = {"receive": "operator", "feed_back": "police", "wait_over": "server"}


def does(duty: Duty, action: str, **more: Any) -> str:
    payload = {**PAYLOADS.get(action, {}), **more}
    return duty.event(action, ACTORS.get(action, "special"), payload)


def after(*actions: str, **more: Any) -> Callable[[], Duty]:
    def told() -> Duty:
        duty = a_clue(**more)
        for action in actions:
            does(duty, action)
        return duty

    return told


REGISTERED = ("receive", "register")
HANDED = (*REGISTERED, "hand_over")
ANSWERED = (*HANDED, "feed_back")
ROWS: dict[str, tuple[Callable[[], Duty], str]] = {
    "K2": (a_clue, "receive"),
    "K2a": (after("receive"), "receive"),
    "K3": (after("receive"), "register"),
    "K3d": (after(channel="report_line"), "register"),
    "K3a": (after(*REGISTERED), "register"),
    "K3x": (after("receive"), "mark_duplicate"),
    "K3y": (after(*REGISTERED), "out_of_scope"),
    "K3z": (after("receive", "out_of_scope"), "reinstate"),
    "K3n": (after("receive"), "describe"),
    "K3c": (a_clue, "correct"),
    "K4": (after(*REGISTERED), "hand_over"),
    "K5": (after(*HANDED), "feed_back"),
    "K6": (after(*ANSWERED), "close"),
    "K6a": (after(*ANSWERED, "close"), "close"),
    "K7f": (after("close"), "force"),
    "K7d": (after("close"), "dismiss"),
    "K7w": (a_clue, "wait_over"),
}


@pytest.mark.parametrize("row", sorted(ROWS))
def test_every_row_decides_where_it_should(row: str) -> None:
    before, action = ROWS[row]
    duty = before()
    more = {"event": duty.state["parked"][0], **WHY} if action in ("force", "dismiss") else {}
    doc_id = does(duty, action, **more)
    found = deciding(duty)
    assert found is not None
    assert (found.id, duty.result(doc_id)) == (row, found.result)
    if row != "K7f":
        assert duty.state["state"] == found.target or found.target is None
    assert duty.had_nobody_done_it() == "role_missing"


def test_no_row_is_left_out() -> None:
    assert set(ROWS) == {row.id for row in CLUES.table.transitions}
    speaks_of_known_names(CLUES.table, ClueEventSchema.payloads)
    has_words(CLUES)


@pytest.mark.parametrize("action", sorted({row.action for row in CLUES.table.transitions} - {"wait_over"}))
@pytest.mark.parametrize("by", ["grid-a", "lead-v"])
def test_no_phone_does_anything_after_the_drop(by: str, action: str) -> None:
    states = {
        "receive": a_clue,
        "register": after("receive"),
        "mark_duplicate": after("receive"),
        "out_of_scope": after("receive"),
        "reinstate": after("receive", "out_of_scope"),
        "hand_over": after(*REGISTERED),
        "feed_back": after(*HANDED),
        "close": after(*ANSWERED),
    }
    duty = states.get(action, a_clue)()
    payload = {"event": "ev:x", **WHY} if action in ("force", "dismiss") else PAYLOADS.get(action, {})
    assert duty.reason(duty.event(action, by, payload)) == "role_missing"


@pytest.mark.parametrize(
    ("action", "by"), [("receive", "special"), ("register", "operator"), ("feed_back", "special")]
)
def test_each_office_does_its_own_part(action: str, by: str) -> None:
    duty = {"receive": a_clue, "register": after("receive"), "feed_back": after(*HANDED)}[action]()
    assert duty.reason(duty.event(action, by, PAYLOADS.get(action, {}))) == "role_missing"


def test_the_way_of_a_clue() -> None:
    duty = after(*ANSWERED, "close")()
    state = duty.state
    assert (state["state"], state["clue_no"], state["feedback"]) == ("closed", "XS2019-0003", "useful")
    assert (state["received_by"], state["receipt_no"], state["handed_on"]) == (
        "operator",
        "GA2019-17",
        "2019-11-04",
    )
    assert CLUES.registers(duty.folding) == {
        "kind": "CL06",
        "level": "mailbox",
        "on": "2019-11-04",
        "number": "XS2019-0003",
        "closed_on": "2019-11-04",
    }


def test_what_did_not_come_by_the_report_line_is_received_first() -> None:
    duty = a_clue()
    early = does(duty, "register")
    assert (duty.result(early), duty.reason(early)) == ("parked", "not_received_yet")


def test_the_township_s_count_is_compared() -> None:
    assert after("receive")().state["flags"] == []
    duty = a_clue()
    does(duty, "receive", count=1, sheets=[])
    assert duty.state["flags"] == ["count_differs", "not_on_sheet"]
    twice = a_clue()
    does(twice, "receive", sheets=[SHEET, f"{SHEET[:-1]}Z"])
    assert twice.state["flags"] == ["envelope_twice"]
    visit = a_clue(channel="visit")
    does(visit, "receive", sheets=[])
    assert visit.state["flags"] == [], "what did not come from a box is on no sheet"


def test_who_drops_without_a_role_is_heard_and_flagged() -> None:
    clue = a_clue()
    assert clue.state["flags"] == []
    duty = Duty(CLUES, f"cd:{a_ulid(1)}")
    duty.head("clue_drop", "nobody", **a_drop())
    assert duty.state["flags"] == ["dropped_without_role"]


def test_a_clue_is_no_duplicate_of_itself() -> None:
    duty = after("receive")()
    itself = does(duty, "mark_duplicate", of=duty.subject_id)
    assert duty.reason(itself) == "same_clue"
    does(duty, "mark_duplicate")
    assert (duty.state["duplicate_of"], duty.state["clue_no"]) == (OTHER, None)


def test_a_pending_answer_keeps_it_open_until_the_police_say_more() -> None:
    duty = after(*HANDED)()
    does(duty, "feed_back", code="pending")
    assert duty.reason(does(duty, "close")) == "feedback_pending"
    does(duty, "feed_back", code="checked_no")
    assert duty.result(does(duty, "close")) == "applied"


def test_what_became_a_petition_names_it() -> None:
    duty = after("receive")()
    case = f"case:{a_ulid(3)}"
    does(duty, "out_of_scope", case=case)
    assert duty.state["case"] == case


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [("category", "CL99", "张三"), ("channel", "visit", "CL01"), ("count", 3, "3")],
)
def test_a_correction_has_a_value_of_its_field(field: str, good: Any, bad: Any) -> None:
    duty = a_clue()
    does(duty, "correct", field=field, value=good)
    assert duty.state[field] == good
    body = duty.entries[-1].body
    assert ClueEventSchema().validate({**body, "payload": {**body["payload"], "value": bad}})


NAMES = ("name", "suspect", "reporter", "phone", "text", "content", "note", "place", "person", "attach")


@pytest.mark.parametrize("key", NAMES)
def test_a_drop_takes_no_further_key(key: str) -> None:
    body = a_clue().entries[0].body
    assert ClueDropSchema().validate({**body, key: "张三"}) == {key: ["Unknown field."]}


@pytest.mark.parametrize("key", ["envelope_no", "channel", "category", "received_on", "count"])
@pytest.mark.parametrize("hidden", ["张三", "zhang-san", "ZHANGSAN"])
def test_no_key_of_a_drop_takes_a_name(key: str, hidden: str) -> None:
    body = a_clue().entries[0].body
    assert key in ClueDropSchema().validate({**body, key: hidden})


def test_no_document_of_clues_and_boxes_has_a_field_for_a_person() -> None:
    """Openers are staff, by id; what the special office notes is text that no phone sees."""
    forbidden = {"name", "suspect", "reporter", "phone", "informant", "target", "person", "alias", "id_no"}
    schemas: list[type[Schema]] = [ClueDropSchema, *ClueEventSchema.payloads.values()]
    for schema in schemas:
        assert not forbidden & set(schema().fields)
    assert set(ClueDropSchema().fields) == {
        *("id", "type", "v", "div", "wrote", "at_dev", "tz"),
        *("envelope_no", "channel", "category", "received_on", "count"),
    }


def test_no_phone_may_write_or_read_where_clues_lie() -> None:
    (rule,) = (rule for rule in RULES if rule.prefix == "clue_")
    assert (rule.scope, rule.writes) == ("server", ())
    types = {write.type for rule in RULES for write in rule.writes}
    assert not {"clue_drop", "clue_ev"} & types
    assert clue_database({"div": VILLAGE}) == "clue_421102"


def test_every_category_has_words() -> None:
    assert set(CLUES.dictionaries["category"]) == set(CATEGORIES)
