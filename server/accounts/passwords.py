"""Passwords: argon2id, with OWASP's smallest recommended cost.

Hashing happens in two threads of its own: when a whole district signs in at eight, memory stays bounded.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
MIN_LENGTH = 10

_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and cost in it."""
    return _hashing.submit(HASHER.hash, password).result()


def verify(kept: str | None, password: str) -> bool:
    """Whether the password is right.

    Takes the same time when there is no account (`kept` None), and is False.
    """
    try:
        _hashing.submit(HASHER.verify, kept or _nobody(), password).result()
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made at another cost and should be made anew."""
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hash_password("no account has this password")
