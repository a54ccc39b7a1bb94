"""The codes of tasks and notices in both languages."""

from collections.abc import Mapping

from server.records.words import not_while, said
from server.words import Words

TASK_STATES = said(
    {
        "open": ("待签收", "not received yet"),
        "acked": ("已签收", "received"),
        "overdue": ("已逾期", "overdue"),
        "done": ("已完成", "done"),
        "cancelled": ("已取消", "cancelled"),
    }
)

NOTICE_STATES = said(
    {
        "sent": ("已发出", "sent"),
        "read": ("已阅", "read"),
        "withdrawn": ("已撤回", "withdrawn"),
    }
)

TASK_ACTIONS = said(
    {
        "ack": ("签收", "receive"),
        "ask_progress": ("催问进展", "ask for progress"),
        "reply": ("回复进展", "reply"),
        "finish": ("完成", "done"),
        "moved_on": ("随事项办结", "settled by its record"),
        "overdue": ("到期未完成", "not done in time"),
        "no_reply": ("到期未回复", "no reply in time"),
        "postpone": ("延期", "postpone"),
        "send_back": ("退回重办", "send back"),
        "cancel": ("取消任务", "cancel"),
        "force": ("强制采纳", "take in nevertheless"),
        "dismiss": ("不予采纳", "dismiss"),
        "wait_over": ("等待到期", "waited long enough"),
    }
)

NOTICE_ACTIONS = said(
    {
        "ack": ("已阅", "read"),
        "withdraw": ("撤回", "withdraw"),
        "force": ("强制采纳", "take in nevertheless"),
        "dismiss": ("不予采纳", "dismiss"),
        "wait_over": ("等待到期", "waited long enough"),
    }
)

# What the server and the offices ask people to do. Other capabilities add theirs here.
TASK_KINDS = said(
    {
        "office": ("中心交办", "from the centre"),
        "respond": ("出警处置：请签收并前往", "go to an incident: answer, then go"),
        "drill_improvement": ("演练整改", "put right what a drill showed"),
        "inform_reporter": ("告知首问反映人去向", "tell the one who reported where to turn"),
        "handle_case": ("承办矛盾纠纷", "handle a case"),
        "decide_outcome": ("结果有争议，请裁定", "two outcomes contradict each other: decide"),
        "follow_up": ("回访", "visit again"),
        "reply_supervision": ("督办回复", "reply to a supervision order"),
    }
)

NOTICE_KINDS = said(
    {
        "office": ("中心通知", "notice from the centre"),
        "serious_incident": ("较大及以上突发事件", "a serious incident"),
        "not_reached": (
            "处置力量未应答，请立即电话联系",
            "a responder is not reached: call by phone now",
        ),
        "respond_now": ("请立即应答出警指令", "answer the dispatch now"),
        "responder_declined": ("处置力量无法前往，请改派", "a responder cannot come: send another"),
        "re_raised": (
            "解除后现场情况又转严重，请重新调度",
            "worse news after the stand-down: dispatch again",
        ),
        "drill_notice": ("演练通知", "a drill is announced"),
        "hazard_rejected": ("隐患上报未受理", "a hazard was not accepted"),
        "finds_stand": (
            "检查已退回，其中发现的隐患仍然有效，请逐一核对",
            "the inspection was returned; the hazards that it found stand: look at each",
        ),
        "report_supplemented": ("旬报有补报", "a ten-day report has a supplement"),
    }
)

REASONS: Words = {
    **not_while(("任务", "task"), TASK_STATES),
    **not_while(("通知", "notice"), NOTICE_STATES),
    **said(
        {
            "not_addressed": ("此任务或通知不是发给您的。", "This is addressed to somebody else."),
            "reason_missing": ("请填写原因。", "A reason is needed."),
            "already_acked": ("已签收。", "It was received already."),
            "already_read": ("已阅。", "It was read already."),
            "task_over": ("任务已结束，时间已记录。", "The task was over; the time is kept."),
            "notice_withdrawn": ("通知已撤回，时间已记录。", "The notice was withdrawn; the time is kept."),
            "overtaken": ("到期前情况已变化。", "Something else happened before it was due."),
        }
    ),
}

FLAGS = said(
    {
        "progress_asked": ("催问中", "progress asked for"),
        "reply_overdue": ("未按时回复", "no reply in time"),
        "late_sync": ("迟到同步", "synced late"),
        "done_late": ("逾期完成", "done late"),
        "sent_back": ("曾退回重办", "was sent back"),
    }
)

TASK_DICTIONARIES: Mapping[str, Words] = {
    "task_state": TASK_STATES,
    "task_action": TASK_ACTIONS,
    "task_kind": TASK_KINDS,
}
NOTICE_DICTIONARIES: Mapping[str, Words] = {
    "notice_state": NOTICE_STATES,
    "notice_action": NOTICE_ACTIONS,
    "notice_kind": NOTICE_KINDS,
}
