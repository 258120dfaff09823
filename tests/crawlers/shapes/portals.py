"""Pages of portals, forums' front pages and blog programs. May import tests.crawlers.shapes.texts."""

from tests.crawlers.shapes.texts import Shape, tagged, told

SHAPES = (
    Shape(
        name="portal with date and source as two marked spans",
        url="https://news.portal.example/c/2026-11-13/doc-inabcde1234567.shtml",
        html=f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>餐车也有身份证了|餐车|城管|澜川市_澜浪新闻</title><meta property="og:title" content="餐车也有身份证了"/><meta property="article:published_time" content="2026-11-13T07:48:02+08:00"/><meta property="article:author" content="澜浪网"/><meta name="mediaid" content="澜川青年报"/></head><body>
<div class="path-search"><div class="path"><a>澜浪新闻</a>&gt;<a>国内新闻</a>&gt; 正文</div></div><h1 class="main-title">餐车也有身份证了</h1><div class="top-bar"><div class="date-source"><span class="date">2026年11月13日 07:48</span> <span class="source"><a class="ent-source" href="http://x">澜川青年报</a></span></div><div class="page-tools"><span>语音播报</span><span>缩小字体</span><span>放大字体</span><span>收藏</span><span>微博</span><span>微信</span><span>分享</span><a>0</a></div></div>
<div class="article" id="article"><p>　　原标题：餐车也有身份证了</p>{tagged(told(28, 29, 12, 31), "<p>　　")}<div class="wap_special"><p>点击进入专题：城市一日</p></div><p class="show_author">责任编辑：郁达 </p></div>
<div class="article-bottom"><div class="keywords"><span>文章关键词：</span><a>餐车</a><a>城管</a></div><div class="blk-related"><a>我要反馈</a></div></div><div class="hot-list"><h3>24小时热文排行</h3><ul><li><a>江水退了</a></li></ul></div></body></html>""",
        title="餐车也有身份证了",
        moment="2026-11-13 07:48",
        source="澜川青年报",
        author="郁达",
        text=told(28, 29, 12, 31),
        never=("原标题", "点击进入", "郁达", "关键词"),
    ),
    Shape(
        name="site of a downloadable program with its default marks",
        html=f"""<html><head><meta charset="gb2312"><title>占道经营怎么罚_城管法规_城管百科</title><meta name="keywords" content="占道"><meta name="description" content="占道经营怎么罚"></head><body><div class="header"><div class="toplinks">[设为首页] [加入收藏]</div></div><div class="place"><strong>当前位置:</strong> <a>主页</a> > <a>城管法规</a> > </div>
<div class="viewbox"><div class="title"><h2>占道经营怎么罚</h2></div><div class="info"><small>时间:</small>2026-03-15 22:10<small>来源:</small>未知 <small>作者:</small>admin  <small>点击:</small>88次</div><div class="intro">占道经营的处罚标准，各地不尽相同。</div><div class="content"><table><tr><td>{tagged(told(24, 25, 13, 27), "　　", "<br />")}</td></tr></table>(责任编辑：admin)</div><div class="dede_pages"><ul class="pagelist"><li><a>1</a></li><li><a href=2.html>2</a></li><li><a>下一页</a></li></ul></div><div class="newdigg"><div class="diggbox digg_good">顶一下</div><div class="diggbox digg_bad">踩一下</div></div><div class="boxoff"><strong>------分隔线----------------------------</strong></div><div class="handle"><div class="context"><ul><li>上一篇：没有了</li><li>下一篇：<a>店外经营的界线</a></li></ul></div></div></div><div class="mt1"><dl class="tbox"><dt><strong>发表评论</strong></dt><dd>请自觉遵守互联网相关的政策法规，严禁发布色情、暴力、反动的言论。</dd></dl></div><div class="footer"><p>Powered by DemoCMS</p></div></body></html>""",
        title="占道经营怎么罚",
        moment="2026-03-15 22:10",
        source="",
        text=told(24, 25, 13, 27),
        never=("分隔线", "顶一下", "自觉遵守", "责任编辑"),
    ),
    Shape(
        name="forum program's front page article",
        html=f"""<html><head><meta charset="utf-8"><title>老街夜市回来了 - 澜川生活 - 澜川热线 - Powered by Discuz!</title></head><body><div id="toptb"><a>设为首页</a><a>收藏本站</a></div><div id="nv"><ul><li><a>门户</a></li><li><a>论坛</a></li></ul></div><div id="wp" class="wp"><div id="pt" class="bm cl"><a>澜川热线</a> › <a>门户</a> › <a>澜川生活</a> › 查看内容</div>
<div id="ct" class="ct2 wp cl"><div class="mn"><div class="bm vw"><div class="h hm"><h1 class="ph">老街夜市回来了 </h1><p class="xg1">2026-2-28 20:15<span class="pipe">|</span> 发布者: <a href="u">阿木</a><span class="pipe">|</span> 查看: <em id="_viewnum">5120</em><span class="pipe">|</span> 评论: 12<span class="pipe">|</span>来自: 澜川晚报</p></div><div class="s"><div><strong>摘要</strong>: 停了三年的老街夜市，二十八日晚重新亮灯。</div></div><div class="d"><table><tr><td id="article_content">{tagged(told(16, 17, 20, 4, 31), "", "<br /><br />")}</td></tr></table><div id="click_div"><table><tr><td><a>路过</a></td><td><a>雷人</a></td><td><a>握手</a></td><td><a>鲜花</a></td><td><a>鸡蛋</a></td></tr></table></div><div class="o cl bm2"><a>收藏</a><a>分享</a><a>邀请</a></div><div class="pren pbm cl"><em>上一篇：<a>桥头的灯</a></em></div></div></div><div id="comment" class="bm"><h3>最新评论</h3><dl><dt>小河 2026-3-1 09:00</dt><dd>终于等到这一天，晚上再也不用绕路买烤冷面了，支持。</dd></dl></div></div></div></div></body></html>""",
        title="老街夜市回来了",
        moment="2026-02-28 20:15",
        source="澜川晚报",
        author="阿木",
        text=told(16, 17, 20, 4, 31),
        never=("雷人", "烤冷面", "摘要", "查看内容"),
    ),
    Shape(
        name="blog program's theme with its own meta line",
        html=f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>垃圾桶去哪儿了 &#8211; 澜川观察</title><meta property="article:modified_time" content="2026-07-09T08:00:00+00:00"/></head><body class="post-template-default single single-post"><header class="site-header"><p class="site-title"><a>澜川观察</a></p><nav class="main-navigation"><ul><li><a>首页</a></li><li><a>街谈</a></li></ul></nav></header>
<main><article class="post-812 post type-post hentry category-street"><header class="entry-header"><h1 class="entry-title">垃圾桶去哪儿了</h1><div class="entry-meta"><span class="posted-on">发表于 <time class="entry-date published" datetime="2026-07-01T12:30:00+00:00">2026年7月1日</time><time class="updated" datetime="2026-07-09T08:00:00+00:00">2026年7月9日</time></span> <span class="byline">由 <span class="author vcard"><a class="url fn n">南风</a></span></span> <span class="comments-link"><a>4 条评论</a></span></div></header><div class="entry-content">{tagged(told(20, 22, 4, 11))}</div><footer class="entry-footer"><span class="cat-links">分类：<a>街谈</a></span><span class="tags-links">标签：<a>垃圾桶</a></span></footer></article>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">文章导航</h2><a>上一篇文章 三轮车的路权</a></nav><div id="comments" class="comments-area"><h2>《垃圾桶去哪儿了》有4个想法</h2><ol><li><article><p>我们小区门口那个去年就撤了，至今没有说法，打电话也没人管。</p></article></li></ol><div id="respond"><h3>发表回复</h3><p>您的邮箱地址不会被公开。 必填项已用 * 标注</p></div></div></main><aside class="widget-area"><h2>近期文章</h2><ul><li><a>三轮车的路权</a></li></ul></aside><footer>自豪地采用WordPress</footer></body></html>""",
        title="垃圾桶去哪儿了",
        moment="2026-07-01",
        source="",
        author="南风",
        text=told(20, 22, 4, 11),
        never=("有4个想法", "至今没有说法", "发表回复", "近期文章"),
    ),
    Shape(
        name="provincial portal with reporter and editor around the stamp",
        html=f"""<html><head><meta charset="utf-8"><title>工单七天变三天半 - 南岸 - 红澜网</title></head><body><div class="nav"><a>红澜网首页</a><a>市州</a></div><div class="detail"><div class="title"><h1>工单七天变三天半</h1><div class="info"><span>来源：红澜网</span> <span>作者：简宁 叶知秋</span> <span>编辑：程远</span> <span>2026-11-12 17:45:10</span></div><div class="sk-share">时刻新闻<br>—分享—</div></div><article class="detail_article_content" id="mainContent">{tagged(told(28, 29, 22, 30), "<p>　　")}<p>　　来源：红澜网</p><p>　　作者：简宁 叶知秋</p><p>　　编辑：程远</p></article><div class="statement"><p>本文为南岸站原创文章，转载请附上原文出处链接和本声明。</p><p>本文链接：https://na.example/content/1.html</p></div><div class="ad"><a>阅读下一篇</a></div><div class="list"><h3>评论推荐</h3><div class="comment">红澜网友：办得真快，给南岸点个大大的赞，希望其他区也学一学。</div></div></div><div class="backtop">返回市州首页</div></body></html>""",
        title="工单七天变三天半",
        moment="2026-11-12 17:45",
        source="红澜网",
        author="简宁 叶知秋",
        text=told(28, 29, 22, 30),
        never=("程远", "本文链接", "大大的赞", "时刻新闻"),
    ),
    Shape(
        name="industry portal whose headline holds the date line",
        html=f"""<html><head><meta charset="utf-8"><title>环卫车电动化提速 - 行业资讯 - 中环卫网</title></head><body><div class="crumbs"><a>首页</a><span>&gt;</span><a>资讯</a></div><div id="Article"><h1>环卫车电动化提速<br /><span>2026-01-20 08:08:08&nbsp;&nbsp;&nbsp;来源：环卫之窗&nbsp;&nbsp;&nbsp;评论：<a href="#c">0</a> 点击：<span id="hits">31</span></span></h1><div class="summary">今年全市将更换电动环卫车三百辆。</div><div class="content">{tagged(told(2, 19, 12, 30), "<p>&nbsp;&nbsp;&nbsp; ")}</div><p class="f14"><strong>上一篇：</strong><a>扫帚也要进博物馆</a><br /><strong>下一篇：</strong><a>压缩站下沉</a></p><div class="Article-Tool">分享到：</div></div><div class="bk10"></div><div class="box"><h5>相关资讯</h5></div></body></html>""",
        title="环卫车电动化提速",
        moment="2026-01-20 08:08",
        source="环卫之窗",
        text=told(2, 19, 12, 30),
        never=("扫帚也要", "点击", "评论"),
    ),
)
