"""JSON over HTTP on one kept connection, which can be cut at a chosen moment."""

import http.client
import json
import socket
import time
from dataclasses import dataclass
from typing import Any

TIMEOUT = 60.0
IDLE = 15.0  # seconds after which a kept connection is not trusted any more; gunicorn closes it after 30
CUTS = ("before", "half", "sent", "unread")


class Unreachable(Exception):
    """No answer, or one of a server that is unwell: `status` 500 and above."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(f"unreachable ({status})")
        self.status = status


class Refused(Exception):
    """The server said no: `code` is the API's, or the database endpoint's `error`."""

    def __init__(self, status: int, answer: Any) -> None:
        said = answer if isinstance(answer, dict) else {}
        self.status = status
        self.code = str(said.get("code") or said.get("reason") or said.get("error") or "")
        super().__init__(f"{status} {said}")


@dataclass
class Fault:
    """The line drops at the request after so many: before it was sent, when half of it was, when all was, or
    when the server has answered and nobody read it."""

    after: int
    cut: str


class Wire:
    """One client of the server. `fault`: the next drop-out; `requests`: how many were made.

    `failures`: what the server answered with 500, for which there is no excuse.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.fault: Fault | None = None
        self.requests = 0
        self.failures: list[str] = []
        self._socket: socket.socket | None = None
        self._used = 0.0

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """The JSON of the answer. Raises Unreachable, Refused."""
        answer, _ = self.exchange(method, path, body, headers)
        return answer

    def exchange(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[Any, http.client.HTTPMessage]:
        """The JSON and the headers of the answer. Raises Unreachable, Refused."""
        self.requests += 1
        cut = self._due_cut()
        request = _bytes_of(method, path, self.port, body, headers or {})
        try:
            response = self._send(request, method, cut)
            content = response.read()
        except (OSError, http.client.HTTPException) as failure:
            self.close()
            raise Unreachable from failure
        if cut is not None:
            self.close()
            raise Unreachable
        if response.will_close:
            self.close()
        if response.status == 500:
            self.failures.append(f"{method} {path.partition('?')[0]} answered 500: {content[:200]!r}")
        if response.status >= 500:
            raise Unreachable(response.status)
        answer = json.loads(content) if content else None
        if response.status >= 400:
            raise Refused(response.status, answer)
        return answer, response.msg

    def _due_cut(self) -> str | None:
        if self.fault is None:
            return None
        self.fault.after -= 1
        if self.fault.after >= 0:
            return None
        cut, self.fault = self.fault.cut, None
        return cut

    def _send(self, request: bytes, method: str, cut: str | None) -> http.client.HTTPResponse:
        if cut == "before":
            raise ConnectionResetError
        line = self._connected()
        line.sendall(request[: len(request) // 2] if cut == "half" else request)
        if cut in ("half", "sent"):
            raise ConnectionResetError
        response = http.client.HTTPResponse(line, method=method)
        response.begin()
        return response

    def _connected(self) -> socket.socket:
        now = time.monotonic()
        if self._socket is not None and now - self._used > IDLE:
            self.close()
        self._used = now
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket


def _bytes_of(method: str, path: str, port: int, body: Any, headers: dict[str, str]) -> bytes:
    content = b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    said = {"Host": f"127.0.0.1:{port}", "Accept": "application/json", **headers}
    if body is not None:
        said["Content-Type"] = "application/json"
    said["Content-Length"] = str(len(content))
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + content
