"""What a device is told: which of its documents need no sending any more, and which met with something."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, union

from sync.journal import AUDIT
from sync.tables import fold_result, journal, quarantine, unused_dseq

WITHOUT_RECEIPT = ("release", "draft", AUDIT)  # a draft takes its number when it is final


@dataclass(frozen=True)
class Verdict:
    """A result of one document that its author should see in words.

    `held`: partition and rseq of what is quarantined.
    """

    doc_id: str
    dseq: int
    subject: str
    result: str
    reason: str | None
    held: tuple[str, int] | None = None


def received(connection: Connection, device: str) -> list[tuple[int, int]]:
    """The counter values of a device that need no sending any more: inclusive ranges, ascending."""
    numbers = union(
        select(journal.c.dseq).where(journal.c.device == device, journal.c.kind.not_in(WITHOUT_RECEIPT)),
        select(unused_dseq.c.dseq).where(unused_dseq.c.device == device),
    ).subquery()
    ranges: list[tuple[int, int]] = []
    for (number,) in connection.execute(select(numbers.c.dseq).order_by(numbers.c.dseq)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def verdicts(connection: Connection, device: str) -> list[Verdict]:
    """What a device's documents met with and its user should know: parked, refused, quarantined, denied."""
    folded = connection.execute(
        select(fold_result)
        .where(fold_result.c.device == device, fold_result.c.needs_person)
        .order_by(fold_result.c.dseq)
    )
    found = [Verdict(r.doc_id, r.dseq, r.subject, r.result, r.reason) for r in folded]
    held = connection.execute(
        select(quarantine)
        .where(quarantine.c.device == device, quarantine.c.released_rseq.is_(None))
        .order_by(quarantine.c.dseq)
    )
    return found + [
        Verdict(
            r.doc_id,
            r.dseq,
            r.subject,
            "denied" if r.reason == "denied" else "quarantined",
            r.reason,
            (r.partition, r.rseq),
        )
        for r in held
    ]
