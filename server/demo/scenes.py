"""What patrols of the demo come across. No person appears in any of it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Scene:
    """A find beside a checkpoint whose name has `near` in it; `photo` names a picture of demo/photos."""

    kind: str
    near: str
    text: str
    photo: str | None = None


SCENES: Final[dict[str, tuple[Scene, ...]]] = {
    "day": (
        Scene("fire", "变电站", "安全出口前堆放纸箱，已要求看护单位当场清理，下一班复查。", "fire-exit"),
        Scene("dispute_sign", "小学", "校门外两家商铺因门前停车位起争执，已劝开，建议社区跟进调解。"),
        Scene("hazard", "中学", "积水路段井盖移位，已放置锥桶警示，报城管部门处理。", "manhole"),
    ),
    "evening": (
        Scene("facility_damage", "片区", "湖边护栏断裂约两米，已拉警戒带，夜间有落水风险。", "railing"),
        Scene("traffic", "路口", "路口信号灯黄闪，晚高峰车辆排队，已电话通知交警。"),
        Scene("lost_property", "片区", "夜市拾到钥匙一串，已交综治中心前台登记。"),
    ),
    "night": (
        Scene("hazard", "码头", "码头路灯不亮，岸边看不清台阶，申请检修。", "wharf-lamp"),
        Scene("suspicious", "仓库", "仓库后墙有新的攀爬痕迹，未见财物损失，已告知值班室加强看护。"),
        Scene("facility_damage", "铁路", "铁路沿线防护网破口约一米，已临时绑扎。"),
    ),
}

WEATHER: Final = ("晴", "多云", "阴", "小雨")
PAUSES: Final = {"day": "午间用餐", "evening": "用餐", "night": "车辆加油"}
BY_HAND: Final = "二维码被遮挡，扫不出来"
NOT_VISITED: Final = "大门已关闭，未能进入"
NOTE: Final = "与社区值班员交接情况，一切正常。"
