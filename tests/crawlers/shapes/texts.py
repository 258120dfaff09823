"""The record of one imitated page and the invented paragraphs that fill such pages. Imports nothing of ours."""

from dataclasses import dataclass

# Traps of the kind real reports hold: dates, outlets, labels and closing words inside running text.
_PARAGRAPHS = """
澜川市城市管理局11月3日召开发布会，通报了今年前十个月市容整治的情况，全市共劝离占道摊贩两千三百余起。
“摊子要有地方摆，路也要有地方走。”局长顾行舟在会上说，疏比堵更管用，今年新辟的便民摊位已有六百四十个。
记者在临江路看到，早市收摊后地面干净，两辆洒水车正沿着非机动车道慢慢驶过。
卖豆腐的周师傅摆摊十一年，他说过去见了执法车就跑，如今扫码登记就能进场，心里踏实多了。
住在三楼的居民则希望收摊时间再早一些，“夏天开着窗，凌晨一点还能听见划拳的声音”。
据《澜川晚报》2025年8月12日报道，该路段曾因油烟扰民被投诉四十余次。
针对油烟问题，执法中队给四十七家烧烤店装上了在线监测，超标三次的停业整改。
整治以来，投诉量下降了近四成，其中夜间噪声类下降最多，占道经营类次之。
一、划定经营区域，明确进退时间
二、压实门前责任，商户互相监督
市人大代表林晚秋认为，管理细则应当公开征求意见，让摊主和住户都能说上话。
下一步，市城管局将把摊位布点图放到网上，市民可以逐一留言。
本网记者了解到，首批电子围栏预计明年3月底前装好，共覆盖十二条主要街道。
法学院教授沈知白提醒，暂扣物品必须当场开具清单，否则程序上站不住脚。
对于个别队员态度生硬的问题，局里表示已经调离两人，并公布了监督电话。
这场持续半年的整治，在不少人看来只是开始。
雨停之后，江边的灯一盏盏亮起来，摊主们把雨布叠好，又开始吆喝。
“我们不是来收摊子的，是来画线的。”中队长罗平一边说，一边把粉笔递给摊主。
按照方案，学校门口一百米内不设摊位，医院周边保留应急车道，其余路段分时开放。
截至10月底，全市共拆除违规广告牌一千一百余块，清理小广告九万多处。
有网友留言说，垃圾桶少了，走半条街找不到地方扔纸杯；也有人点赞环卫工人起得早。
街道办副主任赵小满介绍，社区每周五晚上开一次“板凳会”，摊主、住户和队员面对面坐下来谈。
对此，市城管局回应称，将在人流密集处加设分类垃圾桶二百组，年内完成。
从罚款单到提醒单，一字之差，背后是执法方式的转变。
南岸区先行试点的“首违不罚”清单共有二十一项，涉及店外堆放、占道洗车等轻微情形。
清单实施三个月，南岸区立案数同比减少一半，复议案件为零。
不过也有商户担心标准不一，“这条街不罚，那条街罚，怎么说得清？”
市司法局已着手统一裁量基准，并要求执法记录仪全程开启。
家住柳荫巷的陈奶奶说，巷口的井盖响了大半年，打完热线第二天就有人来修好了。
热线工单显示，城管类诉求平均办结时间由七天缩短到三天半，满意率升至九成一。
业内人士分析，智慧平台能不能用好，关键还在于一线人手够不够。
当晚十点，最后一辆餐车离开划定区域，队员们开始清点垃圾桶。
"""
PARAGRAPHS = tuple(_PARAGRAPHS.strip().split("\n"))


@dataclass(frozen=True, slots=True)
class Shape:
    """One imitated page. `moment` is a day or a day and minute in Shanghai; `text` its paragraphs; `never` what may not be in them."""

    name: str
    html: str
    title: str
    moment: str
    source: str
    text: tuple[str, ...]
    author: str = ""
    url: str = "http://site.example/a.html"
    never: tuple[str, ...] = ()
    encoding: str = "utf-8"


def told(*numbers: int) -> tuple[str, ...]:
    """The numbered paragraphs."""
    return tuple(PARAGRAPHS[n] for n in numbers)


def tagged(texts: tuple[str, ...], opening: str = "<p>", closing: str = "</p>") -> str:
    """Each paragraph between two pieces of markup, a line each."""
    return "\n".join(f"{opening}{text}{closing}" for text in texts)
