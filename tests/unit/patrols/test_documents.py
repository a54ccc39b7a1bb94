"""Schemas: what fits, what does not and where; every field has its merge code."""

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields

from server.domain import DOMAIN
from server.patrols import documents as patrols
from server.patrols.shift_events import PAYLOADS
from server.photos import documents as photos
from sync.merge import RULES

U = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
SHIFT = "t1:2026-03-02:day"
ENVELOPE = {
    "v": 1,
    "div": "421102001",
    "wrote": {"by": "lead", "dev": "d1", "dseq": 1},
    "at_dev": "2026-03-02T08:00:00.000+08:00",
    "tz": "Asia/Shanghai",
}
GOOD: dict[str, dict[str, Any]] = {
    "shift": {
        "_id": f"shift:{U}",
        "team": "t1",
        "date": "2026-03-02",
        "slot": "adhoc",
        "starts_at": "2026-03-02T08:00:00.000+08:00",
        "ends_at": None,
        "members": ["lead"],
        "vehicle": None,
        "must_points": [],
        "planned": False,
    },
    "shift_ev": {
        "_id": f"sev:{SHIFT}:{U}",
        "subject": f"shift:{SHIFT}",
        "action": "start",
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": {"on_duty": ["lead"], "vehicle": "v1", "km_start": 12.5, "weather": None},
        "note": None,
    },
    "ckin": {
        "_id": f"ck:{SHIFT}:{U}",
        "subject": f"shift:{SHIFT}",
        "checkpoint": "c001",
        "method": "gps",
        "qr_token": None,
        "point": {"lat": 30.45, "lon": 114.87},
        "acc": 12,
        "reason": None,
        "seen": 0,
        "prev": None,
    },
    "patrol_find": {
        "_id": f"pf:{SHIFT}:{U}",
        "subject": f"shift:{SHIFT}",
        "kind": "hazard",
        "place": "北门",
        "point": None,
        "text": "井盖缺失",
        "attach": [f"att:{U}"],
    },
    "veh_log": {"_id": f"vl:v1:{U}", "vehicle": "v1", "shift": None, "km": 1, "fuel_l": None, "fault": None},
    "attach": {
        "_id": f"att:{U}",
        "record": f"pf:{SHIFT}:{U}",
        "sha256": "0" * 64,
        "size": 1,
        "mime": "image/jpeg",
        "width": 1,
        "height": 1,
        "taken_at": "2026-03-02T08:00:00.000+08:00",
        "thumb": {"sha256": "0" * 64, "size": 1},
    },
}


SCHEMAS = {**patrols.SCHEMAS, **photos.SCHEMAS}


def check(document: dict[str, Any]) -> dict[str, Any]:
    return dict(DOMAIN.types[document["type"]].check(document))


def a_document(kind: str, **change: Any) -> dict[str, Any]:
    return {"type": kind, **ENVELOPE, **GOOD[kind], **change}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_what_fits(kind: str) -> None:
    assert set(GOOD) == set(SCHEMAS)
    assert check(a_document(kind)) == {}


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("ckin", {"extra": 1}, "extra"),
        ("ckin", {"v": 2}, "v"),
        ("ckin", {"at_dev": "2026-03-02T08:00:00"}, "at_dev"),
        ("ckin", {"at_dev": "2026-02-30T08:00:00Z"}, "at_dev"),
        ("ckin", {"at_dev": "0001-01-01T00:00:00+14:00"}, "at_dev"),
        ("ckin", {"at_dev": "0001-01-01T00:00:00.000Z"}, "at_dev"),
        ("ckin", {"at_dev": "1970-01-01T00:00:00.000Z"}, "at_dev"),
        ("ckin", {"at_dev": "2100-01-01T00:00:00.000Z"}, "at_dev"),
        ("ckin", {"tz": "Mars/Olympus"}, "tz"),
        ("ckin", {"tz": "../etc/passwd"}, "tz"),
        ("ckin", {"wrote": {"by": "LEAD", "dev": "d", "dseq": 1}}, "wrote"),
        ("ckin", {"wrote": {"by": "lead", "dev": "d", "dseq": True}}, "wrote"),
        ("ckin", {"acc": "12"}, "acc"),
        ("ckin", {"acc": -1}, "acc"),
        ("ckin", {"point": {"lat": 91, "lon": 0}}, "point"),
        ("ckin", {"point": {"lat": "30", "lon": 0}}, "point"),
        ("ckin", {"point": {"lat": float("nan"), "lon": 0}}, "point"),
        ("ckin", {"point": None}, "point"),
        ("ckin", {"method": "hand"}, "reason"),
        ("ckin", {"method": "qr"}, "qr_token"),
        ("ckin", {"method": "nfc"}, "qr_token"),
        ("ckin", {"method": ["qr"]}, "method"),
        ("ckin", {"_id": f"ck:t2:2026-03-02:day:{U}"}, "_id"),
        ("ckin", {"subject": "case:1"}, "subject"),
        ("shift", {"planned": "yes"}, "planned"),
        ("shift", {"planned": True}, "ends_at"),
        ("shift", {"planned": True, "ends_at": "2026-03-02T17:00:00.000+08:00"}, "planned"),
        ("shift", {"slot": "day"}, "slot"),
        ("shift", {"date": "2026-02-30"}, "date"),
        ("shift", {"date": "2026-03-03"}, "date"),
        ("shift", {"ends_at": "2026-03-02T07:00:00.000+08:00"}, "ends_at"),
        ("shift", {"members": "lead"}, "members"),
        ("shift_ev", {"payload": {}}, "payload"),
        ("shift_ev", {"payload": []}, "payload"),
        ("shift_ev", {"action": "fly"}, "action"),
        ("shift_ev", {"action": "pause", "payload": {"reason": None, "x": 1}}, "payload"),
        ("shift_ev", {"seen": -1}, "seen"),
        ("patrol_find", {"text": "长" * 301}, "text"),
        ("patrol_find", {"text": "a\x00b"}, "text"),
        ("patrol_find", {"text": "a\ud800b"}, "text"),
        ("patrol_find", {"attach": ["photo.jpg"]}, "attach"),
        ("veh_log", {"vehicle": "v2"}, "_id"),
        ("attach", {"size": 1_500_001}, "size"),
        ("attach", {"record": "a case"}, "record"),
    ],
)
def test_what_does_not_fit_names_the_field(kind: str, change: dict[str, Any], field: str) -> None:
    assert field in check(a_document(kind, **change))


def test_a_missing_field_is_named() -> None:
    document = a_document("patrol_find")
    del document["text"]
    assert set(check(document)) == {"text"}


@pytest.mark.parametrize("schema", [*SCHEMAS.values(), *PAYLOADS.values()], ids=lambda one: one.__name__)
def test_every_field_has_its_merge_rule(schema: type[Schema]) -> None:
    for where, field in _fields(schema(), schema.__name__):
        assert field.metadata.get("x-merge") in RULES, where


def _fields(schema: Schema, path: str) -> Iterator[tuple[str, fields.Field[Any]]]:
    for name, field in schema.fields.items():
        yield f"{path}.{name}", field
        inner = getattr(field, "inner", field)
        if isinstance(inner, fields.Nested):
            yield from _fields(inner.schema, f"{path}.{name}")


@pytest.mark.parametrize(("by", "dev"), [("server", "server"), ("dispatch", "office")])
def test_roster_and_office_plan(by: str, dev: str) -> None:
    planned = {"planned": True, "slot": "day", "ends_at": "2026-03-02T17:00:00.000+08:00"}
    assert check(a_document("shift", **planned, wrote={"by": by, "dev": dev, "dseq": 0})) == {}
