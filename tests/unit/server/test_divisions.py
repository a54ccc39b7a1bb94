"""The district: documents, projection with its versions, databases, and what offices are shown."""

from datetime import date
from typing import Any

import pytest

from server.divisions import queries
from server.divisions.databases import prepare
from server.divisions.documents import check
from server.extensions import reading, services
from sync.access import Caller, may_read
from tests.support.office import (
    DISTRICT,
    DIVISIONS,
    OTHER_TOWNSHIP,
    STAFF,
    TOWNSHIP,
    VILLAGE,
    Office,
    a_document,
    a_member,
    bearer,
)


def a_checkpoint(code: str, **more: Any) -> dict[str, Any]:
    fields = {
        "code": code,
        "name": f"点{code}",
        "site": "k001",
        "point": {"lat": 30.4, "lon": 114.8},
        "radius_m": 60,
        "must": True,
        "min_visits_day": 2,
        "qr_sha256": "0" * 64,
        "qr_token": "secret",
    }
    return a_document("checkpoint", code, TOWNSHIP) | fields | more


def a_team(code: str, **more: Any) -> dict[str, Any]:
    fields = {
        "code": code,
        "name": "巡逻队",
        "kind": "patrol",
        "members": ["lead", "member"],
        "lead": "lead",
        "vehicle": "v1",
    }
    return a_document("team", code, TOWNSHIP) | fields | more


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (a_checkpoint("c:1"), "code"),
        (a_checkpoint("c1", point={"lat": 91, "lon": 0}), "point"),
        (a_checkpoint("c1", must="perhaps"), "must"),
        (a_checkpoint("c1", more=1), "more"),
        (a_team("p1", kind="choir"), "kind"),
        (a_member("lead", "u-patrol", ["king"]), "roles"),
        (a_member("Lead!", "u-patrol", []), "id"),
    ],
)
def test_a_document_that_does_not_fit_names_the_field(document: dict[str, Any], field: str) -> None:
    assert list(check(document)) == [field]


def test_documents_of_the_district_fit() -> None:
    for document in (a_checkpoint("c1"), a_team("p1"), a_member("lead", "u-patrol", ["patrol_lead"])):
        assert check(document) == {}


def test_a_changed_document_is_known_as_it_is_now(office: Office) -> None:
    office.publish(a_team("p1", name="巡逻队"), at="2026-01-05T00:00:00.000Z")
    office.publish(a_team("p1", name="一中队"), at="2026-02-05T00:00:00.000Z")
    with office.app.app_context(), reading() as session:
        assert queries.names_of(session, "team", ["p1", "p9"]) == {"p1": "一中队"}


def test_whoever_moves_away_is_known_by_the_new_place(office: Office) -> None:
    office.staff("lead", "u-other", ["patrol_lead"])
    office.staff("lead", "u-patrol", ["patrol_lead"], state="retired")
    with office.app.app_context(), reading() as session:
        staff = queries.find_staff(session, "lead")
    assert staff is not None
    assert (staff.div, staff.state) == (OTHER_TOWNSHIP, "active")


@pytest.mark.parametrize("order", ["abc", "bac", "bca"])
def test_the_place_is_the_new_one_in_whatever_order_two_places_are_read(office: Office, order: str) -> None:
    before, then = {"at_dev": "2026-02-01T00:00:00.000Z"}, {"at_dev": "2026-02-02T00:00:00.000Z"}
    told = {
        "a": a_member("mover", "u-patrol", ["patrol_mem"]) | before,
        "b": a_member("mover", "u-other", ["patrol_lead"]) | then,
        "c": a_member("mover", "u-patrol", ["patrol_mem"]) | then | {"state": "retired"},
    }
    for one in order:
        office.publish(told[one])
    with office.app.app_context(), reading() as session:
        staff = queries.find_staff(session, "mover")
    assert staff is not None
    assert (staff.div, staff.state) == (OTHER_TOWNSHIP, "active")


@pytest.mark.parametrize("order", ["abcd", "bacd", "bdac"])
def test_a_clock_that_was_set_back_takes_nobody_from_the_new_place(office: Office, order: str) -> None:
    moved, then = {"at_dev": "2026-02-02T00:00:00.000Z"}, {"at_dev": "2026-02-01T00:00:00.000Z"}
    told = {
        "a": a_member("mover", "u-patrol", ["patrol_mem"]) | moved,
        "b": a_member("mover", "u-other", ["patrol_mem"]) | moved,
        "c": a_member("mover", "u-patrol", ["patrol_mem"]) | moved | {"state": "retired"},
        "d": a_member("mover", "u-other", ["patrol_lead"]) | then,
    }
    for one in order:
        office.publish(told[one])
    with office.app.app_context(), reading() as session:
        staff = queries.find_staff(session, "mover")
    assert staff is not None
    assert (staff.div, staff.roles) == (OTHER_TOWNSHIP, {"patrol_lead"})


