"""The living day: what the patrol of a planned shift would have written by now.

A pure function of the shift and its checkpoints: the same ids and the same words whenever it is told again,
so that a second load adds only what has happened since.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from ulid import ULID

from server.demo.pictures import Picture
from server.demo.scenes import BY_HAND, NOT_VISITED, NOTE, PAUSES, SCENES, WEATHER, Scene
from sync import times

Document = dict[str, Any]

START: Final = timedelta(minutes=4)
FIRST_VISIT: Final = timedelta(minutes=16)
PAUSE: Final = timedelta(minutes=25)
LAST_VISIT: Final = timedelta(minutes=30)
END: Final = timedelta(minutes=5)
SUBMIT: Final = timedelta(minutes=9)
KILOMETRES: Final = 38
FAR_AWAY_DEGREES: Final = 0.004
"""about 400 m"""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint with the token of its sticker."""

    code: str
    name: str
    lat: float
    lon: float
    qr_token: str


@dataclass(frozen=True)
class Shift:
    """A planned shift. `lead` submits it; the first of `members` holds the phone."""

    id: str
    township: str
    slot: str
    starts_at: datetime
    ends_at: datetime
    members: tuple[str, ...]
    lead: str
    vehicle: str | None
    checkpoints: tuple[Checkpoint, ...]

    @property
    def key(self) -> str:
        return self.id.removeprefix("shift:")

    @property
    def days(self) -> int:
        """A number that goes up by one every day."""
        return self.starts_at.toordinal()


@dataclass(frozen=True)
class Telling:
    """How much happens: `rich` with finds, a far check-in, one by hand, a missed point and a note."""

    rich: bool
    pictures: Mapping[str, Picture]


@dataclass(frozen=True)
class Written:
    """A document as written at a moment, short of what the phone adds; a photo brings its picture."""

    at: datetime
    by: str
    document: Document
    picture: Picture | None = None


@dataclass
class Diary:
    """Collects what the phones of one shift write, each document chained to its phone's one before."""

    shift: Shift
    lines: list[Written] = field(default_factory=list)
    _last: dict[str, str] = field(default_factory=dict)

    def write(self, at: datetime, by: str, kind: str, prefix: str, about: str, fields: Document) -> str:
        """Add a document about the shift; `about` tells it from the others. Returns its id."""
        doc_id = f"{prefix}:{self.shift.key}:{ulid_of(at, self.shift.id, about)}"
        document = {"_id": doc_id, "type": kind, "subject": self.shift.id, **fields}
        self.lines.append(Written(at, by, document))
        return doc_id

    def chained(self, by: str, doc_id: str) -> str | None:
        """Note the phone's newest event; returns the one before it."""
        before = self._last.get(by)
        self._last[by] = doc_id
        return before

    def event(self, at: datetime, by: str, action: str, payload: Document) -> None:
        """Add an event; it says what of the other phones' its writer had seen."""
        doc_id = f"sev:{self.shift.key}:{ulid_of(at, self.shift.id, action)}"
        previous = self.chained(by, doc_id)
        others = [line.document for line in self.lines if line.by != by]
        seen_ids = [document["_id"] for document in others if document["type"] in CHAINED]
        fields = {"action": action, "seen": 0, "seen_ids": seen_ids, "prev": previous, "payload": payload}
        self.write(at, by, "shift_ev", "sev", action, fields)


CHAINED: Final = ("shift_ev", "ckin")


def ulid_of(at: datetime, *about: str) -> str:
    """The same id for the same moment and matter, each time."""
    digest = hashlib.sha256("\n".join(about).encode()).digest()
    return str(ULID(int(at.timestamp() * 1000).to_bytes(6) + digest[:10]))


def life_of(shift: Shift, telling: Telling, now: datetime) -> list[Written]:
    """What has been written by `now`, in order of time."""
    return [line for line in _whole_life(shift, telling) if line.at <= now]


def next_visit(shift: Shift, telling: Telling, now: datetime) -> list[Written]:
    """The check-in that comes next in a shift under way, made now: of all that a load tells, this alone has
    just been written when it arrives. Told again later it has the same id.
    """
    lines = _whole_life(shift, telling)
    begun = [line for line in lines if line.at <= now]
    following = lines[len(begun) : len(begun) + 1] if begun else []
    moment = now.astimezone(shift.starts_at.tzinfo)
    return [replace(line, at=moment) for line in following if line.document["type"] == "ckin"]


def _whole_life(shift: Shift, telling: Telling) -> list[Written]:
    diary = Diary(shift)
    visits = _visits(shift, telling)
    _begin(diary)
    _patrol(diary, visits, telling)
    _finish(diary, [point for point in shift.checkpoints if point not in {visited for _, visited in visits}])
    return sorted(diary.lines, key=lambda line: line.at)


def _visits(shift: Shift, telling: Telling) -> list[tuple[datetime, Checkpoint]]:
    """When each checkpoint is come to, spread over the shift; a rich one leaves the last out."""
    points: Sequence[Checkpoint] = shift.checkpoints
    if telling.rich and shift.slot == "day":
        points = points[:-1]
    first, last = shift.starts_at + FIRST_VISIT, shift.ends_at - LAST_VISIT
    step = (last - first) / max(len(points), 1)
    return [(first + step * at, point) for at, point in enumerate(points)]


