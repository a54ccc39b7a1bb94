"""One-shot replications of one database: what pwa/src/replication/replicate.ts has PouchDB do."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.simulator.replica import Document, Replica
from tests.simulator.session import Session
from tests.simulator.wire import Refused

PUSHED_AT_ONCE = 250
PULLED_AT_ONCE = 250
PAGE = 500
DENIED = ("forbidden", "unauthorized")


@dataclass
class Transfer:
    """Between a phone's copy and the server's database. All raise Refused, Unreachable."""

    session: Session
    database: str
    replica: Replica

    def push(self, dice: random.Random | None = None) -> set[str]:
        """Send what the server lacks; returns the ids that it denied.

        With dice: out of order, in small pieces and partly twice.
        """
        denied = set[str]()
        while True:
            leaves, end = self.replica.unpushed(PUSHED_AT_ONCE)
            if end == self.replica.pushed:
                return denied
            lacking = self._lacking([leaf.on_the_wire() for leaf in leaves])
            for batch in [lacking] if dice is None else _mixed(lacking, dice):
                denied |= self.send(batch)
            self.replica.pushed = end

    def send(self, documents: Sequence[Document]) -> set[str]:
        """Send these; returns the ids that were denied."""
        if not documents:
            return set()
        rows = self._ask("POST", "_bulk_docs", {"docs": documents, "new_edits": False})
        for row in rows:
            if row["error"] not in DENIED:
                raise Refused(409, row)
        return {row["id"] for row in rows}

    def pull(self) -> None:
        """Fetch what is new; the first time the live documents only."""
        since = self.replica.since
        self._follow(self._snapshot() if since is None else since)

    def _lacking(self, documents: Sequence[Document]) -> list[Document]:
        if not documents:
            return []
        asked: dict[str, list[str]] = {}
        for one in documents:
            asked.setdefault(one["_id"], []).append(one["_rev"])
        missing = self._ask("POST", "_revs_diff", asked)
        return [one for one in documents if one["_rev"] in missing.get(one["_id"], {}).get("missing", ())]

    def _snapshot(self) -> int:
        """Pages of live documents; returns the sequence read before them.

        A snapshot that was cut short begins anew, but from its first sequence: what it brought may have been
        withdrawn since, and no list of live documents says so. What is here already is left to the changes:
        they bring the history without which a newer revision would lie beside the older one.
        """
        if self.replica.begun is None:
            self.replica.begun = self._ask("GET", "")["update_seq"]
        since: int = self.replica.begun
        start = ""
        while True:
            rows = self._ask("GET", f"_all_docs?include_docs=true&limit={PAGE}{start}")["rows"]
            for row in rows:
                if row["id"] not in self.replica.leaves:
                    self.replica.put(row["doc"])
            if len(rows) < PAGE:
                return since
            start = f"&skip=1&startkey=%22{rows[-1]['id']}%22"

    def _follow(self, since: int) -> None:
        while True:
            query = f"style=all_docs&limit={PULLED_AT_ONCE}&since={since}"
            page = self._ask("GET", f"_changes?{query}")
            self._fetch(
                [
                    {"id": row["id"], "rev": change["rev"]}
                    for row in page["results"]
                    for change in row["changes"]
                    if not self.replica.knows(row["id"], change["rev"])
                ]
            )
            since = page["last_seq"]
            if len(page["results"]) < PULLED_AT_ONCE:
                self.replica.since = since
                return

    def _fetch(self, wanted: Sequence[Document]) -> None:
        if not wanted:
            return
        answer = self._ask("POST", "_bulk_get?revs=true&latest=true", {"docs": wanted})
        for found in answer["results"]:
            for one in found["docs"]:
                if "ok" in one:
                    self.replica.put(one["ok"])

    def _ask(self, method: str, resource: str, body: Document | None = None) -> Any:
        return self.session.ask(method, f"/db/{self.database}/{resource}", body)


def _mixed(documents: Sequence[Document], dice: random.Random) -> list[list[Document]]:
    mixed = [*documents, *dice.sample(list(documents), len(documents) // 3)]
    dice.shuffle(mixed)
    size = dice.randint(1, 7)
    return [mixed[first : first + size] for first in range(0, len(mixed), size)]
