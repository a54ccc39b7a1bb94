"""The codes of incidents, responders and drills in both languages."""

from collections.abc import Mapping

from server.records.words import not_while, said
from server.words import Words

INCIDENT_STATES = said(
    {
        "reported": ("已上报", "reported"),
        "verified": ("已核实", "verified"),
        "false_alarm": ("误报", "a false alarm"),
        "graded": ("已定级", "graded"),
        "plan_started": ("已启动预案", "under its emergency plan"),
        "dispatched": ("已派出力量", "dispatched"),
        "on_scene": ("现场处置中", "attended to on the scene"),
        "controlled": ("已控制", "under control"),
        "stood_down": ("已解除", "stood down"),
        "reviewed": ("已复盘", "reviewed"),
        "closed": ("已办结", "closed"),
        "merged": ("已并入其他事件", "merged into another one"),
        "void": ("已作废", "void"),
    }
)

RESPONDER_STATES = said(
    {
        "declined": ("无法前往", "unable to come"),
        "notified": ("已通知", "notified"),
        "acked": ("已应答", "acknowledged"),
        "en_route": ("赶赴中", "on the way"),
        "on_scene": ("已到场", "on the scene"),
        "done": ("已完成", "done"),
    }
)

DRILL_STATES = said(
    {
        "planned": ("计划中", "planned"),
        "notified": ("已通知", "announced"),
        "running": ("进行中", "under way"),
        "ended": ("已结束", "over"),
        "evaluated": ("已评估", "evaluated"),
        "improving": ("整改中", "being improved upon"),
        "closed": ("已办结", "closed"),
        "cancelled": ("已取消", "cancelled"),
    }
)

DECISIONS = {
    "force": ("强制采纳", "take in nevertheless"),
    "dismiss": ("不予采纳", "dismiss"),
    "wait_over": ("等待到期", "waited long enough"),
}

INCIDENT_ACTIONS = said(
    {
        "verify": ("核实", "verify"),
        "false_alarm": ("认定误报", "call it a false alarm"),
        "grade": ("定级", "grade"),
        "start_plan": ("启动预案", "start the plan"),
        "dispatch": ("派出力量", "dispatch"),
        "retask": ("改派", "give a new order"),
        "arrived": ("力量到场", "responder arrived"),
        "sitrep": ("报告现场情况", "report the situation"),
        "ask_controlled": ("请求确认已控制", "report it under control"),
        "controlled": ("确认已控制", "confirm it is under control"),
        "not_controlled": ("尚未控制", "not under control"),
        "stand_down": ("解除响应", "stand down"),
        "review": ("复盘", "review"),
        "decide_accountability": ("责任倒查决定", "decide on accountability"),
        "close": ("办结", "close"),
        "merge_into": ("并入其他事件", "merge into another one"),
        "also_reported": ("另有上报", "also reported"),
        "edit": ("修改", "edit"),
        "correct": ("更正", "correct"),
        "void": ("作废", "void"),
        **DECISIONS,
    }
)

RESPONDER_ACTIONS = said(
    {
        "retask": ("新指令", "new order"),
        "ack": ("应答", "acknowledge"),
        "decline": ("无法前往", "unable to come"),
        "en_route": ("出发", "on the way"),
        "on_scene": ("到场", "arrived"),
        "done": ("完成", "done"),
        "stand_down": ("解除", "stood down"),
        "no_ack": ("超时未应答", "no answer in time"),
        **DECISIONS,
    }
)

DRILL_ACTIONS = said(
    {
        "notify": ("发布通知", "announce"),
        "sign_in": ("签到", "sign in"),
        "start": ("开始", "start"),
        "muster": ("集结完毕", "assembled"),
        "arrive": ("到达现场", "arrived"),
        "end": ("结束", "end"),
        "problem": ("记录问题", "note a problem"),
        "evaluate": ("评估", "evaluate"),
        "improvement_done": ("整改完成", "improvement made"),
        "improvement_back": ("整改退回", "improvement sent back"),
        "close": ("办结", "close"),
        "cancel": ("取消", "cancel"),
        "edit": ("修改", "edit"),
        **DECISIONS,
    }
)

