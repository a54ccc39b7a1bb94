"""What no rule decides and an office has dealt with: off the desk, with who and why, until something new is
wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

import pytest

from server.cases.capability import CASES
from server.extensions import db
from sync import audited, chain
from sync.audited import Wanted
from tests.support.cases import REPORT
from tests.support.centre import follow
from tests.support.office import DISTRICT, TOWNSHIP
from tests.support.patrols import revised, ulid
from tests.unit.desk.conftest import WORK, Village

LISTS = ("copies", "quarantined", "headless", "dead_letters")


def a_second_copy(village: Village) -> str:
    """A case, and another document under its id; returns it."""
    case = village.reports()
    other = {
        **village.envelope(case, "case", "grid-a"),
        **REPORT,
        "found_on": "2026-03-02",
        "title": "另一个",
    }
    village.arrives(WORK, other)
    return case


def an_unfit(village: Village) -> str:
    """A document that does not fit; returns its id."""
    doc_id = f"case:{ulid('unfit', village.written)}"
    village.arrives(WORK, {**village.envelope(doc_id, "case", "grid-a"), "kind": "nonsense"})
    return doc_id


def an_event_without_record(village: Village) -> str:
    """An event about a case that has not come, three days ago; returns the case's id."""
    case = f"case:{ulid('lost', village.written)}"
    village.does(case, "note", "med-a")
    village.passes(hours=72)
    return case


@pytest.fixture
def broken() -> Iterator[Callable[[], None]]:
    """Handling cases fails until the test mends it."""

    def fails(_folding: object) -> NoReturn:
        raise KeyError("broken")

    kept = CASES.effects
    does(fails)
    yield lambda: does(kept)
    does(kept)


def does(effects: Any) -> None:
    """What follows from cases from now on."""
    object.__setattr__(CASES, "effects", effects)


WRONG = {"copies": "first_is_right", "quarantined": "on_paper", "headless": "author_told"}


def brought(village: Village, kind: str) -> str:
    """Something on this list; returns what it is about."""
    makers = {"copies": a_second_copy, "quarantined": an_unfit, "headless": an_event_without_record}
    return makers[kind](village)


def settle(village: Village, kind: str, staff_id: str = "operator", reason: str | None = None) -> int:
    """Settle the one item on a list."""
    (item,) = village.desk()[kind]
    said = {"list": kind, "item": item["settle_as"], "reason": reason or WRONG[kind]}
    return village.decides(staff_id, "settlements", **said).status_code


def about(item: Mapping[str, Any]) -> str:
    """What an item is about."""
    return str(item.get("doc_id") or item["subject"])


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_what_is_settled_leaves_the_desk_and_can_still_be_found(village: Village, kind: str) -> None:
    subject = brought(village, kind)
    assert settle(village, kind) == 200
    assert village.desk()[kind] == []
    found = village.desk(settled=True)
    assert {name for name in LISTS if found[name]} == {kind}
    assert (found["parked"], found["more"]) == ([], [])
    (item,) = found[kind]
    assert about(item) == subject
    assert item["settled"]["by"] == {"id": "operator", "name": "人员operator"}
    assert item["settled"]["reason"] == WRONG[kind]


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_it_survives_every_replay_and_stands_in_the_chain(village: Village, kind: str) -> None:
    subject = brought(village, kind)
    settle(village, kind)
    assert village.replays()
    assert village.run("replay", "--repair") == 0
    assert village.desk()[kind] == []
    with village.office.app.app_context(), db.engine.connect() as connection:
        (note,) = audited.found(connection, Wanted(what="desk_settled"), None, 10)
        assert chain.verify(connection) == []
    assert note.author == "operator"
    assert note.body == {"list": kind, "id": subject, "reason": WRONG[kind]}


def test_the_administrator_reads_of_it(village: Village) -> None:
    brought(village, "quarantined")
    settle(village, "quarantined")
    answer = village.office.get("/api/audit?what=desk_settled", village.session("admin"))
    (note,) = answer.get_json()["items"]
    assert (note["by"]["id"], note["words"]["en"]) == ("operator", "was settled on the desk")


@pytest.mark.parametrize(
    ("staff", "status"),
    [
        ("operator", 200),
        ("director", 200),
        ("district", 200),
        ("officer", 403),
        ("neighbour", 403),
        ("lead", 403),
    ],
)
def test_an_office_of_the_area_settles(village: Village, staff: str, status: int) -> None:
    brought(village, "quarantined")
    assert settle(village, "quarantined", staff) == status
    assert len(village.desk()["quarantined"]) == (status != 200)


def test_others_are_told_that_they_may_not(village: Village) -> None:
    assert village.desk("operator")["may_settle"] is True
    assert village.desk("special", township=DISTRICT)["may_settle"] is False


def test_a_reason_of_another_list_does_not_do(village: Village) -> None:
    brought(village, "quarantined")
    assert settle(village, "quarantined", reason="first_is_right") == 422
    assert settle(village, "quarantined", reason="张三说不用管") == 422


def test_what_is_not_there_as_it_was_shown_cannot_be_settled(village: Village) -> None:
    brought(village, "quarantined")
    (item,) = village.desk()["quarantined"]
    said = {"list": "quarantined", "reason": "on_paper"}
    changed = f"{item['settle_as'].rpartition(':')[0]}:unknown_type"
    assert village.decides("operator", "settlements", item=changed, **said).status_code == 409
    assert village.decides("operator", "settlements", item=item["settle_as"], **said).status_code == 200
    assert village.decides("operator", "settlements", item=item["settle_as"], **said).status_code == 409


