"""A notice: every row, guard and field."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from server.records.telling import folded
from server.tasks.capability import NOTICE
from server.tasks.documents import NOTICE_PAYLOADS
from sync.domain import Subject
from sync.transitions import Transition
from tests.support.records import Story, a_ulid
from tests.support.rows import (
    UNAWARE,
    Step,
    does,
    has_words,
    play,
    sources_of,
    speaks_of_known_names,
    without_row,
)
from tests.unit.tasks.test_tasks import ABOUT, STAFF

TABLE = NOTICE.table
NTC = f"ntc:{a_ulid(910)}"
READ = does("grid-a", "ack", answer="知道了")
WITHDRAW = does("operator", "withdraw", reason="有误")
SAMPLES = {
    "ack": READ,
    "withdraw": WITHDRAW,
    "force": does("operator", "force", event="ev:x", reason="核实"),
    "dismiss": does("operator", "dismiss", event="ev:x", reason="核实"),
    "wait_over": does("server", "wait_over"),
}
SCRIPTS: dict[str, Sequence[Step]] = {
    "N20": [READ],
    "N20a": [READ, READ],
    "N20b": [WITHDRAW, READ],
    "N21": [READ, WITHDRAW],
    "N21a": [WITHDRAW, WITHDRAW],
    "N23": [SAMPLES["wait_over"]],
}
DECISIONS = {"N22": "force", "N22d": "dismiss"}
WALKED = [row for row in TABLE.transitions if row.id not in DECISIONS]


def a_notice(**said: Any) -> Story:
    """Something that the centre tells a grid manager."""
    story = Story(NOTICE, NTC, STAFF, database="own_grid-a")
    told = {
        "kind": "office",
        "about": None,
        "staff": "grid-a",
        "roles": [],
        "text": "周五开会",
        "cause": None,
    }
    story.head("notice", "operator", **{**told, "batch": a_ulid(7), **said})
    return story


@pytest.mark.parametrize("row", WALKED, ids=lambda row: row.id)
def test_each_row(row: Transition) -> None:
    told = play(a_notice(), SCRIPTS[row.id])
    assert told.row is row
    assert told.before in sources_of(TABLE, row)
    assert told.state["state"] == (row.target or told.before)
    assert (told.outcome.result, told.outcome.reason) == (row.result, row.reason)


@pytest.mark.parametrize("row", [row for row in TABLE.transitions if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    *before, last = SCRIPTS.get(row.id) or [SAMPLES[DECISIONS[row.id]]]
    told = play(a_notice(), [*before, replace(last, by="nobody")])
    assert (told.outcome.result, told.outcome.reason) == ("refused", "role_missing")


@pytest.mark.parametrize("before", [[], [READ], [WITHDRAW]], ids=["sent", "read", "withdrawn"])
def test_only_who_is_addressed_reads(before: list[Step]) -> None:
    told = play(a_notice(), [*before, replace(READ, by="grid-b")])
    assert (told.outcome.result, told.outcome.reason) == ("parked", "not_addressed")


def test_whether_somebody_may_read_for_another_is_decided_by_the_office() -> None:
    story = a_notice()
    other = replace(READ, by="grid-b")
    first = play(story, [other])
    play(story, [does("operator", "dismiss", event=first.doc_id, reason="须本人")])
    assert (story.reason(first.doc_id), story.state["state"]) == ("dismissed", "sent")
    second = play(story, [other])
    play(story, [does("operator", "force", event=second.doc_id, reason="代班")])
    assert (story.result(second.doc_id), story.state["acked_by"]) == ("applied", "grid-b")


def test_every_action_has_a_row_in_every_state() -> None:
    assert without_row(TABLE) == []


def test_the_table_speaks_of_known_names_and_all_have_words() -> None:
    speaks_of_known_names(TABLE, NOTICE_PAYLOADS)
    has_words(NOTICE)


def test_the_first_receipt_counts_and_the_earliest_time() -> None:
    story = a_notice()
    about = {"subject": NTC, "seen": UNAWARE, "seen_ids": [], "prev": None}
    for at, answer in (("2019-11-04T00:50:00.000Z", "好"), ("2019-11-04T00:40:00.000Z", "不好")):
        receipt = {"_id": f"ack:{NTC}:{story.ulid()}", "type": "ack", **about, "answer": answer, "at_dev": at}
        story.add(receipt, "grid-a")
    play(story, [WITHDRAW])
    state = story.state
    assert (state["acked_by"], state["acked_at"], state["answer"]) == (
        "grid-a",
        "2019-11-04T00:40:00.000Z",
        "好",
    )
    assert state["withdrawn_reason"] == "有误"
    assert (state["kind"], state["text"], state["staff"]) == ("office", "周五开会", "grid-a")


def test_the_columns_of_the_register() -> None:
    story = a_notice(about=ABOUT)
    subject = Subject(story.partition, NTC, tuple(story.entries))
    found = NOTICE.registers(folded(NOTICE, subject, lambda one, _rseq: story.references.get(one)))
    assert found == {"ref": ABOUT, "owner": "grid-a", "number": a_ulid(7), "title": "周五开会"}


@pytest.mark.parametrize(
    ("field", "value"), [("batch", "x"), ("staff", None), ("about", "hz x"), ("phone", "138"), ("kind", "")]
)
def test_no_notice(field: str, value: Any) -> None:
    assert NOTICE.schemas["notice"]().validate({**a_notice().entries[0].body, field: value}) != {}
