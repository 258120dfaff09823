"""What stands before and after the full name of a person, and how much it tells; pure functions. Imports nothing of ours.

Odds are natural logarithms: how much likelier a name is there than not. Words before a name are in data/masking/cues.toml.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent.parent / "data" / "masking"
CUES = tomllib.loads((TABLES / "cues.toml").read_text(encoding="utf-8"))
# An underscore in the table stands for a space within a word, as forms write it.
STRENGTH: Mapping[str, float] = {
    word.replace("_", " "): cue["odds"] for cue in CUES["cues"] for word in cue["words"].split()
}
# What stands in the place of a name and is none.
OTHERS = frozenset(CUES["never"].split())
_LONGEST = max(map(len, STRENGTH))
# Anyone called by what he does or what befell him, where no longer word says better.
ENDINGS = {"员": -0.5, "者": -0.5, "人": -1.0, "工": -1.5, "户": -2.5, "主": -1.5, "客": -1.5, "妻": -1.5, "夫": -2.5}
# Those of a family, so or with whatever stands before: 孩子妈, 我二姐.
ENDINGS |= dict.fromkeys("妈爸爹娘爷奶嫂叔婶姨舅哥姐弟妹", -0.5)
# As the label of a form, any of them is followed by a name.
LABEL = 2.5
_TIED = re.compile(
    r"[ \t\u3000]*[:：(（“\"|][ \t\u3000]*(?:[1一][.．、])?$|[ \t\u3000]+$|(?:姓名)?[是为叫][ \t\u3000:：]*$"
)
# Behind a number that was hidden, a name that nothing follows.
_MARKED = re.compile(r"号\][,，;；/| ]{1,2}$")
_AFTER_MARK = -3.0
_COLON, _SPACE, _IS, _IS_CALLED, _QUOTED = 1.5, 0.5, 1.5, 3.5, -1.5
# After a name, where nobody is spoken of, and where no name can begin.
AFTER_NAME, BESIDE_NAME, WEAK, UNASKED, NOWHERE = 2.0, 0.5, -5.0, -8.0, -20.0
# Where nobody is spoken of, only what follows can tell: so much it must say at least, or else it counts as this.
TELLING, SILENT = 3.0, -8.0
# From here on what stands before says that a name follows, be it of ordinary words.
FORM = 3.9
# What stands on both sides says so, be it of ordinary words.
BOTH, SAID = 5.0, 2.5
# From here on no more than a usual word for a person stands before: a name need not be expected.
FREELY = -0.5
# Up to here a name is hardly expected, and none is that runs on.
HARDLY = -1.5

NUMBER = r"\[(?:车牌号|手机号|电话|身份证号|微信号|QQ号|银行卡号|邮箱)\]"
# What tells by itself that a name ends before it.
_SURE = (
    rf"[(（\s,，:：、|]{{0,3}}(?:的|其|他|她)?(?:本人|联系|个人|家庭|报警|工资|银行)?(?:电话|手机|微信|QQ|[Tt]el|车牌|车号|证件|身份证|号码|卡|账户|账号|邮箱|联系方式){{0,2}}号?码?"
    rf"[是为:：(（]?\s?{NUMBER}"
)
_SEX = r"[(（\s,，、|]{1,2}(?:性别[:：]?\s?)?[男女](?:性)?(?=[\s,，、。;；)）|]|$)"
_AGE = (
    r"[(（,，]\s?(?:今年|现年|年龄|已?年?满|年仅)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:周?岁|个月大)"
    r"|[(（,，]\s?(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出?生)"
)
_ADDRESSED = r"(?:先生|女士|小姐|同志|老师|同学|小朋友)(?:[:：,，]?\s?[您你]好|[:：])"
# One of several named in a row, and somebody who begins to speak.
_ROW = r"(?:、[一-鿿]{2,3}){1,8}(?:等?[两二三四五六七八九十\d]{1,3}(?:名|位|个)?(?:人|居民|业主|村民|住户)|等人)"
_SPEAKS = r"[:：]\s?(?:我[是叫家们]|[您你]好|本人)"
# 张三（投诉人）.
_HIMSELF = r"本人(?:携带|到场|到现场|签|前?来|领取|办理|确认|持)"
_BY_ROLE = r"[(（](?:系|即|为)?(?:[一-鿿]{0,4}[人者员主户方客]|业主代表|房东|司机|老板)[)）]"
TELLS = rf"{_ROW}|{_HIMSELF}|{_BY_ROLE}|{_SPEAKS}|收[,，。；;\s]|{_SURE}|{_SEX}|{_AGE}|{_ADDRESSED}|[(（,，]\s?身份证|(?:先生|女士|小朋友)"
# 向阳宾馆, 吴山河, 雷锋精神: named after somebody at most.
_PLACES_AFTER = (
    r"部门|大?[路街巷弄村县区镇乡寨屯苑]|[桥河江湖溪港湾庙寺塔站店馆厅楼院园杯奖](?![的里那这给被])|小区|宾馆|酒店|花园|公园|广场|大厦|医院|学校|中学|小学|大学|"
    r"社区|晚报|日报|村委|管委|街道|物业|幼儿园|国际|项目|超市|公司|专卖|志愿|精神|故居|纪念|家园|新村|新城|麻辣|烧烤|火锅|餐|饭|药房|水库|大道|街道"
)
# Whoever is called so with his full name is named for his office.
_OFFICIAL = r"(?:副|总)?(?:书记|市长|区长|县长|镇长|乡长|局长|厅长|部长|主任|主席|总理|院长|校长|省长|司令|将军|总统|教授|院士|导演)"
SURE = rf"{_SURE}|{_SEX}|{_AGE}"
IN_OFFICE = re.compile(rf"[一-鿿]{{2,4}}?{_OFFICIAL}")
_AFTER_VALUES: tuple[tuple[str, float], ...] = (
    (_ADDRESSED, 12.0),
    (rf"{_SEX}\s?{_AGE}", 14.0),
    (rf"{_SURE}|{_SEX}|{_AGE}", 8.0),
    (_BY_ROLE, 8.0),
    (_HIMSELF, 7.0),
    (r"[(（,，]\s?身份证", 7.0),
    (
        r"[(（][一-鿿]{1,3}[的字旁]|[(（\s,，、]{1,2}[男女](?![儿孩子生厕士])|[,，]\s?(?:今年|现年|家里|家住|现住|住在|住|系|原是|是一[名个位])",
        4.0,
    ),
    (r"开的|的(?:女儿|儿子|父亲|母亲|妻子|丈夫|爱人|老公|老婆|孙子|家属|邻居|同事)", 4.0),
    (r"小朋友", 8.0),
    (r"的(?:卡|账户|账号|户头|微信|支付宝|名下)", 4.0),
    (rf"{_ROW}|{_SPEAKS}", 6.0),
    (r"的(?:那个|那位|人|男子|女子|小伙|大哥|大姐|老人|保安|同学|业主|邻居|年轻人|师傅)", 3.0),
    (r"(?:均|皆|都|也)(?=表示|称|说|反映|认为|要求|已|未|没)", 3.0),
    (r"、[一-鿿]{2,3}(?=[、,，。;；等和]|$)", 2.5),
    (r"(?:先生|女士|小姐|同志|同学|老师傅?|老人|经理|师傅|医生|老板|律师|护士|大爷|大妈|阿姨|奶奶|爷爷)", 5.0),
    (r"\s*(?:\d{4}[年./-]|[一二][〇零○一二三四五六七八九]{3}年)", 2.0),
    (
        r"(?:反映|表示|说|称|诉|告诉|介绍|投诉|举报|来电|来访|认为|实名|联名|敬上|家[的里门住]|家属|等[人\d一二三四五六七八九十]|本人|电话|手机|的(?:电话|手机|名字|身份证|签名|签字))",
        2.5,
    ),
    (_PLACES_AFTER, -6.0),
    (r"的(?=[,，。；;])", 1.5),
    (r"[着了过得们地]", -3.0),
    (r"家(?=[一-鿿])|[一-鿿][着了]", 1.0),
    (r"$|\s*\n", 1.0),
    (r"[\s,，。.;；、!！?？:：)）(（”’\"/|…～~\[*×]", 1.0),
    (r"收(?=[,，。；;\s]|$)", 6.0),
    (r"[等这]?(?:[两三四五六七八九十]|\d{1,2})(?:个?人|户|名|位)", 2.5),
    (r"年[近逾过满]|夫妇|夫妻|一行|名下", 2.5),
    (r"[在于向与和跟及因被把将对从去来至也都却就还已又曾拒给让住系今现原到每要想有没未是不的收]", 0.0),
)
_AFTER = re.compile("|".join(f"({pattern})" for pattern, _ in _AFTER_VALUES))
# A given name's character so rare that the table lacks it.
UNKNOWN_GIVEN = -1.0
# What runs on as a name would, what tells nothing, what tells of somebody, and a word that would be cut in two.
_RUNS_ON, _ELSE_AFTER, _TOLD_OF, _CUT = -2.0, -0.5, 1.5, -4.0


@cache
def table(kind: str) -> Mapping[str, float]:
    """The log odds of characters of one kind."""
    lines = (TABLES / "names.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines if line.startswith(kind))
    return {character: float(value) for _, value, characters in rows for character in characters}


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind, of two characters each."""
    lines = (TABLES / "words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line.startswith(kind) for word in line.split(" ")[1:])


def odds_before(text: str, start: int) -> float:
    """The log odds that a name follows what stands before a place; NOWHERE where none can."""
    told = [strength] if (strength := called(text, start)) is not None else []
    tie = _TIED.search(text, max(0, start - 8), start)
    if tie and (strength := called(text, tie.start())) is not None:
        told.append(_tied(strength, tie.group().strip()))
    if told:
        return max(told)
    return _AFTER_MARK if _MARKED.search(text, max(0, start - 8), start) else UNASKED


def _tied(strength: float, tie: str) -> float:
    """The odds of a word for a person with what ties a name to it."""
    if strength <= NOWHERE:
        return NOWHERE
    if tie[-1:] in tuple(":：.．|"):
        return (max(strength, LABEL) if strength >= -1 else strength) + _COLON
    if tie[-1:] in ("“", '"'):
        return strength + _QUOTED
    if tie[-1:] == "叫":
        return strength + _IS_CALLED
    return strength + (_IS if tie else _SPACE)


def called(text: str, end: int) -> float | None:
    """The strength of the longest word for a person that ends at a place."""
    for length in range(min(_LONGEST, end), 0, -1):
        strength = STRENGTH.get(text[end - length : end])
        if strength is not None:
            return strength
    return ENDINGS.get(text[end - 1 : end])


def odds_after(text: str, stop: int, before: float) -> float:
    """The log odds that a name ends before what stands at a place."""
    across = text[stop - 1 : stop + 1]
    cut = _CUT if across in words_of("does") or across in STRENGTH or across in OTHERS else 0.0
    told = _AFTER.match(text, stop)
    value = _AFTER_VALUES[told.lastindex - 1][1] if told is not None and told.lastindex is not None else None
    if not value and before < FORM and text[stop : stop + 2] in words_of("does"):
        return _TOLD_OF + cut / 2
    if value is not None:
        return value + cut
    return cut + (_RUNS_ON if table("given").get(text[stop], UNKNOWN_GIVEN) > 0 else _ELSE_AFTER)