COMMON = {
    "reason_missing": ("请填写原因。", "A reason is needed."),
    "overtaken": ("到期前情况已变化。", "Something else happened before it was due."),
    "already_closed": ("已办结。", "It was closed already."),
}

INCIDENT_REASONS: Words = {
    **not_while(("事件", "incident"), INCIDENT_STATES),
    **said(
        {
            **COMMON,
            "not_on_site": ("请先到现场再核实。", "Verify it on the spot, or leave it to the office."),
            "verify_wins": (
                "现场已有人核实，本次误报认定未采纳。",
                "Somebody verified it at the same time; it is not a false alarm.",
            ),
            "already_verified": ("事件已核实。", "It was verified already."),
            "already_false_alarm": ("已认定误报。", "It was called a false alarm already."),
            "not_verified": ("请先核实。", "Verify it first."),
            "not_graded": ("请先定级。", "Grade it first."),
            "already_graded": ("已是该级别。", "It has this grade already."),
            "higher_grade_stands": (
                "同时已有更高定级，以高者为准。",
                "Somebody graded it higher; that stands.",
            ),
            "grade_only_up": ("处置期间级别只能上调。", "While it is open the grade only goes up."),
            "already_plan_started": ("预案已启动。", "A plan was started already."),
            "already_further": (
                "处置进度已更靠后，时间已记录。",
                "It had got further already; the time is kept.",
            ),
            "not_on_scene": ("只有现场力量可以报告。", "Only who is on the scene can say so."),
            "control_not_asked": ("现场尚未报告已控制。", "The scene has not reported this yet."),
            "already_controlled": ("已确认控制。", "It was under control already."),
            "worse_meanwhile": (
                "解除时现场已报告情况加重，未予解除。",
                "The scene had reported worse at the same time: it was not stood down.",
            ),
            "already_stood_down": ("响应已解除。", "It was stood down already."),
            "accountability_undecided": (
                "重大及以上事件须先作出责任倒查决定。",
                "Of a major incident it has to be decided first who is accountable.",
            ),
            "merged_into_itself": ("不能并入自身。", "It cannot be merged into itself."),
            "merged_in_a_circle": ("对方事件已并入本事件。", "The other one was merged into this one."),
            "already_merged": ("已并入其他事件。", "It was merged already."),
            "forwarded": ("已转到并入的事件。", "This went on to the incident that it was merged into."),
            "not_settled_yet": ("解除响应后方可核定人数。", "Numbers are settled after the stand-down."),
            "counts_are_settled": (
                "响应已解除，请填写核定人数。",
                "It was stood down: give the settled numbers instead.",
            ),
            "not_your_report": ("只能作废自己的上报。", "Only one's own report can be voided."),
            "too_late_to_void": ("已超过可作废时间。", "It is too late to void this."),
            "others_have_acted": ("已有他人处理，不能作废。", "Others have acted on it; it stands."),
            "already_void": ("已作废。", "It was void already."),
        }
    ),
}

RESPONDER_REASONS: Words = {
    **not_while(("处置力量", "responder"), RESPONDER_STATES),
    **said(
        {
            **COMMON,
            "not_called": ("此指令不是派给您的。", "This order is for somebody else."),
            "answers_earlier_order": (
                "已有新指令，此应答对应之前的指令，时间已记录。",
                "There is a new order; this answered the earlier one. The time is kept.",
            ),
            "already_further": (
                "处置进度已更靠后，时间已记录。",
                "It had got further already; the time is kept.",
            ),
            "retask_wins": ("已有新指令，以新指令为准。", "There is a new order; that holds."),
        }
    ),
}

