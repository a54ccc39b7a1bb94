"""The duties' codes in both languages: reasons of results, flags, dictionaries."""

from collections.abc import Mapping

from server.records.words import ACTIONS, FLAGS, REASONS, not_while, said
from server.words import Words
from sync.transitions import Table

SHARED: Words = {
    **REASONS,
    **FLAGS,
    **said(
        {
            "not_the_author": (
                "只有填写人本人或综治办可以作废。",
                "Only its author or the office may void it.",
            ),
            "void_too_late": (
                "已超过本人可作废的时限，请联系综治办。",
                "The time in which its author may void it is over; ask the office.",
            ),
            "already_voided": ("此记录已作废。", "This was voided already."),
            "not_parked": ("此记录无需再处理。", "This no longer waits for a decision."),
        }
    ),
}

SCREENING_STATES = said(
    {
        "due": ("待完成", "due"),
        "done": ("已按时完成", "done in time"),
        "late": ("逾期完成", "done late"),
        "missed": ("未完成", "missed"),
    }
)
SCREENING_ACTIONS = said(
    {
        "round": ("走访排查", "round"),
        "add_case_ref": ("关联纠纷", "case found"),
        "sign": ("签字确认", "sign"),
        "strike": ("划去一条", "strike an entry"),
        "accept_reason": ("认可原因", "accept the reason"),
        "mark_missed": ("记为未完成", "marked missed"),
        "finalize_missed": ("未完成定论", "finally missed"),
    }
)
SCREENING_FLAGS = said(
    {
        "missed_final": ("未完成已定论", "finally missed"),
        "late_final": ("定论后补报", "reported after it was final"),
        "late_accepted": ("补报已认可", "late report accepted"),
    }
)
SCREENING_WORDS: Words = {
    **not_while(("本周排查", "screening"), SCREENING_STATES),
    **SHARED,
    **SCREENING_FLAGS,
    **said(
        {
            "no_round_yet": ("本周尚无走访记录，请先登记。", "There is no round in this week yet."),
            "not_in_the_week": ("走访日期不在本周内。", "The day of the round is not in this week."),
            "before_the_week": (
                "填写时间早于本周，不能计入本周。",
                "This was written before the week began, and does not count for it.",
            ),
            "no_such_entry": ("没有这条记录。", "There is no such entry."),
            "not_yours_to_strike": (
                "只有填写人本人在时限内或综治办可以划去。",
                "Only its author, for a while, or the office may strike this.",
            ),
            "already_signed": ("本周排查已签字。", "The screening was signed already."),
            "nothing_to_accept": ("没有需要认可的逾期补报。", "There is no late report to accept."),
        }
    ),
}

RECORDED_STATES = said({"recorded": ("已登记", "recorded"), "voided": ("已作废", "voided")})
VOID_CODES = said(
    {
        "entered_twice": ("重复登记", "entered twice"),
        "wrong_number": ("数字有误", "wrong number"),
        "wrong_day": ("日期有误", "wrong day"),
        "wrong_kind": ("类别有误", "wrong kind"),
        "not_held": ("实际未开展", "did not take place"),
    }
)
ACTIVITY_WORDS: Words = {**not_while(("工作记录", "activity"), RECORDED_STATES), **SHARED}
ACTIVITY_KINDS = said(
    {
        "line_guard": ("护路护线", "guarding a line"),
        "key_person_service": ("重点人员服务管理", "serving key persons"),
        "anti_cult_work": ("防范处理邪教", "work against cults"),
        "symposium": ("走访座谈", "symposium"),
        "door_visit": ("入户走访", "visits from door to door"),
        "opinion_collect": ("社情民意收集", "collecting opinions"),
        "mass_prevention": ("群防群治", "mass prevention"),
    }
)
PLACE_KINDS = said(
    {
        "township": ("乡镇", "township"),
        "village": ("村（社区）", "village"),
        "enterprise": ("企业", "enterprise"),
    }
)

PUBLICITY_WORDS: Words = {**not_while(("宣传记录", "publicity record"), RECORDED_STATES), **SHARED}
PUBLICITY_KINDS = said(
    {
        "leaflet": ("宣传资料", "leaflets"),
        "banner": ("横幅", "banners"),
        "column": ("宣传专栏", "notice columns"),
        "board": ("户外展板", "outdoor boards"),
        "led": ("电子显示屏", "screens"),
    }
)
PUBLICITY_UNITS = said(
    {
        "copies": ("份", "copies"),
        "banners": ("条", "banners"),
        "boards": ("块", "boards"),
        "screens": ("块屏", "screens"),
    }
)

