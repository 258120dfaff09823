"""What tells the full name of a person: its characters, what stands before it and after it; pure functions. Imports pipeline.name_tables.

Each sign is a short string; what it weighs is in data/masking/weights.txt, learned by bench.name_weights. Words before a name
are in data/masking/cues.toml.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.name_tables import DOUBLE, STRENGTH, UNKNOWN_GIVEN, table, words_of

# How long the words are that end with a character, longest first.
_LENGTHS: Mapping[str, tuple[int, ...]] = {
    last: tuple(sorted({len(word) for word in STRENGTH if word[-1] == last}, reverse=True))
    for last in {word[-1] for word in STRENGTH}
}
# Anyone called by what he does or what befell him, where no longer word says better.
ENDINGS = {
    "员": -0.5,
    "者": -0.5,
    "人": -1.0,
    "工": -1.5,
    "户": -2.5,
    "主": -1.5,
    "客": -1.5,
    "妻": -1.5,
    "夫": -2.5,
    "匠": -0.5,
}
# Those of a family, so or with whatever stands before: 孩子妈, 我二姐.
ENDINGS |= dict.fromkeys("妈爸爹娘爷奶嫂叔婶姨舅哥姐弟妹", -0.5)
# As the label of a form, any of them is followed by a name.
LABEL = 2.5
# What may tie a word to a name that follows it.
_TIED = re.compile(
    r"[ \t\u3000]*[:：(（“\"|/][ \t\u3000]*(?:[1一][.．、])?$|[ \t\u3000]+$|(?:姓名)?[是为叫][ \t\u3000:：]*$"
)
_TIES = frozenset(' \t\u3000:：(（“"|.．、是为叫')
# A place in a list: 3号王秀英, ①王秀英, 序号3 王秀英.
_LISTED = re.compile(r"(?:(?:^|[^0-9年月日:：.-])\d{1,3}[号.．、）)\s]|[①-⑳])\s?$")

_LISTS = frozenset("号.．、）) \u3000①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")

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
_ADDRESSED = (
    r"(?:先生|女士|小姐|同志|老师|同学|小朋友|阿姨|大[爷妈姐哥]|叔叔|[奶爷]{2}|师傅)(?:[:：,，]?\s?[您你]好|[:：])"
)
# One of several named in a row, and somebody who begins to speak.
_ROW = r"(?:、[一-鿿]{2,3}){1,8}(?:等?[两二三四五六七八九十\d]{1,3}(?:名|位|个)?(?:人|居民|业主|村民|住户)|等人)"
_SPEAKS = r"[:：]\s?(?:我[是叫家们]|[您你]好|本人)"
# 张三（投诉人）.
_HIMSELF = r"本人(?:携带|到场|到现场|签|前?来|领取|办理|确认|持)"
_BY_ROLE = (
    r"[(（](?:系|即|为)?(?:[一-鿿]{0,4}[人者员主户方客]|业主代表|房东|司机|老板|[一-鿿]{2,5}之[子女妻夫父母])[)）]"
)
# 向阳宾馆, 吴山河, 雷锋精神: named after somebody at most.
_PLACES_AFTER = (
    r"部门|大?[路街巷弄村县区镇乡寨屯苑]|[桥河江湖溪港湾庙寺塔站店馆厅楼院园杯奖](?![的里那这给被])|小区|宾馆|酒店|花园|公园|广场|大厦|医院|学校|中学|小学|大学|"
    r"社区|晚报|日报|村委|管委|街道|物业|幼儿园|国际|项目|超市|公司|专卖|志愿|精神|故居|纪念|家园|新村|新城|麻辣|烧烤|火锅|餐|饭|药房|水库|大道|街道"
)
# Whoever is called so with his full name is named for his office.
_OFFICIAL = (
    r"(?:副|总)?(?:书记|市长|区长|县长|镇长|乡长|局长|厅长|部长|行长|会长|理事长|团长|社长|台长|馆长|大使|委员长|议长|主任|主席|总理"
    r"|院长|校长|省长|司令|将军|总统|教授|院士|导演)"
)
SURE = rf"{_SURE}|{_SEX}|{_AGE}"
TELLS = rf"{SURE}|{_ADDRESSED}|{_BY_ROLE}"
IN_OFFICE = re.compile(rf"[一-鿿]{{2,4}}?{_OFFICIAL}")
# What may stand after a name, each a sign of its own, and of what sort it is: it tells a name by itself (S), says that
# somebody is spoken of (s), ends what was said (p), names something after a name (-), or just goes on (0).
_AFTER_SORTS: tuple[tuple[str, str], ...] = (
    (_ADDRESSED, "S"),
    (rf"{_SEX}\s?{_AGE}", "S"),
    (rf"{_SURE}|{_SEX}|{_AGE}", "S"),
    (_BY_ROLE, "S"),
    (_HIMSELF, "S"),
    (r"[(（,，]\s?身份证", "S"),
    (
        r"[(（][一-鿿]{1,3}[的字旁]|[(（\s,，、]{1,2}[男女](?![儿孩子生厕士])|[,，]\s?(?:今年|现年|家里|家住|现住|住在|住|系|原是|是一[名个位])",
        "s",
    ),
    (
        r"开的|的?(?:身份证|驾驶证|驾照|户口|病历|银行卡|手机号)|的(?:女儿|儿子|父亲|母亲|妻子|丈夫|爱人|老公|老婆|孙子|家属|邻居|同事)",
        "s",
    ),
    (r"小朋友", "S"),
    (r"的(?:卡|账户|账号|户头|微信|支付宝|名下)", "s"),
    (rf"{_ROW}|{_SPEAKS}", "S"),
    (r"的(?:那个|那位|人|男子|女子|小伙|大哥|大姐|老人|保安|同学|业主|邻居|年轻人|师傅)", "s"),
    (r"(?:均|皆|都|也)(?=表示|称|说|反映|认为|要求|已|未|没)", "s"),
    (r"、[一-鿿]{2,3}(?=[、,，。;；等和]|$)", "s"),
    (r"(?:先生|女士|小姐|同志|同学|老师傅?|老人|经理|师傅|医生|老板|律师|护士|大爷|大妈|阿姨|奶奶|爷爷)", "s"),
    (r"\s*(?:\d{4}[年./-]|[一二][〇零○一二三四五六七八九]{3}年)", "s"),
    (
        r"(?:反映|表示|说|称|诉|告诉|介绍|投诉|举报|来电|来访|认为|实名|联名|敬上|家[的里门住]|家属|等[人\d一二三四五六七八九十]|本人|电话|手机|的(?:电话|手机|名字|身份证|签名|签字))",
        "s",
    ),
    (_PLACES_AFTER, "-"),
    (r"的(?=[,，。；;])", "s"),
    (r"[着了过得们地]", "-"),
    (r"家(?=[一-鿿])", "s"),
    (r"[一-鿿][着了]", "p"),
    (r"$|\s*\n", "p"),
    (r"[\s,，。.;；、!！?？:：)）(（”’\"/|…～~\[*×]", "p"),
    (r"收(?=[,，。；;\s]|$)", "S"),
    (r"[等这]?(?:[两三四五六七八九十]|\d{1,2})(?:个?人|户|名|位)", "s"),
    (r"年[近逾过满]|夫妇|夫妻|兄弟|姐妹|父[子女]|母[子女]|一家|俩|一行|名下", "s"),
    (r"[在于向与和跟及因被把将对从去来至也都却就还已又曾拒给让住系今现原到每要想有没未是不的收]", "0"),
)
_AFTER = re.compile("|".join(f"({pattern})" for pattern, _ in _AFTER_SORTS))
_A_WORD = 4.0
# Kinds of words in jieba's dictionary: names of persons, and what is none of its words.
_NAMES = frozenset(("nr", "nrt", "nrfg", "x"))
# Any surname of two characters, and none.
DOUBLE_SURNAME, _NO_SURNAME = 5.0, -4.0
_PLACE_ENDS, _LAND_ENDS = (
    frozenset("路街巷桥村县区镇乡寨屯站店馆厅楼院园城苑坊墩沟坡岭渡"),
    frozenset("河江湖溪港湾山渠浦"),
)
# Surnames that are mostly something else: words of grammar.
_GRAMMAR = frozenset("易高曾于由任连都和向应时常从别才终过全同经来无未有要能先后多但是者台方占种那何余")
# Sorts of what stands before: form, role, weaker word, word that hardly leads to one, office, list, start, text, mark.
FORM, ROLE, WEAK, HARDLY = "form", "role", "weak", "hardly"
OFFICE, LISTED, START, TEXT, MARK = "office", "list", "start", "text", "mark"
Signs = tuple[str, ...]


@lru_cache(1 << 16)
def kind_of(word: str) -> str:
    """The part of speech of a word in jieba's dictionary; x where it is none of its words."""
    import rjieba

    tagged = rjieba.tag(word, False)
    return tagged[0][1] if len(tagged) == 1 else "x"


