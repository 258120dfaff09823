"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: an older state is restored from the copy made before."""
    op.create_table(
        "coverage",
        sa.Column("raw_file", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("newest_post", sa.DateTime(), nullable=True),
        sa.Column("fill_rates", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("raw_file", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_source"), "coverage", ["source"], unique=False)
    op.create_table(
        "raw_files",
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_raw_files")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("period_kind", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("data_digest", sa.String(length=64), nullable=False),
        sa.Column("analysed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_period", "runs", ["period"], unique=False)
    op.create_table(
        "stories",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_table(
        "line_outcomes",
        sa.Column("raw_file", sa.String(length=300), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["raw_file"], ["raw_files.path"], name=op.f("fk_line_outcomes_raw_file_raw_files"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("raw_file", "line", name=op.f("pk_line_outcomes")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("native_id", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("clean_text", sa.Text(), nullable=False),
        sa.Column("author_hash", sa.String(length=32), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("date_confidence", sa.String(length=10), nullable=False),
        sa.Column("collected_at", sa.DateTime(), nullable=False),
        sa.Column("parent_id", sa.String(length=16), nullable=False),
        sa.Column("reposts", sa.Integer(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True),
        sa.Column("likes", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("archive", sa.Text(), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("street", sa.String(length=60), nullable=False),
        sa.Column("road", sa.String(length=60), nullable=False),
        sa.Column("place_confidence", sa.Float(), nullable=False),
        sa.Column("duplicate_of", sa.String(length=16), nullable=False),
        sa.Column("duplicate_kind", sa.String(length=20), nullable=False),
        sa.Column("story_id", sa.String(length=16), nullable=True),
        sa.Column("raw_file", sa.String(length=300), nullable=False),
        sa.Column("raw_line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["raw_file"], ["raw_files.path"], name=op.f("fk_posts_raw_file_raw_files")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_posts_story_id_stories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_day_channel", "posts", ["day", "channel"], unique=False)
    op.create_index("ix_posts_source_day", "posts", ["source", "day"], unique=False)
    op.create_index("ix_posts_story_id", "posts", ["story_id"], unique=False)
    op.create_table(
        "results",
        sa.Column("run_id", sa.String(length=16), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_results_run_id_runs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "measure", "position", name=op.f("pk_results")),
    )
    op.create_table(
        "handling",
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("revisited_at", sa.DateTime(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("reopened", sa.Boolean(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_handling_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_handling")),
    )
    op.create_table(
        "scores",
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=True),
        sa.Column("relevance", sa.Float(), nullable=True),
        sa.Column("sentiment", sa.String(length=10), nullable=True),
        sa.Column("p_negative", sa.Float(), nullable=True),
        sa.Column("p_neutral", sa.Float(), nullable=True),
        sa.Column("p_positive", sa.Float(), nullable=True),
        sa.Column("tone", sa.String(length=10), nullable=True),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("frames", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("scored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_scores_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "model", name=op.f("pk_scores")),
    )
