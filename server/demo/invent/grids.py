"""The grids of the demo: each village is one or two, and together they cover their township without gaps.

A township's outline is cut between its villages: a piece is what lies nearer to its village than to any
other.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from server.demo.invent.places import METRES_PER_DEGREE, Cells, Point, Village, padded, villages_of
from server.demo.invent.plan import TOWNSHIPS

OUTLINE_M: Final = 2_900.0
OUTLINE_CORNERS: Final = 24
UNEVEN: Final = (1.0, 0.94, 1.03, 0.97)
"""how far the outline's corners lie out, in turn: no township is round"""

Flat = tuple[float, float]
"""metres east and north of the township's centre"""


def grids() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        centre = Point(*township.centre)
        villages = villages_of(township)
        seeds = [_flat(centre, village.point) for village in villages]
        for at, village in enumerate(villages):
            piece = _nearest_to(at, seeds, _outline())
            for number, part in enumerate(_parts(seeds[at], piece, at), start=1):
                yield _cells(village, number, [_point(centre, corner) for corner in part])


def _cells(village: Village, number: int, border: Sequence[Point]) -> Cells:
    return {
        "code": f"{village.code}-g{number}",
        "name": f"{village.name}第{'一二'[number - 1]}网格",
        "div": padded(village.code),
        "border": "; ".join(f"{corner.lat:.5f} {corner.lon:.5f}" for corner in border),
    }


def _outline() -> list[Flat]:
    turn = 2 * math.pi / OUTLINE_CORNERS
    reach = [OUTLINE_M * UNEVEN[at % len(UNEVEN)] for at in range(OUTLINE_CORNERS)]
    return [(far * math.sin(at * turn), far * math.cos(at * turn)) for at, far in enumerate(reach)]


def _nearest_to(mine: int, seeds: Sequence[Flat], outline: list[Flat]) -> list[Flat]:
    """What of the outline lies nearer to this seed than to any other."""
    piece = outline
    for other, seed in enumerate(seeds):
        if other != mine:
            middle = ((seeds[mine][0] + seed[0]) / 2, (seeds[mine][1] + seed[1]) / 2)
            piece = _cut(piece, middle, (seed[0] - seeds[mine][0], seed[1] - seeds[mine][1]))
    return piece


def _parts(seed: Flat, piece: list[Flat], at: int) -> list[list[Flat]]:
    """Every third village is two grids, parted by a line from west to east through its middle."""
    if at % 3:
        return [piece]
    return [_cut(piece, seed, (0.0, 1.0)), _cut(piece, seed, (0.0, -1.0))]


def _cut(piece: list[Flat], through: Flat, away: Flat) -> list[Flat]:
    """What of a convex piece lies behind the line through a point, seen in the direction `away`."""
    kept: list[Flat] = []
    for here, there in zip(piece, piece[1:] + piece[:1], strict=True):
        inside, beyond = (_ahead(one, through, away) for one in (here, there))
        if inside <= 0:
            kept.append(here)
        if (inside < 0 < beyond) or (beyond < 0 < inside):
            share = inside / (inside - beyond)
            kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
    return kept


def _ahead(one: Flat, through: Flat, away: Flat) -> float:
    return (one[0] - through[0]) * away[0] + (one[1] - through[1]) * away[1]


def _flat(centre: Point, point: Point) -> Flat:
    east_degree = METRES_PER_DEGREE * math.cos(math.radians(centre.lat))
    return (point.lon - centre.lon) * east_degree, (point.lat - centre.lat) * METRES_PER_DEGREE


def _point(centre: Point, flat: Flat) -> Point:
    return centre.moved(math.hypot(*flat), math.atan2(*flat))