def characters(name: str) -> float:
    """The log odds of the characters of a surname and a given name."""
    given = table("given")
    if name[:2] in DOUBLE and len(name) > 2:
        return DOUBLE_SURNAME + sum(given.get(character, UNKNOWN_GIVEN) for character in name[2:])
    return table("surname").get(name[0], _NO_SURNAME) + sum(
        given.get(character, UNKNOWN_GIVEN) for character in name[1:]
    )


@lru_cache(1 << 16)
def likeness(name: str) -> float:
    """How name-like a string is: the log odds of its characters, less where it is a word or begins as a place does."""
    odds = characters(name)
    if odds < 0:
        return odds
    return odds - (_A_WORD if is_word(name) or (len(name) > 2 and kind_of(name[:2]) == "ns") else 0.0)


def is_word(name: str) -> bool:
    """Whether a string stands in jieba's dictionary as anything but a person's name."""
    return kind_of(name) not in _NAMES


@lru_cache(1 << 16)
def signs_of(name: str, shape: str) -> Signs:
    """What a name's characters tell, cut into words of these lengths ("12": 王 志强): the first sign is how name-like it is.

    The second says whether it may be words (w), or else can hardly be anything but a name (n).
    """
    family = 2 if name[:2] in DOUBLE and len(name) > 2 else 1
    given, odds = name[family:], table("given")
    least = min(odds.get(character, UNKNOWN_GIVEN) for character in given)
    surname = DOUBLE_SURNAME if family > 1 else table("surname").get(name[0], _NO_SURNAME)
    signs = [f"shape {shape}{'d' if family > 1 else ''}", f"surname {_bucket(surname)}", f"least {_bucket(least)}"]
    first = [kind for kind in ("does", "thing", "rarer") if family == 1 and name[:2] in words_of(kind)]
    signs += [f"begins as {kind}" for kind in first[:1]]
    governed = len(given) == 2 and given in words_of("does")
    if governed:
        signs.append("given does")
    kinds = ""
    if family == 1 and shape in ("2", "21", "3", "12"):
        kinds = kind_of(given if shape == "12" else name[: int(shape[0])])
        signs.append(f"kind {shape} {kinds}")
    if family == 1:
        signs.append(f"surname kind {kind_of(name[0])}")
    if family == 1 and name[0] in _GRAMMAR:
        signs.append(f"grammar {shape}")
        if shape == "12" and kinds != "nr":
            signs.append("grammar and word")
    if name[-1] in _PLACE_ENDS:
        signs.append("place")
    elif name[-1] in _LAND_ENDS:
        signs.append("land")
    if len(given) == 2 and given[0] == given[1]:
        signs.append("twice")
    words = governed or shape in ("2", "21") or (bool(first) and first[0] != "rarer")
    named = shape == "111" or (shape == "12" and kinds == "nr")
    return (f"like {_bucket(likeness(name))}", "w" if words else "n" if named else "", *signs)


