"""The hazards' codes in both languages: states, actions, reasons, flags, dictionaries."""

from collections.abc import Mapping

from server.records.words import ACTIONS, FLAGS, REASONS, not_while, said
from server.schools.checklist import GROUP_NAMES, ITEM_NAMES
from server.words import Words

STATES = said(
    {
        "found": ("待交办", "found"),
        "assigned": ("已交办", "assigned"),
        "received": ("已接收", "received"),
        "rectifying": ("整改中", "being put right"),
        "rectified": ("待验收", "put right, to be verified"),
        "closed": ("已销号", "closed"),
        "rejected": ("不予受理", "rejected"),
        "transferred": ("已移送", "passed to a body outside"),
        "suspended": ("已中止", "suspended"),
        "merged": ("已合并", "merged"),
    }
)
HAZARD_ACTIONS = said(
    {
        "find": ("发现", "found"),
        "join": ("同样发现", "found too"),
        "fixed_on_spot": ("当场整改", "fixed on the spot"),
        "auto_assign": ("按清单交办", "assigned by the checklist"),
        "assign": ("交办", "assign"),
        "receive": ("接收", "receive"),
        "not_mine": ("非本单位职责", "not ours"),
        "progress": ("整改进展", "progress"),
        "rectify": ("整改完成", "put right"),
        "verify": ("验收通过", "verify"),
        "verify_fail": ("验收不通过", "not put right"),
        "extend_ask": ("申请延期", "ask for more time"),
        "extend": ("同意延期", "give more time"),
        "extend_no": ("不同意延期", "give no more time"),
        "overdue": ("已逾期", "overdue"),
        "reject": ("不予受理", "reject"),
        "transfer": ("移送", "pass on"),
        "transfer_report": ("移送反馈", "report from outside"),
        "suspend_ask": ("申请中止", "ask to suspend"),
        "suspend": ("同意中止", "suspend"),
        "suspend_no": ("不同意中止", "do not suspend"),
        "resume": ("恢复整改", "resume"),
        "merge_into": ("并入", "merge into"),
        "take_over": ("并入本隐患", "taken over"),
        "suspect": ("疑似重复", "suspected to be the same"),
        "distinct": ("不是重复", "not the same"),
        "inspection_returned": ("所属检查被退回", "its inspection was returned"),
    }
)
HAZARD_REASONS = said(
    {
        "unknown_school": ("辖区内没有这所学校。", "There is no such school in this area."),
        "photo_or_reason": ("请拍照，或写明情况。", "A photo or a description is needed."),
        "after_photo_missing": ("请上传整改后的照片。", "A photo of how it is now is needed."),
        "not_the_finder": ("只有发现人可以当场销改。", "Only who found it can fix it on the spot."),
        "not_your_unit": ("此隐患未交办给您的单位。", "This hazard is not your unit's."),
        "not_yours": ("您不是发现人，也不是责任单位。", "You neither found it nor is it your unit's."),
        "not_mine_once": (
            "已退回过一次，请与综治办联系。",
            "It was given back once; ask the township's office.",
        ),
        "rectifier_may_not_verify": (
            "整改人不能验收自己的整改。",
            "Who put it right may not verify it.",
        ),
        "visited_before_rectified": (
            "验收时间早于整改时间。",
            "The visit was before it was put right.",
        ),
        "asked_too_late": (
            "已过整改期限，不能申请延期。",
            "The time is over; more must be asked for before.",
        ),
        "not_later": ("延期后的期限应晚于原期限。", "The new time must be later than the present one."),
        "nothing_asked": ("没有待处理的申请。", "Nothing was asked for."),
        "nothing_suspected": ("没有疑似重复。", "Nothing is suspected."),
        "merged_with_itself": ("不能并入自身。", "A hazard cannot be merged into itself."),
        "merged_in_a_circle": (
            "对方已并入本隐患，不能互相合并。",
            "That one was merged into this one already.",
        ),
        "already_closed": ("隐患已销号，本次记录已并入。", "It was closed already; this was kept with it."),
        "already_rectified": (
            "隐患已整改，本次记录已并入。",
            "It was put right already; this was kept with it.",
        ),
        "already_received": ("已有人接收。", "Somebody had received it already."),
        "already_failed": ("已有人判定不通过。", "Somebody had failed it already."),
        "already_rejected": ("已不予受理。", "It was rejected already."),
        "already_merged": ("已合并。", "It was merged already."),
        "received_first": ("本单位已有人接收，以接收为准。", "Your unit had received it, and that stands."),
        "rectified_first": ("已整改，待验收。", "It was put right; it is to be verified."),
        "verify_needed": (
            "已改交其他单位，本次整改保留，待验收。",
            "It was given to another unit; what was done is kept and to be verified.",
        ),
        "fail_wins": (
            "另有人验收不通过，以不通过为准。",
            "Somebody else failed it, and that stands.",
        ),
        "forwarded": ("已转入合并后的隐患。", "It was passed to the hazard that this one was merged into."),
    }
)
HAZARD_FLAGS = said(
    {
        "found_again": ("销号后再次发现", "found again after it was closed"),
        "not_mine": ("责任单位曾退回", "a unit gave it back"),
        "extension_asked": ("申请延期中", "more time asked for"),
        "suspend_asked": ("申请中止中", "suspension asked for"),
        "overdue": ("已逾期", "overdue"),
        "dup_suspect": ("疑似重复", "may be the same as another"),
        "inspection_returned": ("所属检查被退回，待核对", "found by an inspection that was returned"),
    }
)
SEVERITY_NAMES = said(
    {
        "low": ("轻微", "low"),
        "medium": ("一般", "medium"),
        "high": ("较大", "high"),
        "severe": ("重大", "severe"),
    }
)
CATEGORY_NAMES: Words = {**GROUP_NAMES, **said({"other": ("其他", "other")})}

WORDS: Words = {**REASONS, **not_while(("隐患", "hazard"), STATES), **HAZARD_REASONS}
DICTIONARIES: Mapping[str, Words] = {
    "state": STATES,
    "action": {**ACTIONS, **HAZARD_ACTIONS},
    "flag": {**FLAGS, **HAZARD_FLAGS},
    "category": CATEGORY_NAMES,
    "severity": SEVERITY_NAMES,
    "item": ITEM_NAMES,
}
