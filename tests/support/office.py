"""An application over fresh databases, with a small district in its read models, for tests of the API.

with an_office(tmp_path) as office:
    office.account("lead")                      # user name = staff id
    session = office.sign_in("lead")            # JSON of the session
    office.get("/api/receipts", session)        # with its access token
"""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.accounts import queries
from server.app import close_app, create_app
from server.config import read_config
from server.divisions.databases import prepare
from server.divisions.projection import project
from server.extensions import db, services, transaction
from sync.authorship import written_by
from sync.domain import NOTHING, Subject
from sync.journal import Entry
from sync.read_models import ReadModels
from sync.tables import metadata as engine_metadata

DISTRICT, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE = "421102", "421102001", "421102002", "421102001003"
NUMBERS = count(1)
PASSWORD = "correct horse battery"
STAFF: Mapping[str, tuple[str, Sequence[str]]] = {
    "lead": ("u-patrol", ["patrol_lead"]),
    "member": ("u-patrol", ["patrol_mem"]),
    "dispatch": ("u-patrol", ["twp_dispatcher"]),
    "security": ("u-village", ["security_head"]),
    "neighbour": ("u-other", ["twp_operator"]),
    "district": ("u-district", ["dist_operator"]),
    "admin": ("u-district", ["admin"]),
    "nobody": ("u-patrol", []),
}
UNITS = {"u-patrol": TOWNSHIP, "u-village": VILLAGE, "u-other": OTHER_TOWNSHIP, "u-district": DISTRICT}
DIVISIONS = {
    DISTRICT: ("黄州区", "district", None),
    TOWNSHIP: ("赤壁街道", "township", DISTRICT),
    OTHER_TOWNSHIP: ("东湖街道", "township", DISTRICT),
    VILLAGE: ("临江社区", "village", TOWNSHIP),
}


@dataclass
class Office:
    """The application under test and what a test does with it."""

    app: Flask
    client: FlaskClient
    _entries: dict[str, list[Entry]] = field(default_factory=dict)

    def account(self, staff_id: str, password: str = PASSWORD) -> None:
        """Give somebody an account of the same name."""
        with self.app.app_context():
            queries.put_account(staff_id, staff_id, password, services().config.now())

    def sign_in(self, username: str, password: str = PASSWORD, **device: str) -> dict[str, Any]:
        """Sign in, which must succeed; the refresh cookie stays in `client`."""
        answer = self.try_sign_in(username, password, **device)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        session: dict[str, Any] = answer.get_json()
        return session

    def try_sign_in(self, username: str, password: str = PASSWORD, **device: str) -> TestResponse:
        """Ask to sign in."""
        body = {"username": username, "password": password, "device": {"name": "phone", **device}}
        return self.client.post("/api/session", json=body)

    def signed_in(self, staff_id: str) -> dict[str, Any]:
        """Make the account and sign in."""
        self.account(staff_id)
        return self.sign_in(staff_id)

    def get(self, path: str, session: Mapping[str, Any], **more: Any) -> TestResponse:
        """GET with the session's token."""
        return self.client.get(path, headers=bearer(session), **more)

    def post(self, path: str, session: Mapping[str, Any], body: Any) -> TestResponse:
        """POST JSON with the session's token."""
        headers = {**bearer(session), "Content-Type": "application/json"}
        return self.client.post(path, headers=headers, data=json.dumps(body))

    def publish(self, *documents: Mapping[str, Any], at: str = "2026-01-05T00:00:00.000Z") -> None:
        """Show reference documents in the read models, as the follower would; `at`: when they arrived."""
        with self.app.app_context(), transaction() as session:
            for document in documents:
                place = document["div"][:9]
                entries = self._entries.setdefault(f"{place} {document['_id']}", [])
                entries.append(_entry(place, next(NUMBERS), document, at))
                project(
                    ReadModels(session.connection()), Subject(place, document["_id"], tuple(entries)), NOTHING
                )

    def staff(self, staff_id: str, unit: str, roles: Sequence[str], **more: Any) -> None:
        """Show a member of staff."""
        self.publish(a_member(staff_id, unit, roles) | more)

    def load_district(self) -> None:
        """The divisions, units and staff above, and their databases."""
        divisions = (
            a_document("division", code, code)
            | {"code": code, "name": name, "level": level, "parent": parent}
            for code, (name, level, parent) in DIVISIONS.items()
        )
        units = (
            a_document("unit", code, div) | {"code": code, "name": f"单位{code}", "kind": "GOV"}
            for code, div in UNITS.items()
        )
        staff = (a_member(staff_id, unit, roles) for staff_id, (unit, roles) in STAFF.items())
        self.publish(*divisions, *units, *staff)
        prepare(services(self.app).store, DIVISIONS, STAFF)


def a_member(staff_id: str, unit: str, roles: Sequence[str]) -> dict[str, Any]:
    """A staff document."""
    own = {"id": staff_id, "name": f"人员{staff_id}", "unit": unit, "roles": list(roles), "team": None}
    return a_document("staff", staff_id, UNITS[unit]) | own


def a_document(kind: str, code: str, div: str) -> dict[str, Any]:
    """The envelope of a reference document."""
    return {
        "_id": f"{kind}:{code}",
        "type": kind,
        "v": 1,
        "div": div,
        "wrote": written_by(),
        "at_dev": "2026-01-05T00:00:00.000Z",
        "tz": "UTC",
        "state": "active",
    }


def _entry(place: str, rseq: int, document: Mapping[str, Any], at: str) -> Entry:
    return Entry(
        partition=place,
        rseq=rseq,
        kind="reference",
        database=f"centre_{place}",
        doc_id=document["_id"],
        rev=f"1-{rseq}",
        subject=document["_id"],
        author="server",
        device="server",
        dseq=0,
        received_at=at,
        text=json.dumps(document, ensure_ascii=False),
    )


def bearer(session: Mapping[str, Any]) -> dict[str, str]:
    """The header of an access token."""
    return {"Authorization": f"Bearer {session['access_token']}"}


@contextmanager
def an_office(folder: Path, **settings: str) -> Iterator[Office]:
    """An application with its tables and the district, in a folder that may exist and is empty."""
    if "DATABASE_URL" not in settings:
        shutil.copytree(_prepared(), folder, dirs_exist_ok=True)
    with _opened(folder, settings) as office:
        if "DATABASE_URL" in settings:
            _load(office)
        yield office


@contextmanager
def _opened(folder: Path, settings: Mapping[str, str]) -> Iterator[Office]:
    app = create_app(read_config({"XUNGE_VAR": str(folder), **settings}))
    app.testing = True
    try:
        yield Office(app, app.test_client())
    finally:
        close_app(app)


@cache
def _prepared() -> Path:
    """The data of such an application on SQLite, made once in a run and copied for each test."""
    kept = tempfile.TemporaryDirectory(prefix="office-")
    atexit.register(kept.cleanup)
    with _opened(Path(kept.name), {}) as office:
        _load(office)
    return Path(kept.name)


def _load(office: Office) -> None:
    with office.app.app_context():
        db.create_all()
        engine_metadata.create_all(db.engine)
    office.load_district()
