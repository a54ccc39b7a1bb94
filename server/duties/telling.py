"""What guards look at and the `st:` documents tell of duties, beyond the merged fields. Pure."""

from collections.abc import Mapping
from typing import Any

from server.parameters import Parameters
from server.records.days import true_day
from server.records.machine import Folding
from sync import times
from sync.domain import Reference
from sync.fold import Fold

Told = dict[str, Any]


def entries_left(fold: Fold, _reference: Reference) -> Told:
    """The entries of a screening that were not struck, and the time of the first round among them."""
    fields = fold.fields
    struck = fields.get("struck") or []
    rounds = [one for one in fields.get("rounds") or [] if one["id"] not in struck]
    refs = [one for one in fields.get("case_refs") or [] if one["id"] not in struck]
    first = min((one["at"] for one in rounds), default=None)
    return {"rounds": rounds, "case_refs": refs, "entries": [*rounds, *refs], "first_round_at": first}


def screening_told(folding: Folding) -> Told:
    """What a screening found. `zero_report`: there were rounds, and they found nothing."""
    left = entries_left(folding.fold, folding.reference)
    rounds, refs = left["rounds"], list(dict.fromkeys(one["case"] for one in left["case_refs"]))
    return {
        "rounds": rounds,
        "case_refs": refs,
        "first_round_at": left["first_round_at"],
        "found_count": len(refs),
        "zero_report": bool(rounds) and not refs,
        "households": sum(one["households_visited"] for one in rounds),
        "duty_missed": folding.fold.state == "missed" or "late_final" in folding.fold.flags,
    }


def window_columns(folding: Folding) -> Told:
    """A window counts to its first day and is due at its end."""
    head = folding.head
    return {
        "on": head["first"],
        "due_at": times.utc(times.parse(head.get("due_at") or head["ends_at"])),
        "number": head.get("week") or head.get("window"),
    }


def screening_columns(folding: Folding) -> Told:
    """Who signed."""
    return {**window_columns(folding), "owner": folding.value("signed_by")}


def event_day_columns(folding: Folding) -> Told:
    """What counts to the day on which it happened."""
    return {"on": true_day(folding.head, folding.head["on"])}


def slogans_told(folding: Folding) -> Told:
    """Whether the number lies in the range that is wanted."""
    n = folding.value("n")
    limits = Parameters(folding.reference).at(folding.rseq)
    flags = []
    if n is not None and n < limits["slogan.least"]:
        flags.append("too_few")
    if n is not None and n > limits["slogan.most"]:
        flags.append("too_many")
    return {"in_range": None if n is None else not flags, "flags": flags}


def slogan_columns(folding: Folding) -> Told:
    """The group, and the day of the count that stands."""
    counted_on = folding.value("counted_on")
    return {"ref": folding.head["group"], **({"on": counted_on} if counted_on else {})}


def asset_columns(folding: Folding) -> Told:
    """The thing, its latest fault, and the day on which that was seen."""
    reports: list[Mapping[str, Any]] = folding.value("reports") or []
    latest = max((one["on"] for one in reports), default=None)
    return {
        "ref": folding.value("asset"),
        "level": folding.value("fault"),
        "title": folding.value("asset"),
        **({"on": latest} if latest else {}),
    }
