"""An office with a village whose mediators contradict each other, over the whole server."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from server.accounts import passwords
from server.divisions.databases import prepare
from server.domain import DOMAIN
from server.extensions import db, services
from sync import replay
from sync.clock import Clock
from sync.domain import Document
from sync.store.base import FoundRevision
from sync.tables import fold_state, journal
from tests.support.cases import REPORT, SAID
from tests.support.centre import follow
from tests.support.office import DISTRICT, DIVISIONS, TOWNSHIP, VILLAGE, Office, an_office
from tests.support.patrols import (
    MORNING,
    PATROL,
    REFERENCE,
    ZONE,
    a_planned_shift,
    a_reference,
    revised,
    ulid,
    wire,
)

NOON = "2026-03-02T12:00:00+08:00"
WORK = f"work_{VILLAGE}"
PEOPLE: Mapping[str, tuple[str, str]] = {
    "grid-a": ("u-village", "grid_mgr"),
    "med-a": ("u-village", "mediator"),
    "med-b": ("u-village", "mediator"),
    "operator": ("u-patrol", "twp_operator"),
    "director": ("u-patrol", "twp_director"),
    "dispatch": ("u-patrol", "twp_dispatcher"),
    "lead": ("u-patrol", "patrol_lead"),
    "officer": ("u-patrol", "unit_officer"),
    "special": ("u-district", "dist_special"),
}


@dataclass
class Village:
    """What arrives from its people, one after the other, a minute apart."""

    office: Office
    written: int = 0

    def reports(self, by: str = "grid-a", **said: Any) -> str:
        """A case is reported; returns its id."""
        case = f"case:{ulid(by, self.written)}"
        self.arrives(WORK, {**self.envelope(case, "case", by), **REPORT, "found_on": "2026-03-02", **said})
        return case

    def does(self, case: str, action: str, by: str, seen: int | None = None, **said: Any) -> str:
        """Somebody acts on a case, knowing all that is there or as much as `seen`; returns the event's id."""
        doc_id = f"cev:{case[5:]}:{ulid(by, self.written)}"
        payload = {**SAID.get(action, {}), **said}
        event = {"subject": case, "action": action, "payload": payload, "note": None}
        knows = {"seen": self.rseq if seen is None else seen, "seen_ids": [], "prev": None}
        self.arrives(WORK, {**self.envelope(doc_id, "case_ev", by), **event, **knows})
        return doc_id

    @property
    def rseq(self) -> int:
        """The last row of the township's journal."""
        with self.office.app.app_context():
            return (
                db.session.scalar(select(func.max(journal.c.rseq)).where(journal.c.partition == TOWNSHIP))
                or 0
            )

    def envelope(self, doc_id: str, kind: str, by: str) -> Document:
        """What every document carries."""
        self.written += 1
        return {
            "_id": doc_id,
            "type": kind,
            "v": 1,
            "div": VILLAGE,
            "wrote": {"by": by, "dev": f"dev-{by}", "dseq": self.written},
            "at_dev": wire(MORNING + timedelta(minutes=self.written)),
            "tz": ZONE.key,
        }

    def arrives(self, database: str, document: Document) -> None:
        """A phone's document reaches the journal."""
        store = services(self.office.app).store
        store.write(database, [revised(document)], new_edits=False)
        follow(self.office.app)

    def clock_ticks(self) -> None:
        """The clock writes what is due."""
        with self.office.app.app_context():
            Clock(services().store, db.engine, DOMAIN, services().config.now).step()
        follow(self.office.app)

    def hands_in(self, staff_id: str, database: str, document: Document) -> None:
        """This person's phone brings a document to the second gate."""
        session = self.session(staff_id)
        wrote = {**document["wrote"], "by": staff_id, "dev": session["device"]["id"]}
        body = {"documents": [{"database": database, "document": revised({**document, "wrote": wrote})}]}
        assert self.office.post("/api/intake", session, body).status_code == 202
        follow(self.office.app)

    def becomes(self, staff_id: str, unit: str, role: str) -> None:
        """This person gets another place."""
        store, doc_id = services(self.office.app).store, f"staff:{staff_id}"
        ((found,),) = store.bulk_get(REFERENCE, [(doc_id, None)], latest=True)
        assert isinstance(found, FoundRevision)
        self.publishes(REFERENCE, {**_person(staff_id, unit, role), "_rev": found.rev})

    def publishes(self, database: str, *documents: Document) -> None:
        """The server writes documents."""
        results = services(self.office.app).store.write(database, documents)
        assert all(one.error is None for one in results), results
        follow(self.office.app)

    def desk(
        self, staff_id: str = "operator", township: str = TOWNSHIP, settled: bool = False
    ) -> Mapping[str, Any]:
        """What this person's desk shows."""
        query = {"township": township, "settled": str(settled).lower()}
        answer = self.office.get("/api/desk", self.session(staff_id), query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: Mapping[str, Any] = answer.get_json()
        return found

    def state(self, subject: str) -> Mapping[str, Any]:
        """A record's state as phones get it."""
        with self.office.app.app_context():
            text = db.session.scalar(select(fold_state.c.body).where(fold_state.c.subject == subject))
        found: Mapping[str, Any] = json.loads(text or "{}")
        return found

    def passes(self, hours: int) -> None:
        """So many hours later."""
        before = services(self.office.app)
        config = replace(before.config, frozen_clock=before.config.now() + timedelta(hours=hours))
        self.office.app.extensions["xunge"] = replace(before, config=config)
        follow(self.office.app)

    def decides(self, staff_id: str, path: str, township: str = TOWNSHIP, **body: Any) -> TestResponse:
        """This person does something at the desk; the follower looks at it afterwards."""
        answer = self.office.post(f"/api/desk/{path}", self.session(staff_id), {"township": township, **body})
        follow(self.office.app)
        return answer

    def run(self, *command: str) -> int:
        """`flask --app server ...`; its exit code."""
        return self.office.app.test_cli_runner().invoke(args=list(command)).exit_code

    def replays(self) -> bool:
        """Whether all that follows from the journal is as a replay makes it. The office of these tests was
        furnished without a journal, so its `reference` table is left out."""
        with self.office.app.app_context(), db.engine.connect() as connection:
            found = replay.verify(connection, DOMAIN, services().config.now, db.metadata)
        return found.subjects == () and set(found.tables) <= {"reference"}

    def session(self, staff_id: str) -> Mapping[str, Any]:
        """This person signs in."""
        return self.office.signed_in(staff_id)


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as office:
        found = Village(office)
        prepare(services(office.app).store, DIVISIONS, PEOPLE)
        found.publishes(REFERENCE, *(_person(one, *of) for one, of in PEOPLE.items()))
        found.publishes(PATROL, a_planned_shift())
        yield found


def _person(staff_id: str, unit: str, role: str) -> Document:
    div = {"u-village": VILLAGE, "u-district": DISTRICT}.get(unit, TOWNSHIP)
    own = {"id": staff_id, "name": f"人员{staff_id}", "unit": unit, "roles": [role], "team": None}
    return {**a_reference(f"staff:{staff_id}"), **own, "div": div}
