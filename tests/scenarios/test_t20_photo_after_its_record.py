"""T20: a photo comes later than its record: the record counts at once, the photo is pending until then."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync import times
from tests.support import district as small
from tests.support.command import Command, Phone, a_command
from tests.support.uploads import ATTACH, PICTURE

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    with a_command(tmp_path, monkeypatch) as opened:
        yield opened


def describes(phone: Phone, record: str) -> None:
    """The document of the photo, which travels with its record."""
    phone.writes(
        ATTACH,
        "attach",
        record=record,
        sha256=hashlib.sha256(PICTURE).hexdigest(),
        size=len(PICTURE),
        mime="image/jpeg",
        width=1280,
        height=960,
        taken_at=times.utc(times.now() - timedelta(minutes=1)),
        thumb=None,
    )


def sends_bytes(phone: Phone) -> None:
    """The bytes, by their own channel."""
    said = {
        "attach": ATTACH,
        "part": "full",
        "sha256": hashlib.sha256(PICTURE).hexdigest(),
        "mime": "image/jpeg",
    }
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())
    announced = {**TUS, "Upload-Length": str(len(PICTURE)), "Upload-Metadata": metadata}
    where = phone.open("POST", "/api/photos/uploads", announced).headers["Location"]
    piece = {**TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert phone.open("PATCH", where, piece, data=PICTURE).status_code == 204


def photos(shown: dict[str, Any], record: str) -> list[str]:
    return [one["state"] for one in shown["photos"].get(record, [])]


def test_t20_a_record_counts_before_its_photo_has_come(command: Command) -> None:
    lead, dispatcher = command.phone(small.LEAD), command.desk(small.DISPATCHER)
    incident = lead.reports()
    sitrep = lead.tells(incident, "sitrep", text="现场照片", attach=[ATTACH])
    command.follows()
    shown = dispatcher.reads(f"/api/incidents/{incident}")
    assert shown["body"]["attach"] == [ATTACH]
    assert photos(shown, sitrep) == [], "not even its document has come"

    describes(lead, sitrep)
    command.follows()
    shown = dispatcher.reads(f"/api/incidents/{incident}")
    assert {item["id"]: item["result"] for item in shown["timeline"]}[sitrep] == "applied"
    assert photos(shown, sitrep) == ["pending"]
    assert dispatcher.open("GET", f"/api/photos/{ATTACH}").status_code == 404

    sends_bytes(lead)
    shown = dispatcher.reads(f"/api/incidents/{incident}")
    assert photos(shown, sitrep) == ["stored"]
    assert dispatcher.open("GET", f"/api/photos/{ATTACH}").data == PICTURE


def test_t20_the_bytes_may_come_first(command: Command) -> None:
    lead, dispatcher = command.phone(small.LEAD), command.desk(small.DISPATCHER)
    sends_bytes(lead)
    incident = lead.reports(attach=[ATTACH])
    describes(lead, incident)
    command.follows()
    assert photos(dispatcher.reads(f"/api/incidents/{incident}"), incident) == ["stored"]
