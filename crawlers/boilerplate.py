"""What on a Chinese news page is not the article, told by names of elements and by wording. May import crawlers.blocks."""

import re
from itertools import islice
from typing import Any

from crawlers.blocks import first_text


def _words(text: str) -> list[str]:
    return text.split()


# Words inside class and id names (split at -, _, digits and capitals) of parts that are not the article. The number is
# the share of a page's running text above which the name is not believed: themes call a whole page "page", "share" or
# "pager", but a part called "comment" is believed even where citizens wrote more than the reporter.
_DOUBTFUL, _SURE = 0.4, 0.8
_BARRED_WORDS = dict.fromkeys(
    _words(
        """share shares sharing shareto bdshare jiathis relation rec hot hotnews rank position location tool tools toolbar
    pagination pager page pages prev next tag tags keywords app download qq weixin wechat weibo player tips layer like
    vote follow report side header top login register popup modal dialog fontsize ad ads adv gg promo banner action
    actions btn button info meta author
    """
    ),
    _DOUBTFUL,
) | dict.fromkeys(
    _words(
        """bdsharebuttonbox comment comments pinglun cmt reply replies tie gentie related relate relevant xiangguan recommend
    recommends recommendation recom tuijian ranking paihang sidebar aside rightbar footer foot bottom copyright topbar nav
    navbar navigation menu breadcrumb breadcrumbs crumb crumbs advert advertisement guanggao sponsor qrcode erweima ewm
    prevnext biaoqian statement disclaimer shengming bianji zebian zrbj jubao feedback subscribe dianzan praise
    """
    ),
    _SURE,
)
# An office's answer to a letter is the half of an article, though its element be called "reply".
_ANSWER = re.compile(r"\W*(?:答复|回复|办理|处理|反馈)(?:内容|意见|情况|结果|单位|部门)|\W*尊敬的\S{1,8}[:：，]")
_MOST_PARAGRAPHS = 30  # of an answer
_BARRED_TAGS = {"nav": _SURE, "footer": _SURE, "aside": _DOUBTFUL, "menu": _DOUBTFUL}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# The last noun of a name says what a part is: "share-content" holds a shared page's text, "content-share" buttons.
_ADVERTS = frozenset(("ad", "ads", "adv", "advert", "guanggao", "sponsor", "promo"))
_CONTENT = frozenset(("content", "article", "text", "txt", "body", "detail", "details", "main", "zhengwen", "neirong"))


def bar_of(element: Any) -> float:
    """The share of the page's running text from which an element is the article whatever its name says; 0 is no bar."""
    tag = element.tag
    if tag in {"body", "html", "article"}:
        return 0.0
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    bar = max([_BARRED_TAGS.get(tag, 0.0), *(_bar_of_name(name) for name in names[:300].split())])
    return 0.0 if bar and _is_answer(element) else bar


def _is_answer(element: Any) -> bool:
    """Whether an element, or one of its class before it, begins as an office's answer: each paragraph may be an element."""
    before = islice(element.itersiblings(preceding=True), _MOST_PARAGRAPHS)
    alike = (one for one in before if one.get("class") == element.get("class"))
    return any(_ANSWER.match(first_text(one, 24)) for one in (element, *alike))


def _bar_of_name(name: str) -> float:
    """The bar of one class or id: a doubtful word counts only where no word for an article's text follows it."""
    bar, is_advert = 0.0, False
    for word in map(str.lower, _WORDS.findall(name)):
        if word in _CONTENT and bar == _DOUBTFUL and not is_advert:
            bar = 0.0
        is_advert |= word in _ADVERTS
        bar = max(bar, _BARRED_WORDS.get(word, 0.0))
    return bar


