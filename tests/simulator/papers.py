"""Papers that their author goes on writing until they are signed, on one phone or on two at once.

What is not signed has no number and no receipt (pwa/src/db/papers.ts); what was written on a phone has to be
found all the same: in the paper, in what it grew from, or beside it.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from server.permissions import GUARD
from server.records.fields import made
from sync.guard import WriteRule
from sync.store.base import DocumentStore, FoundRevision
from tests.simulator.manifest import Paper
from tests.simulator.replica import Document, history
from tests.simulator.writing import ATTEMPTS, KINDS, Draft, Writer, token_roles

if TYPE_CHECKING:
    from tests.simulator.phone import Phone

FINAL_BY: Mapping[str, str] = {
    "session": "signed_at",
    "agreement": "signed_at",
    "inspection": "submitted_at",
}
FAMILIES = ("ses", "agr", "insp")
KEPT = ("_id", "div", "subject", "seen", "seen_ids", "prev", "school", "month")
NEWEST = 6
GO_ON, SIGN = 0.7, 0.25
CONFLICT = "cf:"


class Papers:
    """Writes papers on phones."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, phone: "Phone", dice: random.Random) -> None:
        """Go on with a paper of this person's or begin one, and sign it now and then."""
        database = f"own_{phone.staff_id}"
        types = set(GUARD.writable_types(database, token_roles(phone)))
        begun = [one for one in _unsigned(phone, database) if one["type"] in types]
        if begun and dice.random() < GO_ON:
            before = dice.choice(begun)
            self._put(phone, dice, before["type"], before)
        elif possible := sorted(types & FINAL_BY.keys()):
            self._put(phone, dice, dice.choice(possible), {})

    def _put(self, phone: "Phone", dice: random.Random, kind: str, before: Document) -> None:
        database, signs = f"own_{phone.staff_id}", dice.random() < SIGN
        draft = Draft(self._writer, phone, dice, database, KINDS[kind], _rule(database, kind))
        given = _envelope(draft, before)
        if given is None or not _is_open(phone, database, given["_id"]):
            return
        given[FINAL_BY[kind]] = draft.moment if signs else None
        for _ in range(ATTEMPTS):
            body = draft.sampler.document(KINDS[kind].schema, {**given, "wrote": None})
            wrote = {"by": phone.staff_id, "dev": "any", "dseq": int(signs)}
            if not made(KINDS[kind].schema).validate({**body, "wrote": wrote}):
                del body["wrote"]
                (phone.signs if signs else phone.keeps)(database, body)
                return


def _rule(database: str, kind: str) -> WriteRule:
    rule = GUARD.rule_of(database)
    return next(write for write in (rule.writes if rule else ()) if write.type == kind)


def _envelope(draft: Draft, before: Document) -> Document | None:
    """That of a new paper, or of one that is gone on with; None when there is nothing to write about."""
    if before:
        now = {"type": draft.kind.name, "v": 1, "at_dev": draft.moment, "tz": "Asia/Shanghai"}
        return {**now, **{name: before[name] for name in KEPT if name in before}}
    begun = draft.begun()
    if begun is None:
        return None
    envelope, _ = begun
    if draft.kind.name == "inspection":
        school, month = draft.dice.choice(draft.sampler.known["school"]), draft.sampler.day[:7]
        doc_id = f"insp:{school}:{month}:{draft.phone.staff_id}"
        envelope |= {"_id": doc_id, "school": school, "month": month}
    return envelope


def _unsigned(phone: "Phone", database: str) -> list[Document]:
    """The newest papers of this person's that can be gone on with."""
    replica = phone.replica(database)
    ids = [doc_id for family in FAMILIES for doc_id in replica.newest(family, NEWEST)]
    found = [replica.winner(doc_id) for doc_id in ids if _is_open(phone, database, doc_id)]
    return [one for one in found if one is not None]


def _is_open(phone: "Phone", database: str, doc_id: str) -> bool:
    """Whether a paper may be written here: it is new, or was signed neither here nor, as far as is known,
    elsewhere."""
    document = phone.replica(database).winner(doc_id)
    return doc_id not in phone.signed and (document is None or not document.get(FINAL_BY[document["type"]]))


def missing(phones: Sequence["Phone"], store: DocumentStore) -> Iterator[str]:
    """Unsigned papers that a phone sent and that can be found nowhere."""
    for phone in phones:
        for paper in phone.papers.values():
            if paper.denied or phone.away:
                continue
            if not paper.sent:
                yield f"phone {phone.number}, paper {paper.id}: never sent"
            elif not _is_visible(store, paper):
                yield f"phone {phone.number}, paper {paper.id}: {paper.rev} is neither in it nor beside it"


def _is_visible(store: DocumentStore, paper: Paper) -> bool:
    """In a live leaf or its history, or as a document of its own beside it."""
    beside = f"{CONFLICT}{paper.id}:{paper.rev}"
    (row,) = store.docs_by_key(paper.database, [beside]).rows
    if row.rev is not None and not row.deleted:
        return True
    return any(paper.rev in history for history in _histories(store, paper))


def _histories(store: DocumentStore, paper: Paper) -> Iterator[Sequence[str]]:
    for one in store.open_revs(paper.database, paper.id, None, with_revs=True):
        if isinstance(one, FoundRevision) and not one.doc.get("_deleted"):
            yield history({**one.doc, "_rev": one.rev})


def several_leaves(leaves: Mapping[str, Mapping[str, set[str]]]) -> Iterator[str]:
    """Papers of which more than one version lives on."""
    for database, documents in leaves.items():
        for doc_id, revs in documents.items():
            if doc_id.partition(":")[0] in FAMILIES and len(revs) > 1:
                yield f"{database} {doc_id} lives on in {len(revs)} versions"
