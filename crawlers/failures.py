"""From a failed request to its named outcome. May import crawlers.addresses, middlewares and outcomes."""

import re
from collections.abc import Sequence

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError

from crawlers.addresses import PrivateAddressError
from crawlers.middlewares import RobotsError, RobotsUnreadError
from crawlers.outcomes import Outcome

_BY_CLASS: Sequence[tuple[type[BaseException], Outcome]] = (
    (RobotsError, Outcome.ROBOTS),
    (PrivateAddressError, Outcome.PRIVATE_ADDRESS),
    (DownloadTimeoutError, Outcome.TIMEOUT),
    (ResponseDataLossError, Outcome.CUT_OFF),
    (DownloadCancelledError, Outcome.TOO_LARGE),
    (CannotResolveHostError, Outcome.CONNECTION_FAILED),
    (DownloadConnectionRefusedError, Outcome.CONNECTION_FAILED),
    (DownloadFailedError, Outcome.CONNECTION_FAILED),
    (OSError, Outcome.CUT_OFF),  # a compressed body that ends too soon
)
# Weibo's interfaces answer 432 to whoever is not logged in.
_BY_STATUS = {
    401: Outcome.LOGIN_REQUIRED,
    403: Outcome.REFUSED,
    404: Outcome.HTTP_404,
    410: Outcome.HTTP_404,
    429: Outcome.HTTP_429,
    432: Outcome.LOGIN_REQUIRED,
}
_PASSWORD = re.compile(rb"""<input[^>]{0,300}type\s*=\s*["']?password""", re.IGNORECASE)
_TITLE, _PARTS, _HEAD = re.compile(r"<title[^>]*>([^<]{1,100})", re.IGNORECASE), re.compile(r"[-_|｜—–·\s]+"), 20_000
_LOGIN_NAME = re.compile(
    r"\w{0,8}(?:登录|登陆|登入|身份认证|login|log ?in|sign ?in)(?:页面?|中心|界面)?", re.IGNORECASE
)
_LOGIN = re.compile(r"//(?:passport|login|sso|auth)\.|/(?:login|signin|sso|passport|visitor)\b", re.IGNORECASE)


def outcome_of_failure(failure: BaseException | None) -> Outcome:
    """The outcome of a request that gave no readable answer."""
    if isinstance(failure, RobotsUnreadError):
        return outcome_of_failure(failure.reason)
    if isinstance(failure, HttpError):
        return outcome_of_status(failure.response.status)
    found = next((outcome for cls, outcome in _BY_CLASS if isinstance(failure, cls)), None)
    if found is not None:
        return found
    if isinstance(failure, IgnoreRequest) and "redirect" in str(failure):
        return Outcome.REDIRECT_LOOP
    return Outcome.TOO_LARGE if isinstance(failure, IgnoreRequest) else Outcome.CONNECTION_FAILED


def outcome_of_status(status: int) -> Outcome:
    """The outcome of an answer with a status other than 200."""
    if status >= 500:
        return Outcome.HTTP_5XX
    return _BY_STATUS.get(status, Outcome.REDIRECT_LOOP if status in range(300, 400) else Outcome.HTTP_4XX)


def led_to_login(response: Response) -> bool:
    """Whether a request ended at a page that asks for an account: by its address, or by its own name and form."""
    redirected = response.request is not None and response.request.meta.get("redirect_urls")
    return bool(redirected and _LOGIN.search(response.url)) or _is_login_form(response)


def _is_login_form(response: Response) -> bool:
    """Whether a page with a field for a password calls itself a login; others have one in a box that nobody opened."""
    if not (isinstance(response, TextResponse) and _PASSWORD.search(response.body)):
        return False
    title = _TITLE.search(response.text[:_HEAD])
    return title is not None and any(_LOGIN_NAME.fullmatch(part.strip()) for part in _PARTS.split(title[1]))
