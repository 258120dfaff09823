"""Names told by their surroundings alone, whatever their characters; pure functions. Imports pipeline.name_signs.

A strong cue before and a strong sign after frame a name of two to four characters, and so do the other members of its row.
What its characters say against it then counts little; only words that stand in such places themselves forbid it. Frames
are sought by their rarer side, mostly the sign after, as most texts hold none.
"""

import re
from collections.abc import Iterator

from pipeline.name_signs import LABEL, NUMBER, called, characters
from pipeline.name_tables import CUES, DOUBLE, KNOWN, OTHERS, STRENGTH, UNKNOWN_GIVEN, table, words_of

Span = tuple[int, int]

_NO_SURNAME = -4.0
# Least odds of the characters: where both sides are sure, where words stand as well, and of a sure member of a row that
# is announced or counted, or both.
_ANY, _USUAL, _FREELY, _SURE_MEMBER, _TOLD_TWICE = -5.0, -1.0, 0.0, 1.5, 0.0
# Words that tell how somebody acts stand before what he does as well, mostly of two characters.
_ACTING_SURNAME, _SURELY = 2.5, 3.5
_HAN = "[一-鿿]"
_SEPARATOR = r"[，,、\s|]"
_ALONE = r"(?:^|(?<=[\s，,。；;：:、|\]】！!？?”.．（(]))"
_PERSONAL = rf"(?:{NUMBER}|\[门牌号\]|(?:身份证|电话|手机)(?:号码?)?[:：]?\s?\[)"

