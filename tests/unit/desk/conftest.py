"""An office with a village whose mediators contradict each other, over the whole server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from server.accounts import passwords
from server.extensions import db, services
from sync.domain import Document
from sync.tables import journal
from tests.support.cases import REPORT, SAID
from tests.support.centre import follow
from tests.support.office import TOWNSHIP, VILLAGE, Office, an_office
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

    def publishes(self, database: str, *documents: Document) -> None:
        """The server writes documents."""
        results = services(self.office.app).store.write(database, documents)
        assert all(one.error is None for one in results), results
        follow(self.office.app)

    def desk(self, staff_id: str = "operator", township: str = TOWNSHIP) -> Mapping[str, Any]:
        """What this person's desk shows."""
        answer = self.office.get("/api/desk", self.session(staff_id), query_string={"township": township})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: Mapping[str, Any] = answer.get_json()
        return found

    def session(self, staff_id: str) -> Mapping[str, Any]:
        """This person signs in."""
        return self.office.signed_in(staff_id)


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as office:
        found = Village(office)
        found.publishes(REFERENCE, *(_person(one, *of) for one, of in PEOPLE.items()))
        found.publishes(PATROL, a_planned_shift())
        yield found


def _person(staff_id: str, unit: str, role: str) -> Document:
    div = VILLAGE if unit == "u-village" else TOWNSHIP
    own = {"id": staff_id, "name": f"人员{staff_id}", "unit": unit, "roles": [role], "team": None}
    return {**a_reference(f"staff:{staff_id}"), **own, "div": div}
