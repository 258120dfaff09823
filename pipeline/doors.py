"""The part of an address that tells one home, in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import DASHES, DIGITS, before, rule

_N = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_ROOM = r"(?:[0-9]{3,4}|[一二三四五六七八九十零〇]{3,4})"
# No tens: 三栋二三十层 has no room.
_ROOM_ZH = "[一二三四五六七八九][零〇一二三四五六七八九]{2,3}"
# A part of an estate before a house; 东区 is the end of a district's name, too.
_ZONE = (
    rf"(?:(?:(?<![江城浦河湖海山港丰市])[东南西北中]|(?<![A-Za-z0-9一二三四五六七八九十第])(?:[A-Z]?{_N}|[A-Z]))区\s?)?"
)
_HOUSE = rf"{_ZONE}(?<![A-Za-z])[A-Z甲乙丙丁]?{_N}\s?(?:号楼|栋|幢|号院|座|#楼?|号|楼)"
_UNIT = rf"(?:{_N}\s?(?:单元|门栋|门|梯)|[甲乙丙丁东西南北中A-Z]\s?单元)"
_FLAT = rf"{_ROOM}(?:\s?(?:室|房间?|户|号))?"
_FLOOR = rf"(?:(?:{_N}|[顶底])[楼层])"
_SIDE = "[东西南北中左右]户"
# Nothing that is measured, counted or dated; 402室外 and 302房价 are no rooms either.
_NO_COUNT = r"(?![0-9]|年|元|多?户|余户|[余多]|[人万亿米平套辆块吨个位名层斤度])"
_NO_WORD = r"(?!外|内|温|间里|价|屋|产)"
# A number in a street before a house's own.
_GATE = r"(?:[0-9]{1,4}号(?:大?院)?\s?)?"
_LANE = rf"[0-9]{{1,4}}弄\s?(?:[0-9]{{1,3}}支?弄\s?)?{_N}号"
_DOOR = re.compile(
    r"(?=[0-9A-Z一二三四五六七八九十甲乙丙丁东西南北中])(?<![0-9.])(?:"
    + "|".join(
        (
            (
                rf"(?:[0-9]{{1,4}}号(?:大?院)?\s?(?={_HOUSE}))?{_HOUSE}\s?(?:楼|之{_N}\s?)?{_UNIT}\s?"
                rf"(?:{_FLOOR}?{_FLAT}|{_FLOOR}[0-9A-Z]{{1,4}}(?:室|户|号)?|{_FLOOR}?{_SIDE}|[0-9]{{1,2}}号(?!楼|线|院|门))"
            ),
            rf"{_GATE}{_HOUSE}[-－ ]?{_N}[-－]{_ROOM}(?:\s?[室房])?(?![0-9年])",
            rf"[0-9]{{1,4}}号\s?{_ROOM}[室房]{_NO_WORD}",
            rf"{_N}号门\s?{_ROOM}(?:\s?[室房]{_NO_WORD}|(?=[,，。的]))",
            rf"{_N}楼\s?[0-9]{{3,4}}[室房]{_NO_WORD}",
            rf"{_LANE}\s?(?:{_ROOM}(?:\s?[室房])?|{_FLOOR}(?:\s?(?:{_SIDE}|{_ROOM}室?|阁楼?|亭子间|[东西前后]间))?|[前后]楼|亭子间|阁楼|灶间)",
            (
                rf"{_ZONE}(?:{_N}\s?(?:号楼|栋|幢|座)|(?<![A-Za-z])[A-Z][0-9]{{0,2}}\s?(?:栋|幢|座))\s?{_FLOOR}\s?"
                rf"(?:{_SIDE}|{_ROOM}(?:室|房|户|号)?{_NO_COUNT}|[0-9]{{0,2}}[A-Z][0-9]{{0,2}}(?:室|房|户)|[0-9]{{1,2}}[室户]{_NO_WORD})"
            ),
            rf"{_UNIT}\s?(?:{_FLOOR}?{_FLAT}|{_FLOOR}?{_SIDE})",
            (
                rf"{_GATE}{_ZONE}(?<![A-Za-z])(?:[A-Z甲乙丙丁]?[0-9]{{1,3}}|[A-Z])\s?(?:号楼|栋|幢|座|#)[-－ ]?"
                rf"(?:{_ROOM}|[A-Z][0-9]{{3,4}}|[0-9]{{1,2}}[A-Z](?![A-Za-z0-9]))"
                rf"(?:\s?(?:室|房间?|号|单元))?{_NO_COUNT}"
            ),
            rf"{_ZONE}[一二三四五六七八九十]{{1,3}}(?:号楼|栋|幢)(?:{_ROOM_ZH}|[0-9]{{3,4}})(?:\s?(?:室|房间?|号))?{_NO_COUNT}(?![楼零〇一二三四五六七八九十百千])",
            r"[0-9]{3,4}\s?(?:室(?!外|内|温)|房(?!间?里的人|价)(?!屋|产))",
        )
    )
    + r")(?![0-9])"
)
_ESTATE = "小区|花园|新村|公寓|家园|苑|宿舍|家属院"
_DOOR_DASHED = re.compile(
    rf"((?:{_ESTATE}|里|庭|城|府|湾|家住|我住|住在|租在|搬到|改到|[寄送]到|住址[:：]?|地址[:：]?)\s?(?=[0-9A-Z]{{1,3}}[-－][0-9]{{1,2}}[Ff]?[-－])"
    r"|(?:房号|户号|门牌号?)[:：]?\s?)(?!(?:19|20)[0-9]{2}[-－])[0-9A-Z]{1,3}(?:[-－][0-9]{1,2}[Ff]?)?[-－][0-9]{3,4}(?![0-9-－])"
)
# Of two parts it is one if the last is a floor and one of few rooms.
_DOOR_OF_TWO = re.compile(
    rf"((?:{_ESTATE})\s?)[A-Z]?[0-9]{{1,3}}[-－](?:[1-9]|[12][0-9]|3[0-9])(?:0[1-9]|1[0-2])(?:\s?[室房])?(?![0-9-－~～至到.%㎡m元栋幢号路平多余]|[万亿人户米年分])"
)
# A number of three parts is a door only where it is said to be one: scores and versions look alike.
_DOOR_BARE = re.compile(
    r"(?<![0-9A-Za-z.-])(?:[0-9]{1,2}[-－][0-9]{1,2}[-－][0-9]{3,4}(?=室|房|号房|(?:的|那|这)?(?:业主|住户|户主|邻居|租客|房东|人?家))"
    r"|[A-Z]?[0-9]{1,2}[-－][0-9]{1,2}[Ff][-－][0-9]{3,4}(?![0-9-－]))"
    # As an entry of its own it is one if its last part is a floor and one of few rooms.
    r"|(?:(?<=[\s,，、|；;])|^)[0-9]{1,2}-[0-9]{1,2}-(?!(?:19|20)[0-9]{2})[0-9]{1,2}(?:0[1-9]|1[0-2])(?=[\s,，、|；;]|$)"
)
_HOUSE_TAIL = r"(?:[前后]?院(?:[东西南北][房屋])?|[东西南北][房屋](?!间)|[东西]厢房?)?"
_DOOR_AT_HOME = re.compile(
    r"((?:家住|我住|租住|住在|住址|寄到|寄至|寄往|坐落|(?:^|[,，。\s])住(?:于)?|家庭地址|户籍地址?|家在|老[宅家屋]在|[祖故]宅在|房子在|门牌号?)[^,，。;；\n0-9]{1,20}[路街巷弄村里道组队坊边同沟坡塘铺营屯庄井园苑墅]"
    r"|门牌号?码?[是为:：]?\s?)(?:[0-9]{1,4}弄(?:[0-9]{1,3}支?弄)?)?[甲乙丙丁]?[0-9]{1,4}(?:[-－之][0-9]{1,3})?\s?号"
    rf"{_HOUSE_TAIL}(?!线|楼|桥)(?:\s?{_N}\s?(?:号楼|栋|幢|座|#))?(?:\s?{_UNIT})?(?:\s?(?:{_N}楼\s?)?{_ROOM}(?:\s?[室房])?|\s?{_N}[楼号])?(?![0-9])"
)
# Rows of low houses; in a hall they are seats.
_DOOR_IN_ROW = re.compile(
    rf"(?<!第)(?:{_N}号院\s?)?(?<![0-9A-Za-z一二三四五六七八九十第]){_N}排\s?(?:[东西南北]\s?)?{_N}(?:[号户室](?![座位楼线]))?(?![0-9座位人米个辆棵列])"
)
_ROW_HOME = re.compile(r"(?:住|宿舍|家属院|大院|平房|胡同|[村巷里坊弄]|地址|号院)[^,，。;；\n]{0,10}$")
# A house of a hamlet, which has no streets.
_DOOR_OF_HAMLET = re.compile(
    rf"(?<=[村屯庄寨湾冲坪坝塆])(?:(?![村屯庄寨]|[一-鿿]小组)[一-鿿]{{1,3}}组|第?{_N}\s?(?:小组|[组队社]))\s?[0-9]{{1,4}}(?:[-－之][0-9]{{1,3}})?号(?!线|楼|桥|文|令|店|井|泵|车|机|门(?![前口牌])|公告)"
)
# Rooms that anybody may go to.
_OFFICE_ROOM = re.compile(
    r"(?:政务|服务|行政|市民|会议|展览|文化|活动)(?:服务)?(?:中心|大厅)[^,，。;；\n]{0,8}$|(?:政府|委员会|法院|检察院|[^邮]局|医院|学校|大学|图书馆|办事处|办公楼|写字楼)(?:(?!宿舍|家属|公寓)[^,，。;；\n]){0,6}$"
)
_ROOM_FOR = re.compile(r"\s?(?:会议室|办公室|办公|窗口|诊室|教室|不动产|报告厅|接待室|阅览室)")


def _is_office_room(found: re.Match[str]) -> bool:
    return _OFFICE_ROOM.search(before(found)) is not None or _ROOM_FOR.match(found.string, found.end()) is not None


def _is_seat(found: re.Match[str]) -> bool:
    return _ROW_HOME.search(before(found)) is None and "号院" not in found.group()


DOORS = (
    rule("村屯庄寨湾冲坪坝塆", _DOOR_OF_HAMLET, "[门牌号]"),
    rule("排", _DOOR_IN_ROW, "[门牌号]", _is_seat),
    rule(DIGITS, _DOOR_AT_HOME, "[门牌号]"),
    rule(DASHES, _DOOR_DASHED, "[门牌号]"),
    rule(DASHES, _DOOR_OF_TWO, "[门牌号]"),
    rule(DASHES, _DOOR_BARE, "[门牌号]"),
    rule("元门梯弄栋幢座#室房楼", _DOOR, "[门牌号]", _is_office_room),
)
