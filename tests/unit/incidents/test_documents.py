"""What is no document of an incident, a responder or a drill."""

from collections.abc import Mapping
from typing import Any

import pytest

from server.incidents.capability import DRILL, INCIDENT, RESPONDER
from server.incidents.drill_documents import DRILL_PAYLOADS
from server.incidents.incident_documents import INCIDENT_PAYLOADS
from server.incidents.responder_documents import RESPONDER_PAYLOADS
from server.records.fields import made
from tests.support.records import Story, a_ulid
from tests.unit.incidents.stories import INC, a_drill, a_responder, an_incident, unit

SCHEMAS = {**INCIDENT.schemas, **RESPONDER.schemas, **DRILL.schemas}


def head(story: Story) -> dict[str, Any]:
    return dict(story.entries[0].body)


def errors(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return SCHEMAS[document["type"]]().validate(dict(document))


def said(schema: Any, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return made(schema).validate(dict(payload))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "murder"),
        ("place", ""),
        ("place", "地" * 101),
        ("text", "文" * 501),
        ("text", "\ud800"),
        ("point", {"lat": 91, "lon": 0, "acc": 1}),
        ("point", {"lat": 30, "lon": 114}),
        ("people_count", -1),
        ("people_count", "5"),
        ("people_count", 1.5),
        ("people_count", True),
        ("injured_count", 10**9),
        ("level_suggested", "V"),
        ("called", "yes"),
        ("called", None),
        ("attach", ["att:x"]),
        ("attach", [f"att:{a_ulid(1)}"] * 41),
        ("source", "<script>"),
        ("reporter_name", "张三"),
        ("suspect", "李四"),
        ("state", "closed"),
        ("level", "I"),
    ],
)
def test_no_incident(field: str, value: Any) -> None:
    assert field in errors({**head(an_incident()), field: value})


@pytest.mark.parametrize("story", [an_incident(), a_responder(), a_drill()], ids=["inc", "rsp", "dr"])
def test_a_head_keeps_to_its_id_and_its_fields(story: Story) -> None:
    assert errors(head(story)) == {}
    assert "_id" in errors({**head(story), "_id": f"{story.machine.prefix}:x"})
    assert "extra" in errors({**head(story), "extra": 1})
    for name in set(head(story)) - {"_id", "type"}:
        left_out = {key: value for key, value in head(story).items() if key != name}
        optional = ("people_count", "injured_count", "level_suggested", "attach", "source")
        assert (name in errors(left_out)) == (name not in optional), name


@pytest.mark.parametrize("story", [an_incident(), a_responder(), a_drill()], ids=["inc", "rsp", "dr"])
def test_an_event_keeps_to_its_subject_and_its_actions(story: Story) -> None:
    story.event("wait_over", "server")
    event = dict(story.entries[-1].body)
    assert "action" in errors({**event, "action": "delete"})
    assert "payload" in errors({**event, "payload": {"x": 1}})
    assert "payload" in errors({**event, "payload": []})
    assert "subject" in errors({**event, "subject": "case:x"})
    elsewhere = event["subject"][:-1] + ("8" if story.machine.prefix != "rsp" else "b")
    assert errors({**event, "subject": elsewhere}) != {}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("verify", {"on_site": 1}),
        ("false_alarm", {}),
        ("false_alarm", {"reason": ""}),
        ("grade", {"level": "0"}),
        ("grade", {}),
        ("start_plan", {"plan": "fire-plan"}),
        ("start_plan", {"plan": "fire-plan", "version": 0}),
        ("dispatch", {"units": []}),
        ("dispatch", {"units": [{"code": "a:b", "kind": "team"}]}),
        ("dispatch", {"units": [unit(kind="army")]}),
        ("dispatch", {"units": [unit(phone="13800000000")]}),
        ("dispatch", {"units": [unit()] * 31}),
        ("sitrep", {"text": ""}),
        ("sitrep", {"text": "x", "people_count": -3}),
        ("sitrep", {"text": "x", "name": "张三"}),
        ("merge_into", {"target": "case:x"}),
        ("also_reported", {"incident": INC}),
        ("arrived", {"unit": "team-a", "by": "lead-a", "at": "gestern"}),
        ("decide_accountability", {"decision": "maybe", "reason": "x"}),
        ("edit", {"field": "state", "value": "closed"}),
        ("edit", {"field": "level", "value": "I"}),
        ("edit", {"field": "people_count", "value": "viele"}),
        ("edit", {"field": "people_count", "value": {"$gt": 0}}),
        ("edit", {"field": "people_count", "value": None}),
        ("edit", {"field": "point", "value": {"lat": 30, "lon": 114}}),
        ("edit", {"field": "place", "value": "x", "old": 5}),
        ("correct", {"field": "people_count", "value": 3}),
        ("correct", {"field": "people_count", "value": [3], "reason": "x"}),
        ("void", {}),
        ("force", {"reason": "x"}),
        ("dismiss", {"event": "iev:x"}),
    ],
)
def test_no_incident_payload(action: str, payload: Mapping[str, Any]) -> None:
    assert said(INCIDENT_PAYLOADS[action], payload) != {}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("ack", {"by": "mem-a"}),
        ("decline", {}),
        ("retask", {"staff": ["a b"], "text": None, "cause": "x"}),
        ("en_route", {"point": {"lat": 30}}),
        ("done", {"text": "x" * 301}),
        ("stand_down", {}),
    ],
)
def test_no_responder_payload(action: str, payload: Mapping[str, Any]) -> None:
    assert said(RESPONDER_PAYLOADS[action], payload) != {}


FIX = {"key": a_ulid(1), "text": "x", "unit": "fire-unit", "due_on": "2019-12-01"}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("muster", {"head_count": -1}),
        ("sign_in", {"name": "张三"}),
        ("evaluate", {"grade": "A", "text": "x"}),
        ("evaluate", {"grade": "good", "text": "x", "improvements": [{**FIX, "due_on": "2019-13-01"}]}),
        ("evaluate", {"grade": "good", "text": "x", "improvements": [{**FIX, "state": "done"}]}),
        ("improvement_done", {"improvement": "1"}),
        ("improvement_back", {"improvement": a_ulid(1)}),
        ("cancel", {}),
        ("edit", {"field": "leader", "value": "mem-a"}),
        ("edit", {"field": "units", "value": []}),
        ("edit", {"field": "starts_at", "value": "2019-11-06T25:00:00+08:00"}),
    ],
)
def test_no_drill_payload(action: str, payload: Mapping[str, Any]) -> None:
    assert said(DRILL_PAYLOADS[action], payload) != {}


def test_every_field_of_every_document_has_a_merge_code() -> None:
    for schema in SCHEMAS.values():
        for name, field in schema().fields.items():
            assert field.metadata.get("x-merge") == "IMM", (schema, name)
