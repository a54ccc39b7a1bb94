"""The tasks that follow from a case: who is to handle it, to visit again, to tell the reporter, to decide.

Each is stated at every fold with the id that follows from its cause, and so is its end.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from server.cases.deriving import disputes
from server.cases.guards import OPERATORS
from server.cases.telling import working_days
from server.parameters import Parameters
from server.records.machine import Folding
from server.tasks.making import Asked, Effect, task_for, task_over
from sync import times
from sync.acts import Act

CONTRADICTING = {"agree": "fail", "fail": "agree"}
DECISIONS = ("force", "dismiss")
OVER = ("merge_into", "void", "escalate", "reopen_ok")
"""actions after which nobody has to do what was asked before"""


def case_tasks(folding: Folding) -> tuple[Effect, ...]:
    """All tasks that the case ever led to, with their ends."""
    return (*_work(folding), *_decisions(folding))


def _work(folding: Folding) -> Iterator[Effect]:
    """The tasks of handling and visiting. One is over when it was done, or given to somebody else."""
    open_: dict[str, Asked] = {}
    for act in folding.fold.applied:
        if folding.fold.outcomes[act.doc_id].result != "applied":
            continue
        for kind in [kind for kind, asked in open_.items() if _ends(act, asked)]:
            yield task_over(open_.pop(kind), act.doc_id, act.received_at)
        asked = _asked(folding, act)
        if asked is not None:
            open_[asked.kind] = asked
            yield task_for(asked)


def _ends(act: Act, asked: Asked) -> bool:
    if act.action in OVER:
        return True
    if asked.kind == "follow_up":
        return act.action in ("follow_up", "close_no")
    if asked.kind == "handle_case":
        return act.view["by"] == asked.staff or act.action in ("assign", "reassign")
    return False


def _asked(folding: Folding, act: Act) -> Asked | None:
    """What a document asks of somebody."""
    parameters = Parameters(folding.reference)
    if act.action == "reject":
        where = act.view["payload"]["where"]
        return _ask(folding, "inform_reporter", act, staff=folding.head["by"], text=where)
    if act.action in ("assign", "reassign"):
        days, offset = (parameters.one(key, act.rseq) for key in ("limit.take", "calendar.utc_offset"))
        due = working_days(act.view["at"], days, offset)
        return _ask(folding, "handle_case", act, staff=act.view["payload"]["lead_officer"], due_at=due)
    if act.action == "agree":
        later = timedelta(days=parameters.one("followup.last", act.rseq))
        due = times.utc(times.parse(act.view["at"]) + later)
        return _ask(folding, "follow_up", act, staff=act.view["by"], due_at=due)
    return None


def _decisions(folding: Folding) -> Iterator[Effect]:
    """Two outcomes that contradict each other are for the office, until one is forced or dismissed."""
    coverage = folding.fold.coverage
    for doc_id in disputes(folding.fold):
        parked = coverage.act(doc_id)
        if parked is not None:
            yield task_for(_decide(folding, parked))
    for act in folding.fold.applied:
        decided = coverage.act(act.view["payload"]["event"]) if act.action in DECISIONS else None
        if decided is not None and _contradicted(folding, decided):
            yield task_for(_decide(folding, decided))
            yield task_over(_decide(folding, decided), act.doc_id, act.received_at)


def _contradicted(folding: Folding, decided: Act) -> bool:
    other = CONTRADICTING.get(decided.action)
    acts = (act for act in folding.fold.applied if act.action == other)
    return any(folding.fold.coverage.concurrent(decided, act) for act in acts)


def _decide(folding: Folding, parked: Act) -> Asked:
    return _ask(folding, "decide_outcome", parked, roles=OPERATORS[:1])


def _ask(folding: Folding, kind: str, cause: Act, **more: Any) -> Asked:
    head = folding.head
    return Asked(
        kind, folding.subject.id, cause.doc_id, cause.received_at, div=head["div"], tz=head["tz"], **more
    )
