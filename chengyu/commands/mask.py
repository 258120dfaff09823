"""`chengyu mask`: lines from standard input, written masked to standard output. May import everything."""

import sys

from chengyu.errors import ShellError
from pipeline.privacy import mask


class NotUtf8Error(ShellError):
    """A line of another encoding, in which nothing could be found."""

    def __init__(self, line: int) -> None:
        told = "不是 UTF-8，请先转码，例如 iconv -f GB18030 -t UTF-8"
        super().__init__(f"第 {line} 行{told}；前面的行已写出")


def command() -> None:
    """Mask every line; read and written as UTF-8 wherever this runs."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            sys.stdout.flush()
            raise NotUtf8Error(number) from error
        sys.stdout.buffer.write(mask(text.rstrip("\r\n")).text.encode() + b"\n")
    sys.stdout.buffer.flush()
