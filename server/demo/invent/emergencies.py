"""What a township does when something happens: its emergency plans, in posts and places, without a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.demo.invent.places import Cells, padded
from server.demo.invent.plan import TOWNSHIPS


@dataclass(frozen=True)
class Plan:
    """A plan that every township has. `steps` are lines."""

    code: str
    name: str
    kind: str
    version: int
    approved_on: str
    steps: tuple[str, ...]
    resources: str


CHAIN: Final = (
    "总指挥：综治中心主任\n"
    "副总指挥：常务副主任\n"
    "现场处置组：派出所、巡逻队\n"
    "秩序维护组：巡逻队、治保主任\n"
    "疏导组：司法所、调解主任\n"
    "信息组：指挥调度员\n"
    "后勤组：综治办"
)
PLANS: Final = (
    Plan(
        "fire",
        "火灾处置预案",
        "火灾",
        3,
        "2019-03-20",
        (
            "先拨 119，再向指挥调度员报告：地点、燃烧物、有无被困、人数。",
            "就近的巡逻队员到场，切断电源燃气，组织人员向上风方向撤离，不进入浓烟区。",
            "在路口引导消防车，清开消防通道。",
            "设警戒线，劝离围观人员；清点撤离人数，报告失联情况。",
            "火势控制后移交消防，协助看护现场，做好住户安置。",
        ),
        "灭火器 20 具、警戒带 500 米、强光手电 10 支：综治中心值班室\n扩音器 2 个：巡逻车",
    ),
    Plan(
        "flood",
        "汛情内涝处置预案",
        "汛情内涝",
        2,
        "2019-05-08",
        (
            "接到预警，网格管理员到低洼处、地下空间查看，劝离停留人员。",
            "积水路段设警示标志，井盖移位处派人值守到处置完毕。",
            "需要转移时按小区名册逐户通知，优先老人、儿童和行动不便者，只记户数和人数。",
            "安置点登记到达人数，每两小时向指挥调度员报告一次。",
            "退水后检查电路和墙体，确认安全再返回。",
        ),
        "救生衣 12 件、绳索 200 米、水泵 2 台：街道（乡镇）应急仓库",
    ),
    Plan(
        "gathering",
        "人员聚集处置预案",
        "人员聚集",
        4,
        "2019-08-15",
        (
            "到场先听清诉求，报告地点、大致人数和有无堵路，不争辩，不推搡。",
            "请有关单位负责人到场答复，引导推选不超过五名代表到综治中心反映。",
            "分流车辆行人，保持救护和消防通道畅通。",
            "有受伤或冲突立即拨 120、110，并升级响应。",
            "散去后回访，诉求登记为矛盾纠纷，明确承办单位。",
        ),
        "接待室、饮水、扩音器：综治中心\n警力：派出所",
    ),
)


def plans() -> Iterator[Cells]:
    """Every township's plans, in their present version."""
    for township in TOWNSHIPS:
        for plan in PLANS:
            yield {
                "code": f"{township.code}-{plan.code}",
                "name": f"{township.short}{plan.name}",
                "div": padded(township.code),
                "kind": plan.kind,
                "version": str(plan.version),
                "approved_on": plan.approved_on,
                "levels": "Ⅳ级、Ⅲ级、Ⅱ级、Ⅰ级",
                "steps": "\n".join(f"{at}. {step}" for at, step in enumerate(plan.steps, start=1)),
                "chain": CHAIN,
                "resources": plan.resources,
            }
