"""Hides who is meant: authors become keyed hashes, personal numbers and names in free text become typed marks.

Pure functions. Imports pipeline.cleaning.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

from pipeline.cleaning import half_width

Replace = Callable[[re.Match[str]], str]

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

_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ID_18 = re.compile(rf"{_START}[1-9]\d{{5}}[ -]?(?:19|20)\d\d[ -]?{_DAY}[ -]?\d{{3}}[0-9Xx×*]{_END}")
_ID_PART = re.compile(rf"{_START}[1-9]\d{{5}}(?:19|20)?\d{{0,2}}[*×xX]{{4,10}}[0-9]{{0,4}}[0-9Xx]{_END}")
_ID_15 = re.compile(rf"(身份证[^0-9\n]{{0,8}})[1-9]\d{{5}}\d\d{_DAY}\d{{3}}{_END}")
_MOBILE = re.compile(
    rf"(?:(?<![0-9])(?:\+|00)?86[ -]?|(?<![0-9])(?<![0-9][.]))1[3-9][0-9](?:[- ]?[0-9*×]{{4}}){{2}}{_END}"
    r"(?![.]\d|元|万|亿|号(?!码))"
)
_MOBILE_OTHER_GROUPS = re.compile(rf"(?<![0-9])1[3-9][0-9]{{2}}[- ][0-9]{{3}}[- ]?[0-9]{{4}}{_END}")
_DIGIT_ZH = "零〇一二三四五六七八九幺两洞拐壹贰叁肆伍陆柒捌玖0-9"
_MOBILE_ZH = re.compile(
    rf"(?<![{_DIGIT_ZH}十])(?=[0-9]{{0,10}}[零〇一二三四五六七八九幺壹])[一幺壹1][三四五六七八九叁肆伍陆柒捌玖3-9][{_DIGIT_ZH}]{{9}}(?![{_DIGIT_ZH}十百千万年])"
)
# Letters that look like a zero, against machines that read along.
_MOBILE_LETTERS = re.compile(r"(?<![A-Za-z0-9])1[3-9][0-9](?=[0-9]*[oO])[0-9oO]{8}(?![A-Za-z0-9])")
_LANDLINE = re.compile(
    rf"(?<![0-9])(?:[(（]0[1-9][0-9]{{1,2}}[)）][ -]?|0[1-9][0-9]{{1,2}}[-－—– ]?)[2-8][0-9]{{2,3}}[- ]?[0-9]{{4}}"
    rf"(?:[-－—转 ]{{1,2}}[0-9]{{1,5}})?{_END}"
)
_LOCAL_LINE = re.compile(
    r"((?:电话|座机|致电|拨打|打给|来电|回电|联系方式|固话|传真|[Tt][Ee][Ll])(?:号码|号)?(?:是|为|:|：|\s){0,3})[2-8][0-9]{2,3}[- ]?[0-9]{4}"
    rf"{_END}(?!元|平|票)"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE = re.compile(
    # 澜 stands for the fictional province of the demo city.
    rf"(?<![A-Za-z0-9])[{_PROVINCES}澜][A-HJ-Z][ ·•・.-]?(?=[A-HJ-NP-Z]{{0,4}}[0-9*×])"
    r"[A-HJ-NP-Z0-9*×]{4,6}(?:[学警港澳临]|挂(?![着了在有个牌]))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_QQ = re.compile(
    r"((?<![A-Za-z])(?:Q\s?Q|扣扣|企鹅号|球球)(?:群|群号|号码|号)?(?:是|为|:|：|\s|加){0,3})[1-9][0-9]{4,11}(?![0-9])",
    re.IGNORECASE,
)
_WECHAT = re.compile(
    r"((?:微信|薇信|威信|V信|(?<![A-Za-z])(?:vx|wx|wechat|weixin))(?:号码|号|ID|账号|联系)?(?:是|为|同号|:|：|\s|加|\(|（){0,3}"
    r"|加[vV][:： ]?)(?!https?:|www\.|pay\b|app\b|id\b)"
    r"(?=[A-Za-z0-9_-]*[0-9_-]|(?<=号)[A-Za-z]|(?<=[是为:：])[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
_CARD = re.compile(rf"{_START}(?:[3-6][0-9]{{3}}(?:[ -]?[0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?){_END}")
_CARD_NAMED = re.compile(
    rf"((?:银行卡|卡号|账号|帐号|储蓄卡|信用卡|开户行|工行|农行|建行|中行|户头|转账|转帐|汇款|打款|打钱|收款)"
    rf"[^0-9\n]{{0,10}})[0-9](?:[ -]?[0-9]){{11,20}}{_END}"
)
_N = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_ROOM = r"(?:[0-9]{3,4}|[一二三四五六七八九十零〇]{3,4})"
_HOUSE = rf"{_N}\s?(?:号楼|栋|幢|号院|座|#楼?|号|楼)"
_UNIT = rf"{_N}\s?(?:单元|门栋|梯)"
_DOOR = re.compile(
    rf"(?<![0-9.])(?:{_HOUSE}\s?(?:楼|之{_N}\s?)?{_UNIT}\s?(?:{_ROOM}\s?(?:室|房间?|户|号)?|[0-9]{{1,2}}楼[0-9A-Z]{{1,4}}(?:室|户|号)?)"
    rf"|{_UNIT}\s?{_ROOM}\s?(?:室|房间?|户|号)?"
    rf"|(?:[0-9]{{1,3}}|[A-Z])\s?(?:号楼|栋|幢|座|#)[-－ ]?{_ROOM}\s?(?:室|房间?|号)?(?![0-9]|年|元|多?户|余户|人|万|米|平)"
    rf"|[0-9]{{3,4}}\s?(?:室(?!外|内|温)|房(?!间?里的人|价)(?!屋|产))"
    rf")(?![0-9])"
)
_DOOR_DASHED = re.compile(
    r"((?:小区|花园|新村|公寓|家园|苑|里|庭|城|府|湾|家住|住在|住址[:：]?|地址[:：]?|房号[:：]?|门牌号?[:：]?)\s?)"
    r"(?!(?:19|20)[0-9]{2}[-－])[0-9A-Z]{1,3}[-－][0-9]{1,2}[-－][0-9]{3,4}(?![0-9-－])"
)
_DOOR_AT_HOME = re.compile(
    r"((?:家住|我住|住在|住址|家庭地址|户籍地址?|家在)[^,，。;；\n0-9]{2,20}[路街巷弄村里道])[0-9]{1,4}\s?号(?!线|楼|院|桥)"
)
_MENTION = re.compile(r"@(?!\[|所有|全体|各位|大家|一下)([0-9A-Za-z_\-一-鿿]{2,30})")
_OFFICE = re.compile(
    r"(?:发布|城管|公安|交警|消防|日报|晚报|都市报|新闻|政务|政府|法院|检察|卫视|电视台|广播|热线|局|办|网|在线|中心|委|视频|观察)$"
)

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝"
    "包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫"
    "费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻"
    "钮郗浦阚宓嵇芮羿汲邴糜隗钭郜璩濮郦逄莘扈晁訾竺逯裘茅禹狄贝酆暨庾阙殳厍"
)
_DOUBLE = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|夏侯|长孙|独孤|南宫|万俟|闻人|宇文|轩辕"
# What may stand in the second or third place after a surname only where no name is meant.
_TITLE = (
    "先生|女士|小姐|同志|老师|师傅|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|奶奶|爷爷|伯伯|嫂|姐|哥|叔|伯|姨|爷|婶|某|总|经理|主任|局长|队长|科长|处长|书记|"
    "所长|站长|院长|校长|律师|医生|警官|老板|老汉|记者|工|×|X|x|\\*|氏|家|女|老太|店长|主席|市长|区长|镇长|村长|组长|会长|部长|支书|教授|护士"
)
_ASK_NAME = (
    r"我叫做?|找我就说|我的名字[是叫]|本人姓名[是为]?|本人名叫|本人叫|我名叫|名叫|联系人姓名|联系人|联络人|诉求人|投诉者|举报者|报料人|爆料人|投诉人姓名|投诉人|举报人|反映人|申请人|当事人|"
    r"受害人|受害者|伤者我叫|姓名|户主|房东|收件人|收款人|业主姓名|业主叫|签名|署名|落款|孩子叫|儿子叫|女儿叫|丈夫叫|妻子叫|来电人|来信人|留言人|开户名|(?<!困)户名"
)
_FOLLOWS = (
    r"(?=$|[\s,，。.;；、!！?？:：)）(（\[【\]】<>《》\"'“”‘’/|+\-—…~～0-9A-Za-z]|"
    r"[，是住在家电手身系男女今现来于因从有为就和与及的也都年反要想联微已被等先此求对不同去向给称说收把将表告提认指让说]|本人|我|老人)"
)
_NAME = re.compile(
    rf"((?:{_ASK_NAME})(?:\s*[:：是为叫(（]\s*|\s+)?)(?!(?:[{_SURNAMES}]|{_DOUBLE})(?:{_TITLE}))"
    rf"((?:{_DOUBLE})[一-鿿]{{1,2}}?|[{_SURNAMES}][一-鿿]{{1,2}}?){_FOLLOWS}"
)
_NAME_SELF = re.compile(
    rf"(本人(?:\s*[:：]\s*|\s+)?)(?!于|和|时|解|应|全|同|明|安|向|常|农|原|连|管|不|就|都)(?![{_SURNAMES}](?:{_TITLE}))"
    rf"((?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{1,2}})(?=[,，。;；、(（\s\[]|系|身份证|电话|手机|$)"
)
# A full name, and one of three characters, which a word is less likely to be.
_FULL = rf"(?:(?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{1,2}})(?<!先生)(?<!女士)(?<!某某)(?<!某)"
_LONG = rf"(?:(?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{2}})(?<![人员民工生者头家户主友师客商族的了是在着过某])(?<!先生)(?<!女士)"
_REACHED = r"[,，:：]?\s?[(（]?(?:联系)?(?:电话|手机|身份证|号码|\[手机号|\[电话|\[身份证)"
_NAME_ROLE = re.compile(
    rf"((?:代理人|委托人|监护人|经办人|[店摊户机]主|老板|司机|邻居|队员|同事|保安)(?:\s?[:：]\s?|姓名是?|叫做?))({_FULL})"
    r"(?=$|[\s,，。.;；、!！?？)）])"
)
_NAME_AM = re.compile(
    rf"(我是(?:[^,，。；\n]{{0,8}}(?:业主|住户|居民|店主|商户|车主|租客))?\s?)({_LONG})(?=[,，。;；(（])"
)
_NAME_KIN = re.compile(
    rf"((?:老公|老婆|爱人|丈夫|妻子|儿子|女儿|父亲|母亲|爸爸|妈妈|哥哥|姐姐|弟弟|妹妹|邻居|业主)\s?)({_LONG})(?={_REACHED})"
)
_NAME_REACHED = re.compile(
    rf"((?:^|[\s,，。;；:：]|反映|来电|诉求|市民|业主|居民))({_LONG})(?=\s?[(（](?:联系)?(?:电话|手机)[^)）]{{0,6}}\[)",
    re.MULTILINE,
)
_NAME_GREETED = re.compile(
    rf"((?:^|[\s,，。;；:：]|尊敬的))({_FULL})(?=(?:同志|先生|女士)(?:[,，:：]|您好|你好))", re.MULTILINE
)
# Words that begin with a surname and are no name: 联系人方式, 举报人高度…, 户名称.
_NO_NAME = frozenset({
    "方式", "方法", "名称", "单位", "高度", "应该", "应当", "成功", "成立", "平时", "全部", "全家", "明确", "万一", "关于", "关系", "安全", "安排", "时间",
    "向我", "和我", "常年", "和电话", "及电话", "和电", "江边", "于是", "于今", "严重", "解释", "车主", "管理", "连续", "路过", "满意", "边上", "包括",
    "房东", "房屋", "华侨", "任何", "任意", "白天", "温馨", "文明", "武断", "程序", "叶片", "石头", "单独", "章程", "申请", "申诉", "甘愿", "柴油", "麻烦",
    "原因", "和地址", "和手机", "项目", "原告", "封闭", "南边", "南侧", "明天", "燕子", "谈话", "劳务", "楼上", "楼下", "楼道", "车辆", "时常", "都是",
    "全体", "党员", "武警", "农民", "路人", "党委", "盲人", "管家", "老年", "各位", "双方", "相关", "有关",
})  # fmt: skip


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

    王某某, 张先生 and service numbers (12345, 12319, 96310, 110, 400-…) stay. Full-width digits and letters become
    half-width ones. Masking twice changes nothing.
    """
    counts: Counter[str] = Counter()
    return Masked(reduce(lambda done, rule: rule(done, counts), _RULES, half_width(text)), counts)


