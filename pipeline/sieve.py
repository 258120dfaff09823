"""The first sieve of relevance: an office's own words tell what is not about it. Imports city, cleaning, gazetteer.

Pure functions. The model is the second sieve; a post that this one holds back is kept, and counted as off topic.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.city import City
from pipeline.cleaning import simplified
from pipeline.gazetteer import city_names, divisions

# As long as the column that holds a reason.
_LONGEST = 40
# 南京市玄武区城管, 南京玄武城管, 南京的城管, 【南京】城管, 深圳龙岗区坂田街道城管, 合肥街头一城管: a city, what may stand
# between, and the bureau.
_NEAR = r"(?:市|省)?(?:[的：:】\s]|街头|一名?){0,2}"
_WITHIN = r"(?:[一-鿿]{1,4}(?:街道|镇|乡))?(?:[的：:\s]|街头|一名?){0,2}"
_BUREAU = r"(?:城管|城市管理|综合执法|行政执法)"
_BUREAUS = re.compile(_BUREAU)
_REACH = 24
# Short names of towns that are words, too: 无为的城管 names nobody's.
_WORDS = frozenset(
    {"合作", "无为", "灯塔", "新星", "安宁", "原平", "大安", "当阳", "双河", "三河", "沙河", "东方", "新民", "同江"}
)


class PatternError(ValueError):
    """A regular expression of the settings that cannot be read; the message is the expression and the fault."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a text must say and must not say.

    Every word of `required`, one of `any` or of `patterns` (regular expressions) where there are any, none of
    `exclude`. `aliases` are other spellings of a word, which count as the word. `other_cities` holds back what names
    another city's 城管 and nowhere this city. Only posts of `channels` are sieved: a complaint to the office is about it.
    """

    required: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other_cities: bool = False
    channels: tuple[str, ...] = ("press", "social", "forum", "hot_list")


@dataclass(frozen=True, slots=True)
class Sieve:
    """A grammar ready for use; made by sieve_of."""

    channels: frozenset[str]
    required: tuple[re.Pattern[str], ...]
    wanted: re.Pattern[str] | None
    excluded: re.Pattern[str] | None
    elsewhere: re.Pattern[str] | None
    own: re.Pattern[str]


def sieve_of(grammar: Grammar, city: City) -> Sieve:
    """Prepare a grammar; raises PatternError."""
    places = [name for d in city.districts for name in (d.name, *d.aliases)]
    own = [city.name, city.name.removesuffix("市"), *city.aliases, *places]
    patterns = [_compiled(simplified(pattern)).pattern for pattern in grammar.patterns]
    wanted = [*_spellings(grammar, grammar.any), *(f"(?:{pattern})" for pattern in patterns)]
    return Sieve(
        channels=frozenset(grammar.channels),
        required=tuple(_compiled("|".join(_spellings(grammar, [word]))) for word in grammar.required),
        wanted=_compiled("|".join(wanted)) if wanted else None,
        excluded=_compiled("|".join(_spellings(grammar, grammar.exclude))) if grammar.exclude else None,
        elsewhere=_elsewhere(city) if grammar.other_cities and not city.anonymised else None,
        own=_compiled("|".join(re.escape(name) for name in own if name) or "(?!)"),
    )


def off_topic(sieve: Sieve, channel: str, title: str, text: str) -> str:
    """Why a post is not about the office (`exclude:小说`, `required:…`, `any`, `other_city:…`), "" where it may be."""
    if channel not in sieve.channels:
        return ""
    whole = f"{title}\n{text}"
    if sieve.excluded and (found := sieve.excluded.search(whole)):
        return f"exclude:{found.group()}"[:_LONGEST]
    missing = next((word.pattern for word in sieve.required if not word.search(whole)), "")
    if missing:
        return f"required:{missing}".replace("\\", "")[:_LONGEST]
    if sieve.wanted and not sieve.wanted.search(whole):
        return "any"
    elsewhere = _bureau_elsewhere(sieve.elsewhere, whole) if sieve.elsewhere else ""
    # 南京市鼓楼区城管 names no place of a city that has a 鼓楼区 as well.
    if elsewhere and not sieve.own.search(whole.replace(elsewhere, " ")):
        return f"other_city:{elsewhere}"[:_LONGEST]
    return ""


def digest_of_sieve(sieve: Sieve) -> str:
    """SHA-256 (hexadecimal) of what a sieve takes and holds back: the office's words and the names of places in it."""
    single = (sieve.wanted, sieve.excluded, sieve.elsewhere, sieve.own)
    patterns = [pattern.pattern if pattern else None for pattern in (*single, *sieve.required)]
    return hashlib.sha256(json.dumps([sorted(sieve.channels), *patterns]).encode()).hexdigest()


def _spellings(grammar: Grammar, words: Sequence[str]) -> list[str]:
    # As the cleaned texts are written: 遊戲 and ＡＰＰ in the settings are 游戏 and APP.
    return [re.escape(simplified(spelling)) for word in words for spelling in (word, *grammar.aliases.get(word, ()))]


def _elsewhere(city: City) -> re.Pattern[str]:
    mine = {city.name, city.name.removesuffix("市"), city.province, city.province.removesuffix("省"), *city.aliases}
    mine |= {name for district in city.districts for name in (district.name, *district.aliases)}
    others = {name for name in (*city_names(), *_towns()) if len(name) > 1} - mine
    districts = {district[:-1] for _, _, district, _ in divisions() if len(district) > 2}
    inside = rf"(?:[一-鿿]{{1,3}}[区县市]|{_longest_first(districts)})?"
    return re.compile(rf"(?:{_longest_first(others)}){_NEAR}{inside}{_WITHIN}{_BUREAU}")


def _bureau_elsewhere(elsewhere: re.Pattern[str], text: str) -> str:
    # Thousands of names are looked for only where a bureau is named.
    before = (text[max(0, bureau.start() - _REACH) : bureau.end()] for bureau in _BUREAUS.finditer(text))
    return next((found.group() for words in before if (found := elsewhere.search(words))), "")


def _towns() -> set[str]:
    """County-level cities by their whole and short names: 昆山市, 昆山."""
    whole = {district for _, _, district, _ in divisions() if district.endswith("市")}
    return whole | {name.removesuffix("市") for name in whole} - _WORDS


def _longest_first(names: Iterable[str]) -> str:
    # Always in one order: the sieve's digest says whether anything changed.
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"{pattern}: {error}") from error
