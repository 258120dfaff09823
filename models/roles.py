"""Who does what to whom, as far as word order tells: classes of words in a clause, and their order. Imports nothing of ours.

A bag of n-grams says the same of 城管打小贩 and 小贩打城管. Here each word that tells something about city management is
replaced with its class; what counts is the order of classes within a clause and between clauses, and, for each verb of
harm or help, who stands where its doer and its victim stand, with 被 and 把 turned round.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

# Code of a class: its words. A word has one class.
LEXICON: Final = {
    "O": (
        "城管 城管们 城管员 城管局 城管队 城管队员 城管队伍 城管部门 协管 协管员 协管队员 执法人员 执法员 "
        "执法者 执法队 执法队员 执法局 执法车 执法部门 队员 队员们 中队 大队 支队 分队 中队长 大队长 副队长 "
        "队长 制服 红袖章 拆迁队 拆迁人员 拆迁办 强拆队 市政 城管执法 行政执法 综合执法 执法 巡查员 管理员 "
        "督查 督导员 劝导员 临时工 城市管理 捕犬队 征收办 城建 稽查 稽查队"
    ),
    "B": (
        "局长 副局长 科长 副科长 处长 副处长 所长 副所长 主任 副主任 干部 领导 官员 书记 党组 市长 区长 "
        "原局长 负责人 纪委 公职人员 党员"
    ),
    "W": ("环卫工 环卫工人 环卫 保洁 保洁员 清洁工 清扫工 养护工 养护 抢修队 抢修 工人 维修工"),
    "V": (
        "小贩 小贩们 摊贩 摊贩们 商贩 商贩们 摊主 菜农 瓜农 果农 菜贩 瓜贩 果贩 鱼贩 游商 货郎 小商贩 "
        "店主 店家 老板 老板娘 商户 业户 店员 摊商 水果贩 卖菜 卖瓜 卖花 卖艺 摆摊 经营者 掌柜 匠 违建户 "
        "屋主 户主 拆迁户 钉子户"
    ),
    "C": (
        "居民 居民们 市民 市民们 老人 老人家 大爷 大妈 大叔 大姐 大娘 阿姨 老太 老太太 奶奶 爷爷 婆婆 "
        "老汉 老头 老伯 大伯 孕妇 男子 女子 男人 女人 司机 车主 业主 住户 村民 路人 行人 群众 学生 "
        "大学生 孩子 小孩 儿童 记者 骑手 骑车人 外卖员 外卖 母亲 父亲 妈妈 爸爸 我妈 我爸 顾客 女孩 男孩 "
        "姑娘 小伙 小伙子 青年 盲人 残疾人 老百姓 百姓 家属 邻居 乘客 失主 女士 先生 夫妻 夫妇 老两口 "
        "父子 母子 妻子 丈夫 儿子 女儿 女童 男童 摩的 外地人 村妇 农民 农妇 民工 游客 醉汉 歹徒 保安 "
        "店长 丐 乞丐 流浪汉 街坊 当事人 围观者 目击者 租客"
    ),
    "H": (
        "打 打伤 打死 打人 殴打 暴打 毒打 痛打 群殴 围殴 殴 殴伤 推 推倒 推搡 推翻 推下 踢 踢翻 踢飞 "
        "踹 踹翻 踹倒 砸 砸烂 砸毁 砸伤 砸死 砸坏 打砸 掀 掀翻 掀摊 抢 抢走 抢夺 夺走 夺 拖 拖行 拖拽 "
        "拽 拉扯 撕 撕扯 撕破 撕坏 撕毁 掐 勒 咬 咬伤 撞 撞倒 撞伤 撞死 撞击 撞飞 摔 摔伤 摔碎 摔倒 "
        "扇 耳光 巴掌 拳 拳头 拳脚 拳打脚踢 抡 抡起 捅 捅伤 捅死 刺 刺伤 刺死 砍 砍伤 砍死 扎 扎伤 "
        "打断 打瞎 打破 打掉 打晕 打昏 打残 追打 追砍 追赶 追 泼 烧伤 烫伤 喷 喷射 挥拳 挥刀 动手 下手 "
        "出手 还手 厮打 扭打 揪 揪住 扭 反拧 铐 压 按倒 按在 摁 摁倒 绑 捆 围攻 围住 围堵 袭击 施暴 "
        "行凶 报复 骂 辱骂 谩骂 大骂 恐吓 威胁 暴力 虐待 强拆 逼 驱赶 驱逐 撵 轰 没收 抄走 收走 扣 "
        "扣走 扣押 拦 堵 闯 硬闯 破门 踩 踩烂 碾压 碾 毁 毁坏 伤 伤人 揍 绊 绊倒 戳 抓伤 抓破 顶撞 "
        "冲撞 辗 吐口水 抽打 鞭打 棍 棍棒 木棍 铁棍 吊打 敲 敲打 拳击 搡 甩 甩开 甩到 架走 扯 扯坏 拧 "
        "敲诈 勒索 纠缠 撂倒 扑倒 打倒 击打 击中 打中 打碎 打烂 打坏 砸向 砸中 砸碎 扔 扔掉 扔下 丢弃 "
        "拆毁 铲平 夺过 强行 赶走 赶 冲突 重伤 轻伤 血 流血"
    ),
    "P": (
        "扶 扶起 搀扶 搀 救 救起 救人 救出 抢救 救助 救援 帮 帮忙 帮助 帮扶 送 送医 送回 送到 送去 "
        "送还 归还 还给 护送 护 保护 背起 背 抬 抬起 拉出 挡住 找回 找到 捡到 递 递水 撑伞 打伞 借 让 "
        "修好 疏通 清理 清运 慰问 看望 陪 安抚 照顾 照看 指路 解围 拉开 劝开 送水 关心 关怀 捐 捐款 "
        "资助 垫付 守护 守住 搭 搭手 搭建 施救 急救 按压 搬 代缴 上门 送药 援手 伸手 相助 救治 营救 "
        "安置 引导 疏导 帮着 帮教"
    ),
    "D": (
        "谣言 辟谣 造谣 不实 不属实 系谣 谣传 传谣 误读 误传 误会 澄清 编造 捏造 虚构 摆拍 合成 拼接 "
        "剪辑 旧闻 假消息 失实 诽谤 假 冒充 冒用 反转 清白 传言 传闻 网传 纯属 子虚乌有 不存在 无依据 "
        "嫁接 移花接木 断章取义 自导自演 恶意 剧本 证伪 讹传 造假"
    ),
    "T": (
        "属实 证实 坐实 确有 确认 承认 曝光 真的 真相 曝 实锤 亲眼 目击 视频 监控 录像 记录仪 属 查实 "
        "通报 警方 经查 查明 核实 调查"
    ),
    "N": (
        "没 没有 未 不 无 不是 并非 并未 并没有 从未 从没 不曾 未曾 别 勿 莫 非 毫无 绝无 决不 绝不 "
        "不再 不会 不用 不必 不能 没能 未能 没法 无法 没人 无人 没有人 没谁 谁都 未见 不见 没见 不了 "
        "从不 不让 不肯 拒 拒绝 拒收 拒不"
    ),
    "E": ("被 遭 遭到 遭受 遭遇 受 挨 叫 由 惨遭 为 教"),
    "A": ("把 将 对 向 朝 给 替 为了 拿 用 与 和 跟 往 对着 冲"),
    "G": (
        "终于 已 已经 彻底 干净 整洁 畅通 安静 整齐 好转 改善 见效 解决 修复 完工 消失 绝迹 不见了 亮 "
        "清澈 变清 通了 宽敞 当天 当晚 当场 立即 立刻 马上 连夜 第一时间 很快 迅速 及时 隔天 次日 两天 "
        "小时 分钟 半小时 一小时 保持 稳定 稳住 长效 坚持 达标 合格 清零 下降 减少 少 少了 实现 一新 "
        "焕然一新 舒心 放心 安心 准时 落实 办结 有序 规范 不吵 方便 便民 便利 受益 入室"
    ),
    "X": (
        "又 再 再次 反弹 回潮 回流 复燃 死灰复燃 回来 回来了 卷土重来 依旧 依然 照样 照旧 仍 仍然 还 "
        "还是 还在 仍旧 至今 迟迟 一直 天天 每天 夜夜 年年 屡 屡禁 屡禁不止 屡次 多次 反复 一阵风 老样子 "
        "复原 还原 继续 照 变本加厉 没几天 几天 半月 没两天 多年 几年 半年 三年 长期 常年 总是 老是 次次 "
        "一次次 第几次 重现 重返 冒 冒出 冒头 越来越 更多"
    ),
    "I": (
        "不管 没人管 无人管 推诿 踢皮球 扯皮 敷衍 拖延 搪塞 不理 不理睬 置之不理 不作为 石沉大海 杳无音信 "
        "没下文 无果 没回音 失职 懒政 装聋作哑 视而不见 熟视无睹 形同虚设 摆设 走过场 应付 糊弄 互推 推脱 "
        "推卸 无门 漠视 管不了 不归 转办 已转办 没用 白搭 走形式 等了 没等到 坐视 占线 甩锅 背锅 洗地 "
        "呵呵"
    ),
    "K": (
        "受贿 贪污 贪腐 腐败 行贿 索贿 索要 收钱 收受 红包 好处费 回扣 挪用 侵吞 套取 敛财 私卖 倒卖 "
        "私分 渎职 滥用职权 包庇 保护伞 吃拿卡要 保护费 乱收费 乱罚款 罚款 罚单 指标 创收 醉驾 酒驾 赌博 "
        "打牌 违纪 违法 徇私 关系户 勾结 分成 购物卡 通风报信"
    ),
    "J": (
        "获刑 判刑 被捕 逮捕 刑拘 拘留 被拘 落马 双开 开除 撤职 免职 停职 辞退 解聘 解除 处分 问责 追责 "
        "立案 查处 被查 通报批评 起诉 受审 判 判处 批捕 诫勉 记过 清退 移送 移交 自首 警告 被罚 罚 依法"
    ),
    "Z": (
        "感谢 谢谢 感恩 点赞 赞 称赞 表扬 好评 锦旗 致谢 道谢 暖心 温暖 温情 温度 感动 敬佩 致敬 可敬 "
        "辛苦 满意 高兴 开心 支持 拥护 鼓掌 叫好 好样 好样的 优秀 模范 先进 立功 表彰 获奖 真好 真棒 "
        "贴心 负责 认真 敬业 耐心 热心 文明 文明执法 人性化 柔性 服务 厉害 佩服 喜人 漂亮 高效 效率 给力 "
        "英雄 最美 喜提 恭喜 辛勤 自豪 文明城市 为人民服务 羡慕 骄傲 用心 温柔"
    ),
    "S": ("道歉 致歉 赔偿 赔礼 整改 纠正 退还 反思 鞠躬 公开 公布 公示 培训 自查 主动"),
    "U": (
        "乱 脏 臭 吵 噪音 噪声 油烟 熏 呛 垃圾 堵 占 占道 违建 污水 积水 淹 塌 坑 坏 坏了 黑 破 烂 "
        "满地 成堆 堆积 异味 恶臭 扰民 睡不着 无法入睡 受不了 痛苦 害 危险 隐患 摔断 漏 停水 停电 断"
    ),
    "Y": ("可怜 心疼 心酸 不容易 活路 生计 养家 糊口 讨生活 何苦 于心何忍 求饶 痛哭 哭 跪 下跪 哀求 弱势 底层 谋生"),
    "M": (
        "整治 治理 取缔 检查 执法检查 专项 清理整治 巡查 劝导 规范化 行动 拆除 拆 查 处罚 管 管理 改造 "
        "投诉 举报 反映 报修"
    ),
    "F": (
        "游戏 电影 电视剧 小说 演员 动漫 剧情 剧透 主角 歌词 球队 球迷 玩家 桌游 npc 直播间 弹幕 段子 "
        "梦 梦见 像 好像 似的 股票 炒股 演出 剧组 国外 美国 日本 韩国 印度 群主 猫"
    ),
    "Q": (
        "“ ” ‘ ’ 「 」 doge 微笑 呵呵 哈哈 哈哈哈 鼓掌 狗头 吃瓜 允悲 二哈 挖鼻 费解 滑稽 捂脸 "
        "笑哭 所谓 好一个 果然 居然 竟然 竟 名不虚传 名副其实 不愧 果真 原来 倒是 岂不 难道 愣是 多么"
    ),
}
CLASSES: Final = tuple(LEXICON)
_CLASS_OF: Final = {word: code for code, words in reversed(LEXICON.items()) for word in words.split()}
_ENDS: Final = frozenset("，。！？；：,.!?;:、\n\x02\x03\x04 …—~")
_STAFF, _PUBLIC = frozenset("OBW"), frozenset("VC")
_ACTORS: Final = _STAFF | _PUBLIC
_DEEDS: Final = frozenset("HP")
# Of a very long text the middle says little that its beginning does not: bounds the pairs of clauses.
MOST_CLAUSES: Final = 24


# A name that fewer texts have says nothing yet.
FEWEST_TEXTS: Final = 3
# Who did what to whom counts more than mere order.
DEED_WEIGHT: Final = 2.0
# In a longer text order says less, so its row is shorter; without this the long letters are judged worse.
FULL_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Roles:
    """The names that are counted, sorted, and the weight of each."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.float32]


