"""The forms of ids, codes and the names of places: regular expressions without anchors, to be joined."""

ULID = "[0-9A-HJKMNP-TV-Z]{26}"
CODE = "[a-z0-9-]{2,40}"
STAFF = "[a-z0-9-]{2,32}"
DISTRICT = "[0-9]{6}"
TOWNSHIP = "[0-9]{9}"
VILLAGE = "[0-9]{12}"
OFFICE = "[0-9]{6}(?:[0-9]{3})?"
DIVISION = "[0-9]{6}(?:[0-9]{3}){0,2}"
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MONTH = "[0-9]{4}-[0-9]{2}"
WEEK = "[0-9]{4}-W[0-9]{2}"
TEN_DAYS = f"{MONTH}-T[123]"
HALF_MONTH = f"{MONTH}-H[12]"
ITEM = "[A-Za-z][A-Za-z0-9_-]{0,29}"
CHECKLIST = "[a-z]{2,20}-[0-9]{1,4}"

# What stands behind the family in the id of a subject: `shift:{SHIFT}`.
SHIFT = f"(?:{ULID}|{CODE}:{DATE}:(?:day|evening|night|adhoc))"
CASE = ULID
HAZARD = f"(?:{ULID}|{CODE}:{MONTH}:{ITEM})"
SCHOOL_ACTION = f"{TOWNSHIP}:{MONTH}"
INSPECTION = f"{CODE}:{MONTH}:{STAFF}(?::[0-9]{{1,2}})?"
SCREENING = f"{VILLAGE}:{WEEK}"
TEN_DAY_REPORT = f"{VILLAGE}:{TEN_DAYS}"
BOX_WINDOW = f"{CODE}:{HALF_MONTH}"
GROUP = f"{VILLAGE}-[0-9]{{1,2}}"
INCIDENT = ULID
RESPONDER = f"{ULID}:{CODE}"
DRILL = ULID
TASK = ULID
SUBJECT = "[a-z]{2,10}:[A-Za-z0-9:_-]{1,120}"
