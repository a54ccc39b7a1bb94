"""Builders for cases: people of two villages and their offices, and a case brought to any of its states.

case = a_case(kind="dispute", people_count=12)
case.event("accept", by="operator")
case = a_case_at("handling")
"""

from collections.abc import Mapping
from typing import Any

from server.cases.capability import CASES, PARTIES
from sync import times
from tests.support.records import TOWNSHIP, VILLAGE, Story, a_ulid

OTHER_VILLAGE = "421102001002"
DISTRICT = "421102"
CASE_ID = f"case:{a_ulid(900)}"
OTHER_CASE = f"case:{a_ulid(901)}"
STAFF: Mapping[str, Mapping[str, Any]] = {
    "grid-a": {"roles": ["grid_mgr"], "div": VILLAGE, "unit": "v1"},
    "grid-b": {"roles": ["grid_mgr"], "div": VILLAGE, "unit": "v1"},
    "med-a": {"roles": ["mediator"], "div": VILLAGE, "unit": "v1"},
    "med-b": {"roles": ["mediator"], "div": VILLAGE, "unit": "v1"},
    "head": {"roles": ["mediation_head"], "div": VILLAGE, "unit": "v1"},
    "far-med": {"roles": ["mediator"], "div": OTHER_VILLAGE, "unit": "v2"},
    "far-head": {"roles": ["mediation_head"], "div": OTHER_VILLAGE, "unit": "v2"},
    "patrol": {"roles": ["patrol_mem"], "div": TOWNSHIP, "unit": "p1"},
    "officer": {"roles": ["unit_officer"], "div": TOWNSHIP, "unit": "psb"},
    "colleague": {"roles": ["unit_officer"], "div": TOWNSHIP, "unit": "psb"},
    "stranger": {"roles": ["unit_officer"], "div": TOWNSHIP, "unit": "msa"},
    "operator": {"roles": ["twp_operator"], "div": TOWNSHIP, "unit": "twp"},
    "deputy": {"roles": ["twp_deputy"], "div": TOWNSHIP, "unit": "twp"},
    "director": {"roles": ["twp_director"], "div": TOWNSHIP, "unit": "twp"},
    "district": {"roles": ["dist_operator"], "div": DISTRICT, "unit": "dist"},
    "lead": {"roles": ["dist_lead"], "div": DISTRICT, "unit": "dist"},
}
REPORT: Mapping[str, Any] = {
    "kind": "dispute",
    "title": "两户宅基地界线",
    "category": "D02",
    "source": "screening",
    "found_on": "2019-11-04",
    "place": "三组",
    "people_count": 2,
    "risk_level": "low",
    "summary": "两户因界线争执",
}
ASSIGNMENT = {"lead_unit": "psb", "lead_officer": "officer", "co_units": ["jus"]}
SAID: Mapping[str, Mapping[str, Any]] = {
    "reject": {"reason": "不属受理范围", "where": "法院"},
    "assign": ASSIGNMENT,
    "reassign": {"lead_unit": "psb", "lead_officer": "colleague", "reason": "调岗"},
    "return": {"reason": "不属本单位"},
    "note": {"text": "已电话联系"},
    "risk_raise": {"risk_level": "high"},
    "risk_lower": {"risk_level": "low", "reason": "已平息"},
    "add_org": {"org": "某物业公司"},
    "file_part": {"part": "rights_notice"},
    "extend_req": {"both_agree": True, "reason": "需鉴定"},
    "extend_no": {"reason": "理由不足"},
    "suspend_req": {"reason_code": "appraisal"},
    "suspend_no": {"reason": "理由不足"},
    "escalate": {"reason": "超出村级"},
    "agree": {"outcome": "agreement_written"},
    "fail": {"outcome": "no_agreement", "told": True},
    "refer": {"body": "市场监督所"},
    "refer_outcome": {"outcome": "settled_by_referred_body", "answer": "已解决"},
    "feedback": {"way": "visit", "text": "双方知悉"},
    "close_no": {"reason": "材料不全"},
    "reopen_req": {"reason": "反悔"},
    "reopen_no": {"reason": "已重新履行"},
    "distinct": {"reason": "两次调解"},
    "merge_into": {"target": OTHER_CASE, "target_div": VILLAGE},
    "on_spot": {"form": "oral", "injury": False, "way": "visit"},
    "void": {"reason": "录错"},
    "edit": {"field": "people_count", "value": 12},
    "correct": {"field": "people_count", "value": 1, "reason": "点错"},
    "archive": {"paper_file_no": "A-1"},
    "pick": {"field": "summary", "value": "两户因界线争执"},
    "suspect": {"other": OTHER_CASE},
    "party_added": {"party": f"party:{a_ulid(900)}:{a_ulid(1)}", "by": "med-a"},
}
FILE = ("rights_notice", "identity_paper", "back_cover")


