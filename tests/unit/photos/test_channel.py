"""The photo channel over HTTP, in one process: announced, sent, read by the rights of its record."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import close_app
from server.extensions import reading
from server.photos.pictures import LIMITS
from server.photos.queries import claims_of
from server.photos.tables import Blob
from sync import times
from tests.support import centre
from tests.support import district as small
from tests.support.uploads import ATTACH, PICTURE, announced

PASSWORD = "a long word of a test"
NEIGHBOUR, OPERATOR = "donghu-lead", "district"
PEOPLE = (small.LEAD, small.MEMBER, small.DISPATCHER, NEIGHBOUR, OPERATOR)
FIND = f"pf:{small.shift_id().removeprefix('shift:')}:01J000000000000000000000ZX"
UNKNOWN = f"{ATTACH[:-1]}0"
HALF = len(PICTURE) // 2


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the small district, a neighbouring township and accounts for all."""
    folder = tmp_path_factory.mktemp("photos")
    app = centre.prepare(folder / "var", _district(folder / "lists"), PEOPLE, PASSWORD)
    with app.app_context():
        yield app
    close_app(app)


def _district(folder: Path) -> Path:
    small.write_district(folder)
    more = {
        "divisions": "421102002,东湖街道,township,421102",
        "units": "donghu-gov,东湖街道综治中心,GOV,421102002\nqu-gov,区综治中心,GOV,421102",
        "staff": f"{NEIGHBOUR},邻居,donghu-gov,patrol_lead,,,\n{OPERATOR},区里,qu-gov,dist_operator,,,",
    }
    for name, rows in more.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{rows}\n")
    return folder


