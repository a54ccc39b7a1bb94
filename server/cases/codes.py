"""The codes that documents of a case may hold, each list in the order in which people see it."""

KINDS = ("dispute", "petition", "opinion", "consult")
CATEGORIES = (*(f"D{number:02}" for number in range(1, 18)), "D99")
SOURCES = (
    "screening",
    "patrol",
    "inspection",
    "visit",
    "letter",
    "phone",
    "applied",
    "referred_police",
    "referred_court",
    "referred_procuratorate",
    "referred_petition",
    "referred_other",
)
LEVELS = ("village", "township", "district")
LEVEL_OF_DIGITS = {12: "village", 9: "township", 6: "district"}
RISKS = ("low", "medium", "high", "severe")
SIGNS = (
    "gathering",
    "brawl_signs",
    "threats",
    "injury",
    "property_damage",
    "group_petition",
    "road_blocking",
    "repeated",
    "media_attention",
)
METHODS = ("mediate", "administrative", "judicial", "self")
FORMS = ("oral", "written")
SCALES = ("S1", "S2", "S3", "S4")
SCALE_BOUNDS = (49, 99, 499)  # the most people of S1, S2, S3

AGREED_OUTCOMES = ("agreement_written", "agreement_oral", "withdrawn_settled")
FAILED_OUTCOMES = (
    "no_agreement",
    "party_refused",
    "agreement_broken",
    "to_court",
    "to_arbitration",
    "lapsed",
)
REFERRED_OUTCOMES = ("settled_by_referred_body", *FAILED_OUTCOMES)
ON_SPOT_OUTCOME = "reconciled_on_spot"
EFFECTIVE = (
    "agreement_written",
    "agreement_oral",
    ON_SPOT_OUTCOME,
    "withdrawn_settled",
    "settled_by_referred_body",
)
OUTCOMES = (*EFFECTIVE, *FAILED_OUTCOMES)

FILE_PARTS = (
    "application",
    "rights_notice",
    "identity_paper",
    "proxy",
    "inquiry_record",
    "evidence",
    "mediation_record",
    "agreement",
    "performance_proof",
    "follow_up_record",
    "judicial_confirm",
    "explanation",
    "back_cover",
)
MUST_PARTS = ("application", "rights_notice", "identity_paper", "mediation_record", "back_cover")
AGREEMENT_PART = "agreement"

SESSION_KINDS = ("inquiry", "mediation")
SESSION_RESULTS = ("continue", "agreed", "failed")
ATTENDEES = ("applicant", "respondent", "third", "proxy", "witness", "lawyer", "volunteer", "unit")
PERFORMED = ("performed", "partly", "broken", "none")
FEEDBACK_WAYS = ("visit", "phone", "paper", "hall")
SUSPENSIONS = ("appraisal", "litigation", "party_absent", "disaster", "other")
PARTY_ROLES = ("applicant", "respondent", "third")
