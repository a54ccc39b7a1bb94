"""From checked rows to the documents of a district: which database each belongs to and what phones get of it.

A document of the registry lies in `centre_{township}` (or `centre_{district}`), the phones' copy under the
same `_id` in `ref_{township}`. Work telephones, birth months and QR tokens stay in the registry; cameras do
altogether.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.importing.district import TOWNSHIP, District, Entry, Places

Fields = dict[str, Any]

REGISTRY: Final = "centre_"
PHONES: Final = "ref_"
OFFICE_ONLY: Final[Mapping[str, frozenset[str]]] = {
    "staff": frozenset({"phone", "birth_month", "employment"}),
    "checkpoint": frozenset({"qr_token"}),
}
NEVER_ON_PHONES: Final = frozenset({"camera"})


@dataclass(frozen=True)
class Placed:
    """The fields of a document, without its envelope's times, and the township or district that keeps it."""

    home: str
    fields: Fields


def district_documents(district: District, tokens: Mapping[str, str]) -> Iterator[Placed]:
    """One for each row. `tokens`: the QR tokens in use, by checkpoint code; a new checkpoint gets its own."""
    places = Places(district.lists)
    for name, entries in district.lists.items():
        for entry in entries:
            div = places.division(entry)
            if div is None:
                raise ValueError(f"{name}: {entry.key} has no division; the district was not checked")
            fields = COMPOSE[name](entry.values, district, tokens)
            yield Placed(div[:TOWNSHIP], _with_envelope(entry, fields, div))


def for_phones(fields: Fields) -> Fields | None:
    """What phones get of a registry document; None when nothing."""
    if fields["type"] in NEVER_ON_PHONES:
        return None
    hidden = OFFICE_ONLY.get(fields["type"], frozenset())
    return {name: value for name, value in fields.items() if name not in hidden}


def _with_envelope(entry: Entry, fields: Fields, div: str) -> Fields:
    listing = entry.sheet.listing
    key = ":".join(entry.key or ())
    envelope = {"_id": f"{listing.kind}:{key}", "type": listing.kind, "v": 1, "div": div}
    return envelope | {"state": "active"} | fields


def _plain(values: Fields, district: District, tokens: Mapping[str, str]) -> Fields:
    """The columns as they are; the division is the envelope's, a pair of degrees is a point."""
    fields = {name: value for name, value in values.items() if name not in ("div", "lat", "lon")}
    if "lat" in values:
        fields["point"] = {"lat": values["lat"], "lon": values["lon"]}
    return fields


def _division(values: Fields, district: District, tokens: Mapping[str, str]) -> Fields:
    parent = None if values["level"] == "district" else values["code"][:-3]
    fields = values | {"parent": parent, "class": values["urban_rural"]}
    del fields["urban_rural"]
    return fields


def _team(values: Fields, district: District, tokens: Mapping[str, str]) -> Fields:
    """A team's members are the active staff who name it: kept once, in the staff list."""
    staff = (entry.values for entry in district.entries("staff"))
    members = [one["id"] for one in staff if one["team"] == values["code"] and one["state"] == "active"]
    return _plain(values, district, tokens) | {"members": members}


def _checkpoint(values: Fields, district: District, tokens: Mapping[str, str]) -> Fields:
    token = tokens.get(values["code"]) or secrets.token_urlsafe(12)
    digest = hashlib.sha256(token.encode()).hexdigest()
    return _plain(values, district, tokens) | {"qr_token": token, "qr_sha256": digest}


def _camera(values: Fields, district: District, tokens: Mapping[str, str]) -> Fields:
    """Money is kept in fen, the class of a camera point under the register's name for it."""
    fields = _plain(values, district, tokens)
    yuan, point_class = fields.pop("cost_yuan"), fields.pop("point_class")
    return fields | {"cost_fen": None if yuan is None else yuan * 100, "class": point_class}


COMPOSE: Final[dict[str, Callable[[Fields, District, Mapping[str, str]], Fields]]] = {
    "divisions": _division,
    "units": _plain,
    "staff": _plain,
    "teams": _team,
    "vehicles": _plain,
    "grids": _plain,
    "key_sites": _plain,
    "checkpoints": _checkpoint,
    "rosters": _plain,
    "schools": _plain,
    "mailboxes": _plain,
    "cameras": _camera,
    "plans": _plain,
}
