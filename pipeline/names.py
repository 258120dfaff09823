"""Full names of persons told by their characters and what is beside them; pure functions. Imports pipeline.name_signs, framed_names.

The evidence is summed as log odds, as a naive Bayes classifier does: what stands before a name and after it, and how
much likelier its characters are in names than in running text (the tables of data/masking).
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.framed_names import framed_names
from pipeline.name_signs import (
    AFTER_NAME,
    BESIDE_NAME,
    BOTH,
    CUES,
    ENDINGS,
    FORM,
    FREELY,
    HARDLY,
    IN_OFFICE,
    LABEL,
    NOWHERE,
    SAID,
    SILENT,
    STRENGTH,
    SURE,
    TELLING,
    TELLS,
    UNASKED,
    UNKNOWN_GIVEN,
    WEAK,
    odds_after,
    odds_before,
    table,
    words_of,
)

_DOUBLE = "|".join(CUES["double"].split())
_SPACED_SURE = re.compile(SURE)
_DOUBLE_SURNAME, _NO_SURNAME = 5.0, -4.0
_ONE_GIVEN, _THREE_GIVEN, _UNLIKELY = -1.5, -2.5, 1.0
# Words that tell of somebody, things, words that the surname belongs to, and places.
_DOES, _THING, _JOINED, _IS_PLACE, _IS_LAND, _TOLD_BEHIND, _GOVERNED = -7.0, -2.5, -7.0, -6.0, -3.0, -2.5, -9.0
_RARER = -1.0
# No word begins with the surname and the character after it; the same character twice.
_NO_WORD, _TWICE = 1.5, 3.0
# Surnames that are mostly something else: words of grammar.
_GRAMMAR = frozenset("易高曾于由任连都和向应时常从别才终过全同经来无未有要能先后多但是者台")
_RARELY_FIRST, _NEVER_IN = -5.0, -8.0
# A character that stands in few words but in many names.
_OF_NAMES = 2.0
_PREPOSITIONS = frozenset("从向和由")
# A surname that is hardly ever anything else.
_SURNAME_ONLY = 3.5
_PLACE_ENDS = frozenset("路街巷桥村县区镇乡寨屯站店馆厅楼院园城苑")
_LAND_ENDS = frozenset("河江湖溪港湾山")
# 张先生, 王某某, 李老师: nobody's full name.
_TITLED = re.compile(
    r"(?:先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|奶奶|爷爷|伯伯|婆婆|太太|爷子|.?[某×Xx*]|经理|主任|局长|"
    r"队长|科长|处长|县长|乡长|厅长|州长|司长|总理|总统|领导|书记|所长|站长|院长|校长|律师|医生|警官|老板|老汉|记者|老太|店长|主席|市长|区长|镇长|村长|组长|会长|部长|支书|教授|护士|同学|工程师)"
)
# What forms hold in place of a name.
_NOBODY = re.compile(
    r"^[小老阿大].$|[匿某密详附无缺略空知待填其各本见]|同上|热心|中心|[局所队办站处室科]$|物业|前台|客服|值班|社区|居委|村委|管委|单位|公司|网友|市民|业主|家属|个体|负责|办公|部门|机构|科室|"
    r"窗口|热线|电话|手机|微信|地址|身份|性别|年龄|职业|时间|内容|同学|朋友|外卖|快递|盖章|签[名字]|帖|救护|保安|家人|孩子|老婆|老公"
)
_HAN = {1: re.compile("[一-鿿]"), 2: re.compile("[一-鿿]{2}"), 3: re.compile("[一-鿿]{3}")}
_CALLED_SO = frozenset("嫂姐哥叔伯姨爷婶总工氏家女")
_CHILD = "儿"


# Names of peoples that write theirs with a dot, and the characters in which they are written where there is none.
_SOUNDS = "[卜杜穆罕默伊阿艾买古热依努尔丽娜提合曼木江孜克拜吐逊帕沙汗迪比拉海麦里扎乌布力卡斯达吾赛玛萨]"
_PARTS = CUES["sounded"].split()
_ENDS = r"(?=$|[^一-鿿]|[说在称把被向去来因从将住至与和跟及对已也陪反表投举认介告电手卖摆开骑做给让是的家要想没不就])"
_SOUNDED = rf"{_SOUNDS}{{3,6}}|(?:{'|'.join(_PARTS)}){{1,3}}{_ENDS}"
_DOTTED = rf"[一-鿿]{{2,6}}(?:[·•・‧][一-鿿]{{2,6}}?){{1,2}}{_ENDS}"
_PERSON = "|".join(sorted((word for word, odds in STRENGTH.items() if odds > -5), key=lambda word: (-len(word), word)))
_SOUNDED_NAME = re.compile(rf"(?:{_PERSON})(?:\s*[:：(（]\s*|\s|[是叫])?({_DOTTED}|{_SOUNDED})")
# Quick to fail, for the many texts without.
_MAY_SOUND = re.compile(
    rf"[·•・‧]|{_SOUNDS}{{3}}|[{''.join(sorted({part[0] for part in _PARTS}))}][{''.join(sorted({part[1] for part in _PARTS}))}]"
)


@cache
def _shape() -> re.Pattern[str]:
    """A surname's first character where a name may begin; in a group of its own where what follows tells one by itself.

    It begins with that character, so that the places between are passed quickly.
    """
    ends = "".join(sorted({word[-1] for word in STRENGTH} | set(ENDINGS)))
    never = "".join(character for character, odds in table("given").items() if odds <= _RARELY_FIRST)
    first = "".join(sorted(set(table("surname")) | {surname[0] for surname in CUES["double"].split()}))
    return re.compile(
        rf"[{first}](?=[一-鿿])(?![{never}])(?:"
        rf"((?:(?<![一-鿿].)(?=[一-鿿]{{1,3}}(?:{TELLS}))|(?<=的.)(?=[一-鿿]{{1,3}}(?:{TELLS}|老人))))"
        rf"|(?<=[{ends}\s:：(（“\"|是为叫].)|(?<=[1一][.．、].)|(?<=\][,，;；/|].)(?=[一-鿿]{{1,2}}(?:[,，。;；|/ ]|$)))"
    )


# The first character of any name where a form or a cue asks for one.
_ASKED = re.compile(r"(?:[:：叫名]|姓名[为是])([一-鿿])(?=[一-鿿])")


@cache
def _apart_shape() -> re.Pattern[str]:
    """A surname and one or two characters, each after a space, alone on both sides."""
    return re.compile(rf"(?<![一-鿿])[{''.join(table('surname'))}] {{1,2}}[一-鿿](?: {{1,2}}[一-鿿])?(?![一-鿿])")


def full_names(text: str) -> list[tuple[int, int]]:
    """Where full names of private persons stand, as (start, end), from left to right, none within another."""
    told = [*_likely(text), *_spaced(text)]
    if framed := framed_names(text, told):
        told = sorted([*framed, *(span for span in told if _apart(span, framed))])
    if _MAY_SOUND.search(text) is not None:
        sounded = [span for found in _SOUNDED_NAME.finditer(text) if not _within(span := found.span(1), told)]
        told = sorted([*sounded, *(span for span in told if _apart(span, sounded))])
    return sorted([*told, *_again(text, told)]) if told else told


def _spaced(text: str) -> Iterator[tuple[int, int]]:
    """Names with a space after each character, where a form asks for a name or where what follows tells one."""
    for found in _apart_shape().finditer(text):
        start, end = found.span()
        before, letters = odds_before(text, start), found.group().split()
        if before >= LABEL or _SPACED_SURE.match(text, end) or (before >= FREELY and len(letters) > 2):
            yield start, end


def _apart(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in others)


def _within(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] < end for start, end in others)


def _again(text: str, told: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where names of three characters and more that were told in one place stand in others."""
    names = {text[start:end] for start, end in told if end - start > 2}
    if not names:
        return
    taken = list(told)
    for found in re.finditer("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))), text):
        if _apart(found.span(), taken) and odds_before(text, found.start()) > NOWHERE:
            taken.append(found.span())
            yield found.span()


def _beginnings(text: str) -> list[tuple[int, bool]]:
    """Where a name may begin, and whether what follows tells one by itself."""
    told = {found.start(1): False for found in _ASKED.finditer(text)}
    told |= {found.start(): found.lastindex is not None for found in _shape().finditer(text)}
    return sorted(told.items())


def _likely(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for place, told in _beginnings(text):
        before = odds_before(text, place) if place >= end else NOWHERE
        if before == UNASKED and not told:
            continue
        start, stop = place, _name_at(text, place, before)
        while stop is not None:
            yield start, stop
            end = stop
            if (joined := _JOINS.match(text, end)) is None:
                break
            start = joined.end()
            stop = _name_at(text, start, AFTER_NAME if joined.group().strip(" \u3000,，") else BESIDE_NAME)


def _name_at(text: str, start: int, before: float) -> int | None:
    """Where a name that begins at a place ends, if one is likely to begin there."""
    if before <= NOWHERE or _is_within_role(text, start) or (before < FORM and IN_OFFICE.match(text, start)):
        return None
    surname = 2 if _DOUBLE_FIRST.match(text, start) else 1
    odds, stop = max(_odds(text, start, surname, length, before) for length in (1, 2, 3))
    return stop if odds >= _UNLIKELY and (before >= FORM or text[start:stop] not in _KNOWN) else None


def _is_within_role(text: str, start: int) -> bool:
    """Whether the surname belongs to a word for a person: 任 of 主任, 师 of 师傅."""
    end = start + 1
    return text[start : start + 2] in STRENGTH or any(text[end - length : end] in STRENGTH for length in (2, 3, 4))


# Whoever is known to all, as those whom streets and prizes are named after.
_KNOWN = frozenset(CUES["known"].split())
_JOINS = re.compile(
    r"[,，](?=[一-鿿]{2,3}(?:[,，。；;]|$))|\s?[、和与及跟；;]\s?(?:\d{1,2}[.．、])?|[ \u3000]+(?=[一-鿿]{2,3}(?:[^一-鿿]|$))"
)
_DOUBLE_FIRST = re.compile(_DOUBLE)


def _odds(text: str, start: int, family: int, length: int, before: float) -> tuple[float, int]:
    """The log odds that a surname and so many characters after it are a name, and where it ends."""
    first, stop = start + family, start + family + length
    given = text[first:stop]
    likelier = table("given")
    values = [likelier.get(character, UNKNOWN_GIVEN) for character in given]
    if (
        not _HAN[length].match(given)
        or min(values) <= _NEVER_IN
        or _is_called_otherwise(text, start, first, given, values)
    ):
        return NOWHERE, stop
    surname = _DOUBLE_SURNAME if family > 1 else table("surname").get(text[start], _NO_SURNAME)
    if surname == _NO_SURNAME:
        surname += (
            NOWHERE
            if before < FORM or _NOBODY.search(text[start:stop])
            else min(0.0, likelier.get(text[start], UNKNOWN_GIVEN))
        )
    after = odds_after(text, stop, before)
    if length == 3 and not (family == 1 and _may_be_of_four(given, surname, values, after)):
        return NOWHERE, stop
    if (before <= WEAK and after < TELLING) or (before < HARDLY and after < 0):
        after = SILENT
    words = _word_odds(text, start, given, values, before, after) if family == 1 else 0.0
    if family == 1 and given in words_of("does") and surname < _SURNAME_ONLY:
        words += _GOVERNED if text[start] in _GRAMMAR and before + after < BOTH else _TOLD_BEHIND
    if text[start] in _PREPOSITIONS and before < LABEL and after < FORM:
        words += _JOINED
    few = _ONE_GIVEN if length + family == 2 else _THREE_GIVEN if length == 3 else 0.0
    return before + surname + sum(values) + words + _place_odds(text, start, given, before, after) + after + few, stop


def _is_called_otherwise(text: str, start: int, first: int, given: str, values: list[float]) -> bool:
    """Whether a title or a word for a person stands behind a surname: 张先生, 王伯, but not 王伯钧."""
    if len(given) == 1 and first == start + 1 and text[start] in "小老阿大":
        return True
    if _TITLED.match(text, first) or given in STRENGTH or given[0] == given[-1] == text[start]:
        return True
    return given[0] in _CALLED_SO and (len(given) == 1 or values[1] < 1)


def _may_be_of_four(given: str, surname: float, values: list[float], after: float) -> bool:
    """Whether a name of four characters has the surnames of both parents, ends in 儿 or is of no Han people."""
    if given[2] == _CHILD:
        return True
    if after < 1:
        return False
    return surname <= _NO_SURNAME or (
        surname >= _SURNAME_ONLY and table("surname").get(given[0], _NO_SURNAME) > 0 and min(values[1:]) > 0
    )


def _place_odds(text: str, start: int, given: str, before: float, after: float) -> float:
    """The log odds by what the first and the last character say of places and of words that begin before, and by 多多."""
    odds = 0.0
    if given[-1] in _PLACE_ENDS:
        odds = _IS_PLACE
    elif given[-1] in _LAND_ENDS:
        odds = _IS_LAND / 2 if before >= FORM and after >= 1 else _IS_LAND
    across = text[max(0, start - 1) : start + 1]
    if across in words_of("joined") or across in words_of("does"):
        odds += _JOINED
    return odds + _TWICE if len(given) > 1 and given[0] == given[1] else odds


def _word_odds(text: str, start: int, given: str, values: list[float], before: float, after: float) -> float:
    """The log odds by what word the surname and the next character would be where they are no name."""
    word = text[start] + given[0]
    told = before + after >= BOTH or after >= FORM
    odds = 0.0
    if word in words_of("does"):
        odds = _DOES / 2 if told and before >= LABEL and (after == 1 or after >= FORM) else _DOES
    elif word in words_of("thing"):
        odds = _THING / 2 if told or after >= SAID else _THING
    elif word in words_of("rarer"):
        odds = _RARER
    if odds:
        return odds if len(given) == 1 or values[1] < _OF_NAMES else min(0.0, odds + _OF_NAMES)
    expected = before >= FREELY and text[start] not in _GRAMMAR and table("surname").get(text[start], _NO_SURNAME) >= 1
    return _NO_WORD if expected else 0.0
