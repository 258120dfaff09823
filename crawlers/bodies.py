"""Lines of a page → those of the article. May import crawlers.blocks, boilerplate and prose."""

import re
from collections import Counter, defaultdict
from itertools import islice, pairwise, takewhile

from crawlers.blocks import Layout, ancestors
from crawlers.boilerplate import (
    bar_of,
    ends_article,
    is_code,
    is_credit,
    is_date_line,
    is_fold,
    is_form_heading,
    is_form_label,
    is_head_matter,
    is_parting,
    is_signing_date,
)
from crawlers.prose import bare, is_link, is_prose, is_sentence, is_title

_LINK_COST = 12
_SHORT_COST = 2
_SENTENCE_LENGTH, _VERSE_LENGTH = 12, 5
_MIN_BODY = 30
_LONG = 30  # characters of running text that no prompt or button has
_NESTED = 8
_GOOD_PART = 0.15  # of an article's text; rights and channels behind its end are less
_UNFOLDED = 1.2  # of the shown text; boxes with one recommended article are hidden inside articles, too
_HEAD = 4  # lines of an article behind whose first a byline may stand
_WRAPPED = 3  # elements around one paragraph alone
_AT_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_FORM = 3  # labels that make a form
_MOST = 0.7  # of an element's worth: below it, what lies outside may be as much the article as what lies inside


def find_article(layout: Layout) -> "Article":
    """The place of the article on a page; its `body` is empty where the page has no running text.

    Lines of verse and notices of few words are running text only where the page has nothing longer.
    """
    article = Article(layout, shortest=_SENTENCE_LENGTH)
    return article if article.body() else Article(layout, shortest=_VERSE_LENGTH)


