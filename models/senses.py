"""What the words of a clause stand for: classes of doers, deeds, outcomes and tones, with negation. Imports nothing of ours.

A word's class comes from lexicon.toml, or else from its form: 踢断 is a way to hurt, 补平 a thing solved, 煎饼贩 a
vendor. So a sentence is read by what its words stand for, also when none of them was in a training text. A model keeps
the lexicon that it was trained with.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Final

# The rules are those of this file and of roles.py. Whoever changes what they make of a text raises the number: a model
# trained under others would answer differently under the same name.
RULES: Final = 1
FILE: Final = "senses.json"
LEXICON: Final = Path(__file__).parent / "lexicon.toml"
STAFF: Final = frozenset({"officer", "boss", "bureau", "worker"})
PUBLIC: Final = frozenset({"vendor", "citizen"})
ACTORS: Final = STAFF | PUBLIC
HARM: Final = frozenset({"hurt", "destroy", "insult", "chase"})
NOT: Final = "-"
# What a negation before it turns round.
TURNED: Final = HARM | {
    *("help", "fine", "corrupt", "punished", "amends", "confirm", "rumour", "action", "solved", "good", "problem"),
    *("inaction", "again", "worse", "praise", "honour", "anger", "pity", "together", "fast", "lasting", "injury"),
}
# So many words after a negation it may still turn one round.
REACH: Final = 3
# Of a very long text the middle says little that its beginning does not: bounds the pairs of clauses.
MOST_CLAUSES, LAST_CLAUSES = 24, 4
_ENDS: Final = frozenset("，。！？；：,.!?;:、\n\x02\x03\x04 …—~")
_MARKS: Final = {"？": "ask", "?": "ask", "！": "shout", "!": "shout"}
# Words of the cut that may make up one of the lexicon, and its longest in characters.
_JOINED, _LONGEST = 4, 9
# Strings whose class is remembered: bounds memory whatever the number of texts.
KNOWN: Final = 200_000
_SUFFIXES: Final = ("了", "过", "着", "的", "地", "得")
_SPAN: Final = re.compile(
    r"[0一二两三四五六七八九十百千几数半多好]+[个多来]*(分钟|小时|天|周|星期|礼拜|月|年|次|回|趟|遍|晚|夜)[多内后前]?"
)
_UNITS: Final = {"分钟": "fast", "小时": "fast", "天": "days", "晚": "days", "夜": "days"} | {
    **dict.fromkeys(("周", "星期", "礼拜", "月", "年"), "slow"),
    **dict.fromkeys(("次", "回", "趟", "遍"), "times"),
}
_FORMS: Final = tuple(
    (re.compile(form), name)
    for form, name in (
        ("[打砸踢踹揍殴捅砍刺扇掐勒咬撞摁推抡拽摔刮烫夹绊压顶劈戳]([伤死倒断瞎残晕肿哭趴]|成.*伤)[了过]?", "hurt"),
        ("[打砸踢踹掀推抢扯撕拆锯砍踩碾撞摔弄扒捣][翻烂毁坏碎破走光空散掉][了过]?", "destroy"),
        ("[扶救送帮背抬抱搀护捞找捡接领拉牵追][起回上出到住下稳齐来]了?", "help"),
        (
            (
                "[修补清拆疏换装治降搬迁填铺挪移扫洗管建改拔剪抽捞盖挖通接拓理运撤关收铲]"
                "[好完通掉齐走净空平上成满稳住新顺开低宽尽除出]了?"
            ),
            "solved",
        ),
        ("[没未无]人[管理修扫清拆查来接问听看收补换应答]", "inaction"),
        ("有人[管理修扫清拆查来接问听收补换应答]了?", "solved"),
    )
)
_ENDINGS: Final = (
    (("城管", "队员", "协管员", "执法员", "执法队", "巡查队", "稽查队", "整治队"), "officer", 2),
    (("局长", "主任", "处长", "科长", "书记", "所长", "队长", "站长", "主席", "厅长", "县长"), "boss", 2),
    (("局", "办事处", "办", "委员会", "部门", "公司", "中心", "指挥部", "管理处", "管委会"), "bureau", 3),
    (("环卫工", "保洁员", "清洁工", "养护工", "抢修工", "维修工", "修理工", "疏通工"), "worker", 2),
    (("贩", "贩子", "摊", "摊主", "店主", "店", "户", "商", "老板", "档", "卖家"), "vendor", 2),
    ((*tuple("者人男女妈爷婆叔姐哥民生友客翁妇孩童娃汉爹娘夫农员"), "家属"), "citizen", 2),
)
# The classes of one or a few words, and the places of the first and of the one after the last.
Stretch = tuple[tuple[str, ...], int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """`source` is a file as lexicon.toml; `classes_of` a word gives its class by that lexicon or its form.

    It gives two where the word begins with a negation, none where it has none.
    """

    source: str
    classes_of: Callable[[str], tuple[str, ...]]


class RulesError(Exception):
    """A model that was trained under other rules than this program's; the message is their number."""


