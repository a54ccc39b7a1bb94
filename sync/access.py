"""Who asks, and who may read a database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """The one who makes a request. `name` is None for somebody who showed no credentials."""

    name: str | None
    roles: frozenset[str]
    admin: bool = False


@dataclass(frozen=True)
class Security:
    """The role names that rule and that read a database. Empty `members`: nobody but administrators."""

    admins: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()


def may_rule(caller: Caller, security: Security) -> bool:
    """Whether the caller may change the database's security and its design documents."""
    return caller.admin or not caller.roles.isdisjoint(security.admins)


def may_read(caller: Caller, security: Security) -> bool:
    """Whether the caller may read the database; writing needs this too, and then the guard."""
    return may_rule(caller, security) or not caller.roles.isdisjoint(security.members)
