"""Every row of a case's table, in every state that it is for; and what no row allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.cases.capability import CASES
from server.cases.case_events import BY_SERVER, PAYLOADS
from server.cases.rows import STATES
from server.cases.states import CASE, TRANSITIONS
from server.records.machine import Folding
from server.records.telling import folded
from sync.domain import Subject
from sync.journal import Entry
from sync.transitions import ANY, Transition
from tests.support.cases import CASE_ID, OTHER_CASE, CaseStory, a_case, a_case_at
from tests.support.records import VILLAGE

ROWS = {row.id: row for row in TRANSITIONS}


def helped(state: str) -> CaseStory:
    """A case at this state that its village took up to the township, and still helps with."""
    case = a_case_at("handling")
    case.does("escalate", "med-a")
    if state in ("triaged", "assigned"):
        case.does("triage", "operator")
    if state == "assigned":
        case.does("assign", "operator")
    assert case.state["state"] == state
    return case


def on_the_spot(state: str) -> CaseStory:
    """A case that was settled on the spot, perhaps closed."""
    case = a_case()
    case.does("on_spot", "med-a")
    if state != "close_requested":
        case.does("close_ok", "operator")
    if state == "archived":
        case.does("archive", "operator")
    return case


def asked_to_reopen(state: str) -> CaseStory:
    case = a_case_at(state)
    case.does("reopen_req", "grid-a")
    return case


def asked_for_time(state: str) -> CaseStory:
    case = a_case_at("handling")
    case.does("extend_req", "med-a")
    if state == "suspended":
        case.does("suspend_req", "med-a")
        case.does("suspend_ok", "deputy")
    return case


def asked_to_rest(_state: str) -> CaseStory:
    case = a_case_at("handling")
    case.does("suspend_req", "med-a")
    return case


def with_feedback(state: str) -> CaseStory:
    """Everything that a close-out needs."""
    case = a_case_at(state)
    if state == "referred":
        case.does("refer_outcome", "med-a")
    case.does("feedback", "med-a")
    for part in ("rights_notice", "identity_paper", "back_cover", "mediation_record"):
        case.does("file_part", "med-a", part=part)
    return case


def two_values(state: str) -> CaseStory:
    """Two summaries, or once it is closed, two agreements."""
    case = a_case_at(state)
    if state == "closed":
        case.signs("med-a", seen=3)
        return case
    for by, text in (("grid-a", "甲说"), ("operator", "乙说")):
        case.does("edit", by, seen=1, field="summary", value=text)
    return case


def disputed(_state: str) -> CaseStory:
    case = a_case_at("handling")
    seen = case.rseq
    case.does("fail", "med-a")
    case.does("take", "med-b", seen=2)
    case.holds_session("med-b", seen=seen)
    case.signs("med-b", seen=seen)
    case.does("agree", "med-b", seen=seen)
    assert "disputed_outcome" in case.state["flags"], case.state["results"]
    return case


def parked(state: str) -> CaseStory:
    """Something that does not fit waits for the office."""
    case = a_case_at(state) if state != "*" else a_case()
    case.does("resume", "stranger")
    if not case.state["parked"]:
        case.does("extend_no", "deputy")
    return case


@dataclass(frozen=True)
class Example:
    """How a row comes about. `by` None: the first of the handlers."""

    by: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    case: Callable[[str], CaseStory] = a_case_at
    only: tuple[str, ...] = ()
    seen: Callable[[CaseStory], int | None] = lambda _case: None


def before(rows: int) -> Callable[[CaseStory], int]:
    """The writer had not seen the last rows."""
    return lambda case: case.rseq - rows


HANDLER_ROWS = ("C8", "C8d", "C8t", "C8p", "C12g", "C12d", "C8v")


EXAMPLES: Mapping[str, Example] = {
    "C2": Example("operator"),
    "C2a": Example("operator"),
    "C3": Example("operator"),
    "C3a": Example("operator"),
    "C3x": Example("operator", case=on_the_spot, only=("close_requested",), seen=before(1)),
    "C4": Example("operator"),
    "C4a": Example("operator"),
    "C5": Example("operator"),
    "C5s": Example("operator", {"lead_officer": "med-a"}, only=("handling",), seen=before(1)),
    "C5t": Example("operator", only=("handling",), seen=before(1)),
    "C5r": Example("operator"),
    "C6": Example("officer"),
    "C6s": Example(),
    "C6v": Example("med-b"),
    "C6w": Example("med-b", seen=before(1)),
    "C6t": Example("med-b", seen=lambda _case: 2),
    "C6r": Example("officer", case=lambda _state: returned(), seen=before(1)),
    "C7": Example("officer"),
    "C7t": Example("officer", case=lambda _state: taken_by_officer(), only=("handling",), seen=before(1)),
    "C8": Example(),
    "C8d": Example("med-b", case=lambda _state: two_mediators(), only=("handling",)),
    "C8n": Example(seen=before(1)),
    "C8l": Example("med-a", only=("closed",), seen=before(1)),
    "C8o": Example(seen=before(1)),
    "C8m": Example("med-a", only=("closed",), seen=before(1)),
    "C8t": Example(),
    "C8r": Example("grid-b"),
    "C8w": Example("deputy", case=lambda _state: raised(), only=("reported",), seen=lambda _case: 1),
    "C8v": Example("deputy"),
    "C8g": Example("patrol"),
    "C8p": Example(),
    "C9": Example(),
    "C9y": Example("deputy", case=asked_for_time),
    "C9n": Example("deputy", case=asked_for_time),
    "C10": Example(),
    "C10y": Example("deputy", case=asked_to_rest),
    "C10n": Example("deputy", case=asked_to_rest),
    "C10r": Example(),
    "C10a": Example(case=lambda _state: resumed(), seen=before(1)),
    "C11": Example(),
    "C11e": Example(seen=before(1)),
    "C12": Example(case=lambda _state: with_papers()),
    "C12a": Example(),
    "C12e": Example("med-a", case=lambda _state: helped("accepted"), only=("accepted",), seen=before(1)),
    "C12x": Example("med-a", case=lambda _state: a_case_at("failed"), only=("failed",), seen=before(1)),
    "C12g": Example(
        only=("accepted", "triaged", "assigned", "handling", "suspended", "failed", "referred"),
    ),
    "C12d": Example(only=("agreed", "followed", "close_requested")),
    "C12l": Example("med-a", only=("closed",), seen=before(1)),
    "C13": Example(),
    "C13a": Example(),
    "C13x": Example(only=("agreed",), seen=before(1)),
    "C14": Example(),
    "C14a": Example(),
    "C14b": Example(),
    "C15": Example("grid-a"),
    "C15b": Example("grid-a", {"performed": "broken"}),
    "C15c": Example("grid-a", {"performed": "broken"}),
    "C15l": Example("grid-a", only=("closed",), seen=before(1)),
    "C15o": Example("grid-a"),
    "C16": Example(),
    "C17": Example(case=with_feedback),
    "C17n": Example(case=with_feedback, only=("agreed",), seen=lambda _case: 3),
    "C17a": Example(),
    "C18": Example("operator"),
    "C18f": Example("operator", case=lambda _state: visited_late(), seen=before(1)),
    "C18a": Example("operator"),
    "C19": Example("operator"),
    "C19a": Example("operator", case=lambda _state: sent_back(), seen=before(1)),
    "C20": Example("operator"),
    "C20n": Example("operator", {"paper_file_no": "A-2"}),
    "C20a": Example("operator", {"paper_file_no": None}),
    "C20o": Example("server", {"paper_file_no": None}),
    "C20r": Example("operator", case=lambda _state: reopened(), only=("handling",), seen=before(1)),
    "C21": Example("grid-a"),
    "C21a": Example("grid-a"),
    "C21y": Example("operator", case=asked_to_reopen),
    "C21n": Example("operator", case=asked_to_reopen),
    "C21b": Example("operator", case=lambda _state: reopened(), only=("handling",), seen=before(1)),
    "C22": Example("operator"),
    "C22a": Example("operator"),
    "C22d": Example("operator", case=lambda _state: overlapping(), only=("handling",)),
    "C22s": Example("server"),
    "C22so": Example("server", only=("merged", "closed", "void")),
    "C23": Example("med-a"),
    "C23s": Example("med-b", case=on_the_spot, only=("close_requested",), seen=before(1)),
    "C23c": Example("med-a", seen=lambda _case: 1),
    "C23x": Example("med-a", seen=before(1)),
    "C24": Example("grid-a"),
    "C24a": Example("grid-a"),
    "C24r": Example("grid-a"),
    "CE": Example("grid-b"),
    "CC": Example("operator"),
    "CP": Example("operator", case=two_values),
    "CF": Example("operator", case=lambda _state: parked("reported"), only=("reported",)),
    "CD": Example("operator", case=lambda _state: parked("reported"), only=("reported",)),
    "CFd": Example("head", case=disputed, only=("failed",)),
    "CDd": Example("head", case=disputed, only=("failed",)),
    "C1p": Example("server"),
    "C1o": Example("server"),
    "CL": Example("server"),
    "CLo": Example("server", only=("reported", "closed")),
    "CW": Example("server"),
    "CWo": Example("server", only=("reported", "handling")),
    "CX": Example("server"),
}
HELPED = ("accepted", "triaged", "assigned")
VOIDED_BY = {
    "C2v": "operator",
    "C3v": "operator",
    "C8rv": "grid-b",
    "C8vv": "deputy",
    "C8gv": "patrol",
    "C22v": "operator",
    "C23v": "med-a",
    "CEv": "grid-b",
    "CCv": "operator",
}


def returned() -> CaseStory:
    case = a_case_at("assigned")
    case.does("return", "officer")
    return case


def taken_by_officer() -> CaseStory:
    case = a_case_at("assigned")
    case.does("take", "officer")
    return case


def two_mediators() -> CaseStory:
    case = a_case_at("handling")
    case.does("take", "med-b", seen=2)
    case.holds_session("med-a")
    return case


def overlapping() -> CaseStory:
    case = two_mediators()
    case.holds_session("med-b")
    return case


def raised() -> CaseStory:
    case = a_case()
    case.does("risk_raise", "grid-b", seen=1)
    return case


def resumed() -> CaseStory:
    case = a_case_at("suspended")
    case.does("resume", "med-a")
    return case


def with_papers() -> CaseStory:
    case = a_case_at("handling")
    case.holds_session("med-a")
    case.signs("med-a")
    return case


def visited_late() -> CaseStory:
    case = a_case_at("close_requested")
    case.visits("grid-a", performed="broken")
    return case


def sent_back() -> CaseStory:
    case = a_case_at("close_requested")
    case.does("close_no", "operator")
    return case


def reopened() -> CaseStory:
    case = asked_to_reopen("closed")
    case.does("reopen_ok", "operator")
    return case


def judged(case: CaseStory) -> Transition | None:
    """The row that decided about the last document."""

    def folding(entries: list[Entry]) -> Folding:
        subject = Subject(case.partition, case.subject_id, tuple(entries))
        return folded(CASES, subject, lambda doc_id, _rseq: case.references.get(doc_id))

    act = folding(case.entries).acts[-1]
    return folding(case.entries[:-1]).fold.examine(act)[1]


def plain_examples() -> list[Any]:
    found = []
    for row in TRANSITIONS:
        example = EXAMPLES.get(row.id)
        if example is None:
            continue
        for state in example.only or (STATES if row.sources == ANY else row.sources):
            if first_here(row, state):
                found.append(pytest.param(row, state, example, id=f"{row.id}-{row.action}-{state}"))
    return found


def first_here(row: Transition, state: str) -> bool:
    """Whether no row before it without further condition decides in this state."""
    for other in TRANSITIONS:
        if other is row:
            return True
        same = other.action == row.action and (other.sources == ANY or state in other.sources)
        if same and other.when is None and not other.against:
            return False
    return False


@pytest.mark.parametrize(("row", "state", "example"), plain_examples())
def test_each_row(row: Transition, state: str, example: Example) -> None:
    needs_help = row.id in HANDLER_ROWS and state in HELPED
    case = helped(state) if needs_help else example.case(state)
    assert case.state["state"] == state
    said: dict[str, Any] = dict(example.said)
    if row.action in ("force", "dismiss"):
        said |= {"event": case.state["parked"][0], "reason": "核实"}
    if row.action == "pick":
        ((name, values),) = case.state["kept_both"].items()
        said = {"field": name, "value": values[1]["value"]}
    by = example.by or case.state["handlers"][0]
    event = case.does(row.action, by, seen=example.seen(case), **said)
    assert judged(case) == row, (case.result(event), case.reason(event))
    after = case.state
    assert (case.result(event), case.reason(event)) == (row.result, row.reason)
    assert set(row.sets) <= set(after["flags"])
    assert not set(row.clears) & set(after["flags"])
    if row.action not in ("force", "dismiss"):
        assert after["state"] == (row.target or state)


@pytest.mark.parametrize(
    "row", [one for one in TRANSITIONS if one.id.startswith("C22-")], ids=lambda row: row.id
)
def test_a_merged_case_passes_everything_on(row: Transition) -> None:
    case = a_case_at("merged")
    said: dict[str, Any] = {"field": "title", "value": "x"} if row.action in ("edit", "correct") else {}
    event = case.does(row.action, "server" if row.action in BY_SERVER else "grid-a", **said)
    assert judged(case) == row
    assert (case.result(event), case.reason(event)) == ("absorbed", "forwarded")
    ((database, passed_on),) = [one for one in case.folded.effects if one[1].get("subject") == OTHER_CASE]
    sealed = row.action in CASES.sealed  # papers that few may read never reach a village's database
    assert database == ("own_grid-a" if sealed else f"work_{VILLAGE}")
    assert passed_on["wrote"] == {"by": case.entries[-1].author, "dev": "server", "dseq": 0}


@pytest.mark.parametrize("row_id", VOIDED_BY)
def test_void_gives_way_to_what_others_did_meanwhile(row_id: str) -> None:
    row = ROWS[row_id]
    case = a_case_at("void")
    said: dict[str, Any] = {"field": "place", "value": "四组"} if row.action == "edit" else {}
    by = VOIDED_BY[row_id] if row.action != "edit" else "operator"
    event = case.does(row.action, by, seen=1, **said)
    assert judged(case) == row
    assert case.result(event) == "applied"
    assert case.state["state"] == row.target
    assert "void_undone" in case.state["flags"]


def test_every_row_has_an_example() -> None:
    covered = {*EXAMPLES, *VOIDED_BY} | {row.id for row in TRANSITIONS if row.id.startswith("C22-")}
    assert {row.id for row in TRANSITIONS} == covered
    assert len(ROWS) == len(TRANSITIONS), "two rows share an id"


WITHOUT_ROLE = [row for row in TRANSITIONS if row.actors and not row.id.startswith("C22-")]


@pytest.mark.parametrize("row", WITHOUT_ROLE, ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    example = EXAMPLES.get(
        row.id, Example(case=lambda _state: a_case_at("void"), only=("void",), seen=lambda _: 1)
    )
    sources = STATES if row.sources == ANY else row.sources
    state = next(
        one
        for one in (example.only or sources)
        if row.when is not None or first_here(row, one) or row.against
    )
    case = example.case(state)
    said: dict[str, Any] = dict(example.said)
    if row.action in ("force", "dismiss"):
        said |= {"event": case.state["parked"][0], "reason": "核实"}
    event = case.does(row.action, "stranger", seen=example.seen(case), **said)
    assert (case.result(event), case.reason(event)) == ("refused", "role_missing")


@pytest.mark.parametrize("action", sorted(PAYLOADS))
@pytest.mark.parametrize("state", STATES)
def test_what_no_row_allows_is_parked_with_words(action: str, state: str) -> None:
    rows = [row for row in TRANSITIONS if row.action == action]
    if any(row.sources == ANY or state in row.sources for row in rows):
        return
    case = a_case_at(state)
    event = case.does(action, "server" if action in BY_SERVER else "operator")
    assert (case.result(event), case.reason(event)) == ("parked", f"not_while_{state}")
    assert f"not_while_{state}" in CASES.words


def test_the_table_speaks_of_known_states_actions_and_words() -> None:
    assert {state for row in TRANSITIONS for state in (*row.sources, row.target or "*")} <= {*STATES, "*"}
    actions = {row.action for row in TRANSITIONS}
    assert set(PAYLOADS) <= actions
    assert actions == set(CASES.dictionaries["case_action"]) - {"head"}
    assert {action for rule in CASE.fields for action in rule.values} <= {*actions, "head"}
    assert {one for action, others in CASE.retries.items() for one in (action, *others)} <= actions
    reasons = {row.reason for row in TRANSITIONS if row.reason}
    reasons |= {guard.reason for row in TRANSITIONS for guard in row.guards}
    assert reasons | {flag for row in TRANSITIONS for flag in (*row.sets, *row.clears)} <= set(CASES.words)
    assert set(CASES.dictionaries["case_state"]) == set(STATES)


def test_the_case_of_the_examples() -> None:
    assert a_case().subject_id == CASE_ID
