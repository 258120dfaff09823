"""Hides who is meant: authors become keyed hashes, personal numbers and names in free text become typed marks.

Pure functions. Imports pipeline.checksums, cleaning and names.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.checksums import id_checksum_holds, luhn_holds
from pipeline.cleaning import half_width
from pipeline.names import full_names

Cut = tuple[int, int, str]

# A number of an order, a case or a decree may look like any personal number; its name stands just before it.
_CASE_NUMBER = re.compile(
    r"(?:订单|单号|工单|编号|案号|文号|流水|受理号|运单|快递|票号|发票|许可证?号?|备案|登记号|批号|序列|型号|合同|执照|信用代码|标段|"
    r"项目|条码|店铺ID|商品|设备|井盖|灯杆|路灯|车次|航班|期号|彩票|单据|凭证|查询码|回执|案件)[^,，。;；\n]{0,8}$"
)
_PERSONAL = re.compile(
    r"(?:电话|手机|号码|联系|致电|拨打|打给|来电|回电|短信|热线|座机|传真|[Tt][Ee][Ll])[^,，。;；\n]{0,8}$"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s一-鿿]*$")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_END = r"(?![0-9])"
_START = r"(?<![0-9])(?<![0-9][.])"

# The sign and the dots are also written out, against machines that read along. A name has 64 characters at most, and is not
# looked for within a run of letters: a picture written as letters would take minutes.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\s?(?:[@＠]|[(（\[【#]\s?(?:at|艾特)\s?[)）\]】#]|艾特|\sat\s)\s?[A-Za-z0-9-]+"
    r"(?:\s?(?:\.|点|[(（\[]dot[)）\]])\s?[A-Za-z0-9-]+)+",
    re.IGNORECASE,
)
_ID_18 = re.compile(rf"{_START}(?<![0-9][ -])[1-9](?:[ -]?[0-9]){{16}}[ -]?[0-9Xx×*](?![ -]?[0-9])")
_ID_PART = re.compile(rf"{_START}[1-9]\d{{5}}(?:19|20)?\d{{0,2}}[*×xX]{{4,10}}[0-9]{{0,4}}[0-9Xx]{_END}")
# Stars anywhere, in a number as long as one of those.
_ID_STARS = re.compile(
    rf"{_START}(?=(?:[0-9*×]{{17}}[0-9Xx*×]|[0-9*×]{{15}})(?![0-9*×Xx]))[1-9][0-9]{{1,13}}[*×]{{4,14}}[0-9]{{0,5}}[Xx]?{_END}"
)
_ID_15 = re.compile(rf"((?:身份证|[老旧]证|证件)[^0-9\n]{{0,8}})[1-9]\d{{5}}\d\d{_DAY}\d{{3}}{_END}")
_MOBILE = re.compile(
    rf"(?:(?<![0-9])[(（]\+?86[)）][ -]?|(?<![0-9])(?:\+|00)?86[ -]?|(?<![0-9])(?<![0-9][.]))"
    rf"1[3-9][0-9](?:[- .·－—–_/]?(?:[0-9*×]{{4}}|[xX]{{4}})){{2}}{_END}"
    r"(?![.]\d|元|万|亿|号(?!码))"
)
_MOBILE_OTHER_GROUPS = re.compile(
    rf"(?<![0-9])(?<![0-9][ .-])(?=1(?:[ -]?[0-9]){{10}}(?![ -]?[0-9]))1[3-9][0-9]{{1,4}}(?:[ -][0-9]{{2,6}}){{1,3}}{_END}(?![元万亿])"
)
# Each digit apart.
_MOBILE_SPELT = re.compile(
    r"(?<![0-9])(?<![0-9][ .-])1(?: [3-9](?: \d){9}|-[3-9](?:-\d){9}|\.[3-9](?:\.\d){9})(?![ .-]?\d)"
)
_DIGIT_ZH = "零〇一二三四五六七八九幺两洞拐壹贰叁肆伍陆柒捌玖0-9"
_MOBILE_ZH = re.compile(
    rf"(?<![{_DIGIT_ZH}十])(?=[0-9]{{0,10}}[零〇一二三四五六七八九幺壹])[一幺壹1][ -]?"
    rf"[三四五六七八九叁肆伍陆柒捌玖3-9](?:[ -]?[{_DIGIT_ZH}]){{9}}(?![{_DIGIT_ZH}十百千万年])"
)
# Letters that look like a zero, against machines that read along.
_MOBILE_LETTERS = re.compile(r"(?<![A-Za-z0-9])1[3-9][0-9](?=[0-9]*[oO])[0-9oO]{8}(?![A-Za-z0-9])")
_ABROAD = r"(?:(?:\+|00)86[ -]?)"
_AREA = (
    r"(?:[(（](?:\+?86[ -]?)?0?[1-9][0-9]{1,2}[)）][ -]?"
    rf"|{_ABROAD}?0[1-9][0-9]{{1,2}}[-－—–/ ]{{0,2}}|{_ABROAD}[1-9][0-9]{{1,2}}[ -]?)"
)
_EXTENSION = r"(?:\s?[-－—转,，#*]\s?(?:分机)?\s?[0-9]{1,5}|\s?分机号?\s?[0-9]{1,5})"
_LANDLINE = re.compile(rf"(?<![0-9]){_AREA}[2-8][0-9]{{2,3}}[- ]?[0-9]{{4}}{_EXTENSION}?{_END}")
_LOCAL_LINE = re.compile(
    r"((?:电话|座机|致电|拨打|打给|打|来电|回电|联系方式|固话|传真|[Tt][Ee][Ll])(?:号码|号)?(?:是|为|:|：|\s){0,3})[2-8][0-9]{2,3}[- ]?[0-9]{4}"
    rf"{_END}(?!元|平|票)"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE = re.compile(
    # 澜 stands for the fictional province of the demo city.
    rf"(?<![A-Za-z0-9])[{_PROVINCES}澜]\s?[A-HJ-Z][ ·•・.-]{{0,2}}(?=[A-HJ-NP-Z]{{0,4}}[0-9*×])"
    r"[A-HJ-NP-Z0-9*×](?:[·•・-]?[A-HJ-NP-Z0-9*×]){3,5}(?:[学警港澳临]|挂(?![着了在有个牌]))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_QQ = re.compile(
    r"((?<![A-Za-z])(?:Q\s?Q|Q(?=[号:：]\s?[0-9])|扣扣|扣(?=[号:：])|(?<=加)扣|秋秋|企鹅|球球)\s?[一-鿿]{0,3}(?:[:：]|\s){0,3}|(?<![A-Za-z])Q(?:我|一下|私聊)[:：\s]?)[1-9][0-9]{4,11}(?![0-9元块万个人条次斤米])",
    re.IGNORECASE,
)
_WECHAT = re.compile(
    r"((?:微信|[薇微威维][❤♥]?[信芯]|[Vv][❤♥]?信|绿泡泡|(?<![A-Za-z])(?:vx|wx|wechat|weixin))(?:号码|号|\s?ID|账号|联系|搜索?|添加)?(?:是|为|同号|:|：|\s|加|\(|（){0,3}"
    r"|(?:加我?|[+➕])\s?[vV薇微](?![一-鿿xX])[:：\s]{0,2}|[薇微威vV]\s?[❤♥心](?:号)?[:：\s]{0,2}|(?<![A-Za-z])[vV薇微](?:号)?[:：是为]\s?)(?!https?:|www\.|pay\b|app\b|id\b)"
    r"(?=[A-Za-z0-9_-]*[0-9_-]|(?<=号)[A-Za-z]|(?<=[是为:：])[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
_CARD = re.compile(rf"{_START}(?:[3-6][0-9]{{3}}(?:[ -]?[0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?){_END}")
_CARD_STARS = re.compile(
    rf"{_START}[3-6][0-9]{{3}}(?:(?:[ -]?[*×xX]{{4}}){{2}}[ -]?[0-9]{{4}}|(?:[ -]?[*×xX]{{4}}){{3}}[ -]?[0-9]{{3}}){_END}"
)
_CARD_NAMED = re.compile(
    rf"((?:银行卡|卡号|账号|帐号|储蓄卡|信用卡|开户行|[工农建中交招邮]行|农商行|邮储|农信|[支分]行|[资保]卡|户头|户名|转账|转帐|汇款|打款|打钱|收款|[打转退汇]到|[这那][张个]卡|卡[:：])"
    rf"[^0-9\n]{{0,10}})(?!(?:00)?861[3-9])[0-9](?:[ -]?[0-9]){{11,20}}{_END}"
)
_N = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_ROOM = r"(?:[0-9]{3,4}|[一二三四五六七八九十零〇]{3,4})"
_HOUSE = rf"(?<![A-Za-z])[A-Z]?{_N}\s?(?:号楼|栋|幢|号院|座|#楼?|号|楼)"
_UNIT = rf"(?:{_N}\s?(?:单元|门栋|门|梯)|[甲乙丙丁东西南北中A-Z]\s?单元)"
_FLAT = rf"{_ROOM}\s?(?:室|房间?|户|号)?"
_FLOOR = rf"{_N}[楼层]"
_SIDE = "[东西南北中左右]户"
# Nothing that is measured, counted or dated; 402室外 and 302房价 are no rooms either.
_NO_COUNT = r"(?![0-9]|年|元|多?户|余户|人|万|米|平)"
_NO_WORD = r"(?!外|内|温|间里|价|屋|产)"
# A number in a street before a house's own.
_GATE = r"(?:[0-9]{1,4}号(?:大?院)?\s?)?"
_DOOR = re.compile(
    r"(?=[0-9A-Z一二三四五六七八九十甲乙丙丁东西南北中])(?<![0-9.])(?:"
    + "|".join(
        (
            (
                rf"(?:[0-9]{{1,4}}号(?:大?院)?\s?(?={_HOUSE}))?{_HOUSE}\s?(?:楼|之{_N}\s?)?{_UNIT}\s?"
                rf"(?:(?:{_FLOOR}|顶[楼层])?{_FLAT}|{_FLOOR}[0-9A-Z]{{1,4}}(?:室|户|号)?|(?:{_FLOOR})?{_SIDE})"
            ),
            rf"{_GATE}{_HOUSE}[-－ ]?{_N}[-－]{_ROOM}\s?(?:室|房)?(?![0-9年])",
            rf"[0-9]{{1,4}}号\s?{_ROOM}[室房]{_NO_WORD}",
            rf"{_N}楼\s?[0-9]{{3,4}}[室房]{_NO_WORD}",
            rf"{_N}弄\s?{_N}号\s?{_ROOM}\s?(?:室|房)?",
            rf"{_N}[栋幢]\s?{_N}楼\s?(?:[左右东西中]户|{_ROOM}室?)",
            rf"{_UNIT}\s?(?:(?:{_FLOOR}|顶[楼层])?{_FLAT}|(?:{_FLOOR})?{_SIDE})",
            (
                rf"{_GATE}(?<![A-Za-z])(?:[A-Z]?[0-9]{{1,3}}|[A-Z])\s?(?:号楼|栋|幢|座|#)[-－ ]?{_ROOM}\s?"
                rf"(?:室|房间?|号|单元)?{_NO_COUNT}"
            ),
            r"[0-9]{3,4}\s?(?:室(?!外|内|温)|房(?!间?里的人|价)(?!屋|产))",
        )
    )
    + r")(?![0-9])"
)
_DOOR_DASHED = re.compile(
    r"((?:小区|花园|新村|公寓|家园|苑|里|庭|城|府|湾|家住|我住|住在|住址[:：]?|地址[:：]?)\s?(?=[0-9A-Z]{1,3}[-－][0-9]{1,2}[-－])"
    r"|(?:房号|户号|门牌号?)[:：]?\s?)(?!(?:19|20)[0-9]{2}[-－])[0-9A-Z]{1,3}(?:[-－][0-9]{1,2})?[-－][0-9]{3,4}(?![0-9-－])"
)
# A number of three parts is a door only where it is said to be one: scores and versions look alike.
_DOOR_BARE = re.compile(
    r"(?<![0-9A-Za-z.-])[0-9]{1,2}[-－][0-9]{1,2}[-－][0-9]{3,4}(?=室|房|号房|(?:的|那|这)?(?:业主|住户|户主|邻居|租客|房东|人?家))"
    # As an entry of its own it is one if its last part is a floor and one of few rooms.
    r"|(?:(?<=[\s,，、|；;])|^)[0-9]{1,2}-[0-9]{1,2}-(?!(?:19|20)[0-9]{2})[0-9]{1,2}(?:0[1-9]|1[0-2])(?=[\s,，、|；;]|$)"
)
_DOOR_AT_HOME = re.compile(
    r"((?:家住|我住|租住|住在|住址|寄到|寄至|寄往|坐落|(?:^|[,，。\s])住(?:于)?|家庭地址|户籍地址?|家在|门牌号?)[^,，。;；\n0-9]{1,20}[路街巷弄村里道组队坊边同沟坡塘铺营屯庄井园苑]|门牌号?码?[是为:：]?\s?)(?:[0-9]{1,4}弄)?[甲乙丙丁]?[0-9]{1,4}(?:[-－之][0-9]{1,3})?\s?号[前后]?院?(?!线|楼|桥)"
    rf"(?:\s?{_N}\s?(?:号楼|栋|幢|座|#))?(?:\s?{_UNIT})?(?:\s?(?:{_N}楼\s?)?{_ROOM}\s?(?:室|房)?|\s?{_N}[楼号])?(?![0-9])"
)
# Rooms that anybody may go to.
_OFFICE_ROOM = re.compile(
    r"(?:政务|服务|行政|市民|会议|展览|文化|活动)(?:服务)?(?:中心|大厅)[^,，。;；\n]{0,8}$|(?:政府|委员会|法院|检察院|[^邮]局|医院|学校|大学|图书馆|办事处|办公楼|写字楼)[^,，。;；\n]{0,6}$"
)
_ROOM_FOR = re.compile(r"\s?(?:会议室|办公室|办公|窗口|诊室|教室|不动产|报告厅|接待室|阅览室)")
# What somebody does who is named by his nickname ends it.
_NICK_ENDS = r"发[文帖博微]|爆料|留言|表示|反映|投诉|回复@|的(?:网[民友]|用户|帖)|[在上][一-鿿]{0,6}发[文帖布]"
_MENTION = re.compile(
    rf"(@)(?!\[|我们?[了的，,。]|所有|全体|各位|大家|一下)((?=..)(?:(?!{_NICK_ENDS})(?:[0-9A-Za-z_\-]{{1,2}}|[一-鿿])){{1,15}})"
)
_OFFICE = re.compile(
    r"^(?:平安|城管|交警|公安|消防|政务|法治|共青团|文明|健康|12345)|(?:支队|大队|中队|物业|地铁|公交|供电|水务|燃气|文旅|发布|城管|公安|交警|消防|日报|晚报|都市报|新闻|政务|政府|法院|检察|卫视|电视台|广播|热线|局|办|网|在线|中心|委|视频|观察)$"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with marks in place of what was hidden, and how many of each mark."""

    text: str
    counts: Mapping[str, int]