@cache
def shipped() -> Lexicon:
    """The lexicon of this program: what a new model is trained with."""
    return lexicon(LEXICON.read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def lexicon(source: str) -> Lexicon:
    """The lexicon that a file holds."""
    classes = tomllib.loads(source)
    known = {word: name for name, words in reversed(classes.items()) for word in reversed(words.split())}
    return Lexicon(source, lru_cache(maxsize=KNOWN)(partial(_classes_of, known)))


def save(read: Lexicon, folder: Path) -> None:
    """Write what texts are read by beside a model's weights, so that the program's lexicon may change without changing it."""
    kept = json.dumps({"rules": RULES, "lexicon": read.source}, ensure_ascii=False)
    (folder / FILE).write_text(kept + "\n", encoding="utf-8")


def load(folder: Path) -> Lexicon:
    """What `save` wrote; the program's lexicon for a model that was made before it was kept. Raises RulesError."""
    if not (folder / FILE).is_file():
        return shipped()
    kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    if kept["rules"] != RULES:
        raise RulesError(str(kept["rules"]))
    return lexicon(kept["lexicon"])


def _classes_of(known: Mapping[str, str], word: str) -> tuple[str, ...]:
    stem = word[:-1] if len(word) > 1 and word.endswith(_SUFFIXES) else word
    if name := known.get(word) or known.get(stem):
        return (name,)
    if span := _SPAN.fullmatch(word):
        return (_UNITS[span.group(1)],)
    if form := next((name for form, name in _FORMS if form.fullmatch(word)), None):
        return (form,)
    rest = known.get(word[1:]) if word[:1] in set("没未不无") else None
    return ("no", rest) if rest and rest != "no" else ()


@lru_cache(maxsize=KNOWN)
def actor_of(word: str) -> str:
    """Who a word names by its ending, "" where it names nobody."""
    endings = ((name, ends) for ends, name, least in _ENDINGS if len(word) >= least)
    return next((name for name, ends in endings if word.endswith(ends)), "")


def clauses(words: Sequence[str], seen: Sequence[Stretch]) -> list[tuple[str, ...]]:
    """The classes of the words of each clause, in order, those turned round by a negation with a minus before them.

    `seen` is what `stretches` says of the words.
    """
    whole = [read for clause in _cut(words, seen) if (read := tuple(_composed(clause)))]
    return whole if len(whole) <= MOST_CLAUSES else [*whole[: MOST_CLAUSES - LAST_CLAUSES], *whole[-LAST_CLAUSES:]]


def stretches(words: Sequence[str], read: Lexicon) -> list[Stretch]:
    """What the words say from the first to the last: each time the longest that the lexicon has."""
    found: list[Stretch] = []
    place = 0
    while place < len(words):
        word = words[place]
        names, used = ((_MARKS.get(word, ""),), 1) if word in _ENDS else _read(words, place, read)
        found.append((names, place, place + used))
        place += used
    return found


def _cut(words: Sequence[str], seen: Sequence[Stretch]) -> Iterator[list[str]]:
    clause: list[str] = []
    for names, place, _ in seen:
        clause.extend(names)
        if words[place] in _ENDS:
            yield clause
            clause = []
    yield clause


def _read(words: Sequence[str], place: int, read: Lexicon) -> tuple[tuple[str, ...], int]:
    """The classes of what stands at `place`, the longest that the lexicon has, and how many words it takes."""
    for count in range(min(_JOINED, len(words) - place), 0, -1):
        joined = "".join(words[place : place + count])
        if len(joined) <= _LONGEST and (names := read.classes_of(joined)):
            return names, count
    return (actor_of(words[place]),), 1


def _composed(clause: Sequence[str]) -> Iterator[str]:
    """Known classes alone; distance is counted in all words, as an unknown one can part a negation from its word."""
    negated = -REACH - 1
    for place, name in enumerate(clause):
        if name == "no":
            negated = place
        if name == "causative" and _is_passive(clause[place + 1 : place + 4]):
            yield "passive"
        elif name in TURNED and place - negated <= REACH:
            yield NOT + name
            negated = -REACH - 1
        elif name:
            yield name


def _is_passive(after: Sequence[str]) -> bool:
    """Whether 让, 叫 or 给 opens a passive: somebody follows at once, and then a harm."""
    return bool(after) and after[0] in ACTORS and not HARM.isdisjoint(after[1:])


def bare(name: str) -> str:
    """A class without its minus."""
    return name.removeprefix(NOT)


def side(name: str) -> str:
    """Whose side an actor is on."""
    return "staff" if name in STAFF else "public"


def sides(clause: Iterable[str]) -> list[str]:
    """The sides of the actors of a clause, in order."""
    return [side(name) for name in clause if name in ACTORS]
