"""Makes the command line library speak Chinese through its own gettext catalogue. Imports nothing of ours."""

import gettext
import os
from pathlib import Path


def speak_chinese() -> None:
    """Bind the default catalogue to ours, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
