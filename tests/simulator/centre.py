"""The server of a simulation: with one follower, or with two that share the work."""

from pathlib import Path

from sqlalchemy import Connection, select

from sync.leases import WORKER
from sync.tables import lease
from tests.support.processes import Server

SECOND = "second follower"


class Centre(Server):
    """`followers`: the names of their processes."""

    def __init__(self, folder: Path, environment: dict[str, str], followers: int) -> None:
        super().__init__(folder, environment)
        self.followers = ("follower", SECOND)[:followers]
        self.processes = ("web", "clock", *self.followers)

    def command(self, name: str) -> list[str]:
        """Who shares the work is told so."""
        if len(self.followers) == 1 or name not in self.followers:
            return super().command(name)
        return [*super().command("follower"), "--shared"]

    def is_shared(self, connection: Connection) -> bool:
        """Whether each of several followers has a part of the work."""
        owners = connection.scalars(select(lease.c.owner).where(~lease.c.key.startswith(WORKER)).distinct())
        return len(self.followers) == 1 or len(owners.all()) == len(self.followers)