_OPEN = r"^[\s\[【(（〔「<>|*※◆■●▲△·\-—_]*"
_VALUE = r"\s*(?:[】\]]?\s*[:：/／丨|｜︱]|[】\]])[^，。？！；]{0,50}$"  # a name or two behind a label, not what somebody says
_LABEL_END = r"(?:\s*(?:[:：|｜>＞》《【】\])）(（\d/+“]|更多)|\s|$)"  # a heading goes on with a sign or not at all
# A short line that ends the article: nothing after it belongs to the body. A sentence is none, whatever it begins with.
_ENDS = re.compile(
    _OPEN
    + rf"""(?:
    (?:[\u4e00-\u9fff]{{0,4}}(?:编辑|责编|主编|编审|审核|校对|监制)|(?:编\s+辑|责\s+编|[一二三初复终]审|审\s*[读校稿]|出品|排版|总?监\s*制|策划|统筹|制图|制作|设计|采写|撰[文稿]|运营|美编|视觉|执笔|剪辑
    |供图|选稿|选编|编稿|签发|值班主任|版面|图片|摄影)){_VALUE}
    |(?:相关|延伸|推荐|拓展|更多|扩展|热门|往期|关联|精彩|猜你|最新|本类|同类|下一?篇|上一?篇)(?:的)?(?:阅读|新闻|报道|文章|链接|推荐
    |内容|资讯|精彩|回顾|专题|话题|视频|搜索|喜欢|图集|评论|信息|事件|热点|附件|稿件|产品|解读|文件|政策)(?:推荐|列表|排行榜?|汇总|导读|区)?{_LABEL_END}
    |(?:新闻|热点|今日|频道|热门|热搜|图片|精彩|重点|编辑|阅读|点击|[0-9一二三四两]+(?:小时|天|日|周))(?:热点|热文|推荐|新闻|排行榜?|图集
    |视频)\s*[:：]?$
    |大家都(?:在|爱)看|看了又看|你可能(?:还)?(?:会)?(?:喜欢|感兴趣)|(?:为|给)[您你]推荐|网友还看|相关$
    |【?(?:上|下|前|后)[一1]\s*(?:篇|条|页|则)
    |分享(?:到|至|本文|让更多|按钮|\s*[:：]|$)|一键分享|(?:打开|用)?微信(?:扫|里点|$)|扫(?:码|一扫)|扫描(?:上方
    |下方|左侧|右侧)?(?:二维码|下载)|长按(?:识别|二维码|扫|图片)|识别二维码|(?:欢迎)?关注.{{0,14}}(?:微信|公众号)
    |(?:本文|文章|稿件|信息|内容|资料|新闻|文稿|媒体)?(?:来\s*源|来自|转自|原载|摘自|出处|转载自|稿源|供稿(?:单位)?)(?:于|自)?{_VALUE}
    |本文(?:链接|网址|地址)\s*[:：]|(?:原文|原创)(?:链接|网址|地址|标题)\s*[:：]
    |(?:作\s*者|文字|撰稿|(?:[\u4e00-\u9fff]{{2,10}})?(?:通讯员|记者)|文|图|文/图){_VALUE}
    |(?:作者|(?:责任)?编辑|责编|排版|校对|审核|来源|记者)\s+[\u4e00-\u9fff]{{2,4}}(?:\s.{{0,30}})?[)）\]】]?$
    |减少或屏蔽|不喜欢$|[(（]?原(?:标)?题(?:为|[:：])|[(（]?本文(?:转载|摘编|来)自
    |(?:文章)?(?:关键词|标签|关键字|TAGS?|话题)(?:阅读)?\s*[:：]|标签$
    |返回(?:首页|列表|顶部|目录|上一页|频道|新闻|搜狐)|阅读(?:原文|全文)|点击(?:阅读原文|查看(?:更多|原文)
    |进入专题|下载|关注|加载)|查看(?:更多|原文|全部|话题)|展开(?:全文|阅读|剩余)|显示全文|更多(?:>+|＞|»|\+|$)
    |(?:打印|关闭|收藏|举报|投诉|纠错|我要纠错|推荐给朋友|顶部|点赞|加入收藏|字体|返回
    |字号)(?:[\s|｜·】\]】【\[/、打印此本文关闭页窗口收藏分享举报返回顶部]*)$
    |我来说两句|我要(?:评论|留言)|(?:发表|网友|最新|全部|热门|最热|用户|精彩|参与|查看)评论(?:仅供|{_LABEL_END})|评论(?:列表|\(|（|\s*\d|$
    |区(?:\s*[:：(（\d]|$))|发表回复|跟[帖贴]|文明上网|请自觉遵守|登录后|请先?登录|暂无评论|共有\s*\d+\s*条|留言与评论|已有\s*\d+\s*人
    |总?(?:阅读|点击|浏览|访问)(?:量|数|次数)?\s*[(（:：\[]*\s*(?:\d[\d,.万亿]*(?:\s*次)?\s*[)）\]]?(?:$|\s|[┊|])|[)）\]次]|$)|[顶踩]一下|路过$
    |喜欢$|(?:觉得|喜欢|如果|欢迎).{{0,16}}(?:点赞|公众号|客户端|打赏|转发|二维码|投稿|订阅)|赞赏|打赏
    |\d[\d.,万]*\s*[人次](?:点赞|喜欢|收藏|赞过|转发|看过)|在看$|赞\s*[(（]?\d*[)）]?$|-{{6,}}|(?:-+\s*)?分[隔割]线
    |发布(?:日期|时间|者|人|机构|单位)\s*[:：]|(?:日期|时间|发稿时间|更新时间)\s*[:：]\s*(?:19|20)\d\d[-/.年]\d+[-/.月]\d+日?[\s\d:]*$
    |文章录入|作者简介\s*[:：]?$|(?:投稿|爆料|报料|新闻)(?:邮箱|热线|电话)\s*[:：]
    |(?:下载|打开|安装).{{0,10}}(?:客户端|APP)|(?:客户端|APP)下载|(?:下载|打开)[^。]{{2,16}}(?:体验|阅读|查看|浏览)|.{{0,10}}(?:ICP备|公网安备|增值电信)
    |附件下载|(?:THE\ )?END[)）\]】]?$|免费(?:获取|下载)|立即(?:下载|关注|打开)|收起$|不感兴趣$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SAID = re.compile(r"(?:[。？?…]|(?<=.{24})[！!])[”’」』）)]*$")
# A statement of rights, of any length, after an article. "未经许可，不得……" alone may be a rule that the article is about.
_COPYING = r"(?:转载|轉載|复制|複製|摘编|镜像|转发|引用|抄袭|刊载|传播|使用|下载|改编|链接|以任何)"
_CREDIT = re.compile(_OPEN + rf"(?:责任编辑|责\s*编|编\s*辑){_VALUE}")
_DISCLAIMS = re.compile(
    _OPEN
    + rf"""[“"]?(?:
    (?:版权|免责|特别|郑重|平台|风险|权利|原创|重要)(?:声明|申明)\s*(?:[:：]|$)|(?:版权|免责|风险|平台)(?:提示|说明)\s*(?:[:：]|$)|声明\s*[:：]
    |(?:凡|[一二三123][、.．])?(?:凡)?(?:本网|本站|本报|本平台|本公众号).{{0,12}}(?:注明|转载|刊载|声明|原创|立场
    |版权)|凡(?:注明|来源|未注明)
    |(?:如需)?转载(?:请|须|需|时|声明)|.{{0,40}}[未非][经經].{{0,16}}(?:授权|许可|書面|书面|許可|授權|同意|允许).{{0,16}}{_COPYING}
    |.{{0,16}}版权所有|Copyright|©|Powered\ by|GMT\s*[+-]\s*\d|Processed\ in\b|.{{0,16}}(?:著作权|版权)(?:归|属)
    |以上(?:内容|文章)\s*[(（]?\s*(?:如有|包括|含)|(?:本|该|此)(?:文|内容|文章)(?:仅|内容|只|观点|系|为
    |由).{{0,24}}(?:观点|立场|作者|授权|平台|转载|无关|原创|版权|著作权)|文章仅代表|(?:文)?观点仅代表
    |如(?:因|有|果|涉及).{{0,16}}(?:版权|侵权|著作权|作品内容)|.{{0,30}}转载[時请請]?务?必?请?(?:注明|附上)|(?:投资者?据此操作|股市有风险|市场有风险)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# What a last paragraph may say of rights and channels anywhere in it; in the middle of an article it may be its subject.
_PARTING = re.compile(
    r"""不代表.{0,12}(?:立场|观点)|侵[权犯].{0,24}(?:联系|删除)|如有.{0,10}侵权|投稿.{0,12}(?:邮箱|@)|不得(?:擅自)?转载
    |来稿|征稿|授权(?:转载|发布|刊载)|不构成.{0,8}投资建议|(?:转载|转发).{0,8}(?:请|须|需).{0,8}(?:注明|联系|授权)""",
    re.VERBOSE | re.IGNORECASE,
)
# Channels of the paper itself, named at the beginning or alone; what somebody in the article says of one is its matter.
_CHANNELS = re.compile(
    r"""^(?![^。]{0,30}(?:介绍|表示|提醒|[说称]))[^。]{0,24}(?:
    (?:关注|搜索|添加).{0,24}(?:公众号|微信号)|扫.{0,8}二维码|下载.{0,20}(?:客户端|APP)|更多.{0,16}(?:请(?:点击|关注|下载|登录)|尽在)
    |[，、]尽在.{2,16}(?:客户端|APP|公众号)$)""",
    re.VERBOSE | re.IGNORECASE,
)
# 《某某日报》（2026年03月05日 14 版）, as papers' sites end what they take from the paper.
_PRINTED = re.compile(r"\s*[(（]?《[^》]{2,16}》\s*[(（]?\s*(?:19|20)\d\d\s*[-年.].{4,20}版?\s*[)）]*\s*$")
_CODE = re.compile(r"[0-9a-zA-Z_-]{16,}")
_FORM_HEADING = re.compile(
    r"(?:信件|诉求|来信|留言|咨询|投诉|问题|答复|回复|处理|办理)(?:内容|意见|结果|情况|详情)\s*[:：]?"
)
_FORM_LABEL = re.compile(
    r"""(?:(?:信件|来信|诉求|工单|留言)(?:编号|类型|类别|标题)|(?:来信|写信|留言|投诉)人|办理状态|处理状态|满意度|公开意愿|是否公开|查询码
    |(?:来信|写信|受理|办理|处理|办结|答复|回复|留言|提交)(?:时间|日期|单位|部门|机构))\s*[:：]?""",
    re.VERBOSE,
)
_FOLDS = re.compile(_OPEN + r"(?:点击)?(?:展开|显示)(?:全文|全部|阅读|剩余|更多)")
_SIGNED = re.compile(
    r"(?:(?:19|20)\d\d|[二一九〇○零Ｏ三四五六七八]{4})\s*年[\s\d一二三四五六七八九十]{1,4}月[\s\d一二三四五六七八九十]{1,4}日"
)
_SHORT, _LOOK, _FOLD = 60, 160, 16
_CONTACT = re.compile(
    _OPEN
    + r"[\u4e00-\u9fff]{0,6}(?:地\s*址|电\s*话|热\s*线|传\s*真|邮\s*编|邮\s*箱|联系(?:人|方式)|微信号|e-?mail|tel|qq)\s*[:：]",
    re.IGNORECASE,
)
# What pages hang on to the last sentence of a paragraph.
_HANGERS = re.compile(
    r"""\s*(?:返回\S{2,6}[，,\s]?查看更多|返回\S{0,6}首页[>＞»]*|(?:点击|请)?(?:阅读全文|展开全文|查看更多|进入专题)>*
    |[\[【(（]?\s*(?:责任编辑|责编|编辑)\s*[:：][^。！？]{0,24})\s*$""",
    re.VERBOSE,
)
# A line at the head that is about the article and not of it.
_HEAD_MATTER = re.compile(
    _OPEN
    + r"""(?:
    (?:来\s*源|稿源|来源于|信息来源|文章来源|新闻来源|作\s*者|记者|编\s*辑|责\s*编|责任编辑|发布(?:时间|日期|人
    |者|机构|单位)|时间|日期|浏览|点击|阅读|访问|字\s*号|字\s*体|字体大小|更新时间|发稿时间|发文|供稿|摄影|审核
    |文号|索引号|分类|主题分类|成文日期|点击数|浏览次数|阅读次数|阅读量|浏览量|信息来源|发布|核发)\s*[:：（(【\[]
    |分享|收藏|打印|关闭|举报|订阅|已?关注|评论|跟[帖贴]|我来说两句|(?:(?:新浪|腾讯)?微博|(?:微信|QQ|Qzone
    |QQ空间|朋友圈|易信|好友|人人网|豆瓣|\s)+)$|复制链接|二维码|扫|点赞|纠错|推荐$
    |听新闻|朗读|语音|放大|缩小|默认|[大中小](?:字[号体])?$|Aa?$|[+-]$|A[+-]|T\|?T|大\s*中\s*小|【?字体|背景色|更多|返回
    |点击.{0,8}(?:蓝字|上方|关注|图片)|(?:撰?文|图|作者|记者)\s+[\u4e00-\u9fff]{2,4}(?:\s|$)|投稿|(?:视频|音频|页面)?(?:正在)?加载|您的浏览器|点击播放|当前位置|您(?:现在)?(?:的|所在)(?:位置|在)|现在位置|首页|用微信|参与|人参与
    |手机(?:看|版|阅读)|\d\d:\d\d\s*/\s*\d\d:\d\d|(?:内容|视频)?(?:简介|摘要|导读|导语|正文)\s*[:：]?$|查看|在手机|(?:本文)?原标题|\d+$|来自|下载客户端|登录|注册|导读$|本文共|阅读需|版权
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE_LINE = re.compile(
    _OPEN
    + r"""(?:(?:发布|发表|更新|发稿)?(?:时间|日期)\s*[:：]|来\s*源\s*[:：]|(?:发布|发表)于\s*(?=(?:19|20)\d\d)
    |(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?(?:\s|$|\s*\d\d:))""",
    re.VERBOSE,
)
_STAMPED = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?\s*\d{1,2}:\d{2}")
# A day beside what a page offers a reader is a byline, however long its other fields are.
_DAY = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}")
_READING = re.compile(
    r"字\s*[体号]\s*[:：]|大\s*中\s*小|(?:浏览|点击|阅读|访问)(?:量|数|次数)?\s*[:：]|(?:来\s*源|作\s*者|编\s*辑)\s*[:：]|打印本页"
)
_DATED = re.compile(
    r"""(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?\s*$
    |(?<![\d./-])\d{1,2}[-./月]\d{1,2}日?\s+\d{1,2}:\d{2}(?!\d)|\d+\s*(?:分钟|小时|天)前|昨天|今天|.\s\d{1,2}月\d{1,2}日$""",
    re.VERBOSE,
)


# The characters of the wordings above as pages of Taiwan and Hong Kong write them.
_SIMPLIFIED = str.maketrans(
    "閱讀關聯聞報導鏈薦責編輯發佈時間點擊瀏覽評論轉載聲請須經權隱號來標題記訂贊讚篇內容類別頁鍵詞專題頻熱門視頻圖",
    "阅读关联闻报导链荐责编辑发布时间点击浏览评论转载声请须经权隐号来标题记订赞赞篇内容类别页键词专题频热门视频图",
)


def ends_article(text: str) -> bool:
    """Whether a line of this wording stands after an article, never in it."""
    text = text[:_LOOK].translate(_SIMPLIFIED) if len(text) <= _LOOK else text[:_LOOK]
    return (len(text) <= _SHORT and _is_ending(text)) or bool(_DISCLAIMS.match(text))


def _is_ending(text: str) -> bool:
    found = _ENDS.match(text)
    return found is not None and (not _SAID.search(text) or any(sign in found[0] for sign in ":：/／|｜丨"))


def is_contact(text: str) -> bool:
    """Whether a line gives an address or a number to call."""
    return len(text) <= _SHORT and bool(_CONTACT.match(text))


def is_parting(text: str) -> bool:
    """Whether a last paragraph speaks of rights and channels instead of the article's matter."""
    return bool(_PRINTED.fullmatch(text)) or (
        len(text) <= _LOOK and bool(_PARTING.search(text) or _CHANNELS.search(text))
    )


def is_form_heading(text: str) -> bool:
    """Whether a line is the heading of a part of a form with which an office shows a letter and its answer."""
    return bool(_FORM_HEADING.fullmatch(text))


def is_form_label(text: str) -> bool:
    """Whether a line is a label of such a form, whose value stands in the next line."""
    return bool(_FORM_LABEL.fullmatch(text))


def is_fold(text: str) -> bool:
    """Whether a line is the button behind which an article goes on."""
    return len(text) < _FOLD and bool(_FOLDS.match(text))


def is_signing_date(text: str) -> bool:
    """Whether a line is a date alone, as notices are signed with."""
    return bool(_SIGNED.fullmatch(text))


def is_code(text: str) -> bool:
    """Whether a line is the number of a video or a file, and no word."""
    return bool(_CODE.fullmatch(text)) and any(sign.isdigit() for sign in text)


def is_credit(text: str) -> bool:
    """Whether a short line names the editor."""
    return len(text) <= _SHORT and bool(_CREDIT.match(text))


def is_date_line(text: str) -> bool:
    """Whether a short line begins with a date or with the label of one, or of a source."""
    return len(text) < _SHORT and bool(_DATE_LINE.match(text))


def is_dated(text: str) -> bool:
    """Whether a short line gives a date, a time or a source, as a byline does."""
    return is_date_line(text) or (len(text) < _SHORT and bool(_DATED.search(text)))


def without_hangers(text: str) -> str:
    """A paragraph without "read more" and the editor's name behind its last sentence."""
    return _HANGERS.sub("", text)


def is_head_matter(text: str) -> bool:
    """Whether a short line of this wording stands between a headline and its article; a sentence without a label does not."""
    if len(text) < _SHORT:
        found = _HEAD_MATTER.match(text)
        is_labelled = found is not None and any(sign in ":：（(【[" for sign in text[found.end() - 1 : found.end() + 1])
        if _SAID.search(text) and not is_labelled:
            return False
        is_stamp = _STAMPED.search(text) or (_DAY.search(text) and _READING.search(text))
        return bool(found or (len(text) < 45 and _DATED.search(text)) or is_stamp)
    is_byline = len(text) < _LOOK and "。" not in text
    return is_byline and bool(_STAMPED.search(text) or (_DAY.search(text) and _READING.search(text)))
