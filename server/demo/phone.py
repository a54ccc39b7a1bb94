"""A phone of the demo: writes its documents down first, then sends them as every phone does, over HTTP.

Its memory is a file, so that a device keeps its id and its counter, and nothing is written twice.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from couchdb.http import HTTPError, Session

from server.demo.kept import keep
from server.demo.pictures import MIME, Picture
from server.demo.story import Written
from sync import times

KEPT: Final = timedelta(days=3)
"""older documents that were sent are forgotten: no story tells that far back"""


class PhoneRefused(Exception):
    """The server did not take what a demo phone sent."""


class Web:
    """JSON over HTTP with one server; raises couchdb's HTTP errors."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session = Session(timeout=60)

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """The body of the answer, None when there is none."""
        _, _, data = self.send(method, path, body, headers)
        content = data.read() if hasattr(data, "read") else data
        return json.loads(content) if content else None

    def answers(self) -> bool:
        """Whether the server is there."""
        try:
            self.ask("GET", "/api/health")
        except (OSError, HTTPError):
            return False
        return True

    def send(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None
    ) -> tuple[int, Any, Any]:
        """Status, headers and body as they come."""
        answer: tuple[int, Any, Any] = self._session.request(
            method, self._url + path, body, dict(headers or {})
        )
        return answer


class Phone:
    """One person's phone. `memory` is its file."""

    def __init__(self, web: Web, memory: Path, staff_id: str) -> None:
        self._web = web
        self._memory = memory
        self.staff_id = staff_id
        self._headers: dict[str, str] = {}
        self._kept: dict[str, Any] = {"device": None, "dseq": 0, "documents": {}, "sent": []}
        if memory.exists():
            self._kept = json.loads(memory.read_text("utf-8"))

    def sign_in(self, username: str, password: str) -> None:
        """Begin a session; the first time this registers the device."""
        device = {"id": self._kept["device"], "name": f"演示手机 {username}", "platform": "demo"}
        body = {"username": username, "password": password, "device": device}
        answer = self._web.ask("POST", "/api/session", body)
        self._headers = {"Authorization": f"Bearer {answer['access_token']}"}
        self._kept["device"] = answer["device"]["id"]
        self._save()

    def write(self, database: str, lines: Iterable[Written], zone_name: str) -> int:
        """Write down what is not there yet; how many that was."""
        fresh = [line for line in lines if line.document["_id"] not in self._kept["documents"]]
        for line in fresh:
            self._kept["dseq"] += 1
            document = {
                **line.document,
                "v": 1,
                "div": database.partition("_")[2],
                "wrote": {"by": self.staff_id, "dev": self._kept["device"], "dseq": self._kept["dseq"]},
                "at_dev": times.wire(line.at),
                "tz": zone_name,
            }
            document["_rev"] = f"1-{hashlib.md5(_canonical(document), usedforsecurity=False).hexdigest()}"
            self._kept["documents"][document["_id"]] = {"database": database, "document": document}
        self._save()
        return len(fresh)

    def has_more(self, lines: Iterable[Written]) -> bool:
        """Whether any of these is not written yet, or any document or picture not sent."""
        documents, sent = self._kept["documents"], set(self._kept["sent"])
        bytes_of = {f"{line.document['_id']}#bytes" for line in lines if line.picture}
        return not (
            set(documents) | bytes_of <= sent and {line.document["_id"] for line in lines} <= set(documents)
        )

    def push(self) -> None:
        """Send every document that the server lacks, as a replication does."""
        waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for doc_id, kept in self._kept["documents"].items():
            if doc_id not in self._kept["sent"]:
                waiting[kept["database"]].append(kept["document"])
        for database, documents in waiting.items():
            asked = {document["_id"]: [document["_rev"]] for document in documents}
            lacking = self._web.ask("POST", f"/db/{database}/_revs_diff", asked, self._headers)
            body = {
                "docs": [_with_history(one) for one in documents if one["_id"] in lacking],
                "new_edits": False,
            }
            refused = self._web.ask("POST", f"/db/{database}/_bulk_docs", body, self._headers)
            if refused:
                raise PhoneRefused(f"{self.staff_id}: {refused[0]}")
            self._kept["sent"] += list(asked)
        self._save()

    def act(self, shift_id: str, action: str, seen: int) -> None:
        """Do something to a shift as the console does."""
        body = {"action": action, "seen": seen, "payload": {}, "note": None}
        self._web.ask("POST", f"/api/shifts/{shift_id}/actions", body, self._headers)

    def shifts(self, township: str, day: str) -> list[dict[str, Any]]:
        """The shifts of a day as the console lists them."""
        path = f"/api/shifts?township={township}&date={day}"
        found: list[dict[str, Any]] = self._web.ask("GET", path, None, self._headers)["shifts"]
        return found

    def upload(self, lines: Iterable[Written]) -> None:
        """Send the bytes of the pictures, thumbnails first, that were not sent."""
        for line in lines:
            attach = line.document["_id"]
            if line.picture is not None and f"{attach}#bytes" not in self._kept["sent"]:
                self._upload(attach, line.picture)
                self._kept["sent"].append(f"{attach}#bytes")
                self._save()

    def has_all_receipts(self) -> bool:
        """Whether all that this device ever wrote reached the server's journal."""
        answer = self._web.ask("GET", "/api/receipts", None, self._headers)
        received = sum(last - first + 1 for first, last in answer["received"])
        return bool(received == self._kept["dseq"])

    def forget(self, now: datetime) -> None:
        """Drop what was sent long ago."""
        old = {
            doc_id
            for doc_id, kept in self._kept["documents"].items()
            if doc_id in self._kept["sent"]
            and datetime.fromisoformat(kept["document"]["at_dev"]) < now - KEPT
        }
        self._kept["documents"] = {
            key: kept for key, kept in self._kept["documents"].items() if key not in old
        }
        self._kept["sent"] = [key for key in self._kept["sent"] if key.partition("#")[0] not in old]
        self._save()

    def _upload(self, attach: str, picture: Picture) -> None:
        for part, content in (("thumb", picture.thumb), ("full", picture.full)):
            said = {
                "attach": attach,
                "part": part,
                "sha256": hashlib.sha256(content).hexdigest(),
                "mime": MIME,
            }
            pairs = (f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
            headers = {**self._headers, "Tus-Resumable": "1.0.0"}
            announced = {**headers, "Upload-Length": str(len(content)), "Upload-Metadata": ",".join(pairs)}
            _, answer, _ = self._web.send("POST", "/api/photos/uploads", None, announced)
            piece = {**headers, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
            self._web.send("PATCH", answer["Location"], content, piece)

    def _save(self) -> None:
        keep(self._memory, self._kept)


def _with_history(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as replication carries it: this is its first revision."""
    return {**document, "_revisions": {"start": 1, "ids": [document["_rev"].removeprefix("1-")]}}


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
