"""The schools' codes in both languages: states, actions, reasons, flags, dictionaries."""

from collections.abc import Mapping

from server.records.words import ACTIONS, FLAGS, REASONS, not_while, said
from server.schools.checklist import ANSWER_NAMES, GROUP_NAMES, ITEM_NAMES
from server.words import Words

ACTION_STATES = said(
    {
        "planned": ("待开展", "planned"),
        "running": ("进行中", "under way"),
        "complete": ("已完成", "complete"),
        "incomplete": ("未完成", "incomplete"),
        "summarised": ("已总结", "summed up"),
    }
)
INSPECTION_STATES = said(
    {
        "draft": ("草稿", "a draft"),
        "submitted": ("已提交", "submitted"),
        "checked": ("已核对", "checked"),
        "returned": ("已退回", "returned"),
    }
)
LESSON_STATES = said({"recorded": ("已登记", "recorded"), "voided": ("已作废", "voided")})

PARTY_NAMES = said(
    {
        "lead": ("牵头综治中心", "the leading centre"),
        "psb": ("公安", "police"),
        "jus": ("司法", "judicial office"),
        "city": ("城建（规建、城管）", "city construction"),
        "msa": ("市场监督", "market supervision"),
        "other": ("其他参与单位", "another unit"),
    }
)
LESSON_KIND_NAMES = said(
    {
        "safety_in_class": ("平安知识进课堂", "safety in class"),
        "law_in_class": ("法治教育进课堂", "law in class"),
    }
)
LECTURER_NAMES = said(
    {
        "law_head": ("法治副校长", "the school's deputy head for law"),
        "police": ("民警", "police officer"),
        "judicial": ("司法所人员", "judicial officer"),
        "inspector": ("学校周边检查员", "inspector"),
        "fire": ("消防人员", "fire officer"),
        "teacher": ("教师", "teacher"),
        "other": ("其他", "other"),
    }
)
ACTION_ACTIONS = said(
    {
        "sign": ("签到参加", "sign"),
        "inspected": ("学校已检查", "school inspected"),
        "inspection_returned": ("检查被退回", "inspection returned"),
        "close_month": ("月末结算", "the month ended"),
        "summarise": ("总结", "sum up"),
    }
)
INSPECTION_ACTIONS = said({"check": ("核对", "check"), "return": ("退回", "return")})

ACTION_WORDS: Words = {
    **REASONS,
    **not_while(("本月学校周边整治行动", "month's action"), ACTION_STATES),
    **said(
        {
            "not_your_unit": ("只能代表本单位签到。", "You can sign for your own unit only."),
            "not_your_party": (
                "您的单位不属于所选的参与方。",
                "Your unit is not of the party that was chosen.",
            ),
            "already_signed": ("本单位已签到。", "Your unit had signed already."),
            "already_counted": ("该次检查已计入。", "This inspection was counted already."),
            "already_summarised": ("本月行动已总结。", "The month was summed up already."),
        }
    ),
}
INSPECTION_WORDS: Words = {
    **REASONS,
    **not_while(("检查", "inspection"), INSPECTION_STATES),
    **said(
        {
            "return_wins": ("另一人已退回，以退回为准。", "Somebody else returned it, and that stands."),
            "already_checked": ("检查已核对。", "The inspection was checked already."),
            "already_returned": ("检查已退回。", "The inspection was returned already."),
            "unknown_school": ("辖区内没有这所学校。", "There is no such school in this area."),
        }
    ),
}
LESSON_WORDS: Words = {
    **REASONS,
    **not_while(("课程", "lesson"), LESSON_STATES),
    **said(
        {
            "void_window_over": (
                "已超过可自行作废的时限，请联系综治办。",
                "The time to void it yourself is over; ask the township's office.",
            ),
            "already_voided": ("课程记录已作废。", "The lesson was voided already."),
        }
    ),
}

ACTION_DICTIONARIES: Mapping[str, Words] = {
    "state": ACTION_STATES,
    "action": {**ACTIONS, **ACTION_ACTIONS},
    "flag": FLAGS,
    "party": PARTY_NAMES,
    "item": ITEM_NAMES,
    "group": GROUP_NAMES,
    "answer": ANSWER_NAMES,
}
INSPECTION_DICTIONARIES: Mapping[str, Words] = {
    "state": INSPECTION_STATES,
    "action": {**ACTIONS, **INSPECTION_ACTIONS},
    "flag": FLAGS,
    "item": ITEM_NAMES,
    "group": GROUP_NAMES,
    "answer": ANSWER_NAMES,
}
LESSON_DICTIONARIES: Mapping[str, Words] = {
    "state": LESSON_STATES,
    "action": ACTIONS,
    "flag": FLAGS,
    "kind": LESSON_KIND_NAMES,
    "lecturer_role": LECTURER_NAMES,
}
