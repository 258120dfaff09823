"""What a source of each kind declares besides what all have, a table a kind. Imports nothing of ours."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a list page keeps its entries.

    On HTML pages the values are CSS selectors: `entry` each entry, `link` and `date` inside it, `more` the links to
    further list pages (a next link or a pager of numbers; they are followed one after another). Where `rows` is given
    the list is JSON: `rows` is the dotted path to the entries, and `link`, `title` and `date` are keys; {page} in the
    start address counts from 1. Only addresses that match `pattern` are articles.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    entry: str = ""
    link: str = "a"
    title: str = ""
    date: str = ""
    more: str = ""
    rows: str = ""
    pattern: str = ""
    max_pages: int = 100


@dataclass(frozen=True, slots=True)
class Forum:
    """CSS selectors of a forum: `thread` each entry of the thread list, `link` and `replies` (their number) inside it;
    `post` each post of a thread page (its id attribute ends in the post's number), the others inside it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    thread: str
    link: str
    more: str
    title: str
    post: str
    author: str
    time: str
    text: str
    more_posts: str
    replies: str = ""
    max_pages: int = 100


@dataclass(frozen=True, slots=True)
class Comments:
    """CSS selectors of the comments on an article page: `comment` each one (a number at the end of its id is its own),
    `author`, `time` and `text` inside it, `more` the link to further ones; `count` their number in a list's entry,
    whose change makes an article be read again.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    comment: str
    text: str
    time: str
    author: str = ""
    more: str = ""
    count: str = ""
    max_pages: int = 20


@dataclass(frozen=True, slots=True)
class CommentApi:
    """An open JSON interface of the comments under an article.

    `address` is asked with {id} (what the first group of `id` finds in the article's address) and {page}, counted from 1,
    or {next}, what the last answer had at the dotted path `next` (empty for the first page; empty or 0 ends). `rows` is
    the dotted path to the comments; the others are paths inside one: `native_id` its number, `parent` the number of the
    comment that it answers, `replies` answers nested in it. For `days` after an article came out its comments are asked
    for again by every run.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    address: str
    rows: str
    text: str
    time: str
    native_id: str = "id"
    author: str = ""
    parent: str = ""
    replies: str = ""
    likes: str = ""
    next: str = ""
    id: str = r"(\d+)\D*$"
    max_pages: int = 20
    days: int = 3


@dataclass(frozen=True, slots=True)
class Search:
    """A keyword search: at most `page_limit` pages of about `page_size` an answer; `long_text` is the address of a
    whole text ({id}), `days` how far back the first run looks where no --since is given.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    keywords: tuple[str, ...]
    long_text: str = ""
    post_page: str = ""
    page_limit: int = 50
    page_size: int = 10
    days: int = 30


@dataclass(frozen=True, slots=True)
class Board:
    """A leaders' message board: forum numbers to read, and the address of one message's page ({id})."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    fids: tuple[str, ...]
    post_page: str = ""
    page_size: int = 20
    max_pages: int = 500


@dataclass(frozen=True, slots=True)
class HotList:
    """Keys of a hot list in JSON: `rows` the dotted path to its entries, the others inside an entry."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    rows: str
    word: str = "word"
    rank: str = "rank"
    time: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file and the layout that it is read by; a relative path starts at the folder of the declaring file."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    path: Path
    layout: str
