"""What the calendar makes, and the figures that are counted in the register."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from server.divisions.tables import Reference
from server.duties.capability import MACHINES
from server.duties.figures import count, no_figures
from server.duties.planning import plan
from server.duties.report_documents import FiguresSchema
from server.duties.windows import ten_days
from server.extensions import db
from server.mailboxes.capability import MACHINES as BOX_MACHINES
from server.mailboxes.planning import plan as plan_boxes
from server.records.tables import Record
from sync import tables
from tests.support.duties import MONDAY, ZONE
from tests.support.records import TOWNSHIP, VILLAGE

OTHER_VILLAGE = "421102001002"
TUESDAY = datetime(2019, 11, 12, 9, 0, tzinfo=ZONE)
SCHEMAS = {name: made for one in (*MACHINES, *BOX_MACHINES) for name, made in one.schemas.items()}


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A district of two villages and a box, loaded on the first of November."""
    engine = sa.create_engine("sqlite://")
    tables.metadata.create_all(engine)
    db.metadata.create_all(engine)
    with engine.connect() as found:
        refer(found, "division", TOWNSHIP, TOWNSHIP, level="township")
        refer(found, "division", VILLAGE, VILLAGE, level="village", groups=2)
        refer(found, "division", OTHER_VILLAGE, OTHER_VILLAGE, level="village", groups=None)
        refer(found, "mailbox", "m001", VILLAGE, installed_on="2018-03-15")
        loaded(found, "2019-11-01T01:00:00.000Z")
        yield found
    engine.dispose()


def refer(connection: Connection, kind: str, code: str, area: str, **more: Any) -> None:
    body = {"code": code, "div": area, "at_dev": "2019-10-01T00:00:00.000Z", **more}
    row = {"type": kind, "code": code, "partition": TOWNSHIP, "area": area, "name": code, "state": "active"}
    connection.execute(sa.insert(Reference), {**row, "body": body})


def loaded(connection: Connection, moment: str) -> None:
    row = dict.fromkeys((column.name for column in tables.journal.columns), "x")
    connection.execute(sa.delete(tables.journal))
    connection.execute(
        sa.insert(tables.journal), {**row, "partition": "421102", "rseq": 1, "dseq": 0, "received_at": moment}
    )


def register(connection: Connection, record_id: str, div: str = VILLAGE, **more: Any) -> None:
    family = record_id.partition(":")[0]
    columns = {"partition": TOWNSHIP, "id": record_id, "family": family, "div": div, "state": "open"}
    rest = {"on": "2019-11-04", "rseq": 1, "waiting": 0, "flags": [], "body": {}}
    connection.execute(sa.insert(Record), {**columns, **rest, **more})


def a_case(connection: Connection, number: int, found_on: str, **more: Any) -> None:
    said = {"found_on": found_on, "outcome_on": None, "effective": None, "category": "D01", "scale": "S1"}
    columns = {name: more.pop(name) for name in ("state", "kind", "div") if name in more}
    body = {**said, **more}
    record_id = f"case:01DRSW0000000000000000000{number}"
    register(connection, record_id, **{"kind": "dispute", "on": found_on, "body": body, **columns})


def planned(connection: Connection, now: datetime = TUESDAY) -> dict[str, dict[str, Any]]:
    both = [*plan(connection, now, ZONE), *plan_boxes(connection, now, ZONE)]
    return {document["_id"]: {**document, "database": database} for database, document in both}


def test_the_present_window_and_the_one_before_it(connection: Connection) -> None:
    found = planned(connection)
    assert {one for one in found if one.startswith(("scr:", "slg:", "bw:", "tdr:"))} == {
        *(
            f"scr:{village}:{week}"
            for village in (VILLAGE, OTHER_VILLAGE)
            for week in ("2019-W45", "2019-W46")
        ),
        f"slg:{VILLAGE}-1",
        f"slg:{VILLAGE}-2",
        f"tdr:{VILLAGE}:2019-11-T1",
        f"tdr:{OTHER_VILLAGE}:2019-11-T1",
        "bw:m001:2019-11-H1",
    }
    for document in found.values():
        database = document.pop("database")
        assert database == f"work_{document['div']}"
        assert SCHEMAS[document["type"]]().validate(document) == {}


def test_the_same_calendar_gives_the_same_documents(connection: Connection) -> None:
    assert planned(connection) == planned(connection, TUESDAY.replace(hour=17))


def test_nothing_is_due_before_the_district_was_loaded(connection: Connection) -> None:
    loaded(connection, "2019-11-12T00:00:00.000Z")
    found = planned(connection)
    assert f"scr:{VILLAGE}:2019-W46" in found
    assert not [one for one in found if "W45" in one or "T1" in one]
    connection.execute(sa.delete(tables.journal))
    assert planned(connection) == {}


def test_a_report_is_made_when_its_ten_days_are_over(connection: Connection) -> None:
    tenth = datetime(2019, 11, 10, 23, 59, tzinfo=ZONE)
    assert not [one for one in planned(connection, tenth) if one.startswith("tdr:")]
    head = planned(connection, datetime(2019, 11, 11, 0, 0, tzinfo=ZONE))[f"tdr:{VILLAGE}:2019-11-T1"]
    assert (head["at_dev"], head["due_at"]) == (
        "2019-11-11T00:00:00.000+08:00",
        "2019-11-12T00:00:00.000+08:00",
    )


