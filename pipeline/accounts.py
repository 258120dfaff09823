"""QQ and WeChat numbers and the nicknames of private accounts in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import LATIN_RUN, rule

# The number of a group is nobody's own.
_NO_GROUP = r"(?!\s?[一-鿿]{0,2}群(?!主))"
_QQ_LEAD = (
    rf"(?:(?<![A-Za-z])(?:Q\s?Q|Q(?=[号:：]\s?[0-9])|扣扣|扣(?=[号:：])|(?<=加)扣|秋秋|企鹅|球球){_NO_GROUP}\s?[一-鿿]{{0,4}}[:：\s“\"「(（]{{0,3}}"
    r"|(?<![A-Za-z])Q(?:我|一下|私聊)[:：\s]?|(?<![A-Za-z])Q上[一-鿿]{0,4}[,，:：\s]{0,2}"
    # Said of oneself, and no money is taken.
    r"|(?<![给把向对从罚])[我他她]扣\s?(?=[0-9]{5,11}(?:[,，。;；!！?？\s]|$))"
    r"|(?<![A-Za-z0-9])Q(?=[1-9][0-9]{6,10}(?![0-9A-Za-z])))"
)
_QQ = re.compile(
    rf"({_QQ_LEAD})(?:"
    # In groups, each digit apart, as one, written out.
    r"(?=(?:[0-9][ -]?){6,11}(?![0-9]))[1-9][0-9]{1,4}(?:[ -][0-9]{2,5}){1,3}|[1-9](?:[ -][0-9]){4,10}|[1-9][0-9]{4,11}"
    r"|[一二三四五六七八九幺][零〇一二三四五六七八九幺]{5,10})(?![0-9元块万个人条次斤米分年月]|[零〇一二三四五六七八九幺])",
    re.IGNORECASE,
)
_WORDS = r"(?!https?:|www\.|(?:pay|app|id|ios|iphone|android|wechat|weixin|windows|huawei)\b)"
_NAMED_WECHAT = r"(?:微信|[薇微威维]\s?[❤♥]?[信芯]|[薇微威维]\s?[xX](?![A-Za-z])|[Vv][❤♥]?信|绿泡泡|(?<![A-Za-z])(?:vx|wx|wechat|weixin))"
_WECHAT_ID = r"[A-Za-z0-9][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_])"
# An ID of letters only is one where nothing else can follow.
_SAID = r"(?:(?<=[号是为:：叫成“\"「『‘(（母音])|(?<=[号是为:：叫成母音]\s)|(?<=加微信)|(?<=加微信\s)|(?<=[我你他她]微信\s)|(?<=加[vV微薇]\s))"
_WECHAT = re.compile(
    rf"({_NAMED_WECHAT}(?:号码|号|\s?ID|账号|联系|搜索?|添加)?(?:是|为|就?叫|名叫|[换改变]成|[换改]为|同号|字母|拼音|英文|:|：|\s|加|[(（“\"「『‘]){{0,4}}"
    r"|(?:加我?|[+➕])\s?[vV薇微](?![一-鿿xX])[:：\s]{0,2}|[薇微威vV]\s?[❤♥心](?:号)?[:：\s]{0,2}|(?<![A-Za-z])[vV薇微](?:号)?[:：是为]\s?"
    rf"|(?<=[一-鿿,，。;；])(?:[vV]\s|[薇微]\s?)(?=[A-Za-z][A-Za-z0-9]*[0-9_-]))"
    rf"{_WORDS}(?=[A-Za-z0-9_-]*[0-9_-]|{_SAID}[A-Za-z]){_WECHAT_ID}",
    re.IGNORECASE,
)
# Where something stands between, or no more than the size of the account is told, it has a digit or a stroke as well.
_WECHAT_FAR = re.compile(
    rf"({_NAMED_WECHAT}(?!公众|小程|视频|支付|服务|订阅|群)(?:(?!公众|小程|视频|支付|服务|订阅|[这的]群|编号|单号|型号)[^A-Za-z0-9。！？!?\n]){{0,20}}"
    r"(?:号[是为:：]|[,，]是|[换改]成|改为)\s?"
    rf"|(?<![一-鿿]中)[大小]号[:：是]?\s?|(?=wxid_))(?=[A-Za-z][A-Za-z_-]*[0-9_-]){_WECHAT_ID}",
    re.IGNORECASE,
)
_WECHAT_BEFORE = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?=[A-Za-z][A-Za-z_-]*[0-9_-])[A-Za-z][A-Za-z0-9_-]{5,19}"
    r"(?=\s?(?:[(（](?:微信号?|[vV]信?|wx|vx)[)）]|[,，]?(?:这|那|就|都)?是(?:我|他|她|本人|对方|房东)?的?(?:微信|[vV]信)(?:号|[,，。;；!！\s]|$)))",
    re.IGNORECASE,
)
# What somebody does who is named by his nickname ends it.
_NICK_ENDS = r"发[文帖博微]|爆料|留言|表示|反映|投诉|回复@|的(?:网[民友]|用户|帖)|[在上][一-鿿]{0,6}发[文帖布]"
# So does what else is said of him, but nicknames begin with it.
_NICK_ENDS_LATE = (
    r"(?<!@)(?<!@.)(?:说(?:的(?!话)|得|过|你|他|那|这|完|了)|家(?:也|都|昨|今|没|停|那边)"
    r"|[昨前]天|昨晚|今早|刚才|刚刚|上次|[你您](?:说得|说的|家那|家是|们那|们小区))"
)
_MENTION = re.compile(
    rf"(@)(?!\[|我们?[了的，,。]|所有|全体|各位|大家|一下)((?=..)(?:(?!{_NICK_ENDS}|{_NICK_ENDS_LATE})"
    rf"(?:[0-9A-Za-z_\-]{{1,2}}|[一-鿿])){{1,15}})"
)
_OFFICE = re.compile(
    r"^(?:平安|城管|交警|公安|消防|政务|法治|共青团|文明|健康|12345)|(?:支队|大队|中队|物业|地铁|公交|供电|水务|燃气|文旅|发布|城管|公安|交警|消防|日报|晚报|都市报|新闻|政务|政府|法院|检察|卫视|电视台|广播|热线|局|办|网|在线|中心|委|视频|观察"
    r"|(?:新华|中新|通讯)社|[京年晨早商时]报|融媒体?|广电|电台|周刊|头条)$"
)


def _is_office(found: re.Match[str]) -> bool:
    return _OFFICE.search(found.group(2)) is not None


QQS = (rule("Qq扣企球秋", _QQ, "[QQ号]"),)
WECHATS = (
    rule(LATIN_RUN, _WECHAT_FAR, "[微信号]"),
    rule(LATIN_RUN, _WECHAT, "[微信号]"),
    rule(LATIN_RUN, _WECHAT_BEFORE, "[微信号]"),
)
NICKNAMES = (rule("@", _MENTION, "[用户]", _is_office),)
