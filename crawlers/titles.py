"""The headline of a page, from what is shown above the article and what the page calls itself. May import crawlers.*."""

import re
from collections.abc import Sequence

from crawlers.blocks import Layout, ancestors, tidy
from crawlers.boilerplate import is_head_matter
from crawlers.metadata import Metadata

_NAMES = ("articletitle", "og:title", "twitter:title", "title", "dc.title", "headline")
_SEPARATOR = re.compile(r"\s*(?:[_|｜]|--+|——+|\s[-–—]\s|-(?=[^-]*$))\s*")
_TITLE_CLASS = re.compile(r"title|headline|\btit\b|biaoti|\bbt\b|subject|topic", re.IGNORECASE)
_NOT_TITLE_CLASS = re.compile(r"sub_?-?title|subtitle|fubiaoti|title_?-?bar|list", re.IGNORECASE)
_HEADING_BONUS = {"h1": 14, "h2": 8, "h3": 5, "h4": 3, "h5": 3, "h6": 3}
_BADGE = re.compile(r"^(?:原创|转载|置顶)(?:\s+|(?=[\u4e00-\u9fff]{8}))|\s+(?:原创|转载|置顶)$")
_MAX_TITLE = 120


def find_title(layout: Layout, body: Sequence[int], metadata: Metadata) -> tuple[str, int]:
    """The headline and the index of its line (-1 where it is shown nowhere); empty and -1 where the page has none."""
    stop = body[0] + 2 if body else len(layout.lines)
    named = [tidy(n) for n in (metadata.page_title, *(metadata.metas.get(name, "") for name in _NAMES)) if n]
    bare_names = [bare(n) for n in named]
    rated = [(_rating(layout, i, bare_names, stop), -i) for i in range(min(stop, len(layout.lines)))]
    best, place = max(rated, default=(0.0, 0))
    if best > 0:
        return _cleaned(layout.lines[-place].text), -place
    return _from_names(metadata), -1


def _rating(layout: Layout, i: int, names: list[str], stop: int) -> float:
    """How far a line looks like the headline; 0 or less where it does not.

    A line that the page's own title contains is one; of several the longest, a heading before plain text.
    """
    line = layout.lines[i]
    text = bare(_cleaned(line.text))
    if not 4 <= len(text) <= _MAX_TITLE:
        return 0.0
    style = _style_bonus(layout, line.place)
    contained = max((_overlap(text, name) for name in names), default=0.0)
    if contained and not (style < 5 and len(text) < 8 and line.linked):
        return 20 * contained + style + (3 if stop - i < 12 else 0)
    near = (style >= 3 and stop - i < 10) or (style >= 14 and stop - i < 20)
    return (
        style / 20 if near and len(text) > 8 and not is_head_matter(line.text) and line.linked * 2 < len(text) else 0.0
    )


def _overlap(text: str, name: str) -> float:
    """The share of the page's name that the line covers, 0 where it is not a part of it (or is a small one)."""
    if text not in name:
        return 0.0
    share = len(text) / len(name)
    starts = name.startswith(text)
    return share + (0.3 if starts else 0.0) if share > (0.2 if starts else 0.4) else 0.0


def _style_bonus(layout: Layout, place: int) -> float:
    bonus = 0.0
    for n, above in enumerate(ancestors(layout, place)):
        element = layout.elements[above]
        bonus = max(bonus, _HEADING_BONUS.get(element.tag, 0))
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if n < 2 and _TITLE_CLASS.search(names) and not _NOT_TITLE_CLASS.search(names):
            bonus += 5
        if n == 2:
            break
    return bonus


def _from_names(metadata: Metadata) -> str:
    """The page's own name without the site's; the meta for the headline first."""
    linked = metadata.linked.get("headline")
    name = metadata.first(_NAMES) or (linked if isinstance(linked, str) else "") or metadata.page_title
    return _cleaned(without_site(tidy(name)))


def without_site(name: str) -> str:
    """The first part of a page title, where the parts behind it name channel and site."""
    parts = [p for p in _SEPARATOR.split(name) if p]
    if len(parts) < 2 or len(parts[0]) < 4:
        return name
    return parts[0]


def _cleaned(text: str) -> str:
    return _BADGE.sub("", tidy(text))[: _MAX_TITLE * 2]


def bare(text: str) -> str:
    """Letters, digits and characters only, for comparison."""
    return re.sub(r"\W", "", text)
