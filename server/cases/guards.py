"""Conditions that a case's table is made of (sync/conditions.py), and the guards with their reasons.

A guard of state parks: the office may still force the event. A guard of right refuses.
"""

from typing import Any

from server.cases.codes import SIGNS
from sync.transitions import Guard

Rule = dict[str, Any]

OPERATORS = ("twp_operator", "dist_operator")
APPROVERS = ("twp_deputy", "dist_lead")
DIRECTORS = ("twp_director", "dist_lead")
DISTRICT = ("dist_operator", "dist_lead")
CLOSERS = (*OPERATORS, *DIRECTORS)
MEDIATORS = ("mediator", "mediation_head")
VISITORS = ("grid_mgr", *MEDIATORS)
SERVER = ("server",)
COMMON_FIELDS = ("people_count", "related_orgs", "signs", "secrecy", "attach", "point", "found_on")
"""fields that anybody who could write the event may bring to"""
PLACES = ("div", "grid", "group")


def get(path: str) -> Rule:
    """A value of the scope."""
    return {"get": path}


def said(name: str) -> Rule:
    """A value of the event's payload."""
    return get(f"event.payload.{name}")


def every_of(*rules: Rule) -> Rule:
    """All hold."""
    return {"all": list(rules)}


def one_holds(*rules: Rule) -> Rule:
    """One holds at least."""
    return {"any": list(rules)}


def never(rule: Rule) -> Rule:
    """It does not hold."""
    return {"not": rule}


def is_(path: str, found: Any) -> Rule:
    """The value at a path equals another value."""
    return {"eq": [get(path), found]}


def flagged(flag: str) -> Rule:
    """The case has the flag."""
    return {"in": [flag, get("subject.flags")]}


BY_OPERATOR: Rule = {"has_role": list(OPERATORS)}
BY_OFFICE: Rule = {"has_role": list(dict.fromkeys((*OPERATORS, *APPROVERS, *DIRECTORS)))}
BY_HANDLER: Rule = {"in": [get("actor.id"), get("subject.handlers")]}
BY_CREATOR: Rule = is_("actor.id", get("subject.by"))
BY_ASSIGNEE: Rule = is_("actor.id", get("subject.lead_officer"))
OWN_AREA: Rule = {"in": [get("subject.div"), get("actor.divisions")]}
AT_VILLAGE: Rule = is_("subject.level", "village")
IS_DISPUTE: Rule = is_("subject.kind", "dispute")
LOW_OR_MEDIUM: Rule = {"in": [get("subject.risk_level"), ["low", "medium"]]}
SETTLED_ALONE: Rule = is_("event.payload.outcome", "withdrawn_settled")

