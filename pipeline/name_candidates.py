"""Where full names of private persons may stand, and the signs for and against each; pure functions. Imports pipeline.name_signs.

A text is cut into words; where a surname begins one, it and what follows up to the end of another may be a name. The
signs of each are weighed by a logistic regression, whose weights (data/masking/weights.txt) bench.name_weights learns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.name_signs import (
    DOUBLE_SURNAME,
    FORM,
    IN_OFFICE,
    OFFICE,
    ROLE,
    TELLS,
    Signs,
    after,
    before,
    characters,
    is_word,
    kind_of,
    likeness,
    signs_of,
)
from pipeline.name_tables import DOUBLE, DOUBLE_FIRST, KNOWN, OTHERS, STRENGTH, UNKNOWN_GIVEN, table, weights_of

_TELLS = re.compile(TELLS)
# Least odds of the characters of a name that nothing asks for, behind a mark and within a text.
_RARE_UNASKED, _LEAST_MARK, _LEAST_TEXT = -1.5, 3.0, 4.0
_RAREST, _NEVER_IN, _NEVER_GIVEN = -1.5, -8.0, -4.0
# The last characters of what asks for a name.
_LEADING = frozenset(word[-1] for word, odds in STRENGTH.items() if odds >= 0) | frozenset(' \t:：(（“"|是为叫.．、')
_JOINS = frozenset("、和与及跟;；,，.．号 \u3000")
_PAUSES = frozenset("(（,，、 |先女小同老阿大叔奶爷师")
# From here on characters are mostly a name's.
_NAMELY = 4.0
# 张先生, 王某某, 李老师: nobody's full name.
_TITLED = re.compile(
    r"(?:先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|奶奶|爷爷|伯伯|婆婆|太太|爷子|.?[某×Xx*]|经理|主任|局长|"
    r"队长|科长|处长|县长|乡长|厅长|州长|司长|总理|总统|领导|书记|所长|站长|院长|校长|律师|医生|警官|老板|老汉|记者|老太|店长|主席|市长|区长|镇长|村长|组长|会长|部长|支书|教授|护士|同学|工程师)"
)
_CALLED_SO = frozenset("嫂姐哥叔伯姨爷婶总工氏家女")
# What hardly any given name ends in, but many places do.
_PLACES_ONLY = frozenset("河渠浦港湾路街巷桥村县区镇乡寨屯站店馆厅楼苑坊墩沟坡渡圩塘")
_COUNTED, _ASKING = "元万米余种", ":：叫名是人者"
_RUN = re.compile("[一-鿿]+")
_NICK = re.compile(r"@[^\s,，。:：;；]*$")
# What joins the names of a row.
_JOINED_BEFORE = re.compile(r"(?:\s?[、和与及跟;；,，]\s?(?:\d{1,2}[.．、号]\s?)?|[ \u3000]+)$")
_JOINED_AFTER = re.compile(r"\s?[、和与及跟;；,，]\s?(?:\d{1,2}[.．、号]\s?)?|[ \u3000]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a name may stand in a text, and the signs for and against it."""

    start: int
    stop: int
    signs: Signs


class _Place(NamedTuple):
    start: int
    stop: int
    like: float
    shape: str
    previous: str
    following: str


@cache
def _surnames() -> re.Pattern[str]:
    """A surname, and up to three characters behind it; one that is mostly something else only where a name is asked for."""
    first = {character for character, odds in table("surname").items() if odds >= _RAREST} | {two[0] for two in DOUBLE}
    never = "".join(sorted(character for character, odds in table("given").items() if odds <= _NEVER_GIVEN))
    # 1390元押金, 伍万定金: no surname behind a number.
    first -= set(_COUNTED)
    rarer = "".join(sorted(table("surname").keys() - first))
    return re.compile(
        rf"(?:[{''.join(sorted(first))}]|(?<![0-9百千佰仟几多一二三四五六七八九十])[{_COUNTED}]|(?<=[{_ASKING}])[{rarer}])"
        rf"(?![{never}])(?=([一-鿿]{{1,3}}))"
    )


def candidates(text: str, starts: Sequence[int]) -> list[Candidate]:
    """Which names may begin at these places, which ascend: from the beginning of a word to the end of another, with what tells them."""
    places = list(_places(text, starts))
    begun = {place.start: place.like for place in places}
    ended: dict[int, tuple[str, float]] = {}
    found: list[Candidate] = []
    for place in places:
        start, stop, like = place.start, place.stop, place.like
        sort, told = before(text, start, place.previous)
        joined = _JOINED_BEFORE.search(text, max(0, start - 6), start) if text[start - 1 : start] in _JOINS else None
        row, row_like = ended.get(joined.start(), ("", 0.0)) if joined is not None else ("", 0.0)
        if (
            row == OFFICE
            and sort not in (FORM, ROLE)
            and joined is not None
            and joined.group().strip() not in (",", "，")
        ):
            sort = OFFICE
        if like >= _NAMELY:
            ended.setdefault(stop, (sort, like))  # the earliest start is the whole name
        if sort == OFFICE or is_no_name(text, start, stop, sort):
            continue
        follows = _JOINED_AFTER.match(text, stop) if text[stop : stop + 1] in _JOINS else None
        beside = max(row_like, begun.get(follows.end(), 0.0) if follows is not None else 0.0)
        then, next_told = after(text, stop, place.following)
        signs = [*signs_of(text[start:stop], place.shape), *told, *next_told]
        signs += _together(signs[0], signs[1], sort, then, stop - start)
        if beside >= _NAMELY:
            signs += ["row", f"row {row or sort}", f"row like {min(10, int(beside // 2 * 2))}"]
        found.append(Candidate(start, stop, tuple(signs)))
    return found


