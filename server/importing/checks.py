"""What only shows when rows are seen together: repeated keys, references between lists, who belongs where.

Each check is a generator over all lists; cells that are in error already are passed over.
"""

from collections.abc import Callable, Iterator, Set
from typing import Any, Final

from server.importing.district import TOWNSHIP, Lists, Places
from server.importing.problems import Problem
from server.importing.rows import Listing

DIGITS: Final = {"district": 6, "township": 9, "village": 12}


def check(lists: Lists, half_read: Set[str]) -> list[Problem]:
    """Every problem between rows. References into the lists named in `half_read` cannot be judged."""
    problems = list(_unknown_references(lists, half_read))
    for judge in CHECKS:
        problems += judge(lists)
    return problems


def _repeated_keys(lists: Lists) -> Iterator[Problem]:
    for entries in lists.values():
        first: dict[tuple[str, ...], int] = {}
        for entry in entries:
            key = entry.key
            if key is not None and first.setdefault(key, entry.row) != entry.row:
                where = f"第 {first[key]} 行（row {first[key]}）"
                yield entry.problem(entry.sheet.listing.key[0], "duplicate", " ".join(key), where)


def _unknown_references(lists: Lists, half_read: Set[str]) -> Iterator[Problem]:
    known = {name: {entry.key for entry in entries} for name, entries in lists.items()}
    for entries in lists.values():
        for entry in entries:
            for column, target in _references(entry.sheet.listing):
                if target in half_read:
                    continue
                for value in _as_list(entry.values.get(column)):
                    if (value,) not in known.get(target, set()):
                        yield entry.problem(column, "unknown_reference", value, target)


def _references(listing: Listing) -> list[tuple[str, str]]:
    fields = listing.columns().items()
    return [(column, field.metadata["refers"]) for column, field in fields if field.metadata["refers"]]


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _division_tree(lists: Lists) -> Iterator[Problem]:
    divisions = lists.get("divisions", [])
    codes = {entry.values.get("code") for entry in divisions}
    for entry in divisions:
        code, level = entry.values.get("code"), entry.values.get("level")
        if code is None or level is None:
            continue
        if len(code) != DIGITS[level]:
            yield entry.problem("code", "wrong_level", code, level)
        elif level != "district" and entry.values.get("parent", code[:-3]) not in (None, code[:-3]):
            yield entry.problem("parent", "wrong_parent", allowed=code[:-3])
        elif level != "district" and code[:-3] not in codes:
            yield entry.problem("code", "unknown_reference", code[:-3], "divisions")


def _one_district(lists: Lists) -> Iterator[Problem]:
    divisions = lists.get("divisions", [])
    found = [entry for entry in divisions if entry.values.get("level") == "district"]
    if divisions and len(found) != 1:
        at = found[1] if found else divisions[0]
        yield at.problem("level", "one_district", len(found))


def _in_a_township(lists: Lists) -> Iterator[Problem]:
    for name in ("teams", "vehicles", "grids", "key_sites", "schools", "mailboxes", "cameras", "plans"):
        for entry in lists.get(name, []):
            div = entry.values.get("div")
            if div is not None and len(div) < TOWNSHIP:
                yield entry.problem("div", "no_township", div)


NEIGHBOURS: Final = (
    ("staff", "team", "teams"),
    ("teams", "vehicle", "vehicles"),
    ("rosters", "vehicle", "vehicles"),
    ("rosters", "must_points", "checkpoints"),
    ("schools", "site", "key_sites"),
)
"""references that must stay inside one township"""


def _same_township(lists: Lists) -> Iterator[Problem]:
    places = Places(lists)
    for name, column, target in NEIGHBOURS:
        homes = {entry.key: places.township(entry) for entry in lists.get(target, [])}
        for entry in lists.get(name, []):
            own = places.township(entry)
            for value in _as_list(entry.values.get(column)):
                home = homes.get((value,))
                if own is not None and home is not None and own != home:
                    yield entry.problem(column, "other_township", value, own)


def _team_membership(lists: Lists) -> Iterator[Problem]:
    active = (entry.values for entry in lists.get("staff", []) if entry.values.get("state") == "active")
    team_of = {values.get("id"): values.get("team") for values in active}
    for name, team, members in (("teams", "code", "lead"), ("rosters", "team", "members")):
        for entry in lists.get(name, []):
            code = entry.values.get(team)
            for member in _as_list(entry.values.get(members)):
                if code is not None and team_of.get(member) != code:
                    yield entry.problem(members, "not_in_team", member, code)


def _valid_spans(lists: Lists) -> Iterator[Problem]:
    for name in ("divisions", "rosters"):
        for entry in lists.get(name, []):
            start, end = entry.values.get("valid_from"), entry.values.get("valid_to")
            if start is not None and end is not None and end < start:
                yield entry.problem("valid_to", "ends_before_start", end, start)


CHECKS: Final[tuple[Callable[[Lists], Iterator[Problem]], ...]] = (
    _repeated_keys,
    _division_tree,
    _one_district,
    _in_a_township,
    _same_township,
    _team_membership,
    _valid_spans,
)
