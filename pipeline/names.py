"""Full names of persons told by their characters and by what stands beside them; pure functions. Imports nothing of ours.

The evidence is summed as log odds, as a naive Bayes classifier does: what stands before a name and after it, and how
much likelier its characters are in names than in running text (the tables of data/masking).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).parent.parent / "data" / "masking"

_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|夏侯|长孙|独孤|南宫|万俟|闻人|宇文|轩辕|"
    "申屠|呼延|澹台|公冶|宗政|濮阳|淳于|太叔|钟离|鲜于|闾丘|司寇|颛孙|巫马|公西|漆雕|乐正|拓跋|谷梁|梁丘|左丘|亓官|羊舌|相里|即墨|百里|东郭|公良|公羊|宰父|夹谷|段干|微生|仲孙|叔孙|季孙|孟孙|太史|赫连|纳兰|完颜|耶律|富察"
)
_CUES = tomllib.loads((_TABLES / "cues.toml").read_text(encoding="utf-8"))["cues"]
_STRENGTH: Mapping[str, float] = {word: cue["odds"] for cue in _CUES for word in cue["words"].split()}
_LONGEST = max(map(len, _STRENGTH))
# Anyone called by what he does or what befell him, where no longer word says better.
_ENDINGS = {"员": -0.5, "者": -0.5, "人": -1.0, "工": -1.5, "户": -2.5, "主": -1.5, "客": -1.5, "妻": -1.5, "夫": -2.5}
_TIED = re.compile(
    r"[ \t\u3000]*[:：(（“\"][ \t\u3000]*(?:[1一][.．、])?$|[ \t\u3000]+$|(?:姓名)?[是为叫][ \t\u3000:：]*$"
)
_COLON, _SPACE, _IS = 1.5, 0.5, 1.5
# After a name, where nobody is spoken of, and where no name can begin.
_AFTER_NAME, _WEAK, _UNASKED, _NOWHERE = 1.5, -5.0, -9.0, -20.0
# Where nobody is spoken of, only what follows can tell: so much it must say at least, or else it counts as this.
_TELLING, _SILENT = 3.0, -8.0

_SURE = r"[(（\s,，:：、]{0,2}(?:联系)?(?:电话|手机|微信|QQ|[Tt]el)?号?码?[是为:：]?\s?\[(?:手机号|电话|身份证号|微信号|QQ号|银行卡号)"
# Words that begin what is told of somebody; their first characters may be those of names.
_WORDS_AFTER = (
    r"原来|当时|当天|当场|当日|已经|今天|今年|昨天|昨晚|现在|提供|提出|提到|提着|头部|手机|自己|一直|一家|一人|每天|经常|曾经|本来|亲自|带着|带头|多次|"
    r"反复|再次|同意|拒绝|要求|希望|建议|态度|骑着|骑车|开车|开着|路过|报警|受伤|死亡|去世|身亡|遇难|留言|写信|写了|发帖|发文|拍摄|拍下|租住|居住|经营|"
    r"年[近逾过满]|夫妇|夫妻|一行|实际|名下|所有|涉嫌|因为|由于|利用|擅自|私自|长期|非法|违规|违法|强行|故意|多年|三人|两人|二人|四人|几人"
)
# 向阳宾馆, 吴山河, 雷锋精神: named after somebody at most.
_PLACES_AFTER = (
    r"[路街巷弄桥河江湖溪港村县区镇乡寨屯湾苑庙寺塔站店馆厅楼院园杯奖](?![的里那这给被])|小区|宾馆|酒店|花园|公园|广场|大厦|医院|学校|中学|小学|大学|"
    r"社区|超市|公司|专卖|志愿|精神|故居|纪念|家园|新村|新城|麻辣|烧烤|火锅|餐|饭|药房|水库|大道|街道"
)
_AFTER: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern), value)
    for pattern, value in (
        (_SURE, 4.0),
        (r"(?:同志|先生|女士|老师)[,，]?[您你]好", 12.0),
        (
            r"[(（][一-鿿]{1,3}[的字旁]|[(（\s,，、]{1,2}[男女](?![儿孩子生厕士])|[(（,，]\s?(?:今年)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})岁|[(（,，]?\s?身份证",
            4.0,
        ),
        (
            r"开的|的(?:女儿|儿子|父亲|母亲|妻子|丈夫|爱人|老公|老婆|孙子|家属|邻居|同事)",
            4.0,
        ),
        (r"(?:先生|女士|小姐|同志|同学|老师傅|大爷|大妈|阿姨|奶奶|爷爷)", 3.0),
        (r"\s*(?:\d{4}[年./-]|[一二][〇零○一二三四五六七八九]{3}年)", 2.0),
        (_PLACES_AFTER, -6.0),
        (r"$|\s*\n", 1.0),
        (r"[\s,，。.;；、!！?？:：)）(（”’\"/|…～~\[]", 1.0),
        (
            r"(?:反映|表示|说|称|告诉|介绍|投诉|举报|来电|认为|实名|联名|敬上|家[的里门住]|家属|等[人\d一二三四五六七八九十]|本人|电话|手机|的(?:家|电话|手机|名字|身份证))",
            2.5,
        ),
        (_WORDS_AFTER, 2.5),
        (r"[等这]?(?:[两三四五六七八九十]|\d{1,2})(?:个?人|户|名)", 2.5),
        (r"[在于向与和跟及因被把将对从去来至也都却就还已又曾拒给让住系今现原到每要想有没是不的]", 0.0),
    )
)
_RUNS_ON, _ELSE_AFTER = -2.0, -0.5
_DOUBLE_SURNAME = 5.0
_IS_WORD, _IS_PLACE, _ONE_GIVEN, _UNLIKELY = -5.0, -4.0, -2.0, 1.0
# A character so rare that the table lacks it.
_UNKNOWN_GIVEN = -1.0
_RARELY_FIRST = -5.0
# A character that stands in few words but in many names.
_OF_NAMES = 2.0
_PLACE_ENDS = frozenset("河江湖溪港湾山路街巷桥村县区镇乡寨屯站店馆厅楼院园")
# 张先生, 王某某, 李老师: nobody's full name.
_TITLED = re.compile(
    r"(?:先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|奶奶|爷爷|伯伯|婆婆|[某×Xx*]|经理|主任|局长|"
    r"队长|科长|处长|书记|所长|站长|院长|校长|律师|医生|警官|老板|老汉|记者|老太|店长|主席|市长|区长|镇长|村长|组长|会长|部长|支书|教授|护士|同学)"
)

_HAN = {1: re.compile("[一-鿿]"), 2: re.compile("[一-鿿]{2}")}
_CALLED_SO = frozenset("嫂姐哥叔伯姨爷婶总工氏家女")


# Names of peoples that write theirs with a dot, and the characters in which they are written where there is none.
_SOUNDED = r"[阿艾买古热依努尔丽娜提合曼木江孜克拜吐逊帕沙汗迪比拉海麦里扎乌布力卡斯达吾赛玛萨]{3,6}"
_DOTTED = r"[一-鿿]{2,6}(?:[·•・‧][一-鿿]{2,6}?){1,2}(?=$|[^一-鿿]|[说在称把被向去来因从将住至与和跟及对已也陪反表投举认介告电手])"
_PERSON = "|".join(sorted((word for word, odds in _STRENGTH.items() if odds > -5), key=lambda word: (-len(word), word)))
_SOUNDED_NAME = re.compile(rf"(?:{_PERSON})(?:\s*[:：(（]\s*|\s|[是叫])?({_DOTTED}|{_SOUNDED})")
_MAY_SOUND = re.compile(rf"[·•・‧]|{_SOUNDED}")


@cache
def _table(kind: str) -> Mapping[str, float]:
    """The log odds of characters of one kind."""
    lines = (_TABLES / "names.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines if line.startswith(kind))
    return {character: float(value) for _, value, characters in rows for character in characters}


@cache
def _words() -> frozenset[str]:
    lines = (_TABLES / "words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _shape() -> re.Pattern[str]:
    """A surname and a character that a given name may hold, where a name may begin."""
    ends = "".join(sorted({word[-1] for word in _STRENGTH} | set(_ENDINGS)))
    never = "".join(character for character, odds in _table("given").items() if odds <= _RARELY_FIRST)
    return re.compile(
        rf"(?:(?<=[{ends}\s:：(（“\"，,。；;！!？?、.．叫是为和与及跟\]])|^)(?:{_DOUBLE}|[{''.join(_table('surname'))}])(?![{never}])(?=[一-鿿])"
    )


def full_names(text: str) -> list[tuple[int, int]]:
    """Where full names of private persons stand, as (start, end), from left to right, none within another."""
    if _MAY_SOUND.search(text) is None:
        return list(_likely(text))
    sounded = [found.span(1) for found in _SOUNDED_NAME.finditer(text)]
    apart = (span for span in _likely(text) if all(span[1] <= start or end <= span[0] for start, end in sounded))
    return sorted([*sounded, *apart])


def _likely(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for found in _shape().finditer(text):
        start = found.start()
        if start < end:
            continue
        before = _before(text, start, end > 0 and _JOINS.fullmatch(text, end, start) is not None)
        if before <= _NOWHERE or _is_within_role(text, found):
            continue
        odds, stop = max(_odds(text, found, length, before) for length in (1, 2))
        if odds >= _UNLIKELY:
            yield start, stop
            end = stop


def _is_within_role(text: str, found: re.Match[str]) -> bool:
    """Whether the surname belongs to a word for a person: 任 of 主任, 师 of 师傅."""
    start, end = found.span()
    return text[start : start + 2] in _STRENGTH or any(text[end - length : end] in _STRENGTH for length in (2, 3, 4))


_JOINS = re.compile(r"\s?[、和与及跟；;]\s?(?:\d{1,2}[.．、])?")


def _odds(text: str, found: re.Match[str], length: int, before: float) -> tuple[float, int]:
    """The log odds that a surname and so many characters after it are a name, and where it ends."""
    stop = found.end() + length
    given = text[found.end() : stop]
    surname = found.group()
    table = _table("given")
    if not _HAN[length].match(given) or _TITLED.match(text, found.end()):
        return _NOWHERE, stop
    # 王伯 is nobody's full name, 王伯钧 is.
    if given[0] in _CALLED_SO and (length == 1 or table.get(given[1], _UNKNOWN_GIVEN) < 1):
        return _NOWHERE, stop
    odds = _DOUBLE_SURNAME if len(surname) > 1 else _table("surname")[surname]
    odds += sum(table.get(character, _UNKNOWN_GIVEN) for character in given)
    if given[-1] in _PLACE_ENDS:
        odds += _IS_PLACE
    if text[max(0, found.start() - 1) : found.start() + 1] in _words():
        odds += _IS_WORD
    if len(surname) == 1 and surname + given[0] in _words():
        odds += _IS_WORD if length == 1 or table.get(given[1], _UNKNOWN_GIVEN) < _OF_NAMES else _IS_WORD + _OF_NAMES
    after = _after(text, stop)
    if before <= _WEAK and after < _TELLING:
        after = _SILENT
    return before + odds + after + (_ONE_GIVEN if length + len(surname) == 2 else 0.0), stop


def _before(text: str, start: int, joined: bool) -> float:
    """The log odds that a name follows what stands before a place."""
    if joined:
        return _AFTER_NAME
    told = [strength] if (strength := _called(text, start)) is not None else []
    tie = _TIED.search(text, max(0, start - 6), start)
    if tie and (strength := _called(text, tie.start())) is not None:
        written = tie.group().strip()
        told.append(strength + (_COLON if written[-1:] in tuple(":：.．") else _IS if written else _SPACE))
    if told:
        return max(told)
    return _UNASKED


def _called(text: str, end: int) -> float | None:
    """The strength of the longest word for a person that ends at a place."""
    for length in range(min(_LONGEST, end), 0, -1):
        strength = _STRENGTH.get(text[end - length : end])
        if strength is not None:
            return strength
    return _ENDINGS.get(text[end - 1 : end])


def _after(text: str, stop: int) -> float:
    """The log odds that a name ends before what stands at a place."""
    told = next((value for pattern, value in _AFTER if pattern.match(text, stop)), None)
    if told is None:
        return _RUNS_ON if _table("given").get(text[stop], _UNKNOWN_GIVEN) > 0 else _ELSE_AFTER
    return told
