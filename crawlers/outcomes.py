"""Every way in which one address or row can end, by name. Imports nothing."""

from enum import StrEnum


class Outcome(StrEnum):
    """The single named end of one address, item or row in the collect stage.

    LISTED is a page that was read well and holds no post of its own, only entries, each with an end of its own;
    FAILED is a fault of the program, not of the page.
    """

    STORED = "stored"
    LISTED = "listed"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    TOO_SHORT = "too_short"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    NO_TITLE = "no_title"
    NO_BODY = "no_body"
    OFF_WINDOW = "off_window"
    BAD_ROW = "bad_row"
    ROBOTS = "robots"
    LOGIN_REQUIRED = "login_required"
    REFUSED = "refused"
    HTTP_404 = "http_404"
    HTTP_4XX = "http_4xx"
    HTTP_429 = "http_429"
    HTTP_5XX = "http_5xx"
    TIMEOUT = "timeout"
    CUT_OFF = "cut_off"
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    NOT_HTML = "not_html"
    BAD_JSON = "bad_json"
    REDIRECT_LOOP = "redirect_loop"
    PRIVATE_ADDRESS = "private_address"
    CONNECTION_FAILED = "connection_failed"
    FAILED = "failed"


OUTCOME_ZH = {
    Outcome.STORED: "已采集",
    Outcome.LISTED: "列表页已读",
    Outcome.DUPLICATE: "重复地址或编号",
    Outcome.UNCHANGED: "未变化",
    Outcome.TOO_SHORT: "正文过短",
    Outcome.NO_DATE: "无日期",
    Outcome.BAD_DATE: "日期无法识别",
    Outcome.NO_TITLE: "无标题",
    Outcome.NO_BODY: "无正文",
    Outcome.OFF_WINDOW: "不在时间范围",
    Outcome.BAD_ROW: "行格式错误",
    Outcome.ROBOTS: "robots 不允许",
    Outcome.LOGIN_REQUIRED: "需要登录",
    Outcome.REFUSED: "对方拒绝",
    Outcome.HTTP_404: "页面不存在",
    Outcome.HTTP_4XX: "请求被拒(4xx)",
    Outcome.HTTP_429: "请求过多(429)",
    Outcome.HTTP_5XX: "对方服务器错误",
    Outcome.TIMEOUT: "超时",
    Outcome.CUT_OFF: "传输中断",
    Outcome.TOO_LARGE: "页面过大",
    Outcome.UNDECODABLE: "无法解码",
    Outcome.NOT_HTML: "不是网页",
    Outcome.BAD_JSON: "接口数据损坏",
    Outcome.REDIRECT_LOOP: "循环跳转",
    Outcome.PRIVATE_ADDRESS: "内网地址",
    Outcome.CONNECTION_FAILED: "连接失败",
    Outcome.FAILED: "程序出错",
}
