"""Pages of governments, bureaus, hospitals and universities. May import tests.crawlers.shapes.texts."""

from tests.crawlers.shapes.texts import Shape, tagged, told

SHAPES = (
    Shape(
        name="government site with named metas and a printed count",
        html=f"""<html><head><meta charset="utf-8"><meta name="SiteName" content="澜川市人民政府"><meta name="ColumnName" content="部门动态"><meta name="ArticleTitle" content="市城管局开展秋季市容整治"><meta name="PubDate" content="2026-10-09 10:20"><meta name="ContentSource" content="市城管局"><title>部门动态 市城管局开展秋季市容整治</title></head><body>
<div class="top">今天是 2026年11月23日 星期一 多云 8℃~15℃</div><div class="position">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; 部门动态</div><div class="main-fl"><div class="main-fl-tit">市城管局开展秋季市容整治</div><div class="main-fl-riqi"><span>发布日期：2026-10-09 10:20</span><span>信息来源：市城管局</span><span>浏览次数：<i>233</i></span><span>字体：[ 大 中 小 ]</span></div><div class="main-txt" id="zoom">{tagged(told(0, 6, 18, 19))}</div><div class="dayin"><a>打印本页</a> <a>关闭窗口</a></div><p>分享到：</p></div>
<div class="foot"><p>主办单位：澜川市人民政府办公室　承办：市大数据局</p><p>网站标识码：0000000001 澜ICP备00000001号</p></div></body></html>""",
        title="市城管局开展秋季市容整治",
        moment="2026-10-09 10:20",
        source="市城管局",
        text=told(0, 6, 18, 19),
        never=("打印本页", "主办单位", "浏览次数"),
    ),
    Shape(
        name="disclosure page with an index table above the document",
        html=f"""<html><head><meta charset="utf-8"><title>澜川市城市管理局关于印发摊位布点办法的通知_澜川市城市管理局</title></head><body><div class="nav"><a>首页</a><a>公开目录</a></div>
<table class="xxgk_table"><tr><td>索 引 号：</td><td>LC031/2026-00117</td><td>主题分类：</td><td>城乡建设</td></tr><tr><td>发布机构：</td><td>澜川市城市管理局</td><td>成文日期：</td><td>2026年09月01日</td></tr><tr><td>标　　题：</td><td colspan=3>澜川市城市管理局关于印发摊位布点办法的通知</td></tr><tr><td>文　　号：</td><td>澜城管〔2026〕17号</td><td>发布日期：</td><td>2026年09月04日</td></tr></table>
<h1>澜川市城市管理局关于印发摊位布点办法的通知</h1><div class="view TRS_UEDITOR trs_paper_default"><p>各区城市管理局，局属各单位：</p><p>《澜川市便民摊位布点办法》已经局务会议研究同意，现印发给你们，请认真遵照执行。</p>{tagged(told(8, 18, 9, 13))}<p style="text-align:right">澜川市城市管理局</p><p style="text-align:right">2026年9月1日</p></div>
<div class="fujian">相关附件：<ul><li><a href=1.doc>便民摊位布点表.doc</a></li></ul></div><div class="jd">相关解读<ul><li><a href=2>一图读懂</a></li></ul></div><div class="footer">版权所有：澜川市城市管理局</div></body></html>""",
        title="澜川市城市管理局关于印发摊位布点办法的通知",
        moment="2026-09-04",
        source="澜川市城市管理局",
        text=(
            "各区城市管理局，局属各单位：",
            "《澜川市便民摊位布点办法》已经局务会议研究同意，现印发给你们，请认真遵照执行。",
            *told(8, 18, 9, 13),
            "澜川市城市管理局",
            "2026年9月1日",
        ),
        never=("索引号", "相关附件", "一图读懂", "LC031"),
    ),
    Shape(
        name="old bureau site in tables with line breaks only",
        html=f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>澜东县城管执法大队</title></head><body><table width=900 align=center><tr><td background=bg.gif><a href=index.asp>网站首页</a>┊<a href=l.asp>队伍建设</a>┊<a href=f.asp>法律法规</a></td></tr></table>
<table width=900 align=center><tr><td width=200 valign=top><table><tr><td>热点文章</td></tr><tr><td>·<a href=a1>队员冒雨清淤</a></td></tr><tr><td>·<a href=a2>门前三包怎么包</a></td></tr></table></td><td valign=top><table width=680><tr><td align=center><b><font size=4 color=red>大队夜查工地扬尘</font></b></td></tr><tr><td align=center>作者：办公室　来源：本站　发布时间：2026-8-7　点击数：412</td></tr><tr><td style="line-height:150%"><br>&nbsp;&nbsp;&nbsp;&nbsp;{"<br><br>&nbsp;&nbsp;&nbsp;&nbsp;".join(told(14, 17, 19, 31))}<br></td></tr><tr><td align=right>【<a href="javascript:window.print()">打印此文</a>】【<a href="javascript:window.close()">关闭窗口</a>】</td></tr><tr><td>上一篇：<a href=b1>晨检记</a><br>下一篇：没有了</td></tr></table></td></tr></table><table align=center><tr><td>地址：澜东县建设路8号　邮编：000000　技术支持：某某网络</td></tr></table></body></html>""",
        title="大队夜查工地扬尘",
        moment="2026-08-07",
        source="本站",
        author="办公室",
        text=told(14, 17, 19, 31),
        never=("打印此文", "晨检记", "冒雨清淤", "点击数"),
    ),
    Shape(
        name="university site with publisher, date and views",
        html=f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>沈知白教授谈城市治理的尺度</title></head><body><div class="wrapper header"><div class="logo"><img alt="澜川大学"></div><ul class="wp_nav"><li><a>学院概况</a></li><li><a>师资队伍</a></li><li><a>科学研究</a></li></ul></div>
<div class="wrapper" id="container"><div class="col_menu"><h3>新闻动态</h3><ul><li><a>学院新闻</a></li><li><a>通知公告</a></li></ul></div><div class="article"><h1 class="arti_title">沈知白教授谈城市治理的尺度</h1><p class="arti_metas"><span class="arti_publisher">发布者：鹿鸣</span><span class="arti_update">发布时间：2026-06-12</span><span class="arti_views">浏览次数：<span class="WP_VisitCount">10</span></span></p><div class="entry"><div class="read"><div class='wp_articlecontent'>{tagged(told(13, 10, 26, 27, 30), '<p style="text-indent:2em;"><span style="font-size:16px">', "</span></p>")}<p style="text-align:right">（文/图：鹿鸣 审核：程砚）</p></div></div></div></div></div><div id="footer">版权所有 © 澜川大学法学院 地址：澜川市学府路1号</div></body></html>""",
        title="沈知白教授谈城市治理的尺度",
        moment="2026-06-12",
        source="",
        author="鹿鸣",
        text=told(13, 10, 26, 27, 30),
        never=("浏览次数", "地址"),
    ),
    Shape(
        name="college site on a form with the clicks loaded later",
        html=f"""<HTML><HEAD><TITLE>校地共建“无摊校门”启动-澜川职业技术学院</TITLE><META charset="UTF-8"><META Name="keywords" Content="澜川职业技术学院" /></HEAD><BODY><div class="head"><a href="index.htm">首页</a><a href="xygk.htm">学院概况</a></div><div class="ny_right"><div class="dqwz">当前位置: <a href=../index.htm>首页</a>&gt;&gt;<a>校园新闻</a>&gt;&gt;正文</div>
<form name="_newscontent_fromname"><div><h1>校地共建“无摊校门”启动</h1><div class="bt">2026年05月21日 09:37  宣传部 点击：[<script>_showDynClicks("wbnews", 1, 2)</script>]</div><div id="vsb_content"><div class="v_news_content">{tagged(told(18, 21, 2, 11), '<p class="vsbcontent_start">')}</div></div><div id="div_vote_id"></div><p align="left">上一条：<a href="1.htm">学院召开安全例会</a> 下一条：<a href="3.htm">食堂换新灶</a></p><p>【<a>关闭</a>】</p></div></form></div><div class="foot">澜川职业技术学院 版权所有</div></BODY></HTML>""",
        title="校地共建“无摊校门”启动",
        moment="2026-05-21 09:37",
        source="宣传部",
        text=told(18, 21, 2, 11),
        never=("上一条", "食堂换新灶", "关闭"),
    ),
    Shape(
        name="county media centre whose page is drawn from its script",
        url="https://h5.county.example/share/news/detail?id=88121",
        html="""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>澜东融媒</title></head><body><div id="app"></div><script>window.__INITIAL_STATE__={"detail":{"id":88121,"title":"澜东：小摊位“摆”出烟火气","source":"澜东县融媒体中心","author":"","publishTime":1777771800000,"createTime":1777700000000,"content":"<p>澜东县今年新辟便民摊位一百二十个，摊位费减半收取，排烟和清扫由街道统一安排。<\\/p><p><img src=\\"https://img.example/1.jpg\\"><\\/p><p>摊主周师傅说：“扫码登记就能进场，心里踏实多了。”<\\/p><p>下一步，县城管局将把布点图放到网上，市民可以逐一留言。<\\/p>","commentNum":3,"related":[{"title":"一桥飞架南北"}]}};</script><script src="/js/app.js"></script></body></html>""",
        title="澜东：小摊位“摆”出烟火气",
        moment="2026-05-03 09:30",
        source="澜东县融媒体中心",
        text=(
            "澜东县今年新辟便民摊位一百二十个，摊位费减半收取，排烟和清扫由街道统一安排。",
            "摊主周师傅说：“扫码登记就能进场，心里踏实多了。”",
            "下一步，县城管局将把布点图放到网上，市民可以逐一留言。",
        ),
    ),
    Shape(
        name="street office page that signs below the text",
        html=f"""<html><head><meta charset=utf-8><title>通达街道“板凳会”开到楼栋口</title></head><body><div class=banner><img src=b.png></div><div class=menu><a>首页</a>|<a>街道概况</a>|<a>便民服务</a></div><div class=con><div class=tit>通达街道“板凳会”开到楼栋口</div><div class=line></div><div class=nr>{tagged(told(21, 3, 4, 22), "<div>", "</div>")}<div>供稿：通达街道办事处</div><div>发布日期：2026年4月2日</div></div><div class=fx>分享 收藏 打印</div></div><div class=bottom>通达街道办事处 电话：0000-0000000</div></body></html>""",
        title="通达街道“板凳会”开到楼栋口",
        moment="2026-04-02",
        source="通达街道办事处",
        text=told(21, 3, 4, 22),
        never=("供稿", "发布日期", "电话"),
    ),
)