class Person:
    """Somebody signed in on a device."""

    def __init__(self, client: FlaskClient, staff_id: str) -> None:
        self.staff_id = staff_id
        self._client = client
        body = {"username": staff_id, "password": PASSWORD, "device": {"name": "t", "platform": "t"}}
        answer = client.post("/api/session", json=body).get_json()
        self.device = answer["device"]["id"]
        self._bearer = {"Authorization": f"Bearer {answer['access_token']}"}

    def open(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> TestResponse:
        return self._client.open(
            path, method=method, headers=self._bearer | (headers or {}), buffered=True, **more
        )

    def tus(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        return self.open(method, path, {"Tus-Resumable": "1.0.0"} | (headers or {}), **more)

    def announces(self, content: bytes = PICTURE, **changes: object) -> TestResponse:
        said = announced(content, **{"attach": UNKNOWN} | changes)
        pairs = {"attach": said.attach, "part": said.part, "sha256": said.sha256, "mime": said.mime}
        metadata = ",".join(
            f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items()
        )
        headers = {"Upload-Length": str(said.size), "Upload-Metadata": metadata}
        return self.tus("POST", "/api/photos/uploads", headers)

    def sends(self, where: str, at: int, piece: bytes, **headers: str) -> TestResponse:
        said = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.tus("PATCH", where, said | named, data=piece)

    def uploads(self, content: bytes = PICTURE, **changes: object) -> TestResponse:
        return self.sends(self.announces(content, **changes).headers["Location"], 0, content)

    def reports(self, documents: list[dict[str, Any]]) -> None:
        """Write documents on the phone and replicate them."""
        docs = [
            {
                "v": 1,
                "div": small.TOWNSHIP,
                "wrote": {"by": self.staff_id, "dev": self.device, "dseq": number},
                "at_dev": times.utc(times.now()),
                "tz": "Asia/Shanghai",
                "_rev": f"1-{number:032x}",
                "_revisions": {"start": 1, "ids": [f"{number:032x}"]},
                **document,
            }
            for number, document in enumerate(documents, start=1)
        ]
        answer = self.open(
            "POST", f"/db/patrol_{small.TOWNSHIP}/_bulk_docs", json={"docs": docs, "new_edits": False}
        )
        assert (answer.status_code, answer.get_json()) == (201, [])


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    return {staff_id: Person(app.test_client(), staff_id) for staff_id in PEOPLE}


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return people[small.LEAD]


def find_with_photo(attach: str = ATTACH, find: str = FIND, content: bytes = PICTURE) -> list[dict[str, Any]]:
    thumb = {"sha256": "0" * 64, "size": 1000}
    return [
        {
            "_id": find,
            "type": "patrol_find",
            "subject": small.shift_id(),
            "kind": "hazard",
            "place": "码头",
            "point": None,
            "text": "灯不亮",
            "attach": [attach],
        },
        {
            "_id": attach,
            "type": "attach",
            "record": find,
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "mime": "image/jpeg",
            "width": 1280,
            "height": 960,
            "taken_at": times.utc(times.now()),
            "thumb": thumb,
        },
    ]


def test_a_photo_is_read_by_those_who_may_see_its_record(app: Flask, people: dict[str, Person]) -> None:
    lead = people[small.LEAD]
    photo = f"/api/photos/{ATTACH}"
    assert lead.uploads(attach=ATTACH).status_code == 204
    assert lead.open("GET", photo).status_code == 404, "the attachment's document has not come"
    lead.reports(find_with_photo())
    centre.follow(app)
    for staff_id in (small.LEAD, small.MEMBER, small.DISPATCHER, OPERATOR):
        answer = people[staff_id].open("GET", photo)
        assert (answer.status_code, answer.data, answer.mimetype) == (200, PICTURE, "image/jpeg"), staff_id
        assert answer.get_etag() == (hashlib.sha256(PICTURE).hexdigest(), False)
    assert people[NEIGHBOUR].open("GET", photo).status_code == 403
    assert app.test_client().get(photo).status_code == 401
    assert lead.open("GET", f"{photo}?part=thumb").status_code == 404, "the thumbnail has not come"
    assert lead.open("GET", f"{photo}?part=x").status_code == 404
    assert lead.open("GET", f"/api/photos/{UNKNOWN}").status_code == 404
    etag = {"If-None-Match": f'"{hashlib.sha256(PICTURE).hexdigest()}"'}
    assert lead.open("GET", photo, etag).status_code == 304
    assert people[NEIGHBOUR].open("GET", photo, etag).status_code == 403, "a known hash opens nothing"


def test_nobody_else_can_bring_the_bytes_of_an_attachment(app: Flask, people: dict[str, Person]) -> None:
    attach, find = f"{ATTACH[:-1]}A", f"{FIND[:-1]}A"
    forged = PICTURE + b"forged"
    assert people[NEIGHBOUR].uploads(PICTURE, attach=attach).status_code == 204, (
        "nobody knows yet whose it is"
    )
    people[small.LEAD].reports(find_with_photo(attach, find))
    centre.follow(app)
    assert people[small.LEAD].open("GET", f"/api/photos/{attach}").status_code == 404
    refused = people[NEIGHBOUR].announces(attach=attach)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "upload_not_announced")
    assert people[small.LEAD].announces(forged, attach=attach).status_code == 403, (
        "other bytes than announced"
    )
    assert people[small.LEAD].uploads(attach=attach).status_code == 204
    assert people[small.LEAD].open("GET", f"/api/photos/{attach}").data == PICTURE


def test_what_is_known_of_the_attachment_settles_its_bytes(app: Flask, people: dict[str, Person]) -> None:
    taken, held, unknown = (f"{ATTACH[:-1]}{last}" for last in "BCD")
    lead = people[small.LEAD]
    for attach in (taken, held, unknown):
        assert lead.uploads(attach=attach).status_code == 204
    assert people[NEIGHBOUR].uploads(attach=taken).status_code == 204
    find, photo = find_with_photo(taken, f"{FIND[:-1]}B")
    lead.reports([find, photo, photo | {"_id": held, "mime": "?"}])
    centre.follow(app)
    with reading() as session:
        blobs = session.scalars(sa.select(Blob).order_by(Blob.attach, Blob.staff_id)).all()
        found = dict(
            zip(((blob.attach, blob.staff_id) for blob in blobs), claims_of(session, blobs), strict=True)
        )
    assert found[taken, small.LEAD] == "taken"
    assert found[taken, NEIGHBOUR] is None
    assert found[held, small.LEAD] == "held"
    assert found[unknown, small.LEAD] is None


def test_an_upload_goes_on_where_it_stopped(lead: Person) -> None:
    opened = lead.announces()
    assert (opened.status_code, opened.headers["Upload-Offset"]) == (201, "0")
    where = opened.headers["Location"]
    assert lead.sends(where, 0, PICTURE[:HALF]).headers["Upload-Offset"] == str(HALF)
    asked = lead.tus("HEAD", where)
    assert (asked.status_code, asked.headers["Upload-Offset"]) == (200, str(HALF))
    assert asked.headers["Upload-Length"] == str(len(PICTURE))
    assert asked.headers["Cache-Control"] == "no-store"
    wrong = lead.sends(where, 0, PICTURE)
    assert (wrong.status_code, wrong.get_json()["code"]) == (409, "upload_offset")
    done = lead.sends(where, HALF, PICTURE[HALF:])
    assert (done.status_code, done.headers["Tus-Resumable"]) == (204, "1.0.0")


def test_wrong_bytes_are_460(lead: Person) -> None:
    where = lead.announces().headers["Location"]
    refused = lead.sends(where, 0, PICTURE[::-1])
    assert (refused.status_code, refused.get_json()["code"]) == (460, "upload_checksum")
    assert lead.tus("HEAD", where).status_code == 404


def test_a_wrong_piece_is_460_and_the_upload_lives(lead: Person) -> None:
    where = lead.announces().headers["Location"]
    digest = base64.b64encode(hashlib.sha256(PICTURE[:HALF]).digest()).decode()
    assert lead.sends(where, 0, PICTURE[1 : HALF + 1], Upload_Checksum=f"sha256 {digest}").status_code == 460
    assert lead.sends(where, 0, PICTURE[:HALF], Upload_Checksum=f"sha256 {digest}").status_code == 204
    assert lead.sends(where, HALF, b"x", Upload_Checksum="crc32 AAAA").status_code == 400


def test_what_is_no_picture_is_415(lead: Person) -> None:
    assert lead.uploads(b"<script>alert(1)</script>").status_code == 415


def test_too_large_is_413(lead: Person) -> None:
    assert lead.announces(size=LIMITS["full"] + 1).status_code == 413
    where = lead.announces().headers["Location"]
    assert lead.sends(where, 0, PICTURE + b"x").status_code == 413


def test_an_upload_is_its_own_persons(people: dict[str, Person]) -> None:
    where = people[small.LEAD].announces().headers["Location"]
    for method in ("HEAD", "DELETE"):
        assert people[small.MEMBER].tus(method, where).status_code == 404
    assert people[small.MEMBER].sends(where, 0, PICTURE).status_code == 404
    assert people[small.LEAD].tus("DELETE", where).status_code == 204
    assert people[small.LEAD].tus("HEAD", where).status_code == 404


def test_a_header_that_is_missing_or_wrong_is_400(lead: Person) -> None:
    where = lead.announces().headers["Location"]
    assert lead.tus("POST", "/api/photos/uploads").status_code == 400
    assert lead.announces(part="middle").status_code == 400
    assert lead.announces(attach="../../etc").status_code == 400
    assert lead.announces(sha256="ABC").status_code == 400
    assert lead.announces(size=0).status_code == 400
    assert lead.announces(mime="image/svg+xml").status_code == 400
    bad = {"Upload-Length": "10", "Upload-Metadata": "attach ???"}
    assert lead.tus("POST", "/api/photos/uploads", bad).status_code == 400
    assert lead.tus("PATCH", where, {"Upload-Offset": "0"}, data=b"x").status_code == 400
    assert lead.sends(where, -1, b"x").status_code == 400


def test_another_version_of_tus_is_412_and_the_channel_describes_itself(lead: Person) -> None:
    refused = lead.open("POST", "/api/photos/uploads", {"Tus-Resumable": "0.2.2"})
    assert (refused.status_code, refused.headers["Tus-Version"]) == (412, "1.0.0")
    told = lead.open("OPTIONS", "/api/photos/uploads")
    assert told.status_code == 204
    assert told.headers["Tus-Extension"] == "creation,termination,checksum,expiration"
    assert int(told.headers["Tus-Max-Size"]) == LIMITS["full"]