SLOGAN_STATES = said({"uncounted": ("未清点", "not counted"), "counted": ("已清点", "counted")})
SLOGAN_ACTIONS = said({"count": ("清点标语", "count")})
SLOGAN_FLAGS = said({"too_few": ("标语不足", "too few"), "too_many": ("标语超出", "too many")})
SLOGAN_WORDS: Words = {
    **not_while(("标语清点", "count of slogans"), SLOGAN_STATES),
    **SHARED,
    **SLOGAN_FLAGS,
    **said(
        {"counted_later": ("已有更晚日期的清点，以其为准。", "A count of a later day is here and stands.")}
    ),
}

ASSET_STATES = said(
    {
        "active": ("正常", "in order"),
        "fault": ("故障", "out of order"),
        "repair": ("维修中", "in repair"),
        "removed": ("已撤除", "removed"),
    }
)
ASSET_ACTIONS = said(
    {
        "report": ("上报故障", "report a fault"),
        "start_repair": ("安排维修", "begin the repair"),
        "repaired": ("修复", "repaired"),
        "no_fault": ("核实无故障", "no fault found"),
        "remove": ("撤除", "remove"),
        "restore": ("恢复使用", "restore"),
    }
)
ASSET_KINDS = said(
    {"camera": ("探头", "camera"), "checkpoint": ("巡查点", "checkpoint"), "mailbox": ("举报信箱", "mailbox")}
)
FAULTS = said(
    {
        "damaged": ("损坏", "damaged"),
        "blocked": ("被遮挡", "blocked"),
        "missing": ("缺失", "missing"),
        "offline": ("不在线", "offline"),
        "dirty": ("脏污", "dirty"),
        "lock": ("锁具问题", "lock or key"),
        "other": ("其他", "other"),
    }
)


def asset_words(thing: tuple[str, str], states: Words) -> Words:
    """The reasons of a thing that breaks."""
    return {
        **not_while(thing, states),
        **SHARED,
        **said(
            {
                "repaired_since": ("报障之后已修复。", "It was repaired after this was seen."),
                "already_in_repair": ("已安排维修。", "It is in repair already."),
                "already_active": ("已恢复正常。", "It is in order already."),
                "already_removed": ("已撤除。", "It was removed already."),
            }
        ),
    }


ASSET_WORDS = asset_words(("设施", "thing"), ASSET_STATES)

REPORT_STATES = said(
    {
        "generated": ("待确认", "waiting to be confirmed"),
        "confirmed": ("已确认", "confirmed"),
        "received": ("乡镇已接收", "received"),
        "returned": ("已退回", "returned"),
        "included": ("已汇总", "included"),
        "supplement": ("待补报", "waiting for its supplement"),
    }
)
REPORT_ACTIONS = said(
    {
        "figures": ("生成数据", "figures"),
        "confirm": ("确认", "confirm"),
        "remark": ("备注", "remark"),
        "receive": ("接收", "receive"),
        "return": ("退回", "return"),
        "include": ("汇总", "include"),
    }
)
REPORT_FLAGS = said({"late": ("逾期确认", "confirmed late"), "supplemented": ("有补报", "has a supplement")})
REPORT_WORDS: Words = {
    **not_while(("旬报", "ten-day report"), REPORT_STATES),
    **SHARED,
    **REPORT_FLAGS,
    **said(
        {
            "unknown_figures": ("没有这一版数据。", "There are no such figures."),
            "already_confirmed": ("此版旬报已确认。", "This version was confirmed already."),
            "already_received": ("旬报已接收。", "The report was received already."),
            "already_returned": ("旬报已退回。", "The report was returned already."),
        }
    ),
}


def dictionaries(table: Table, states: Words, actions: Words, **more: Words) -> Mapping[str, Words]:
    """The dictionaries of a kind of record: its states, its own actions and those that every record has."""
    named = {**ACTIONS, **actions}
    own = {action: named[action] for action in sorted({row.action for row in table.transitions})}
    return {"state": states, "action": own, **more}
