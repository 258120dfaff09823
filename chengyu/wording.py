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

LABEL_OUTCOME_ZH = {
    "added": "新标注",
    "changed": "更正（先前的也留着）",
    "same": "与先前相同",
    "empty": "未填",
    "refused": "不合要求，没有导入",
}
LABEL_FIELD_ZH = {
    "relevant": "相关",
    "sentiment": "态度",
    "tone": "语气",
    "kind": "体裁",
    "issues": "事项",
    "frames": "说法",
}
# The figures that have a floor.
FIGURE_ZH = {
    "sentiment_macro_f1": "态度宏F1",
    "f1_negative": "负面F1",
    "f1_neutral": "中性F1",
    "f1_positive": "正面F1",
    "negative_recall": "负面召回",
    "relevance_f1": "相关F1",
    "issues_micro_f1": "事项F1",
    "frames_micro_f1": "说法F1",
    "ece": "校准误差",
}
