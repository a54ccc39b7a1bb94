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
* The first transition row for (action, state) decides. No row: parked. Missing role: refused. A guard that
  does not hold: what the guard says. Rows with `against` speak only of events concurrent with one of those.
* Two events are concurrent when neither covers the other. An event covers what `seen` and `seen_ids` name,
  its `prev`, and what that covers.
* A later event changes an earlier result only by `Table.retries`: after the one action, the parked others are
  tried again.
* Field values go together by merge code (sync/merge.py); a loser is kept in `superseded`.

Pure: reads its arguments, and nothing else. The same rows give the same bytes.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sync import merge, times
from sync.acts import Act
from sync.conditions import Json, Scope, holds, value
from sync.domain import Outcome
from sync.merge import Written
from sync.transitions import ANY, FieldRule, Table, Transition

NO_PARAMETERS: Mapping[str, Json] = {}


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
    written: dict[str, Written] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    superseded: list[dict[str, Json]] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    applied: list[Act] = field(default_factory=list)
    last: Act | None = None
    _acts: dict[str, Act] = field(default_factory=dict)
    _present: set[str] = field(default_factory=set)
    _headless: list[Act] = field(default_factory=list)
    _waiting: dict[str, list[Act]] = field(default_factory=dict)
    _parked: list[Act] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, Json]:
        """The merged field values."""
        return {name: written.value for name, written in self.written.items()}

    def value(self, name: str) -> Json:
        """One field's value, None when nothing brought it."""
        written = self.written.get(name)
        return None if written is None else written.value

    def take(self, act: Act) -> None:
        """Go on by one row."""
        self.last = act
        if act.counts:
            self._acts[act.doc_id] = act
        else:  # somebody's attempt under an id that is another's must not hide what that one had seen
            self._acts.setdefault(act.doc_id, act)
        self._expire(act.received_at)
        if not act.counts:
            self._arrived(act.doc_id)
        elif act.head:
            self._take_head(act)
        else:
            self._admit(act)
        self._expire(act.received_at)

    def _take_head(self, act: Act) -> None:
        first, self.head = self.head is None, act
        if first:
            self.state = self.table.head_state
        self.outcomes[act.doc_id] = Outcome("applied")
        waiting, self._headless = self._headless, []
        for event in waiting:
            self._admit(event)
        self._arrived(act.doc_id)

    def _admit(self, act: Act) -> None:
        if self.head is None:
            self._headless.append(act)
            self.outcomes[act.doc_id] = Outcome("parked", "waits_for_head")
        elif act.prev is not None and act.prev not in self._present:
            self._waiting.setdefault(act.prev, []).append(act)
            self.outcomes[act.doc_id] = Outcome("parked", "waits_for_prev")
        else:
            self._settle([act])

    def _arrived(self, doc_id: str) -> None:
        self._present.add(doc_id)
        self._settle(self._waiting.pop(doc_id, []))

    def _expire(self, now: str) -> None:
        late = [act for acts in self._waiting.values() for act in acts if self._expiry(act) <= now]
        for act in sorted(late, key=lambda act: act.rseq):
            waiting = self._waiting.get(act.prev or "", [])
            if act in waiting:
                waiting.remove(act)
                self.flags.add("gap")
                self._settle([act], gap=True)

    def _expiry(self, act: Act) -> str:
        return times.utc(times.parse(act.received_at) + timedelta(hours=self.table.wait_hours))

    @property
    def wake_at(self) -> str | None:
        """When the first of the waiting events will wait no longer, as UTC text."""
        return min((self._expiry(act) for acts in self._waiting.values() for act in acts), default=None)

    def _settle(self, acts: Sequence[Act], gap: bool = False) -> None:
        """Judge these events, then those that waited for them or may be tried again because of them."""
        work = deque(acts)
        while work:
            act = work.popleft()
            again = act in self._parked
            outcome = self._judge(act)
            marks = (*outcome.flags, *(["gap"] if gap else []), *(["retried"] if again else []))
            self.outcomes[act.doc_id] = replace(outcome, flags=marks)
            gap = False
            if outcome.result == "parked":
                self._parked += [] if again else [act]
            elif again:
                self._parked.remove(act)
            self._present.add(act.doc_id)
            work.extend(self._waiting.pop(act.doc_id, []))
            if outcome.result == "applied":
                work.extend(self._to_retry(act.action, work))

    def _to_retry(self, action: str, work: "deque[Act]") -> list[Act]:
        wanted = self.table.retries.get(action, ())
        return [act for act in self._parked if act.action in wanted and act not in work]

    def _judge(self, act: Act) -> Outcome:
        outcome, transition = self.examine(act)
        if transition is not None:
            self._apply(act, transition)
        return outcome

    def examine(self, act: Act) -> tuple[Outcome, Transition | None]:
        """What the event would get now, and the row that would carry it out; changes nothing."""
        transition = next((row for row in self.table.transitions if self._fits(row, act)), None)
        if transition is None:
            return Outcome("parked", f"not_while_{self.state}", needs_person=True), None
        actor = self.rules.actor(act)
        if transition.actors and not set(transition.actors) & set(actor["roles"]):
            return Outcome("refused", "role_missing", needs_person=True), None
        for guard in transition.guards:
            if not holds(guard.condition, self._scope(act, actor)):
                return Outcome(guard.result, guard.reason, needs_person=True), None
        return Outcome(transition.result, transition.reason), transition

    def _fits(self, row: Transition, act: Act) -> bool:
        if row.action != act.action or not (row.sources == ANY or self.state in row.sources):
            return False
        if row.when is not None and not holds(row.when, self._scope(act, {})):
            return False
        return not row.against or any(
            earlier.action in row.against and self._concurrent(act, earlier) for earlier in self.applied
        )

    def _concurrent(self, act: Act, other: Act) -> bool:
        return not self.covers(act, other) and not self.covers(other, act)

    def covers(self, act: Act, other: Act) -> bool:
        """Whether the writer of `act` knew of `other`."""
        link: Act | None = act
        passed: set[str] = set()
        while link is not None and link.doc_id not in passed:
            view = link.view
            if other.rseq <= view.get("seen", 0) or other.doc_id in (view.get("seen_ids") or ()):
                return True
            if link.prev == other.doc_id:
                return True
            passed.add(link.doc_id)
            link = self._acts.get(link.prev or "")
        return False

    def _scope(self, act: Act, actor: Mapping[str, Json]) -> Scope:
        return Scope(self._subject(), act.view, actor, self.rules.parameters(act))

    def _subject(self) -> dict[str, Json]:
        head = self.head.view if self.head else {}
        derived = self.rules.derive(self)
        return {**head, **self.fields, **derived, "state": self.state, "flags": sorted(self.flags)}

    def _apply(self, act: Act, row: Transition) -> None:
        self.state = row.target or self.state
        self.flags.update(row.sets)
        self.flags.difference_update(row.clears)
        self.applied.append(act)
        if row.merges:
            self._merge_fields(act)

    def _merge_fields(self, act: Act) -> None:
        scope = Scope(event=act.view)
        for rule in self.table.fields:
            if act.action not in rule.values:
                continue
            brought = value(rule.values[act.action], scope)
            if brought is not None:
                self._merge_field(rule, Written(brought, act.view["by"], act.view["at"], act.rseq))

    def _merge_field(self, rule: FieldRule, incoming: Written) -> None:
        merged = merge.merge(rule.merge, self.written.get(rule.name), incoming)
        self.written[rule.name] = merged.kept
        if merged.lost is not None:
            lost = merged.lost
            self.superseded.append(
                {"field": rule.name, "value": lost.value, "by": lost.by, "at": lost.at, "rseq": lost.rseq}
            )


def fold(table: Table, rules: Rules, acts: Sequence[Act]) -> Fold:
    """Fold `acts`, which must be in journal order."""
    folding = Fold(table, rules)
    for act in acts:
        folding.take(act)
    return folding
