"""The engine's SQL tables. They live beside the read models, so that one transaction saves both.

A subject is known by its partition and its id: a document in one township that names another's subject must
not touch it. Times are text in UTC (sync/times.py); bodies are canonical JSON text.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(1024)  # as long as the document store allows
REV = String(280)  # the longest revision, and the marks of whose it is and of its release
NAME = String(64)
TIME = String(24)

journal = Table(
    "journal",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("rseq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("database", NAME, nullable=False),
    Column("doc_id", ID, nullable=False),
    Column("rev", REV, nullable=False),
    Column("subject", ID, nullable=False),
    Column("author", NAME, nullable=False),
    Column("device", NAME, nullable=False),
    Column("dseq", BigInteger, nullable=False),
    Column("received_at", TIME, nullable=False),
    Column("body", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("uq_journal_document", "database", "doc_id", "rev", unique=True),
    Index("ix_journal_subject", "partition", "subject", "rseq"),
    Index("ix_journal_device", "device", "dseq"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("rseq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("received_at", TIME, nullable=False),
)

subject_key = Table(
    "subject_key",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("subject", ID, primary_key=True),
    Column("key", String(64), nullable=False),
)

fold_state = Table(
    "fold_state",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("subject", ID, primary_key=True),
    Column("rseq", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)

fold_result = Table(
    "fold_result",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("doc_id", ID, primary_key=True),
    Column("rseq", BigInteger, nullable=False),
    Column("subject", ID, nullable=False, index=True),
    Column("result", String(16), nullable=False),
    Column("reason", NAME),
    Column("needs_person", Boolean, nullable=False),
    Column("device", NAME, nullable=False),
    Column("dseq", BigInteger, nullable=False),
    Index("ix_fold_result_device", "device", "needs_person"),
)

copy = Table(
    "copy",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("subject", ID, primary_key=True),
    Column("database", NAME, primary_key=True),
    Column("doc_id", ID, primary_key=True),
    Column("digest", String(64), nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("key", NAME, primary_key=True),
    Column("owner", NAME, nullable=False, index=True),
    Column("until", Float, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("database", NAME, primary_key=True),
    Column("doc_id", ID, primary_key=True),
    Column("action", String(16), primary_key=True),
    Column("rev", REV, primary_key=True),
    Column("rseq", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("database", NAME, primary_key=True),
    Column("epoch", NAME, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("doc_id", ID, nullable=False),
    Column("rev", REV, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("database", NAME, primary_key=True),
    Column("doc_id", ID, primary_key=True),
    Column("rev", REV, primary_key=True),
    Column("partition", NAME, nullable=False, index=True),
    Column("rseq", BigInteger, nullable=False),
    Column("subject", ID, nullable=False),
    Column("type", NAME, nullable=False),
    Column("author", NAME, nullable=False),
    Column("device", NAME, nullable=False, index=True),
    Column("dseq", BigInteger, nullable=False),
    Column("reason", NAME, nullable=False),
    Column("errors", Text, nullable=False),
    Column("received_at", TIME, nullable=False),
    Column("roles_then", Text, nullable=False),
    Column("released_rseq", BigInteger),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("subject", ID, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("since", TIME, nullable=False),
    Column("next_try", TIME, nullable=False),
)

timer = Table(
    "timer",
    metadata,
    Column("partition", NAME, primary_key=True),
    Column("subject", ID, primary_key=True),
    Column("name", NAME, primary_key=True),
    Column("database", NAME, nullable=False),
    Column("due_at", TIME, nullable=False, index=True),
)

intake_queue = Table(
    "intake_queue",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("database", NAME, nullable=False),
    Column("doc_id", ID, nullable=False),
    Column("rev", REV, nullable=False),
    Column("device", NAME, nullable=False),
    Column("author", NAME, nullable=False),
    Column("document", Text, nullable=False),
    Index("uq_intake_queue_document", "database", "doc_id", "rev", "author", "device", unique=True),
)

unused_dseq = Table(
    "unused_dseq",
    metadata,
    Column("device", NAME, primary_key=True),
    Column("dseq", BigInteger, primary_key=True, autoincrement=False),
)
