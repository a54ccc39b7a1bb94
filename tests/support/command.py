"""A township's command over the whole server: offices at its API, phones at its replication endpoint.

    with a_command(tmp_path) as command:
        lead, dispatcher = command.phone("lead"), command.desk("dispatch")
        incident = lead.reports()
        command.follows()
        dispatcher.does("incidents", incident, "verify")

Documents of a phone go into its person's own database, as a replication brings them; `goes_offline` keeps
them until `comes_online`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from ulid import ULID
from werkzeug.test import TestResponse

from server.app import close_app
from server.domain import DOMAIN
from server.extensions import db, services, writer
from server.records import actions
from sync import chain, replay, times
from sync.clock import Clock
from sync.json_text import canonical
from tests.support import centre
from tests.support import district as small

PASSWORD = "a long word of a test"
OPERATOR, DEPUTY, DIRECTOR = "chibi-op", "chibi-deputy", "chibi-director"
PEOPLE = (small.LEAD, small.MEMBER, small.DISPATCHER, OPERATOR, DEPUTY, DIRECTOR)
Document = dict[str, Any]


@dataclass
class Person:
    """Somebody signed in on a device."""

    client: FlaskClient
    staff_id: str
    device: str = ""
    bearer: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        device = {"name": "t", "platform": "t"}
        said = {"username": self.staff_id, "password": PASSWORD, "device": device}
        answer = self.client.post("/api/session", json=said).get_json()
        self.device = answer["device"]["id"]
        self.bearer = {"Authorization": f"Bearer {answer['access_token']}"}

    def open(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """A request in this person's name."""
        return self.client.open(
            path, method=method, headers={**self.bearer, **(headers or {})}, buffered=True, **more
        )

    def reads(self, path: str) -> Document:
        """What is there, which has to be allowed."""
        answer = self.open("GET", path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: Document = answer.get_json()
        return found


class Desk(Person):
    """Somebody at the console."""

    def does(self, plural: str, record: str, action: str, **payload: Any) -> TestResponse:
        """An action on a record, knowing all that is known of it."""
        seen = self.reads(f"/api/{plural}/{record}")["record"]["rseq"]
        said = {"action": action, "seen": seen, "payload": payload}
        return self.open("POST", f"/api/{plural}/{record}/actions", json=said)


@dataclass
class Phone(Person):
    """Somebody's phone; `last` is the event before on each subject."""

    online: bool = True
    dseq: int = 0
    unsent: list[Document] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)

    def goes_offline(self) -> None:
        """No network any more."""
        self.online = False

    def comes_online(self) -> None:
        """The network is back: what was kept is replicated."""
        self.online = True
        self.sends()

    def sends(self) -> None:
        """Replicate what waits."""
        waiting, self.unsent = self.unsent, []
        said = {"docs": waiting, "new_edits": False}
        answer = self.open("POST", f"/db/own_{self.staff_id}/_bulk_docs", json=said)
        assert (answer.status_code, answer.get_json()) == (201, [])

    def writes(self, doc_id: str, type_: str, ago: timedelta = timedelta(), /, **fields: Any) -> str:
        """Save a document, and send it if there is a network; returns its id."""
        self.dseq += 1
        document = {
            "_id": doc_id,
            "type": type_,
            "v": 1,
            "div": small.TOWNSHIP,
            "wrote": {"by": self.staff_id, "dev": self.device, "dseq": self.dseq},
            "at_dev": times.utc(times.now() - ago),
            "tz": "Asia/Shanghai",
            **fields,
        }
        digest = hashlib.md5(canonical(document).encode(), usedforsecurity=False).hexdigest()
        revision = {"_rev": f"1-{digest}", "_revisions": {"start": 1, "ids": [digest]}}
        self.unsent.append({**document, **revision})
        if self.online:
            self.sends()
        return doc_id

    def reports(self, **said: Any) -> str:
        """The first report of an incident; returns its id."""
        report = {
            "kind": "fire",
            "place": "东门市场",
            "point": None,
            "text": "摊位起火",
            "people_count": 2,
            "called": True,
            **said,
        }
        return self.writes(f"inc:{ULID()}", "incident", **report)

    def answers(self, responder: str, action: str, ago: timedelta = timedelta(), **payload: Any) -> str:
        """An answer to an order; returns the event's id."""
        return self._event(f"ev:{responder}", "responder_ev", responder, action, payload, ago)

    def tells(self, incident: str, action: str, ago: timedelta = timedelta(), **payload: Any) -> str:
        """Something about an incident; returns the event's id."""
        return self._event(f"iev:{incident[4:]}", "incident_ev", incident, action, payload, ago)

    def _event(
        self, prefix: str, kind: str, subject: str, action: str, payload: Mapping[str, Any], ago: timedelta
    ) -> str:
        doc_id = f"{prefix}:{ULID()}"
        chain = {"subject": subject, "seen": 0, "seen_ids": [], "prev": self.last.get(subject)}
        self.last[subject] = doc_id
        return self.writes(doc_id, kind, ago, **chain, action=action, payload=dict(payload), note=None)

    def sees(self, doc_id: str) -> Document:
        """A document of this person's own database, which has to be there."""
        return self.reads(f"/db/own_{self.staff_id}/{doc_id}")

    def own(self, family: str) -> list[Document]:
        """All documents of a family in this person's own database."""
        query = f'include_docs=true&startkey="{family}:"&endkey="{family}:~"'
        rows = self.reads(f"/db/own_{self.staff_id}/_all_docs?{query}")["rows"]
        return [row["doc"] for row in rows]


@dataclass
class Command:
    """The server, with a township of six people."""

    app: Flask

    def phone(self, staff_id: str) -> Phone:
        """Somebody's phone."""
        return Phone(self.app.test_client(), staff_id)

    def desk(self, staff_id: str) -> Desk:
        """Somebody at the console."""
        return Desk(self.app.test_client(), staff_id)

    def follows(self) -> None:
        """The follower does all that there is to do."""
        centre.follow(self.app)

    def is_as_its_journal(self) -> bool:
        """Whether a replay of the journal makes the same of it, and the chain holds."""
        with writer().connect() as connection:
            told = replay.verify(connection, DOMAIN, services().config.now, db.metadata)
            return not told and chain.verify(connection) == []

    def passes(self, **duration: float) -> None:
        """The clock does what is due by then."""
        now = services().config.now() + timedelta(**duration)
        Clock(services().store, writer(), DOMAIN, lambda: now).step()
        self.follows()


@contextmanager
def a_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """A server with the small district and an office; the follower runs when a test says so."""
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)
    app = centre.prepare(folder / "var", _district(folder / "lists"), PEOPLE, PASSWORD)
    try:
        with app.app_context():
            yield Command(app)
    finally:
        close_app(app)


def _district(folder: Path) -> Path:
    small.write_district(folder)
    roles = {OPERATOR: "twp_operator", DEPUTY: "twp_deputy", DIRECTOR: "twp_director"}
    with (folder / "staff.csv").open("a", encoding="utf-8") as file:
        for one, role in roles.items():
            file.write(f"{one},{role},chibi-gov,{role},,establishment,active\n")
    return folder