def id_checksum_holds(number: str) -> bool:
    """Whether the last of 18 digits is right (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn_holds(number: str) -> bool:
    """Whether the last digit of a card number is right (ISO/IEC 7812)."""
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _rule(pattern: re.Pattern[str], mark: str, keep: Callable[[re.Match[str]], bool] | None = None) -> "Rule":
    def apply(text: str, counts: Counter[str]) -> str:
        def replace(found: re.Match[str]) -> str:
            if keep is not None and keep(found):
                return found.group()
            counts[mark] += 1
            return (found.group(1) if found.re.groups else "") + mark

        return pattern.sub(replace, text)

    return apply


Rule = Callable[[str, Counter[str]], str]


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - 60) : found.start()]


def _is_case_number(found: re.Match[str]) -> bool:
    return _CASE_NUMBER.search(_before(found)) is not None


def _is_no_id(found: re.Match[str]) -> bool:
    number = re.sub(r"[ -]", "", found.group())
    wrong = not number[17].isdigit() and number[17] not in "xX"
    return _is_case_number(found) and (wrong or not id_checksum_holds(number))


def _is_no_mobile(found: re.Match[str]) -> bool:
    before = _before(found)
    if _ADDRESS.search(before):
        return True
    return _CASE_NUMBER.search(before) is not None and _PERSONAL.search(before) is None


def _is_no_card(found: re.Match[str]) -> bool:
    return _is_case_number(found) or not luhn_holds(re.sub(r"[ -]", "", found.group()))


def _is_no_name(found: re.Match[str]) -> bool:
    name = found.group(2)
    return name in _NO_NAME or name[:2] in _NO_NAME or name in _DOUBLE.split("|")


def _is_office(found: re.Match[str]) -> bool:
    return _OFFICE.search(found.group(1)) is not None


def _mention_rule(text: str, counts: Counter[str]) -> str:
    def replace(found: re.Match[str]) -> str:
        if _is_office(found):
            return found.group()
        counts["[用户]"] += 1
        return "@[用户]"

    return _MENTION.sub(replace, text)


# Longer numbers first: an ID number holds what looks like a phone.
_RULES: tuple[Rule, ...] = (
    _rule(_EMAIL, "[邮箱]"),
    _rule(_CARD_NAMED, "[银行卡号]"),
    _rule(_ID_18, "[身份证号]", _is_no_id),
    _rule(_ID_PART, "[身份证号]"),
    _rule(_ID_15, "[身份证号]"),
    _rule(_CARD, "[银行卡号]", _is_no_card),
    _rule(_PLATE, "[车牌号]"),
    _rule(_QQ, "[QQ号]"),
    _rule(_MOBILE, "[手机号]", _is_no_mobile),
    _rule(_MOBILE_OTHER_GROUPS, "[手机号]", _is_no_mobile),
    _rule(_MOBILE_ZH, "[手机号]", _is_no_mobile),
    _rule(_MOBILE_LETTERS, "[手机号]", _is_no_mobile),
    _rule(_WECHAT, "[微信号]"),
    _rule(_LANDLINE, "[电话]", _is_no_mobile),
    _rule(_LOCAL_LINE, "[电话]"),
    _rule(_DOOR_DASHED, "[门牌号]"),
    _rule(_DOOR, "[门牌号]"),
    _rule(_DOOR_AT_HOME, "[门牌号]"),
    _rule(_NAME, "[姓名]", _is_no_name),
    _rule(_NAME_SELF, "[姓名]", _is_no_name),
    *(
        _rule(pattern, "[姓名]", _is_no_name)
        for pattern in (_NAME_ROLE, _NAME_AM, _NAME_KIN, _NAME_REACHED, _NAME_GREETED)
    ),
    _mention_rule,
)
