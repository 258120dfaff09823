"""The headline of a page, from what is shown above the article and what the page calls itself. May import crawlers.*."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.blocks import Layout, ancestors, tidy
from crawlers.boilerplate import ends_article, is_dated, is_head_matter
from crawlers.metadata import Metadata
from crawlers.prose import bare

_NAMES = ("articletitle", "og:title", "twitter:title", "title", "dc.title", "headline")
_SEPARATOR = re.compile(r"\s*(?:[_|｜]|--+|——+|\s[-–—]\s|(?<![0-9A-Za-z])-|-(?![0-9A-Za-z]))\s*")
_CUT_SHORT = re.compile(r"(?:…|\.{2,})\s*$")
_TITLE_CLASS = re.compile(r"title|headline|\btit\b|biaoti|\bbt\b|subject|topic", re.IGNORECASE)
_LOGO_CLASS = re.compile(r"logo|slogan|brand|site-?_?name|site-?_?title", re.IGNORECASE)
_NOT_TITLE_CLASS = re.compile(r"sub_?-?title|subtitle|fubiaoti|title_?-?bar|list", re.IGNORECASE)
_HEADING_BONUS = {"h1": 14, "h2": 8, "h3": 5, "h4": 3, "h5": 3, "h6": 3}
_BADGE = re.compile(r"^(?:原创|转载|置顶)(?:\s+|(?=[\u4e00-\u9fff]{8}))|\s+(?:原创|转载|置顶)$")
_LABEL = re.compile(r"(?:信件|来信|留言|咨询|诉求|问题)?(?:标\s*题|主\s*题|题\s*目)\s*(?:[:：]\s*(.*))?")
_SECTION = re.compile(r"^\[[^\]]{1,12}\]\s*")
_SECTION_NAME = 6
_DOCUMENT = re.compile(
    r"(?:公告|通知|通告|公示|通报|启事|倡议书|公开信|的(?:意见|办法|方案|决定|批复|复函|说明|报告))$"
)
_LONG_PART = 8  # characters; shorter parts of a page's name are sections and sites
_MAX_TITLE = 120
_DOCUMENTS = "知告见定法则案函复示书报"  # offices set their name in one line and the matter of a document in the next
_LOGO = -20.0
_SPECIFIC = 4.0  # how far a line must look drawn as a headline where the page's title names one beside its site
_DISPLAY_STYLE = re.compile(
    r"font-size\s*:\s*(?:1[89]|[2-4]\d)(?:px|pt)|font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


def find_title(layout: Layout, body: Sequence[int], metadata: Metadata) -> tuple[str, int]:
    """The headline and the index of its line (-1 where it is shown nowhere); empty and -1 where the page has none."""
    labelled = next(_labelled(layout, body[0] if body else len(layout.lines)), None)
    if labelled:
        return labelled
    stop = body[0] + 2 if body else len(layout.lines)
    last = body[len(body) // 3] if body else 0  # an article that was taken to begin in a summary above its headline
    named = [tidy(n) for n in (metadata.page_title, *(metadata.metas.get(name, "") for name in _NAMES)) if n]
    names = [_Name(n) for n in named]
    rated = [(_rating(layout, i, names, stop), -i) for i in range(min(max(stop, last), len(layout.lines)))]
    best, place = max(rated, default=(0.0, 0))
    if best <= 0 or not _stands_like_headline(layout, -place, stop):
        needed = _SPECIFIC if best > 0 or names_headline(metadata) else 0.1
        drawn = [(_drawn_rating(layout, i, stop), -i) for i in range(max(stop - 16, 0), min(stop, len(layout.lines)))]
        best, place = max((d for d in drawn if d[0] >= needed), default=(best, place))
    is_plain = best > 0 and not _style_bonus(layout, layout.lines[-place].place)
    if is_plain and len(bare(layout.lines[-place].text)) <= _SECTION_NAME:
        place = _headline_of_section(layout, -place, stop)
    if best > 0:
        return _without_section(_cleaned(_whole(layout, -place, names)), names), -place
    return _from_names(metadata), -1


def _headline_of_section(layout: Layout, i: int, stop: int) -> int:
    """The place (negative) of the headline below a line that may be the section's name, as pages call themselves by it."""
    longer = [n for n in range(i + 1, min(stop, len(layout.lines))) if len(layout.lines[n].text) > _SECTION_NAME]
    drawn = max(((_drawn_rating(layout, n, stop), -n) for n in longer), default=(0.0, 0))
    return drawn[1] if drawn[0] >= _SPECIFIC else -i


