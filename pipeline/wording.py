"""Chinese names of what the store stage counts. Imports pipeline.lines."""

import re

from pipeline.lines import UNKNOWN_FIELD, LineOutcome, RefusedLine

LINE_OUTCOME_ZH: dict[str, str] = {
    LineOutcome.STORED: "已入库",
    LineOutcome.STORED_REPRINT: "已入库（转载或复制）",
    LineOutcome.UPDATED: "已有，更新了办理情况或数量",
    LineOutcome.DUPLICATE_ID: "编号重复",
    LineOutcome.DUPLICATE_ADDRESS: "地址重复",
    LineOutcome.FORGOTTEN: "已按要求删除，不再入库",
    LineOutcome.EMPTY_LINE: "空行",
    LineOutcome.HALF_LINE: "半行（写入中断）",
    LineOutcome.BAD_JSON: "不是 JSON",
    LineOutcome.BAD_FIELD: "字段有误",
    LineOutcome.FUTURE_DATE: "日期在未来",
    LineOutcome.TOO_OLD: "日期过早",
    LineOutcome.TOO_LONG: "过长",
    LineOutcome.TOO_SHORT: "没有文字",
}

# By the part of a reason before its colon, as pipeline.sieve gives it.
SIEVED_ZH = {"exclude": "有排除的词", "required": "缺必需的词", "any": "没有一个要找的词", "other_city": "外地城管"}

_UNITS_ZH = {"bytes": "字节", "characters": "字"}


def refused_zh(refused: RefusedLine) -> str:
    """A refused line in words: raw/forum/1.jsonl 第3行：字段有误（url）."""
    detail = "没有这个字段" if refused.refusal.detail == UNKNOWN_FIELD else refused.refusal.detail
    told = re.sub(r" (bytes|characters)$", lambda found: _UNITS_ZH[found[1]], detail)
    why = LINE_OUTCOME_ZH[refused.refusal.outcome] + (f"（{told}）" if told else "")
    return f"raw/{refused.raw_file} 第{refused.line}行：{why}"
