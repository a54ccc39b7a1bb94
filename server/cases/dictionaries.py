"""The lists of codes that a case's documents choose from, in both languages."""

from collections.abc import Mapping

from server.records.words import said
from server.words import Words

CATEGORIES = said(
    {
        "D01": ("婚姻家庭纠纷", "marriage and family"),
        "D02": ("邻里纠纷", "neighbours"),
        "D03": ("房屋宅基地纠纷", "houses and homesteads"),
        "D04": ("合同纠纷", "contracts"),
        "D05": ("生产经营纠纷", "production and business"),
        "D06": ("损害赔偿纠纷", "damages"),
        "D07": ("山林土地纠纷", "forest and land"),
        "D08": ("征地拆迁纠纷", "expropriation and demolition"),
        "D09": ("环境污染纠纷", "pollution"),
        "D10": ("拖欠农民工工资纠纷", "unpaid wages of migrant workers"),
        "D11": ("其他劳动争议纠纷", "other labour disputes"),
        "D12": ("旅游纠纷", "tourism"),
        "D13": ("电子商务纠纷", "online trade"),
        "D14": ("其他消费纠纷", "other consumer disputes"),
        "D15": ("医疗纠纷", "medical treatment"),
        "D16": ("道路交通事故纠纷", "road accidents"),
        "D17": ("物业纠纷", "property management"),
        "D99": ("其他纠纷", "other"),
    }
)
OUTCOMES = said(
    {
        "agreement_written": ("书面协议", "written agreement"),
        "agreement_oral": ("口头协议", "oral agreement"),
        "reconciled_on_spot": ("当场和解", "reconciled on the spot"),
        "withdrawn_settled": ("自行和解撤回", "settled between them and withdrawn"),
        "settled_by_referred_body": ("移送后解决", "settled by the body it was referred to"),
        "no_agreement": ("未达成协议", "no agreement"),
        "party_refused": ("当事人拒绝调解", "a party refused"),
        "agreement_broken": ("协议未履行", "agreement broken"),
        "to_court": ("转诉讼", "taken to court"),
        "to_arbitration": ("转仲裁", "taken to arbitration"),
        "lapsed": ("逾期终结", "lapsed"),
    }
)
FILE_PARTS = said(
    {
        "application": ("调解申请书或受理登记表", "application or acceptance form"),
        "rights_notice": ("权利义务告知书", "notice of rights and duties"),
        "identity_paper": ("当事人身份证明（仅纸质）", "proof of identity (paper only)"),
        "proxy": ("授权委托书", "power of attorney"),
        "inquiry_record": ("调查记录", "inquiry record"),
        "evidence": ("证据材料", "evidence"),
        "mediation_record": ("调解记录", "mediation record"),
        "agreement": ("调解协议书或口头协议登记表", "agreement or record of an oral one"),
        "performance_proof": ("履行凭证", "proof of performance"),
        "follow_up_record": ("回访记录", "follow-up record"),
        "judicial_confirm": ("司法确认材料", "judicial confirmation"),
        "explanation": ("卷宗情况说明", "notes on the file"),
        "back_cover": ("封底", "back cover"),
    }
)
CASE_LISTS: Mapping[str, Words] = {
    "case_kind": said(
        {
            "dispute": ("矛盾纠纷", "dispute"),
            "petition": ("来信来访", "petition"),
            "opinion": ("社情民意", "public sentiment"),
            "consult": ("咨询", "consultation"),
        }
    ),
    "case_category": CATEGORIES,
    "case_source": said(
        {
            "screening": ("排查发现", "screening"),
            "patrol": ("巡逻发现", "patrol"),
            "inspection": ("检查发现", "inspection"),
            "visit": ("来访或走访", "visit"),
            "letter": ("来信", "letter"),
            "phone": ("来电", "phone call"),
            "applied": ("当事人申请", "applied for by a party"),
            "referred_police": ("公安移送", "referred by the police"),
            "referred_court": ("法院移送", "referred by a court"),
            "referred_procuratorate": ("检察院移送", "referred by the procuratorate"),
            "referred_petition": ("信访部门移送", "referred by the petition office"),
            "referred_other": ("其他部门移送", "referred by another department"),
        }
    ),
    "case_level": said(
        {
            "village": ("村（社区）", "village"),
            "township": ("乡镇（街道）", "township"),
            "district": ("区", "district"),
        }
    ),
    "risk_level": said(
        {
            "low": ("低", "low"),
            "medium": ("中", "medium"),
            "high": ("高", "high"),
            "severe": ("重大", "severe"),
        }
    ),
    "case_sign": said(
        {
            "gathering": ("聚集", "people gather"),
            "brawl_signs": ("械斗苗头", "signs of a brawl"),
            "threats": ("扬言报复", "threats"),
            "injury": ("有人受伤", "somebody hurt"),
            "property_damage": ("财物损毁", "damage to property"),
            "group_petition": ("集体上访苗头", "signs of a group petition"),
            "road_blocking": ("堵路堵门", "roads or gates blocked"),
            "repeated": ("反复发生", "happens again and again"),
            "media_attention": ("舆论关注", "public attention"),
        }
    ),
    "case_scale": said(
        {
            "S1": ("49人及以下", "up to 49 people"),
            "S2": ("50至99人", "50 to 99 people"),
            "S3": ("100至499人", "100 to 499 people"),
            "S4": ("500人及以上", "500 people and more"),
        }
    ),
    "resolve_method": said(
        {
            "mediate": ("调解", "mediation"),
            "administrative": ("行政处理", "administrative"),
            "judicial": ("司法途径", "judicial"),
            "self": ("自行协商", "between themselves"),
        }
    ),
    "case_outcome": OUTCOMES,
    "agreement_form": said({"oral": ("口头协议", "oral"), "written": ("书面协议", "written")}),
    "file_part": FILE_PARTS,
    "session_kind": said({"inquiry": ("调查", "inquiry"), "mediation": ("调解", "mediation")}),
    "session_result": said(
        {
            "continue": ("继续调解", "goes on"),
            "agreed": ("达成协议", "agreed"),
            "failed": ("未达成", "failed"),
        }
    ),
    "attendee": said(
        {
            "applicant": ("申请人", "applicant"),
            "respondent": ("被申请人", "respondent"),
            "third": ("第三人", "third party"),
            "proxy": ("代理人", "proxy"),
            "witness": ("证人", "witness"),
            "lawyer": ("律师", "lawyer"),
            "volunteer": ("志愿调解员", "volunteer mediator"),
            "unit": ("有关单位", "unit"),
        }
    ),
    "performed": said(
        {
            "performed": ("已履行", "performed"),
            "partly": ("部分履行", "partly performed"),
            "broken": ("未履行（反悔）", "broken"),
            "none": ("尚未到期", "not due yet"),
        }
    ),
    "feedback_way": said(
        {
            "visit": ("上门", "visit"),
            "phone": ("电话", "phone"),
            "paper": ("书面", "in writing"),
            "hall": ("大厅", "at the hall"),
        }
    ),
    "suspend_reason": said(
        {
            "appraisal": ("等待鉴定", "waiting for an appraisal"),
            "litigation": ("等待诉讼结果", "waiting for a court"),
            "party_absent": ("当事人不在", "a party is away"),
            "disaster": ("不可抗力", "force majeure"),
            "other": ("其他", "other"),
        }
    ),
}
PARTY_LISTS: Mapping[str, Words] = {
    "party_role": said(
        {
            "applicant": ("申请人", "applicant"),
            "respondent": ("被申请人", "respondent"),
            "third": ("第三人", "third party"),
        }
    )
}