def _bucket(odds: float) -> int:
    return max(-4, min(12, int(odds // 2 * 2)))


def before(text: str, start: int, word: str) -> tuple[str, Signs]:
    """The sort of what stands before a place, and its signs; word is the one that ends there."""
    strength = called(text, start)
    if strength is not None:
        return _sort(strength, ""), (f"called {strength:g}",)
    mark = text[start - 1] if start else "\n"
    tie = _TIED.search(text, max(0, start - 8), start) if mark in _TIES else None
    if tie is not None and tie.group() and (strength := called(text, tie.start())) is not None:
        last = tie.group().strip()[-1:]
        last = ":" if last == "：" else last
        return _sort(strength, last), (f"called {strength:g}{last}" if last else f"called {strength:g} ",)
    if mark == "\n":
        return START, ()
    if mark in _LISTS and _LISTED.search(text, max(0, start - 6), start):
        return LISTED, ()
    if "一" <= mark <= "鿿":
        signs = [f"before {word}", f"before kind {kind_of(word)[:2]}", f"before {mark}."]
        return TEXT, (*signs, "aged") if "岁" in text[max(0, start - 8) : start] else tuple(signs)
    further = text[start - 2] if start > 1 else "\n"
    return MARK, (f"mark {_class(mark)}", f"mark {_class(mark)} after {_class(further)}")


def _sort(strength: float, tie: str) -> str:
    if strength <= -20:
        return OFFICE
    if strength >= LABEL or (tie and tie in ":叫" and strength > -5):
        return FORM
    return ROLE if strength >= 0 else WEAK if strength >= -2.5 else HARDLY


def _class(character: str) -> str:
    if "一" <= character <= "鿿":
        return "字"
    if character.isspace():
        return "_"
    return "9" if character.isdigit() else "A" if character.isascii() and character.isalpha() else character


def called(text: str, end: int) -> float | None:
    """The strength of the longest word for a person that ends at a place."""
    last = text[end - 1 : end]
    for length in _LENGTHS.get(last, ()):
        strength = STRENGTH.get(text[end - length : end]) if length <= end else None
        if strength is not None:
            return strength
    return ENDINGS.get(last)


def after(text: str, stop: int, word: str) -> tuple[str, Signs]:
    """The sort of what stands after a place, and its signs; word is the one that begins there, if any does."""
    told = _AFTER.match(text, stop)
    sort = "h" if told is None or told.lastindex is None else _AFTER_SORTS[told.lastindex - 1][1]
    signs = [] if told is None else [f"after {told.lastindex}"]
    if text[stop - 1 : stop + 1] in words_of("does"):
        signs.append("cut")
    if not word:
        return sort, tuple(signs)
    if not "一" <= word[0] <= "鿿":
        return sort, (*signs, f"then {_class(word[0])}")
    if len(word) == 1 and table("given").get(word, UNKNOWN_GIVEN) > 0:
        signs.append("runs on")
    return sort, (*signs, "then 字", f"then {word}", f"then kind {kind_of(word)[:2]}")