HANDLER = Guard(BY_HANDLER, "not_handler")
HANDLER_OR_OFFICE = Guard(one_holds(BY_HANDLER, BY_OFFICE), "not_handler")
ASSIGNEE = Guard(BY_ASSIGNEE, "not_assignee")
THIS_CYCLE = Guard(
    one_holds(
        never({"present": get("event.cycle_seen")}), {"le": [get("subject.cycle"), get("event.cycle_seen")]}
    ),
    "earlier_cycle",
)
OF_ITS_LEVEL = Guard(
    one_holds(never(is_("subject.level", "district")), {"has_role": list(DISTRICT)}),
    "district_decides",
    "refused",
)
VILLAGE_LEVEL = Guard(AT_VILLAGE, "not_village_level")
OWN_VILLAGE = Guard(OWN_AREA, "other_area")
ACCEPTS_AT_VILLAGE = Guard(one_holds(BY_OPERATOR, AT_VILLAGE), "not_village_level")
ACCEPTS_SMALL_RISK = Guard(one_holds(BY_OPERATOR, LOW_OR_MEDIUM), "risk_too_high")
ACCEPTS_IN_OWN_VILLAGE = Guard(one_holds(BY_OPERATOR, OWN_AREA), "other_area")
HAS_CATEGORY = Guard(
    one_holds(never(IS_DISPUTE), {"present": {"first": [said("category"), get("subject.category")]}}),
    "category_missing",
)
IN_TIME_TO_RETURN = Guard(
    {
        "le": [
            get("event.at"),
            {
                "plus_working_days": [
                    get("subject.assigned_at"),
                    {"param": "limit.take"},
                    {"param": "calendar.utc_offset"},
                ]
            },
        ]
    },
    "return_too_late",
)
NOT_RETURNED = Guard(never(is_("subject.returned", True)), "returned_before")
NOT_EXTENDED = Guard(never(is_("subject.extended", True)), "extended_before")
BOTH_AGREE = Guard(one_holds(never(IS_DISPUTE), is_("event.payload.both_agree", True)), "both_must_agree")
EXTENSION_ASKED = Guard({"present": get("subject.extension_requested")}, "nothing_requested")
REST_ASKED = Guard({"present": get("subject.suspend_requested")}, "nothing_requested")
TWICE_SUSPECTED = Guard(flagged("dup_suspect"), "nothing_suspected")
REOPENING_ASKED = Guard(flagged("reopen_requested"), "nothing_requested")
NOT_HIGHEST = Guard(never(is_("subject.level", "district")), "already_highest")
HAD_SESSION = Guard(one_holds(SETTLED_ALONE, {"present": get("subject.sessions_now")}), "session_missing")
HAS_AGREEMENT = Guard(
    one_holds(SETTLED_ALONE, {"present": get("subject.agreements_now")}), "agreement_missing"
)
TOLD_OF_COURT = Guard(is_("event.payload.told", True), "court_not_told")
GAVE_FEEDBACK = Guard({"present": get("subject.feedback_now")}, "feedback_missing")
FILE_COMPLETE = Guard(never({"present": get("subject.file_missing")}), "file_parts_missing")
KEY_VISITED = Guard(
    one_holds(
        never(is_("subject.key", True)),
        never({"in": [get("subject.state"), ["agreed", "followed"]]}),
        {"present": get("subject.visits_now")},
    ),
    "follow_up_missing",
)
BODY_ANSWERED = Guard({"present": get("subject.outcome")}, "outcome_missing")
UNDISPUTED = Guard(never(flagged("disputed_outcome")), "disputed_outcome")
NO_BROKEN_WORD = Guard(never(flagged("reopen_requested")), "reopening_undecided")
ONE_TEXT = Guard(never({"present": get("subject.kept_both")}), "values_undecided")
DIRECTOR_OF_KEY = Guard(
    one_holds(never(is_("subject.key", True)), {"has_role": list(DIRECTORS)}), "director_needed", "refused"
)
NOT_ITSELF = Guard(never({"eq": [said("target"), get("event.subject")]}), "same_case")
FEW_PEOPLE = Guard({"le": [get("subject.people_count"), {"param": "on_spot.people"}]}, "too_many_people")
LOW_RISK = Guard(is_("subject.risk_level", "low"), "risk_too_high")
NOBODY_HURT = Guard(
    every_of(
        is_("event.payload.injury", False),
        never({"in": [SIGNS[SIGNS.index("injury")], get("subject.signs")]}),
    ),
    "somebody_hurt",
)
ORAL = Guard(is_("event.payload.form", "oral"), "not_oral")
MAY_VOID = Guard(one_holds(BY_OPERATOR, BY_CREATOR), "not_yours", "refused")
SOON_ENOUGH = Guard(
    one_holds(
        BY_OPERATOR,
        {"le": [get("event.at"), {"plus_hours": [get("subject.at"), {"param": "void.window"}]}]},
    ),
    "void_too_late",
)
NOBODY_ACTED = Guard(never({"present": get("subject.others_acted")}), "others_have_acted", "refused")
MAY_EDIT = Guard(
    one_holds(BY_OFFICE, BY_HANDLER, BY_CREATOR, {"in": [said("field"), [*COMMON_FIELDS, "may_escalate"]]}),
    "not_yours_to_edit",
)
KIND_OPEN = Guard(
    one_holds(
        never(is_("event.payload.field", "kind")),
        every_of(BY_OPERATOR, {"in": [get("subject.state"), ["reported", "accepted"]]}),
    ),
    "kind_fixed",
)
PLACE_OPEN = Guard(
    one_holds(
        never({"in": [said("field"), list(PLACES)]}),
        BY_OPERATOR,
        is_("subject.state", "reported"),
    ),
    "place_fixed",
)
JUDGED_BY_MEDIATORS = Guard(
    one_holds(
        never(is_("event.payload.field", "may_escalate")), {"has_role": [*MEDIATORS, *OPERATORS]}, BY_HANDLER
    ),
    "mediators_judge",
)
MAY_DECIDE = Guard(
    one_holds(BY_OPERATOR, every_of({"in": [said("event"), get("subject.disputes")]}, AT_VILLAGE, OWN_AREA)),
    "operator_decides",
    "refused",
)
MAY_PICK = Guard(one_holds(BY_HANDLER, BY_OFFICE, {"has_role": ["mediation_head"]}), "not_handler")
IS_KEPT_BOTH = Guard({"in": [said("field"), get("subject.kept_both")]}, "nothing_to_pick")
IS_AN_AGREEMENT = Guard(
    one_holds(
        never(is_("event.payload.field", "agreement")), {"in": [said("value"), get("subject.agreements_now")]}
    ),
    "no_such_agreement",
)
