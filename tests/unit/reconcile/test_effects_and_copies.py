"""What follows from a fold: documents on other subjects, and what others are shown of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import MetaData

from sync import effects, replay, tables
from sync.domain import Folded, Reference, Subject
from sync.effects import BadEffect
from tests.support.doors import FAMILIES, House, a_house, fold_door


@pytest.fixture
def house() -> Iterator[House]:
    with a_house() as found:
        yield found


def opened(house: House, name: str = "e1") -> None:
    house.writes("door:1", "door")
    house.writes(name, "door_ev", subject="door:1", action="open")


def rings(house: House) -> list[str]:
    return [doc_id for _, doc_id in house.journalled() if doc_id.startswith("ring-")]


def test_what_follows_is_journalled_once_delivered_and_folded_in_its_turn(house: House) -> None:
    opened(house)
    (ring,) = rings(house)
    assert house.state("bell:1")["rung"] == 1
    assert house.live("house_a")[ring]["action"] == "ring"
    assert house.live("house_a")["st:bell:1"]["rung"] == 1
    house.writes("e2", "door_ev", subject="door:1", action="close")
    assert rings(house) == [ring], "the same fold makes the same ring"


def test_it_is_written_by_the_server_in_the_name_of_who_caused_it(house: House) -> None:
    opened(house)
    row = next(row for row in house.rows(tables.journal) if row["doc_id"].startswith("ring-"))
    assert (row["author"], row["device"], row["dseq"]) == ("ann", "server", 0)
    assert row["actor"] == '{"roles":["porter@a"],"unit":"u1"}'


def test_a_replay_reads_what_follows_from_the_journal(house: House) -> None:
    opened(house)
    before = house.journalled()
    with house.engine.connect() as connection:
        assert not replay.verify(connection, house.domain, house.time, MetaData())
    assert house.journalled() == before


def test_effects_of_effects_end_because_each_is_journalled_once() -> None:
    def echoes(subject: Subject, reference: Reference) -> Folded:
        """A bell that opens the door that rings the bell: the ids repeat themselves."""
        found = fold_door(subject, reference)
        opening = {"_id": "again", "type": "door_ev", "subject": "door:1", "action": "open"}
        wrote = {"by": "ann", "dev": "server", "dseq": 0}
        body: dict[str, Any] = {**opening, "wrote": wrote, "at_dev": "2026-01-01T00:00:00.000Z"}
        return replace(found, effects=(("house_a", body),))

    door, bell = FAMILIES
    with a_house(families=(door, replace(bell, fold=echoes))) as house:
        opened(house)
        assert [doc_id for _, doc_id in house.journalled()].count("again") == 1
        assert house.rows(tables.dead_letter) == []


def test_effects_without_end_are_stopped_and_shown() -> None:
    def breeds(subject: Subject, reference: Reference) -> Folded:
        """Each ring causes another one."""
        found = fold_door(subject, reference)
        body = {
            "_id": f"ring-{len(subject.entries)}",
            "type": "door_ev",
            "subject": "bell:1",
            "action": "ring",
            "wrote": {"by": "server", "dev": "server", "dseq": 0},
            "at_dev": "2026-01-01T00:00:00.000Z",
        }
        return replace(found, effects=(("house_a", body),))

    door, bell = FAMILIES
    with a_house(families=(door, replace(bell, fold=breeds))) as house:
        opened(house)
        (letter,) = house.rows(tables.dead_letter)
        assert (letter["subject"], letter["error"]) == ("bell:1", "effects of effects without end")
        assert house.state("door:1")["state"] == "open", "it blocks only itself"


@pytest.mark.parametrize(
    "change",
    [
        {"type": "poem"},
        {"type": "person"},
        {"type": "letter"},
        {"at_dev": None},
        {"wrote": {"by": "x", "dev": "d"}},
    ],
)
def test_a_bad_effect_is_a_mistake_in_the_program(house: House, change: dict[str, Any]) -> None:
    good = house.document("x", "door_ev", by="server", dev="server", subject="bell:1", action="ring")
    assert len(effects.effects_of(house.domain, [("house_a", good)])) == 1
    with pytest.raises(BadEffect):
        effects.effects_of(house.domain, [("house_a", {**good, **change})])


def test_a_copy_is_written_updated_and_withdrawn_and_never_journalled(house: House) -> None:
    opened(house)
    assert house.live("own_ann")["view:door:1"] == {"state": "open"}
    house.writes("e2", "door_ev", subject="door:1", action="close")
    assert "view:door:1" not in house.live("own_ann")
    assert house.rows(tables.copy) == []
    house.writes("e3", "door_ev", subject="door:1", action="open")
    assert house.live("own_ann")["view:door:1"] == {"state": "open"}
    assert not [doc_id for _, doc_id in house.journalled() if doc_id.startswith("view:")]


def test_a_copy_that_did_not_change_is_not_written_again(house: House) -> None:
    opened(house)
    before = house.store.update_seqs()["own_ann"]
    house.writes("e2", "door_ev", subject="door:1", action="ring")
    assert house.store.update_seqs()["own_ann"] == before


def test_a_copy_with_an_id_that_a_phone_could_write_is_a_mistake() -> None:
    def shows(subject: Subject, reference: Reference) -> Folded:
        return replace(fold_door(subject, reference), copies={("own_ann", "door:1"): {}})

    door, bell = FAMILIES
    with a_house(families=(replace(door, fold=shows), bell)) as house:
        house.writes("door:1", "door")
        (letter,) = house.rows(tables.dead_letter)
        assert "ValueError" in letter["error"]


def test_where_a_subject_began_away_from_its_home_both_get_its_state() -> None:
    door, bell = FAMILIES
    with a_house(families=(replace(door, home=lambda _subject: "house_a"), bell)) as house:
        house.writes("door:1", "door", by="bob", database="own_bob")
        assert house.live("house_a")["st:door:1"]["state"] == "shut"
        assert house.live("own_bob")["st:door:1"]["state"] == "shut"
        house.writes("e1", "door_ev", subject="door:1", action="open")
        assert house.live("own_bob")["st:door:1"] == house.live("house_a")["st:door:1"]
        house.clock_ticks(hours=1)
        assert {kind for kind, doc_id in house.journalled() if doc_id != "door:1"} <= {"event", "audit"}
        assert [row["database"] for row in house.rows(tables.timer)] == ["house_a"]


def test_rights_are_those_of_the_moment_of_journalling(house: House) -> None:
    house.writes("door:1", "door")
    house.writes("e1", "door_ev", by="bob", subject="door:1", action="open")
    house.roles["bob"] = ["porter@a"]
    house.writes("e2", "door_ev", by="bob", subject="door:1", action="ring")
    assert house.state("door:1")["results"]["e1"] == "refused"
    house.writes("e3", "door_ev", by="bob", subject="door:1", action="open")
    house.roles["bob"] = []
    house.writes("e4", "door_ev", by="bob", subject="door:1", action="ring")
    assert house.state("door:1")["results"]["e3"] == "applied"
    assert [row["actor"] for row in house.rows(tables.journal) if row["device"] == "dev-bob"] == [
        '{"roles":["guest@a"],"unit":"u1"}',
        '{"roles":["porter@a"],"unit":"u1"}',
        '{"roles":["porter@a"],"unit":"u1"}',
        '{"roles":[],"unit":"u1"}',
    ]
