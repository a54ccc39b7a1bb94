"""What the demo remembers between two loads: JSON files, replaced whole, readable by their owner alone."""

import json
import os
from pathlib import Path


def keep(path: Path, content: object) -> None:
    """Replace the file; whoever is cut off meanwhile finds the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
