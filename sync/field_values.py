"""The field values of a subject during a fold: what each event brings, merged by the code of its field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sync import merge
from sync.acts import Act
from sync.conditions import Json, Scope
from sync.coverage import Coverage
from sync.merge import BEHIND_BARRIER, Written
from sync.transitions import CORRECT, PICK, FieldRule, Table

KEEP_BOTH = "KB"
Brought = tuple[FieldRule, Written]


class FieldValues(Mapping[str, Json]):
    """The values that something brought, as people see them, by field; the losers are in `superseded`."""

    def __init__(self, table: Table, coverage: Coverage) -> None:
        self._table, self._coverage = table, coverage
        self._codes = {rule.name: rule.merge for rule in table.fields}
        self.written: dict[str, Written] = {}
        self.superseded: list[dict[str, Json]] = []

    def __getitem__(self, name: str) -> Json:
        return merge.shown(self._codes[name], self.written[name])

    def __contains__(self, name: object) -> bool:
        return name in self.written

    def __iter__(self) -> Iterator[str]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)

    @property
    def kept_both(self) -> dict[str, list[Json]]:
        """For each field with several values: all of them with their origin, the shown one first."""
        return {
            name: [self._origin(name, one) for one in (written, *written.others)]
            for name, written in self.written.items()
            if written.others
        }

    def brought(self, act: Act, scope: Scope) -> list[Brought]:
        """What an event says of the fields."""
        rules = self._table.rules_by_action.get(act.action, ())
        found = ((rule, self._value(rule, act, scope)) for rule in rules)
        return [(rule, _written(rule, act, scope, said)) for rule, said in found if said is not None]

    def _value(self, rule: FieldRule, act: Act, scope: Scope) -> Json:
        if act.action in rule.brought:
            return rule.brought[act.action](scope)
        payload = act.view["payload"]
        return payload.get("value") if payload.get("field") == rule.name else None

    def take(self, act: Act, brought: Sequence[Brought]) -> None:
        """Put what an event brought together with what is there."""
        for rule, written in brought:
            if act.action == CORRECT:
                self._set(rule, replace(self._first(rule, written), corrected_by=act.doc_id))
            elif act.action == PICK or act.action in rule.replaces:
                self._set(rule, self._first(rule, written))
            elif self._behind_barrier(rule, act):
                self._lose(rule, written, self.written[rule.name])
            elif rule.merge == KEEP_BOTH:
                self._keep_both(rule, act, written)
            else:
                self._merge(rule, written)

    def _merge(self, rule: FieldRule, written: Written) -> None:
        before = self.written.get(rule.name)
        merged = merge.merge(rule.merge, before, written)
        kept = merged.kept
        if before is not None and before.corrected_by != kept.corrected_by is None:
            kept = replace(kept, corrected_by=before.corrected_by)  # a correction stays a barrier
        self.written[rule.name] = kept
        if merged.lost is not None:
            self._lose(rule, merged.lost, kept)

    def _keep_both(self, rule: FieldRule, act: Act, written: Written) -> None:
        """Who has seen a value and writes another replaces it; what was not seen stays beside."""
        standing = list(self._standing(rule))
        unseen = [one for one in standing if not self._seen(act, one)]
        for one in standing:
            if one not in unseen and one.value != written.value:
                self._lose(rule, one, written)
        if unseen:
            first = replace(unseen[0], others=tuple(unseen[1:]))
            self.written[rule.name] = merge.merge(rule.merge, first, written).kept
        else:
            self.written[rule.name] = written

    def _standing(self, rule: FieldRule) -> Iterator[Written]:
        present = self.written.get(rule.name)
        if present is not None:
            yield replace(present, others=())
            yield from present.others

    def _seen(self, act: Act, written: Written) -> bool:
        source = self._coverage.act(written.source)
        return source is not None and self._coverage.covers(act, source)

    def _behind_barrier(self, rule: FieldRule, act: Act) -> bool:
        before = self.written.get(rule.name)
        if rule.merge not in BEHIND_BARRIER or before is None or before.corrected_by is None:
            return False
        barrier = self._coverage.act(before.corrected_by)
        return barrier is not None and not self._coverage.covers(act, barrier)

    def _first(self, rule: FieldRule, written: Written) -> Written:
        return merge.merge(rule.merge, None, written).kept

    def _set(self, rule: FieldRule, written: Written) -> None:
        """Set a value whatever stood there; what stood there and differs is kept."""
        for one in self._standing(rule):
            if one.value != written.value:
                self._lose(rule, one, written)
        self.written[rule.name] = written

    def _lose(self, rule: FieldRule, lost: Written, won: Written) -> None:
        """Keep the loser. It is `concurrent` when neither writer had seen the other's value."""
        lost_by, won_by = self._coverage.act(lost.source), self._coverage.act(won.source)
        concurrent = lost_by is not None and won_by is not None and self._coverage.concurrent(lost_by, won_by)
        origins = {**self._origin(rule.name, lost), "won": self._origin(rule.name, won)}
        self.superseded.append({"field": rule.name, **origins, "concurrent": concurrent})

    def _origin(self, name: str, written: Written) -> dict[str, Json]:
        """A value with who wrote it, when, in which document, at which row."""
        return {
            "value": merge.shown(self._codes[name], written),
            "by": written.by,
            "at": written.at,
            "id": written.source,
            "rseq": written.rseq,
        }


def _written(rule: FieldRule, act: Act, scope: Scope, said: Json) -> Written:
    rank = rule.order.index(said) if said in rule.order else rule.ranked(scope)
    owner = rule.is_owner is not None and rule.is_owner(scope)
    return Written(said, act.view["by"], act.view["at"], act.rseq, act.doc_id, rank, owner)
