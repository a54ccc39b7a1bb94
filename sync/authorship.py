"""Who wrote a document: its field `wrote`, which names the author, the device and the device's counter."""

from typing import Any

SERVER = "server"


def written_by(author: str = SERVER, device: str = SERVER) -> dict[str, Any]:
    """The `wrote` of a document that no phone numbered: the server's own, or an office's."""
    return {"by": author, "dev": device, "dseq": 0}
