"""Passwords: argon2id, with OWASP's smallest recommended cost, so that several sign-ins fit into a small
machine.
"""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
MIN_LENGTH = 10


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and cost in it."""
    return HASHER.hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Whether the password is right. Takes the same time when there is no account (`kept` None), and is
    False.
    """
    try:
        HASHER.verify(kept or _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made at another cost and should be made anew."""
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash("no account has this password")
