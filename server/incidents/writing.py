"""The documents that the server writes because of an incident. Equal causes give equal documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.permissions import township_of, work_database
from server.records.derived import derived_ulid
from server.records.events import event_key
from sync.acts import Act
from sync.authorship import SERVER, written_by
from sync.domain import Document

Effect = tuple[str, Document]
Family = tuple[str, str]
INCIDENT_EVENT: Family = ("incident_ev", "iev")
RESPONDER_EVENT: Family = ("responder_ev", "ev")
DRILL_EVENT: Family = ("drill_ev", "dev")


def centre_of(div: str) -> str:
    """The database of the centre that commands there."""
    return work_database(township_of(div))


def responder_id(incident: str, unit: str) -> str:
    """The subject of a unit at an incident."""
    return f"rsp:{incident.partition(':')[2]}:{unit}"


@dataclass(frozen=True)
class Cause:
    """A journalled document, and the place and zone of the record that it is about."""

    act: Act
    div: str
    tz: str

    @property
    def at(self) -> str:
        """When it reached the server."""
        found: str = self.act.view["received_at"]
        return found

    def event(
        self, family: Family, subject: str, action: str, payload: Mapping[str, Any], seen: int = 0
    ) -> Effect:
        """The server's event on another subject."""
        return self._written(family, subject, action, payload, written_by(), self.at, seen)

    def passed_on(self, family: Family, subject: str, through: list[str]) -> Effect:
        """The same event on another subject, still by its author; `through`: where it came through."""
        view = self.act.view
        wrote = written_by(view["by"], SERVER)
        database, document = self._written(
            family, subject, view["action"], view["payload"], wrote, view["at_dev"], 0
        )
        return database, {**document, "tz": view["tz"], "note": view.get("note"), "passed_on": through}

    def _written(
        self,
        family: Family,
        subject: str,
        action: str,
        payload: Mapping[str, Any],
        wrote: Mapping[str, Any],
        at_dev: str,
        seen: int,
    ) -> Effect:
        type_, prefix = family
        ulid = derived_ulid(self.at, subject, action, self.act.doc_id)
        document = {
            "_id": f"{prefix}:{event_key(prefix, subject)}:{ulid}",
            "type": type_,
            "v": 1,
            "div": self.div,
            "wrote": dict(wrote),
            "at_dev": at_dev,
            "tz": self.tz,
            "subject": subject,
            "action": action,
            "seen": seen,
            "seen_ids": [],
            "prev": None,
            "payload": dict(payload),
            "note": None,
        }
        return centre_of(self.div), document
