"""Rows that the tables of the duties have in common, and the pieces of which their conditions are made."""

from typing import Any

from sync.transitions import ANY, FieldRule, Guard, Transition

Rule = dict[str, Any]

OFFICE = ("twp_operator", "dist_operator")
SERVER = ("server",)


def get(path: str) -> Rule:
    """A value of the scope."""
    return {"get": path}


def said(name: str) -> Rule:
    """A value of the event's payload."""
    return get(f"event.payload.{name}")


def flagged(flag: str) -> Rule:
    """The subject has the flag."""
    return {"in": [flag, get("subject.flags")]}


def named_day(name: str) -> Rule:
    """A day of the event's payload; of a device whose calendar was wrong, put right."""
    return {"day_plus": [said(name), get("event.days_off")]}


def state_is(*states: str) -> Rule:
    """The subject is in one of these states."""
    return {"in": [get("subject.state"), list(states)]}


def within_void_window(since: Rule) -> Rule:
    """The event was written soon enough after the moment `since` for its author to take something back."""
    return {"le": [get("event.at"), {"plus_hours": [since, {"param": "void.window"}]}]}


BY_OFFICE: Rule = {"has_role": list(OFFICE)}
NOT_THE_AUTHOR = Guard(
    {"any": [BY_OFFICE, {"eq": [get("event.by"), get("subject.by")]}]}, "not_the_author", "refused"
)
VOID_TOO_LATE = Guard({"any": [BY_OFFICE, within_void_window(get("subject.at"))]}, "void_too_late")


def already(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    """A row for what has been reached already: absorbed, its values not counted."""
    return Transition(number, action, sources, result="absorbed", reason=reason, merges=False, **more)


def overtaken(number: str, action: str) -> Transition:
    """The row of a timer that came after something else had happened."""
    return already(number, action, ANY, "overtaken", actors=SERVER)


def decisions(letter: str, office: tuple[str, ...] = OFFICE) -> tuple[Transition, ...]:
    """The office decides on parked events; the clock ends a wait."""
    return (
        Transition(f"{letter}f", "force", ANY, None, office),
        Transition(f"{letter}d", "dismiss", ANY, None, office),
        Transition(f"{letter}w", "wait_over", ANY, None, SERVER),
    )


def from_head(*names: str) -> tuple[FieldRule, ...]:
    """Fields that the head document says once and for all."""
    return tuple(FieldRule(name, "IMM", {"head": get(f"event.{name}")}) for name in names)
