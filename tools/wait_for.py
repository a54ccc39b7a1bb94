"""Wait until an address answers 200: `wait_for.py --seconds 60 http://127.0.0.1:8000/api/health`."""

import argparse
import sys
import time
import urllib.request


def answers(url: str) -> bool:
    """Tell whether one request gets a 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310  the address is the caller's own
            return bool(reply.status == 200)
    except OSError:  # refused, timed out, or an HTTP error: urllib's errors are all of this family
        return False


def wait(url: str, seconds: float) -> None:
    """Return as soon as the address answers; exit with one line when the seconds are over."""
    deadline = time.monotonic() + seconds
    while not answers(url):
        if time.monotonic() >= deadline:
            sys.exit(f"{url} did not answer within {seconds:.0f} s")
        time.sleep(0.2)


def main() -> None:
    """Wait as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("url")
    arguments = parser.parse_args()
    wait(arguments.url, arguments.seconds)


if __name__ == "__main__":
    main()
