"""Pages of finance, technology and sports sites. May import tests.crawlers.shapes.texts."""

from tests.crawlers.shapes.texts import Shape, tagged, told

_ESCAPED = "&lt;article&gt;&lt;section&gt;" + tagged(told(6, 7, 11, 22), "&lt;p&gt;", "&lt;/p&gt;")

SHAPES = (
    Shape(
        name="article kept in text areas",
        html=f"""<!DOCTYPE html><html><head><title>油烟问题有了账本</title><meta charset="utf-8"><meta name="keywords" content="油烟"></head><body><div class="container"><header><a href="/">澜球网</a></header><div class="template"><textarea class="article-catnode">china/local</textarea><textarea class="article-title">油烟问题有了账本</textarea><textarea class="article-author">{{"name":""}}</textarea><textarea class="article-content">{_ESCAPED}&lt;/section&gt;&lt;/article&gt;</textarea><textarea class="article-time">1777771800000</textarea><textarea class="article-source-name">澜川时报</textarea><textarea class="article-editor-name">编辑：桑榆</textarea></div></div><footer><p>关于我们 | 法律公告 | 诚聘英才</p></footer></body></html>""",
        title="油烟问题有了账本",
        moment="2026-05-03 09:30",
        source="澜川时报",
        text=told(6, 7, 11, 22),
    ),
    Shape(
        name="technology site with a note of where the draft came from",
        html=f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>智慧城管平台上线电子围栏 - 科技 - 澜贝塔.COM</title></head><body><div class="cnb-nav"><a>首页</a><a>科学</a></div><div class="cnbeta-article-wrapper"><header class="title"><h1>智慧城管平台上线电子围栏</h1><div class="meta"><span>2026年03月09日 10:02</span><span>110 次阅读</span><span class="source">稿源：<a href="//x"><span>澜客公园</span></a></span><a class="cm"><em>4</em> 条评论</a></div></header>
<div class="cnbeta-article"><div class="article-summary"><div class="topic"><a><img title="城管"></a></div><p>首批电子围栏覆盖十二条主要街道，越界的餐车会收到一声提醒。</p></div><div class="article-topic"><p>访问：<a>澜东云新客低至1折</a></p></div><div class="article-content" id="artibody">{tagged(told(12, 30, 7, 26))}<p><img src="//static/1.jpg"/></p></div><div class="article-share-code"></div></div><div class="article-vote"><p>对文章打分</p><p>智慧城管平台上线电子围栏</p><p>5 (62%)</p></div><div class="article-relation"><p>相关文章</p></div><div class="tac">声明：本站文章仅代表作者观点</div></div></body></html>""",
        title="智慧城管平台上线电子围栏",
        moment="2026-03-09 10:02",
        source="澜客公园",
        text=("首批电子围栏覆盖十二条主要街道，越界的餐车会收到一声提醒。", *told(12, 30, 7, 26)),
        never=("对文章打分", "条评论", "相关文章", "低至1折"),
    ),
    Shape(
        name="marks that a search engine asked news sites for",
        html=f"""<html><head><meta charset="utf-8"><title>环卫机器人开进背街小巷 - 澜T之家</title></head><body><div id="list"><div class="current_nav"><a>首页</a> > <a>智能时代</a></div><div class="post_title"><h1>环卫机器人开进背街小巷</h1><span id="pubtime_baidu">2026/1/9 9:02:11</span><span id="source_baidu">来源：<a href="/">澜川网信</a></span><span id="author_baidu">作者：<strong>玄隐</strong></span><span id="editor_baidu">责编：<strong>飞白</strong></span><span>评论：<a id="commentcount">23</a></span></div>
<div class="post_content" id="paragraph">{tagged(told(19, 2, 29, 28))}</div><div class="newserror"><p><a>投稿赚金币</a>，<a>我要纠错</a></p></div><div class="newsgrade"><p>本文评分：9.1</p></div><div class="related_buy"><span>相关文章</span><ul><li>关键词：<a>环卫</a></li><li><a href="/1">扫街车学会让行</a></li></ul></div></div><div class="side"><h2>日榜</h2><ul><li><a>夜市账单出炉</a></li></ul></div></body></html>""",
        title="环卫机器人开进背街小巷",
        moment="2026-01-09 09:02",
        source="澜川网信",
        author="玄隐",
        text=told(19, 2, 29, 28),
        never=("投稿赚", "本文评分", "夜市账单"),
    ),
    Shape(
        name="finance portal with an outlet's link behind the time",
        html=f"""<html><head><meta charset="gb2312"><title>地摊经济回潮 谁在受益-财讯频道-澜讯网</title></head><body><div class="nav"><a>首页</a>-<a>财经新闻</a></div><div class="layout mg articleName"><h1>地摊经济回潮 谁在受益</h1><div class="clearfix"><div class="tip fl"><span class="pr20">2026-02-11 08:33:07</span><a href="http://m" target="_blank">长江商报</a> <span>　</span></div><div class="fr">分享到：</div></div></div>
<div class="art_contextBox"><div class="art_context">{tagged(told(0, 3, 26, 30), "<p>　　")}<div style="text-align:right;font-size:12px">（责任编辑：季明 HN666）</div></div><div class="showAll"><a>看全文</a></div><div class="comment"><p>写评论 已有 <em>3</em> 条评论 跟帖用户自律公约</p><p>提 交 还可输入500字</p></div></div><div class="right"><h3>最新评论</h3><div>查看剩下100条评论</div><h3>推荐阅读</h3><ul><li><a>一张网罩住一条江</a></li></ul></div></body></html>""",
        title="地摊经济回潮 谁在受益",
        moment="2026-02-11 08:33",
        source="长江商报",
        author="季明",
        text=told(0, 3, 26, 30),
        never=("看全文", "写评论", "季明", "推荐阅读"),
    ),
    Shape(
        name="securities site that repeats its source below and warns",
        html=f"""<html><head><meta charset="utf-8"><title>环卫一体化订单升温 _ 澜方财富网</title></head><body><div class="top"><span>上证指数：3100.11 2026-11-23 15:00</span></div><div class="newsContent"><h1>环卫一体化订单升温</h1><div class="Info"><div class="time-source"><div class="time">2026年08月25日 07:26</div><div class="source data-source" data-source="证券早报">来源：<img src="logo.png" alt="证券早报" />证券早报</div><div class="AboutCtrl"><p class="cNumShow">33人评论</p></div></div></div>
<div class="b-review">摘要：【环卫一体化订单升温】多个城市把清扫、清运和收费合成一单。</div><div id="ContentBody" class="Body">{tagged(told(2, 19, 30), "<p>　　")}<p class="em_media">（文章来源：证券早报）</p><p class="res-edit">（责任编辑：DF506）</p><div class="reading"></div></div><div class="c_review"><p>郑重声明：本网发布此信息的目的在于传播更多信息，与本网站立场无关。</p></div><div class="relatedNews"><h3>网友点击排行</h3><ul><li><a>一季度拆违账单</a></li></ul></div></div></body></html>""",
        title="环卫一体化订单升温",
        moment="2026-08-25 07:26",
        source="证券早报",
        text=("摘要：【环卫一体化订单升温】多个城市把清扫、清运和收费合成一单。", *told(2, 19, 30)),
        never=("DF506", "文章来源", "郑重声明", "点击排行"),
    ),
    Shape(
        name="sports site whose source stands in an info line of links",
        html=f"""<html><head><meta charset="utf-8"><title>夜跑的人和扫街的车 - 澜扑新闻</title></head><body><div class="hp-nav"><a>首页</a></div><div class="voice-main"><div class="artical-title"><h1 class="headline">夜跑的人和扫街的车</h1><div class="artical-info"><span class="left"><a class="time" href="#"><span>2026-04-18 22:13:09</span></a> <span class="comeFrom">来源：<a target="_blank" href="http://y">澜川体育</a></span></span><span class="right"><a>回复(12)</a></span></div></div><div class="artical-content"><div class="artical-importantPic"><img src=1></div><div class="artical-content-read"><div class="artical-main-content">{tagged(told(16, 2, 20, 31))}</div></div><div class="editor">（ 编辑：<a>老枪</a> ）</div></div><div class="artical-tag">标签：<a>夜跑</a></div><div class="comment-list"><h3>这些回复亮了</h3><div class="reply"><p>扫街车后面跑步，一路都是水，鞋湿透了，但是路真的干净。</p></div><div class="reply"><p>我们这边凌晨三点就开始扫，声音有点大，能不能换成电动的。</p></div></div></div></body></html>""",
        title="夜跑的人和扫街的车",
        moment="2026-04-18 22:13",
        source="澜川体育",
        author="老枪",
        text=told(16, 2, 20, 31),
        never=("回复(12)", "鞋湿透了", "凌晨三点", "老枪"),
    ),
    Shape(
        name="start-up site drawn from a state with its own field names",
        html="""<!DOCTYPE html><html><head><meta charset="utf-8"><title data-react-helmet="true">共享摊位，一门新生意？-澜氪</title></head><body><div id="app"></div><script>window.initialState={"articleDetail":{"articleDetailData":{"code":0,"data":{"itemId":1100,"widgetTitle":"共享摊位，一门新生意？","summary":"白天是车位，晚上是摊位。","author":"石头","authorId":7,"publishTime":1777771800000,"widgetContent":"<p>白天是车位，晚上是摊位，澜川市南岸区把三处露天停车场的夜间时段租给了摊主。<\\/p><p>运营方介绍，一个摊位一晚收费二十元，含水电和垃圾清运，首月出租率九成。<\\/p><p>法学院教授提醒，公共车位改作他用，应当先走听证程序。<\\/p>","sourceType":"original"}}}}</script></body></html>""",
        title="共享摊位，一门新生意？",
        moment="2026-05-03 09:30",
        source="",
        author="石头",
        text=(
            "白天是车位，晚上是摊位，澜川市南岸区把三处露天停车场的夜间时段租给了摊主。",
            "运营方介绍，一个摊位一晚收费二十元，含水电和垃圾清运，首月出租率九成。",
            "法学院教授提醒，公共车位改作他用，应当先走听证程序。",
        ),
    ),
)
