"""What a patrol brings about elsewhere: a find that is a hazard stands in the hazards' register as well.

The patrol writes it down once. Its id follows from the find's, so that the same find is the same hazard.
"""

from collections.abc import Iterable, Mapping

from server.patrols.words import FIND_KIND_NAMES
from server.permissions import work_database
from server.records.derived import derived_ulid
from sync.acts import Act
from sync.authorship import SERVER, written_by
from sync.domain import Document

Effect = tuple[str, Document]

CATEGORIES: Mapping[str, str] = {"hazard": "other", "fire": "fire"}
"""the finds that are hazards, by their kind, with the hazard's category until somebody says better"""
USUAL = "medium"


def hazards_of(acts: Iterable[Act], zone: str) -> tuple[Effect, ...]:
    """A hazard for each of the finds that is one, as its finder wrote it."""
    return tuple(_hazard(act, zone) for act in acts if _is_hazard(act))


def hazard_ids(acts: Iterable[Act]) -> Mapping[str, str]:
    """{find: the hazard that it is}."""
    return {act.doc_id: _hazard_id(act) for act in acts if _is_hazard(act)}


def _is_hazard(act: Act) -> bool:
    return act.action == "find" and act.view["kind"] in CATEGORIES


def _hazard_id(find: Act) -> str:
    return f"hz:{derived_ulid(find.view['at'], find.doc_id, 'hazard')}"


def _hazard(find: Act, zone: str) -> Effect:
    said = find.view
    return work_database(said["div"]), {
        "_id": _hazard_id(find),
        "type": "hazard",
        "v": 1,
        "div": said["div"],
        "wrote": written_by(said["by"], SERVER),
        "at_dev": said["at"],
        "tz": zone,
        "category": CATEGORIES[said["kind"]],
        "severity": USUAL,
        "place": said["place"],
        "point": said["point"],
        "school": None,
        "site": None,
        "text": said["text"] or FIND_KIND_NAMES[said["kind"]]["zh-CN"],
        "attach": said["attach"],
    }
