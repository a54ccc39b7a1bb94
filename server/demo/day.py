"""Yesterday and today in the demo district: the planned shifts, and the phones that live them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from server.demo.patience import wait_for
from server.demo.phone import Phone, Web
from server.demo.pictures import pictures
from server.demo.story import Checkpoint, Shift, Telling, Written, life_of, next_visit
from server.domain import DOMAIN
from server.extensions import services, writer
from server.permissions import patrol_database
from sync import times
from sync.clock import Clock
from sync.store.base import AllDocsQuery, DocumentStore

Documents = dict[str, dict[str, Any]]

RICH: Final = {"421102001": "chibi-dispatch"}
"""townships where more happens, and who reviews yesterday's shifts there"""
NEVER_BEGUN: Final = frozenset({("421102004", "evening")})
"""(township, slot) of a duty that nobody begins"""


def phone_holders(store: DocumentStore) -> tuple[set[str], int]:
    """Who writes in the demo (the leads of teams, the firsts of rosters), and how many rosters are."""
    registries = [name for name in store.databases() if name.startswith("centre_")]
    teams = [team for name in registries for team in _documents(store, name, "team:").values()]
    rosters = [roster for name in registries for roster in _documents(store, name, "roster:").values()]
    return {team["lead"] for team in teams} | {roster["members"][0] for roster in rosters}, len(rosters)


def plan(now: datetime) -> None:
    """Plan yesterday's shifts and today's by the clock's own hand."""
    for moment in (now - timedelta(days=1), now):
        _clock_at(moment).step()


def _clock_at(moment: datetime) -> Clock:
    return Clock(services().store, writer(), DOMAIN, lambda: moment)


def shifts_so_far(now: datetime) -> Iterator[Shift]:
    """The planned shifts of yesterday and today that have begun, and that somebody comes to."""
    store, days = services().store, _days(now)
    for name in store.databases():
        township = name.removeprefix("patrol_")
        if name == township:
            continue
        registry = _documents(store, f"centre_{township}", "checkpoint:")
        registry |= _documents(store, f"centre_{township}", "team:")
        for planned in _documents(store, name, "shift:").values():
            begun = (
                planned["planned"] and planned["date"] in days and times.parse(planned["starts_at"]) <= now
            )
            if begun and (township, planned["slot"]) not in NEVER_BEGUN:
                yield _shift(township, planned, registry)


def _days(now: datetime) -> tuple[str, str]:
    """Yesterday and today, in the district."""
    today = now.astimezone(services().config.timezone).date()
    return (today - timedelta(days=1)).isoformat(), today.isoformat()


def _documents(store: DocumentStore, name: str, prefix: str) -> Documents:
    page = store.all_docs(name, AllDocsQuery(start=prefix, end=f"{prefix}\uffff", include_docs=True))
    return {row.key: json.loads(row.json) for row in page.rows if row.json is not None}


def _shift(township: str, planned: dict[str, Any], registry: Documents) -> Shift:
    zone = services().config.timezone
    points = [registry[f"checkpoint:{code}"] for code in planned["must_points"]]
    return Shift(
        id=planned["_id"],
        township=township,
        slot=planned["slot"],
        starts_at=times.parse(planned["starts_at"]).astimezone(zone),
        ends_at=times.parse(planned["ends_at"]).astimezone(zone),
        members=tuple(planned["members"]),
        lead=registry[f"team:{planned['team']}"]["lead"],
        vehicle=planned["vehicle"],
        checkpoints=tuple(
            Checkpoint(one["code"], one["name"], one["point"]["lat"], one["point"]["lon"], one["qr_token"])
            for one in points
        ),
    )


def live(web: Web, password: str, shifts: Iterable[Shift], now: datetime) -> int:
    """Let every phone write and send its part, and wait for all receipts; how many records are new."""
    parts: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for shift in shifts:
        telling = Telling(shift.township in RICH, pictures())
        for line in life_of(shift, telling, now) + next_visit(shift, telling, now):
            parts[line.by, patrol_database(shift.township)].append(line)
    phones, new = [], 0
    for (staff_id, database), lines in sorted(parts.items(), key=lambda part: part[0]):
        phone = _phone(web, staff_id)
        if phone.has_more(lines):
            phone.sign_in(staff_id, password)
            new += phone.write(
                database, sorted(lines, key=lambda line: line.at), services().config.timezone.key
            )
            phone.push()
            phone.upload(lines)
            phones.append(phone)
    for phone in phones:
        wait_for(phone.has_all_receipts, f"receipts for {phone.staff_id}; is the follower running?")
        phone.forget(now)
    return new


def review(web: Web, password: str, now: datetime) -> int:
    """Let the dispatchers review what was submitted for yesterday; how many shifts that was."""
    yesterday, _ = _days(now)
    reviewed = 0
    for township, dispatcher in RICH.items():
        desk = _phone(web, dispatcher)
        desk.sign_in(dispatcher, password)
        for shift in desk.shifts(township, yesterday):
            if shift["state"] == "submitted":
                desk.act(shift["id"], "review", shift["rseq"])
                reviewed += 1
    return reviewed


def _phone(web: Web, staff_id: str) -> Phone:
    return Phone(web, services().config.var / "demo-phones" / f"{staff_id}.json", staff_id)
