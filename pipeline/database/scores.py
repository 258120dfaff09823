"""Reads and writes of stage 3, and the joined rows that stage 4 reads. May import models.judgement, pipeline.columns."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Date, Select, and_, case, false, func, literal_column, select

from models.judgement import Text
from pipeline.columns import FEW, NameColumn, data_digest
from pipeline.database.opening import Database
from pipeline.database.tables import HANDLING, POSTS, SCORES
from pipeline.database.writing import upsert

if TYPE_CHECKING:
    import pandas as pd

# The error of a post for which the model has no row yet; never written, only read.
NOT_SCORED = "not_scored"
# Rows read at a time: the driver's own copy of a row is several times as large as what is kept of it.
_CHUNK = 20_000
# SQLite would look up the rows of more days than this one by one, in the order of its index of days; a year or more is read
# three times as fast from the table's beginning to its end.
_LOOKED_UP = timedelta(days=180)
# Texts that come again and again and are held once.
_SHARED = frozenset({"author_hash", "parent_id", "road", "duplicate_of", "story_id"})
# What no measure reads; it would be half of the time and of the memory.
_UNREAD = frozenset({
    "text", "native_id", "archive", "outlet", "rank", "truncated", "street", "place_confidence", "duplicate_kind", "relevance",
    "why", "scored_at", "reply", "unit", "assigned_at", "revisited_at",
})  # fmt: skip
_LISTS = ("issues", "frames")
_FLAGS = ("relevant", "satisfied", "reopened", "replied")
_NUMBERS = ("p_negative", "p_neutral", "p_positive")
_MOMENTS = ("published_at", "collected_at", "day", "closed_at", "replied_at")


def unscored_posts(db: Database, model: str, limit: int) -> list[Text]:
    """At most `limit` posts without a row of `model` (name@version), by id; `text` is the masked, cleaned one."""
    mine = and_(SCORES.c.post_id == POSTS.c.id, SCORES.c.model == model)
    query = (
        select(POSTS.c.id, POSTS.c.title, POSTS.c.clean_text)
        .outerjoin(SCORES, mine)
        .where(SCORES.c.post_id.is_(None))
        .order_by(POSTS.c.id)
        .limit(limit)
    )
    with db.read() as connection:
        return [Text(*row) for row in connection.execute(query)]


def unscored_count(db: Database, model: str) -> int:
    """How many posts have no row of `model`."""
    mine = and_(SCORES.c.post_id == POSTS.c.id, SCORES.c.model == model)
    query = select(func.count()).select_from(POSTS.outerjoin(SCORES, mine)).where(SCORES.c.post_id.is_(None))
    with db.read() as connection:
        return int(connection.execute(query).scalar_one())


def save_scores(db: Database, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one row for each post and model (keys: columns of SCORES), in place of an older one."""
    with db.write() as connection:
        upsert(connection, SCORES, rows)


def scored_posts(db: Database, model: str, start: date, end: date) -> "pd.DataFrame":
    """Every post of the days from `start` up to but not including `end`, joined with its score and handling.

    Columns: those of posts, scores and handling that a measure reads (all but _UNREAD, keys and the raw line), and
    `replied` (whether there is a reply). One row a post, by time and id. `issues`, `frames` are lists, one object for
    all equal ones; times and `day` are datetime64, columns.FEW categories. A post without a score has `error`
    "not_scored".
    """
    import pandas as pd

    with db.read() as connection:
        read_through = connection.dialect.name == "sqlite" and end - start > _LOOKED_UP
        query = _joined(model).where(*_between(start, end, read_through))
        names = [column.name for column in query.selected_columns]
        columns = _columns(connection, query, names)
    moments, ids = np.concatenate(columns["published_at"]), np.array(columns["id"], dtype=object)
    # Sorted here: a database sorts whole rows, texts and all, through a file.
    order = np.lexsort((ids.astype("U16"), moments))
    return pd.DataFrame({name: _column(columns.pop(name)).take(order) for name in names}, columns=names, copy=False)


