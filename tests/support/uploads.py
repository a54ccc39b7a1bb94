"""What a phone says before it sends the bytes of a picture."""

import hashlib
from datetime import UTC, datetime

from server.demo.pictures import pictures
from server.photos.uploads import Announcement

NOW = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
PICTURE = pictures()["railing"].full
ATTACH = "att:01J000000000000000000000ZZ"


def announced(content: bytes = PICTURE, **changes: object) -> Announcement:
    """The announcement of these bytes, with some of it said otherwise."""
    said: dict[str, object] = {
        "attach": ATTACH,
        "part": "full",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "mime": "image/jpeg",
    }
    return Announcement(**said | changes)  # type: ignore[arg-type]
