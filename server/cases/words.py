"""The codes of cases and parties in both languages: states, actions, reasons, flags, dictionaries."""

from collections.abc import Mapping

from server.cases.dictionaries import CASE_LISTS, PARTY_LISTS
from server.records.words import ACTIONS, FLAGS, REASONS, not_while, said
from server.words import Words

STATES = said(
    {
        "reported": ("已上报", "reported"),
        "accepted": ("已受理", "accepted"),
        "triaged": ("已分流", "triaged"),
        "assigned": ("已指派", "assigned"),
        "handling": ("调处中", "being handled"),
        "suspended": ("已中止", "suspended"),
        "agreed": ("已达成协议", "settled by agreement"),
        "failed": ("调解不成", "not settled"),
        "referred": ("已移送", "referred"),
        "followed": ("已回访", "followed up"),
        "close_requested": ("待销号", "waiting for close-out"),
        "closed": ("已销号", "closed"),
        "archived": ("已归档", "archived"),
        "rejected": ("不予受理", "not accepted"),
        "merged": ("已并案", "merged into another"),
        "void": ("已作废", "void"),
    }
)
PARTY_STATES = said({"noted": ("已登记", "noted"), "void": ("已作废", "void")})

ACTION_NAMES: Words = {
    **ACTIONS,
    **said(
        {
            "head": ("上报", "report"),
            "accept": ("受理", "accept"),
            "reject": ("不予受理", "reject"),
            "triage": ("分流", "triage"),
            "assign": ("指派", "assign"),
            "reassign": ("改派", "reassign"),
            "take": ("接手", "take on"),
            "return": ("退回", "return"),
            "note": ("记事", "note"),
            "session": ("调解记录", "session"),
            "agreement": ("协议书", "agreement"),
            "follow_up": ("回访", "follow-up visit"),
            "risk_raise": ("提高风险等级", "raise the risk"),
            "risk_lower": ("降低风险等级", "lower the risk"),
            "add_org": ("添加涉及单位", "add an organisation"),
            "file_part": ("案卷材料", "part of the file"),
            "extend_req": ("申请延期", "ask for more time"),
            "extend_ok": ("同意延期", "grant more time"),
            "extend_no": ("不同意延期", "deny more time"),
            "suspend_req": ("申请中止", "ask to suspend"),
            "suspend_ok": ("同意中止", "suspend"),
            "suspend_no": ("不同意中止", "deny suspension"),
            "resume": ("恢复办理", "resume"),
            "escalate": ("提级", "escalate"),
            "agree": ("达成协议", "settled"),
            "fail": ("调解不成", "not settled"),
            "refer": ("移送", "refer"),
            "refer_outcome": ("移送结果", "outcome of the referral"),
            "feedback": ("反馈当事人", "tell the parties"),
            "close_req": ("申请销号", "ask for close-out"),
            "close_ok": ("销号", "close out"),
            "close_no": ("不予销号", "send back"),
            "archive": ("归档", "archive"),
            "reopen_req": ("申请复查", "ask to reopen"),
            "reopen_ok": ("重新办理", "reopen"),
            "reopen_no": ("不予重办", "do not reopen"),
            "merge_into": ("并案", "merge into another"),
            "distinct": ("不是重复", "not the same"),
            "suspect": ("疑似重复登记", "perhaps reported twice"),
            "on_spot": ("当场调解", "settled on the spot"),
            "mark_long_standing": ("列为长期遗留", "marked as long-standing"),
            "wipe_parties": ("收回当事人信息", "parties withdrawn"),
            "party_added": ("登记当事人", "party noted"),
        }
    ),
}
PARTY_ACTIONS: Words = {
    **ACTIONS,
    **said(
        {
            "head": ("登记当事人", "party noted"),
            "handlers": ("经办人变更", "handlers changed"),
            "erase": ("清除姓名电话", "name and phone erased"),
        }
    ),
}