DRILL_REASONS: Words = {
    **not_while(("演练", "drill"), DRILL_STATES),
    **said(
        {
            **COMMON,
            "not_the_leader": ("只有演练负责人可以填写。", "Only the leader of the drill can say so."),
            "not_the_evaluator": ("只有评估人可以评估。", "Only the evaluator can judge it."),
            "already_notified": ("通知已发布。", "It was announced already."),
            "already_started": ("演练已开始。", "It had started already."),
            "already_ended": ("演练已结束，时间已记录。", "It was over already; the time is kept."),
            "already_cancelled": ("演练已取消。", "It was cancelled already."),
            "no_such_improvement": ("没有此项整改。", "There is no such improvement."),
            "not_your_improvement": ("此项整改不归您。", "This improvement is another unit's."),
            "improvements_open": ("还有整改未完成。", "Some improvements are not made yet."),
            "fixed_once_notified": (
                "通知发布后预案、类型和参演单位不能再改。",
                "Plan, kind and units are fixed once it is announced.",
            ),
        }
    ),
}

INCIDENT_FLAGS = said(
    {
        "serious": ("较大及以上", "serious"),
        "contested": ("误报存疑", "whether it is a false alarm is contested"),
        "re_raised": ("解除后再次升级，待调度", "worse after the stand-down: dispatch again"),
        "control_asked": ("现场报告已控制，待确认", "reported under control, to be confirmed"),
        "after_stand_down": ("解除后仍有现场报告", "reports came after the stand-down"),
        "circle_undone": ("互相并入，已恢复", "two were merged into each other: opened again"),
        "void_undone": ("他人另有报告，作废已撤销", "others reported it too: not void"),
    }
)

RESPONDER_FLAGS = said(
    {
        "not_reached": ("未应答，请电话联系", "not reached: call by phone"),
        "done_auto": ("随响应解除自动完成", "done by the stand-down"),
    }
)

DRILL_FLAGS = said({"cancelled_but_held": ("取消后仍举行", "held though cancelled")})

INCIDENT_KINDS = said(
    {
        "fire": ("火灾", "fire"),
        "traffic": ("交通事故", "traffic accident"),
        "flood": ("汛情内涝", "flood"),
        "storm": ("大风冰雹等灾害", "storm"),
        "fight": ("打架斗殴", "fight"),
        "gathering": ("人员聚集", "crowd"),
        "production_accident": ("生产安全事故", "accident at work"),
        "school_safety": ("涉校安全", "school safety"),
        "water_rescue": ("溺水救援", "water rescue"),
        "public_health": ("公共卫生", "public health"),
        "facility": ("设施险情", "dangerous facility"),
        "other": ("其他", "other"),
    }
)
LEVELS = said(
    {
        "IV": ("一般（Ⅳ级）", "ordinary (IV)"),
        "III": ("较大（Ⅲ级）", "serious (III)"),
        "II": ("重大（Ⅱ级）", "major (II)"),
        "I": ("特别重大（Ⅰ级）", "extraordinary (I)"),
    }
)
UNIT_KINDS = said(
    {
        "team": ("队伍", "team"),
        "unit": ("单位", "unit"),
        "vehicle": ("车辆", "vehicle"),
        "staff": ("人员", "person"),
    }
)
ACCOUNTABILITY = said({"opened": ("启动责任倒查", "opened"), "not_needed": ("无需倒查", "not needed")})
DRILL_KINDS = said(
    {
        "tabletop": ("桌面推演", "table-top"),
        "functional": ("功能演练", "functional"),
        "full": ("综合演练（实战）", "full-scale"),
    }
)
GRADES = said({"good": ("优秀", "good"), "passed": ("合格", "passed"), "poor": ("不合格", "poor")})

INCIDENT_DICTIONARIES: Mapping[str, Words] = {
    "incident_state": INCIDENT_STATES,
    "incident_action": INCIDENT_ACTIONS,
    "incident_kind": INCIDENT_KINDS,
    "incident_level": LEVELS,
    "accountability": ACCOUNTABILITY,
}
RESPONDER_DICTIONARIES: Mapping[str, Words] = {
    "responder_state": RESPONDER_STATES,
    "responder_action": RESPONDER_ACTIONS,
    "responder_kind": UNIT_KINDS,
}
DRILL_DICTIONARIES: Mapping[str, Words] = {
    "drill_state": DRILL_STATES,
    "drill_action": DRILL_ACTIONS,
    "drill_kind": DRILL_KINDS,
    "drill_grade": GRADES,
}
