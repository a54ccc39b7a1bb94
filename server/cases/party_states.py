"""What may become of a party's record, as data: noted, edited by those who handle the case, void."""

from typing import Any

from server.cases.guards import OPERATORS, SERVER, get, is_, one_holds, said
from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition

Value = dict[str, Any]

STATES = ("noted", "void")
MAY_TOUCH = Guard(
    one_holds(
        is_("actor.id", get("subject.by")),
        {"in": [get("actor.id"), get("subject.handlers")]},
    ),
    "not_handler",
    "refused",
)
IS_KEPT_BOTH = Guard({"in": [said("field"), get("subject.kept_both")]}, "nothing_to_pick")

TRANSITIONS = (
    Transition("PA1", "edit", ("noted",), guards=(MAY_TOUCH,)),
    Transition("PA2", "correct", ("noted",), guards=(MAY_TOUCH,)),
    Transition("PA3", "pick", ("noted",), guards=(MAY_TOUCH, IS_KEPT_BOTH)),
    Transition("PA4", "void", ("noted",), "void", guards=(MAY_TOUCH,)),
    Transition("PA4a", "void", ("void",), result="absorbed", reason="already_void", merges=False),
    Transition(
        "PA5",
        "handlers",
        ANY,
        None,
        SERVER,
        assigns={"handlers": said("handlers"), "purge_on": said("purge_on")},
    ),
    Transition("PA6", "force", ANY, None, OPERATORS),
    Transition("PA7", "dismiss", ANY, None, OPERATORS),
    Transition("PA8", "wait_over", ANY, None, SERVER),
    Transition("PA9", "erase", ANY, None, SERVER, assigns={"erased_at": get("event.received_at")}),
)


def _head(name: str) -> dict[str, Value]:
    return {"head": get(f"event.{name}")}


FIELDS = (
    FieldRule("role", "LWW-R", _head("role"), edit=True),
    FieldRule("alias", "IMM", _head("alias")),
    FieldRule("name", "KB", _head("name"), edit=True),
    FieldRule("phone", "KB", _head("phone"), edit=True),
    FieldRule("org_name", "LWW-R", _head("org_name"), edit=True),
    FieldRule("id_checked_on_paper", "OR", _head("id_checked_on_paper"), edit=True),
)

PARTY = Table(
    STATES,
    TRANSITIONS,
    FIELDS,
    {"handlers": ("edit", "correct", "pick", "void")},
    head_state="noted",
    timers=(TimerRule("erase", {"present": get("subject.erase_at")}, get("subject.erase_at")),),
)
