"""What follows from a ten-day report: who confirmed it is told when it needs a supplement. Pure."""

from collections.abc import Iterator

from server.duties.report_telling import confirmations
from server.records.machine import Folding
from server.tasks.making import Asked, Effect, notice_for
from sync.acts import Act

CONFIRM, FIGURES = "confirm", "figures"


def supplement_notices(folding: Folding) -> tuple[Effect, ...]:
    """A notice for each time that figures moved away from what was confirmed."""
    return tuple(notice_for(_asked(folding, confirmed, cause)) for confirmed, cause in _moves(folding))


def _moves(folding: Folding) -> Iterator[tuple[Act, Act]]:
    """(confirmation, document after which the figures are others), once per confirmation."""
    confirmed = {act.doc_id: figures for act, figures in confirmations(folding.fold)}
    valid: Act | None = None
    present = None
    for act in folding.fold.applied:
        if act.action == FIGURES:
            present = act.view["payload"]["figures"]
        elif act.doc_id in confirmed:
            valid = act
        if valid is not None and present != confirmed[valid.doc_id]:
            yield valid, act
            valid = None


def _asked(folding: Folding, confirmed: Act, cause: Act) -> Asked:
    return Asked(
        "report_supplemented",
        about=folding.subject.id,
        cause=cause.doc_id,
        at=cause.received_at,
        div=folding.head["div"],
        tz=folding.head["tz"],
        staff=confirmed.view["by"],
    )
