"""What an import writes, and what a second one does not."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.divisions.documents import check
from server.importing import Counts
from server.importing.documents import OFFICE_ONLY
from sync.store.sql import SqlStore
from tests.support import district as small

Run = Callable[[Path], Counts]
Everything = Callable[[], dict[str, dict[str, Any]]]
Edit = Callable[[str, str, str], None]

REGISTRY, PHONES = f"centre_{small.TOWNSHIP}", f"ref_{small.TOWNSHIP}"


@pytest.fixture(autouse=True)
def imported(run: Run, folder: Path) -> Counts:
    return run(folder)


def test_every_row_is_a_document_that_its_schema_takes(imported: Counts, everything: Everything) -> None:
    documents = [(name, doc) for name, docs in everything().items() for doc in docs.values()]
    assert imported == Counts(created=sum(name.startswith("centre_") for name, _ in documents))
    assert {doc["type"] for _, doc in documents} >= {"division", "staff", "team", "checkpoint", "roster"}
    assert [check(doc) for _, doc in documents if check(doc)] == []


def test_phones_get_the_same_documents_without_what_is_the_offices(everything: Everything) -> None:
    registry, phones = everything()[REGISTRY], everything()[PHONES]
    assert registry.keys() == phones.keys()
    for doc_id, doc in registry.items():
        hidden = OFFICE_ONLY.get(doc["type"], frozenset()) | {"_rev"}
        assert {key: value for key, value in doc.items() if key not in hidden} == {
            key: value for key, value in phones[doc_id].items() if key != "_rev"
        }
    assert "phone" in registry[f"staff:{small.LEAD}"]
    assert "phone" not in phones[f"staff:{small.LEAD}"]


def test_a_checkpoint_has_a_token_of_its_own_and_phones_only_its_digest(everything: Everything) -> None:
    codes = small.PLACES.keys()
    tokens = {everything()[REGISTRY][f"checkpoint:{code}"]["qr_token"] for code in codes}
    assert len(tokens) == len(codes)
    for code in codes:
        token = everything()[REGISTRY][f"checkpoint:{code}"]["qr_token"]
        copy = everything()[PHONES][f"checkpoint:{code}"]
        assert copy["qr_sha256"] == hashlib.sha256(token.encode()).hexdigest()
        assert token not in str(everything()[PHONES])
        assert len(token) >= 16


def test_members_of_a_team_are_the_staff_who_name_it(everything: Everything) -> None:
    assert everything()[PHONES][f"team:{small.TEAM}"]["members"] == [small.LEAD, small.MEMBER]


def test_databases_stand_ready_for_everybody_in_the_lists(store: SqlStore) -> None:
    own = {f"own_{staff}" for staff in (small.LEAD, small.MEMBER, small.DISPATCHER)}
    duties = {f"patrol_{small.TOWNSHIP}", f"school_{small.TOWNSHIP}", f"work_{small.VILLAGE}"}
    district = {"centre_421102", "ref_421102", "clue_421102"}
    assert own | duties | district | {REGISTRY, PHONES} == set(store.databases())
    assert f"patrol_lead@{small.TOWNSHIP}" in store.security(f"patrol_{small.TOWNSHIP}").members
    assert store.security(REGISTRY).members == frozenset()


def test_a_second_import_writes_nothing(run: Run, folder: Path, store: SqlStore, imported: Counts) -> None:
    before = store.update_seqs()
    assert run(folder) == Counts(unchanged=imported.created)
    assert store.update_seqs() == before


def test_a_changed_row_is_a_new_revision_of_its_document_alone(
    run: Run, folder: Path, edit: Edit, everything: Everything, imported: Counts
) -> None:
    before = everything()
    edit("checkpoints", "临江1号点", "临江渡口")
    assert run(folder) == Counts(changed=1, unchanged=imported.created - 1)
    changed = {
        (name, doc_id)
        for name, docs in everything().items()
        for doc_id in docs
        if docs[doc_id] != before[name][doc_id]
    }
    doc_id = f"checkpoint:{small.QR_POINT}"
    assert changed == {(REGISTRY, doc_id), (PHONES, doc_id)}
    now = everything()[REGISTRY][doc_id]
    assert (now["name"], now["_rev"][:2]) == ("临江渡口", "2-")
    assert now["qr_token"] == before[REGISTRY][doc_id]["qr_token"], "the sticker hangs already"


def test_a_row_that_is_gone_is_retired_and_comes_back_with_its_token(
    run: Run, folder: Path, everything: Everything, edit: Edit, imported: Counts
) -> None:
    doc_id = f"checkpoint:{small.HAND_POINT}"
    token = everything()[REGISTRY][doc_id]["qr_token"]
    lines = (folder / "checkpoints.csv").read_text("utf-8")
    edit("checkpoints", next(line for line in lines.splitlines() if small.HAND_POINT in line), "")
    edit("rosters", f" {small.HAND_POINT}", "")
    assert run(folder) == Counts(changed=1, retired=1, unchanged=imported.created - 2)
    gone = everything()[PHONES][doc_id]
    assert (gone["state"], gone["valid_to"], gone["name"]) == ("retired", "2026-05-01", "临江3号点")
    assert run(folder).retired == 0, "once is enough"
    (folder / "checkpoints.csv").write_text(lines, "utf-8")
    run(folder)
    back = everything()[REGISTRY][doc_id]
    assert (back["state"], back.get("valid_to"), back["qr_token"]) == ("active", None, token)


def test_nothing_is_said_of_a_list_that_is_absent(
    run: Run, folder: Path, without: Callable[[str], None], everything: Everything
) -> None:
    before = everything()
    without("rosters")
    assert run(folder).retired == 0
    assert everything() == before


def test_an_import_that_was_cut_off_goes_on(
    run: Run, folder: Path, store: SqlStore, everything: Everything
) -> None:
    """The registry is written before the phones' copies, so a token is never lost in between."""
    store.delete(PHONES)
    before = everything()
    assert run(folder).changed == 0
    assert everything()[REGISTRY] == before[REGISTRY]
    assert everything()[PHONES].keys() == everything()[REGISTRY].keys()
