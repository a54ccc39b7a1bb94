"""Words an office writes in its lists, and the codes that documents carry. Either is accepted in a cell."""

from collections.abc import Mapping
from typing import Final

from server.accounts import roles as accounts
from server.incidents import words as incidents

Words = Mapping[str, str]
"""code -> Chinese word"""

DIVISION_LEVELS: Final[Words] = {"district": "区", "township": "乡镇街道", "village": "村社区"}
URBAN_RURAL_CLASSES: Final[Words] = {
    "111": "主城区",
    "112": "城乡结合区",
    "121": "镇中心区",
    "122": "镇乡结合区",
    "123": "特殊区域",
    "210": "乡中心区",
    "220": "村庄",
}
UNIT_KINDS: Final[Words] = {
    "GOV": "综治中心",
    "PLO": "政法办公室",
    "GRD": "网格管理中心",
    "PSB": "公安派出所",
    "JUS": "司法所",
    "CIV": "民政办",
    "PET": "信访办",
    "LND": "国土所",
    "PLN": "规建所",
    "SAF": "安监办",
    "URB": "城管执法",
    "SOC": "社会事务办",
    "HRS": "人社",
    "HFP": "卫计",
    "MSA": "市场监督所",
    "AUD": "审计",
    "VIL": "村居委员会",
}
ROLES: Final[Words] = {code: role.name for code, role in accounts.ROLES.items()}
EMPLOYMENTS: Final[Words] = {
    "full_time": "专职",
    "part_time": "兼职",
    "establishment": "在编",
    "elected": "选任",
}
STAFF_STATES: Final[Words] = {"active": "在岗", "former": "离岗"}
TEAM_KINDS: Final[Words] = {"patrol": "巡逻", "grid": "网格", "emergency": "应急处突"}
VEHICLE_KINDS: Final[Words] = {"patrol": "巡逻车"}
VEHICLE_STATES: Final[Words] = {"active": "在用", "repair": "维修", "retired": "报废"}
KEY_SITE_KINDS: Final[Words] = {
    "key_area": "重点片区",
    "school": "学校",
    "warehouse": "仓库",
    "wharf": "码头",
    "key_facility": "重点设施",
    "line": "护路护线",
}
SLOTS: Final[Words] = {"day": "白班", "evening": "中班", "night": "夜班"}
SCHOOL_STAGES: Final[Words] = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "nine_year": "九年一贯制",
    "vocational": "职业学校",
}
MAILBOX_STATES: Final[Words] = {"active": "在用", "removed": "撤除"}
CAMERA_SITE_KINDS: Final[Words] = {
    "main_road": "主要交通要道",
    "crossing": "路口",
    "entrance": "出入口",
    "public_place": "公共场所",
}
CAMERA_DEFINITIONS: Final[Words] = {"hd": "高清", "sd": "标清"}
CAMERA_CLASSES: Final[Words] = {"1": "一类", "2": "二类", "3": "三类"}
CAMERA_WORKS: Final[Words] = {"new": "新建", "upgrade": "改造升级"}
CAMERA_STATES: Final[Words] = {
    "planned": "规划",
    "installed": "已安装",
    "online": "在线",
    "fault": "故障",
    "repair": "维修",
    "retired": "停用",
}
INCIDENT_KINDS: Final[Words] = {code: said["zh-CN"] for code, said in incidents.INCIDENT_KINDS.items()}
INCIDENT_LEVELS: Final[Words] = {"IV": "Ⅳ级", "III": "Ⅲ级", "II": "Ⅱ级", "I": "Ⅰ级"}
FLAGS: Final[Words] = {"true": "是", "false": "否"}