def test_what_the_register_has_is_not_made_again(connection: Connection) -> None:
    register(connection, f"scr:{VILLAGE}:2019-W46", body={"rounds": []})
    register(connection, "bw:m001:2019-11-H1", body={"last": "2019-11-15", "items": 0})
    register(connection, f"slg:{VILLAGE}-1")
    found = planned(connection)
    assert not {f"scr:{VILLAGE}:2019-W46", "bw:m001:2019-11-H1", f"slg:{VILLAGE}-1"} & set(found)
    assert f"scr:{VILLAGE}:2019-W45" in found


def test_a_box_that_was_removed_or_came_later_has_no_duty(connection: Connection) -> None:
    refer(connection, "mailbox", "m002", VILLAGE, installed_on="2019-11-16")
    refer(connection, "mailbox", "m003", VILLAGE)
    register(connection, "box:m003", state="removed")
    assert [one for one in planned(connection) if one.startswith("bw:")] == ["bw:m001:2019-11-H1"]
    later = planned(connection, datetime(2019, 11, 16, 9, 0, tzinfo=ZONE))
    assert {one for one in later if one.startswith("bw:")} == {
        "bw:m001:2019-11-H1",
        "bw:m001:2019-11-H2",
        "bw:m002:2019-11-H2",
    }


def figures_of(connection: Connection, village: str = VILLAGE) -> dict[str, Any]:
    window = ten_days(MONDAY)
    found = count(connection, [VILLAGE, OTHER_VILLAGE], [window])[village, window.key]
    assert FiguresSchema().validate(found) == {}
    return found


def test_disputes_count_to_the_day_of_finding_and_of_the_outcome(connection: Connection) -> None:
    a_case(connection, 1, "2019-11-01")
    a_case(connection, 2, "2019-11-10", outcome_on="2019-11-10", effective=True, category="D02")
    a_case(connection, 3, "2019-10-20", outcome_on="2019-11-05", effective=False)
    a_case(connection, 4, "2019-10-20", outcome_on="2019-11-11", effective=True)
    a_case(connection, 5, "2019-11-11")
    a_case(connection, 6, "2019-10-01", outcome_on="2019-10-31", effective=True)
    found = figures_of(connection)
    assert found["cases"] == {"found": 2, "handled": 2, "effective": 1, "in_progress": 2}
    assert found["by_category"] == {
        "D01": {"found": 1, "handled": 1, "effective": 0, "in_progress": 2},
        "D02": {"found": 1, "handled": 1, "effective": 1, "in_progress": 0},
    }
    assert (found["by_scale"]["S1"], found["zero_report"]) == (2, False)


def test_what_is_no_dispute_of_the_village_does_not_count(connection: Connection) -> None:
    a_case(connection, 1, "2019-11-04", state="void")
    a_case(connection, 2, "2019-11-04", state="merged")
    a_case(connection, 3, "2019-11-04", kind="petition")
    a_case(connection, 4, "2019-11-04", div=TOWNSHIP)
    a_case(connection, 5, "2019-11-04", div=OTHER_VILLAGE, scale="S3")
    assert figures_of(connection) == no_figures()
    assert figures_of(connection, OTHER_VILLAGE)["major"] == ["case:01DRSW00000000000000000005"]


def test_the_rest_of_the_village_counts_by_its_days(connection: Connection) -> None:
    rounds = [{"on": "2019-11-04", "households_visited": 12}, {"on": "2019-11-11", "households_visited": 9}]
    register(connection, f"scr:{VILLAGE}:2019-W45", body={"last": "2019-11-10", "rounds": rounds})
    register(connection, "bw:m001:2019-11-H1", state="opened", body={"last": "2019-11-15", "items": 2})
    register(connection, "bw:m002:2019-10-H2", state="missed", body={"last": "2019-11-10", "items": 0})
    register(connection, "bw:m003:2019-10-H2", state="excused", body={"last": "2019-11-10", "items": 0})
    register(connection, "hz:1", on="2019-10-30", closed_on="2019-11-03")
    register(connection, "hz:2", on="2019-11-03", closed_on=None)
    register(connection, "pub:1", kind="leaflet", state="recorded", body={"qty": 500})
    register(connection, "pub:2", kind="leaflet", state="recorded", on="2019-11-10", body={"qty": 40})
    register(connection, "pub:3", kind="leaflet", state="voided", body={"qty": 7})
    found = figures_of(connection)
    assert found["screening"] == {"rounds": 1, "households": 12}
    assert found["boxes"] == {"due": 1, "opened": 0, "items": 0}
    assert found["hazards"] == {"found": 1, "closed": 1}
    assert found["publicity"]["leaflet"] == 540


def events(found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in found.values() if one["type"] == "tdr_ev" and VILLAGE in one["_id"]]


def test_figures_are_given_once_and_again_when_they_change(connection: Connection) -> None:
    (first,) = events(planned(connection))
    report = f"tdr:{VILLAGE}:2019-11-T1"
    given = {"figures": first["payload"]["figures"], "figures_ids": [first["_id"]]}
    register(connection, report, on="2019-11-01", state="confirmed", body=given)
    assert events(planned(connection)) == []
    assert report not in planned(connection)
    a_case(connection, 1, "2019-11-04")
    (second,) = events(planned(connection))
    assert second["_id"] != first["_id"]
    assert (second["payload"]["after"], second["payload"]["figures"]["cases"]["found"]) == (1, 1)


def test_figures_that_come_back_are_a_document_of_their_own(connection: Connection) -> None:
    (first,) = events(planned(connection))
    changed = {"figures": {**no_figures(), "zero_report": False}, "figures_ids": ["a", "b"]}
    register(connection, f"tdr:{VILLAGE}:2019-11-T1", on="2019-11-01", body=changed)
    (third,) = events(planned(connection))
    assert third["payload"]["figures"] == first["payload"]["figures"]
    assert third["_id"] != first["_id"]
