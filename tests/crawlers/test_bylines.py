"""Source and author as pages print them."""

from collections.abc import Sequence

import pytest

from crawlers.blocks import Surroundings
from crawlers.bylines import find_author, find_source
from crawlers.metadata import Metadata

NONE = Metadata("夜市搬家记_望澜日报网")


@pytest.mark.parametrize(
    ("above", "below", "metadata", "marked", "source"),
    [
        (["2026-05-03 09:12 来源：望澜日报 作者：林舟"], [], NONE, [], "望澜日报"),
        (["来　源：望澜日报发布时间：2026-05-03"], [], NONE, [], "望澜日报"),
        (["2026年05月03日 08:46　来源：澜海新闻网参与互动 (12)"], [], NONE, [], "澜海新闻网"),
        (["来源 : 澜海客户端 | 2026年05月03日 08:46"], [], NONE, [], "澜海客户端"),
        (["望澜晚报 记者 林舟 编辑 许乔 2026-05-03 09:10"], [], NONE, [], "望澜晚报"),
        (["来源:", "澜海在线", "举报"], [], NONE, [], "澜海在线"),
        (["来源：望澜日报·北桥观察(澜东)"], [], NONE, [], "望澜日报·北桥观察"),
        (["【来源：望澜日报】【字号：大 中 小】"], [], NONE, [], "望澜日报"),
        (["本文来源于澜海商报 2026-05-03 09:47:48"], [], NONE, [], "澜海商报"),
        (["来源：澜海网-《望澜日报》 2026-05-03"], [], NONE, [], "澜海网-《望澜日报》"),
        (["来源：《望澜日报》"], [], NONE, [], "望澜日报"),
        (["来源：澜东发布 选稿：许乔"], [], NONE, [], "澜东发布"),
        (["林舟/望澜日报", "2026-05-03 09:10"], [], NONE, [], "望澜日报"),
        (["2026年05月03日11:30 澜海音乐 我要评论(0)"], [], NONE, [], "澜海音乐"),
        (["2026-05-03 · 北桥街坊说"], [], NONE, [], "北桥街坊说"),
        (["望澜新闻网", "2026-05-03 09:12"], [], NONE, [], "望澜新闻网"),
        (["2026-05-03 09:12", "分享到"], ["本文来源：望澜日报 责任编辑：许乔"], NONE, [], "望澜日报"),
        ([], [], Metadata("", {"contentsource": "市城管局"}), [], "市城管局"),
        ([], [], NONE, ["望澜发布 下载客户端"], "望澜发布"),
        (["来源：原创"], [], NONE, ["望澜发布"], "望澜发布"),
        ([], [], Metadata("", script="var nickname = '澜东发布';"), [], "澜东发布"),
        (["2026-05-03 09:12", "评论 12"], ["相关阅读"], NONE, [], ""),
        (["[ 来　源 ]：望澜日报　[ 作　者 ]：林舟"], [], NONE, [], "望澜日报"),
        (["【来源】望澜日报"], [], NONE, [], "望澜日报"),
        (["2026-05-03 09:12 来自: 望澜晚报"], [], NONE, [], "望澜晚报"),
        (["来源 望澜网 2026-05-03"], [], NONE, [], "望澜网"),
        (["望澜晚报 记者林舟／澜东報導"], [], NONE, [], "望澜晚报"),
        (["05-03 09:12 县综合执法局"], [], NONE, [], "县综合执法局"),
        (["发布时间：2026-05-03 浏览：0"], [], NONE, [], ""),
        (["搬家记", "2026-05-03"], ["供稿：北桥街道办事处"], NONE, [], "北桥街道办事处"),
        ([], [], NONE, ["未名号 未名号 关注"], "未名号"),
        ([], [], Metadata("", linked={"publisher": {"name": "澜闻"}}), [], "澜闻"),
    ],
)
def test_find_source(
    above: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str], source: str
) -> None:
    assert find_source(Surroundings(above, below), metadata, marked) == source


@pytest.mark.parametrize(
    ("above", "body", "below", "metadata", "author"),
    [
        (["来源：望澜日报 作者：林舟 陈渡 2026-05-03"], [], [], NONE, "林舟 陈渡"),
        (["林舟/望澜日报"], [], [], NONE, "林舟"),
        ([], ["正文。", "路通了。（许乔）"], [], NONE, "许乔"),
        ([], ["正文。", "望澜晚报记者 方禾"], [], NONE, "方禾"),
        ([], ["望澜日报讯（记者 林舟）今天上午，队员们在街口劝导。", "完。", "完。"], [], NONE, "林舟"),
        ([], ["正文。", "路通了。（文/图 林舟 陈渡）"], [], NONE, "林舟 陈渡"),
        ([], ["记者从市城管局获悉，夜市将搬迁。"], [], NONE, ""),
        ([], [], ["责任编辑：许乔_NB12"], NONE, "许乔"),
        ([], [], ["【记者】林舟 陈渡"], NONE, "林舟 陈渡"),
        (["作者：林舟 望澜日报网"], [], [], NONE, "林舟"),
        (["作者：admin"], [], ["编辑 许乔"], NONE, "许乔"),
        (["首席记者 方禾"], [], [], NONE, "方禾"),
        ([], [], ["编辑：澜洁环境公司"], NONE, ""),
        ([], [], [], Metadata("", linked={"author": [{"name": "林舟"}]}), "林舟"),
        ([], [], ["责任编辑：NF041"], NONE, ""),
        ([], [], [], Metadata("夜市_望澜日报网", {"author": "望澜日报"}), ""),
        ([], [], [], Metadata("夜市_望澜日报网", {"author": "林舟"}), "林舟"),
    ],
)
def test_find_author(
    above: Sequence[str], body: Sequence[str], below: Sequence[str], metadata: Metadata, author: str
) -> None:
    assert find_author(Surroundings(above, below), body, metadata, []) == author
