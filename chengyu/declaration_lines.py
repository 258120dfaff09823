"""What is wrong with a declaration (sources.toml, layouts.toml, settings.toml), in Chinese. Imports nothing of ours."""

import re

# The reasons that our own checks, pydantic and tomllib give, and what a clerk is told instead; \1 is what they name.
_LINES: tuple[tuple[str, str], ...] = (
    (r"Input should be '(.*)'", r"只能写其中一个：\1"),
    (r"Field required", "缺这一项"),
    (r"Unexpected keyword argument|Extra inputs.*", "没有这一项（写错了名字？）"),
    (r"Input should be a valid (?:tuple|list)", '要写成列表，例如 ["…"]'),
    (r"Input should be a valid string", "要写成带引号的文字"),
    (r"Input should be a valid (?:integer|number).*", "要写成数字，不带引号"),
    (r"Input should be a valid boolean.*", "只能写 true 或 false，不带引号"),
    (r"Input should be a (?:dictionary|valid dictionary).*", "要另写一段，用方括号开头"),
    (r"needed by kind (\w+)", r'kind = "\1" 的来源要有这一段'),
    (r"not for kind (\w+)", r'kind = "\1" 的来源没有这一段'),
    (r"not beside comments", "不能和 comments 一起写"),
    (r"not a regular expression: (.*)", r"不是正则表达式：\1"),
    (r"not an http address with \{id\}: (.*)", r"要写成带 {id} 的 http:// 或 https:// 网址，现在是“\1”"),
    (r"not an http address: (.*)", r"要写成 http:// 或 https:// 开头的网址，现在是“\1”"),
    (r"needed with \{next\}.*", "地址里写了 {next} 才写，写了就要有"),
    (r"not a pattern with one group: (.*)", r"要写成恰好有一对括号的正则表达式，现在是“\1”"),
    (r"not one of (.*)", r"没有这一项；可用：\1"),
    (r"not a selector: (.*)", r"不是 CSS 选择器或 XPath：\1"),
    (r"needed", "缺这一项"),
    (r"declared already", "这个代号已经用了：换一个代号；要重写，先在文件里删掉原来那几段"),
    (r"no such field", "没有这一项"),
    (r"day first and month first.*", "“日在前”和“月在前”的写法不能同时写"),
    (r"not a table with a name.*", "代号只能用小写字母、数字、下划线，以字母开头"),
    (r"Cannot declare \('(.*?)',?\) twice \(at line (\d+).*", r"第 \2 行：[\1] 这一段写了两次"),
    (r"Cannot overwrite a value \(at line (\d+).*", r"第 \1 行：同一项写了两次"),
    (r".*\(at line (\d+), column (\d+)\)", r"第 \1 行第 \2 个字起写法不对（引号、方括号、等号要用半角，并且成对）"),
    (r".*\(at end of document\)", "最后一行没有写完（引号、方括号要成对）"),
    (r".*codec can't decode.*", "不是 UTF-8 编码（用记事本另存时，编码选 UTF-8）"),
)


def in_words(wrong: str) -> str:
    """A reason in Chinese; one that is not known stays as it is."""
    wrong = wrong.replace("', '", "、").replace("' or '", "、") if wrong.startswith("Input should be '") else wrong
    for pattern, line in _LINES:
        if found := re.fullmatch(pattern, wrong, re.DOTALL):
            return found.expand(line)
    return wrong
