"""A base map as an office would provide it, as small as can be: PMTiles (version 3) of one vector tile.

The tile is that of zoom 0, so it covers the world: ground everywhere, and a lake east of Greenwich.
"""

import json
import struct
from pathlib import Path
from typing import Final

HEADER_BYTES: Final = 127
NO_COMPRESSION, VECTOR_TILES, POLYGON = 1, 1, 3
EXTENT: Final = 4096


def write_base_map(path: Path) -> Path:
    """Write the file and return its path."""
    tile = _layer("earth", "earth", 0, 0) + _layer("water", "lake", EXTENT // 2, 0)
    directory = _varint(1) + _varint(0) + _varint(1) + _varint(len(tile)) + _varint(1)
    about = json.dumps({"vector_layers": [{"id": "earth"}, {"id": "water"}]}).encode()
    path.write_bytes(_header(len(directory), len(about), len(tile)) + directory + about + tile)
    return path


def _header(directory: int, about: int, tile: int) -> bytes:
    metadata = HEADER_BYTES + directory
    leaves = metadata + about
    sections = (HEADER_BYTES, directory, metadata, about, leaves, 0, leaves, tile)
    counts = (1, 1, 1)
    told = (1, NO_COMPRESSION, NO_COMPRESSION, VECTOR_TILES, 0, 0)
    bounds = (-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    return b"PMTiles\x03" + struct.pack("<8Q3Q6B4iB2i", *sections, *counts, *told, *bounds, 0, 0, 0)


def _layer(name: str, kind: str, west: int, north: int) -> bytes:
    """A layer with one polygon, from its north-west corner to the tile's other end."""
    ring = [_command(1, 1), _zigzag(west), _zigzag(north), _command(2, 3)]
    for east, south in ((EXTENT - west, 0), (0, EXTENT), (west - EXTENT, 0)):
        ring += [_zigzag(east), _zigzag(south)]
    geometry = b"".join(_varint(one) for one in [*ring, _command(7, 1)])
    feature = _bytes(2, _varint(0) + _varint(0)) + _number(3, POLYGON) + _bytes(4, geometry)
    value = _bytes(1, kind.encode())
    fields = _number(15, 2) + _bytes(1, name.encode()) + _bytes(2, feature)
    return _bytes(3, fields + _bytes(3, b"kind") + _bytes(4, value) + _number(5, EXTENT))


def _command(code: int, times: int) -> int:
    return code | times << 3


def _zigzag(number: int) -> int:
    return number << 1 ^ number >> 31


def _varint(number: int) -> bytes:
    low, rest = number & 127, number >> 7
    return bytes([low]) if rest == 0 else bytes([low | 128]) + _varint(rest)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content
