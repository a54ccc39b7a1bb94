"""Members of staff as the desk names them."""

from typing import Any

from sqlalchemy.orm import Session

from server.divisions.queries import names_of, person


class People:
    """Members of staff with their names, each looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[str, Any]] = {}

    def __call__(self, staff_id: str) -> dict[str, Any]:
        if staff_id not in self._known:
            names = names_of(self._session, "staff", [staff_id])
            self._known[staff_id] = dict(person(staff_id, names))
        return self._known[staff_id]
