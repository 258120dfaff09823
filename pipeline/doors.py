"""The part of an address that tells one home, in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import DIGITS, before, rule

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


def _is_office_room(found: re.Match[str]) -> bool:
    return _OFFICE_ROOM.search(before(found)) is not None or _ROOM_FOR.match(found.string, found.end()) is not None


DOORS = (
    rule(DIGITS, _DOOR_AT_HOME, "[门牌号]"),
    rule(DIGITS, _DOOR_DASHED, "[门牌号]"),
    rule(DIGITS, _DOOR_BARE, "[门牌号]"),
    rule("元门梯弄栋幢座#室房楼", _DOOR, "[门牌号]", _is_office_room),
)
