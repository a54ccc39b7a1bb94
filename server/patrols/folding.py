"""The fold of a shift, and the `st:` document and timers that it comes to."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.parameters import Parameters
from server.patrols import checks, duty
from server.patrols.checks import Checkin
from server.patrols.effects import hazard_ids, hazards_of
from server.patrols.machine import SHIFTS, checkins_of
from server.patrols.states import OVER
from server.records.machine import Folding
from server.records.telling import arrival_flags, folded, results
from sync import times
from sync.authorship import written_by
from sync.clock_evidence import stands
from sync.domain import Document, Folded, Reference, Subject, Timer
from sync.erasure import ERASE

ENDS = ("end", "auto_end")
State = dict[str, Any]


def fold_shift(subject: Subject, reference: Reference) -> Folded:
    """The state of a shift, a result for each document about it, and what is due; pure."""
    folding = folded(SHIFTS, subject, reference)
    if folding.fold.head is None or folding.fold.last is None:
        return Folded(None, folding.fold.outcomes, acts=folding.acts)
    told = _Telling(folding)
    return Folded(told.state(), folding.fold.outcomes, tuple(told.timers()), folding.acts, told.effects())


class _Telling:
    """Writes down what a fold came to."""

    def __init__(self, folding: Folding) -> None:
        assert folding.fold.last is not None  # noqa: S101  fold_shift has looked
        self._folding, self._fold, self._subject = folding, folding.fold, folding.subject
        self._head, self._last = folding.head, folding.fold.last
        self._rseq = folding.rseq
        self._limits = Parameters(folding.reference).at(self._rseq)
        self._checkins = checkins_of(folding.fold, folding.reference)
        self._flags = checks.examine(self._checkins)
        for checkin in filter(self._after_end, self._checkins):
            self._flags[checkin.act.doc_id].append("after_end")

    def state(self) -> State:
        """The body of the `st:` document."""
        value = self._fold.value
        intervals = duty.on_duty(value("started_at"), self._ended_at(), self._changes())
        return {
            **self._envelope(),
            "state": self._fold.state,
            "started_at": value("started_at"),
            "ended_at": self._ended_at(),
            "on_duty": value("on_duty") or [],
            "vehicle": value("vehicle"),
            "km_start": value("km_start"),
            "km_end": value("km_end"),
            "weather": value("weather"),
            "duty_intervals": [list(interval) for interval in intervals],
            "night_minutes": self._night(intervals),
            "log_notes": value("log_notes") or [],
            "handover_to": value("handover_to"),
            "handover_text": value("handover_text"),
            "signed_by": value("signed_by"),
            "cancel_reason": value("cancel_reason"),
            "accepted_reason": value("accepted_reason"),
            **self._points(),
            "hazards": hazard_ids(self._fold.applied),
            "flags": sorted(self._fold.flags | self._own_flags()),
            "results": results(self._folding, self._flags),
            "parked": self._fold.parked,
            "kept_both": self._fold.kept_both,
            "superseded": self._fold.superseded,
        }

    def effects(self) -> tuple[tuple[str, Document], ...]:
        """The hazards that were found."""
        return hazards_of(self._fold.applied, self._head["tz"])

    def timers(self) -> list[Timer]:
        """What is due if nothing else happens."""
        due = {
            "planned": self._missed_timer,
            "missed": self._final_timer,
            "started": self._end_timer,
            "paused": self._end_timer,
            "submitted": self._review_timer,
        }.get(self._fold.state)
        found = [*([] if due is None else due()), *self._erase_timer()]
        wake_at = self._fold.wake_at
        return found if wake_at is None else [*found, Timer("wait_over", wake_at)]

    def _erase_timer(self) -> list[Timer]:
        """Positions are kept for a time; while there are any, they are due."""
        found = [one.at for one in self._checkins if one.act.view["point"] is not None]
        days = timedelta(days=self._limits["retention.ckin"])
        return [Timer(ERASE, times.utc(max(found) + days))] if found else []

    def _envelope(self) -> State:
        return {
            "type": "st",
            "v": 1,
            "div": self._head["div"],
            "wrote": written_by(),
            "at_dev": self._last.received_at,
            "tz": self._head["tz"],
            "subject": self._subject.id,
            "rseq": self._rseq,
            "recv_at": self._last.received_at,
        }

    def _ended_at(self) -> str | None:
        """The end (by the clock: that of the slot), or the last check-in that proves duty after it."""
        if self._fold.state not in OVER or self._fold.value("started_at") is None:
            return None
        last: str = max([self._end(), *(one.act.view["at"] for one in self._checkins if self._goes_on(one))])
        return last

    def _end(self) -> str:
        end: str | None = self._fold.value("end_at")
        return end or max(self._planned_end(), self._fold.value("started_at"))

    def _goes_on(self, checkin: Checkin) -> bool:
        """Whether a check-in proves duty after the end: made without knowing of it, before the submission."""
        act = checkin.act
        if not stands(act.view) or not (checkin.checkpoint is None or checks.is_visit(checkin)):
            return False
        applied = self._fold.applied
        submitted = next((i for i, one in enumerate(applied) if one.action == "submit"), len(applied))
        if applied.index(act) > submitted:
            return False
        return not any(self._fold.covers(act, end) for end in applied if end.action in ENDS)

    def _after_end(self, checkin: Checkin) -> bool:
        """Whether a check-in lies after an end that it does not move."""
        if self._fold.state not in OVER or not stands(checkin.act.view):
            return False
        return checkin.act.view["at"] > self._end() and not self._goes_on(checkin)

    def _planned_end(self) -> str:
        if self._head["ends_at"] is not None:
            return times.utc(times.parse(self._head["ends_at"]))
        begin = times.parse(self._fold.value("started_at") or self._head["starts_at"])
        return times.utc(begin + timedelta(hours=self._limits["shift.adhoc_hours"]))

    def _changes(self) -> dict[str, list[duty.Change]]:
        """By member who wrote them: begins (start, resume) and pauses."""
        changes: dict[str, list[duty.Change]] = {}
        for act in self._fold.applied:
            if act.action in ("start", "pause", "resume"):
                changes.setdefault(act.view["by"], []).append((act.view["at"], act.action != "pause"))
        return changes

    def _night(self, intervals: list[tuple[str, str | None]]) -> int:
        latest = max((act.view["at"] for act in self._fold.applied), default=self._last.received_at)
        window = self._limits["patrol.night_window"]
        return duty.night_minutes(intervals, latest, window, ZoneInfo(self._head["tz"]))

    def _points(self) -> State:
        """Which must-visit points were missed, with the reason given, and the share that was visited."""
        must = list(dict.fromkeys(self._head["must_points"]))
        seen = checks.visited(self._checkins, self._flags)
        reasons = {item["checkpoint"]: item["reason"] for item in self._fold.value("missed_reasons") or []}
        missed = [{"checkpoint": code, "reason": reasons.get(code)} for code in must if code not in seen]
        done = (len(must) - len(missed)) / len(must) if must else 1.0
        return {"must_missed": missed, "must_total": len(must), "route_done": round(done, 4)}

    def _own_flags(self) -> set[str]:
        """Flags that follow from the fields."""
        found = set() if self._head["planned"] else {"unplanned"}
        found |= arrival_flags(self._fold)
        begun = self._fold.value("started_at")
        if self._head["planned"] and begun is not None and begun > self._missed_at():
            found.add("late_start")
        return found

    def _missed_at(self) -> str:
        return self._after(self._head["starts_at"], minutes=self._limits["shift.missed"])

    def _missed_timer(self) -> list[Timer]:
        return [Timer("mark_missed", self._missed_at())] if self._head["planned"] else []

    def _final_timer(self) -> list[Timer]:
        if "missed_final" in self._fold.flags:
            return []
        return [Timer("finalize_missed", self._after(self._missed_at(), hours=self._limits["shift.final"]))]

    def _end_timer(self) -> list[Timer]:
        """Some time after the planned end, and not while records of the shift are still coming in."""
        over = self._after(self._planned_end(), minutes=self._limits["shift.auto_end"])
        settled = self._after(self._last.received_at, minutes=self._limits["shift.settle"])
        return [Timer("auto_end", max(over, settled))]

    def _review_timer(self) -> list[Timer]:
        submitted = self._fold.value("submitted_at")
        return [Timer("auto_review", self._after(submitted, hours=self._limits["shift.auto_review"]))]

    def _after(self, moment: str, **more: float) -> str:
        return times.utc(times.parse(moment) + timedelta(**more))
