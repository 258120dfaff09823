"""What annotators said of posts, every reading kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: an older state is restored from the copy made before."""
    op.create_table(
        "labels",
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("annotator", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("sentiment", sa.String(length=10), nullable=False),
        sa.Column("tone", sa.String(length=10), nullable=False),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("frames", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("labelled_at", sa.DateTime(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_labels_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "annotator", "revision", name=op.f("pk_labels")),
    )
