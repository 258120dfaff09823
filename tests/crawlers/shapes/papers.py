"""Pages of newspapers and agencies. May import tests.crawlers.shapes.texts."""

from tests.crawlers.shapes.texts import Shape, tagged, told

_A = told(0, 1, 2, 3, 4, 5, 15)
_B = told(16, 17, 18, 19, 20, 21)
_C = told(0, 6, 7, 11, 12)
_D = told(24, 25, 26, 27, 23)
_E = told(28, 29, 30, 31)

SHAPES = (
    Shape(
        name="agency with the date in pieces",
        url="http://www.agency.example/20261120/9f3c1e2a7b6d4c55/c.html",
        html=f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="publishdate" content="2026-11-20"/>
<meta name="author" content="澜川社"/><title>摊位有了线，街面有了序-澜川社</title></head><body>
<div class="fix-ewm domPC"><span>扫一扫手机打开当前页</span></div>
<div class="header domPC"><div class="header-top"><a href="/">澜川社首页</a><a href="/politics">时政</a><a href="/local">地方</a></div>
<div class="header-cont clearfix"><div class="header-time left"><span class="year"><em> 2026</em></span> <span class="day"><em>11</em>/<em>20</em></span> <span class="time">08:15:07</span></div>
<div class="source">来源：澜川社</div><div class="head-line clearfix"><h1><span class="title">摊位有了线，街面有了序</span></h1>
<div class="pageShare"><div class="setFont">字体： <span id="fontSmall">小</span> <span id="fontNormal">中</span> <span id="fontBig">大</span></div><div class="share">分享到：<a class="wx"></a><a class="wb"></a></div></div></div></div></div>
<div class="mheader domMobile"><h1><span class="title">摊位有了线，街面有了序</span></h1><div class="info">2026-11-20 08:15:07 <span>来源：澜川社</span></div></div>
<div class="main clearfix"><div class="main-left left"><div id="detail"><span id="detailContent">{tagged(_A, "<p>　　")}</span>
<div id="articleEdit"><span class="tiyi1 domPC"><a href="javascript:void(0);" class="advise">【纠错】</a></span><span class="editor">【责任编辑:乔木】</span></div></div>
<div class="nextpage clearfix"><div class="nextpage-tit">阅读下一篇：</div><a href="/n/1">老旧小区的电梯装到了哪一步</a></div></div>
<div class="main-right right"><div class="part part1 clearfix"><div class="title"><em>图集</em></div><ul><li><a href="/p/1">江畔秋色入画来</a></li></ul></div></div></div>
<div class="foot"><div>Copyright © 2000 - 2026 agency.example All Rights Reserved.</div><div>制作单位：澜川社网络中心</div></div></body></html>""",
        title="摊位有了线，街面有了序",
        moment="2026-11-20 08:15",
        source="澜川社",
        author="乔木",
        text=_A,
        never=("乔木", "纠错", "老旧小区", "分享到", "字体"),
    ),
    Shape(
        name="party paper with a bar between date and source",
        html=f"""<html><head><meta http-equiv="content-type" content="text/html;charset=GB2312"/><title>柳荫巷的井盖不响了--社会·法治--澜民网</title>
<meta name="publishdate" content="2026-11-19"><meta name="source" content="来源：澜民网－澜川日报 原创稿"><meta name="editor" content="110003"></head><body>
<div class="w1000 d2nav clearfix"><span><a href="/">澜民网</a>&gt;&gt;<a href="/legal">社会·法治</a></span></div>
<div class="layout rm_txt cf"><div class="col col-1"><h3 class="pre">家门口的烦心事（引题）</h3><h1>柳荫巷的井盖不响了</h1><h4 class="sub">——南岸区接诉即办一年间</h4><div class="author cf">本报记者　顾青禾</div>
<div class="channel cf"><div class="col-1-1 fl">2026年11月19日05:41 | 来源：<a href="http://paper.example/">澜民网－澜川日报</a></div><div class="fr">小字号</div></div>
<div class="rm_txt_con cf"><div class="bza"><p style="text-align:center"><img src="/x.jpg"></p></div>{tagged(_E, '<p style="text-indent: 2em;">')}
<p class="paper_num">　　《 澜川日报 》（ 2026年11月19日 07 版）</p><div class="edit cf">(责编：何汐、申野)</div><p>分享让更多人看到</p></div></div>
<div class="col col-2"><h3>推荐阅读</h3><ul><li><a href="/1">摊主的第一张清单</a></li><li><a href="/2">夜里十点的街角</a></li></ul></div></div>
<div class="footer">人 民 澜 川 版权所有 ，未经书面授权禁止使用</div></body></html>""",
        title="柳荫巷的井盖不响了",
        moment="2026-11-19 05:41",
        source="澜民网－澜川日报",
        author="顾青禾",
        text=_E,
        never=("责编", "分享让", "推荐阅读", "小字号"),
    ),
    Shape(
        name="news service whose stamp invites to take part",
        html=f"""<html><head><title>澜川试行首违不罚：从罚款单到提醒单-澜新网</title><meta charset="utf-8"></head><body><div class="nav_top"><a href="/">首页</a> <a href="/sh">社会</a></div>
<div class="content_maincontent_more"><div class="con_left"><h1 class="content_left_title">澜川试行首违不罚：从罚款单到提醒单</h1>
<div class="content_left_time">2026年11月18日 16:22　来源：澜新社<a href="#cy">参与互动</a><div class="share-box"><a>微信</a><a>微博</a></div></div>
<div class="content_maincontent_content"><div class="left_ph"><img src="a.jpg"></div><div class="left_pt">图为街头的提醒单。 澜新社记者 方一舟 摄</div><div class="left_zw" style="position:relative"><p>　　澜新社澜川11月18日电 (记者 方一舟)南岸区先行试点的“首违不罚”清单18日满三个月，涉及店外堆放、占道洗车等轻微情形。</p>{tagged(_D, "<p>　　")}<p>　　(完)</p></div>
<div class="adEditor"><div class="left_name right">【编辑:林中鹤】</div></div></div><div class="selected-news"><h3>相关新闻</h3><ul><li><a href="x">轻微违法怎么纠</a><span>2026-11-02</span></li></ul></div></div>
<div class="con_right"><h4>精选</h4><ul><li><a href="z">早市开到家门口</a></li></ul></div></div><div class="foot">本网站所刊载信息，不代表本社观点。 刊用本网站稿件，务经书面授权。</div></body></html>""",
        title="澜川试行首违不罚：从罚款单到提醒单",
        moment="2026-11-18 16:22",
        source="澜新社",
        author="方一舟",
        text=(
            "图为街头的提醒单。澜新社记者 方一舟 摄",
            "澜新社澜川11月18日电 (记者 方一舟)南岸区先行试点的“首违不罚”清单18日满三个月，涉及店外堆放、占道洗车等轻微情形。",
            *_D,
            "(完)",
        ),
        never=("林中鹤", "相关新闻", "参与互动"),
    ),
    Shape(
        name="broadcaster with source before the date",
        html=f"""<html><head><meta charset="utf-8"><title>夜市“画线”之后_新闻频道_澜视网(lanshi.example)</title><meta name="contentid" content="ARTI123"></head><body><div class="topbar"><a>澜视首页</a><a>直播</a></div>
<div id="page_body"><div class="column_wrapper"><div class="title_area" id="title_area"><h1>夜市“画线”之后</h1><div class="info1">来源：澜视网 | 2026年11月17日 21:08:33</div><div class="info2"><a>原标题：</a></div></div>
<div class="content_area" id="content_area"><p class="photo_img_20190808"><img src=1.jpg></p>{tagged(_B)}<p>（总台记者 温时雨 陆川）</p></div>
<div class="zebian"><span>编辑：穆清</span><span>责任编辑：孟阳</span></div><div class="relevance"><h3>更多推荐</h3></div></div><div class="column_right"><div class="tit">热播榜</div><ul><li>1<a>城里的早晨</a></li></ul></div></div></body></html>""",
        title="夜市“画线”之后",
        moment="2026-11-17 21:08",
        source="澜视网",
        author="温时雨 陆川",
        text=(*_B, "（总台记者 温时雨 陆川）"),
        never=("穆清", "更多推荐", "热播榜"),
    ),
    Shape(
        name="metro paper that names reporter and editor beside the date",
        html=f"""<html><head><title>早市收摊以后 - 澜京报 - 好新闻，无止境</title><meta charset=utf-8></head><body><div class="header"><a href=/>澜京报</a><a>时事</a><a>评论</a></div>
<div class="main"><div class="bodyTitle"><div class="content"><h1>早市收摊以后</h1><div class="left-info"><div class="info-l"><span class="reporter">澜京报 记者 <em><a href="/r">白露</a></em> 编辑 <em>段然</em></span><span class="timer">2026-11-16 19:30</span></div><div class="icon"><span class="follow">进入<a>澜京号</a></span></div></div></div></div>
<div class="fenge"></div><div class="articleCenter"><div id="contentStr"><p>澜京报讯（记者白露）11月16日，澜川市多条道路的早市按新办法收摊。</p>{tagged(_C)}<p>编辑 段然</p><p>校对 柳宝</p></div></div>
<div class="praise"><span>点赞</span></div><div class="recommend"><h4>相关推荐</h4><a href=1>一张清单管到底</a></div></div><div class="footer">澜京报官网 违法和不良信息举报电话</div></body></html>""",
        title="早市收摊以后",
        moment="2026-11-16 19:30",
        source="澜京报",
        author="白露",
        text=("澜京报讯（记者白露）11月16日，澜川市多条道路的早市按新办法收摊。", *_C),
        never=("段然", "柳宝", "相关推荐"),
    ),
    Shape(
        name="finance paper with the outlet's name and a time in one line",
        html=f"""<html><head><meta charset="utf-8"><title>一座城市的摊位账本-澜经财经</title><meta property="og:title" content="一座城市的摊位账本"/></head><body>
<div class="header"><ul><li><a>首页</a></li><li><a>新闻</a></li></ul></div><div class="m-con"><div class="title f-pr"><h1>一座城市的摊位账本</h1><p class="names">澜经 <em>2026-11-15 11:02:45</em>　<a class="listen">听新闻</a></p><p class="author-info"> 作者：陶然　　 责编：刘易</p></div>
<div class="intro">摊位费减半，谁来补这笔账？一线城市之外的答案正在出现。</div><div class="m-txt"><div id="multi-text"><p>澜川市城管局的账本上，便民摊位今年多了六百四十个，收费却少了两成。</p>{tagged(told(1, 3, 10, 30))}</div></div>
<div class="m-zixun"><p>举报</p><p>澜经广告合作，请点击这里</p><p>此内容为澜经原创，著作权归澜经所有。未经澜经书面授权，不得以任何方式加以使用，包括转载、摘编、复制或建立镜像。</p></div><div class="m-about"><h3>文章作者</h3><p>陶然</p></div><div class="m-recommend"><h3>相关阅读</h3><p>夜宵摊能养活一条街吗</p></div></div></body></html>""",
        title="一座城市的摊位账本",
        moment="2026-11-15 11:02",
        source="澜经",
        author="陶然",
        text=(
            "摊位费减半，谁来补这笔账？一线城市之外的答案正在出现。",
            "澜川市城管局的账本上，便民摊位今年多了六百四十个，收费却少了两成。",
            *told(1, 3, 10, 30),
        ),
        never=("著作权", "文章作者", "举报", "责编"),
    ),
    Shape(
        name="digital edition of a printed paper",
        url="http://epaper.example/html/2026-11/14/content_880121.htm",
        html=f"""<html><head><meta charset=utf-8><title>澜川晚报多媒体数字报</title></head><body><table width=980><tr><td>2026年11月14日 星期六</td><td>往期回顾</td><td>返回目录</td></tr>
<tr><td width=300><table><tr><td>第A03版：城事</td></tr><tr><td><a href=c1>餐车有了身份证</a></td></tr><tr><td><a href=c2>一把尺子量到底</a></td></tr></table></td>
<td><table><tr><td>上一篇　下一篇</td><td>放大 缩小 默认</td></tr><tr><td class=font02 align=center>细管理 慢执法</td></tr><tr><td class=font01 align=center style="font-size:24px">一把尺子量到底</td></tr><tr><td class=font02 align=center>首席记者 高以宁</td></tr>
<tr><td><div id=ozoom><founder-content>{tagged(told(25, 26, 27, 13), "<P>　　")}</founder-content></div></td></tr></table></td></tr></table><table><tr><td>澜川晚报社版权所有 未经授权不得复制或建立镜像</td></tr></table></body></html>""",
        title="一把尺子量到底",
        moment="2026-11-14",
        source="",
        author="高以宁",
        text=told(25, 26, 27, 13),
        never=("返回目录", "餐车有了", "放大"),
    ),
)
