"""The mailboxes' and clues' codes in both languages: reasons of results, flags, dictionaries."""

from collections.abc import Mapping

from server.duties.words import (
    ASSET_ACTIONS,
    ASSET_KINDS,
    FAULTS,
    SHARED,
    asset_words,
    dictionaries,
)
from server.mailboxes.clue_states import CLUE
from server.mailboxes.states import BOX_WINDOW, MAILBOX
from server.records.words import FLAGS, not_while, said
from server.words import Words

WINDOW_STATES = said(
    {
        "due": ("待开箱", "due"),
        "opened": ("已开箱", "opened"),
        "late_opened": ("逾期开箱", "opened late"),
        "missed": ("未开箱", "missed"),
        "excused": ("免予开箱", "excused"),
    }
)
WINDOW_ACTIONS = said(
    {
        "open": ("开箱", "opening"),
        "excuse": ("免予开箱", "excuse"),
        "mark_missed": ("记为未开箱", "marked missed"),
    }
)
WINDOW_FLAGS = said(
    {
        "envelope_twice": ("信封编号重复", "an envelope number twice"),
        "seal_broken": ("封条异常", "seal not intact"),
        "box_damaged": ("信箱损坏", "box damaged"),
        "key_lost": ("钥匙遗失", "key lost"),
    }
)
WINDOW_WORDS: Words = {
    **not_while(("本次开箱", "opening of this half month"), WINDOW_STATES),
    **SHARED,
    **WINDOW_FLAGS,
    **said(
        {
            "too_few_openers": ("开箱须至少两人在场。", "A box is opened by two people at least."),
            "before_the_window": ("开箱时间早于本半月。", "The opening lies before this half of the month."),
            "no_such_opening": ("没有这次开箱记录。", "There is no such opening."),
            "not_yours_to_void": (
                "只有填写人本人在时限内或综治办可以作废。",
                "Only its author, for a while, or the office may void this.",
            ),
            "already_excused": ("已免予开箱。", "It was excused already."),
        }
    ),
}
BOX_STATE_NAMES = said(
    {"ok": ("完好", "in order"), "damaged": ("损坏", "damaged"), "lost_key": ("钥匙遗失", "key lost")}
)
WINDOW_DICTIONARIES = dictionaries(
    BOX_WINDOW, WINDOW_STATES, WINDOW_ACTIONS, flag={**FLAGS, **WINDOW_FLAGS}, box_state=BOX_STATE_NAMES
)

MAILBOX_STATES = said(
    {
        "active": ("在用", "in use"),
        "damaged": ("损坏", "damaged"),
        "repair": ("维修中", "in repair"),
        "removed": ("已撤除", "removed"),
    }
)
MAILBOX_WORDS = asset_words(("信箱", "mailbox"), MAILBOX_STATES)
MAILBOX_DICTIONARIES = dictionaries(MAILBOX, MAILBOX_STATES, ASSET_ACTIONS, kind=ASSET_KINDS, fault=FAULTS)

CLUE_STATES = said(
    {
        "dropped": ("已投入", "dropped"),
        "received": ("乡镇已接收", "received by the township"),
        "registered": ("已登记", "registered"),
        "handed_to_police": ("已移交公安", "handed to the police"),
        "fed_back": ("已反馈", "answered by the police"),
        "closed": ("已办结", "closed"),
        "duplicate": ("重复线索", "a duplicate"),
        "out_of_scope": ("不属线索范围", "out of scope"),
    }
)
CLUE_ACTIONS = said(
    {
        "receive": ("接收", "receive"),
        "register": ("登记编号", "register"),
        "describe": ("记录内容", "note the content"),
        "mark_duplicate": ("标为重复", "mark as a duplicate"),
        "out_of_scope": ("标为不属范围", "mark as out of scope"),
        "reinstate": ("恢复登记", "take up again"),
        "hand_over": ("移交公安", "hand to the police"),
        "feed_back": ("反馈", "answer"),
        "close": ("办结", "close"),
    }
)
CLUE_FLAGS = said(
    {
        "count_differs": ("件数不符", "another number of items"),
        "dropped_without_role": ("填写人当时无此岗位", "dropped by somebody without the role"),
        "not_on_sheet": ("开箱记录中无此信封", "on no sheet of an opening"),
        "envelope_twice": ("信封编号在多次开箱中重复", "on the sheets of several openings"),
    }
)
CLUE_WORDS: Words = {
    **not_while(("线索", "clue"), CLUE_STATES),
    **SHARED,
    **CLUE_FLAGS,
    **said(
        {
            "not_received_yet": ("乡镇尚未接收此信封。", "The township has not received the envelope yet."),
            "same_clue": ("不能标为自身的重复。", "A clue is no duplicate of itself."),
            "feedback_pending": ("公安反馈尚未办结。", "The answer of the police is still pending."),
            "already_received": ("信封已接收。", "The envelope was received already."),
            "already_registered": ("线索已登记。", "The clue was registered already."),
            "already_closed": ("线索已办结。", "The clue was closed already."),
        }
    ),
}
CHANNEL_NAMES = said(
    {
        "mailbox": ("举报信箱", "mailbox"),
        "visit": ("走访座谈", "visit"),
        "screening": ("大排查", "screening"),
        "report_line": ("举报渠道", "report line"),
    }
)
CATEGORY_NAMES = said(
    {
        "CL01": ("威胁政治安全、渗透政治领域", "threat to political security"),
        "CL02": ("把持基层政权、操纵破坏换届选举", "seizing grass-roots power, rigging elections"),
        "CL03": ("利用家族宗族势力横行乡里", "lording it over a village by clan"),
        "CL04": ("征地拆迁、工程建设中煽动闹事", "stirring trouble over land and building sites"),
        "CL05": ("强揽工程、恶意竞标、非法占地、滥采", "forced contracts, rigged bids, illegal mining"),
        "CL06": ("欺行霸市、强买强卖、收保护费", "bullying markets, protection money"),
        "CL07": ("操纵经营黄赌毒", "running vice, gambling or drugs"),
        "CL08": ("非法高利放贷、暴力讨债", "usury and violent collection of debts"),
        "CL09": ("插手民间纠纷、充当地下执法队", "self-appointed enforcers in private quarrels"),
        "CL10": ("境外黑社会渗透、跨国跨境", "gangs from abroad"),
        "CL99": ("其他", "other"),
    }
)
FEEDBACK_NAMES = said(
    {
        "useful": ("有价值", "useful"),
        "filed": ("已立案", "a case was opened"),
        "checked_no": ("经查不实", "checked, not confirmed"),
        "pending": ("核查中", "pending"),
    }
)
CLUE_DICTIONARIES: Mapping[str, Words] = dictionaries(
    CLUE,
    CLUE_STATES,
    CLUE_ACTIONS,
    flag={**FLAGS, **CLUE_FLAGS},
    kind=CATEGORY_NAMES,
    category=CATEGORY_NAMES,
    channel=CHANNEL_NAMES,
    feedback=FEEDBACK_NAMES,
)
