"""QQ and WeChat numbers and the nicknames of private accounts in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import rule

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
# What somebody does who is named by his nickname ends it.
_NICK_ENDS = r"发[文帖博微]|爆料|留言|表示|反映|投诉|回复@|的(?:网[民友]|用户|帖)|[在上][一-鿿]{0,6}发[文帖布]"
_MENTION = re.compile(
    rf"(@)(?!\[|我们?[了的，,。]|所有|全体|各位|大家|一下)((?=..)(?:(?!{_NICK_ENDS})(?:[0-9A-Za-z_\-]{{1,2}}|[一-鿿])){{1,15}})"
)
_OFFICE = re.compile(
    r"^(?:平安|城管|交警|公安|消防|政务|法治|共青团|文明|健康|12345)|(?:支队|大队|中队|物业|地铁|公交|供电|水务|燃气|文旅|发布|城管|公安|交警|消防|日报|晚报|都市报|新闻|政务|政府|法院|检察|卫视|电视台|广播|热线|局|办|网|在线|中心|委|视频|观察)$"
)


def _is_office(found: re.Match[str]) -> bool:
    return _OFFICE.search(found.group(2)) is not None


QQS = (rule("Qq扣企球", _QQ, "[QQ号]"),)
WECHATS = (rule("信芯泡xXwWvV薇微威", _WECHAT, "[微信号]"),)
NICKNAMES = (rule("@", _MENTION, "[用户]", _is_office),)
