"""Several followers over one journal: each its share, and no harm where both do the same."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import MetaData

from sync import replay, tables
from sync.domain import Domain
from sync.follower import Follower
from sync.leases import REST, SECONDS, Alone, Leases
from tests.support.doors import House, a_house

KEYS = tuple("abcde")


class Hands:
    """A clock that stands still until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def house() -> Iterator[House]:
    with a_house() as found:
        yield found


def shares(*followers: Leases) -> list[int]:
    return [sum(one.holds(key) for key in (*KEYS, REST)) for one in followers]


def test_one_alone_holds_everything(house: House) -> None:
    one = Leases(house.engine)
    assert one.renew(KEYS)
    assert shares(one) == [6]
    assert one.holds("what nobody named")
    assert Alone().holds("anything")


def test_two_share_evenly_and_nobody_holds_what_the_other_does(house: House) -> None:
    hands = Hands()
    one, other = Leases(house.engine, "one", hands), Leases(house.engine, "other", hands)
    one.renew(KEYS)
    other.renew(KEYS)
    hands.now += 6
    one.renew(KEYS)
    other.renew(KEYS)
    assert shares(one, other) == [3, 3]
    assert not any(one.holds(key) and other.holds(key) for key in (*KEYS, REST, "unnamed"))


def test_it_is_not_renewed_all_the_time(house: House) -> None:
    hands = Hands()
    one = Leases(house.engine, "one", hands)
    assert one.renew(KEYS)
    assert not one.renew(KEYS)
    assert one.renew((*KEYS, "f")), "a new key is looked at at once"
    hands.now += 6
    assert one.renew((*KEYS, "f"))


def test_who_is_heard_of_no_more_loses_what_it_held(house: House) -> None:
    hands = Hands()
    one, other = Leases(house.engine, "one", hands), Leases(house.engine, "other", hands)
    one.renew(KEYS)
    hands.now += SECONDS
    other.renew(KEYS)
    assert shares(other) == [6]


def test_more_followers_than_work(house: House) -> None:
    followers = [Leases(house.engine, name) for name in "xyz"]
    for _ in range(2):
        for one in followers:
            one.release()
        for one in followers:
            one.renew(["a"])
    assert sum(one.holds("a") for one in followers) <= 1
    assert not any(one.holds("a") and one.holds(REST) for one in followers[1:])


def test_who_leaves_gives_back(house: House) -> None:
    one, other = Leases(house.engine, "one"), Leases(house.engine, "other")
    one.renew(KEYS)
    one.release()
    other.renew(KEYS)
    assert shares(one, other) == [0, 6]


def test_a_follower_works_only_on_what_it_holds(house: House) -> None:
    class Nothing(Alone):
        def holds(self, _key: str) -> bool:
            return False

    idle = Follower(house.store, house.engine, house.domain, house.time, leases=Nothing())
    house.follower = idle
    house.writes("door:1", "door")
    house.hands_in(house.document("door:2", "door"))
    assert idle.step() == 0
    assert house.journalled() == []
    house.follower = Follower(house.store, house.engine, house.domain, house.time)
    house.settles()
    assert len(house.journalled()) == 2


class TwoTownships(House):
    """Bells have a journal of their own."""

    @property
    def domain(self) -> Domain:
        def partition_of(_database: str, document: Mapping[str, Any]) -> str:
            return "b" if str(document.get("subject", document.get("_id"))).startswith("bell:") else "a"

        return replace(super().domain, partition_of=partition_of)


def test_what_another_follower_wrote_where_an_effect_leads_is_not_overlooked() -> None:
    with a_house(TwoTownships) as house:
        first, second = house.follower, Follower(house.store, house.engine, house.domain, house.time)
        steps: list[tuple[Follower, dict[str, Any]]] = [
            (first, {"doc_id": "bell:1", "kind": "bell"}),
            (second, {"doc_id": "e1", "kind": "door_ev", "subject": "bell:1", "action": "ring"}),
            (first, {"doc_id": "door:1", "kind": "door"}),
            (first, {"doc_id": "e2", "kind": "door_ev", "subject": "door:1", "action": "open"}),
        ]
        for follower, document in steps:
            house.follower = follower
            house.writes(**document)
        assert house.state("bell:1")["rung"] == 2
        with house.engine.connect() as connection:
            assert not replay.verify(connection, house.domain, house.time, MetaData())


def test_what_another_follower_wrote_is_not_overlooked(house: House) -> None:
    """Each keeps rows and reference documents in memory; the other's rows make it read anew."""
    first, second = house.follower, Follower(house.store, house.engine, house.domain, house.time)
    steps: list[tuple[Follower, dict[str, Any]]] = [
        (first, {"doc_id": "door:1", "kind": "door"}),
        (first, {"doc_id": "e1", "kind": "door_ev", "subject": "door:1", "action": "ring"}),
        (second, {"doc_id": "e2", "kind": "door_ev", "subject": "door:1", "action": "open"}),
        (first, {"doc_id": "e3", "kind": "door_ev", "subject": "door:1", "action": "ring"}),
        (second, {"doc_id": "e4", "kind": "door_ev", "subject": "door:1", "action": "ring"}),
    ]
    for follower, document in steps:
        house.follower = follower
        house.writes(**document)
    assert set(house.state("door:1")["results"]) == {"door:1", "e1", "e2", "e3", "e4"}
    assert (house.state("door:1")["state"], house.state("door:1")["rung"]) == ("open", 3)
    with house.engine.connect() as connection:
        assert not replay.verify(connection, house.domain, house.time, MetaData())
    assert house.rows(tables.dead_letter) == []