def digest_of(posts: "pd.DataFrame") -> str:
    """SHA-256 (hexadecimal) over what scored_posts gave but when it was fetched: posts, scores and their handling."""
    return data_digest(posts, [name for name in posts.columns if name != "collected_at"])


def _columns(connection: Connection, query: Select[Any], names: Sequence[str]) -> dict[str, Any]:
    """The values of each column as the driver gives them, without SQLAlchemy's work on every row.

    Times and numbers become arrays chunk by chunk: as objects they would take four times the memory.
    """
    columns: dict[str, Any] = {
        name: NameColumn() if name in FEW else [_EMPTY[name]] if name in _EMPTY else [] for name in names
    }
    text = str(query.compile(connection.engine, compile_kwargs={"literal_binds": True}))
    known: dict[Any, Any] = {}
    for rows in connection.execution_options(stream_results=True).exec_driver_sql(text).partitions(_CHUNK):
        for name, values in zip(names, zip(*rows, strict=True), strict=True):
            columns[name].extend(_read(name, values, known))
    return columns


def _read(name: str, values: Iterable[Any], known: dict[Any, Any]) -> Iterable[Any]:
    """What is added to a column: one array of times or numbers, else each value."""
    if name in _EMPTY:
        return [_array(name, values)]
    if name in _LISTS:
        return [_list(value, known) for value in values]
    if name in _FLAGS:
        # SQLite holds them as numbers.
        return [None if value is None else bool(value) for value in values]
    if name in _SHARED:
        return [known.setdefault(value, value) for value in values]
    return (NOT_SCORED if value is None else value for value in values) if name == "error" else values


def _array(name: str, values: Iterable[Any]) -> NDArray[Any]:
    import pandas as pd

    if name in _NUMBERS:
        return np.array(values, dtype=float)
    return pd.to_datetime(pd.Series(values, dtype=object), format="ISO8601").to_numpy(_EMPTY[name].dtype)


_EMPTY: dict[str, NDArray[Any]] = {name: np.empty(0, dtype="datetime64[us]") for name in _MOMENTS} | {
    name: np.empty(0, dtype=float) for name in _NUMBERS
}


def _list(value: Any, known: dict[Any, Any]) -> list[str]:
    """A list of codes, which SQLite holds as JSON and PostgreSQL's driver has read."""
    key = value if isinstance(value, str) else json.dumps(value)
    if ("list", key) not in known:
        known["list", key] = json.loads(key) or []
    found: list[str] = known["list", key]
    return found


def _column(values: Any) -> Any:
    """A collected column as an array."""
    if isinstance(values, NameColumn):
        return values.categories()
    if values and isinstance(values[0], np.ndarray):
        return np.concatenate(values)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def post_scores(db: Database, post_id: str) -> list[dict[str, Any]]:
    """Every score of one post, by model."""
    query = select(SCORES).where(SCORES.c.post_id == post_id).order_by(SCORES.c.model)
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def _between(start: date, end: date, read_through: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition of the days; a plus before a column hides its index from SQLite."""
    day = literal_column("+posts.day", Date) if read_through else POSTS.c.day
    return day >= start, day < end


def _joined(model: str) -> Select[Any]:
    posts = [c for c in POSTS.c if not c.name.startswith("raw_") and c.name not in _UNREAD]
    scores = [c for c in SCORES.c if c.name not in {"post_id", "model", "relevant", *_UNREAD}]
    # What the sieve of the settings held back stays out, whatever the model says.
    relevant = case((POSTS.c.off_topic != "", false()), else_=SCORES.c.relevant).label("relevant")
    handling = [c for c in HANDLING.c if c.name not in {"post_id", *_UNREAD}]
    return (
        select(*posts, relevant, *scores, *handling, (HANDLING.c.reply != "").label("replied"))
        .outerjoin(SCORES, and_(SCORES.c.post_id == POSTS.c.id, SCORES.c.model == model))
        .outerjoin(HANDLING, HANDLING.c.post_id == POSTS.c.id)
    )
