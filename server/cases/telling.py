"""What a case's `st:` document and its row in the register say beside its fields. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any

from server.cases.codes import EFFECTIVE, FILE_PARTS, SCALE_BOUNDS, SCALES
from server.cases.deriving import derive, entries_of, file_parts_done, level_of, must_parts
from server.cases.rows import OPEN
from server.parameters import Parameters
from server.permissions import TOWNSHIP_DIGITS
from server.records.machine import Folding
from sync import times
from sync.acts import Act
from sync.conditions import working_days_later
from sync.fold import Fold

Json = Any
ACCEPTING = ("accept", "on_spot")
SRV = (
    "accepted_at",
    "due_at",
    "assigned_at",
    "taken_at",
    "lead_unit",
    "lead_officer",
    "co_units",
    "co_handlers",
    "extended",
    "extension_requested",
    "suspend_requested",
    "suspended_at",
    "returned",
    "referred_to",
    "referred_answer",
    "outcome",
    "outcome_at",
    "outcome_by",
    "on_spot",
    "close_requested_at",
    "close_refused",
    "closed_at",
    "closed_by",
    "archived_at",
    "paper_file_no",
    "reject_reason",
    "reject_where",
    "void_reason",
    "merged_into",
    "parties_wiped",
)


def tells(folding: Folding) -> Mapping[str, Json]:
    """What the `st:` document says beside the merged fields."""
    fold = folding.fold
    found = derive(fold, folding.reference)
    done = file_parts_done(fold)
    return {
        **{name: folding.value(name) for name in SRV},
        **{name: found[name] for name in found if name != "others_acted"},
        "case_no": case_no(folding),
        "agreement": main_agreement(folding, found["agreements_now"]),
        "agreement_no": agreement_no(folding, found["agreements_now"]),
        "scale": scale_of(folding.value("people_count")),
        "accepted_on": local_day(folding, "accepted_at"),
        "due_on": local_day(folding, "due_at"),
        "outcome_on": local_day(folding, "outcome_at"),
        "closed_on": local_day(folding, "closed_at"),
        "effective": effective(fold),
        "step_due_at": step_due_at(folding),
        "file_parts": {part: {"done": part in done, "attach": _photos(fold, part)} for part in FILE_PARTS},
        "file_complete": file_complete(must_parts(fold), done),
    }


def registers(folding: Folding) -> Mapping[str, Json]:
    """The columns of a case's row in the register."""
    fold = folding.fold
    return {
        "kind": folding.value("kind"),
        "level": level_of(fold),
        "owner": folding.value("lead_officer"),
        "unit": folding.value("lead_unit"),
        "on": local_day(folding, "outcome_at") or folding.value("found_on"),
        "due_at": None if fold.state not in OPEN else folding.value("due_at") or step_due_at(folding),
        "closed_on": local_day(folding, "closed_at"),
        "title": folding.value("title"),
        "number": case_no(folding),
    }


def scale_of(people: int | None) -> str:
    """S1 to S4, by how many people it is about."""
    above = sum((people or 0) > bound for bound in SCALE_BOUNDS)
    return SCALES[above]


def effective(fold: Fold) -> bool | None:
    """Whether the outcome that stands settled it; None without one."""
    outcome = fold.assigned.get("outcome")
    return None if outcome is None else outcome in EFFECTIVE


def file_complete(must: Sequence[str], done: Sequence[str]) -> int | None:
    """How much of what the file must have is there, in whole percent; None when it needs nothing."""
    return 100 * sum(part in done for part in must) // len(must) if must else None


def case_no(folding: Folding) -> str | None:
    """`{year}-{township}-{row}`: year and journal row of the acceptance, so that no counter is needed.

    A number is never given twice and never changes; None before the acceptance.
    """
    accepted = next((act for act in folding.fold.applied if act.action in ACCEPTING), None)
    return None if accepted is None else _number(folding, accepted, "")


def agreement_no(folding: Folding, agreements: Sequence[str]) -> str | None:
    """The number of the main agreement, as `{year}-{township}-X{row}`."""
    main = main_agreement(folding, agreements)
    act = next((act for act in folding.fold.applied if act.doc_id == main), None)
    return None if act is None else _number(folding, act, "X")


def main_agreement(folding: Folding, agreements: Sequence[str]) -> str | None:
    """Of this cycle's signed agreements the one that was picked, else the one signed first."""
    picked = folding.fold.values.written.get("agreement")
    if picked is not None and not picked.others and picked.value in agreements:
        return str(picked.value)
    found = [one for one in entries_of(folding.fold, "agreements") if one["id"] in agreements]
    return min(found, key=lambda one: str(one["signed_on"]))["id"] if found else None


def step_due_at(folding: Folding) -> Json:
    """When the next step is due: acceptance, assignment, taking on, the first visit after an agreement."""
    fold, limits = folding.fold, Parameters(folding.reference).at(folding.rseq)
    reported = folding.head["at"]
    days = limits["calendar.utc_offset"]
    if fold.state == "reported" and folding.value("kind") == "petition":
        return times.utc(times.parse(reported) + timedelta(days=limits["limit.petition_accept"]))
    if fold.state == "reported":
        return working_days(reported, limits["limit.triage"], days)
    if fold.state == "accepted":
        return working_days(folding.value("accepted_at"), limits["limit.triage"], days)
    if fold.state == "assigned":
        return working_days(folding.value("assigned_at"), limits["limit.take"], days)
    if fold.state == "agreed":
        return times.utc(times.parse(folding.value("outcome_at")) + timedelta(days=limits["followup.last"]))
    return None


def working_days(start: str | None, days: int, offset: int) -> Json:
    """So many working days after an instant; None without one."""
    return None if start is None else working_days_later(start, days, offset)


def local_day(folding: Folding, name: str) -> str | None:
    """The day of an instant, as the district counts days."""
    instant = folding.value(name)
    if instant is None:
        return None
    minutes = Parameters(folding.reference).one("calendar.utc_offset", folding.rseq)
    return times.parse(instant).astimezone(timezone(timedelta(minutes=minutes))).date().isoformat()


def _number(folding: Folding, act: Act, mark: str) -> str:
    partition = folding.subject.partition
    short = partition[TOWNSHIP_DIGITS - 3 :] or partition
    minutes = Parameters(folding.reference).one("calendar.utc_offset", act.rseq)
    year = times.parse(act.view["at"]).astimezone(timezone(timedelta(minutes=minutes))).year
    return f"{year}-{short}-{mark}{act.rseq}"


def _photos(fold: Fold, part: str) -> list[str]:
    found = (one["attach"] for one in entries_of(fold, "file_photos") if one["part"] == part)
    return list(dict.fromkeys(photo for photos in found for photo in photos))