def vocabulary(texts: Sequence[Sequence[str]]) -> Roles:
    """The names that enough of the texts have; a text is its words."""
    seen = Counter(name for words in texts for name in set(features(words)))
    names = tuple(sorted(name for name, count in seen.items() if count >= FEWEST_TEXTS))
    return Roles(names, np.array([_weight(name, seen[name], len(texts)) for name in names], dtype=np.float32))


def _weight(name: str, count: int, texts: int) -> float:
    return float(np.log(texts / (1 + count)) + 1) * (DEED_WEIGHT if ">" in name else 1.0)


def matrix(roles: Roles, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    """Square-root counts times weights: shape (texts, names), rows of length 1, less for texts over 40 characters."""
    column = {name: place for place, name in enumerate(roles.names)}
    counted = [Counter(column[name] for name in features(words) if name in column) for words in texts]
    starts = np.cumsum([0, *(len(counts) for counts in counted)])
    columns = np.array([place for counts in counted for place in counts], dtype=np.int64)
    values = np.sqrt([count for counts in counted for count in counts.values()]) * roles.weights[columns]
    rows = sparse.csr_matrix((values.astype(np.float32), columns, starts), shape=(len(texts), len(roles.names)))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    sizes = np.array([sum(map(len, words)) for words in texts])
    scale = np.minimum(1, FULL_LENGTH / np.maximum(sizes, 1)) / np.maximum(lengths, 1e-9)
    return sparse.csr_matrix(sparse.diags(scale.astype(np.float32)) @ rows)


def clauses(words: Iterable[str]) -> list[str]:
    """The classes of the words of each clause, in order, one letter each; clauses without any are left out."""
    found, current = [], ""
    for word in words:
        code = _CLASS_OF.get(word)
        if code:
            current += code
        elif word in _ENDS and current:
            found.append(current)
            current = ""
    found += [current] if current else []
    return found if len(found) <= MOST_CLAUSES else [*found[: MOST_CLAUSES - 4], *found[-4:]]


def features(words: Sequence[str]) -> list[str]:
    """Names of what the order of the words says; a name holds classes alone, never a word."""
    found = clauses(words)
    names = [name for clause in found for name in _within(clause)]
    names += [f"{left}/{right}" for one, two in combinations(found, 2) for left in set(one) for right in set(two)]
    if found:
        names += [f"first {code}" for code in found[0]] + [f"last {code}" for code in found[-1]]
    return [*names, *_deeds(found)]


def _within(clause: str) -> Iterator[str]:
    yield from (f"{left}{right}" for left, right in combinations(clause, 2))
    yield from ("".join(three) for three in zip(clause, clause[1:], clause[2:], strict=False))


def _deeds(found: Sequence[str]) -> Iterator[str]:
    subject = "?"
    for number, clause in enumerate(found):
        for place, code in enumerate(clause):
            if code in _DEEDS:
                doer, victim = _doer_and_victim(clause, place, subject)
                denied = "-" if "N" in clause[:place] else ""
                yield f"{doer}>{denied}{code}>{victim}"
                yield f"{doer}>{denied}{code}>{victim} {min(number, 2)}"
        actors = [_side(code) for code in clause if code in _ACTORS]
        subject = actors[0] if actors else subject


def _side(code: str) -> str:
    return "staff" if code in _STAFF else "public"


def _doer_and_victim(clause: str, place: int, subject: str) -> tuple[str, str]:
    """Sides of the doer and the victim of the deed at `place`; `subject` stands in where the clause names none before."""
    before, after = clause[:place], clause[place + 1 :]
    turned = max(before.rfind("E"), before.rfind("A"))
    outer = [_side(code) for code in before[: max(turned, 0)] if code in _ACTORS] or [subject]
    inner = [_side(code) for code in before[turned + 1 :] if code in _ACTORS]
    later = [_side(code) for code in after if code in _ACTORS] or ["?"]
    if turned >= 0 and before[turned] == "E":
        return (inner or ["?"])[-1], outer[0]
    if turned >= 0:
        return outer[0], (inner or later)[0]
    return (inner or [subject])[-1], later[0]