def _labelled(layout: Layout, stop: int) -> Iterator[tuple[str, int]]:
    """Headlines that a form calls so: the line behind a label, or what stands behind it in the same line."""
    for i, line in enumerate(layout.lines[:stop]):
        if len(line.text) < _MAX_TITLE and (found := _LABEL.fullmatch(line.text)):
            place = i if found[1] else i + 1
            text = found[1] or layout.lines[min(place, len(layout.lines) - 1)].text
            if 5 <= len(text) <= _MAX_TITLE // 2 and not _LABEL.fullmatch(text):
                yield tidy(text), place


def _without_section(title: str, names: Sequence["_Name"]) -> str:
    """A thread's headline without the section in brackets before it, which the page's own name leaves out."""
    rest = _SECTION.sub("", title)
    return rest if any(bare(rest) == name.first for name in names) else title


class _Name:
    """One of the page's names for itself: its letters, and those of the part before the site's name."""

    def __init__(self, name: str) -> None:
        first = without_site(name)
        self.bare = bare(name)
        self.first = bare(first)
        self.parts = frozenset(map(bare, _SEPARATOR.split(name)))
        self.is_cut = bool(_CUT_SHORT.search(first))


def _rating(layout: Layout, i: int, names: list[_Name], stop: int) -> float:
    """How far a line looks like the headline; 0 or less where it does not.

    A line that the page's own title contains is one; of several the longest, a heading before plain text.
    """
    line = layout.lines[i]
    text = bare(_cleaned(line.text))
    if not 4 <= len(text) <= _MAX_TITLE:
        return 0.0
    style = _style_bonus(layout, line.place)
    if style == _LOGO:
        return 0.0
    contained = max((_overlap(text, name) for name in names), default=0.0)
    if contained and not (style < 5 and len(text) < 8 and line.linked):
        is_first = style >= _HEADING_BONUS["h3"] and any(text == name.first != name.bare for name in names)
        is_link = 4 if line.linked * 2 > len(line.text) else 0
        return 20 * contained + style - is_link + (3 if stop - i < 12 else 0) + (12 if is_first else 0)
    near = i < stop and ((style >= 3 and stop - i < 10) or (style >= 14 and stop - i < 20))
    return (
        style / 20 if near and len(text) > 8 and not is_head_matter(line.text) and line.linked * 2 < len(text) else 0.0
    )


def _overlap(text: str, name: _Name) -> float:
    """The share of the page's name that the line covers, 0 where it is not a part of it (or is a small one).

    A name that was cut short, or that the headline goes beyond, counts by the share of the line that it covers.
    """
    if text not in name.bare:
        goes_beyond = len(name.first) >= 6 and text.startswith(name.first)
        share = len(name.first) / len(text)
        return share + 0.3 if goes_beyond and (name.is_cut or share > 0.5) else 0.0
    if text in name.parts and len(text) >= _LONG_PART:
        return 1.0 if text == name.first else 0.7
    share = len(text) / len(name.bare)
    starts = name.bare.startswith(text)
    return share + (0.3 if starts else 0.0) if share > (0.2 if starts else 0.4) else 0.0


def _stands_like_headline(layout: Layout, i: int, stop: int) -> bool:
    """Whether a line that the page's name contains is drawn as a headline or stands over the date or the article.

    A site's name has neither.
    """
    is_drawn = _style_bonus(layout, layout.lines[i].place) > 0
    return is_drawn or stop - i <= 4 or _is_over_date(layout, i, len(layout.lines))


def _is_over_date(layout: Layout, i: int, stop: int) -> bool:
    return any(is_dated(after.text) for after in layout.lines[i + 1 : min(i + 4, stop)])