def author_hash(salt: bytes, source: str, author: str) -> str:
    """32 hexadecimal digits for an author of a source, "" for none; without the salt it leads nowhere.

    The source is part of the key, so that one name in two places is not joined to one person.
    """
    name = author.strip()
    if not name:
        return ""
    return hashlib.blake2b(f"{source}\n{name}".encode(), key=salt[:64], digest_size=16).hexdigest()


def mask(text: str) -> Masked:
    """The text with phones, ID numbers, plates, mail, QQ, WeChat, cards, doors and marked names as typed marks.

    王某某, 张先生 and service numbers (12345, 12319, 96310, 110, 400-…) stay. What is not hidden stays exactly as it was,
    full-width characters too. Masking twice changes nothing, but that a mark may tell one more name beside it.
    """
    counts: Counter[str] = Counter()
    plain = half_width(text)
    # What the rules read, and the text itself where that is another: as long, and cut alike.
    forms = [plain] if plain == text else [plain, text]
    held = frozenset(plain + _LONG) if _LONG_NUMBER.search(plain) else frozenset(plain)
    for signs, rule in _RULES:
        if signs and held.isdisjoint(signs):  # most texts hold the signs of few
            continue
        if cuts := list(rule(forms[0])):
            forms = [_cut(form, cuts) for form in forms]
            counts.update(mark for _, _, mark in cuts)
    return Masked(forms[-1], counts)


