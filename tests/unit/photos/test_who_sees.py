"""Who sees a photo: whoever replicates its record's database, and the offices that read such records."""

import pytest

from server.accounts.access import Caller
from server.domain import is_restricted
from server.photos.queries import _may_see
from server.photos.tables import Attachment

TOWNSHIP, VILLAGE = "421102001", "421102001003"
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
GRID = Caller("grid", "d1", frozenset({f"grid_mgr@{VILLAGE}"}))
OFFICE = Caller("di", "d2", frozenset({f"twp_operator@{TOWNSHIP}"}))
NEIGHBOUR = Caller("ne", "d3", frozenset({"twp_operator@421102002"}))
PATROL = Caller("lead", "d4", frozenset({f"patrol_lead@{TOWNSHIP}"}))
FIND, PARTY = f"pf:{ULID}:{ULID}", f"party:{ULID}:{ULID}"


def a_photo(record: str, database: str, div: str = VILLAGE) -> Attachment:
    return Attachment(id=f"att:{ULID}", record=record, database=database, div=div)


@pytest.mark.parametrize(
    ("record", "database", "seers"),
    [
        (FIND, f"patrol_{TOWNSHIP}", {"lead", "di"}),
        (f"case:{ULID}", f"work_{VILLAGE}", {"grid", "di"}),
        (f"case:{ULID}", "own_lead", {"lead", "di"}),
        (PARTY, "own_grid", {"grid"}),
        (f"ev:{PARTY}:{ULID}", "own_grid", {"grid"}),
        (f"agr:{ULID}:{ULID}", "own_grid", {"grid"}),
    ],
)
def test_who_sees_a_photo(record: str, database: str, seers: set[str]) -> None:
    callers = (GRID, OFFICE, NEIGHBOUR, PATROL)
    assert {one.staff_id for one in callers if _may_see(one, a_photo(record, database))} == seers


def test_what_no_office_reads_is_told_by_its_id() -> None:
    assert is_restricted(PARTY)
    assert is_restricted(f"ev:{PARTY}:{ULID}")
    assert is_restricted(f"ses:{ULID}:{ULID}")
    assert not is_restricted(FIND)
    assert not is_restricted(f"cev:{ULID}:{ULID}")
