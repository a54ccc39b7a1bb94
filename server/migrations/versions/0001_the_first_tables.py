"""the first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this version needs."""
    op.create_table(
        "account",
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_account")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_account_staff_id")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("div", sa.String(length=12), nullable=False),
        sa.Column("record", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.String(length=35), nullable=False),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=True),
        sa.Column("thumb_size", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_record"), ["record"], unique=False)

    op.create_table(
        "blob",
        sa.Column("attach", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("stored_at", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("attach", "part", "staff_id", "sha256", name=op.f("pk_blob")),
    )
    with op.batch_alter_table("blob", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blob_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_blob_sha256"), ["sha256"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("intake_key", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("staff_id", "epoch", name=op.f("uq_device_staff_id_epoch")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
    )
    with op.batch_alter_table("login_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_failure_address_at"), ["address", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_login_failure_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_login_failure_username_at"), ["username", "at"], unique=False)

    op.create_table(
        "patrol_checkin",
        sa.Column("checkpoint", sa.String(length=64), nullable=True),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("point", sa.JSON(), nullable=True),
        sa.Column("acc", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("shift", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("township", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("at_dev", sa.String(length=35), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_checkin")),
    )
    with op.batch_alter_table("patrol_checkin", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patrol_checkin_shift_township"), ["shift", "township"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_patrol_checkin_township_date"), ["township", "date"], unique=False
        )

    op.create_table(
        "patrol_find",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("point", sa.JSON(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shift", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("township", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("at_dev", sa.String(length=35), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_find")),
    )
    with op.batch_alter_table("patrol_find", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patrol_find_shift_township"), ["shift", "township"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_patrol_find_township_date"), ["township", "date"], unique=False)

    op.create_table(
        "patrol_shift",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("township", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.String(length=10), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.String(length=24), nullable=False),
        sa.Column("ends_at", sa.String(length=24), nullable=True),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("planned_vehicle", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("duty_missed", sa.Boolean(), nullable=False),
        sa.Column("night_minutes", sa.Integer(), nullable=False),
        sa.Column("checkins", sa.Integer(), nullable=False),
        sa.Column("finds", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=True),
        sa.Column("late_minutes", sa.Integer(), nullable=True),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_shift")),
    )
    with op.batch_alter_table("patrol_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patrol_shift_township_date"), ["township", "date"], unique=False)

    op.create_table(
        "record",
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("div", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("ref", sa.String(length=200), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.String(length=24), nullable=True),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=True),
        sa.Column("late_minutes", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "id", name=op.f("pk_record")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_family_div_on"), ["family", "div", "on"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_id"), ["id"], unique=False)

    op.create_table(
        "reference",
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("elsewhere", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("type", "code", name=op.f("pk_reference")),
    )
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_type_area"), ["type", "area"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("attach", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.Column("finished_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "vehicle_log",
        sa.Column("vehicle", sa.String(length=64), nullable=False),
        sa.Column("shift", sa.String(length=200), nullable=True),
        sa.Column("km", sa.Double(), nullable=False),
        sa.Column("fuel_l", sa.Double(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("township", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("at_dev", sa.String(length=35), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_log")),
    )
    with op.batch_alter_table("vehicle_log", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vehicle_log_shift_township"), ["shift", "township"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_vehicle_log_township_vehicle"), ["township", "vehicle"], unique=False
        )

    op.create_table(
        "token_family",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=26), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.String(length=64), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_for", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_token_family_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_family")),
    )
    with op.batch_alter_table("token_family", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_family_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_token_family_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "refresh_token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("family_id", sa.String(length=26), nullable=False),
        sa.Column("parent", sa.String(length=64), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["token_family.id"],
            name=op.f("fk_refresh_token_family_id_token_family"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_refresh_token")),
    )
    with op.batch_alter_table("refresh_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refresh_token_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_refresh_token_family_id"), ["family_id"], unique=False)

    op.create_table(
        "checkpoint",
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("rev", sa.String(length=280), nullable=False),
        sa.PrimaryKeyConstraint("database", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "dead_letter",
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=24), nullable=False),
        sa.Column("next_try", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("partition", "subject", name=op.f("pk_dead_letter")),
    )
    op.create_table(
        "fold_result",
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("needs_person", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("dseq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "doc_id", name=op.f("pk_fold_result")),
    )
    with op.batch_alter_table("fold_result", schema=None) as batch_op:
        batch_op.create_index("ix_fold_result_device", ["device", "needs_person"], unique=False)
        batch_op.create_index(batch_op.f("ix_fold_result_subject"), ["subject"], unique=False)

    op.create_table(
        "fold_state",
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("partition", "subject", name=op.f("pk_fold_state")),
    )
    op.create_table(
        "intake_queue",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("rev", sa.String(length=280), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_intake_queue")),
    )
    with op.batch_alter_table("intake_queue", schema=None) as batch_op:
        batch_op.create_index(
            "uq_intake_queue_document", ["database", "doc_id", "rev", "author", "device"], unique=True
        )

    op.create_table(
        "journal",
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("rseq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("rev", sa.String(length=280), nullable=False),
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("dseq", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("partition", "rseq", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_device", ["device", "dseq"], unique=False)
        batch_op.create_index("ix_journal_subject", ["partition", "subject", "rseq"], unique=False)
        batch_op.create_index("uq_journal_document", ["database", "doc_id", "rev"], unique=True)

    op.create_table(
        "journal_head",
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("partition", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "subject_key",
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("partition", "subject", name=op.f("pk_subject_key")),
    )
    op.create_table(
        "copy",
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("partition", "subject", "database", "doc_id", name=op.f("pk_copy")),
    )
    op.create_table(
        "lease",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lease")),
    )
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lease_owner"), ["owner"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("rev", sa.String(length=280), nullable=False),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("database", "doc_id", "action", "rev", name=op.f("pk_outbox")),
    )
    op.create_table(
        "quarantine",
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("doc_id", sa.String(length=1024), nullable=False),
        sa.Column("rev", sa.String(length=280), nullable=False),
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("rseq", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("dseq", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.Column("roles_then", sa.Text(), nullable=False),
        sa.Column("released_rseq", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("database", "doc_id", "rev", name=op.f("pk_quarantine")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantine_device"), ["device"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantine_partition"), ["partition"], unique=False)

    op.create_table(
        "timer",
        sa.Column("subject", sa.String(length=1024), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("partition", sa.String(length=64), nullable=False),
        sa.Column("database", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("partition", "subject", "name", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timer_due_at"), ["due_at"], unique=False)

    op.create_table(
        "unused_dseq",
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("dseq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("device", "dseq", name=op.f("pk_unused_dseq")),
    )


def downgrade() -> None:
    """Go back to the version before; data that it does not know is lost."""
    op.drop_table("unused_dseq")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timer_due_at"))

    op.drop_table("timer")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarantine_partition"))
        batch_op.drop_index(batch_op.f("ix_quarantine_device"))

    op.drop_table("quarantine")
    op.drop_table("outbox")
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lease_owner"))

    op.drop_table("lease")
    op.drop_table("copy")
    op.drop_table("subject_key")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("uq_journal_document")
        batch_op.drop_index("ix_journal_subject")
        batch_op.drop_index("ix_journal_device")

    op.drop_table("journal")
    with op.batch_alter_table("intake_queue", schema=None) as batch_op:
        batch_op.drop_index("uq_intake_queue_document")

    op.drop_table("intake_queue")
    op.drop_table("fold_state")
    with op.batch_alter_table("fold_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fold_result_subject"))
        batch_op.drop_index("ix_fold_result_device")

    op.drop_table("fold_result")
    op.drop_table("dead_letter")
    op.drop_table("checkpoint")
    with op.batch_alter_table("refresh_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refresh_token_family_id"))
        batch_op.drop_index(batch_op.f("ix_refresh_token_expires_at"))

    op.drop_table("refresh_token")
    with op.batch_alter_table("token_family", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_token_family_staff_id"))
        batch_op.drop_index(batch_op.f("ix_token_family_device_id"))

    op.drop_table("token_family")
    with op.batch_alter_table("vehicle_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vehicle_log_township_vehicle"))
        batch_op.drop_index(batch_op.f("ix_vehicle_log_shift_township"))

    op.drop_table("vehicle_log")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_staff_id"))
        batch_op.drop_index(batch_op.f("ix_upload_expires_at"))

    op.drop_table("upload")
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reference_type_area"))

    op.drop_table("reference")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_id"))
        batch_op.drop_index(batch_op.f("ix_record_family_div_on"))

    op.drop_table("record")
    with op.batch_alter_table("patrol_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patrol_shift_township_date"))

    op.drop_table("patrol_shift")
    with op.batch_alter_table("patrol_find", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patrol_find_township_date"))
        batch_op.drop_index(batch_op.f("ix_patrol_find_shift_township"))

    op.drop_table("patrol_find")
    with op.batch_alter_table("patrol_checkin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patrol_checkin_township_date"))
        batch_op.drop_index(batch_op.f("ix_patrol_checkin_shift_township"))

    op.drop_table("patrol_checkin")
    with op.batch_alter_table("login_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_failure_username_at"))
        batch_op.drop_index(batch_op.f("ix_login_failure_at"))
        batch_op.drop_index(batch_op.f("ix_login_failure_address_at"))

    op.drop_table("login_failure")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_staff_id"))

    op.drop_table("device")
    with op.batch_alter_table("blob", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blob_sha256"))
        batch_op.drop_index(batch_op.f("ix_blob_expires_at"))

    op.drop_table("blob")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_record"))

    op.drop_table("attachment")
    op.drop_table("account")
