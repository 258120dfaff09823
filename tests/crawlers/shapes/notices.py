"""Notices, tables and signed papers of offices. May import tests.crawlers.shapes.texts."""

from tests.crawlers.shapes.texts import Shape, tagged, told

_RULES = (
    "各有关单位：",
    "为做好冬季清雪工作，现将有关事项通知如下。",
    "一、及时响应。降雪开始后一小时内，各责任单位应当组织人员上路。",
    "二、明确范围。主次干道由环卫部门负责，背街小巷由街道负责，门前由商户负责。",
    "三、严禁抛洒。未经批准不得向绿地倾倒含融雪剂的积雪。",
    "联系人：市城管局市容科 联系电话：0000-1234567",
)

SHAPES = (
    Shape(
        name="notice set in two lines and signed in numerals",
        html=f"""<html><head><meta charset="utf-8"><title>澜川市城市管理局</title></head><body><div class="top"><a>网站首页</a><a>通知公告</a></div><div class="main"><h1>澜川市城市管理局<br>关于做好冬季清雪工作的通知</h1><div class="content">{tagged(_RULES)}<p align="right">澜川市城市管理局</p><p align="right">二〇二六年十一月二日</p></div><div class="fj">附件：<a href=1.xls>清雪责任表.xls</a></div></div><div class="bottom">主办：澜川市城市管理局</div></body></html>""",
        title="澜川市城市管理局关于做好冬季清雪工作的通知",
        moment="2026-11-02",
        source="",
        text=(*_RULES, "澜川市城市管理局", "二〇二六年十一月二日"),
        never=("责任表", "主办"),
    ),
    Shape(
        name="fields in square brackets under the headline",
        html=f"""<html><head><meta charset="utf-8"><title>南岸区：垃圾桶撤并听民意_区县动态_澜川市政府门户网站</title></head><body><div class="weizhi">您现在的位置：<a>首页</a> > <a>区县动态</a></div><div class="show"><h2>南岸区：垃圾桶撤并听民意</h2><p class="tool">发布日期：[2026-07-22]　来源：[南岸区政府办]　浏览次数：[<span>1024</span>]　字号：[<a>大</a> <a>中</a> <a>小</a>]</p><div class="txt">{tagged(told(20, 22, 21, 11), "<div>　　", "</div>")}</div><p>[<a>打印</a>] [<a>关闭</a>]</p></div></body></html>""",
        title="南岸区：垃圾桶撤并听民意",
        moment="2026-07-22",
        source="南岸区政府办",
        text=told(20, 22, 21, 11),
        never=("浏览次数", "打印"),
    ),
    Shape(
        name="stamp without a year whose address gives it",
        url="https://www.lanxian.example/zwgk/202608/t20260805_99812.html",
        html=f"""<html><head><meta charset="utf-8"><title>澜县：夜巡不打烊--澜县人民政府</title></head><body><div class="p"><a>首页</a>-<a>部门动态</a></div><div class="x"><h1>澜县：夜巡不打烊</h1><h5><span>08-05 21:40</span> <span>县综合执法局</span></h5><div class="n">{tagged(told(31, 17, 14, 6))}</div></div><div class="b"><a>上一篇：晨扫记</a></div></body></html>""",
        title="澜县：夜巡不打烊",
        moment="2026-08-05 21:40",
        source="县综合执法局",
        text=told(31, 17, 14, 6),
        never=("晨扫记",),
    ),
    Shape(
        name="report with a table of figures inside",
        html=f"""<html><head><meta charset="utf-8"><meta name="PubDate" content="2026/10/12 08:30:00"><meta name="ContentSource" content="市统计局"><meta name="ArticleTitle" content="三季度市容投诉情况通报"><title>三季度市容投诉情况通报</title></head><body><div class="crumb"><a>首页</a></div><h1 class="ttl">三季度市容投诉情况通报</h1><div class="sub"><span>时间：2026-10-12 08:30</span></div><div id="zoomcon">{tagged(told(7, 29))}<table><tr><td>类别</td><td>件数</td></tr><tr><td>占道经营</td><td>812</td></tr><tr><td>油烟噪声</td><td>640</td></tr></table>{tagged(told(28, 11))}</div><script>document.write("来源：某某")</script></body></html>""",
        title="三季度市容投诉情况通报",
        moment="2026-10-12 08:30",
        source="市统计局",
        text=(*told(7, 29), "类别", "件数", "占道经营", "812", "油烟噪声", "640", *told(28, 11)),
    ),
    Shape(
        name="hospital site whose menu holds prose",
        html=f"""<html><head><meta charset="utf-8"><title>我院与城管开展联合清洁行动-医院新闻-澜川市第二医院</title></head><body><div class="intro-pop"><p>澜川市第二医院始建于1951年，是一所集医疗、教学、科研、预防、保健于一体的三级综合医院。</p></div><div class="ny"><div class="ny-l"><ul><li><a>医院新闻</a></li><li><a>媒体关注</a></li></ul></div><div class="ny-r"><div class="InfoTitle"><h1>我院与城管开展联合清洁行动</h1></div><div class="info2">来源：院办公室　　作者：杜仲　　发布时间：2026-04-09　　点击量：<span id=h>311</span></div><div class="InfoContent">{tagged(told(2, 18, 19, 21), "<p><span>　　", "</span></p>")}</div></div></div><div class="ft"><p>医院地址：澜川市健康路2号　急救电话：0000-120</p><p>总访问量：1234567</p></div></body></html>""",
        title="我院与城管开展联合清洁行动",
        moment="2026-04-09",
        source="院办公室",
        author="杜仲",
        text=told(2, 18, 19, 21),
        never=("始建于", "急救电话", "点击量"),
    ),
    Shape(
        name="mailbox answer with question above",
        html="""<html><head><meta charset="utf-8"><title>关于柳荫巷路灯不亮的答复-互动交流-澜川市政府网</title></head><body><div class="bread"><a>首页</a>&gt;<a>互动交流</a></div><div class="xq"><h1>关于柳荫巷路灯不亮的答复</h1><p class="time">发布时间：2026-11-06 15:02　来源：市城管局</p><div class="cont"><p>来信内容：柳荫巷中段三盏路灯已有两周不亮，老人晚上出门不便，请尽快维修。</p><p>答复内容：您好，来信收悉。经查，三盏路灯因线缆受潮跳闸，市照明中心已于11月5日更换线缆并恢复照明。</p><p>感谢您对城市管理工作的关心和支持。</p></div></div><div class="pf"><p>您对本次答复是否满意？</p><a>满意</a><a>不满意</a></div></body></html>""",
        title="关于柳荫巷路灯不亮的答复",
        moment="2026-11-06 15:02",
        source="市城管局",
        text=(
            "来信内容：柳荫巷中段三盏路灯已有两周不亮，老人晚上出门不便，请尽快维修。",
            "答复内容：您好，来信收悉。经查，三盏路灯因线缆受潮跳闸，市照明中心已于11月5日更换线缆并恢复照明。",
            "感谢您对城市管理工作的关心和支持。",
        ),
        never=("是否满意",),
    ),
    Shape(
        name="old text in one preformatted block",
        html=f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312"><TITLE>清扫保洁责任制实施记</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><CENTER><FONT SIZE=5><B>清扫保洁责任制实施记</B></FONT></CENTER><CENTER>（2009-03-11　澜川建设报　辛夷）</CENTER><HR><PRE>
    {chr(10).join("    " + t for t in told(2, 19, 6, 15))}
</PRE><HR><A HREF=index.htm>返回目录</A></BODY></HTML>""",
        title="清扫保洁责任制实施记",
        moment="2009-03-11",
        source="澜川建设报",
        text=told(2, 19, 6, 15),
        never=("返回目录",),
    ),
)
