"""The office's base map: told, and served in ranges to who is logged in; no other file will do."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.config import PMTILES, BadSetting, read_config
from server.extensions import services
from tests.support.office import Office

BYTES = PMTILES + bytes(range(200))


@pytest.fixture
def ask(office: Office) -> Callable[..., Any]:
    """A question of somebody logged in."""
    session = office.signed_in("lead")

    def get(path: str, **headers: str) -> Any:
        bearer = {"Authorization": f"Bearer {session['access_token']}"}
        return office.client.get(path, headers={**bearer, **headers}, buffered=True)

    return get


@pytest.fixture
def base_map(office: Office, tmp_path: Path) -> Path:
    """The office has one."""
    file = tmp_path / "base.pmtiles"
    file.write_bytes(BYTES)
    held = office.app.extensions["xunge"]
    config = replace(held.config, base_map=file, base_map_datum="gcj02")
    office.app.extensions["xunge"] = replace(held, config=config)
    return file


def test_without_a_file_there_is_none(ask: Callable[..., Any]) -> None:
    assert ask("/api/map/base").get_json() == {"base": None}
    assert ask("/api/map/base/file").status_code == 404


def test_it_is_told_and_its_ranges_are_served(ask: Callable[..., Any], base_map: Path) -> None:
    told = ask("/api/map/base").get_json()["base"]
    assert (told["size"], told["datum"]) == (len(BYTES), "gcj02")
    part = ask("/api/map/base/file", Range="bytes=7-16")
    assert (part.status_code, part.data) == (206, BYTES[7:17])
    assert part.headers["Content-Range"] == f"bytes 7-16/{len(BYTES)}"
    assert part.headers["ETag"] == f'"{told["mark"]}"'
    assert ask("/api/map/base/file", Range=f"bytes={len(BYTES)}-").status_code == 416


def test_a_new_file_is_noticed(ask: Callable[..., Any], base_map: Path) -> None:
    before = ask("/api/map/base").get_json()["base"]["mark"]
    base_map.write_bytes(BYTES)
    os.utime(base_map, ns=(1, 1))
    assert ask("/api/map/base").get_json()["base"]["mark"] != before


def test_a_range_of_the_file_before_is_not_mixed_with_the_new_one(
    ask: Callable[..., Any], base_map: Path
) -> None:
    """If-Range with another mark gives the whole file: whoever asked for a part notices by the 200."""
    answer = ask("/api/map/base/file", **{"Range": "bytes=0-3", "If-Range": '"other"'})
    assert (answer.status_code, answer.data) == (200, BYTES)


def test_a_file_that_was_taken_away_is_as_none(
    ask: Callable[..., Any], base_map: Path, office: Office
) -> None:
    base_map.unlink()
    assert services(office.app).config.base_map == base_map
    assert ask("/api/map/base").get_json() == {"base": None}
    assert ask("/api/map/base/file").status_code == 404


@pytest.mark.parametrize("content", [None, b"", b"PMTiles\x02", b"\x89PNG"])
def test_what_is_no_base_map_stops_the_process(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "base.pmtiles"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadSetting, match="BASE_MAP"):
        read_config({"BASE_MAP": str(file)})


def test_a_datum_is_one_of_two() -> None:
    assert read_config({"BASE_MAP_DATUM": "gcj02"}).base_map_datum == "gcj02"
    with pytest.raises(BadSetting, match="BASE_MAP_DATUM"):
        read_config({"BASE_MAP_DATUM": "bd09"})
