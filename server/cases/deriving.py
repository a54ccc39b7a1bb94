"""What the guards of a case look at beside its fields: made of the fold so far. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.cases.codes import AGREED_OUTCOMES, AGREEMENT_PART, FILE_PARTS, LEVEL_OF_DIGITS, MUST_PARTS, RISKS
from server.cases.guards import SERVER
from server.cases.rows import ENDED, OPEN
from server.parameters import Parameters
from sync.domain import Reference
from sync.fold import Fold
from sync.subject_view import SubjectView

Json = Any
Entries = list[Mapping[str, Json]]
HIGH = RISKS[RISKS.index("high") :]
WITHOUT_WEIGHT = ("void", "head")


def derive(fold: Fold, reference: Reference) -> Mapping[str, Json]:
    """What the guards look at beside the fields, each made when it is asked for."""
    return SubjectView(
        {
            "cycle": lambda: _cycle(fold),
            "level": lambda: level_of(fold),
            "handlers": lambda: handlers_of(fold),
            "sessions_now": lambda: _ids(fold, "sessions"),
            "agreements_now": lambda: _ids(fold, "agreements"),
            "visits_now": lambda: _ids(fold, "follow_ups"),
            "feedback_now": lambda: _ids(fold, "party_feedback"),
            "file_missing": lambda: file_missing(fold),
            "long_standing": lambda: is_long_standing(fold, reference),
            "key": lambda: is_key(fold, reference),
            "disputes": lambda: disputes(fold),
            "others_acted": lambda: others_acted(fold),
        },
        (),
    )


def level_of(fold: Fold) -> Json:
    """The level that has the case: where it was reported, or where it was taken up to."""
    return fold.assigned.get("level") or LEVEL_OF_DIGITS.get(len(str(_shown(fold, "div"))))


def handlers_of(fold: Fold) -> list[str]:
    """The lead officer first, then those who help."""
    lead, others = fold.assigned.get("lead_officer"), fold.assigned.get("co_handlers") or []
    return list(dict.fromkeys([*([lead] if lead else []), *others]))


def must_parts(fold: Fold) -> Sequence[str]:
    """The parts that the file of this case must have. What was settled on the spot needs no file."""
    if _shown(fold, "kind") != "dispute" or fold.assigned.get("on_spot"):
        return ()
    written = fold.assigned.get("outcome") in AGREED_OUTCOMES[:2]
    return (*MUST_PARTS[:-1], AGREEMENT_PART, MUST_PARTS[-1]) if written else MUST_PARTS


def file_parts_done(fold: Fold) -> list[str]:
    """The parts that are there: those that somebody ticked off, and those that the records themselves are."""
    brought = {
        "application": fold.state in (*OPEN[1:], *ENDED),
        "inquiry_record": any(one["kind"] == "inquiry" for one in entries_of(fold, "sessions")),
        "mediation_record": any(one["kind"] == "mediation" for one in entries_of(fold, "sessions")),
        "agreement": bool(entries_of(fold, "agreements")),
        "follow_up_record": bool(entries_of(fold, "follow_ups")),
    }
    ticked = entries_of(fold, "file_done")
    return [part for part in FILE_PARTS if part in ticked or brought.get(part)]


def file_missing(fold: Fold) -> list[str]:
    """The parts that the file must have, and has not."""
    done = file_parts_done(fold)
    return [part for part in must_parts(fold) if part not in done]


def is_long_standing(fold: Fold, reference: Reference) -> bool:
    """Open for too long, or too often without success."""
    if fold.assigned.get("long_since"):
        return True
    failed: int = sum(one["result"] == "failed" for one in _in_cycle(fold, "sessions"))
    most: int = _parameter(fold, reference, "warn.failed_sessions")
    return 0 < most <= failed


def is_key(fold: Fold, reference: Reference) -> bool:
    """Many people, a high risk, or long-standing."""
    people: int = _shown(fold, "people_count") or 0
    many: int = _parameter(fold, reference, "key_case.people")
    return _shown(fold, "risk_level") in HIGH or people >= many or is_long_standing(fold, reference)


def disputes(fold: Fold) -> list[str]:
    """The parked events that say another outcome than the one that holds."""
    return [one for one in fold.parked if fold.outcomes[one].reason == "outcome_disputed"]


def others_acted(fold: Fold) -> list[str]:
    """What others than the creator have done so far; the server is nobody."""
    creator = fold.head.view["by"] if fold.head else None
    return [
        act.doc_id
        for act in fold.applied
        if act.view["by"] not in (creator, *SERVER) and act.action not in WITHOUT_WEIGHT
    ]


def _cycle(fold: Fold) -> int:
    found: int = fold.assigned.get("cycle", 1)
    return found


def _in_cycle(fold: Fold, name: str) -> Entries:
    cycle = _cycle(fold)
    return [one for one in entries_of(fold, name) if one["cycle"] == cycle]


def _ids(fold: Fold, name: str) -> list[str]:
    return [one["id"] for one in _in_cycle(fold, name)]


def entries_of(fold: Fold, name: str) -> list[Json]:
    """What a field that adds up holds so far."""
    return list(_shown(fold, name) or ())


def _shown(fold: Fold, name: str) -> Json:
    return fold.values.get(name)


def _parameter(fold: Fold, reference: Reference, key: str) -> Json:
    return Parameters(reference).one(key, fold.last.rseq if fold.last else 0)
