"""What is remarkable about a check-in. It is flagged, never refused.

| flag | when |
|---|---|
| bad_token | the scanned text is not that of the checkpoint; it does not count as a visit |
| unknown_point | there was no such checkpoint at that moment; it does not count as a visit |
| far_from_point | further from the checkpoint than its radius |
| low_accuracy | the position is less certain than allowed |
| fast_move | no patrol gets there that fast from this person's check-in before it |
| duplicate | the same checkpoint in the same shift a few minutes ago; counted once |
| clock_skew | the device's clock was ahead of the server's |
| too_late | it arrived so long after its moment that the time of arrival counts |
| after_end | later than an end that it does not move (server/patrols/folding.py) |
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import Any

from sync import times
from sync.acts import Act
from sync.clock_evidence import stands

EARTH_M = 6_371_000
NO_VISIT = frozenset({"bad_token", "unknown_point"})
Point = Mapping[str, float]


@dataclass(frozen=True)
class Place:
    """A checkpoint as it was when the check-in arrived."""

    point: Point | None
    radius_m: float
    qr_sha256: str


@dataclass(frozen=True)
class Checkin:
    """A check-in with its checkpoint (None: it named none, or one that did not exist) and the limits."""

    act: Act
    place: Place | None
    limits: Mapping[str, Any]

    @property
    def checkpoint(self) -> str | None:
        """The code of the checkpoint that it names."""
        code: str | None = self.act.view["checkpoint"]
        return code

    @property
    def at(self) -> datetime:
        """The moment that counts."""
        return times.parse(self.act.view["at"])

    @property
    def point(self) -> Point | None:
        """Where it was: the position if there is one, else where the checkpoint is."""
        own: Point | None = self.act.view["point"]
        return own or (self.place.point if self.place else None)

    @property
    def doubt_m(self) -> float:
        """How uncertain that is."""
        return float(self.act.view["acc"] or 0) if self.act.view["point"] else 0.0


Flags = dict[str, list[str]]


def examine(checkins: Sequence[Checkin]) -> Flags:
    """{document id: its flags, sorted}, of all check-ins of one shift."""
    ordered = sorted(checkins, key=lambda one: (one.act.view["at"], one.act.rseq))
    flags = {one.act.doc_id: [name for name, applies in ALONE.items() if applies(one)] for one in ordered}
    counted: dict[str, datetime] = {}
    before: dict[str, Checkin] = {}
    for one in ordered:
        own = flags[one.act.doc_id]
        own += ["duplicate"] if _repeats(one, counted) else []
        own += ["fast_move"] if _too_fast(before.get(one.act.view["by"]), one) else []
        if one.checkpoint is not None and "duplicate" not in own:
            counted[one.checkpoint] = one.at
        if one.point is not None:
            before[one.act.view["by"]] = one
    return {doc_id: sorted(found) for doc_id, found in flags.items()}


def visited(checkins: Sequence[Checkin], flags: Flags) -> set[str]:
    """The checkpoints that were visited."""
    return {
        one.checkpoint
        for one in checkins
        if one.checkpoint is not None and NO_VISIT.isdisjoint(flags[one.act.doc_id])
    }


def is_visit(checkin: Checkin) -> bool:
    """Whether it proves a visit of its checkpoint."""
    return checkin.checkpoint is not None and not (_bad_token(checkin) or _unknown_point(checkin))


def distance_m(here: Point, there: Point) -> float:
    """Along the ground, in metres."""
    lat1, lat2 = radians(here["lat"]), radians(there["lat"])
    half_lat, half_lon = (lat2 - lat1) / 2, radians(there["lon"] - here["lon"]) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_M * asin(sqrt(chord))


BY_TOKEN = ("qr", "nfc")
"""the sticker's token was read: from its picture, or from the tag behind it"""


def _bad_token(one: Checkin) -> bool:
    if one.act.view["method"] not in BY_TOKEN or one.place is None:
        return False
    digest = hashlib.sha256(str(one.act.view.get("qr_token")).encode("utf-8", "replace")).hexdigest()
    return digest != one.place.qr_sha256


def _unknown_point(one: Checkin) -> bool:
    return one.checkpoint is not None and one.place is None


def _far(one: Checkin) -> bool:
    position, place = one.act.view["point"], one.place
    if position is None or place is None or place.point is None:
        return False
    return distance_m(position, place.point) > place.radius_m


def _imprecise(one: Checkin) -> bool:
    acc: float | None = one.act.view["acc"]
    limit: float = one.limits["ckin.accuracy"]
    return acc is not None and acc > limit


def _repeats(one: Checkin, counted: Mapping[str, datetime]) -> bool:
    before = counted.get(one.checkpoint) if one.checkpoint is not None else None
    return before is not None and (one.at - before).total_seconds() <= one.limits["ckin.dedupe"] * 60


def _too_fast(before: Checkin | None, one: Checkin) -> bool:
    """Faster than a patrol moves, even if both positions are as wrong as they say."""
    if not stands(one.act.view):  # many arrive at one moment
        return False
    if before is None or before.point is None or one.point is None:
        return False
    metres = distance_m(before.point, one.point) - before.doubt_m - one.doubt_m
    seconds = max((one.at - before.at).total_seconds(), 1)
    return bool(metres / seconds * 3.6 > one.limits["ckin.max_speed"])


ALONE: Mapping[str, Callable[[Checkin], bool]] = {
    "bad_token": _bad_token,
    "unknown_point": _unknown_point,
    "far_from_point": _far,
    "low_accuracy": _imprecise,
    "clock_skew": lambda one: bool(one.act.view["skewed"]),
    "too_late": lambda one: bool(one.act.view["too_late"]),
}