def weight_of(signs: Signs) -> float:
    """The log odds that what shows these signs is a private person's full name."""
    weights = weights_of("weights")
    return sum([weights.get(sign, 0.0) for sign in signs], weights.get("", 0.0))


def _places(text: str, starts: Sequence[int]) -> Iterator[_Place]:
    """Where names may stand, judged by their characters; only what stands between marks around them is cut into words."""
    import rjieba

    surnames, given, runs, end = table("surname"), table("given"), _RUN.finditer(text), 0
    shape = _surnames()
    for start in starts:
        found = shape.match(text, start)
        if found is None:
            continue
        longest = found.end(1)
        family, odds = 1, surnames.get(text[start], 0.0)
        if text[start] in DOUBLE_FIRST:
            if text[start : start + 2] in DOUBLE and longest > start + 2:
                family, odds = 2, DOUBLE_SURNAME
            elif text[start] not in surnames:
                continue
        leading = text[start - 1 : start]
        least = _LEAST_TEXT if "一" <= leading <= "鿿" else _LEAST_MARK
        asked = leading in _LEADING and before(text, start, "")[0] in (FORM, ROLE)
        rarest = 0.0
        for stop in range(start + family + 1, min(start + family + 2, longest) + 1):
            more = given.get(text[stop - 1], UNKNOWN_GIVEN)
            odds, rarest = odds + more, min(rarest, more)
            told = asked or (text[stop : stop + 1] in _PAUSES and _TELLS.match(text, stop) is not None)
            if not told and (rarest < _RARE_UNASKED or odds < least or likeness(text[start:stop]) < least):
                continue
            if start >= end:
                run = next(run for run in runs if run.end() > start)
                end = run.end()
                words = rjieba.cut(run.group(), False)
                at = list(accumulate(map(len, words), initial=run.start()))
                number = dict(zip(at, range(len(at)), strict=True))
            first, last = number.get(start), number.get(stop)
            if first is not None and last is not None:
                lengths = "".join([str(at[n + 1] - at[n]) for n in range(first, last)])
                following = words[last] if stop < end else text[stop : stop + 1]
                yield _Place(
                    start, stop, likeness(text[start:stop]), lengths, words[first - 1] if first else "", following
                )


def _together(like: str, words: str, sort: str, then: str, length: int) -> Iterator[str]:
    """Signs that tell more together than each by itself."""
    yield f"{sort}, {then}"
    yield f"{sort}, {like}"
    yield f"{sort}, {length} characters"
    yield sort
    yield f"then {then}"
    if words:
        yield words
        yield f"{sort}, {words}"
        if words == "w":
            yield f"{then}, w"


def is_no_name(text: str, start: int, stop: int, sort: str) -> bool:
    """Whether it is a title or a word for a person, a name known to all, or one with its office, as 王建国书记."""
    name = text[start:stop]
    given = name[2 if name[:2] in DOUBLE and stop - start > 2 else 1 :]
    if given in STRENGTH or name[:2] in STRENGTH or _ends_role(text, start + 1) or _is_other(name, sort):
        return True
    if len(given) == 1 and (given in _CALLED_SO or name[0] in "小老阿大"):
        return True
    if min([table("given").get(character, 0.0) for character in given]) <= _NEVER_IN or _TITLED.match(
        text, stop - len(given)
    ):
        return True
    if sort != FORM and IN_OFFICE.match(text, start) is not None:
        return True
    return "@" in text and _NICK.search(text, max(0, start - 16), start) is not None


def _is_other(name: str, sort: str) -> bool:
    """Whether it is a word that tells what somebody does, a place or somebody known to all, where none of them is asked for."""
    if name in OTHERS or (name[-1] in _PLACES_ONLY and sort not in (FORM, ROLE)):
        return True
    if len(name) == 2 and kind_of(name)[0] in "vd":
        return sort != FORM or characters(name) < _NAMELY
    return sort != FORM and (name in KNOWN or (len(name) > 2 and is_word(name)))


def _ends_role(text: str, end: int) -> bool:
    """Whether a surname ends a word for a person: 任 of 主任, 师 of 律师."""
    return any(text[end - length : end] in STRENGTH for length in (2, 3, 4))
