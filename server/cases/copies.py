"""What the handlers of a case are shown in their `own_` databases: documents that only they may read.

A handler who does not replicate the case's home gets the case; every handler gets the signed sessions and
agreements, and each party. All of it goes when the handling ends, at the latest some days after the close.
"""

from collections.abc import Mapping
from typing import Any

from server.cases.effects import RESTRICTED, handlers_shown, written
from server.permissions import work_database
from server.records.machine import Folding, Machine
from server.records.telling import state
from server.records.views import reads, view_of
from sync.acts import Act
from sync.authorship import written_by
from sync.domain import Document

Copies = Mapping[tuple[str, str], Document]


def case_copies(machine: Machine, folding: Folding) -> Copies:
    """What the handlers of a case are shown of it."""
    papers = [act for act in folding.fold.applied if act.view["type"] in RESTRICTED]
    home = work_database(folding.head["div"])
    found: dict[tuple[str, str], Document] = {}
    handlers = handlers_shown(folding)
    outside = [staff for staff in handlers if not reads(folding, staff, home)]
    if outside:
        view = view_of(machine, folding, RESTRICTED)
        found.update({(f"own_{staff}", f"view:{folding.subject.id}"): view for staff in outside})
    for staff in handlers:
        for paper in papers:
            if paper.view["by"] != staff:
                found[f"own_{staff}", f"view:{paper.doc_id}"] = _paper(folding, paper)
    return found


def party_copies(machine: Machine, folding: Folding) -> Copies:
    """A party as its case's handlers are shown it, apart from who wrote it down."""
    if folding.fold.state == "void":
        return {}
    told = state(machine, folding)
    body = {**_envelope(folding, told["rseq"], told["at_dev"]), "state": told}
    handlers = folding.value("handlers") or ()
    author = folding.head["by"]
    return {(f"own_{staff}", f"view:{folding.subject.id}"): body for staff in handlers if staff != author}


def _paper(folding: Folding, paper: Act) -> Document:
    """A signed paper; it stays the same whatever else happens to the case."""
    return {**_envelope(folding, paper.rseq, paper.received_at), "document": written(folding, paper)}


def _envelope(folding: Folding, rseq: int, at: str) -> dict[str, Any]:
    return {
        "type": "view",
        "v": 1,
        "div": folding.head["div"],
        "wrote": written_by(),
        "at_dev": at,
        "tz": folding.head["tz"],
        "subject": folding.subject.id,
        "rseq": rseq,
    }
