"""Tells two events told in one form from a text and its copy, by what the one replaces in the other. Imports nothing of ours.

A copy adds and drops words and mistypes characters; another event puts other words, figures and places into the same form.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein, MatchingBlock

# Of the shorter text's characters, so many stand for other words. One in ten changed at random leaves a share of
# .04 at most in 97 of 100 texts; two complaints of one form have .07 and more (bench.store copies).
_REPLACED = 0.07
# Who shares so many characters without a break took them over, whatever headline or first sentence was written anew.
_UNBROKEN = 35
# One character for another may be a slip; two and more are another word.
_A_WORD = 2

_NUMBER = re.compile(r"\d+")
# Which one of a series of bulletins: 第二十八批 or 5月份, not the 第二督察组 that each of them names, nor 名列第一.
_ORDINAL = re.compile(r"第([\d一二三四五六七八九十百]+)(?=[批期号次轮届])|([\d一二三四五六七八九十]+)月份")
# What tells one of a kind from the next, so that even one character for another is no slip: 三只 and 八只, 东路 and 西路.
_TELLING = re.compile(r"[\d一二两三四五六七八九十百千万东西南北]+")
# Of what kind a name is: a way, a water, an estate or another place that many are at.
_KIND = (
    "(?:大道|胡同|小区|花园|家园|公寓|新村|学院|大学|中学|小学|医院|大厦|[街巷弄溪港苑]"
    "|河(?![岸道水边床流面])|路(?![面灯况]))"
)
# 马路, 内河 and 安置小区 are nobody's names.
_NAMED = re.compile(
    rf"[一-鿿][一-鿿](?<![的该本此这那各条个段马道公铁网线出思电主辅小大上内江运修走沿在到宅置们]){_KIND}"
)
_KIND_NEXT = re.compile(rf"[东西南北中]?{_KIND}")


def is_other_matter(a: str, b: str) -> bool:
    """Whether two like texts (as made by pipeline.cleaning.comparable) tell of two matters; symmetric.

    They do when they contradict each other, or when many words are replaced and no long run of words is the same.
    """
    if contradict(a, b):
        return True
    first, second, same = _aligned(a, b)
    unbroken = max(block.size for block in same)
    replaced = sum(_weight(old, new) for old, new, _ in _replaced(first, second, same))
    return unbroken < _UNBROKEN and replaced >= _REPLACED * len(first)


def contradict(a: str, b: str) -> bool:
    """Whether the numbers of two texts differ, or one names a road, river, estate or school in the place of another; symmetric."""
    if not _numbers_agree(a, b):
        return True
    first, second, same = _aligned(a, b)
    return any(_is_another_place(*change, first, second) for change in _replaced(first, second, same))


def _aligned(a: str, b: str) -> tuple[str, str, Sequence[MatchingBlock]]:
    """The shorter text, the longer one and what both have in the same order; the same for both orders of the two."""
    first, second = sorted((a, b), key=lambda text: (len(text), text))
    return first, second, Levenshtein.editops(first, second).as_matching_blocks()


def _replaced(first: str, second: str, same: Sequence[MatchingBlock]) -> Iterator[tuple[str, str, str]]:
    """The words of the first text that stand for others of the second, these, and what follows both."""
    i = j = 0
    for block in same:
        if i < block.a and j < block.b:
            yield first[i : block.a], second[j : block.b], first[block.a : block.a + block.size]
        i, j = block.a + block.size, block.b + block.size


def _weight(old: str, new: str) -> int:
    """How many characters of the matter a replacement changes, what both hold set aside; 0 for what may be a slip."""
    shorter = min(len(old), len(new))
    if shorter < _A_WORD:
        return _A_WORD if _TELLING.fullmatch(old) and _TELLING.fullmatch(new) else 0
    return shorter - (Counter(old) & Counter(new)).total()


def _is_another_place(old: str, new: str, then: str, first: str, second: str) -> bool:
    """Whether two words, followed by the same ones, name two places of one kind, each of which but one text knows."""
    if min(len(old), len(new)) < _A_WORD:
        return False
    after = _KIND_NEXT.match(then)
    tail = after.group() if after else ""
    left, right = _NAMED.findall(old + tail), _NAMED.findall(new + tail)
    return bool(left and right) and not (any(n in second for n in left) or any(n in first for n in right))


def _numbers_agree(a: str, b: str) -> bool:
    first, second = set(_ORDINAL.findall(a)), set(_ORDINAL.findall(b))
    # A number that both name may be that of something else: 第二轮督察第十七批.
    if first - second and second - first:
        return False
    left, right = Counter(_NUMBER.findall(a)), Counter(_NUMBER.findall(b))
    fewer = min(left.total(), right.total())
    return fewer < 2 or (left & right).total() >= 0.5 * fewer
