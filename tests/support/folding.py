"""Acts for folds of small tables, without documents around them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sync.acts import Act
from sync.fold import Fold, Rules, fold
from sync.transitions import Table


def at(hour: int) -> str:
    """An instant, so many hours after the beginning."""
    return f"2026-01-{1 + hour // 24:02d}T{hour % 24:02d}:00:00.000Z"


def act(rseq: int, action: str, *, hour: int = 0, counts: bool = True, **said: Any) -> Act:
    """A row: its document is `e{rseq}` unless `name` says otherwise, by ann unless `by` does."""
    view = {"by": "ann", "dev": "", "at": at(hour), "received_at": at(hour), "action": action, **said}
    name = str(said.get("name", f"e{rseq}"))
    return Act(rseq, name, action, action == "head", counts, at(hour), {**view, "id": name} if counts else {})


def edit(rseq: int, field: str, value: Any, action: str = "edit", **said: Any) -> Act:
    """An edit, correction or pick of one field."""
    return act(rseq, action, payload={"field": field, "value": value}, **said)


def decide(rseq: int, action: str, event: str, **said: Any) -> Act:
    """The office's word on a parked event."""
    return act(rseq, action, payload={"event": event, "reason": "x"}, **said)


def folded(table: Table, acts: Sequence[Act], roles: Mapping[str, Sequence[str]] | None = None) -> Fold:
    """The fold; `roles` by person, nobody has any unless it says so."""
    held = roles or {}
    rules = Rules(lambda one: {"id": one.view["by"], "roles": list(held.get(one.view["by"], ()))})
    return fold(table, rules, acts)


def told(result: Fold, doc_id: str) -> tuple[str, str | None]:
    """Result and reason of a document."""
    return result.outcomes[doc_id].result, result.outcomes[doc_id].reason


def lost(result: Fold) -> list[tuple[str, Any, Any, bool]]:
    """(field, value, what won, whether they were concurrent) of each loser."""
    return [(one["field"], one["value"], one["won"]["value"], one["concurrent"]) for one in result.superseded]
