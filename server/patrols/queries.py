"""What others ask about patrols. All take a session and read; ids are whole document ids."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.divisions.queries import bodies_of, coded, names_of, person
from server.patrols.tables import PatrolCheckin, PatrolFind, PatrolShift

Item = dict[str, Any]


def find_shift(session: Session, shift_id: str) -> PatrolShift | None:
    """The row of a shift; None when it has not arrived."""
    return session.get(PatrolShift, shift_id)


def shifts_on(session: Session, township: str, day: str) -> list[Item]:
    """The shifts of a township that belong to a day, by start."""
    query = sa.select(PatrolShift).where(PatrolShift.township == township, PatrolShift.date == day)
    rows = session.scalars(query.order_by(PatrolShift.starts_at, PatrolShift.id)).all()
    return told_shifts(session, rows)


def told_shifts(session: Session, rows: Sequence[PatrolShift]) -> list[Item]:
    """Shifts with the names of people, teams, vehicles and checkpoints."""
    names = _Names(session, rows)
    return [names.shift(row) for row in rows]


def checkins_on(session: Session, township: str, day: str) -> list[Item]:
    """The check-ins of a township's shifts of a day, in the order in which they were made."""
    query = sa.select(PatrolCheckin).where(PatrolCheckin.township == township, PatrolCheckin.date == day)
    rows = session.scalars(query.order_by(PatrolCheckin.at, PatrolCheckin.id)).all()
    teams = names_of(session, "team", (row.team for row in rows if row.team))
    people = names_of(session, "staff", (row.author for row in rows))
    places = bodies_of(session, "checkpoint", (row.checkpoint for row in rows if row.checkpoint))
    return [
        {
            **_recorded(row, people),
            "team": None if row.team is None else coded(row.team, teams),
            "checkpoint": None if row.checkpoint is None else _checkpoint(row.checkpoint, places),
            "method": row.method,
            "point": row.point,
            "acc": row.acc,
            "flags": row.flags,
            "result": row.result,
            "reason": row.reason,
        }
        for row in rows
    ]


def finds_on(session: Session, township: str, day: str) -> list[Item]:
    """The finds of a township's shifts of a day, newest first; without their photos."""
    query = sa.select(PatrolFind).where(PatrolFind.township == township, PatrolFind.date == day)
    rows = session.scalars(query.order_by(PatrolFind.at.desc(), PatrolFind.id)).all()
    people = names_of(session, "staff", (row.author for row in rows))
    return [
        {
            **_recorded(row, people),
            "kind": row.kind,
            "place": row.place,
            "point": row.point,
            "text": row.text,
        }
        for row in rows
    ]


def _recorded(row: PatrolCheckin | PatrolFind, people: dict[str, str]) -> Item:
    return {
        "id": row.id,
        "shift": row.shift,
        "by": person(row.author, people),
        "at_dev": row.at_dev,
        "received_at": row.received_at,
        "late_minutes": row.late_minutes,
    }


def _checkpoint(code: str, places: dict[str, dict[str, Any]]) -> Item:
    place = places.get(code, {})
    return {"code": code, "name": place.get("name", code), "point": place.get("point")}


class _Names:
    """Names of everything that some shifts mention, read at once."""

    def __init__(self, session: Session, rows: Sequence[PatrolShift]) -> None:
        people = {one for row in rows for one in (*row.members, *row.body["on_duty"])}
        vehicles = {one for row in rows for one in (row.planned_vehicle, row.body["vehicle"]) if one}
        points = {missed["checkpoint"] for row in rows for missed in row.body["must_missed"]}
        self._people = names_of(session, "staff", people)
        self._vehicles = names_of(session, "vehicle", vehicles)
        self._points = names_of(session, "checkpoint", points)
        self._teams = names_of(session, "team", (row.team for row in rows))

    def shift(self, row: PatrolShift) -> Item:
        """A shift as the API tells it."""
        body = row.body
        return {
            "id": row.id,
            "team": coded(row.team, self._teams),
            "date": row.date,
            "slot": row.slot,
            "state": row.state,
            "planned": self._planned(row) if row.planned else None,
            "started_at": body["started_at"],
            "ended_at": body["ended_at"],
            "on_duty": [person(one, self._people) for one in body["on_duty"]],
            "vehicle": self._vehicle(body["vehicle"]),
            "km": _driven(body["km_start"], body["km_end"]),
            "weather": body["weather"],
            "night_minutes": row.night_minutes,
            "checkins": row.checkins,
            "must_total": body["must_total"],
            "must_missed": [
                {"checkpoint": coded(one["checkpoint"], self._points), "reason": one["reason"]}
                for one in body["must_missed"]
            ],
            "finds": row.finds,
            "flags": body["flags"],
            "received_at": row.received_at,
            "late_minutes": row.late_minutes,
            "rseq": row.rseq,
        }

    def _planned(self, row: PatrolShift) -> Item:
        return {
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "members": [person(one, self._people) for one in row.members],
            "vehicle": self._vehicle(row.planned_vehicle),
        }

    def _vehicle(self, code: str | None) -> Item | None:
        return None if code is None else coded(code, self._vehicles)


def _driven(km_start: float | None, km_end: float | None) -> float | None:
    """Kilometres between two readings; None without both, or when they run backwards."""
    if km_start is None or km_end is None or km_end < km_start:
        return None
    return round(km_end - km_start, 1)
