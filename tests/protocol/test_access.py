"""Who may do what, and what the guard refuses."""

import pytest

from tests.protocol.conftest import Client

READING = [
    ("GET", ""),
    ("GET", "a"),
    ("GET", "_changes"),
    ("POST", "_changes"),
    ("GET", "_all_docs"),
    ("POST", "_all_docs"),
    ("POST", "_revs_diff"),
    ("POST", "_bulk_get"),
    ("POST", "_bulk_docs"),
    ("POST", ""),
    ("PUT", "a"),
    ("DELETE", "a"),
    ("GET", "_local/c"),
    ("PUT", "_local/c"),
    ("DELETE", "_local/c"),
]

People = dict[str | None, Client]


@pytest.mark.parametrize(("method", "path"), [*READING, ("PUT", "_security"), ("GET", "_security")])
def test_everything_in_a_database_needs_membership(people: People, db: str, method: str, path: str) -> None:
    denied = people["other"](method, f"{db}/{path}", {})
    assert (denied.status_code, denied.json()["error"]) == (403, "forbidden")
    unknown = people[None](method, f"{db}/{path}", {})
    assert (unknown.status_code, unknown.json()["error"]) == (401, "unauthorized")
    assert people["admin"].get(db)["update_seq"] == 0


@pytest.mark.parametrize(("method", "path"), READING)
def test_members_are_let_in(people: People, db: str, method: str, path: str) -> None:
    for name in ("crew", "chief", "admin"):
        assert people[name](method, f"{db}/{path}", {}).status_code not in (401, 403)


def test_only_the_administrator_makes_removes_and_lists_databases(people: People, db: str) -> None:
    for name in ("crew", "chief", "other"):
        assert people[name]("PUT", "newdb").status_code == 403
        assert people[name]("DELETE", db).status_code == 403
        assert people[name]("GET", "_all_dbs").status_code == 403
    assert people[None]("PUT", "newdb").status_code == 401
    assert db in people["admin"].get("_all_dbs")
    assert "newdb" not in people["admin"].get("_all_dbs")


def test_security_is_for_those_who_rule(people: People, db: str) -> None:
    expected = {"admins": {"names": [], "roles": ["chief"]}, "members": {"names": [], "roles": ["crew"]}}
    assert people["chief"].get(f"{db}/_security") == people["admin"].get(f"{db}/_security") == expected
    assert people["crew"]("GET", f"{db}/_security").status_code == 403
    assert people["crew"]("PUT", f"{db}/_security", {}).status_code == 403
    assert people["chief"]("PUT", f"{db}/_security", {"members": {"roles": ["other"]}}).status_code == 200
    assert people["other"]("GET", db).status_code == 200
    assert people["crew"]("GET", db).status_code == 403


@pytest.mark.parametrize(
    "security",
    [
        {"members": {"names": ["li"]}},
        {"members": []},
        {"admins": {"roles": "crew"}},
        {"admins": {"roles": [1]}},
    ],
)
def test_security_that_would_not_be_kept_is_refused(client: Client, db: str, security: object) -> None:
    assert client("PUT", f"{db}/_security", security).status_code == 400
    assert client.get(f"{db}/_security")["members"]["roles"] == ["crew"]


def test_the_guard_refuses_row_by_row(people: People, db: str) -> None:
    docs = [
        {"_id": "a", "_rev": "1-a"},
        {"_id": "b", "_rev": "1-a", "refuse": "not yours"},
        {"_id": "c", "_rev": "1-a"},
    ]
    refused = [{"id": "b", "error": "forbidden", "reason": "not yours"}]
    crew = people["crew"]
    assert crew.post(f"{db}/_bulk_docs", {"docs": docs, "new_edits": False}) == refused
    assert [row["id"] for row in crew.get(f"{db}/_all_docs")["rows"]] == ["a", "c"]
    plain = [
        {key: value for key, value in doc.items() if key != "_rev"} | {"_id": f"n{doc['_id']}"}
        for doc in docs
    ]
    rows = crew.post(f"{db}/_bulk_docs", {"docs": plain})
    assert [row.get("ok") or row["error"] for row in rows] == [True, "forbidden", True]


def test_the_guard_stands_before_every_way_in(people: People, db: str) -> None:
    crew, body = people["crew"], {"refuse": "not yours"}
    for answer in (
        crew("PUT", f"{db}/a", body),
        crew("PUT", f"{db}/a?new_edits=false", body | {"_rev": "1-a"}),
        crew("POST", db, body | {"_id": "a"}),
    ):
        expected = {"error": "forbidden", "reason": "not yours"}
        assert (answer.status_code, answer.json()) == (403, expected)
    assert people["admin"].get(db)["update_seq"] == 0


def test_design_documents_are_for_those_who_rule(people: People, db: str) -> None:
    assert people["crew"]("PUT", f"{db}/_design/x", {}).status_code == 403
    [row] = people["crew"].post(f"{db}/_bulk_docs", {"docs": [{"_id": "_design/x"}]})
    assert row["error"] == "forbidden"
    assert people["chief"]("PUT", f"{db}/_design/x", {}).status_code == 201


def test_the_session_tells_who_asks(people: People) -> None:
    assert people["crew"].get("_session")["userCtx"] == {"name": "crew", "roles": ["crew"]}
    assert people["admin"].get("_session")["userCtx"] == {"name": "admin", "roles": ["_admin", "admin"]}
    assert people[None].get("_session")["userCtx"] == {"name": None, "roles": []}