def test_whoever_is_taken_from_the_new_place_is_known_by_the_old_one(office: Office) -> None:
    office.publish(a_member("mover", "u-patrol", ["patrol_mem"]), at="2026-02-01T00:00:00.000Z")
    office.publish(a_member("mover", "u-other", ["patrol_mem"]), at="2026-02-02T00:00:00.000Z")
    retired = a_member("mover", "u-other", ["patrol_mem"]) | {"state": "retired"}
    office.publish(retired, at="2026-02-03T00:00:00.000Z")
    with office.app.app_context(), reading() as session:
        staff = queries.find_staff(session, "mover")
    assert staff is not None
    assert (staff.div, staff.state) == (TOWNSHIP, "active")


def test_the_roles_of_a_person_for_the_guard(office: Office) -> None:
    office.staff("member", "u-patrol", ["patrol_mem"], state="former")
    with office.app.app_context(), reading() as session:
        connection = session.connection()
        assert queries.roles_of(connection, "lead") == {"staff:lead", f"patrol_lead@{TOWNSHIP}"}
        assert queries.roles_of(connection, "member") == {"staff:member"}
        assert queries.roles_of(connection, "who") is None


def test_staff_of_a_division_go_on_with_those_that_it_replaced(office: Office) -> None:
    """A village was split, one part was taken into a third: who works there has the old rights too."""
    old, west, all_of_it = (f"{TOWNSHIP}00{number}" for number in (7, 8, 9))
    for code, successors in ((old, [west, f"{TOWNSHIP}006"]), (west, [all_of_it]), (all_of_it, [])):
        village = {"code": code, "name": code, "level": "village", "parent": TOWNSHIP}
        office.publish(a_document("division", code, code) | village | {"replaced_by": successors})
    office.publish(a_document("unit", "u-new", all_of_it) | {"code": "u-new", "name": "村", "kind": "GRD"})
    office.publish(a_member("member", "u-patrol", ["grid_mgr"]) | {"unit": "u-new"})
    with office.app.app_context(), reading() as session:
        held = queries.roles_of(session.connection(), "member")
    assert held == {"staff:member", *(f"grid_mgr@{code}" for code in (all_of_it, west, old))}


def test_rosters_hold_on_their_weekdays_between_their_dates(office: Office) -> None:
    roster = a_document("roster", "p1:day", TOWNSHIP) | {
        "team": "p1",
        "slot": "day",
        "starts": "08:00",
        "ends": "16:00",
        "weekdays": [1, 2],
        "members": ["lead"],
        "vehicle": None,
        "must_points": [],
        "valid_from": "2026-01-05",
        "valid_to": "2026-01-12",
    }
    assert check(roster) == {}
    office.publish(roster)
    with office.app.app_context(), reading() as session:
        days = [day for day in range(1, 20) if queries.rosters_on(session, date(2026, 1, day))]
    assert days == [5, 6, 12]


class TestDatabases:
    """Which are made, and who reads them."""

    def test_a_district_has_these_and_no_more(self, office: Office) -> None:
        assert services(office.app).store.databases() == sorted(
            [
                *(f"centre_{code}" for code in (DISTRICT, TOWNSHIP, OTHER_TOWNSHIP)),
                *(f"ref_{code}" for code in (DISTRICT, TOWNSHIP, OTHER_TOWNSHIP)),
                *(f"patrol_{code}" for code in (TOWNSHIP, OTHER_TOWNSHIP)),
                *(f"school_{code}" for code in (TOWNSHIP, OTHER_TOWNSHIP)),
                f"work_{VILLAGE}",
                f"clue_{DISTRICT}",
                *(f"own_{staff_id}" for staff_id in STAFF),
            ]
        )

    def test_preparing_again_makes_nothing(self, office: Office) -> None:
        assert prepare(services(office.app).store, DIVISIONS, STAFF) == []

    def test_a_new_village_may_read_from_then_on(self, office: Office) -> None:
        store, code = services(office.app).store, f"{TOWNSHIP}099"
        head = Caller("x", frozenset({f"security_head@{code}"}))
        assert not may_read(head, store.security(f"patrol_{TOWNSHIP}"))
        prepare(store, [*DIVISIONS, code], STAFF)
        assert may_read(head, store.security(f"patrol_{TOWNSHIP}"))

    @pytest.mark.parametrize(
        ("staff_id", "readable"),
        [
            ("lead", {f"ref_{TOWNSHIP}", f"patrol_{TOWNSHIP}", "own_lead"}),
            ("security", {f"ref_{TOWNSHIP}", f"patrol_{TOWNSHIP}", f"work_{VILLAGE}", "own_security"}),
            ("dispatch", {f"ref_{TOWNSHIP}", "own_dispatch"}),
            ("district", {f"ref_{DISTRICT}", "own_district"}),
        ],
    )
    def test_what_the_session_names_is_what_the_endpoint_gives(
        self, office: Office, staff_id: str, readable: set[str]
    ) -> None:
        session = office.signed_in(staff_id)
        assert {grant["name"] for grant in session["databases"] if grant["read"]} == readable
        for name in services(office.app).store.databases():
            status = office.get(f"/db/{name}", session).status_code
            opens = name in readable | {f"ref_{DISTRICT}"}  # what the district tells everybody
            assert status == (200 if opens else 403), name


