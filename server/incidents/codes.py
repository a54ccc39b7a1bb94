"""The codes of incidents and drills, in the order in which forms show them."""

INCIDENT_KINDS = (
    "fire",
    "traffic",
    "flood",
    "storm",
    "fight",
    "gathering",
    "production_accident",
    "school_safety",
    "water_rescue",
    "public_health",
    "facility",
    "other",
)
LEVELS = ("IV", "III", "II", "I")  # from the least on
SERIOUS = ("III", "II", "I")
MAJOR = ("II", "I")
UNIT_KINDS = ("team", "unit", "vehicle", "staff")
ACCOUNTABILITY = ("opened", "not_needed")
DRILL_KINDS = ("tabletop", "functional", "full")
GRADES = ("good", "passed", "poor")
