"""The lists of a district: one schema for each file, its columns by code name and by Chinese heading.

`metadata["zh"]` is the heading an office writes; `metadata["refers"]` names the list that the cell points to.
A column that is absent counts as blank in every row.
"""

from dataclasses import dataclass
from typing import Any, Final

from marshmallow import EXCLUDE, Schema

from server.importing import dictionaries as words
from server.importing.fields import (
    Border,
    Cell,
    Choice,
    ClockTime,
    Code,
    Day,
    Degrees,
    DivisionCode,
    Flag,
    Month,
    Several,
    Text,
    Weekdays,
    Whole,
)


def _said(zh: str, refers: str | None = None, default: Any = ...) -> dict[str, Any]:
    """Keyword arguments of a column: its heading, the list it refers to; required unless it has a default."""
    column: dict[str, Any] = {"metadata": {"zh": zh, "refers": refers}}
    return column | ({"required": True} if default is ... else {"load_default": default})


class Row(Schema):
    class Meta:
        unknown = EXCLUDE


class DivisionRow(Row):
    code = DivisionCode(**_said("区划代码"))
    name = Text(**_said("名称"))
    level = Choice(words.DIVISION_LEVELS, **_said("级别"))
    parent = DivisionCode(**_said("上级代码", "divisions", None))
    urban_rural = Choice(words.URBAN_RURAL_CLASSES, **_said("城乡分类", default=None))
    valid_from = Day(**_said("启用日期", default=None))
    valid_to = Day(**_said("停用日期", default=None))
    replaced_by = Several(DivisionCode(), **_said("替代代码", "divisions", []))
    population = Whole(0, 10_000_000, **_said("人口", default=None))
    groups = Whole(0, 10_000, **_said("小组数", default=None))


class UnitRow(Row):
    code = Code(**_said("单位编号"))
    name = Text(**_said("单位名称"))
    kind = Choice(words.UNIT_KINDS, **_said("单位类别"))
    div = DivisionCode(**_said("区划代码", "divisions"))


class StaffRow(Row):
    id = Code(**_said("工号"))
    name = Text(40, **_said("姓名"))
    unit = Code(**_said("单位编号", "units"))
    roles = Several(Choice(words.ROLES), **_said("角色"))
    team = Code(**_said("队伍编号", "teams", None))
    phone = Text(20, **_said("工作电话", default=None))
    birth_month = Month(**_said("出生年月", default=None))
    employment = Choice(words.EMPLOYMENTS, **_said("用工形式", default="establishment"))
    state = Choice(words.STAFF_STATES, **_said("状态", default="active"))


