"""The parameters: what may stand in a default's place, and how an office changes one."""

from typing import Any

import pytest

from server.parameters import DEFAULTS, LARGEST, Parameters, fits
from tests.support.centre import follow
from tests.support.office import DISTRICT, OTHER_TOWNSHIP, TOWNSHIP, Office

NUMBER, WINDOW = "limit.mediation", "patrol.night_window"


def changes(
    office: Office, staff_id: str, key: str, value: object, place: str = TOWNSHIP
) -> tuple[int, dict[str, Any]]:
    session = office.signed_in(staff_id)
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    answer = office.client.put(
        f"/api/parameters/{key}", headers=headers, json={"place": place, "value": value}
    )
    follow(office.app)
    return answer.status_code, answer.get_json()


def shown(office: Office, staff_id: str, place: str = TOWNSHIP) -> dict[str, dict[str, Any]]:
    session = office.signed_in(staff_id)
    told = office.get(f"/api/parameters?place={place}", session).get_json()
    return {one["key"]: one for one in told["parameters"]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (NUMBER, 0),
        (NUMBER, 7.5),
        (NUMBER, LARGEST),
        (WINDOW, ["00:00", "23:59"]),
    ],
)
def test_what_fits(key: str, value: object) -> None:
    assert fits(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (NUMBER, -1),
        (NUMBER, "30"),
        (NUMBER, True),
        (NUMBER, None),
        (NUMBER, [30]),
        (NUMBER, LARGEST + 1),
        (NUMBER, float("inf")),
        (NUMBER, float("nan")),
        ("calendar.utc_offset", 14 * 60 + 1),
        ("retention.party", 100_000),
        ("limit.triage", LARGEST),
        (WINDOW, 20),
        (WINDOW, ["20:00"]),
        (WINDOW, ["20:00", "24:00"]),
        (WINDOW, ["20:00", 6]),
        (WINDOW, "20:00"),
    ],
)
def test_what_does_not_fit_leaves_the_default(key: str, value: object) -> None:
    assert not fits(key, value)
    assert Parameters(lambda _id, _rseq: {"value": value}).one(key, 1) == DEFAULTS[key]


def test_every_default_fits_its_own_place() -> None:
    assert [key for key, value in DEFAULTS.items() if not fits(key, value)] == []


def test_a_changed_parameter_counts_from_its_row_on() -> None:
    def reference(doc_id: str, rseq: int) -> dict[str, Any] | None:
        return {"value": 45} if doc_id == f"param:{NUMBER}" and rseq >= 8 else None

    parameters = Parameters(reference)
    assert (parameters.at(7)[NUMBER], parameters.at(8)[NUMBER]) == (30, 45)
    assert dict(parameters.at(8)) == {**DEFAULTS, NUMBER: 45}


def test_an_office_reads_the_defaults_and_who_changed_what(office: Office) -> None:
    office.staff("director", "u-patrol", ["twp_director"])
    assert changes(office, "director", NUMBER, 45) == (202, {"pending": True})
    told = shown(office, "dispatch")
    assert set(told) == set(DEFAULTS)
    changed = told[NUMBER]
    assert (changed["default"], changed["value"]) == (30, 45)
    assert changed["by"] == {"id": "director", "name": "人员director"}
    assert told[WINDOW] == {
        "key": WINDOW,
        "default": DEFAULTS[WINDOW],
        "value": DEFAULTS[WINDOW],
        "by": None,
        "at": None,
    }


def test_a_parameter_is_changed_again_and_belongs_to_its_place(office: Office) -> None:
    assert changes(office, "district", NUMBER, 45)[0] == 202
    assert changes(office, "district", NUMBER, 50)[0] == 202
    assert shown(office, "district")[NUMBER]["value"] == 50
    assert shown(office, "neighbour", OTHER_TOWNSHIP)[NUMBER]["value"] == 30


@pytest.mark.parametrize(
    ("staff_id", "place", "status"),
    [
        ("admin", TOWNSHIP, 202),
        ("admin", DISTRICT, 202),
        ("district", OTHER_TOWNSHIP, 202),
        ("dispatch", TOWNSHIP, 403),
        ("lead", TOWNSHIP, 403),
        ("director", TOWNSHIP, 202),
        ("director", OTHER_TOWNSHIP, 403),
        ("director", DISTRICT, 403),
    ],
)
def test_who_changes_what(office: Office, staff_id: str, place: str, status: int) -> None:
    office.staff("director", "u-patrol", ["twp_director"])
    assert changes(office, staff_id, NUMBER, 45, place)[0] == status


@pytest.mark.parametrize(
    ("key", "value", "place", "status", "named"),
    [
        ("no.such", 1, TOWNSHIP, 404, "not_found"),
        (NUMBER, "soon", TOWNSHIP, 422, "value"),
        (NUMBER, 30, "421102001003", 422, "place"),
    ],
)
def test_what_is_no_change(
    office: Office, key: str, value: object, place: str, status: int, named: str
) -> None:
    found, body = changes(office, "admin", key, value, place)
    assert found == status
    assert named in str(body)


def test_a_neighbour_reads_nothing(office: Office) -> None:
    session = office.signed_in("neighbour")
    assert office.get(f"/api/parameters?place={TOWNSHIP}", session).get_json()["code"] == "outside_area"


def test_a_change_at_the_district_counts_in_its_townships(office: Office) -> None:
    office.staff("lead", "u-patrol", ["twp_director"])
    assert changes(office, "district", NUMBER, 20, DISTRICT)[0] == 202
    for place in (DISTRICT, TOWNSHIP, OTHER_TOWNSHIP):
        assert shown(office, "district", place)[NUMBER]["value"] == 20
    assert changes(office, "lead", NUMBER, 25)[0] == 202
    assert shown(office, "district", TOWNSHIP)[NUMBER]["value"] == 25
    assert shown(office, "district", OTHER_TOWNSHIP)[NUMBER]["value"] == 20