class TestApi:
    """What offices are shown."""

    def test_divisions_of_the_own_area(self, office: Office) -> None:
        def codes(staff_id: str) -> list[str]:
            answer = office.get("/api/divisions", office.signed_in(staff_id)).get_json()
            return [division["code"] for division in answer["divisions"]]

        assert codes("district") == sorted(DIVISIONS)
        assert codes("dispatch") == [TOWNSHIP, VILLAGE]
        assert codes("admin") == sorted(DIVISIONS)
        assert codes("security") == [VILLAGE]
        assert codes("nobody") == []

    @pytest.mark.parametrize("role", ["auditor", "psb_liaison", "village_lead"])
    def test_a_role_outside_the_office_reads_places_but_no_teams(self, office: Office, role: str) -> None:
        office.staff("member", "u-patrol", [role])
        session = office.signed_in("member")
        found = office.get("/api/divisions", session).get_json()["divisions"]
        assert [division["code"] for division in found] == [TOWNSHIP, VILLAGE]
        assert office.get(f"/api/teams?township={TOWNSHIP}", session).status_code == 403

    def test_checkpoints_come_without_their_tokens(self, office: Office) -> None:
        office.publish(a_checkpoint("c1"), a_checkpoint("c2", state="retired"))
        answer = office.get(f"/api/checkpoints?township={TOWNSHIP}", office.signed_in("dispatch"))
        assert answer.get_json() == {
            "checkpoints": [
                {
                    "code": "c1",
                    "name": "点c1",
                    "site": "k001",
                    "point": {"lat": 30.4, "lon": 114.8},
                    "radius_m": 60,
                    "must": True,
                }
            ]
        }

    def test_teams_with_names(self, office: Office) -> None:
        vehicle = {"code": "v1", "name": "鄂J·1", "kind": "patrol"}
        office.publish(a_team("p1"), a_document("vehicle", "v1", TOWNSHIP) | vehicle)
        answer = office.get(f"/api/teams?township={TOWNSHIP}", office.signed_in("dispatch")).get_json()
        (team,) = answer["teams"]
        assert team["members"] == [
            {"id": "lead", "name": "人员lead"},
            {"id": "member", "name": "人员member"},
        ]
        assert team["vehicle"] == {"code": "v1", "name": "鄂J·1"}

    @pytest.mark.parametrize("path", ["teams", "checkpoints", "key-sites", "quarantine"])
    def test_another_township_is_closed(self, office: Office, path: str) -> None:
        dispatch = office.signed_in("dispatch")
        answer = office.get(f"/api/{path}?township={OTHER_TOWNSHIP}", dispatch)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "outside_area")
        assert office.get(f"/api/{path}?township={TOWNSHIP}", dispatch).status_code == 200
        assert office.get(f"/api/{path}?township=1", dispatch).status_code == 422
        assert office.get(f"/api/{path}", dispatch).status_code == 422

    def test_the_administrator_changes_roles_through_the_documents(self, office: Office) -> None:
        store = services(office.app).store
        for database in (f"centre_{TOWNSHIP}", f"ref_{TOWNSHIP}"):
            store.write(database, [a_member("member", "u-patrol", ["patrol_mem"])])
        admin = office.signed_in("admin")
        path, body = "/api/staff/member/roles", {"roles": ["patrol_lead"]}
        answer = office.client.put(path, json=body, headers=bearer(admin))
        assert (answer.status_code, answer.get_json()) == (202, {"pending": True})
        for database in (f"centre_{TOWNSHIP}", f"ref_{TOWNSHIP}"):
            document = store.read(database, "staff:member")
            assert document["roles"] == ["patrol_lead"]
            assert document["wrote"] == {"by": "admin", "dev": "server", "dseq": 0}
            assert check(document) == {}
        assert office.client.put(path, json={"roles": ["king"]}, headers=bearer(admin)).status_code == 422
        other = office.signed_in("dispatch")
        assert office.client.put(path, json=body, headers=bearer(other)).status_code == 403
