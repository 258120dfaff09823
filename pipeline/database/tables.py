"""The tables, stage by stage; what changes here needs a migration. Imports nothing of ours."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

# All times are local city time (Asia/Shanghai) without offset; days are the dates of those times.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

# --- stage 2: store -------------------------------------------------------------------------------

RAW_FILES = Table(
    "raw_files",
    METADATA,
    Column("path", String(300), primary_key=True),  # relative to the office's raw folder
    Column("digest", String(64), nullable=False),
    Column("lines", Integer, nullable=False),
    Column("stored_at", DateTime, nullable=False),
)

COVERAGE = Table(
    "coverage",
    METADATA,
    Column("raw_file", String(300), primary_key=True),
    Column("source", String(60), nullable=False, index=True),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("outcomes", JSON, nullable=False),
    Column("newest_post", DateTime),
    Column("fill_rates", JSON, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("message", Text, nullable=False),
)

STORIES = Table(
    "stories",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("title", Text, nullable=False),
    Column("first_at", DateTime, nullable=False),
    Column("last_at", DateTime, nullable=False),
)

POSTS = Table(
    "posts",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("source", String(60), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("owner", String(20), nullable=False),
    Column("native_id", String(200), nullable=False),
    Column("url", Text, nullable=False),  # canonical, without what it says of a person
    Column("title", Text, nullable=False),  # masked, otherwise as it came
    Column("text", Text, nullable=False),  # masked, otherwise as it came
    Column("clean_text", Text, nullable=False),  # masked and cleaned; what models read
    Column("author_hash", String(32), nullable=False),  # "" where the source names none
    Column("outlet", Text, nullable=False),  # masked
    Column("published_at", DateTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("date_confidence", String(10), nullable=False),
    Column("collected_at", DateTime, nullable=False),
    Column("parent_id", String(16), nullable=False),
    Column("reposts", Integer),
    Column("comments", Integer),
    Column("likes", Integer),
    Column("rank", Integer),
    Column("truncated", Boolean, nullable=False),
    Column("archive", Text, nullable=False),
    Column("district", String(60), nullable=False),  # "" where none could be told
    Column("street", String(60), nullable=False),
    Column("road", String(60), nullable=False),
    Column("place_confidence", Float, nullable=False),
    Column("duplicate_of", String(16), nullable=False),  # id of the first appearance, or ""
    Column("duplicate_kind", String(20), nullable=False),  # "", same_text, near_text
    Column("off_topic", String(40), nullable=False, server_default=""),  # why the sieve holds it to be, or ""
    Column("story_id", String(16), ForeignKey("stories.id")),
    Column("raw_file", String(300), ForeignKey("raw_files.path"), nullable=False),
    Column("raw_line", Integer, nullable=False),
    Index("ix_posts_day_channel", "day", "channel"),
    Index("ix_posts_source_day", "source", "day"),
    Index("ix_posts_story_id", "story_id"),
)

HANDLING = Table(
    "handling",
    METADATA,
    Column("post_id", String(16), ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(40), nullable=False),
    Column("unit", Text, nullable=False),  # masked, as is the state
    Column("assigned_at", DateTime),
    Column("closed_at", DateTime),
    Column("revisited_at", DateTime),
    Column("satisfied", Boolean),
    Column("reopened", Boolean),
    Column("reply", Text, nullable=False),  # masked
    Column("replied_at", DateTime),
)

# One row for each raw line, whatever became of it, so that the counts add up.
LINE_OUTCOMES = Table(
    "line_outcomes",
    METADATA,
    Column("raw_file", String(300), ForeignKey("raw_files.path", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("outcome", String(30), nullable=False),
    Column("detail", Text, nullable=False),
)

# --- stage 3: score -------------------------------------------------------------------------------

SCORES = Table(
    "scores",
    METADATA,
    Column("post_id", String(16), ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("model", String(80), primary_key=True),  # name@version
    Column("relevant", Boolean),
    Column("relevance", Float),
    Column("sentiment", String(10)),
    Column("p_negative", Float),
    Column("p_neutral", Float),
    Column("p_positive", Float),
    Column("tone", String(10)),
    Column("issues", JSON, nullable=False),
    Column("frames", JSON, nullable=False),
    Column("kind", String(12)),
    Column("why", JSON, nullable=False),
    Column("error", String(40), nullable=False),  # "" where the text was judged
    Column("scored_at", DateTime, nullable=False),
)

# What a person said of a post. Rows are only added: a changed reading is a new revision, the newest one counts.
LABELS = Table(
    "labels",
    METADATA,
    Column("post_id", String(16), ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("annotator", String(60), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("relevant", Boolean, nullable=False),
    Column("sentiment", String(10), nullable=False),
    Column("tone", String(10), nullable=False),
    Column("issues", JSON, nullable=False),
    Column("frames", JSON, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("blind", Boolean, nullable=False),  # kept for evaluation: no model is trained on it
    Column("labelled_at", DateTime, nullable=False),
    Column("file", Text, nullable=False),  # name and digest of the file that it came in
)

# --- stage 4: analyse -----------------------------------------------------------------------------

RUNS = Table(
    "runs",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("period_kind", String(10), nullable=False),
    Column("period", String(12), nullable=False),
    Column("model", String(80), nullable=False),
    Column("data_digest", String(64), nullable=False),
    Column("analysed_at", DateTime, nullable=False),
    Index("ix_runs_period", "period"),
)

# The result tables: one measure is all rows of one name, in order.
RESULTS = Table(
    "results",
    METADATA,
    Column("run_id", String(16), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("measure", String(40), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("row", JSON, nullable=False),
)

# --- stage 5: report ------------------------------------------------------------------------------

# A paper outlives the run that it was made from, so that it names the run without pointing to its row.
PAPERS = Table(
    "papers",
    METADATA,
    Column("id", String(24), primary_key=True),  # the period's label, and the edition where it is no first one
    Column("period_kind", String(10), nullable=False),  # day, week, month, quarter; special on a story
    Column("period", String(12), nullable=False),  # the period's label; on a story its number in the year: 2026-S03
    Column("edition", Integer, nullable=False),  # 1, and one more for each correction or continuation
    Column("state", String(10), nullable=False),  # draft, reviewed, published
    Column("run_id", String(16), nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the Brief
    Column("path", Text, nullable=False),  # of the Brief
    Column("changes", Text, nullable=False),  # what a correction corrects, else ""
    Column("made_at", DateTime, nullable=False),
    Column("reviewed_at", DateTime),
    Column("reviewed_by", Text, nullable=False),
    Column("published_at", DateTime),
    Column("story_id", String(16), nullable=False, server_default=""),  # no key: a paper outlives its story
    Index("ix_papers_period", "period"),
)

ACTIONS = Table(
    "actions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period", String(12), nullable=False),  # of the paper in which it was ordered
    Column("matter", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("deadline", Date),
    Column("ordered_at", DateTime, nullable=False),
    Column("closed_at", DateTime),
    Column("result", Text, nullable=False),
)

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("paper_id", String(24), ForeignKey("papers.id"), primary_key=True),
    Column("recipient", String(254), primary_key=True),
    Column("state", String(10), nullable=False),  # sending, sent, failed
    Column("at", DateTime, nullable=False),
    Column("detail", Text, nullable=False),
)