class Article:
    """The search for the article's lines on one page."""

    def __init__(self, layout: Layout, shortest: int) -> None:
        self.layout = layout
        self.lines = layout.lines
        self.prose = [is_prose(line, shortest) for line in layout.lines]
        self.barred = self._barred()
        for i in self._teasers():
            self.barred[i] = True
        self.home = self._home()
        if self.home < 0 and any(self.prose):  # the page calls all of itself something else
            self.barred = [False] * len(self.lines)
            self.home = self._home()

    def _sums(self, worth: list[float]) -> list[float]:
        """Per element, the sum over the lines inside it."""
        sums = [0.0] * len(self.layout.parents)
        for line, value in zip(self.lines, worth, strict=True):
            sums[line.place] += value
        for place in range(len(sums) - 1, 0, -1):
            sums[self.layout.parents[place]] += sums[place]
        return sums

    def _barred(self) -> list[bool]:
        """Per line, whether an element around it is named as something else and does not hold most of the page."""
        prose = self._sums([float(len(ln.text)) if p else 0.0 for ln, p in zip(self.lines, self.prose, strict=True)])
        whole = prose[0] if prose else 0.0
        barred: list[bool] = []
        for place, element in enumerate(self.layout.elements):
            parent = self.layout.parents[place]
            above = parent >= 0 and barred[parent]
            barred.append(above or prose[place] < bar_of(element) * whole)
        return [barred[line.place] for line in self.lines]

    def _teasers(self) -> list[int]:
        """The lines of running text that sum up other articles: alone in an element behind a linked headline, in several such."""
        held = self._sums([float(p) for p in self.prose])
        found = defaultdict(list)
        for i in range(1, len(self.lines)):
            if self.prose[i] and is_link(self.lines[i - 1]):
                home = _common(self.layout, self.lines[i - 1].place, self.lines[i].place)
                element = self.layout.elements[home]
                if held[home] == 1:
                    found[element.tag, element.get("class")].append(i)
        return [i for same in found.values() if len(same) > 1 for i in same]

    def _worth(self, i: int) -> float:
        """What a line adds to an element as the home of the article: labels and links cost, so that menus weigh it down."""
        line = self.lines[i]
        plain = len(line.text) - line.linked
        if self.prose[i]:
            return -0.3 * plain if self.barred[i] else float(plain)
        if line.linked > plain:
            return -_LINK_COST
        return float(plain) if is_sentence(line) and not self.barred[i] else -_SHORT_COST

    def _home(self) -> int:
        """The element with the highest sum of worth, the innermost of nearly equal ones; -1 where no prose is."""
        worth = self._sums([self._worth(i) for i in range(len(self.lines))])
        home = int(max(range(len(worth)), key=worth.__getitem__, default=-1))
        if home < 0 or worth[home] <= 0:
            return -1
        inside = self._innermost(worth, home)
        while (part := self._part(worth, inside)) >= 0:
            inside = self._innermost(worth, part)
        while self.layout.elements[inside].tag in {"p", "li"} and self.layout.parents[inside] >= 0:
            inside = self.layout.parents[inside]  # one long paragraph beside a box of links is still one of several
        return inside

    def _innermost(self, worth: list[float], home: int) -> int:
        """The innermost element inside `home` that is nearly worth as much."""
        within = self._within(home)
        return max(place for place, is_in in enumerate(within) if is_in and worth[place] >= 0.99 * worth[home])

    def _part(self, worth: list[float], home: int) -> int:
        """The one child that holds most of `home`, where links, a headline or a date part it from all other prose; else -1."""
        children = [place for place, parent in enumerate(self.layout.parents) if parent == home]
        best = max(children, key=worth.__getitem__, default=-1)
        if best < 0 or worth[best] < _MOST * worth[home]:
            return -1
        within, around = self._within(best), self._within(home)
        prose = [i for i, line in enumerate(self.lines) if self.prose[i] and not self.barred[i] and around[line.place]]
        inner = [within[self.lines[i].place] for i in prose]
        if all(inner):
            return -1
        borders = [(i, j) for (i, a), (j, b) in pairwise(zip(prose, inner, strict=True)) if a != b]
        return best if all(self._is_parted(i, j) for i, j in borders) else -1

    def _is_parted(self, i: int, j: int) -> bool:
        between = self.lines[i + 1 : j]
        return sum(map(is_link, between)) > 1 or any(
            line.tag == "h1" or is_date_line(line.text) or (ends_article(line.text) and not is_fold(line.text))
            for line in between
        )

    def _within(self, home: int) -> list[bool]:
        """Per element, whether it lies inside another; a parent's index is always lower than its child's."""
        inside: list[bool] = []
        for place, parent in enumerate(self.layout.parents):
            inside.append(place == home or (parent >= 0 and inside[parent]))
        return inside

    def body(self, title: str = "") -> list[int]:
        """Indices of the article's lines, in order, without the line of its title; empty where there are none."""
        inside = self._before_credits(self._without_form(self._inside()))
        kept = [i for i in inside if not self.barred[i]]
        if self._size(kept) < _MIN_BODY:
            kept = inside
        return self._without_labels(self._without_tail(self._without_head(kept, bare(title))))

    def continues(self, shorter: "Article") -> bool:
        """Whether this one goes on behind a shorter reading of the page, all its running text in elements of the same forms."""
        mine, theirs = self.body(), shorter.body()
        begins_alike = [self.lines[i].text for i in mine[:1]] == [shorter.lines[i].text for i in theirs[:1]]
        is_much = len(mine) > len(theirs) + 1 and self.weight() > _UNFOLDED * shorter.weight()
        return is_much and begins_alike and self.forms() == shorter.forms()

    def weight(self) -> int:
        """The characters of running text in the article."""
        return self._size(self.body())

    def forms(self) -> set[tuple[str, str | None]]:
        """Tag and class of the elements that hold the article's running text."""
        elements = (self.layout.elements[self.lines[i].place] for i in self.body() if self.prose[i])
        return {(element.tag, element.get("class")) for element in elements}

    def _inside(self) -> list[int]:
        """The lines inside the article's element."""
        inside = self._within(self.home)
        return [i for i, line in enumerate(self.lines) if inside[line.place]]

    def _size(self, kept: list[int]) -> int:
        return sum(len(self.lines[i].text) for i in kept if self.prose[i])

    def _without_form(self, inside: list[int]) -> list[int]:
        """Drop the headings and the fields of a form between which a letter and its answer stand."""
        texts = [self.lines[i].text for i in inside]
        if sum(is_form_heading(text) or is_form_label(text) for text in texts) < _FORM:
            return inside  # the heading of a section, or of a column in a table
        values = [False, *(is_form_label(text) for text in texts)]
        return [
            i
            for i, text, is_value in zip(inside, texts, values, strict=False)
            if not (is_form_heading(text) or is_form_label(text) or (is_value and not self.prose[i]))
        ]

    def _before_credits(self, inside: list[int]) -> list[int]:
        """Cut at the editor's line behind the middle of the text, where its element is named as something else."""
        whole, seen = self._size(inside), 0
        for n, i in enumerate(inside):
            is_end = self.barred[i] and is_credit(self.lines[i].text) and seen >= 0.4 * whole
            if is_end and not self._is_boxed(inside, n, whole):
                return inside[:n]
            seen += len(self.lines[i].text) if self.prose[i] else 0
        return inside

    def _without_head(self, kept: list[int], title: str) -> list[int]:
        """Drop what stands before the first paragraph: headline, date line, share buttons."""
        last_matter = -1
        for n, i in enumerate(kept):
            line = self.lines[i]
            if (
                is_title(line, title)
                or is_head_matter(line.text)
                or line.linked * 2 > len(line.text)
                or self._is_headline(i)
            ):
                last_matter = n
            elif self.prose[i]:
                break
        return kept[last_matter + 1 :]

    def _is_headline(self, i: int) -> bool:
        """Whether a short line without a full stop has the line of date and source close behind it."""
        text = self.lines[i].text
        return (
            len(text) < 60
            and text[-1] not in "。，；"
            and any(is_date_line(ln.text) for ln in self.lines[i + 1 : i + 4])
        )

    def _without_tail(self, kept: list[int]) -> list[int]:
        """Cut at the first closing formula behind the middle of the text, unless it opens a box inside it."""
        whole, seen = self._size(kept), 0
        for n, i in enumerate(kept):
            is_end = ends_article(self.lines[i].text) and not is_fold(self.lines[i].text)
            if is_end and seen >= 0.4 * whole and not self._is_boxed(kept, n, whole):
                return kept[:n]
            seen += len(self.lines[i].text) if self.prose[i] else 0
        return kept

    def _is_boxed(self, kept: list[int], n: int, whole: int) -> bool:
        """Whether a good part of the text goes on behind a formula in the place where the text was before it."""
        parents = self.layout.parents
        places = {parents[self.lines[i].place] for i in kept[:n] if self.prose[i]}
        behind = self._size([i for i in kept[n:] if parents[self.lines[i].place] in places])
        return behind >= _GOOD_PART * whole

    def _without_labels(self, kept: list[int]) -> list[int]:
        """Drop lists of links and closing formulas inside, and labels that trail the last paragraph in another place."""
        last = max(
            (n for n, i in enumerate(kept) if self.prose[i]), default=-1
        )  # a notice is signed and dated behind it
        kept = [
            i
            for n, i in enumerate(kept)
            if not (is_link(self.lines[i]) or ends_article(self.lines[i].text) or is_code(self.lines[i].text))
            and (n >= min(_HEAD, last) or self.prose[i] or not is_head_matter(self.lines[i].text))
        ]
        homes = Counter(self._form(i) for i in kept if self.prose[i])
        while kept and (not self._belongs(kept, homes) or (len(kept) > 1 and is_parting(self.lines[kept[-1]].text))):
            kept.pop()
        return kept

    def _form(self, i: int) -> tuple[str, ...]:
        """The tags between the article's element and a line, and the place of its parent where it is nested no deeper.

        Editors wrap each paragraph of a public account in several sections of its own.
        """
        path = list(takewhile(lambda place: place != self.home, ancestors(self.layout, self.lines[i].place)))
        tags = tuple(self.layout.elements[place].tag for place in path)
        return tags if len(tags) > _WRAPPED else (str(self.layout.parents[self.lines[i].place]),)

    def _belongs(self, kept: list[int], homes: Counter[tuple[str, ...]]) -> bool:
        """Whether the last line is a paragraph: a sentence, long running text, a line where other running text is, a signature."""
        i = kept[-1]
        line = self.lines[i]
        others = homes[self._form(i)] - self.prose[i]
        is_paragraph = others > 0 or is_sentence(line) or (self.prose[i] and len(line.text) >= _LONG)
        return (is_paragraph or self._is_signature(kept)) and bool(bare(line.text))

    def _is_signature(self, kept: list[int]) -> bool:
        """Whether the last line is a date alone, or stands at the right where a notice is signed."""
        line = self.lines[kept[-1]]
        element = self.layout.elements[line.place]
        at_right = (element.get("align") or "").lower() == "right" or bool(_AT_RIGHT.search(element.get("style") or ""))
        return not line.linked and (is_signing_date(line.text) or (at_right and len(line.text) < _LONG))


def _common(layout: Layout, one: int, other: int) -> int:
    """The innermost element around two places, as far up as a summary of an article is nested; else the root."""
    above = set(islice(ancestors(layout, one), _NESTED))
    return next((place for place in islice(ancestors(layout, other), _NESTED) if place in above), 0)
