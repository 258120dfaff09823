"""What was forgotten, backed up and restored; posts that the keyword sieve holds to be about something else."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: an older state is restored from the copy made before."""
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "forgotten",
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("audit_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_forgotten_audit_id_audit")),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_forgotten")),
    )
    # "" is what every row that stands was until now.
    op.add_column("posts", sa.Column("off_topic", sa.String(length=40), nullable=False, server_default=""))
