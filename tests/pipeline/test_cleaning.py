"""Cleaning, in a table of what sources write and what is left to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning import clean, comparable, own_words, readable, simplified


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        ("凭啥啊//@卖花的：城管又来了", "凭啥啊"),
        ("气死我了 // @某人:全文//@另一人:更早", "气死我了"),
        ("回复@夜班小杨:我也听到了", "我也听到了"),
        ("@[用户] 来看看这条路", "来看看这条路"),
        ("#夜市油烟# 又开始了 http://w.yy/Kq7Fa", "夜市油烟 又开始了"),
        ("【夜市整治启动】今晚起不得出店", "夜市整治启动 今晚起不得出店"),
        ("【望澜日报】今晚起不得出店", "今晚起不得出店"),
        ("本报讯（记者 林舟）昨日清晨，环卫工上街", "昨日清晨，环卫工上街"),
        ("正文一段。\n责任编辑：方禾\n", "正文一段。"),
        ("正文一段。（责任编辑：方禾）", "正文一段。"),
        ("看图O网页链接收起全文d", "看图"),
        ("点赞！ //w.yy/EG0cAEC", "点赞！"),
        ("看视频t.cn/AbCd12，太吵了", "看视频 ，太吵了"),
        ("原文 weibo.com/123/xyz 和 https://w.yy/a 里都有", "原文 和 里都有"),
        ("照片来自http:t.cn/AbCd12 又来了", "照片来自 又来了"),
        ("详见mp.weixin.qq.com/s/Kq7Fa_3?x=1#rd", "详见"),
        ("资料在pan.example.com.cn:8080/s/1 提取码w7", "资料在 提取码w7"),
        ("（T.CN/AbCd12）又来了", "又来了"),
        ("离工地3.5km/小时限速5，1.5/2.0倍，每晚23.00/24.00", "离工地3.5km/小时限速5，1.5/2.0倍，每晚23.00/24.00"),
        ("附件1.doc/附件2.xls、e.g./i.e. 都打不开", "附件1.doc/附件2.xls、e.g./i.e. 都打不开"),
        ("在weibo.com上发了，www打头的网址也登不上", "在weibo.com上发了，www打头的网址也登不上"),
        ("路燈壞了三個月，沒人來脩", "路灯坏了三个月，没人来修"),
        ("１２３４５热线　ＡＢＣ", "12345热线 ABC"),
        ("好样的👍🏻太吵了😡", "好样的[赞]太吵了[怒]"),
        ("一行\r\n\r\n\t二行  三", "一行\n二行 三"),
        ("A&amp;B<br/>C<p class='x'>D</p>", "A&B\nC\nD"),
        ("零\u200b宽\ufeff字\u202e符", "零宽字符"),
        ("著名的后里街，乾隆年间", "著名的后里街，乾隆年间"),
        ("气死我了／／＠某人：全文", "气死我了"),
        ("＃夜市＃又开始了", "夜市 又开始了"),
        ("3#、5#楼之间的空地", "3#、5#楼之间的空地"),
        ("@望澜市城市管理执法支队请来管一管，文庙街的夜市占道又扰民", "管，文庙街的夜市占道又扰民"),
        ("回复 @夜班小杨 ：我也听到了", "我也听到了"),
        ("澜海网望澜5月6日电（记者 林舟）环卫工上街", "望澜 环卫工上街"),
        ("夜市开张 望澜晚报9月11日讯（记者林舟/文）环卫工上街", "夜市开张 环卫工上街"),
        ("记者：城管几点上班？\n队长：八点。", "记者：城管几点上班？\n队长：八点。"),
        ("正文一段。\n责任编辑 方禾", "正文一段。"),
        ("正文一段。责任编辑：方禾", "正文一段。"),
        ("正文一段【责任编辑：方禾】", "正文一段"),
        ("桥修好了L望澜台新闻频道的秒拍视频", "桥修好了"),
        ("LED屏坏了L望澜日报的微博视频", "LED屏坏了"),
        ("桥修好了（分享自 @望澜日报）", "桥修好了"),
        ("看图 http://w.yy/Kq7Fa 组图共9张", "看图"),
        ("以後於路邊擺攤", "以后于路边摆摊"),
        ("又是这样🤡🚧", "又是这样[小丑脸]"),
        ("1️⃣ 占道 2️⃣ 油烟", "1 占道 2 油烟"),
        ("转发微博", ""),
        ("", ""),
    ],
)
def test_what_is_left(raw: str, left: str) -> None:
    assert clean(raw) == left


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        ("他看著我，拿著喇叭，站著不動", "他看着我，拿着喇叭，站着不动"),
        ("工地吵得睡不著", "工地吵得睡不着"),
        ("對著作業發愁", "对着作业发愁"),
        ("著名景點、學術著作、效果顯著、成績卓著、臭名昭著", "著名景点、学术著作、效果显著、成绩卓著、臭名昭著"),
        ("原著、專著、論著、名著、土著、編著者", "原著、专著、论著、名著、土著、编著者"),
        ("魯迅著《吶喊》，著有《彷徨》", "鲁迅著《呐喊》，著有《彷徨》"),
        ("特徵明顯，徵求意見，象徵意義", "特征明显，征求意见，象征意义"),
        ("宮商角徵羽，變徵之聲", "宫商角徵羽，变徵之声"),
        ("據瞭解，一目瞭然，簡單明瞭", "据了解，一目了然，简单明了"),
        ("登上瞭望塔", "登上瞭望塔"),
        ("找藉口，藉此機會，憑藉經驗，藉著酒勁", "找借口，借此机会，凭借经验，借着酒劲"),
        ("一片狼藉，得到慰藉", "一片狼藉，得到慰藉"),
    ],
)
def test_a_character_that_simplified_texts_hold_too_is_read_in_its_word(raw: str, left: str) -> None:
    assert clean(raw) == left


@given(st.text(max_size=300))
def test_any_text_can_be_cleaned(text: str) -> None:
    assert "\n\n" not in clean(text)
    assert clean(text) == clean(text).strip()


@given(st.text(max_size=100))
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_comparable_keeps_only_what_copies_share() -> None:
    assert comparable("城管，又来了！ OK 12_") == comparable("城管又来了ok12")


def test_readable_keeps_the_words() -> None:
    assert readable("甲 &lt;乙&gt;\t 丙\n\n丁") == "甲 <乙> 丙\n丁"


def test_a_list_of_pieces_of_other_articles_says_nothing_of_its_own() -> None:
    piece = "...走访了澜东区环保局，得知污水的原因...[] "
    assert own_words("青河黑臭", piece * 4) == "青河黑臭"
    assert own_words("", piece * 4) == piece * 4
    assert own_words("青河黑臭", piece + "……等了三年……没人管……还是臭……") == piece + "……等了三年……没人管……还是臭……"