def _cut(text: str, cuts: list[Cut]) -> str:
    parts, end = [], 0
    for start, stop, mark in cuts:
        parts += [text[end:start], mark]
        end = stop
    return "".join([*parts, text[end:]])


Rule = Callable[[str], Iterator[Cut]]


def _rule(pattern: re.Pattern[str], mark: str, keep: Callable[[re.Match[str]], bool] | None = None) -> Rule:
    """What a pattern finds is cut, but its first group, if it has one: that only leads to it."""
    leads = pattern.groups

    def cuts(text: str) -> Iterator[Cut]:
        for found in pattern.finditer(text):
            if keep is None or not keep(found):
                yield found.end(1) if leads else found.start(), found.end(), mark

    return cuts


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - 60) : found.start()]


def _is_case_number(found: re.Match[str]) -> bool:
    return _CASE_NUMBER.search(_before(found)) is not None


def _is_no_id(found: re.Match[str]) -> bool:
    number = re.sub(r"[ -]", "", found.group())
    wrong = not number[17].isdigit() and number[17] not in "xX"
    if re.fullmatch(rf"\d{{6}}(?:19|20)\d\d{_DAY}.{{4}}", number) is None:
        return True
    return _is_case_number(found) and (wrong or not id_checksum_holds(number))


def _is_no_mobile(found: re.Match[str]) -> bool:
    before = _before(found)
    if _ADDRESS.search(before):
        return True
    return _CASE_NUMBER.search(before) is not None and _PERSONAL.search(before) is None


