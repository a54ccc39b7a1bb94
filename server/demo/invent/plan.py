"""The figures the demo district adds up to, township by township, and the invented names of its villages."""

from dataclasses import dataclass
from typing import Final

DISTRICT: Final = "421102"
DISTRICT_NAME: Final = "黄州区"
SINCE: Final = "2017-01-01"
POPULATION: Final = 360_000

KEY_SITE_KINDS: Final = ("school", "key_area", "warehouse", "wharf", "key_facility", "line")


@dataclass(frozen=True)
class Township:
    """One township-level unit. `login` begins the login names of its staff; `centre` is (lat, lon)."""

    code: str
    name: str
    short: str
    login: str
    centre: tuple[float, float]
    communities: str
    villages: str
    patrol: int
    young: int
    former: int
    extra_boxes: int
    removed_boxes: int
    cameras: int
    other_cameras: int
    groups: int
    key_sites: tuple[int, int, int, int, int, int]
    """how many of each of KEY_SITE_KINDS"""


TOWNSHIPS: Final[tuple[Township, ...]] = (
    Township(
        code="421102001",
        name="赤壁街道",
        short="赤壁",
        login="chibi",
        centre=(30.4468, 114.8735),
        communities="青松 翠竹 临江 望江 松涛 桂园 荷塘 丹枫 朝阳 安和 文峰 书院 梅苑 兰亭 和平 惠民 永安"
        " 康乐 长乐 锦绣 春晖 明德",
        villages="",
        patrol=8,
        young=4,
        former=1,
        extra_boxes=28,
        removed_boxes=1,
        cameras=70,
        other_cameras=4,
        groups=132,
        key_sites=(14, 8, 3, 2, 9, 2),
    ),
    Township(
        code="421102002",
        name="东湖街道",
        short="东湖",
        login="donghu",
        centre=(30.4602, 114.9085),
        communities="湖东 湖畔 湖心 柳岸 荷风 水杉 渔歌 晓月",
        villages="",
        patrol=8,
        young=4,
        former=1,
        extra_boxes=14,
        removed_boxes=0,
        cameras=38,
        other_cameras=1,
        groups=42,
        key_sites=(7, 5, 2, 0, 5, 1),
    ),
    Township(
        code="421102003",
        name="禹王街道",
        short="禹王",
        login="yuwang",
        centre=(30.4876, 114.8842),
        communities="城北",
        villages="古城 土城 柏树 石桥 枣林 桃园 梨园 杏林 榆树 槐荫 银杏 竹园 荷叶 菱角 芦花",
        patrol=8,
        young=4,
        former=0,
        extra_boxes=10,
        removed_boxes=0,
        cameras=26,
        other_cameras=1,
        groups=128,
        key_sites=(6, 3, 1, 1, 4, 2),
    ),
    Township(
        code="421102004",
        name="南湖街道",
        short="南湖",
        login="nanhu",
        centre=(30.4213, 114.9012),
        communities="南苑 新苑 新堤 南屏",
        villages="南岸 南堤 湖口 湖湾 湖堤 新湖 南泉",
        patrol=8,
        young=3,
        former=0,
        extra_boxes=9,
        removed_boxes=0,
        cameras=22,
        other_cameras=1,
        groups=66,
        key_sites=(4, 3, 1, 0, 4, 1),
    ),
    Township(
        code="421102100",
        name="路口镇",
        short="路口",
        login="lukou",
        centre=(30.5531, 114.9317),
        communities="",
        villages="十里 五里铺 大路 界碑 茶亭 马店 车桥 双桥 石牌 磨盘 油坊 碾坊 窑湾 塘湾 沙咀 柳林 榨屋",
        patrol=8,
        young=4,
        former=1,
        extra_boxes=10,
        removed_boxes=1,
        cameras=26,
        other_cameras=1,
        groups=147,
        key_sites=(6, 3, 2, 0, 4, 2),
    ),
    Township(
        code="421102101",
        name="堵城镇",
        short="堵城",
        login="ducheng",
        centre=(30.5394, 114.8426),
        communities="",
        villages="江滩 洲头 洲尾 堤外 堤内 渡口 圩上 沙洲 芦洲 柳洲 青洲 白鹭 雁落 鸥渚 帆影 潮音 芦荻 江心",
        patrol=8,
        young=3,
        former=1,
        extra_boxes=9,
        removed_boxes=0,
        cameras=22,
        other_cameras=1,
        groups=115,
        key_sites=(5, 3, 1, 2, 4, 2),
    ),
    Township(
        code="421102102",
        name="陈策楼镇",
        short="陈策楼",
        login="chencelou",
        centre=(30.5108, 114.9824),
        communities="",
        villages="松岗 柏岗 枫岗 樟岗 桂岗 茶岗 竹岗 梅岗 石岗 土岗 上畈 下畈 东畈 西畈 大畈 小畈 上冲 下冲"
        " 东冲 西冲 大塘 小塘 月塘 方塘 龙泉 古井",
        patrol=8,
        young=4,
        former=0,
        extra_boxes=9,
        removed_boxes=0,
        cameras=24,
        other_cameras=1,
        groups=205,
        key_sites=(6, 3, 2, 0, 4, 2),
    ),
    Township(
        code="421102200",
        name="陶店乡",
        short="陶店",
        login="taodian",
        centre=(30.4655, 115.0061),
        communities="",
        villages="陶窑 瓦窑 砖窑 上窑 下窑 碗店 缸店 坛店 青泥 白泥 黄土 红土 紫砂 窑岭 窑坪",
        patrol=8,
        young=3,
        former=0,
        extra_boxes=5,
        removed_boxes=0,
        cameras=12,
        other_cameras=1,
        groups=118,
        key_sites=(3, 2, 1, 0, 2, 1),
    ),
    Township(
        code="421102450",
        name="火车站开发区",
        short="火车站",
        login="huochezhan",
        centre=(30.4787, 114.9455),
        communities="",
        villages="站前 站后 站东 站西",
        patrol=7,
        young=3,
        former=0,
        extra_boxes=5,
        removed_boxes=0,
        cameras=10,
        other_cameras=1,
        groups=31,
        key_sites=(1, 2, 1, 0, 2, 2),
    ),
)

VILLAGE_HEADS: Final = {
    "421102001": "qingsong cuizhu linjiang wangjiang songtao guiyuan hetang danfeng chaoyang anhe wenfeng"
    " shuyuan meiyuan lanting heping huimin yongan kangle changle jinxiu chunhui mingde",
}
"""login names of the villages whose heads are in the staff list, in the order of the villages"""