def _begin(diary: Diary) -> None:
    shift = diary.shift
    payload = {
        "on_duty": list(shift.members),
        "vehicle": shift.vehicle,
        "km_start": _km(shift),
        "weather": WEATHER[shift.days % len(WEATHER)],
    }
    diary.event(shift.starts_at + START, shift.members[0], "start", payload)


def _patrol(diary: Diary, visits: list[tuple[datetime, Checkpoint]], telling: Telling) -> None:
    shift, holder = diary.shift, diary.shift.members[0]
    for number, (at, point) in enumerate(visits):
        _check_in(diary, at, point, number, telling)
        if number == len(visits) // 2:
            diary.event(at + timedelta(minutes=2), holder, "pause", {"reason": PAUSES[shift.slot]})
            diary.event(at + timedelta(minutes=2) + PAUSE, holder, "resume", {})
    if telling.rich and visits:
        scenes = SCENES[shift.slot]
        for number in (shift.days, shift.days + 1):
            _find(diary, visits, scenes[number % len(scenes)], telling)
        diary.event(visits[-1][0] + timedelta(minutes=4), holder, "note", {"text": NOTE})


def _finish(diary: Diary, missed: list[Checkpoint]) -> None:
    shift, holder = diary.shift, diary.shift.members[0]
    diary.event(shift.ends_at - END, holder, "end", {"km_end": _km(shift) + KILOMETRES})
    if holder == shift.lead and shift.vehicle:
        _log_vehicle(diary, shift.ends_at, shift.vehicle)
    reasons = [{"checkpoint": point.code, "reason": NOT_VISITED} for point in missed]
    diary.event(shift.ends_at + SUBMIT, shift.lead, "submit", {"missed": reasons})


def _km(shift: Shift) -> int:
    """What the vehicle's counter shows: three shifts a day since it was bought."""
    slots = ("night", "day", "evening")
    return (shift.days % 1000 * 3 + slots.index(shift.slot)) * KILOMETRES


def _check_in(diary: Diary, at: datetime, point: Checkpoint, number: int, telling: Telling) -> None:
    """Most by the sticker, every third by being near; a rich shift has one by hand and one from far away."""
    method = "gps" if number % 3 == 2 else "qr"
    lat, lon = _near(point, number)
    if telling.rich and number == 3:
        method = "hand"
    if telling.rich and number == 5:
        lat += FAR_AWAY_DEGREES
    doc_id = f"ck:{diary.shift.key}:{ulid_of(at, diary.shift.id, point.code)}"
    fields = {
        "checkpoint": point.code,
        "method": method,
        "qr_token": point.qr_token if method == "qr" else None,
        "point": {"lat": round(lat, 6), "lon": round(lon, 6)},
        "acc": 8 + number * 7 % 30,
        "reason": BY_HAND if method == "hand" else None,
        "seen": 0,
        "prev": diary.chained(diary.shift.members[0], doc_id),
    }
    diary.write(at, diary.shift.members[0], "ckin", "ck", point.code, fields)


def _near(point: Checkpoint, number: int) -> tuple[float, float]:
    """Some 20 m off, in another direction each time, as a phone's receiver is."""
    angle = number * 2.4
    return point.lat + 0.00018 * math.cos(angle), point.lon + 0.0002 * math.sin(angle)


def _find(diary: Diary, visits: list[tuple[datetime, Checkpoint]], scene: Scene, telling: Telling) -> None:
    """Some minutes after the visit of the checkpoint where the scene belongs."""
    shift = diary.shift
    visit, point = next(((at, one) for at, one in visits if scene.near in one.name), visits[len(visits) // 3])
    at = visit + timedelta(minutes=5)
    attach = f"att:{ulid_of(at, shift.id, scene.text)}" if scene.photo else None
    fields = {
        "kind": scene.kind,
        "place": point.name,
        "point": {"lat": point.lat, "lon": point.lon},
        "text": scene.text,
        "attach": [attach] if attach else [],
    }
    record = diary.write(at, shift.members[0], "patrol_find", "pf", scene.text, fields)
    if attach and scene.photo:
        picture = telling.pictures[scene.photo]
        document = {
            "_id": attach,
            "type": "attach",
            "record": record,
            **picture.described(),
            "taken_at": times.wire(at),
        }
        diary.lines.append(Written(at, shift.members[0], document, picture))


def _log_vehicle(diary: Diary, at: datetime, vehicle: str) -> None:
    shift = diary.shift
    document = {
        "_id": f"vl:{vehicle}:{ulid_of(at, shift.id, 'vehicle')}",
        "type": "veh_log",
        "vehicle": vehicle,
        "shift": shift.id,
        "km": _km(shift) + KILOMETRES,
        "fuel_l": 22.5 if shift.days % 3 == 0 else None,
        "fault": None,
    }
    diary.lines.append(Written(at, shift.lead, document))