def _is_no_card(found: re.Match[str]) -> bool:
    return _is_case_number(found) or not luhn_holds(re.sub(r"[ -]", "", found.group()))


def _is_office_room(found: re.Match[str]) -> bool:
    return _OFFICE_ROOM.search(_before(found)) is not None or _ROOM_FOR.match(found.string, found.end()) is not None


def _is_office(found: re.Match[str]) -> bool:
    return _OFFICE.search(found.group(2)) is not None


def _name_rule(text: str) -> Iterator[Cut]:
    return ((start, stop, "[姓名]") for start, stop in full_names(text))


_DIGITS = frozenset("0123456789")
# Stands for ten digits and more, near one another: few texts hold them, and half of the rules need them.
_LONG = "\x00"
_LONG_NUMBER = re.compile(r"[0-9](?:[- .·－—–_/()（）]{0,2}[0-9*×xX]){9}")
_LONG_SIGN = frozenset(_LONG)
_DIGITS_ZH = frozenset("零〇一二三四五六七八九幺壹")
# What a text must hold one of for a rule to be worth trying (none: any text is), and the rule. Longer numbers first: an ID number holds
# what looks like a phone.
_RULES: tuple[tuple[frozenset[str], Rule], ...] = (
    (frozenset("@＠[(（【#艾aA"), _rule(_EMAIL, "[邮箱]")),
    (_LONG_SIGN, _rule(_CARD_NAMED, "[银行卡号]")),
    (frozenset("*×xX"), _rule(_CARD_STARS, "[银行卡号]")),
    (_LONG_SIGN, _rule(_ID_18, "[身份证号]", _is_no_id)),
    (_LONG_SIGN, _rule(_ID_PART, "[身份证号]")),
    (frozenset("*×"), _rule(_ID_STARS, "[身份证号]")),
    (_LONG_SIGN, _rule(_ID_15, "[身份证号]")),
    (_LONG_SIGN, _rule(_CARD, "[银行卡号]", _is_no_card)),
    (frozenset(_PROVINCES + "澜"), _rule(_PLATE, "[车牌号]")),
    (frozenset("Qq扣企球"), _rule(_QQ, "[QQ号]")),
    (_LONG_SIGN, _rule(_MOBILE, "[手机号]", _is_no_mobile)),
    (_LONG_SIGN, _rule(_MOBILE_OTHER_GROUPS, "[手机号]", _is_no_mobile)),
    (_LONG_SIGN, _rule(_MOBILE_SPELT, "[手机号]", _is_no_mobile)),
    (_DIGITS_ZH, _rule(_MOBILE_ZH, "[手机号]", _is_no_mobile)),
    (frozenset("oO"), _rule(_MOBILE_LETTERS, "[手机号]", _is_no_mobile)),
    (frozenset("信芯泡xXwWvV薇微威"), _rule(_WECHAT, "[微信号]")),
    (_LONG_SIGN, _rule(_LANDLINE, "[电话]", _is_no_mobile)),
    (_DIGITS, _rule(_LOCAL_LINE, "[电话]")),
    (_DIGITS, _rule(_DOOR_AT_HOME, "[门牌号]")),
    (_DIGITS, _rule(_DOOR_DASHED, "[门牌号]")),
    (_DIGITS, _rule(_DOOR_BARE, "[门牌号]")),
    (frozenset("元门梯弄栋幢座#室房楼"), _rule(_DOOR, "[门牌号]", _is_office_room)),
    (frozenset(), _name_rule),
    (frozenset("@"), _rule(_MENTION, "[用户]", _is_office)),
)
