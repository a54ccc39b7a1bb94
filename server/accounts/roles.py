"""The roles of the centres (the table of roles in docs/domain.md) and which half of the application they
work in.

A role is given to a staff member by the `staff` document and holds at the division of that person's unit;
in tokens it is written `{role}@{division}`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Half = Literal["field", "console", "both"]


@dataclass(frozen=True)
class Role:
    """One role: its Chinese name and the half of the application that it opens."""

    name: str
    half: Half


ROLES: Mapping[str, Role] = {
    "grid_mgr": Role("网格管理员", "field"),
    "patrol_mem": Role("治安巡逻队员", "field"),
    "patrol_lead": Role("治安巡逻队长", "field"),
    "inspector": Role("学校周边检查员", "field"),
    "mediator": Role("人民调解员", "field"),
    "mediation_head": Role("调解主任", "field"),
    "security_head": Role("治保主任", "field"),
    "village_lead": Role("村（社区）综治中心负责人", "both"),
    "posted_clerk": Role("派驻人员", "both"),
    "unit_officer": Role("成员单位承办人", "both"),
    "twp_operator": Role("综治办工作人员", "console"),
    "twp_dispatcher": Role("指挥调度员", "console"),
    "twp_deputy": Role("常务副主任", "both"),
    "twp_director": Role("主任", "both"),
    "dist_operator": Role("区综治中心工作人员", "console"),
    "dist_lead": Role("区综治办负责人", "console"),
    "dist_special": Role("扫黑除恶专项斗争领导小组办公室", "console"),
    "psb_liaison": Role("公安联络员", "console"),
    "school_contact": Role("学校联系人", "both"),
    "admin": Role("系统管理员", "console"),
    "auditor": Role("审计", "console"),
}

TOWNSHIP_OFFICE = ("twp_operator", "twp_dispatcher", "twp_deputy", "twp_director")
DISTRICT_OFFICE = ("dist_operator", "dist_lead")
OFFICE = TOWNSHIP_OFFICE + DISTRICT_OFFICE
CASEWORK = tuple(role for role in OFFICE if role != "twp_dispatcher")  # who dispatches needs no ledgers


def own_roles(staff_id: str, device_id: str) -> tuple[str, str]:
    """The token roles that everybody has: those of the person and of the device."""
    return f"staff:{staff_id}", f"dev:{device_id}"


def half_of(roles: Iterable[str]) -> Half:
    """The half that these roles open; `both` when one does or when they differ."""
    halves = {ROLES[role].half for role in roles if role in ROLES}
    if halves == {"field"}:
        return "field"
    if halves == {"console"}:
        return "console"
    return "both"
