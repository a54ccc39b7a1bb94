"""Documents that their author revises until they are final: every revision kept, one of several goes on."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import MetaData

from sync import receipts, replay, tables
from sync.domain import Family, Folded, Reference, Subject
from sync.guard import DatabaseRule, WriteRule
from tests.support.doors import House, a_house

OWN = "own_ann"
LETTER = "letter:1"


@pytest.fixture
def house() -> Iterator[House]:
    with a_house() as found:
        yield found


def a_letter(
    house: House, text: str, dev: str = "dev-ann", sent: bool = False, dseq: int = 0
) -> dict[str, Any]:
    document = house.document(LETTER, "letter", dev=dev, text=text, sent=sent, subject="door:1")
    document["wrote"]["dseq"] = dseq
    return document


def shown(house: House) -> str:
    text: str = house.store.read(OWN, LETTER)["text"]
    return text


def beside(house: House) -> list[str]:
    """The texts that lost and stand beside."""
    return [one["document"]["text"] for name, one in house.live(OWN).items() if name.startswith("cf:")]


def kinds(house: House) -> list[str]:
    return [kind for kind, doc_id in house.journalled() if doc_id == LETTER]


def test_each_revision_is_journalled_and_only_the_final_one_counts(house: House) -> None:
    house.replicates(OWN, a_letter(house, "Dear"), "1-a")
    house.replicates(OWN, a_letter(house, "Dear Bob"), "2-b", "1-a")
    assert kinds(house) == ["draft", "draft"]
    assert house.rows(tables.quarantine) == []
    house.replicates(OWN, a_letter(house, "Dear Bob!", sent=True), "3-c", "2-b", "1-a")
    assert kinds(house) == ["draft", "draft", "fact"]
    assert [row["subject"] for row in house.rows(tables.journal)] == [LETTER, LETTER, "door:1"]


def test_a_draft_gives_no_receipt_for_its_number(house: House) -> None:
    house.replicates(OWN, a_letter(house, "Dear", dseq=7), "1-a")
    with house.engine.connect() as connection:
        assert receipts.received(connection, "dev-ann") == []
    house.replicates(OWN, a_letter(house, "Dear", sent=True, dseq=7), "2-b", "1-a")
    with house.engine.connect() as connection:
        assert receipts.received(connection, "dev-ann") == [(7, 7)]


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_of_two_devices_the_one_registered_later_goes_on(house: House, order: tuple[str, str]) -> None:
    house.epochs = {"old": 1, "new": 2}
    numbers = {"old": 9, "new": 3}
    house.replicates(OWN, a_letter(house, "Dear"), "1-a")
    for dev in order:
        house.replicates(OWN, a_letter(house, f"from {dev}", dev, dseq=numbers[dev]), f"2-{dev}", "1-a")
    assert shown(house) == "from new"
    assert beside(house) == ["from old"]
    assert house.leaves(OWN, LETTER) == ["2-new"]


def test_of_one_device_the_higher_counter_goes_on(house: House) -> None:
    house.replicates(OWN, a_letter(house, "later", dseq=5), "1-a")
    house.replicates(OWN, a_letter(house, "earlier", dseq=4), "1-b")
    assert (shown(house), beside(house)) == ("later", ["earlier"])


@pytest.mark.parametrize("final_first", [True, False])
def test_a_final_one_goes_before_an_unfinished_one(house: House, final_first: bool) -> None:
    arriving = [
        (a_letter(house, "sent", sent=True, dseq=1), "2-a"),
        (a_letter(house, "still writing", "dev-b", dseq=9), "2-z"),
    ]
    house.replicates(OWN, a_letter(house, "Dear"), "1-a")
    for document, rev in arriving if final_first else arriving[::-1]:
        house.replicates(OWN, document, rev, "1-a")
    assert (shown(house), beside(house)) == ("sent", ["still writing"])
    assert sorted(kinds(house)) == ["draft", "draft", "fact"]
    assert house.told("ann") == [], "nobody has to look"


def test_what_is_not_final_changes_nothing_of_its_subject() -> None:
    """Neither at once, nor with the next row about the subject, nor in a replay."""
    with a_house(families=(Family("letter", a_fold),)) as house:
        letter = a_letter(house, "sent", sent=True, dseq=1)
        del letter["subject"]
        house.replicates(OWN, letter, "1-a")
        house.replicates(OWN, letter | {"sent": False, "text": "still writing"}, "1-z")
        assert kinds(house) == ["fact", "draft"]
        assert house.state(LETTER)["kinds"] == ["fact"]
        house.writes("e1", "door_ev", subject=LETTER, action="open")
        assert house.state(LETTER)["kinds"] == ["fact", "event"]
        with house.engine.connect() as connection:
            assert not replay.verify(connection, house.domain, house.time, MetaData())


def a_fold(subject: Subject, _reference: Reference) -> Folded:
    return Folded({"kinds": [entry.kind for entry in subject.entries]}, {})


def test_of_two_final_ones_both_are_kept_and_a_person_looks(house: House) -> None:
    house.replicates(OWN, a_letter(house, "first", sent=True, dseq=1), "1-a")
    house.replicates(OWN, a_letter(house, "second", sent=True, dseq=2), "1-b")
    assert kinds(house) == ["fact", "copy"]
    assert (shown(house), beside(house)) == ("first", ["second"])
    assert house.told("ann") == [(LETTER, "quarantined", "second_final")]


def test_a_revision_of_a_final_one_is_undone_and_told(house: House) -> None:
    house.replicates(OWN, a_letter(house, "sent", sent=True, dseq=1), "1-a")
    house.replicates(OWN, a_letter(house, "sent, and changed", sent=True, dseq=2), "2-b", "1-a")
    assert kinds(house) == ["fact", "copy"]
    assert shown(house) == "sent"
    assert house.told("ann") == [(LETTER, "quarantined", "second_revision")]


def test_a_draft_can_come_through_intake(house: House) -> None:
    house.hands_in(a_letter(house, "Dear"), OWN, "2-b")
    assert (kinds(house), shown(house)) == (["draft"], "Dear")
    house.hands_in(a_letter(house, "Dear", sent=True, dseq=1), OWN, "3-c")
    assert (kinds(house), house.store.read(OWN, LETTER)["sent"]) == (["draft", "fact"], True)
    assert house.leaves(OWN, LETTER) == ["3-c"]
    assert beside(house) == [], "the device merely went on writing"


def test_the_guard_lets_an_author_revise_drafts_and_nothing_else(house: House) -> None:
    later = {"_rev": "2-b", "_revisions": {"start": 2, "ids": ["b", "a"]}}
    letter = {**a_letter(house, "Dear"), **later}
    assert house.refusal(letter, OWN) is None
    assert house.refusal(letter, "own_bob") == "denied", "another's drafts are not to be written"
    assert house.refusal({**house.document("door:1", "door"), **later}, OWN) == "not_first"
    assert house.refusal({**letter, "_deleted": True}, OWN) == "deleted"


def test_drafts_can_only_be_allowed_where_their_author_alone_writes() -> None:
    rule = WriteRule("letter", frozenset({"porter"}), ".*", draft=True)
    with pytest.raises(ValueError, match="alone"):
        DatabaseRule("house_", ".*", "within", None, (rule,))
