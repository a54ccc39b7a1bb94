"""The fold: what is journalled about a subject, in journal order, becomes its state and a result per event.

Worked example, with the table of a door that is `shut`, may be opened and closed:

    rseq 1  head                                 -> state shut
    rseq 2  open   {prev: null}                  -> applied, state open
    rseq 3  close  {prev: e9}, e9 not here yet   -> waits (parked, waits_for_prev), state open
    rseq 4  e9: open {prev: null}                -> absorbed (open already); rseq 3 is tried: applied, shut

The rules, in the order in which they matter:
* Before the head everything waits, without limit. An event whose `prev` is missing waits `Table.wait_hours`
  of journal time (the `received_at` of the subject's rows), then counts with the flag `gap`. A quarantined
  `prev` is present.
* A subject without head document begins with the first event of `Table.born_by` that is not refused. Once
  there is a head document, only the server's may take its place.
* The first transition row for (action, state) decides. No row: parked. Missing role: refused. A guard that
  does not hold: what the guard says. Rows with `against` speak only of events concurrent (sync/coverage.py)
  with an applied one of those.
* Guards, field values and `assigns` look at the subject as it was before the event.
* A later event changes an earlier result only by a row of the table: by `Transition.overturns`, which refuses
  what did not know of it; by `Table.retries`, after the one action the parked others are tried again; by
  `force` and `dismiss`, which name a parked event. After a forced event those parked behind it are tried
  again.
* Field values go together by merge code (sync/merge.py, sync/field_values.py), those of the head (under the
  action `head`) first; a loser is kept in `superseded`. `edit` {field, value} brings a value of one field.
  `correct` sets it and is a barrier: MIN, MAX, WORST and OR then count only what has seen it. `pick` {field,
  value} ends a kept-both.
* What the server sets by itself (`Transition.assigns`) is merged with nothing.

Pure: reads its arguments, and nothing else. The same rows give the same bytes. A fold may go on later from
where it is: taking rows in two portions is the same as taking them in one.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from sync.acts import Act
from sync.authorship import SERVER
from sync.conditions import Json, Scope
from sync.coverage import Coverage
from sync.domain import Outcome
from sync.field_values import FieldValues
from sync.subject_view import SubjectView
from sync.transitions import ANY, DISMISS, FORCE, Table, Transition
from sync.waiting import Waiting

NO_PARAMETERS: Mapping[str, Json] = {}
COUNTS = ("applied", "absorbed")


@dataclass(frozen=True)
class Rules:
    """What the domain answers during a fold.

    `actor`: {id, roles} of who acted, at that moment. `parameters`: those of that moment. `derive`: further
    fields of the subject that guards look at.
    """

    actor: Callable[[Act], Mapping[str, Json]]
    parameters: Callable[[Act], Mapping[str, Json]] = lambda _act: NO_PARAMETERS
    derive: Callable[["Fold"], Mapping[str, Json]] = lambda _fold: {}


@dataclass
class Fold:
    """A fold in progress, and at the end its result. `applied` holds also the absorbed events."""

    table: Table
    rules: Rules
    head: Act | None = None
    state: str = ""
    assigned: dict[str, Json] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    applied: list[Act] = field(default_factory=list)
    last: Act | None = None
    coverage: Coverage = field(default_factory=Coverage)
    values: FieldValues = field(init=False)
    _present: set[str] = field(default_factory=set)
    _headless: list[Act] = field(default_factory=list)
    _waiting: Waiting = field(init=False)
    _parked: dict[str, Act] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values = FieldValues(self.table, self.coverage)
        self._waiting = Waiting(self.table.wait_hours)

    @property
    def fields(self) -> dict[str, Json]:
        """The merged field values."""
        return dict(self.values)

    @property
    def superseded(self) -> list[dict[str, Json]]:
        """The values that lost, in the order in which they did."""
        return self.values.superseded

    @property
    def kept_both(self) -> dict[str, list[Json]]:
        """For each field with several values: all of them with their origin, the shown one first."""
        return self.values.kept_both

    @property
    def parked(self) -> list[str]:
        """The events that wait for the office, in the order in which they were parked."""
        return list(self._parked)

    def value(self, name: str) -> Json:
        """One field's value, None when nothing brought it."""
        found = self.values.get(name)
        return self.assigned.get(name) if found is None else found

    def take(self, act: Act) -> None:
        """Go on by one row."""
        self.last = act
        self.coverage.note(act)
        self._expire(act.received_at)
        if not act.counts:
            self._arrived(act.doc_id)
        elif act.head:
            self._take_head(act)
        else:
            self._admit(act)
        self._expire(act.received_at)

    def _take_head(self, act: Act) -> None:
        if self.head is not None and self.head.head and act.view["by"] != SERVER:
            self.outcomes[act.doc_id] = Outcome("refused", "second_revision", needs_person=True)
            return
        begins = self.head is None
        self.head = act
        if begins:
            self.state = self.table.head_state
            self.values.take(act, self.values.brought(act, self._scope(act)))
        self.outcomes[act.doc_id] = Outcome("applied")
        self._admit_waiting()
        self._arrived(act.doc_id)

    def _admit_waiting(self) -> None:
        """What waited for the subject to begin is looked at now."""
        waiting, self._headless = self._headless, []
        for event in waiting:
            self._admit(event)

    def _begin(self, act: Act) -> None:
        """Begin a subject without head document with an event, unless it is refused."""
        self.head, self.state = act, self.table.head_state
        outcome = self.examine(act)[0]
        if outcome.result == "refused":
            self.head, self.state = None, ""
            self.outcomes[act.doc_id] = outcome
            self._present.add(act.doc_id)
        else:
            self._admit(act)
            self._admit_waiting()

    def _admit(self, act: Act) -> None:
        if self.head is None and act.action in self.table.born_by:
            self._begin(act)
        elif self.head is None:
            self._headless.append(act)
            self.outcomes[act.doc_id] = Outcome("parked", "waits_for_head")
        elif act.prev is not None and act.prev not in self._present:
            self._waiting.add(act.prev, act)
            self.outcomes[act.doc_id] = Outcome("parked", "waits_for_prev")
        else:
            self._settle([act])

    def _arrived(self, doc_id: str) -> None:
        self._present.add(doc_id)
        self._settle(self._waiting.arrived(doc_id))

    def _expire(self, now: str) -> None:
        while (act := self._waiting.first_over(now)) is not None:
            self.flags.add("gap")
            self._settle([act], gap=True)

    @property
    def wake_at(self) -> str | None:
        """When the first of the waiting events will wait no longer, as UTC text."""
        return self._waiting.wake_at

    def _settle(self, acts: Sequence[Act], gap: bool = False) -> None:
        """Judge these events, then those that waited for them or may be tried again because of them."""
        work = deque((act, False) for act in acts)
        while work:
            act, again = work.popleft()
            if again and act.doc_id not in self._parked:
                continue  # somebody forced it meanwhile
            again = again or act.doc_id in self._parked
            outcome = self._judge(act)
            marks = (*outcome.flags, *(["gap"] if gap else []), *(["retried"] if again else []))
            self.outcomes[act.doc_id] = replace(outcome, flags=marks) if marks else outcome
            gap = False
            if outcome.result == "parked":
                self._parked.setdefault(act.doc_id, act)
            else:
                self._parked.pop(act.doc_id, None)
            self._present.add(act.doc_id)
            work.extend((one, False) for one in self._waiting.arrived(act.doc_id))
            if outcome.result == "applied":
                work.extend((one, True) for one in self._to_retry(act.action))

    def _to_retry(self, action: str) -> list[Act]:
        wanted = self.table.retries.get(action, ())
        return [act for act in self._parked.values() if act.action in wanted]

    def _judge(self, act: Act) -> Outcome:
        scope = self._scope(act)
        outcome, transition = self._examine(act, scope)
        if transition is not None:
            self._apply(act, transition, scope)
            if outcome.result == "applied" and act.action in (FORCE, DISMISS):
                self._decide(act)
        return outcome

    def examine(self, act: Act) -> tuple[Outcome, Transition | None]:
        """What the event would get now, and the row that would carry it out; changes nothing."""
        return self._examine(act, self._scope(act))

    def _examine(self, act: Act, scope: Scope) -> tuple[Outcome, Transition | None]:
        transition = next((row for row in self._rows(act) if self._fits(row, act, scope)), None)
        if transition is None:
            return Outcome("parked", f"not_while_{self.state}", needs_person=True), None
        if transition.actors and not set(transition.actors) & set(scope.actor["roles"]):
            return Outcome("refused", "role_missing", needs_person=True), None
        for guard in transition.guards:
            if not guard.holds(scope):
                return Outcome(guard.result, guard.reason, needs_person=True), None
        if act.action in (FORCE, DISMISS) and act.view["payload"].get("event") not in self._parked:
            return Outcome("absorbed", "not_parked"), None
        needs_person = transition.result in ("parked", "refused")
        return Outcome(transition.result, transition.reason, needs_person), transition

    def _rows(self, act: Act) -> Sequence[Transition]:
        return self.table.rows_by_action.get(act.action, ())

    def _fits(self, row: Transition, act: Act, scope: Scope) -> bool:
        if not (row.sources == ANY or self.state in row.sources):
            return False
        if row.is_the_one is not None and not row.is_the_one(scope):
            return False
        return not row.against or any(
            earlier.action in row.against and self.coverage.concurrent(act, earlier)
            for earlier in self.applied
        )

    def covers(self, act: Act, other: Act) -> bool:
        """Whether the writer of `act` knew of `other`."""
        return self.coverage.covers(act, other)

    def _scope(self, act: Act) -> Scope:
        return Scope(self._subject(), act.view, self.rules.actor(act), self.rules.parameters(act))

    def _subject(self) -> SubjectView:
        """What rules see as `subject`; true until the fold goes on."""
        told: Mapping[str, Callable[[], Json]] = {
            "state": lambda: self.state,
            "flags": lambda: sorted(self.flags),
            "parked": lambda: self.parked,
            "kept_both": lambda: sorted(self.kept_both),
        }
        derived = partial(self.rules.derive, self)
        head = self.head.view if self.head else {}
        return SubjectView(told, (derived, lambda: self.assigned, lambda: self.values, lambda: head))

    def scope(self, parameters: Mapping[str, Json]) -> Scope:
        """The subject as it is now, for timers and for what is told of it."""
        return Scope(self._subject(), parameters=parameters)

    def _apply(self, act: Act, row: Transition, scope: Scope) -> None:
        """Carry out a row. Everything is looked at before anything is changed."""
        counts = row.result in COUNTS
        assigned = {name: read(scope) for name, read in row.assigned.items()} if counts else {}
        brought = self.values.brought(act, scope) if counts and row.merges else []
        if row.overturns is not None:
            self._overturn(act, row.against, row.overturns)
        if counts:
            self.state = row.target or self.state
            self.applied.append(act)
        self.flags.update(row.sets)
        self.flags.difference_update(row.clears)
        self.values.take(act, brought)
        self.assigned.update(assigned)

    def _overturn(self, act: Act, actions: Sequence[str], reason: str) -> None:
        """Refuse what had counted until somebody was heard who did not know of it; its author is told."""
        beaten = [one for one in self.applied if one.action in actions and self.coverage.concurrent(act, one)]
        for one in beaten:
            self.applied.remove(one)
            self.outcomes[one.doc_id] = Outcome("refused", reason, needs_person=True)

    def _decide(self, act: Act) -> None:
        """The office's word on a parked event: it counts after all, or never."""
        parked = self._parked.pop(act.view["payload"]["event"])
        if act.action == DISMISS:
            self.outcomes[parked.doc_id] = Outcome("refused", "dismissed", needs_person=True)
            return
        scope = self._scope(parked)
        row = self._forced_row(parked, scope)
        if row is not None:
            self._apply(parked, row, scope)
        self.outcomes[parked.doc_id] = Outcome("applied", flags=("forced",))
        behind = [one for one in self._parked.values() if self.covers(one, parked)]
        self._settle(list({one.doc_id: one for one in (*behind, *self._to_retry(parked.action))}.values()))

    def _forced_row(self, parked: Act, scope: Scope) -> Transition | None:
        """The row that carries out a forced event: the first for its action whose `when` holds, whatever
        state it is for, those of the precedence tables last; else the first."""
        applied = sorted(
            (row for row in self._rows(parked) if row.result == "applied"), key=lambda row: bool(row.against)
        )
        fitting = (row for row in applied if row.is_the_one is None or row.is_the_one(scope))
        return next(fitting, applied[0] if applied else None)


def fold(table: Table, rules: Rules, acts: Sequence[Act]) -> Fold:
    """Fold `acts`, which must be in journal order."""
    folding = Fold(table, rules)
    for act in acts:
        folding.take(act)
    return folding
