"""The patrol's codes in both languages: reasons of results, flags, dictionaries."""

from collections.abc import Mapping

from server.records.words import FLAGS as COMMON_FLAGS
from server.records.words import REASONS as COMMON_REASONS
from server.records.words import not_while, said
from server.words import Words

STATES = said(
    {
        "planned": ("待出勤", "planned"),
        "started": ("巡逻中", "on patrol"),
        "paused": ("暂停中", "paused"),
        "ended": ("已收勤", "ended"),
        "submitted": ("已提交", "submitted"),
        "reviewed": ("已审核", "reviewed"),
        "missed": ("缺勤", "missed"),
        "cancelled": ("已取消", "cancelled"),
    }
)

OWN_REASONS = said(
    {
        "waits_for_head": ("等待班次本身同步后处理。", "Waits until the shift itself has arrived."),
        "missed_without_reason": (
            "有必巡点漏巡，请逐一填写原因。",
            "Must-visit points were missed: each needs a reason.",
        ),
        "nothing_to_accept": ("此班次没有需要认可的逾期补报。", "This shift has no late report to accept."),
        "before_the_shift": (
            "出勤时间早于本班次半天以上，不能计入本班次。",
            "This began more than half a day before the shift, and does not count for it.",
        ),
        "already_started": (
            "班次已开始，本次操作已并入。",
            "The shift had started already; this was merged in.",
        ),
        "already_paused": ("班次已暂停或结束。", "The shift was paused or over already."),
        "already_ended": ("班次已结束，本次操作已并入。", "The shift had ended already; this was merged in."),
        "already_submitted": ("班次已提交。", "The shift was submitted already."),
        "already_reviewed": ("班次已审核。", "The shift was reviewed already."),
        "already_cancelled": ("班次已取消。", "The shift was cancelled already."),
    }
)

REASONS: Words = {**COMMON_REASONS, **not_while(("班次", "shift"), STATES), **OWN_REASONS}

OWN_FLAGS = said(
    {
        "late_final": ("班次结束或缺勤定论后补报", "begun after its slot, or reported after it was final"),
        "late_accepted": ("补报已认可", "late report accepted"),
        "missed_final": ("缺勤已定论", "finally missed"),
        "late_start": ("出勤迟到", "started late"),
        "auto_ended": ("系统自动收勤", "ended by the system"),
        "auto_reviewed": ("系统自动审核", "reviewed by the system"),
        "cancelled_but_started": ("取消后仍出勤", "went out though cancelled"),
        "unplanned": ("计划外班次", "unplanned"),
        "after_end": ("收勤后打卡", "checked in after the end"),
        "bad_token": ("二维码不符", "wrong code scanned"),
        "unknown_point": ("无此巡更点", "no such checkpoint"),
        "far_from_point": ("离点位过远", "far from the point"),
        "low_accuracy": ("定位精度低", "position imprecise"),
        "fast_move": ("移动过快", "moved too fast"),
        "duplicate": ("重复打卡", "repeated check-in"),
    }
)

FLAGS: Words = {**COMMON_FLAGS, **OWN_FLAGS}

SLOT_NAMES = said(
    {
        "day": ("白班", "day"),
        "evening": ("中班", "evening"),
        "night": ("夜班", "night"),
        "adhoc": ("临时", "ad hoc"),
    }
)

METHOD_NAMES = said(
    {
        "qr": ("扫码", "QR code"),
        "nfc": ("碰标签", "NFC tag"),
        "gps": ("定位", "location"),
        "hand": ("手工", "by hand"),
    }
)

FIND_KIND_NAMES = said(
    {
        "hazard": ("安全隐患", "hazard"),
        "dispute_sign": ("矛盾纠纷苗头", "sign of a dispute"),
        "lost_property": ("失物", "lost property"),
        "traffic": ("交通问题", "traffic"),
        "fire": ("消防问题", "fire safety"),
        "facility_damage": ("设施损坏", "damaged facility"),
        "suspicious": ("可疑情况", "suspicious situation"),
    }
)

ACTION_NAMES = said(
    {
        "start": ("开始巡逻", "start"),
        "pause": ("暂停", "pause"),
        "resume": ("继续", "resume"),
        "handover": ("交班", "hand over"),
        "note": ("记事", "note"),
        "end": ("收勤", "end"),
        "submit": ("提交", "submit"),
        "review": ("审核", "review"),
        "cancel": ("取消", "cancel"),
        "accept_reason": ("认可原因", "accept the reason"),
        "mark_missed": ("记为缺勤", "marked missed"),
        "finalize_missed": ("缺勤定论", "finally missed"),
        "auto_end": ("自动收勤", "ended by the system"),
        "auto_review": ("自动审核", "reviewed by the system"),
        "edit": ("修改", "edit"),
        "correct": ("更正", "correct"),
        "force": ("采纳", "take in"),
        "dismiss": ("不予采纳", "dismiss"),
        "wait_over": ("等待到期", "waited long enough"),
        "erase": ("清除打卡位置", "positions erased"),
    }
)

RECORD_NAMES = said(
    {"ckin": ("打卡", "check-in"), "find": ("巡查发现", "find"), "veh_log": ("行车记录", "vehicle log")}
)

WEATHER_NAMES = said(
    {
        "sunny": ("晴", "sunny"),
        "cloudy": ("多云", "cloudy"),
        "rain": ("雨", "rain"),
        "snow": ("雪", "snow"),
        "fog": ("雾", "fog"),
        "wind": ("大风", "windy"),
    }
)

DICTIONARIES: Mapping[str, Words] = {
    "shift_state": STATES,
    "shift_action": ACTION_NAMES,
    "shift_slot": SLOT_NAMES,
    "ckin_method": METHOD_NAMES,
    "find_kind": FIND_KIND_NAMES,
    "weather": WEATHER_NAMES,
    "flag": FLAGS,
}

WORDS: Words = REASONS
