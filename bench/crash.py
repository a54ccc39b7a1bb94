"""Kill the follower while many documents arrive, and compare with an undisturbed run.

    python -m bench.crash [--documents 50000] [--kills 25] [--seed 1]

Prints the figures; ends with 1 when anything differs.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.support.crash import disturbed, undisturbed


def main() -> int:
    """Run both, compare, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=50_000)
    options.add_argument("--kills", type=int, default=25)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        in_peace = undisturbed(Path(folder, "peace"), asked.documents, asked.seed)
        peaceful = time.monotonic() - begun
        after_deaths = disturbed(Path(folder, "killed"), asked.documents, asked.kills, asked.seed)
        troubled = time.monotonic() - begun - peaceful
    different = [name for name, rows in in_peace.items() if after_deaths[name] != rows]
    journalled, rate = len(in_peace["journal"]), asked.documents / peaceful
    print(f"{journalled} rows; undisturbed {peaceful:.1f} s, {rate:.0f} documents/s from store to read model")
    print(f"killed {after_deaths['died']} times: {troubled:.1f} s; different: {different or 'nothing'}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
