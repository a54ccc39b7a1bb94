"""A server process killed in the middle of an upload goes on from what reached its disk."""

import base64
import hashlib
import socket
from pathlib import Path

import requests

from server.app import close_app
from tests.support import centre
from tests.support import district as small
from tests.support.processes import PASSWORD, Server, wait_until
from tests.support.uploads import ATTACH, PICTURE

LARGE = PICTURE + bytes(1_000_000)
SENT = 700_000


def test_a_killed_server_goes_on_where_the_bytes_stopped(tmp_path: Path) -> None:
    uploads = tmp_path / "var" / "photos" / "uploads"
    lists = small.write_district(tmp_path / "lists")
    close_app(centre.prepare(tmp_path / "var", lists, [small.LEAD], PASSWORD))
    server = Server(tmp_path)
    server.logs.mkdir()
    try:
        server.start("web")
        bearer = _signed_in(server)
        opened = requests.post(
            f"{server.url}/api/photos/uploads", headers=bearer | _announcement(), timeout=10
        )
        where = opened.headers["Location"]
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            _send_part_of_a_patch(connection, where, bearer)
            wait_until(
                lambda: max(path.stat().st_size for path in uploads.iterdir()) > SENT / 2, 10, "some bytes"
            )
            server.kill("web")
        (came,) = (path.stat().st_size for path in uploads.iterdir())
        assert 0 < came <= SENT
        server.start("web")

        told = requests.head(server.url + where, headers=bearer, timeout=10)
        assert int(told.headers["Upload-Offset"]) == came
        piece = {"Upload-Offset": str(came), "Content-Type": "application/offset+octet-stream"}
        done = requests.patch(server.url + where, LARGE[came:], headers=bearer | piece, timeout=10)
        assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(LARGE)))
    finally:
        server.stop()
    sha256 = hashlib.sha256(LARGE).hexdigest()
    assert (tmp_path / "var" / "photos" / sha256[:2] / sha256[2:]).read_bytes() == LARGE


def _signed_in(server: Server) -> dict[str, str]:
    body = {"username": small.LEAD, "password": PASSWORD, "device": {"name": "t", "platform": "t"}}
    answer = requests.post(f"{server.url}/api/session", json=body, timeout=10)
    return {"Authorization": f"Bearer {answer.json()['access_token']}", "Tus-Resumable": "1.0.0"}


def _announcement() -> dict[str, str]:
    said = {
        "attach": ATTACH,
        "part": "full",
        "sha256": hashlib.sha256(LARGE).hexdigest(),
        "mime": "image/jpeg",
    }
    pairs = (f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    return {"Upload-Length": str(len(LARGE)), "Upload-Metadata": ",".join(pairs)}


def _send_part_of_a_patch(connection: socket.socket, where: str, bearer: dict[str, str]) -> None:
    headers = bearer | {
        "Host": "127.0.0.1",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(LARGE)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.sendall(f"PATCH {where} HTTP/1.1\r\n{lines}\r\n".encode() + LARGE[:SENT])