CASE_REASONS: Words = {
    **REASONS,
    **not_while(("案件", "case"), STATES),
    **said(
        {
            "not_handler": ("您不是本案的经办人。", "You are not one of this case's handlers."),
            "not_assignee": ("本案未指派给您。", "This case is not assigned to you."),
            "earlier_cycle": (
                "案件已重新办理，请先查看最新情况。",
                "The case was reopened since; look at it first.",
            ),
            "district_decides": (
                "案件已提级到区，由区里决定。",
                "The case is at the district, which decides.",
            ),
            "not_village_level": ("此案不属村级办理。", "This case is not handled at the village."),
            "other_area": ("此案不在您的村（社区）。", "This case is not in your village."),
            "risk_too_high": ("风险等级过高，不能在此办理。", "The risk is too high for this."),
            "category_missing": ("缺少：纠纷类型。", "missing: category"),
            "return_too_late": ("已超过退回时限。", "The time to return it is over."),
            "returned_before": ("只能退回一次。", "It can be returned only once."),
            "extended_before": ("只能延期一次。", "Its time can be extended only once."),
            "both_must_agree": ("缺少：双方当事人同意。", "missing: consent of both parties"),
            "nothing_suspected": ("没有疑似重复。", "Nothing is suspected to be there twice."),
            "nothing_requested": ("没有待批的申请。", "Nothing was asked for."),
            "already_highest": ("已是区级，不能再提级。", "It is at the district already."),
            "session_missing": ("缺少：调解记录。", "missing: a session"),
            "agreement_missing": ("缺少：协议书。", "missing: the agreement"),
            "court_not_told": (
                "缺少：告知当事人可诉讼或找主管部门。",
                "missing: the parties told of court and departments",
            ),
            "feedback_missing": ("缺少：反馈当事人。", "missing: feedback"),
            "file_parts_missing": ("缺少：案卷必备材料。", "missing: parts of the file"),
            "follow_up_missing": ("缺少：重点案件回访。", "missing: follow-up visit"),
            "outcome_missing": ("缺少：移送结果。", "missing: the outcome of the referral"),
            "disputed_outcome": (
                "结果有争议，须先裁定。",
                "The outcome is disputed; that is to be decided first.",
            ),
            "reopening_undecided": (
                "有复查申请，须先决定。",
                "It was asked to reopen it; that is to be decided first.",
            ),
            "values_undecided": (
                "同一项有多个说法，须先选定。",
                "A field has several values; one is to be picked first.",
            ),
            "director_needed": ("重点案件由主任销号。", "The director closes out key cases."),
            "same_case": ("不能并入自身。", "A case cannot be merged into itself."),
            "too_many_people": ("人数过多，不能当场调解结案。", "Too many people to settle it on the spot."),
            "somebody_hurt": (
                "有人受伤，不能当场调解结案。",
                "Somebody was hurt; it cannot be settled on the spot.",
            ),
            "not_oral": ("当场调解只限口头协议。", "On the spot takes an oral agreement."),
            "not_yours": ("只有上报人或综治办可作废。", "Only who reported it or the office may void it."),
            "void_too_late": ("已超过作废时限。", "The time to void it is over."),
            "others_have_acted": ("他人已办理，不能作废。", "Others have worked on it; it cannot be void."),
            "not_yours_to_edit": (
                "只有上报人或经办人可改此项。",
                "Who reported or handles it may change this.",
            ),
            "kind_fixed": ("分流前由综治办确定类别。", "The office sets the kind, before triage."),
            "place_fixed": ("受理后由综治办改属地。", "After acceptance the office changes the place."),
            "mediators_judge": ("由调解员判断是否可能激化。", "Mediators judge whether it may escalate."),
            "operator_decides": ("由综治办决定。", "The office decides this."),
            "nothing_to_pick": ("此项没有多个说法。", "This field has one value only."),
            "no_such_agreement": ("没有这份协议。", "There is no such agreement."),
            "already_accepted": ("已受理。", "It was accepted already."),
            "already_rejected": ("已决定不予受理。", "It was rejected already."),
            "already_triaged": ("已分流。", "It was triaged already."),
            "already_settled": ("已当场调解。", "It was settled on the spot already."),
            "already_taken": ("已有人接手，您列为协办人。", "It was taken on already; you help with it."),
            "assigned_meanwhile": (
                "已由综治办指派，您列为协办人。",
                "The office had assigned it; you help with it.",
            ),
            "take_won": ("已接手，退回不生效。", "It was taken on; the return does not count."),
            "rejected_meanwhile": (
                "综治办已不予受理，须再定。",
                "The office had rejected it; that is to be decided again.",
            ),
            "settled_meanwhile": (
                "已当场调解，须再定。",
                "It had been settled on the spot; that is to be decided again.",
            ),
            "raised_meanwhile": ("他人同时提高了风险等级。", "Somebody raised the risk meanwhile."),
            "already_resumed": ("已恢复办理。", "It goes on already."),
            "escalated_meanwhile": (
                "案件已提级，协议留作依据。",
                "The case had gone up; the agreement is kept as evidence.",
            ),
            "outcome_disputed": (
                "另有不同结果，待裁定。",
                "Another outcome was recorded; somebody has to decide.",
            ),
            "already_agreed": ("已达成协议。", "It was settled already."),
            "already_failed": ("已记为调解不成。", "It was noted as not settled already."),
            "already_referred": ("已移送。", "It was referred already."),
            "already_requested": ("已申请销号。", "Close-out was asked for already."),
            "already_closed": ("已销号。", "It was closed already."),
            "already_sent_back": ("已退回办理。", "It was sent back already."),
            "already_archived": ("已归档。", "It was archived already."),
            "reopened_meanwhile": ("已重新办理，不再归档。", "It was reopened; it is not archived."),
            "still_open": ("案件仍在办理。", "The case is still open."),
            "already_merged": ("已并案。", "It was merged already."),
            "already_void": ("已作废。", "It was void already."),
            "forwarded": (
                "已并案，此记录转入主案。",
                "The case was merged; this was passed on to the other.",
            ),
        }
    ),
}
PARTY_REASONS: Words = {
    **REASONS,
    **not_while(("当事人记录", "party's record"), PARTY_STATES),
    **{code: CASE_REASONS[code] for code in ("not_handler", "nothing_to_pick", "already_void")},
}

CASE_FLAGS: Words = {
    **FLAGS,
    **said(
        {
            "disputed_outcome": ("结果有争议", "disputed outcome"),
            "new_facts": ("申请销号后有新情况", "new facts after close-out was asked for"),
            "reopen_requested": ("有复查申请", "asked to reopen"),
            "dup_suspect": ("疑似重复", "possibly twice"),
            "assigned_over_take": ("村级接手后改由指派", "assigned over a village's taking"),
            "agreement_kept": ("提级前协议留作依据", "agreement kept as evidence"),
            "void_undone": ("作废后恢复", "void undone"),
        }
    ),
}

CASE_WORDS: Words = {**CASE_REASONS, **CASE_FLAGS}
PARTY_WORDS: Words = {**PARTY_REASONS, **FLAGS}
CASE_DICTIONARIES: Mapping[str, Words] = {
    "case_state": STATES,
    "case_action": ACTION_NAMES,
    "case_flag": CASE_FLAGS,
    **CASE_LISTS,
}
PARTY_DICTIONARIES: Mapping[str, Words] = {
    "party_state": PARTY_STATES,
    "party_action": PARTY_ACTIONS,
    **PARTY_LISTS,
}