class TeamRow(Row):
    code = Code(**_said("队伍编号"))
    name = Text(**_said("队伍名称"))
    kind = Choice(words.TEAM_KINDS, **_said("队伍类别"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    lead = Code(**_said("队长工号", "staff", None))
    vehicle = Code(**_said("车辆编号", "vehicles", None))


class VehicleRow(Row):
    code = Code(**_said("车辆编号"))
    name = Text(20, **_said("车辆名称"))
    kind = Choice(words.VEHICLE_KINDS, **_said("车辆类别"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    state = Choice(words.VEHICLE_STATES, **_said("状态", default="active"))


class GridRow(Row):
    code = Code(**_said("网格编号"))
    name = Text(**_said("网格名称"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    border = Border(**_said("边界"))


class KeySiteRow(Row):
    code = Code(**_said("部位编号"))
    name = Text(**_said("部位名称"))
    kind = Choice(words.KEY_SITE_KINDS, **_said("部位类别"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    lat = Degrees("lat", **_said("纬度"))
    lon = Degrees("lon", **_said("经度"))
    radius_m = Whole(10, 5_000, **_said("半径米", default=60))


class CheckpointRow(Row):
    code = Code(**_said("巡查点编号"))
    name = Text(**_said("巡查点名称"))
    site = Code(**_said("部位编号", "key_sites"))
    lat = Degrees("lat", **_said("纬度"))
    lon = Degrees("lon", **_said("经度"))
    radius_m = Whole(10, 500, **_said("半径米", default=60))
    must = Flag(**_said("必巡"))
    min_visits_day = Whole(0, 48, **_said("每日最少次数", default=1))


class RosterRow(Row):
    team = Code(**_said("队伍编号", "teams"))
    slot = Choice(words.SLOTS, **_said("班次"))
    starts = ClockTime(**_said("开始"))
    ends = ClockTime(**_said("结束"))
    weekdays = Weekdays(**_said("星期"))
    members = Several(Code(), **_said("队员工号", "staff"))
    vehicle = Code(**_said("车辆编号", "vehicles", None))
    must_points = Several(Code(), **_said("必巡点编号", "checkpoints", []))
    valid_from = Day(**_said("启用日期", default=None))
    valid_to = Day(**_said("停用日期", default=None))


class SchoolRow(Row):
    code = Code(**_said("学校编号"))
    name = Text(**_said("学校名称"))
    stage = Choice(words.SCHOOL_STAGES, **_said("学段"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    lat = Degrees("lat", **_said("纬度"))
    lon = Degrees("lon", **_said("经度"))
    class_count = Whole(0, 300, **_said("班级数", default=None))
    site = Code(**_said("部位编号", "key_sites", None))


class MailboxRow(Row):
    code = Code(**_said("信箱编号"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    site = Text(**_said("设置地点"))
    lat = Degrees("lat", **_said("纬度"))
    lon = Degrees("lon", **_said("经度"))
    keeper_roles = Several(Choice(words.ROLES), **_said("开箱人角色"))
    installed_on = Day(**_said("安装日期", default=None))
    state = Choice(words.MAILBOX_STATES, **_said("状态", default="active"))


class CameraRow(Row):
    code = Code(**_said("探头编号"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    site_kind = Choice(words.CAMERA_SITE_KINDS, **_said("位置类别"))
    place = Text(**_said("位置"))
    lat = Degrees("lat", **_said("纬度"))
    lon = Degrees("lon", **_said("经度"))
    direction = Whole(0, 359, **_said("朝向度", default=None))
    definition = Choice(words.CAMERA_DEFINITIONS, **_said("清晰度"))
    point_class = Choice(words.CAMERA_CLASSES, **_said("点位类别"))
    owner_unit = Code(**_said("权属单位编号", "units", None))
    maintainer = Text(**_said("维护单位", default=None))
    programme = Code(**_said("项目编号", default=None))
    work = Choice(words.CAMERA_WORKS, **_said("建设性质", default=None))
    done_on = Day(**_said("完成日期", default=None))
    cost_yuan = Whole(0, 1_000_000, **_said("造价元", default=None))
    joined = Flag(**_said("已联网", default=False))
    state = Choice(words.CAMERA_STATES, **_said("状态", default="online"))


class PlanRow(Row):
    code = Code(**_said("预案编号"))
    name = Text(**_said("预案名称"))
    div = DivisionCode(**_said("区划代码", "divisions"))
    kind = Choice(words.INCIDENT_KINDS, **_said("事件类别"))
    version = Whole(1, 999, **_said("版本"))
    approved_on = Day(**_said("批准日期"))
    levels = Several(Choice(words.INCIDENT_LEVELS), **_said("响应级别", default=[]))
    steps = Text(8000, **_said("处置步骤"))
    chain = Text(4000, **_said("指挥体系", default=None))
    resources = Text(4000, **_said("队伍物资", default=None))


@dataclass(frozen=True)
class Listing:
    """One list: file `{name}.csv` or `.xlsx`, a document of `kind` for each row, told apart by `key`."""

    name: str
    kind: str
    schema: type[Row]
    key: tuple[str, ...] = ("code",)
    required: bool = False

    def columns(self) -> dict[str, Cell]:
        """Column code name -> its field."""
        declared = self.schema().fields
        return {name: field for name, field in declared.items() if isinstance(field, Cell)}


LISTINGS: Final[tuple[Listing, ...]] = (
    Listing("divisions", "division", DivisionRow, required=True),
    Listing("units", "unit", UnitRow),
    Listing("staff", "staff", StaffRow, key=("id",)),
    Listing("teams", "team", TeamRow),
    Listing("vehicles", "vehicle", VehicleRow),
    Listing("grids", "grid", GridRow),
    Listing("key_sites", "key_site", KeySiteRow),
    Listing("checkpoints", "checkpoint", CheckpointRow),
    Listing("rosters", "roster", RosterRow, key=("team", "slot")),
    Listing("schools", "school", SchoolRow),
    Listing("mailboxes", "mailbox", MailboxRow),
    Listing("cameras", "camera", CameraRow),
    Listing("plans", "plan", PlanRow),
)
