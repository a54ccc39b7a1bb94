"""The one table of who may write what where. Databases are `{prefix}{place}`.

`ref_{township|district}` reference data; `patrol_{township}`, `school_{township}`, `work_{village}` what
these duties write; `own_{staff id}` what a person writes whose home is elsewhere, drafts, and what few may
read; `centre_{township|district}` and `clue_{district}` the server's alone. Offices read records through the
API, not by replication, and write through it with the server's right.
"""

from server.duties.counting import ACTIVITY_EVENT_KEYS, ACTIVITY_KEYS
from server.ids import (
    BOX_WINDOW,
    CASE,
    CODE,
    DISTRICT,
    DRILL,
    GROUP,
    HAZARD,
    INCIDENT,
    INSPECTION,
    OFFICE,
    RESPONDER,
    SCHOOL_ACTION,
    SCREENING,
    SHIFT,
    STAFF,
    SUBJECT,
    TASK,
    TEN_DAY_REPORT,
    TOWNSHIP,
    ULID,
    VILLAGE,
)
from sync.guard import DatabaseRule, WriteRule

PATROL = frozenset({"patrol_mem", "patrol_lead", "security_head"})
LEADS = frozenset({"patrol_lead", "security_head"})
VILLAGE_STAFF = frozenset({"grid_mgr", "mediator", "mediation_head", "security_head", "village_lead"})
MEDIATORS = frozenset({"mediator", "mediation_head"})
SCHOOL = frozenset({"inspector", "school_contact"})
HANDLERS = VILLAGE_STAFF | {"posted_clerk", "unit_officer"}
REPORTERS = HANDLERS | PATROL | SCHOOL
RESPONDERS = PATROL | {"unit_officer", "posted_clerk", "grid_mgr"}
PHONES = REPORTERS | {"twp_deputy", "twp_director"}

ATTACHMENT = f"att:{ULID}"

RULES: tuple[DatabaseRule, ...] = (
    DatabaseRule("ref_", OFFICE, "within", None),
    DatabaseRule(
        "patrol_",
        TOWNSHIP,
        "within",
        PATROL,
        (
            WriteRule("shift", LEADS, f"shift:{ULID}"),
            WriteRule("shift_ev", PATROL, f"sev:{SHIFT}:{ULID}"),
            WriteRule("ckin", PATROL, f"ck:{SHIFT}:{ULID}"),
            WriteRule("patrol_find", PATROL, f"pf:{SHIFT}:{ULID}"),
            WriteRule("veh_log", frozenset({"patrol_lead"}), f"vl:{CODE}:{ULID}"),
            WriteRule("asset_report", PATROL, f"ar:{CODE}:{ULID}"),
            WriteRule("attach", PATROL, ATTACHMENT),
        ),
    ),
    DatabaseRule(
        "work_",
        VILLAGE,
        "within",
        VILLAGE_STAFF,
        (
            WriteRule("case", VILLAGE_STAFF, f"case:{CASE}"),
            WriteRule("case_ev", VILLAGE_STAFF, f"cev:{CASE}:{ULID}"),
            WriteRule("follow_up", frozenset({"grid_mgr"}) | MEDIATORS, f"fu:{CASE}:{ULID}"),
            WriteRule("hazard", VILLAGE_STAFF, f"hz:{ULID}"),
            WriteRule("hazard_ev", VILLAGE_STAFF, f"hev:{HAZARD}:{ULID}"),
            WriteRule("screening_ev", VILLAGE_STAFF, f"ev:scr:{SCREENING}:{ULID}"),
            WriteRule(
                "tdr_ev", frozenset({"mediation_head", "village_lead"}), f"ev:tdr:{TEN_DAY_REPORT}:{ULID}"
            ),
            WriteRule("box_open", VILLAGE_STAFF, f"bo:{BOX_WINDOW}:{ULID}"),
            WriteRule("box_ev", VILLAGE_STAFF, f"ev:bw:{BOX_WINDOW}:{ULID}"),
            WriteRule("activity", VILLAGE_STAFF, f"act:{ULID}", keys=ACTIVITY_KEYS),
            WriteRule("activity_ev", VILLAGE_STAFF, f"ev:act:{ULID}:{ULID}", keys=ACTIVITY_EVENT_KEYS),
            WriteRule("publicity", VILLAGE_STAFF, f"pub:{ULID}"),
            WriteRule("publicity_ev", VILLAGE_STAFF, f"ev:pub:{ULID}:{ULID}"),
            WriteRule("slogan_ev", VILLAGE_STAFF, f"ev:slg:{GROUP}:{ULID}"),
            WriteRule("asset_report", VILLAGE_STAFF, f"ar:{CODE}:{ULID}"),
            WriteRule("attach", VILLAGE_STAFF, ATTACHMENT),
        ),
    ),
    DatabaseRule(
        "school_",
        TOWNSHIP,
        "within",
        SCHOOL,
        (
            WriteRule("school_action_ev", SCHOOL, f"ev:sact:{SCHOOL_ACTION}:{ULID}"),
            WriteRule("hazard_ev", SCHOOL, f"hev:{HAZARD}:{ULID}"),
            WriteRule("hazard", SCHOOL, f"hz:{ULID}"),
            WriteRule("lesson", SCHOOL, f"les:{ULID}"),
            WriteRule("lesson_ev", SCHOOL, f"ev:les:{ULID}:{ULID}"),
            WriteRule("attach", SCHOOL, ATTACHMENT),
        ),
    ),
    DatabaseRule(
        "own_",
        STAFF,
        "person",
        None,
        (
            WriteRule("case", REPORTERS, f"case:{CASE}"),
            WriteRule("case_ev", REPORTERS, f"cev:{CASE}:{ULID}"),
            WriteRule("party", REPORTERS, f"party:{CASE}:{ULID}"),
            WriteRule("party_ev", REPORTERS, f"ev:party:{CASE}:{ULID}:{ULID}"),
            WriteRule("session", MEDIATORS, f"ses:{CASE}:{ULID}", draft=True),
            WriteRule("agreement", MEDIATORS, f"agr:{CASE}:{ULID}", draft=True),
            WriteRule("follow_up", frozenset({"grid_mgr"}) | MEDIATORS, f"fu:{CASE}:{ULID}"),
            WriteRule("inspection", frozenset({"inspector"}), f"insp:{INSPECTION}", draft=True),
            WriteRule("hazard", REPORTERS, f"hz:{ULID}"),
            WriteRule("hazard_ev", REPORTERS, f"hev:{HAZARD}:{ULID}"),
            WriteRule("incident", PHONES, f"inc:{INCIDENT}"),
            WriteRule("incident_ev", RESPONDERS | PHONES, f"iev:{INCIDENT}:{ULID}"),
            WriteRule("responder_ev", RESPONDERS, f"ev:rsp:{RESPONDER}:{ULID}"),
            WriteRule("drill_ev", RESPONDERS | PHONES, f"dev:{DRILL}:{ULID}"),
            WriteRule("publicity", PHONES, f"pub:{ULID}"),
            WriteRule("publicity_ev", PHONES, f"ev:pub:{ULID}:{ULID}"),
            WriteRule("ack", PHONES, f"ack:{SUBJECT}:{ULID}"),
            WriteRule("task_ev", PHONES, f"ev:task:{TASK}:{ULID}"),
            WriteRule("attach", PHONES, ATTACHMENT),
        ),
    ),
    DatabaseRule("centre_", OFFICE, "server", None),
    DatabaseRule("clue_", DISTRICT, "server", None),
)
