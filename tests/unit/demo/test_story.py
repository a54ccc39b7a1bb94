"""The living day fits the schemas, is the same each time it is told, and never tells the future."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.demo.pictures import pictures
from server.demo.scenes import SCENES
from server.demo.story import Checkpoint, Shift, Telling, Written, life_of, next_visit
from server.domain import DOMAIN

ZONE = ZoneInfo("Asia/Shanghai")
STARTS = datetime(2026, 5, 1, 8, tzinfo=ZONE)
ENDS = STARTS + timedelta(hours=8)
LATER = ENDS + timedelta(hours=1)
RICH = Telling(True, pictures())


def a_shift(slot: str = "day", lead: str = "chibi-lead") -> Shift:
    points = tuple(
        Checkpoint(f"421102001-c{number:03}", f"{number}号点", 30.44, 114.87, "token" * 4)
        for number in range(12)
    )
    key = f"421102001-p1:2026-05-01:{slot}"
    members = ("chibi-lead", "chibi-p02")
    return Shift(f"shift:{key}", "421102001", slot, STARTS, ENDS, members, lead, "421102001-v1", points)


def sent(line: Written) -> dict[str, object]:
    """The document with what a phone adds."""
    return {
        **line.document,
        "v": 1,
        "div": "421102001",
        "wrote": {"by": line.by, "dev": "device", "dseq": 1},
        "at_dev": line.at.isoformat(timespec="milliseconds"),
        "tz": ZONE.key,
    }


@pytest.mark.parametrize("slot", ["day", "evening", "night"])
@pytest.mark.parametrize("telling", [RICH, Telling(False, pictures())])
def test_every_document_fits_its_schema(slot: str, telling: Telling) -> None:
    lines = life_of(a_shift(slot), telling, LATER)
    errors = [DOMAIN.types[str(line.document["type"])].check(sent(line)) for line in lines]
    assert [found for found in errors if found] == []
    assert len({line.document["_id"] for line in lines}) == len(lines)


def test_a_shift_is_told_from_start_to_submission() -> None:
    lines = life_of(a_shift(), RICH, LATER)
    actions = [line.document["action"] for line in lines if line.document["type"] == "shift_ev"]
    assert actions == ["start", "pause", "resume", "note", "end", "submit"]
    assert STARTS < lines[0].at < lines[-1].at < LATER


def test_told_again_it_is_the_same() -> None:
    assert life_of(a_shift(), RICH, LATER) == life_of(a_shift(), RICH, LATER)


@pytest.mark.parametrize("minutes", [0, 30, 200, 300, 480, 500])
def test_what_was_told_earlier_is_the_beginning_of_what_is_told_later(minutes: int) -> None:
    now = STARTS + timedelta(minutes=minutes)
    earlier = life_of(a_shift(), RICH, now)
    assert all(line.at <= now for line in earlier)
    assert earlier == life_of(a_shift(), RICH, LATER)[: len(earlier)]


def test_in_a_shift_under_way_the_next_visit_is_made_now() -> None:
    whole = life_of(a_shift(), RICH, LATER)
    made = 0
    for minutes in range(-10, 500, 5):
        now = STARTS + timedelta(minutes=minutes)
        so_far = life_of(a_shift(), RICH, now)
        for line in next_visit(a_shift(), RICH, now.astimezone(UTC)):
            made += 1
            assert line.at.isoformat() == now.isoformat()
            assert line.document == whole[len(so_far)].document, "told later it is the same document"
            assert line.document["type"] == "ckin"
            assert so_far
    assert made > 50
    assert next_visit(a_shift(), RICH, LATER) == []


def test_check_ins_are_of_all_kinds_and_one_is_far_from_its_point() -> None:
    checkins = [line.document for line in life_of(a_shift(), RICH, LATER) if line.document["type"] == "ckin"]
    assert {one["method"] for one in checkins} == {"qr", "gps", "hand"}
    assert [abs(one["point"]["lat"] - 30.44) > 0.002 for one in checkins].count(True) == 1


def test_what_was_not_visited_is_submitted_with_its_reason() -> None:
    lines = life_of(a_shift(), RICH, LATER)
    visited = {line.document["checkpoint"] for line in lines if line.document["type"] == "ckin"}
    missed = lines[-1].document["payload"]["missed"]
    assert visited | {one["checkpoint"] for one in missed} == {point.code for point in a_shift().checkpoints}
    assert [bool(one["reason"]) for one in missed] == [True]


def test_each_phone_chains_what_it_writes_and_says_what_it_has_seen_of_others() -> None:
    lines = [line for line in life_of(a_shift(lead="other-lead"), RICH, LATER) if "prev" in line.document]
    *own, submitted = lines
    assert [line.document["prev"] for line in own] == [None, *(line.document["_id"] for line in own[:-1])]
    assert submitted.by == "other-lead"
    assert set(submitted.document["seen_ids"]) == {line.document["_id"] for line in own}


def test_a_photo_is_of_the_find_and_says_what_its_bytes_are() -> None:
    scenes = {scene.photo for scenes in SCENES.values() for scene in scenes} - {None}
    assert scenes == set(pictures()), "every picture is used, and every one that is used is there"
    lines = life_of(a_shift("night"), RICH, LATER) + life_of(a_shift("day"), RICH, LATER)
    for line in lines:
        if line.picture is not None:
            find = next(one.document for one in lines if one.document["_id"] == line.document["record"])
            assert find["attach"] == [line.document["_id"]]
            assert line.document["size"] == len(line.picture.full)
    assert any(line.picture for line in lines)
