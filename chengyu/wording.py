"""Chinese words for the outcomes that stages count. Imports nothing of ours."""

SCORE_OUTCOME_ZH = {
    "scored": "已评分",
    "empty_text": "没有文字",
    "no_words": "没有可读的文字",
    "bad_json": "行格式错误",
    "no_id": "缺少编号",
    "bad_title": "标题不是文字",
    "bad_text": "正文不是文字",
}
