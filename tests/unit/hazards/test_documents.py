"""What the schemas take of hazards, and what they do not."""

from typing import Any

import pytest

from server.hazards.capability import HAZARDS_MACHINE
from server.records.capability import check
from tests.support.schools import FIELDS, FROM_CHECKLIST, REPORTED, SAID, a_hazard, a_school_hazard


def errors(document: dict[str, Any]) -> set[str]:
    return set(check(HAZARDS_MACHINE, document))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reporter": "张三"}, "reporter"),
        ({"category": "ghost"}, "category"),
        ({"severity": None}, "severity"),
        ({"text": ""}, "text"),
        ({"attach": ["photo.jpg"]}, "attach"),
        ({"attach": FIELDS["attach"] * 10}, "attach"),  # type: ignore[operator]
        ({"point": {"lat": 91, "lon": 0}}, "point"),
        ({"_id": FROM_CHECKLIST}, "_id"),
        ({"div": "42"}, "div"),
    ],
)
def test_a_report_with_something_wrong(change: dict[str, Any], field: str) -> None:
    document = {**a_hazard().entries[0].body, **change}
    assert errors(document) == {field}


@pytest.mark.parametrize(
    ("action", "change"),
    [
        ("find", {"name": "张三"}),
        ("find", {"attach": None}),
        ("assign", {"unit": None}),
        ("assign", {"officers": ["张三"]}),
        ("extend", {"until": "soon"}),
        ("extend", {"reason": ""}),
        ("merge_into", {"target": "case:1"}),
        ("verify", {"visited_on": "2019-02-30"}),
        ("edit", {"field": "state", "value": "closed"}),
        ("edit", {"field": "severity", "value": "worst"}),
        ("edit", {"field": "point", "value": {"lat": "30", "lon": 114}}),
        ("correct", {"reason": ""}),
        ("take_over", {"sources": []}),
    ],
)
def test_an_event_with_something_wrong(action: str, change: dict[str, Any]) -> None:
    document = {**a_school_hazard().entries[0].body, "action": action, "payload": {**SAID[action], **change}}
    assert errors(document) == {"payload"}


def test_an_event_of_no_known_action() -> None:
    assert errors({**a_school_hazard().entries[0].body, "action": "explode"}) == {"action"}


def test_an_event_with_an_extra_field() -> None:
    assert errors({**a_school_hazard().entries[0].body, "who": "x"}) == {"who"}


@pytest.mark.parametrize("subject", [REPORTED, "hz:s001:2019-11:SC99"])
def test_a_find_is_of_the_checklist(subject: str) -> None:
    body = a_school_hazard().entries[0].body
    event = {**body, "subject": subject, "_id": f"hev:{subject[3:]}:{body['_id'].rpartition(':')[2]}"}
    assert errors(event) == {"subject"}


def test_an_event_that_speaks_of_another_hazard_than_its_id() -> None:
    assert errors({**a_school_hazard().entries[0].body, "subject": "hz:s002:2019-11:SC04"}) == {"_id"}


def test_the_register_tells_where_and_who() -> None:
    story = a_school_hazard("auto_assign", "receive")
    columns = story.folded.columns  # type: ignore[attr-defined]
    assert columns == {
        "kind": "stall",
        "level": "medium",
        "ref": "s001",
        "on": "2019-11-04",
        "due_at": "2019-11-07T01:02:00.000Z",
        "owner": "officer",
        "unit": "urb",
        "closed_on": None,
        "title": None,
    }


def test_the_register_of_a_closed_one() -> None:
    columns = a_hazard("assign", "rectify", "verify").folded.columns  # type: ignore[attr-defined]
    assert (columns["due_at"], columns["closed_on"]) == (None, "2019-11-04")
