"""The versions of a ten-day report: what was confirmed, by whom, and what changed since. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from server.duties.telling import window_columns
from server.records.machine import Folding
from sync.acts import Act
from sync.domain import Reference
from sync.fold import Fold

Told = dict[str, Any]
Figures = Mapping[str, Any]
CENT = Decimal("0.01")


def confirmed(fold: Fold, _reference: Reference) -> Told:
    """The figures that were confirmed, for the guards."""
    versions = confirmations(fold)
    return {
        "confirmed_ids": [act.view["payload"]["figures"] for act, _ in versions],
        "confirmed_figures": versions[-1][1] if versions else None,
    }


def report_told(folding: Folding) -> Told:
    """All versions, the number of the present one, and how it differs from the one that is valid.

    A version holds the figures and remarks as they were confirmed, and its difference from the one before.
    """
    fold = folding.fold
    versions: list[Told] = []
    before: Figures | None = None
    for act, figures in confirmations(fold):
        versions.append(_version(fold, len(versions) + 1, act, figures, before))
        before = figures
    figures = fold.value("figures")
    open_again = fold.state == "supplement" and before is not None
    return {
        "versions": versions,
        "version": len(versions) + (1 if open_again or not versions else 0),
        "difference": difference(before, figures) if open_again else None,
        "effective_rate": effective_rate(figures) if figures else None,
        "remark": _remarks(fold, None),
    }


def report_columns(folding: Folding) -> Told:
    """Who confirmed the valid version."""
    versions = confirmations(folding.fold)
    return {**window_columns(folding), "owner": versions[-1][0].view["by"] if versions else None}


def difference(before: Figures | None, after: Figures | None) -> dict[str, list[Any]]:
    """{path of a figure: [what it was, what it is]} of every figure that changed."""
    old, new = _flat(before or {}), _flat(after or {})
    return {
        path: [old.get(path), new.get(path)]
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    }


def effective_rate(figures: Figures) -> str | None:
    """Effective of handled cases in percent, with two decimals; None when none was handled."""
    cases = figures["cases"]
    if not cases["handled"]:
        return None
    share = Decimal(100 * cases["effective"]) / Decimal(cases["handled"])
    return str(share.quantize(CENT, ROUND_HALF_UP))


def confirmations(fold: Fold) -> list[tuple[Act, Figures]]:
    """The confirmations that count, with their figures, in the order in which they did."""
    given = {act.doc_id: act.view["payload"]["figures"] for act in fold.applied if act.action == "figures"}
    return [
        (act, given[act.view["payload"]["figures"]])
        for act in fold.applied
        if act.action == "confirm"
        and fold.outcomes[act.doc_id].result == "applied"
        and act.view["payload"]["figures"] in given
    ]


def _version(fold: Fold, number: int, act: Act, figures: Figures, before: Figures | None) -> Told:
    return {
        "v": number,
        "figures": figures,
        "figures_id": act.view["payload"]["figures"],
        "confirmed_by": act.view["by"],
        "confirmed_at": act.view["at"],
        "effective_rate": effective_rate(figures),
        "remark": _remarks(fold, act),
        "difference": None if before is None else difference(before, figures),
    }


def _remarks(fold: Fold, until: Act | None) -> dict[str, str]:
    """The last remark of each author, up to an event."""
    found = {}
    for act in fold.applied:
        if act is until:
            break
        if act.action == "remark":
            found[act.view["by"]] = act.view["payload"]["text"]
    return found


def _flat(figures: Figures, path: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in figures.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{path}{name}.")
        else:
            found[f"{path}{name}"] = value
    return found
