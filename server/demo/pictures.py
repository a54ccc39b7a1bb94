"""The pictures that demo finds carry: drawn for it, each with its thumbnail."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "photos"
WIDTH: Final = 1280
HEIGHT: Final = 960
MIME: Final = "image/jpeg"


@dataclass(frozen=True)
class Picture:
    """A picture and its thumbnail, as bytes."""

    full: bytes
    thumb: bytes

    def described(self) -> dict[str, Any]:
        """What an attachment's document says of it."""
        return {
            **_described(self.full),
            "mime": MIME,
            "width": WIDTH,
            "height": HEIGHT,
            "thumb": _described(self.thumb),
        }


def _described(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


@cache
def pictures() -> dict[str, Picture]:
    """All of them by name."""
    thumbs = sorted(FOLDER.glob("*-thumb.jpg"))
    names = [path.name.removesuffix("-thumb.jpg") for path in thumbs]
    return {
        name: Picture((FOLDER / f"{name}.jpg").read_bytes(), thumb.read_bytes())
        for name, thumb in zip(names, thumbs, strict=True)
    }
