"""Tells whether a text of a report quotes a post that is to be forgotten or whose words are. Imports nothing of ours."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

# Posts are cut into blocks of so many characters; a quotation of twice as many holds one of them whole.
_BLOCK = 8
# A text quotes a post when blocks of posts make up so much of it: less may be a common turn of speech.
_SHARE = 0.5
_REMOVED = "（已按要求删除）"
# What is shown in place of words whose time is over.
EXPIRED = "文字已到期删除"
_POST_KEYS = ("post_id", "id")
# A story keeps the id of the post it began with, which is a name of the story from then on.
_STORY_KEYS = frozenset({"story", "story_id"})
# What the row of a post in a result says from then on.
_EMPTIED = {"title": "", "text": EXPIRED}


@dataclass(frozen=True, slots=True)
class Traces:
    """What posts can be known by again: ids, whole titles and texts, and blocks of them."""

    ids: frozenset[str]
    whole: frozenset[str]
    blocks: frozenset[str]


def traces_of(posts: Iterable[Any]) -> Traces:
    """The traces of rows with id, title, text and clean_text."""
    ids, whole, blocks = set(), set(), set()
    for post in posts:
        ids.add(post.id)
        for text in map(_bare, (post.title, post.text, post.clean_text)):
            whole.add(text)
            blocks |= {text[n : n + _BLOCK] for n in range(0, len(text) - _BLOCK + 1, _BLOCK)}
    return Traces(frozenset(ids), frozenset(whole - {"", EXPIRED}), frozenset(blocks))


def is_quoted(traces: Traces, text: str) -> bool:
    """Whether a text is one of the posts' titles or texts, or mostly made of pieces of them."""
    bare = _bare(text)
    if bare in traces.whole:
        return True
    hits = _hits(traces, bare)
    return hits > 0 and (hits + 1) * _BLOCK >= _SHARE * len(bare)


def without_quotations(traces: Traces, value: Any) -> Any:
    """A JSON value without the rows of those posts, and with a remark in place of their words; None where it was one."""
    if isinstance(value, dict):
        named = {value[key] for key in _POST_KEYS if isinstance(value.get(key), str)}
        if named & traces.ids:
            return None
        # The row of another post says its own words, whatever they resemble.
        return value if value.get("post_id") else {key: without_quotations(traces, v) for key, v in value.items()}
    if isinstance(value, list):
        parts = ((part, without_quotations(traces, part)) for part in value if not _is_id(traces, part))
        return [new for old, new in parts if new is not None or old is None]
    return _REMOVED if isinstance(value, str) and is_quoted(traces, value) else value


def quotes_any(traces: Traces, value: Any) -> bool:
    """Whether a JSON value names one of those posts or says its words; a story's id and another post's words are neither."""
    return any(text in traces.ids or _says(traces, text) for text in _strings(traces, value))


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What posts said, found by how it begins; made by beginnings_of."""

    said: Mapping[str, Set[str]]

    def hold(self, text: str) -> bool:
        """Whether a text of eight characters and more is the whole or the beginning of what one of them said."""
        bare = _bare(text)
        return any(whole.startswith(bare) for whole in self.said.get(bare[:_BLOCK], ()))


def beginnings_of(posts: Iterable[Any]) -> Beginnings:
    """Titles and texts of rows with title, text and clean_text."""
    said: dict[str, set[str]] = {}
    for post in posts:
        for text in map(_bare, (post.title, post.text, post.clean_text)):
            if len(text) >= _BLOCK:
                said.setdefault(text[:_BLOCK], set()).add(text)
    return Beginnings(said)


def without_words(ids: Set[str], is_lost: Callable[[str], bool], value: Any) -> Any:
    """A JSON value with EXPIRED for the words of those posts and for what `is_lost`; every row and number stays."""
    if isinstance(value, dict):
        if any(isinstance(value.get(key), str) and value[key] in ids for key in _POST_KEYS):
            return {key: _EMPTIED.get(key, part) for key, part in value.items()}
        if value.get("post_id"):
            return value
        return {key: without_words(ids, is_lost, part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_words(ids, is_lost, part) for part in value]
    return EXPIRED if isinstance(value, str) and is_lost(value) else value


def shown_text(title: str, text: str) -> str:
    """The text of a post for a reader; EXPIRED where neither title nor text is left."""
    return text if title or text else EXPIRED


def _is_id(traces: Traces, value: Any) -> bool:
    return isinstance(value, str) and value in traces.ids


def _strings(traces: Traces, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        other = any(isinstance(value.get(key), str) and value[key] not in traces.ids for key in _POST_KEYS)
        passed = _STORY_KEYS | _EMPTIED.keys() if other else _STORY_KEYS
        for key, part in value.items():
            if key not in passed:
                yield from _strings(traces, part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(traces, part)


def _says(traces: Traces, text: str) -> bool:
    """Whether a text is quoted for certain: one block in common may be the name of an office or a source."""
    bare = _bare(text)
    return bare in traces.whole or (_hits(traces, bare) > 1 and is_quoted(traces, text))


def _hits(traces: Traces, bare: str) -> int:
    return sum(bare[n : n + _BLOCK] in traces.blocks for n in range(len(bare) - _BLOCK + 1))


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("…")
