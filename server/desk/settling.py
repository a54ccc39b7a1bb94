"""What an office has dealt with outside the rules, and need not see any more: who, when, and why.

It stands in the audit's chain and nowhere else, so no replay loses it. An item is noted under a name that
says also what is wrong with it: another fault has another name, so it comes back to the desk by itself. The
reason is a code: what is chained cannot be erased, and words might name somebody.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal
from sqlalchemy.orm import Session

from server.accounts.access import caller
from server.desk.people import People
from server.extensions import services, transaction
from server.records.words import said
from sync import audited, dead_letters
from sync.audited import Noted
from sync.journal import Entry
from sync.tables import quarantine

SETTLED, TRIED_AGAIN = "desk_settled", "desk_tried_again"
REASONS: Mapping[str, tuple[str, ...]] = {
    "copies": ("first_is_right", "put_right", "entered_again", "mistaken"),
    "quarantined": ("entered_again", "on_paper", "author_told", "belongs_elsewhere", "mistaken"),
    "headless": ("entered_again", "on_paper", "author_told", "mistaken"),
    "dead_letters": ("passed_on", "entered_again", "on_paper"),
}
WORDS = said(
    {
        "first_is_right": ("以生效的一份为准", "The one in force is right"),
        "put_right": ("已按另一份更正", "The record was corrected to the other"),
        "entered_again": ("已重新录入", "It was entered again"),
        "on_paper": ("已按纸质材料办理", "It was dealt with on paper"),
        "author_told": ("已告知填写人，无需再办", "Its author knows, and nothing more is to be done"),
        "belongs_elsewhere": ("不属本单位，已转有关单位", "It belongs elsewhere, and was passed on"),
        "mistaken": ("误录或测试", "It was entered by mistake, or as a test"),
        "passed_on": ("已转系统管理员", "The administrator has it"),
    }
)
Item = dict[str, Any]


def name_of(kind: str, partition: str, about: str, wrong: object) -> str:
    """The name under which an item is settled: what it is about, and what is wrong with that."""
    digest = hashlib.sha256(json.dumps(wrong).encode()).hexdigest()
    return f"{kind}:{partition}:{about}:{digest[:16]}"


def name_of_held(partition: str, rseq: int, reason: str) -> str:
    """The same for a row of the quarantine."""
    return f"held:{partition}:{rseq}:{reason}"


def held_is_settled() -> ColumnElement[bool]:
    """Whether a row of the quarantine is settled, for a query about them."""
    held, colon = quarantine.c, literal(":")
    name = literal("held:") + held.partition + colon + cast(held.rseq, String) + colon + held.reason
    return audited.is_noted(SETTLED, name)


def settled_held(session: Session, names: Collection[str]) -> dict[str, Mapping[str, str]]:
    """{name of a row of the quarantine: why the office settled it, in words}, for those that it did."""
    notes = audited.last_about(session.connection(), SETTLED, names)
    return {name: WORDS[note.body["reason"]] for name, note in notes.items()}


def told(session: Session, people: People, items: Iterable[Item], settled: bool) -> list[Item]:
    """Those items that are settled, or those that are not, each with `settled`: by whom, when and why."""
    found = list(items)
    notes = audited.last_about(session.connection(), SETTLED, {one["settle_as"] for one in found})
    return [
        {**one, "settled": _settlement(notes.get(one["settle_as"]), people)}
        for one in found
        if (one["settle_as"] in notes) is settled
    ]


def reasons() -> dict[str, list[Item]]:
    """For each list the reasons that there are, in words."""
    return {kind: [{"reason": one, "words": WORDS[one]} for one in codes] for kind, codes in REASONS.items()}


def settle(item: Item, kind: str, reason: str) -> None:
    """The caller has dealt with an item."""
    about = item.get("doc_id") or item["subject"]
    _note(SETTLED, item["settle_as"], {"list": kind, "id": about, "reason": reason})


def try_again(partition: str, subject: str) -> bool:
    """Have a dead letter tried again at once; whether there is one."""
    with transaction() as session:
        known = dead_letters.hasten(session.connection(), partition, subject, services().config.now())
    if known:
        _note(TRIED_AGAIN, subject, {"partition": partition})
    return known


def _note(what: str, subject: str, more: Mapping[str, Any]) -> None:
    who = caller()
    noted = Noted(what, subject, who.staff_id, who.device_id, more)
    with transaction() as session:
        audited.note(session.connection(), [noted], services().config.now())


def _settlement(note: Entry | None, people: People) -> Item | None:
    if note is None:
        return None
    reason = note.body["reason"]
    return {"by": people(note.author), "at": note.received_at, "reason": reason, "words": WORDS[reason]}
