"""What one who is sent to an incident answers, as data.

declined < notified < acked < en_route < on_scene < done: a later rank holds, whatever the order in which
the answers arrive, and the earliest time of each. An answer to an earlier order changes nothing of the
present one; its times are kept. Who knows that the unit has answered may still decline: a car breaks down;
on the scene the office decides about it.
"""

from typing import Any

from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition

RESPONDER_STATES = ("declined", "notified", "acked", "en_route", "on_scene", "done")
SERVER = ("server",)
DISPATCHER = ("twp_dispatcher",)
RESPONDERS = ("patrol_mem", "patrol_lead", "security_head", "unit_officer", "posted_clerk", "grid_mgr")
ANSWERERS = (*RESPONDERS, *DISPATCHER)  # the dispatcher writes down what was said by telephone
RESPONDER_OFFICE_ACTIONS = ("ack", "decline", "en_route", "on_scene", "done", "force", "dismiss")
ANSWERS = ("ack", "en_route", "on_scene", "done")
OFFICE = ("twp_dispatcher", "twp_operator", "twp_deputy", "twp_director")

CALLED = Guard(
    {
        "any": [
            {"has_role": list(DISPATCHER)},
            {"in": [{"get": "actor.id"}, {"get": "subject.called"}]},
            {"eq": [{"get": "actor.team"}, {"get": "subject.unit"}]},
            {"eq": [{"get": "actor.unit"}, {"get": "subject.unit"}]},
        ]
    },
    "not_called",
    "refused",
)
REACHED: dict[str, Any] = {"clears": ("not_reached",)}


def _answer(number: str, action: str, sources: tuple[str, ...], target: str) -> tuple[Transition, ...]:
    """An answer: to an earlier order, to the present one, or behind a later answer."""
    said: dict[str, Any] = {"actors": ANSWERERS, "guards": (CALLED,)}
    behind = tuple(state for state in RESPONDER_STATES if state not in sources)
    return (
        Transition(
            f"{number}e",
            action,
            ANY,
            result="absorbed",
            reason="answers_earlier_order",
            against=("retask",),
            **said,
        ),
        Transition(number, action, sources, target, **said, **REACHED),
        Transition(f"{number}a", action, behind, result="absorbed", reason="already_further", **said),
    )


RESPONDER_TRANSITIONS = (
    *_answer("I6k", "ack", ("declined", "notified"), "acked"),
    *_answer("I6r", "en_route", ("declined", "notified", "acked"), "en_route"),
    *_answer("I6s", "on_scene", ("declined", "notified", "acked", "en_route"), "on_scene"),
    *_answer("I6d", "done", RESPONDER_STATES[:-1], "done"),
    Transition(
        "I6n",
        "decline",
        ANY,
        None,
        ANSWERERS,
        (CALLED,),
        result="absorbed",
        reason="retask_wins",
        against=("retask",),
    ),
    Transition(
        "I6m",
        "decline",
        RESPONDER_STATES,
        None,
        ANSWERERS,
        (CALLED,),
        result="absorbed",
        reason="already_further",
        against=ANSWERS,
    ),
    Transition(
        "I6c", "decline", ("notified", "acked", "en_route"), "declined", ANSWERERS, (CALLED,), **REACHED
    ),
    Transition(
        "I6b",
        "decline",
        ("declined", "done"),
        None,
        ANSWERERS,
        (CALLED,),
        result="absorbed",
        reason="already_further",
    ),
    Transition(
        "I5t",
        "retask",
        ANY,
        "notified",
        SERVER,
        clears=("not_reached", "done_auto"),
        assigns={"ordered_at": {"get": "event.at"}},
    ),
    Transition("I9r", "stand_down", RESPONDER_STATES[:-1], "done", SERVER, sets=("done_auto",), **REACHED),
    Transition("I9s", "stand_down", ("done",), result="absorbed", reason="already_further", actors=SERVER),
    Transition("I6t", "no_ack", ("notified",), None, SERVER, sets=("not_reached",)),
    Transition("I6o", "no_ack", ANY, result="absorbed", reason="overtaken", actors=SERVER),
    Transition("I15", "force", ANY, None, OFFICE),
    Transition("I15d", "dismiss", ANY, None, OFFICE),
    Transition("I16", "wait_over", ANY, result="absorbed", reason="overtaken", actors=SERVER),
)

AT = {"get": "event.at"}
BY = {"get": "event.by"}

RESPONDER_FIELDS = (
    FieldRule("called", "APP", {"head": {"get": "event.staff"}, "retask": {"get": "event.payload.staff"}}),
    FieldRule("t_notified", "MIN", {"head": AT, "retask": AT}),
    FieldRule("t_acked", "MIN", {"ack": AT}),
    FieldRule("t_enroute", "MIN", {"en_route": AT}),
    FieldRule("t_onscene", "MIN", {"on_scene": AT}),
    FieldRule("t_done", "MIN", {"done": AT, "stand_down": AT}),
    FieldRule("acked_by", "FWW", {"ack": BY}),
    FieldRule(
        "declines",
        "APP",
        {
            "decline": {
                "record": {
                    "id": {"get": "event.id"},
                    "by": BY,
                    "at": AT,
                    "reason": {"get": "event.payload.reason"},
                }
            }
        },
    ),
    FieldRule(
        "orders",
        "APP",
        {
            "head": {
                "record": {"id": {"get": "event.cause"}, "at": AT, "text": {"get": "event.text"}},
            },
            "retask": {
                "record": {
                    "id": {"get": "event.payload.cause"},
                    "at": AT,
                    "text": {"get": "event.payload.text"},
                },
            },
        },
    ),
    FieldRule("done_text", "LWW-R", {"done": {"get": "event.payload.text"}}),
)

RESPONDER_TIMERS = (
    TimerRule(
        "no_ack",
        {
            "all": [
                {"eq": [{"get": "subject.state"}, "notified"]},
                {"not": {"in": ["not_reached", {"get": "subject.flags"}]}},
            ]
        },
        {
            "plus_minutes": [
                {"first": [{"get": "subject.ordered_at"}, {"get": "subject.at"}]},
                {"param": "dispatch.ack_timeout"},
            ]
        },
    ),
)

RESPONDER = Table(
    RESPONDER_STATES,
    RESPONDER_TRANSITIONS,
    RESPONDER_FIELDS,
    {},
    head_state="notified",
    timers=RESPONDER_TIMERS,
)
