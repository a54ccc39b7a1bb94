"""What those who take part are shown of incidents, responders and drills, whose home no phone replicates."""

from collections.abc import Iterable, Mapping

from server.incidents.drill_effects import participants
from server.incidents.incident_effects import incident_effects
from server.records.machine import Folding, Machine
from server.records.views import view_of
from sync.domain import Document

Copies = Mapping[tuple[str, str], Document]
NO_LONGER = ("closed", "merged", "void")
OF_THE_OFFICE = ("review", "accountability")
BY_THE_OFFICE = ("review", "decide_accountability")


def incident_copies(machine: Machine, folding: Folding) -> Copies:
    """For everybody who was ever told to go, until it is closed; the office's judgement stays there."""
    staff = [] if folding.fold.state in NO_LONGER else told_staff(folding)
    if not staff:
        return {}
    view = view_of(machine, folding)
    state = {name: value for name, value in view["state"].items() if name not in OF_THE_OFFICE}
    events = [event for event in view["events"] if event["action"] not in BY_THE_OFFICE]
    return _for_each(folding, {**view, "state": state, "events": events}, staff)


def told_staff(folding: Folding) -> list[str]:
    """Whom the orders reached, each once."""
    orders = [
        document if document["type"] == "responder" else document["payload"]
        for _, document in incident_effects(folding)
        if document["type"] == "responder" or document.get("action") == "retask"
    ]
    return list(dict.fromkeys(one for order in orders for one in order.get("staff", ())))


def responder_copies(machine: Machine, folding: Folding) -> Copies:
    """For everybody who is called."""
    return _for_each(folding, view_of(machine, folding), folding.value("called") or ())


def drill_copies(machine: Machine, folding: Folding) -> Copies:
    """For all who take part, from the notice on."""
    if folding.fold.state == "planned":
        return {}
    return _for_each(folding, view_of(machine, folding), participants(folding))


def _for_each(folding: Folding, view: Document, staff: Iterable[str]) -> Copies:
    return {(f"own_{one}", f"view:{folding.subject.id}"): view for one in staff}