class CaseStory(Story):
    """A case whose events say something fitting unless told otherwise."""

    def does(self, action: str, by: str, seen: int | None = None, **said: Any) -> str:
        """Somebody acts on the case; returns the id of the document."""
        if action == "session":
            return self.holds_session(by, seen, **said)
        if action == "agreement":
            return self.signs(by, seen, **said)
        if action == "follow_up":
            return self.visits(by, seen, **said)
        return self.event(action, by, {**SAID.get(action, {}), **said}, seen)

    def holds_session(self, by: str, seen: int | None = None, hour: int = 9, **said: Any) -> str:
        """A signed session of an hour."""
        session = {
            "kind": "mediation",
            "place": "调解室",
            "started_at": f"2019-11-05T{hour:02d}:00:00.000+08:00",
            "ended_at": f"2019-11-05T{hour + 1:02d}:00:00.000+08:00",
            "mediators": [by],
            "attendee_roles": {"applicant": 1, "respondent": 1},
            "content": "双方陈述",
            "result": "continue",
            "signed_at": times.wire(self.now),
        }
        return self.fact("session", "ses", by, seen, **{**session, **said})

    def signs(self, by: str, seen: int | None = None, **said: Any) -> str:
        """A signed agreement."""
        agreement = {"form": "written", "terms": ["界线以老墙为准"], "signed_on": "2019-11-06"}
        paper = {**agreement, "signed_at": times.wire(self.now), **said}
        return self.fact("agreement", "agr", by, seen, **paper)

    def visits(self, by: str, seen: int | None = None, performed: str = "performed", **said: Any) -> str:
        """A follow-up visit."""
        visit = {"on": "2019-11-25", "performed": performed, "satisfaction": 5, "risk_again": False}
        return self.fact("follow_up", "fu", by, seen, **{**visit, **said})


def a_case(by: str = "grid-a", subject: str = CASE_ID, parameters: Any = None, **said: Any) -> CaseStory:
    """A case that was reported."""
    case = CaseStory(CASES, subject, STAFF, parameters)
    case.head("case", by, **{**REPORT, **said})
    return case


Step = tuple[str, str, Mapping[str, Any]]
PARTS: tuple[Step, ...] = tuple(("file_part", "med-a", {"part": part}) for part in FILE)
FEEDBACK: Step = ("feedback", "med-a", {})
STEPS: Mapping[str, tuple[str, tuple[Step, ...]]] = {
    "reported": ("", ()),
    "accepted": ("reported", (("accept", "operator", {}),)),
    "triaged": ("accepted", (("triage", "operator", {}),)),
    "assigned": ("triaged", (("assign", "operator", {}),)),
    "handling": ("accepted", (("take", "med-a", {}),)),
    "suspended": ("handling", (("suspend_req", "med-a", {}), ("suspend_ok", "deputy", {}))),
    "agreed": ("handling", (("session", "med-a", {}), ("agreement", "med-a", {}), ("agree", "med-a", {}))),
    "failed": ("handling", (("fail", "med-a", {}),)),
    "referred": ("handling", (("refer", "med-a", {}),)),
    "followed": ("agreed", (("follow_up", "grid-a", {}),)),
    "close_requested": ("agreed", (FEEDBACK, *PARTS, ("close_req", "med-a", {}))),
    "closed": ("close_requested", (("close_ok", "operator", {}),)),
    "archived": ("closed", (("archive", "operator", {}),)),
    "rejected": ("reported", (("reject", "operator", {}),)),
    "merged": ("reported", (("merge_into", "operator", {}),)),
    "void": ("reported", (("void", "grid-a", {}),)),
}


def a_case_at(state: str, **said: Any) -> CaseStory:
    """A case that was brought to this state as people bring it there."""
    before, steps = STEPS[state]
    case = a_case_at(before, **said) if before else a_case(**said)
    for action, by, payload in steps:
        case.does(action, by, **payload)
    assert case.state["state"] == state, case.state["results"]
    return case


def a_party(by: str = "med-a", name: str | None = "甲乙丙", **said: Any) -> Story:
    """A party of the case."""
    subject = f"party:{CASE_ID.partition(':')[2]}:{a_ulid(1)}"
    party = Story(PARTIES, subject, STAFF, database=f"own_{by}")
    party.head("party", by, role="applicant", alias="张某甲", name=name, **said)
    return party
