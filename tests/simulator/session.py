"""Signing in and staying signed in, as pwa/src/api does it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

from tests.simulator.wire import Refused, Wire
from tests.support.processes import PASSWORD

EARLY = timedelta(seconds=30)  # a token is renewed before it expires


class Session:
    """One person's session on one device. `databases`: {name: may write} as of the last token."""

    def __init__(self, staff_id: str, wire: Wire, now: Callable[[], datetime]) -> None:
        self.staff_id, self.wire = staff_id, wire
        self.device: str | None = None
        self.databases: dict[str, bool] = {}
        self.roles: tuple[str, ...] = ()
        self.div = ""
        self._now = now
        self._key: str | None = None
        self._token: str | None = None
        self._cookie = ""
        self._until = now()

    @property
    def open(self) -> bool:
        """Whether there is a token, fresh or stale."""
        return self._token is not None

    def sign_in(self) -> None:
        """With user name and password. Raises Refused, Unreachable."""
        device = {"id": self.device, "name": f"phone {self.staff_id}", "platform": "simulator"}
        body = {"username": self.staff_id, "password": PASSWORD, "device": device}
        self._adopt(*self.wire.exchange("POST", "/api/session", body))

    def fresh(self) -> None:
        """Renew a token that is about to expire; raises Refused(401) without a session."""
        if self._token is None:
            raise Refused(401, {"code": "not_signed_in"})
        if self._now() >= self._until - EARLY:
            self.renew()

    def renew(self) -> None:
        """Get a new token; its roles and databases are those of now."""
        headers = {"Cookie": f"refresh={self._cookie}"}
        self._adopt(*self.wire.exchange("POST", "/api/session/refresh", None, headers))

    def ended(self) -> None:
        """The server takes neither token nor cookie any more."""
        self._token = None

    def forget(self) -> None:
        """The storage is gone, and with it the device's id and its credential."""
        self._token, self.device, self._key, self.databases = None, None, None, {}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask under the token; one that the server calls expired is renewed once."""
        try:
            return self.wire.ask(method, path, body, {"Authorization": f"Bearer {self._token}"})
        except Refused as refused:
            if refused.status != 401:
                raise
        self.renew()
        return self.wire.ask(method, path, body, {"Authorization": f"Bearer {self._token}"})

    def ask_as_device(self, method: str, path: str, body: Any = None) -> Any:
        """Ask under the device's own credential."""
        return self.wire.ask(method, path, body, {"Authorization": f"Device {self.device}:{self._key}"})

    def _adopt(self, answer: Any, headers: Any) -> None:
        self._token = answer["access_token"]
        self._until = self._now() + timedelta(seconds=answer["expires_in"])
        for line in headers.get_all("Set-Cookie") or ():
            morsel = SimpleCookie(line).get("refresh")
            if morsel is not None:
                self._cookie = morsel.value
        if answer["device"]["id"] != self.device:
            self.device, self._key = answer["device"]["id"], answer["device"]["intake_key"]
        self.databases = {one["name"]: one["write"] for one in answer["databases"] if one["read"]}
        self.roles, self.div = tuple(answer["user"]["roles"]), answer["user"]["div"]
