"""How a capability writes down its words."""

from collections.abc import Mapping

from server.words import Words


def said(pairs: Mapping[str, tuple[str, str]]) -> Words:
    """Words by code, from (Chinese, English)."""
    return {code: {"zh-CN": chinese, "en": english} for code, (chinese, english) in pairs.items()}


def not_while(thing: tuple[str, str], states: Words) -> Words:
    """The reason `not_while_{state}` of every state: what the fold says of an event without a row there.

    `thing`: the kind of record, as ("班次", "shift").
    """
    chinese, english = thing
    return {
        f"not_while_{state}": {
            "zh-CN": f"{chinese}{words['zh-CN']}，不能进行此操作。",
            "en": f"The {english} is {words['en']}.",
        }
        for state, words in states.items()
    }


REASONS = said(
    {
        "waits_for_head": (
            "等待所属记录本身同步后处理。",
            "Waits until the record that it is about has arrived.",
        ),
        "waits_for_prev": (
            "等待本机之前的一条记录同步后处理。",
            "Waits for the record that this phone wrote before it.",
        ),
        "role_missing": ("您的岗位没有此项操作的权限。", "Your role does not have the right to do this."),
        "reason_missing": ("请填写原因。", "A reason is needed."),
        "dismissed": ("办公室核实后未予采纳。", "The office looked at this and did not accept it."),
        "not_parked": ("该记录不在待处理之列。", "That record does not wait for a decision."),
        "overtaken": ("到期前情况已变化。", "Something else happened before it was due."),
        "schema": ("记录内容不符合格式要求。", "The record does not have the expected form."),
        "unknown_type": ("系统不认识此类记录。", "The system does not know this type of record."),
        "second_revision": (
            "同一编号已有另一份记录，此份留存备查。",
            "Another record has the same id; this one is kept beside it.",
        ),
        "second_final": (
            "已提交的文书不能再改，此份留存备查。",
            "A paper that is handed in does not change; this version is kept beside it.",
        ),
        "extra_keys": (
            "此类记录只能包含规定的项目，多余内容未保存。",
            "Records of this kind hold nothing but the fields laid down; what was more was not kept.",
        ),
        "too_large": ("记录过大。", "The record is too large."),
    }
)

FLAGS = said(
    {
        "gap": ("缺少之前的记录", "an earlier record is missing"),
        "retried": ("补齐后已采纳", "taken in after what it waited for"),
        "forced": ("经办公室核实采纳", "taken in by the office"),
        "clock_skew": ("手机时间不准", "phone clock off"),
        "too_late": ("逾期同步，按收到时间计", "synced too late, counted at its arrival"),
        "late_sync": ("迟到同步", "synced late"),
        "handed_over": ("移交前填写，移交后收到", "written before a handover, arrived after it"),
    }
)

ACTIONS = said(
    {
        "head": ("登记", "recorded"),
        "edit": ("修改", "edit"),
        "correct": ("更正", "correct"),
        "pick": ("选定", "pick one"),
        "force": ("采纳", "take in"),
        "dismiss": ("不予采纳", "dismiss"),
        "void": ("作废", "void"),
        "wait_over": ("等待到期", "waited long enough"),
    }
)
