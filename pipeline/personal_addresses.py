"""Takes out of an address what it says of a person: the values of parameters such as tel and name. Imports checksums."""

import re
from urllib.parse import unquote_plus

from pipeline.checksums import id_checksum_holds

# What always speaks of somebody, and what does so where Chinese is written: ?name=index is a page.
_PERSONAL = re.compile(
    r"tel|(?:tele|cell)?phone|mobile|shouji|sjh|dianhua|lxdh|idcard|idno|sfzh?|certno|email|qq|wechat|weixin|openid|addr(?:ess)?"
)
_NAMING = re.compile(r"(?:user|real|true|nick)?name|xm|xingming|contact|linkman|lxr|nick|author")
_PARAMETER = re.compile(r"(?<=[?&;])([^=&;#?/]{1,40})=([^&;#]+)")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}")
_ID = re.compile(r"[1-9][0-9]{16}[0-9Xx]")
# GBK and UTF-8 alike: every Chinese character begins with such a byte.
_CHINESE = re.compile(r"[一-鿿]|%[89A-Fa-f]")


def without_person(url: str) -> str:
    """The address with * for each value that names a person or a number of one; any other is what it was."""
    return _PARAMETER.sub(_parameter, url) if "=" in url else url


def _parameter(found: re.Match[str]) -> str:
    name, value = found[1].lower(), found[2]
    plain = unquote_plus(value).strip()
    is_number = _MOBILE.fullmatch(plain) is not None or (_ID.fullmatch(plain) is not None and id_checksum_holds(plain))
    is_told = _PERSONAL.fullmatch(name) or (_NAMING.fullmatch(name) and _CHINESE.search(value))
    return f"{found[1]}=*" if is_number or is_told else found.group()
