"""Papers on one story: which story a paper is on."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: an older state is restored from the copy made before."""
    op.add_column("papers", sa.Column("story_id", sa.String(length=16), nullable=False, server_default=""))
