"""The guard over the product's own rule table: each way to be refused, and none that is not."""

from typing import Any

import pytest

from server.permissions import databases_for, home_of, judge, partition_of, refuse, security_for
from sync.access import Caller

TOWNSHIP, VILLAGE = "421102001", "421102001003"
PATROL = f"patrol_{TOWNSHIP}"
SHIFT_ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
MEMBER = Caller("p02", frozenset({"staff:p02", "dev:d1", f"patrol_mem@{TOWNSHIP}"}))
LEAD = Caller("lead", frozenset({"staff:lead", "dev:d1", f"patrol_lead@{TOWNSHIP}"}))


def a_checkin(**more: Any) -> dict[str, Any]:
    return {
        "_id": f"ck:t1:2026-03-02:day:{SHIFT_ULID}",
        "_rev": "1-abc",
        "_revisions": {"start": 1, "ids": ["abc"]},
        "type": "ckin",
        "wrote": {"by": "p02", "dev": "d1", "dseq": 1},
        **more,
    }


def code(document: dict[str, Any], caller: Caller = MEMBER, database: str = PATROL) -> str | None:
    refusal = judge(database, document, caller)
    return refusal.code if refusal else None


def test_a_members_check_in_is_let_in() -> None:
    assert code(a_checkin()) is None
    assert refuse(PATROL, a_checkin(), MEMBER) is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"_deleted": True}, "deleted"),
        ({"_attachments": {}}, "protocol_field"),
        ({"_revisions": {"start": 2, "ids": ["b", "a"]}}, "not_first"),
        ({"_revisions": None}, "not_first"),
        ({"_revisions": "1-abc"}, "not_first"),
        ({"text": "长" * 30_000}, "too_large"),
        ({"wrote": {"by": "lead", "dev": "d1", "dseq": 1}}, "not_author"),
        ({"wrote": "p02"}, "not_author"),
        ({"wrote": {"by": "p02", "dev": "d2", "dseq": 1}}, "not_device"),
        ({"type": "case"}, "wrong_place"),
        ({"type": ["ckin"]}, "wrong_place"),
        ({"_id": "ck:somewhere:x"}, "wrong_id"),
        ({"_id": f"ck:t1:2026-03-02:day:{SHIFT_ULID}\n"}, "wrong_id"),
    ],
)
def test_what_is_refused(change: dict[str, Any], expected: str) -> None:
    assert code(a_checkin(**change)) == expected


def test_a_document_without_history_is_a_first_revision_only_without_a_revision() -> None:
    plain = {key: value for key, value in a_checkin().items() if key not in ("_rev", "_revisions")}
    assert code(plain) is None
    assert code({**plain, "_rev": "1-abc"}) == "not_first", "an edit of 1-abc"


def test_other_places_are_denied() -> None:
    elsewhere = Caller("p02", frozenset({"staff:p02", "dev:d1", "patrol_mem@421102002"}))
    assert code(a_checkin(), elsewhere) == "denied"
    assert code(a_checkin(), Caller("p02", frozenset({"staff:p02", "dev:d1"}))) == "denied"
    for database in (f"ref_{TOWNSHIP}", "own_p02", f"centre_{TOWNSHIP}"):
        assert code(a_checkin(), database=database) == "wrong_place"
    assert code(a_checkin(), database="elsewhere_1") == "no_database"


def test_only_a_lead_begins_a_shift_of_the_teams_own_and_none_takes_a_planned_ones_id() -> None:
    head = {"_id": f"shift:{SHIFT_ULID}", "type": "shift", "wrote": {"by": "lead", "dev": "d1", "dseq": 1}}
    assert code(head, LEAD) is None
    assert code({**head, "wrote": {"by": "p02", "dev": "d1", "dseq": 1}}) == "denied"
    assert code({**head, "_id": "shift:t1:2026-03-02:day"}, LEAD) == "wrong_id"


def test_nobody_from_outside_writes_state() -> None:
    state = {
        "_id": "st:shift:t1:2026-03-02:day",
        "type": "st",
        "wrote": {"by": "p02", "dev": "d1", "dseq": 1},
    }
    assert code(state) == "wrong_place"


def test_the_server_is_exempt() -> None:
    assert code({"_id": "st:x", "type": "st"}, Caller("server", frozenset(), admin=True)) is None


def test_a_villages_head_of_security_reads_and_writes_the_townships_patrol() -> None:
    head = Caller("sec", frozenset({"staff:sec", "dev:d1", f"security_head@{VILLAGE}"}))
    wrote = {"by": "sec", "dev": "d1", "dseq": 1}
    assert code(a_checkin(wrote=wrote), head) is None
    assert f"security_head@{VILLAGE}" in security_for(PATROL, [VILLAGE, "421102002001"]).members
    assert "security_head@421102002001" not in security_for(PATROL, [VILLAGE, "421102002001"]).members


def test_which_databases_a_phone_replicates() -> None:
    grants = {grant.name: grant.write for grant in databases_for(MEMBER.roles)}
    assert grants == {"own_p02": True, f"patrol_{TOWNSHIP}": True, f"ref_{TOWNSHIP}": False}
    office = {grant.name for grant in databases_for({"staff:di", f"twp_dispatcher@{TOWNSHIP}"})}
    assert office == {"own_di", f"ref_{TOWNSHIP}"}, "offices read the patrol through the API"
    assert {grant.name for grant in databases_for({"staff:zo", "dist_operator@421102"})} == {
        "own_zo",
        "ref_421102",
    }


def test_who_reads_is_spelled_out_and_the_centre_is_the_servers() -> None:
    assert security_for(f"centre_{TOWNSHIP}").members == frozenset()
    assert security_for("own_p02").members == {"staff:p02"}
    assert security_for(PATROL).members == {
        f"{role}@{TOWNSHIP}" for role in ("patrol_mem", "patrol_lead", "security_head")
    }
    assert f"grid_mgr@{TOWNSHIP}" in security_for(f"ref_{TOWNSHIP}").members
    assert security_for("elsewhere").members == frozenset()


def test_where_a_document_is_journalled() -> None:
    assert partition_of(PATROL, {}) == TOWNSHIP
    assert partition_of("own_p02", {"div": VILLAGE}) == TOWNSHIP
    with pytest.raises(LookupError):
        partition_of("elsewhere", {})


@pytest.mark.parametrize(
    "database", ["patrol_42110200", "patrol_", "patrol_421102", "ref_4211020", "centre_", "own_", "own_A"]
)
def test_a_place_has_its_form(database: str) -> None:
    assert code(a_checkin(), database=database) == "no_database"


def test_where_people_work() -> None:
    assert home_of(MEMBER.roles) == TOWNSHIP
    assert home_of({f"security_head@{VILLAGE}"}) == TOWNSHIP
    with pytest.raises(LookupError):
        home_of({"staff:p02"})
    with pytest.raises(LookupError):
        partition_of("own_p02", {"div": "nowhere"})