# 5，茅为民，男，[身份证号]; 第7号 初一帆 女 33岁.
_SEX = re.compile(
    rf"[男女](?<=[，,、\s|].)性?{_SEPARATOR}{{1,2}}(?:{_PERSONAL}|(?:19|20)\d\d年|\d{{1,2}}(?:周?岁|[，,\s|])|[汉满回藏苗壮]族|现?住|生于|出生)"
)
_ITEM = re.compile(rf"{_ALONE}({_HAN}{{2,4}}){_SEPARATOR}?$")
# 委托代理人强小龙，系原告之子; 写信人问天明，真名.
_OF_LABEL = re.compile(
    rf"[，,(（出到诉辩驾](?:系|真名|实名|本名|执行董事|特别授权|一般授权|[男女][，,。)）]|签[名字]|盖章|庭|称|驶|{_PERSONAL})"
)
# 投诉人来小顺反映, 保管人干思远。
_LABELLED = re.compile(rf"[人者](?=({_HAN}{{3}})(?:[，,。；;（(]|$|反映|表示|诉?称|要求|来电|拒绝|于[\d今昨]))")
# 我叫初一帆，: hardly anything but a name follows.
_CALLED = re.compile(
    rf"(?:我叫|名叫|名字[叫是]|姓名[:：为]|落款[:：]|签名[:：]\s?|真名叫?|曾用名[是叫:：]?|现名[是叫:：]?)\s?({_HAN}{{2,4}}?)(?=[，,。；;：:（()）、\s]|的[一-鿿]|$)"
)
# 经营者初一帆把桌子摆上盲道.
_ROLE_ENDS = "".join(sorted({word[-1] for word, odds in STRENGTH.items() if odds >= 0}))
_ACTS = re.compile(rf"[把将被](?:(?<=[{_ROLE_ENDS}]{_HAN}{{4}})|(?<=[{_ROLE_ENDS}]{_HAN}{{3}}))(?![近来要于会在])")
# B：展家宝，[门牌号]; 干立本 [手机号], where another name stands so.
_MARK = re.compile(r"\[(?:手机号|电话|身份证号|门牌号)\]")
_NUMBER_MARK = re.compile(r"\[(?:手机号|电话|身份证号)\]")
_ANSWER = re.compile(rf"(?:^|(?<=[\s。？?！!”]))(?:[A-Za-z甲乙答]|回复)[:：]\s?({_HAN}{{2,4}})[，,]\s?(?:家?住)?\s?$")
_ENTRY = re.compile(rf"{_ALONE}({_HAN}{{2,4}})\s?[:：(（，,]?\s?$")
# 戈壁滩业主您好: estates are called so as well.
_GREETING = re.compile(r"[您你]好(?:(?<=[主户学长]..)|(?<=[主户学长][，,:：\s]..))")
_GREETED = re.compile(rf"(?:^|(?<=[】\]。；;！!\n]))({_HAN}{{3}})(?:业主|住户|商户|同学|家长)[，,:：]?\s?$")
_ESTATE = frozenset("苑园城湾府庭轩邸居里馆庄阁区郡村楼院座郦都世家场岛堡台港汇街路")
_GREETED_SURNAME = 1.5
# 签名的住户有：贲文静、练达; 苟得水和母秋云，两户.
_LIST = re.compile(
    rf"[：:]\s?({_HAN}{{2,4}}(?:[、和与及]{_HAN}{{2,4}}?){{1,14}}?)(?=[，,。；;\s等共]|[两二三四五六七八九十\d]{{1,2}}[个人名位户家]|$)"
)
_ANNOUNCED = re.compile(
    r"(?:(?:签[名字]|署名|联名|联署|到场|报名|登记|走访)[^，,。；;：:\n]{0,4}(?:住户|业主|居民|村民|商户|摊主|家长|人员?)[有是为]?(?:如下)?"
    r"|名单(?:如下)?|[人者主户])$"
)
_COUNT = re.compile(
    r"([两二俩三四五六七八九十0-9][0-9]?)(?:个?人(?![行工民员])|户(?![外型口])|[名位](?=[^一-鿿]|居民|业主|村民|住户|商户|摊|市民|邻居|家长|老人|学生|乘客|工人|志愿|$)|家(?=[^一-鿿]|[都均也人没不未各在]|$))"
)
_COUNTED = re.compile(rf"{_ALONE}({_HAN}{{2,4}}(?:[、和与及]{_HAN}{{2,4}}?){{1,14}}?)[，,]?(?:等|一?共计?|以上|这)?$")
_NUMBERS = {"两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_JOINS = re.compile("[、和与及]")

_ALL_HAN = re.compile(f"{_HAN}{{2,4}}")
_NEVER = OTHERS | KNOWN
_NEVER_FIRST = frozenset(
    "一二三四五六七八九十两几第本该此某每各这哪其全整已未请现均的了叫姓名是为在上下把将被对从与和于可"
)
_NEVER_LAST = frozenset("员工族婚专科店馆厅院路街巷桥县区镇乡站局所队办处室司厂部组层号户摊车们")
_RUNNING = frozenset("了着过的得们某")
# 小王, 王某: nobody's full name.
_NOBODY = re.compile("^[小老阿大].$|[某匿详缺略]")
_NO_GIVEN = -3.0
# Names of peoples that write theirs with a dot, and the characters in which they are written where there is none.
_SOUNDS = "[卜杜穆罕默伊阿艾买古热依努尔丽娜提合曼木江孜克拜吐逊帕沙汗迪比拉海麦里扎乌布力卡斯达吾赛玛萨]"
_PARTS = CUES["sounded"].split()
_ENDS = r"(?=$|[^一-鿿]|[说在称把被向去来因从将住至与和跟及对已也陪反表投举认介告电手卖摆开骑做给让是的家要想没不就])"
_SOUNDED = rf"{_SOUNDS}{{3,6}}|(?:{'|'.join(_PARTS)}){{1,3}}{_ENDS}"
_DOTTED = rf"[一-鿿]{{2,6}}(?:[·•・‧][一-鿿]{{2,6}}?){{1,2}}{_ENDS}"
_PERSONS = frozenset(word for word, odds in STRENGTH.items() if odds > -5)
# A word is found by what it ends with, if that is one as well.
_PERSON = "|".join(sorted(word for word in _PERSONS if not any(word[n:] in _PERSONS for n in range(1, len(word)))))
_SOUNDED_NAME = re.compile(rf"(?:{_PERSON})(?:\s*[:：(（]\s*|\s|[是叫])?({_DOTTED}|{_SOUNDED})")
# Quick to fail, for the many texts without: by pairs of characters first.
_SOUND = re.compile(rf"[·•・‧]|{_SOUNDS}{{3}}|{'|'.join(_PARTS)}")
_MAY_SOUND = re.compile(
    rf"[·•・‧]|{_SOUNDS}{{3}}|[{''.join(sorted({part[0] for part in _PARTS}))}][{''.join(sorted({part[1] for part in _PARTS}))}]"
)


def framed_names(text: str, told: list[Span]) -> list[Span]:
    """Where names stand that their frames tell, as (start, end), from left to right, none within another.

    told are the names already told in the text: where there are any, an entry of a form beside them needs no other cue.
    """
    found = [*_labelled(text), *_acting(text), *_rows(text)]
    if "男" in text or "女" in text:
        found += _items(text)
    if "您好" in text or "你好" in text:
        found += _greeted(text)
    if "[" in text:
        found += _marked(text, _MARK, _ANSWER, _ANY)
        found += _marked(text, _NUMBER_MARK, _ENTRY, _FREELY)
        if found or told:
            found += _marked(text, _NUMBER_MARK, _ENTRY, _ANY)
    if len(found) < 2:
        return found
    spans: list[Span] = []
    for span in sorted(found):
        if not spans or spans[-1][1] <= span[0]:
            spans.append(span)
    return spans


def sounded_names(text: str) -> list[Span]:
    """Where names of peoples that write theirs by sound stand after a word for a person."""
    if _MAY_SOUND.search(text) is None or _SOUND.search(text) is None:
        return []
    return [found.span(1) for found in _SOUNDED_NAME.finditer(text)]


def _behind(text: str, frame: re.Pattern[str], end: int, reach: int = 12) -> re.Match[str] | None:
    return frame.search(text, max(0, end - reach), end)


def _items(text: str) -> Iterator[Span]:
    for sign in _SEX.finditer(text):
        item = _behind(text, _ITEM, sign.start() - 1)
        if item is not None and _may_be_name(item[1], _ANY):
            yield item.span(1)


def _labelled(text: str) -> Iterator[Span]:
    for sign in _OF_LABEL.finditer(text):
        end = sign.start()
        for start in (end - 3, end - 2, end - 4):
            if _is_called(text, start) and _may_be_name(text[start:end], _ANY):
                yield start, end
                break
    for called_so in _CALLED.finditer(text):
        name = called_so[1]
        # 我叫晏不疾: whatever is behind a surname that is hardly anything else.
        titled = name[1:] in STRENGTH or name[1:] in _NEVER or not _RUNNING.isdisjoint(name)
        surely = len(name) == 3 and table("surname").get(name[0], _NO_SURNAME) >= _SURELY and not titled
        if surely or name in KNOWN or _may_be_name(name, _ANY):
            yield called_so.span(1)
    for label in _LABELLED.finditer(text):
        start, end = label.span(1)
        if _is_called(text, start, LABEL) and _may_be_name(text[start:end], _FREELY):
            yield start, end


def _acting(text: str) -> Iterator[Span]:
    for sign in _ACTS.finditer(text):
        end = sign.start()
        for start in (end - 3, end - 2):
            known = end - start > 2 or table("surname").get(text[start], _NO_SURNAME) >= _ACTING_SURNAME
            if known and _is_called(text, start) and _may_be_name(text[start:end], _USUAL):
                yield start, end
                break


def _is_called(text: str, start: int, least: float = 0.0) -> bool:
    """Whether a word for a person of so many odds ends where a name would begin, and none goes on into it: 外甥女."""
    strength = called(text, start) if start > 0 else None
    across = text[start - 1 : start + 1]
    return (
        strength is not None
        and strength >= least
        and not any(across in words for words in (_NEVER, words_of("joined"), words_of("does")))
        and not any(text[start + 1 - length : start + 1] in STRENGTH for length in (2, 3, 4))
    )


def _marked(text: str, mark: re.Pattern[str], frame: re.Pattern[str], least: float) -> Iterator[Span]:
    for found in mark.finditer(text):
        entry = _behind(text, frame, found.start())
        if entry is not None and _may_be_name(entry[1], least):
            yield entry.span(1)


def _greeted(text: str) -> Iterator[Span]:
    for sign in _GREETING.finditer(text):
        greeted = _behind(text, _GREETED, sign.start())
        if greeted is None or greeted[1][-1] in _ESTATE:
            continue
        if table("surname").get(greeted[1][0], _NO_SURNAME) >= _GREETED_SURNAME and _may_be_name(greeted[1], _USUAL):
            yield greeted.span(1)


def _rows(text: str) -> Iterator[Span]:
    """All members of rows that are announced or counted rightly, where one of them is surely a name."""
    if _JOINS.search(text) is None:
        return
    for listed in _LIST.finditer(text) if "：" in text or ":" in text else ():
        if _behind(text, _ANNOUNCED, listed.start(), 20) is not None:
            counted = _COUNT.search(text, listed.end(), listed.end() + 6) is not None
            yield from _members(listed, _TOLD_TWICE if counted else _SURE_MEMBER)
    for sign in _COUNT.finditer(text):
        counted_row = _behind(text, _COUNTED, sign.start(), 60)
        if counted_row is not None:
            number = int(sign[1]) if sign[1].isdigit() else _NUMBERS.get(sign[1])
            if number == len(_JOINS.split(counted_row[1])):
                yield from _members(counted_row, _SURE_MEMBER)


def _members(row: re.Match[str], least: float) -> Iterator[Span]:
    start, members = row.start(1), _JOINS.split(row[1])
    sure = sum(len(member) > 2 and characters(member) >= least for member in members)
    words = sum(_is_verb(member) for member in members)
    if sure > words and not any(_is_no_name(member) or characters(member) < _ANY for member in members):
        for member in members:
            yield start, start + len(member)
            start += len(member) + 1


def _may_be_name(name: str, least: float) -> bool:
    """Whether a framed string may be a name: no word that stands in such places, and so likely by its characters."""
    least = max(least, _USUAL) if len(name) == 2 else least
    return not _is_no_name(name) and not _is_verb(name) and characters(name) >= least


def _is_no_name(name: str) -> bool:
    """Whether a string is or holds a word for a person, a place, an office or what else stands where names do."""
    if _ALL_HAN.fullmatch(name) is None or name[0] in _NEVER_FIRST or name[-1] in _NEVER_LAST:
        return True
    if len(name) == 4 and name[:2] not in DOUBLE and not _is_of_both_parents(name):
        return True
    parts = (name[i:j] for i in range(len(name) - 1) for j in range(i + 2, len(name) + 1))
    return (
        min(table("given").get(character, 0.0) for character in name[1:]) <= _NO_GIVEN
        or _NOBODY.search(name) is not None
        or any(part in STRENGTH or part in _NEVER for part in parts)
    )


def _is_of_both_parents(name: str) -> bool:
    surnames = table("surname")
    return surnames.get(name[0], _NO_SURNAME) >= _SURELY and surnames.get(name[1], _NO_SURNAME) > 0


def _is_verb(name: str) -> bool:
    """Whether a string is, or begins as, a word that tells what somebody does."""
    begins = name[:2] in words_of("does")
    return begins and (len(name) == 2 or table("given").get(name[-1], UNKNOWN_GIVEN) < 0)