def test_another_fault_of_the_same_document_brings_it_back(village: Village) -> None:
    """Denied to somebody without the role; once they have it, it turns out not to fit either."""
    doc_id = f"case:{ulid('denied')}"
    unfit = {**village.envelope(doc_id, "case", "dispatch"), **REPORT, "kind": "nonsense"}
    village.hands_in("dispatch", WORK, unfit)
    (item,) = village.desk()["quarantined"]
    assert item["reason"] == "denied"
    settle(village, "quarantined")
    assert village.desk()["quarantined"] == []
    village.becomes("dispatch", "u-village", "grid_mgr")
    (item,) = village.desk()["quarantined"]
    assert (item["doc_id"], item["reason"], item["settled"]) == (doc_id, "schema", None)
    assert village.desk(settled=True)["quarantined"] == []


def test_more_that_waits_for_the_missing_record_brings_it_back(village: Village) -> None:
    case = brought(village, "headless")
    settle(village, "headless")
    village.does(case, "note", "med-b")
    assert village.desk()["headless"] == []
    village.passes(hours=72)
    (item,) = village.desk()["headless"]
    assert [one["by"]["id"] for one in item["events"]] == ["med-a", "med-b"]


@pytest.mark.usefixtures("broken")
def test_a_record_that_fails_is_settled_until_more_comes(village: Village) -> None:
    case = village.reports()
    (item,) = village.desk()["dead_letters"]
    assert item["subject"] == case
    assert settle(village, "dead_letters", reason="passed_on") == 200
    village.passes(hours=2)
    assert village.desk()["dead_letters"] == []
    assert village.desk(settled=True)["dead_letters"][0]["attempts"] > item["attempts"]
    assert village.run("replay", "--repair") == 0
    assert village.desk()["dead_letters"] == []
    village.does(case, "accept", "operator")
    assert [one["subject"] for one in village.desk()["dead_letters"]] == [case]


def test_a_record_that_fails_is_tried_again_at_once(village: Village, broken: Callable[[], None]) -> None:
    case = village.reports()
    assert village.desk()["dead_letters"][0]["attempts"] == 1
    assert village.decides("officer", "retries", subject=case).status_code == 403
    assert village.decides("operator", "retries", subject=case).status_code == 202
    assert village.desk()["dead_letters"][0]["attempts"] == 2
    broken()
    assert village.decides("operator", "retries", subject=case).status_code == 202
    assert village.desk()["dead_letters"] == []
    assert village.decides("operator", "retries", subject=case).status_code == 404
    with village.office.app.app_context(), db.engine.connect() as connection:
        notes = audited.found(connection, Wanted(what="desk_tried_again", subject=case), None, 10)
    assert [note.author for note in notes] == ["operator", "operator"]


def test_an_event_is_told_once_it_has_waited_three_days(village: Village) -> None:
    case = f"case:{ulid('lost')}"
    event = village.does(case, "note", "med-a")
    village.passes(hours=71)
    assert village.desk()["headless"] == []
    village.passes(hours=1)
    (item,) = village.desk()["headless"]
    (told,) = item["events"]
    assert (item["subject"], told["id"], told["action"]) == (case, event, "note")
    assert told["by"] == {"id": "med-a", "name": "人员med-a"}
    assert set(told) == {"id", "action", "by", "at", "received_at"}


def test_a_record_that_comes_after_all_takes_everything_in(village: Village) -> None:
    case = brought(village, "headless")
    settle(village, "headless")
    report = {**village.envelope(case, "case", "grid-a"), **REPORT, "found_on": "2026-03-02"}
    village.arrives(WORK, report)
    assert village.desk()["headless"] == village.desk(settled=True)["headless"] == []
    detail = village.office.get(f"/api/cases/{case}", village.session("operator")).get_json()
    assert [one["action"] for one in detail["timeline"]] == ["note", "head"]
    assert village.replays()


def test_no_more_is_settled_than_stands_in_this_township(village: Village) -> None:
    brought(village, "quarantined")
    assert village.desk("neighbour", township="421102002")["quarantined"] == []
    (item,) = village.desk("district", township=TOWNSHIP)["quarantined"]
    said = {"list": "quarantined", "reason": "on_paper", "item": item["settle_as"]}
    assert village.decides("neighbour", "settlements", township="421102002", **said).status_code == 409


def test_its_author_is_told_how_the_office_dealt_with_it(village: Village) -> None:
    author = village.session("grid-a")
    document = village.envelope(f"case:{ulid('unfit', village.written)}", "case", "grid-a")
    wrote = {**document["wrote"], "dev": author["device"]["id"]}
    unfit = revised({**document, "kind": "nonsense", "wrote": wrote})
    delivery = {"documents": [{"database": WORK, "document": unfit}]}
    assert village.office.post("/api/intake", author, delivery).status_code == 202
    follow(village.office.app)

    def told() -> tuple[str, str]:
        (result,) = village.office.get("/api/receipts", author).get_json()["results"]
        return result["result"], result["words"]["zh-CN"]

    assert told()[0] == "quarantined"
    assert settle(village, "quarantined") == 200
    assert told() == ("settled", "综治中心已处理：已按纸质材料办理")
