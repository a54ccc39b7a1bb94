"""What a client wants to see of the changes: the parameters of _changes, and its filters."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sync import selector
from sync.endpoint.call import Call
from sync.errors import BadRequest, NotFound, NotImplementedHere
from sync.store.base import ChangeRow, ChangesPage, Style

STYLES: dict[str, Style] = {"main_only": "main_only", "all_docs": "all_docs"}
SCANNED = 500  # rows that a filter looks at in one go

Keep = Callable[[ChangeRow], bool]


@dataclass(frozen=True)
class Listing:
    """The changes of one database, as asked. `keep` picks rows that the store cannot pick by itself."""

    call: Call
    limit: int | None
    style: Style
    include_docs: bool
    descending: bool
    conflicts: bool
    doc_ids: list[str] | None = None
    keep: Keep | None = None

    def page(self, since: int) -> ChangesPage:
        """The changes after `since`; raises DatabaseNotFound."""
        if self.keep is None:
            return self._read(since, self.limit, self.include_docs)
        if self.descending:
            raise NotImplementedHere("This filter cannot be combined with `descending` here.")
        return self._kept(since, self.keep)

    def _kept(self, since: int, keep: Keep) -> ChangesPage:
        """Reads on until `limit` rows are kept or nothing is left."""
        rows: list[ChangeRow] = []
        page = self._read(since, SCANNED, True)
        while True:
            for index, row in enumerate(page.rows):
                if len(rows) == self.limit:
                    left = len(page.rows) - index + page.pending
                    return ChangesPage(rows, rows[-1].seq if rows else since, left)
                if keep(row):
                    rows.append(
                        row if self.include_docs else ChangeRow(row.seq, row.id, row.revs, row.deleted)
                    )
            if not page.pending:
                return ChangesPage(rows, page.last_seq, 0)
            page = self._read(page.last_seq, SCANNED, True)

    def _read(self, since: int, limit: int | None, include_docs: bool) -> ChangesPage:
        return self.call.store.changes(
            self.call.database,
            since=since,
            limit=limit,
            style=self.style,
            include_docs=include_docs,
            descending=self.descending,
            doc_ids=self.doc_ids,
            conflicts=self.conflicts,
        )


def asked(call: Call) -> Listing:
    """The listing that the request describes; raises BadRequest, NotFound, NotImplementedHere."""
    style = call.request.args.get("style", "main_only")
    if style not in STYLES:
        raise BadRequest(f"Supported values of `style` are main_only and all_docs, not {style!r}")
    doc_ids, keep = _filter(call)
    return Listing(
        call=call,
        limit=call.count("limit"),
        style=STYLES[style],
        include_docs=call.flag("include_docs"),
        descending=call.flag("descending"),
        conflicts=call.flag("conflicts"),
        doc_ids=doc_ids,
        keep=keep,
    )


def _filter(call: Call) -> tuple[list[str] | None, Keep | None]:
    body: dict[str, Any] = call.json_object() if call.request.method == "POST" else {}
    name = call.request.args.get("filter")
    if name is None:
        return None, None
    if name == "_doc_ids":
        return _doc_ids(body.get("doc_ids", call.json_parameter("doc_ids"))), None
    if name == "_selector":
        return None, _selected(body.get("selector"))
    if name == "_design":
        return None, _is_design
    if name.startswith("_"):
        raise NotImplementedHere(f"The filter {name} is not supported here.")
    raise NotFound("missing")


def _doc_ids(doc_ids: Any) -> list[str]:
    if not isinstance(doc_ids, list) or not all(isinstance(doc_id, str) for doc_id in doc_ids):
        raise BadRequest("The filter _doc_ids needs `doc_ids`, a list of document ids")
    return doc_ids


def _selected(asked_for: Any) -> Keep:
    wanted = selector.check(asked_for)

    def keep(row: ChangeRow) -> bool:
        return selector.matches(wanted, json.loads(row.json or "{}"))

    return keep


def _is_design(row: ChangeRow) -> bool:
    return row.id.startswith("_design/")
