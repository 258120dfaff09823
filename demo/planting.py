"""Made-up personal data for complaints: numbers that can belong to nobody. Imports demo.chance."""

from dataclasses import dataclass

from demo.chance import Chance

SHARE = 0.065
_SURNAMES = "阮佟焦苗钮浦阚冼蔺宓晏郗"
_GIVEN = (
    "禾川",
    "青榆",
    "若川",
    "砚秋",
    "知渔",
    "望舒",
    "一苇",
    "照野",
    "闻溪",
    "不疾",
    "听澜",
    "小满",
    "松年",
    "芷岸",
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PHONE_LINES = (
    "联系电话{}。", "来电号码{}。", "请打{}找我。", "手机{}，下午方便接。", "我的号码是{}。", "可与{}联系。",
    "回电请拨{}。", "留电话{}。",
)  # fmt: skip
_CARD_LINES = ("身份证号{}，可核实身份。", "实名反映，证件号{}。", "登记证件{}。", "本人身份证{}。")
_PLATE_LINES = ("车牌{}。", "有一辆{}天天在。", "记下了车号{}。", "我的车是{}，行车记录仪有录像。")
_NAME_LINES = ("我叫{}，愿意当面说明。", "反映人{}。", "署名：{}。", "找我就说{}。")


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence with personal data and the data in it."""

    sentence: str
    strings: tuple[str, ...]


def plant(chance: Chance) -> Planted:
    """A sentence to put at the end of a complaint."""
    kind = chance.weighted(("phone", "card", "plate", "name", "both"), (10, 3, 4, 3, 3))
    if kind == "both":
        named, called = _name(chance), phone(chance)
        return Planted(f"{chance.pick(_NAME_LINES).format(named)}电话{called}。", (named, called))
    lines, value = {
        "phone": (_PHONE_LINES, phone(chance)),
        "card": (_CARD_LINES, card(chance)),
        "plate": (_PLATE_LINES, plate(chance)),
        "name": (_NAME_LINES, _name(chance)),
    }[kind]
    return Planted(chance.pick(lines).format(value), (value,))


def phone(chance: Chance) -> str:
    """A mobile number of the form 1XX0000XXXX, which is given to nobody."""
    return f"1{chance.pick((3, 5, 7, 8, 9))}{chance.below(10)}0000{chance.below(10_000):04d}"


def card(chance: Chance) -> str:
    """An identity number of region 99, which does not exist, with a right check character (GB 11643-1999)."""
    year, month, day = chance.between(1950, 2004), chance.between(1, 12), chance.between(1, 28)
    body = f"99{chance.below(10_000):04d}{year}{month:02d}{day:02d}{chance.below(1000):03d}"
    return body + _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def plate(chance: Chance) -> str:
    """A number plate of the fictional province 澜."""
    return f"澜A·{chance.below(100_000):05d}"


def _name(chance: Chance) -> str:
    return chance.pick(_SURNAMES) + chance.pick(_GIVEN)
