"""The figures of disputes, and what the API tells of a case."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from server.accounts import passwords
from server.cases.figures import Figures, Span, figures_of, ids_of
from server.domain import DOMAIN
from server.extensions import reading, services, transaction, writer
from server.records import actions
from server.records.tables import Record
from sync.follower import Follower
from tests.support.cases import REPORT
from tests.support.office import DISTRICT, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, Office, an_office
from tests.support.records import a_ulid

NOON = "2026-03-02T12:00:00+08:00"
KEY = a_ulid(1)
CASE = f"case:{KEY}"
PEOPLE = {
    "operator": ("u-patrol", "twp_operator"),
    "neighbour": ("u-other", "twp_operator"),
    "district": ("u-district", "dist_operator"),
    "mediator": ("u-village", "mediator"),
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as opened:
        for one, (unit, role) in PEOPLE.items():
            opened.staff(one, unit, [role])
        yield opened


def a_row(
    number: int, outcome: str | None = "agreement_oral", effective: bool | None = True, **more: Any
) -> Any:
    body = {"outcome": outcome, "effective": effective, "category": more.pop("category", "D02")}
    row = {
        "partition": TOWNSHIP,
        "id": f"case:{a_ulid(number)}",
        "family": "case",
        "kind": "dispute",
        "div": VILLAGE,
        "state": "closed",
        "on": "2026-02-10",
        "rseq": number,
        "flags": [],
        "waiting": 0,
        "body": body,
    }
    return {**row, **more}


def put(office: Office, *rows: Any) -> None:
    with office.app.app_context(), transaction() as session:
        session.execute(sa.insert(Record), list(rows))


def told(office: Office, *areas: str, first: str | None = None, last: str | None = None) -> Any:
    with office.app.app_context(), reading() as session:
        return figures_of(session, Span(areas, first, last))


@pytest.mark.parametrize(
    ("handled", "effective", "rate"),
    [(8945, 8806, "98.45"), (8945, 8805, "98.43"), (8945, 8807, "98.46"), (800, 1, "0.13"), (3, 3, "100.00")],
)
def test_the_rate_is_rounded_half_up_to_two_decimals(handled: int, effective: int, rate: str) -> None:
    assert Figures(handled, effective).rate == Decimal(rate)


def test_there_is_no_rate_of_nothing() -> None:
    assert Figures().rate is None


def test_what_counts_and_where(office: Office) -> None:
    put(
        office,
        a_row(1),
        a_row(2, "no_agreement", False, category="D03"),
        a_row(3, None, None, state="handling"),
        a_row(4, kind="petition"),
        a_row(5, state="merged"),
        a_row(6, div=TOWNSHIP),
        a_row(7, on="2026-03-01", state="followed"),
        a_row(8, div=OTHER_TOWNSHIP, partition=OTHER_TOWNSHIP),
    )
    found = told(office, TOWNSHIP, last="2026-02-28")
    assert (found["handled"], found["effective"], found["not_effective"]) == (3, 2, 1)
    assert found["effective_rate"] == "66.67"
    assert [(one["div"]["code"], one["handled"]) for one in found["by_area"]] == [(TOWNSHIP, 1), (VILLAGE, 2)]
    assert [(one["category"], one["effective"]) for one in found["by_category"]] == [("D02", 2), ("D03", 0)]
    assert told(office, TOWNSHIP, first="2026-03-01")["handled"] == 1
    assert told(office, DISTRICT)["handled"] == 5
    assert [one["div"]["code"] for one in told(office, DISTRICT)["by_area"]] == [TOWNSHIP, OTHER_TOWNSHIP]
    assert told(office)["handled"] == 0


def test_each_figure_leads_to_its_cases(office: Office) -> None:
    put(office, a_row(1), a_row(2, "to_court", False), a_row(3, None, None))
    with office.app.app_context(), reading() as session:
        span = Span((VILLAGE,))
        ids = {which: ids_of(session, span, which) for which in ("handled", "effective", "not_effective")}
    first, second = f"case:{a_ulid(1)}", f"case:{a_ulid(2)}"
    assert ids == {"handled": [first, second], "effective": [first], "not_effective": [second]}


def test_the_api_of_the_figures(office: Office) -> None:
    put(office, a_row(1), a_row(2, "to_court", False))
    operator = office.signed_in("operator")
    found = office.get(
        f"/api/cases/figures?div={TOWNSHIP}&from=2026-02-01&ids=not_effective", operator
    ).get_json()
    assert (found["handled"], found["effective_rate"]) == (2, "50.00")
    assert found["ids"] == [f"case:{a_ulid(2)}"]
    assert office.get("/api/cases/figures", operator).get_json()["ids"] is None
    assert office.get("/api/cases/figures?ids=names", operator).status_code == 422
    neighbour = office.signed_in("neighbour")
    assert office.get(f"/api/cases/figures?div={TOWNSHIP}", neighbour).status_code == 403
    assert office.get("/api/cases/figures", neighbour).get_json()["handled"] == 0
    assert office.get("/api/cases/figures", office.signed_in("mediator")).status_code == 403


def arrive(office: Office, database: str, **document: Any) -> None:
    envelope = {
        "v": 1,
        "div": VILLAGE,
        "wrote": {"by": "mediator", "dev": "dev-mediator", "dseq": 1},
        "at_dev": NOON,
        "tz": "Asia/Shanghai",
    }
    store = services(office.app).store
    (result,) = store.write(database, [{**envelope, **document}])
    assert result.error is None, result
    with office.app.app_context():
        follower = Follower(store, writer(), DOMAIN, services(office.app).config.now)
        while follower.step():
            pass


def about(prefix: str, number: int, **said: Any) -> dict[str, Any]:
    own = {
        "_id": f"{prefix}:{KEY}:{a_ulid(number)}",
        "subject": CASE,
        "seen": 99,
        "seen_ids": [],
        "prev": None,
    }
    return {**own, **said}


def test_the_office_sees_that_there_was_a_session_and_not_what_was_said(office: Office) -> None:
    services(office.app).store.create("own_mediator")
    arrive(office, f"work_{VILLAGE}", _id=CASE, type="case", **REPORT)
    accept = {
        "type": "case_ev",
        "action": "accept",
        "payload": {},
        "wrote": {"by": "operator", "dev": "o", "dseq": 0},
    }
    arrive(office, f"work_{VILLAGE}", **about("cev", 2, **accept))
    arrive(office, f"work_{VILLAGE}", **about("cev", 3, type="case_ev", action="take", payload={}))
    session = {
        "type": "session",
        "kind": "mediation",
        "place": "调解室",
        "started_at": NOON,
        "ended_at": NOON,
        "mediators": ["mediator"],
        "attendee_roles": {"applicant": 1},
        "content": "双方陈述",
        "result": "continue",
        "signed_at": NOON,
    }
    arrive(office, "own_mediator", **about("ses", 4, **session))
    operator = office.signed_in("operator")
    answer = office.get(f"/api/cases/{CASE}", operator)
    shown = answer.get_json()
    (held,) = [one for one in shown["timeline"] if one["kind"] == "session"]
    assert (held["result"], held["payload"]["attendee_roles"]) == ("applied", {"applicant": 1})
    assert "双方陈述" not in answer.get_data(as_text=True)
    assert shown["record"]["number"] is not None
    assert shown["record"]["owner"]["id"] == "mediator"


def test_the_api_has_no_parties(office: Office) -> None:
    operator = office.signed_in("operator")
    assert office.get("/api/parties", operator).status_code == 404
