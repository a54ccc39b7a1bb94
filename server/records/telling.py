"""The fold of a machine's subject, and the `st:` document, timers and effects that it comes to."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.parameters import Parameters
from server.records.machine import FoldedRecord, Folding, Machine
from sync.acts import acts_of
from sync.authorship import written_by
from sync.clock_evidence import CORRECTED, RECEIVED
from sync.domain import Folded, Outcome, Reference, Subject, Timer
from sync.fold import Fold, Rules, fold

WAIT_OVER = "wait_over"
PUT_RIGHT = (CORRECTED, RECEIVED)
TIME = ("at", "at_from", "at_within_s")
NO_FLAGS: Mapping[str, Sequence[str]] = {}
State = dict[str, Any]


def fold_subject(machine: Machine, subject: Subject, reference: Reference) -> Folded:
    """State, results, timers and effects of one subject; pure."""
    folding = folded(machine, subject, reference)
    if folding.fold.head is None or folding.fold.last is None:
        return FoldedRecord(None, folding.fold.outcomes, acts=folding.acts)
    return FoldedRecord(
        state(machine, folding),
        folding.fold.outcomes,
        tuple(timers(machine, folding)),
        folding.acts,
        machine.effects(folding),
        machine.copies(folding),
        columns=machine.registers(folding),
    )


def folded(machine: Machine, subject: Subject, reference: Reference) -> Folding:
    """The fold itself, for those who want to ask what a further event would get."""
    acts = tuple(acts_of(subject.entries, machine.action_of, Parameters(reference).limits))
    return Folding(fold(machine.table, rules_of(machine, reference), acts), subject, reference, acts)


def fold_alone(subject: Subject, reference: Reference) -> Folded:
    """The fold of a record that stands for itself: it has no state, only its times to be judged."""
    acts = acts_of(subject.entries, lambda document: document["type"], Parameters(reference).limits)
    return Folded(None, {}, acts=tuple(acts))


def rules_of(machine: Machine, reference: Reference) -> Rules:
    """Who acted, under which parameters, and what the machine derives."""
    parameters = Parameters(reference)

    def derive(folding: Fold) -> Mapping[str, Any]:
        return machine.derive(folding, reference)

    return Rules(lambda act: act.view["actor"], lambda act: parameters.at(act.rseq), derive)


def state(machine: Machine, folding: Folding) -> State:
    """The body of the `st:` document; made once."""
    if not folding.told:
        folding.told.update(_state(machine, folding))
    return folding.told


def _state(machine: Machine, folding: Folding) -> State:
    found = folding.fold
    assert found.last is not None  # noqa: S101  fold_subject has looked
    told = {
        "type": "st",
        "v": 1,
        "div": found.assigned.get("div") or found.fields.get("div") or folding.head["div"],
        "wrote": written_by(),
        "at_dev": found.last.received_at,
        "tz": folding.head["tz"],
        "subject": folding.subject.id,
        "rseq": folding.rseq,
        "recv_at": found.last.received_at,
        "state": found.state,
    }
    own = machine.tells(folding)
    return {
        **{rule.name: None for rule in machine.table.fields},
        **found.fields,
        **found.assigned,
        **own,
        **told,
        "flags": sorted(found.flags | arrival_flags(found) | set(own.get("flags", ()))),
        "kept_both": found.kept_both,
        "parked": found.parked,
        "superseded": found.superseded,
        "results": results(folding),
    }


def timers(machine: Machine, folding: Folding) -> list[Timer]:
    """What is due if nothing else happens."""
    parameters = Parameters(folding.reference).at(folding.rseq)
    scope = folding.fold.scope(parameters)
    found = []
    for rule in machine.table.timers:
        due_at = rule.due(scope) if rule.is_on(scope) else None
        if due_at is not None:
            found.append(Timer(rule.action, due_at))
    wake_at = folding.fold.wake_at
    return found if wake_at is None else [*found, Timer(WAIT_OVER, wake_at)]


def arrival_flags(found: Fold) -> set[str]:
    """What the devices' clocks, and rights that had lapsed meanwhile, say about the subject."""
    marks = {"skewed": "clock_skew", "too_late": "too_late"}
    flags = {flag for mark, flag in marks.items() if any(act.view[mark] for act in found.applied)}
    return flags | {"handed_over" for act in found.applied if act.view["actor"].get("lapsed")}


def results(folding: Folding, flags: Mapping[str, Sequence[str]] = NO_FLAGS) -> dict[str, State]:
    """What became of each document, with its flags and those given; of one whose device's time does not
    stand also the time that counts, which it is and how sure."""
    timed = {act.doc_id: act.view for act in folding.acts if act.counts and act.view["at_from"] in PUT_RIGHT}
    return {
        doc_id: _result(one, flags.get(doc_id, ()), timed.get(doc_id))
        for doc_id, one in folding.fold.outcomes.items()
    }


def _result(outcome: Outcome, flags: Sequence[str], timed: Mapping[str, Any] | None) -> State:
    told: State = {"result": outcome.result, "reason": outcome.reason}
    marks = sorted({*outcome.flags, *flags})
    if marks:
        told["flags"] = marks
    return told if timed is None else told | {name: timed[name] for name in TIME}
