"""Prints a drawn sample of stage 2's answers on real files, to be read by hand. Imports pipeline.database.

After `make report-real`, for copies, told places and stories of two posts or more; the number after the size is the seed:

python -m bench.store_samples copies 200 5 out/real/*/chengyu.db
python -m bench.store_samples places 200 5 out/real/fuzhou/chengyu.db
python -m bench.store_samples stories 50 5 out/real/fuzhou/chengyu.db
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipeline.database import POSTS, STORIES, open_database

EXCERPT = 240
_COLUMNS = (POSTS.c.id, POSTS.c.source, POSTS.c.day, POSTS.c.title, POSTS.c.clean_text, POSTS.c.duplicate_of)
_PLACE = (POSTS.c.duplicate_kind, POSTS.c.district, POSTS.c.street, POSTS.c.road, POSTS.c.story_id)

Row = Mapping[str, Any]


def main() -> None:
    """Print the sample named on the command line, drawn from all given databases together."""
    kind, size, seed, *files = sys.argv[1:]
    shown: Callable[[Sequence[Row], Mapping[str, str]], list[str]] = {
        "copies": copies,
        "places": places,
        "stories": stories,
    }[kind]
    population = [entry for file in files for entry in shown(*stored(Path(file)))]
    chosen = sorted(random.Random(int(seed)).sample(range(len(population)), min(int(size), len(population))))
    print(f"## {kind}: {len(chosen)} of {len(population)}, seed {seed}")
    for number, place in enumerate(chosen, 1):
        print(f"{number}. {population[place]}")


def stored(file: Path) -> tuple[list[Row], dict[str, str]]:
    """All posts of an SQLite file in order of their ids, and the titles of its stories."""
    with closing(open_database(f"sqlite:///{file}")) as database, database.read() as connection:
        rows = connection.execute(select(*_COLUMNS, *_PLACE).order_by(POSTS.c.id)).mappings().all()
        titles = {row.id: row.title for row in connection.execute(select(STORIES.c.id, STORIES.c.title))}
    return [dict(row) for row in rows], titles


def copies(rows: Sequence[Row], _titles: Mapping[str, str]) -> list[str]:
    """Each copy with the first appearance that it points to, as the text of the one and what the other changes."""
    by_id = {row["id"]: row for row in rows}
    pairs = [(row, by_id[row["duplicate_of"]]) for row in rows if row["duplicate_of"] in by_id]
    return [
        f"{copy['id']} {copy['source']} {copy['day']} [{copy['duplicate_kind']}] of {first['id']} {first['day']}\n"
        f"  {said(first)}\n  change: {' | '.join(changed(whole(first), whole(copy))) or 'none'}"
        for copy, first in pairs
    ]


def places(rows: Sequence[Row], _titles: Mapping[str, str]) -> list[str]:
    """Each post for which a district, street, road or river was told."""
    return [
        f"{row['id']} {row['source']} => {row['district'] or '-'} / {row['street'] or '-'} / {row['road'] or '-'}\n"
        f"  {said(row)}"
        for row in rows
        if row["district"] or row["street"] or row["road"]
    ]


def stories(rows: Sequence[Row], titles: Mapping[str, str]) -> list[str]:
    """Each story of two first appearances or more, with the beginnings of its posts."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        if not row["duplicate_of"]:
            members.setdefault(row["story_id"], []).append(row)
    return [
        f"{story} {titles[story]} ({len(posts)} posts)\n"
        + "\n".join(f"  - {post['day']} {post['source']} {said(post)}" for post in posts)
        for story, posts in members.items()
        if len(posts) > 1
    ]


def whole(row: Row) -> str:
    """Title and cleaned text on one line."""
    return " ".join(f"{row['title']}：{row['clean_text']}".split())


def said(row: Row) -> str:
    """The beginning of a post."""
    return whole(row)[:EXCERPT]


def changed(first: str, copy: str) -> Iterator[str]:
    """What a copy drops and adds, place by place."""
    for kind, a, b, c, d in SequenceMatcher(None, first, copy, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"-{first[a:b][:60]} +{copy[c:d][:60]}"


if __name__ == "__main__":
    main()
