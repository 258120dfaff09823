"""Pages whose dates, outlets and titles lead astray. May import tests.crawlers.shapes.texts."""

from tests.crawlers.shapes.texts import Shape, tagged, told

SHAPES = (
    Shape(
        name="weather, clock and other stories' dates around the one date",
        html=f"""<html><head><meta charset="utf-8"><title>河边垂钓点重开 - 澜西新闻</title></head><body><div class="tq">2026年11月23日 星期一 农历十月十五 多云转晴 3℃/14℃</div><div class="gd"><ul><li><a>一周菜价</a> 2026-11-22</li><li><a>地铁检修</a> 2026-11-21</li></ul></div><div class="art"><h1>河边垂钓点重开</h1><div class="zz">文章来源：澜西融媒 | 更新时间：2026-10-03 12:00 | 发布时间：2026-10-01 09:30 | 阅读：56</div><div class="nr">{tagged(told(16, 2, 12, 15))}</div></div><div class="xg"><b>看过本文的还看过</b><ul><li><a>鱼汛来了</a><span>2026-09-30</span></li></ul></div><div class="bq">Copyright 2001-2026 澜西新闻</div></body></html>""",
        title="河边垂钓点重开",
        moment="2026-10-01 09:30",
        source="澜西融媒",
        text=told(16, 2, 12, 15),
        never=("鱼汛来了", "还看过"),
    ),
    Shape(
        name="site's name in the first heading and the headline in the third",
        html=f"""<html><head><meta charset="utf-8"><title>澜城头条 - 澜川本地新闻门户</title></head><body><h1 class="logo">澜城头条</h1><h2 class="slogan">澜川人的头条</h2><div class="content-box"><h3 class="art-tit">旧衣回收箱去哪儿了</h3><div class="art-inf"><em>2026-06-27 11:11</em><em>澜城头条记者 苍耳</em></div><div class="art-con">{tagged(told(20, 22, 12))}</div></div><div class="rank"><h3>排行榜</h3><ol><li><a>高温津贴怎么发</a></li></ol></div></body></html>""",
        title="旧衣回收箱去哪儿了",
        moment="2026-06-27 11:11",
        source="澜城头条",
        author="苍耳",
        text=told(20, 22, 12),
        never=("高温津贴", "排行榜"),
    ),
    Shape(
        name="title cut short by the page's own name",
        html=f"""<html><head><meta charset="utf-8"><title>澜川发布市容管理新规：沿街商铺外摆须先备案，违者最高可罚..._澜川之窗</title></head><body><ul class="m"><li><a>首页</a></li></ul><div class="d"><div class="d-title">澜川发布市容管理新规：沿街商铺外摆须先备案，违者最高可罚两千元</div><div class="d-meta">澜川之窗 · 2026.08.30 16:20 · 3分钟读完</div><div class="d-main">{tagged(told(24, 26, 27, 11))}<p class="d-src">来源丨澜川发布</p><p>编辑丨佩兰</p></div></div></body></html>""",
        title="澜川发布市容管理新规：沿街商铺外摆须先备案，违者最高可罚两千元",
        moment="2026-08-30 16:20",
        source="澜川之窗",
        author="佩兰",
        text=told(24, 26, 27, 11),
        never=("佩兰", "分钟读完"),
    ),
    Shape(
        name="body that tells where its facts come from",
        html=f"""<html><head><meta charset="utf-8"><title>桥下空间怎么用-澜论-澜评网</title></head><body><div class="y"><h1>桥下空间怎么用</h1><p class="y1">2026-12-05 08:00:00 来源：澜评网</p><div class="y2"><p>据新华社2024年3月2日报道，外地已有把桥下空间改成球场的先例，数据来源：住建部门年报。</p>{tagged(told(10, 13, 27))}<p>作者：一名普通市民的儿子，这样的落款也曾出现在意见簿上。</p>{tagged(told(15))}</div><p class="y3">作者系澜川大学教师　甘草</p></div><div class="y4">更多评论请关注澜评网公众号</div></body></html>""",
        title="桥下空间怎么用",
        moment="2026-12-05 08:00",
        source="澜评网",
        text=(
            "据新华社2024年3月2日报道，外地已有把桥下空间改成球场的先例，数据来源：住建部门年报。",
            *told(10, 13, 27),
            "作者：一名普通市民的儿子，这样的落款也曾出现在意见簿上。",
            *told(15),
        ),
        never=("公众号",),
    ),
    Shape(
        name="public account page that fills its fields by script",
        html=f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title><meta property="og:title" content="今晚八点，老街亮灯"><meta property="og:article:author" content="澜东发布"><meta name="author" content="茯苓"></head><body id="activity-detail"><div class="rich_media_area_primary"><h1 class="rich_media_title" id="activity-name">今晚八点，老街亮灯</h1><div id="meta_content"><span id="copyright_logo">原创</span><span class="rich_media_meta">茯苓</span><a id="js_name">澜东发布</a><em id="publish_time"></em></div><div class="rich_media_content" id="js_content" style="visibility: hidden;"><p>点击上方蓝字关注我们</p>{tagged(told(16, 17, 31), "<section><p><span>", "</span></p></section>")}<p>来源：澜东区融媒体中心</p><p>一审：张三丰</p><p>二审：李四光</p><p>点分享 点点赞 点在看</p></div></div><div class="rich_media_area_extra"><p>预览时标签不可点</p><p>微信扫一扫关注该公众号</p></div><script>var create_time = "1777771800" * 1; var nickname = htmlDecode("澜东发布");</script></body></html>""",
        title="今晚八点，老街亮灯",
        moment="2026-05-03 09:30",
        source="澜东发布",
        author="茯苓",
        text=told(16, 17, 31),
        never=("蓝字关注", "一审", "预览时", "扫一扫"),
    ),
    Shape(
        name="page whose source is a picture with a name",
        html="""<html><head><meta charset="utf-8"><title>雪后第一扫帚_图文_澜拍网</title></head><body><div class="g"><h1>雪后第一扫帚</h1><div class="g1"><a href="/media/7"><img src="m7.png" alt="澜川日报"></a> <span>2026-01-08 10:10</span></div><div class="g2"><p><img src="1.jpg"></p><p>1月8日清晨，环卫工人在临江路清雪。</p><p><img data-src="2.jpg" src="blank.gif"></p><p>扫出的第一条路通向小学门口，孩子们排着队走过。</p><p>天亮以后，主干道已能看见黑色的路面。</p></div><div class="g3">猜你喜欢<a>雾中的桥</a></div></div></body></html>""",
        title="雪后第一扫帚",
        moment="2026-01-08 10:10",
        source="澜川日报",
        text=(
            "1月8日清晨，环卫工人在临江路清雪。",
            "扫出的第一条路通向小学门口，孩子们排着队走过。",
            "天亮以后，主干道已能看见黑色的路面。",
        ),
        never=("猜你喜欢", "雾中的桥"),
    ),
)