def _drawn_rating(layout: Layout, i: int, stop: int) -> float:
    """How far a line is drawn as a headline where the page's own name says nothing of it: large, centred, over the date."""
    line = layout.lines[i]
    if line.linked or not 4 <= len(line.text) <= 60 or line.text[-1] in "：:。，；":
        return 0.0
    if (is_head_matter(line.text) and not _DOCUMENT.search(line.text)) or ends_article(line.text):
        return 0.0
    element = layout.elements[line.place]
    drawn = _style_bonus(layout, line.place) + _display_bonus(element) + 3 * bool(_DOCUMENT.search(line.text))
    if _is_repeated(layout, element):
        return 0.0
    return drawn + 4.0 * _is_over_date(layout, i, stop) - 5 if drawn else 0.0


def _is_repeated(layout: Layout, element: Any) -> bool:
    """Whether several lines stand in elements of the same name and class, as the headings of sections do."""
    if element.tag not in _HEADING_BONUS and not element.get("class"):
        return False
    kin = (layout.elements[line.place] for line in layout.lines)
    return [(e.tag, e.get("class")) for e in kin].count((element.tag, element.get("class"))) > 2


def _display_bonus(element: Any) -> int:
    """4 for large or bold print, 3 for a centred line, 5 for the name of a title, by an element's marks or those inside it."""
    inner = [element]
    while len(inner) < 4 and len(inner[-1]) and not (inner[-1].text or "").strip():
        inner.append(inner[-1][0])
    styles = " ".join(e.get("style") or "" for e in inner)
    large = any(e.tag in {"b", "strong", "big"} or (e.tag == "font" and e.get("size", "0") > "3") for e in inner)
    centred = any((e.get("align") or "").lower() == "center" or e.tag == "center" for e in inner)
    named = any(_is_titled(e) for e in inner[1:])
    return (
        5 * named + 4 * (large or bool(_DISPLAY_STYLE.search(styles))) + 3 * (centred or bool(_CENTRED.search(styles)))
    )


def _is_titled(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_TITLE_CLASS.search(names)) and not _NOT_TITLE_CLASS.search(names)


def _whole(layout: Layout, i: int, names: list[_Name]) -> str:
    """The headline's line, with the lines of the same element that belong to it where it is set in two or three."""
    text = layout.lines[i].text
    for n in (i + 1, i + 2):
        if n >= len(layout.lines) or layout.lines[n].place != layout.lines[i].place:
            break
        longer = text + layout.lines[n].text
        is_named = any(bare(longer) in name.bare for name in names)
        if not is_named and not (layout.lines[n].text.startswith("关于") and layout.lines[n].text[-1] in _DOCUMENTS):
            break
        text = longer
    return text


def _style_bonus(layout: Layout, place: int) -> float:
    bonus = 0.0
    for n, above in enumerate(ancestors(layout, place)):
        element = layout.elements[above]
        bonus = max(bonus, _HEADING_BONUS.get(element.tag, 0))
        if _LOGO_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return _LOGO
        if n < 2 and _is_titled(element):
            bonus += 5
        if n == 2:
            break
    return bonus


def _from_names(metadata: Metadata) -> str:
    """The page's own name without the site's; the meta for the headline first."""
    linked = metadata.linked.get("headline")
    name = metadata.first(_NAMES) or (linked if isinstance(linked, str) else "") or metadata.page_title
    return _cleaned(without_site(tidy(name)))


def names_headline(metadata: Metadata) -> bool:
    """Whether the page names a headline beside its site, as in "headline_site", or in a meta."""
    return bool(metadata.first(_NAMES)) or without_site(metadata.page_title) != metadata.page_title


def without_site(name: str) -> str:
    """The first part of a page title, where the parts behind it name channel and site."""
    parts = [p for p in _SEPARATOR.split(name) if p]
    if len(parts) < 2 or len(parts[0]) < 4:
        return name
    return parts[0]


def _cleaned(text: str) -> str:
    return _BADGE.sub("", tidy(text))[: _MAX_TITLE * 2]
