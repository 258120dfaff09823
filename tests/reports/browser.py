"""Debian's Chromium without a window, driven over its own pipe: what a page does, says and looks like."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from reports.glyphs import font_files

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
_ERRORS = {"Runtime.exceptionThrown", "Log.entryAdded"}


@dataclass(slots=True)
class Page:
    """One open page; `errors` holds everything that its console complained of."""

    writing: int
    reading: int
    session: str = ""
    number: int = 0
    left: bytes = b""
    errors: list[str] = field(default_factory=list)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something and wait for its answer."""
        self.number += 1
        asked: dict[str, Any] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            asked["sessionId"] = self.session
        os.write(self.writing, json.dumps(asked).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self.number:
                assert "error" not in told, told
                return dict(told["result"])
            if told.get("method") in _ERRORS or _complains(told):
                self.errors.append(json.dumps(told["params"], ensure_ascii=False)[:600])

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def open(self, path: Path, width: int, height: int = 900) -> None:
        """Load a file at a width in CSS pixels and wait until its script is done."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=path.as_uri())
        self.run(
            "new Promise(r => { const t = setInterval(() => document.readyState === 'complete' && (clearInterval(t), r()), 20) })"
        )

    def press(self, key: str, code: int, text: str = "") -> None:
        """One key, down and up."""
        fields = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **fields)
        self.call("Input.dispatchKeyEvent", type="keyUp", **fields)

    def picture(self, path: Path) -> None:
        """What the window shows, as PNG."""
        told = self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(told["data"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.left:
            part = os.read(self.reading, 1 << 20)
            assert part, "the browser ended"
            self.left += part
        line, _, self.left = self.left.partition(b"\0")
        return dict(json.loads(line))


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A fresh browser with its profile in `folder`; skips by name where none is installed."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("chromium is not installed: no browser to look at the page with")
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # The browser reads from file 3 and writes to file 4.
    wiring = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
    fonts = folder / "fonts"
    fonts.mkdir()
    for path in font_files():
        (fonts / path.name).symlink_to(path)
    process = subprocess.Popen(
        ["bash", "-c", wiring, program, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
        pass_fds=(theirs_in, theirs_out),
        # The free fonts that the program brings, so that a picture shows Chinese on every machine.
        env=os.environ | {"XDG_DATA_HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield _first_page(Page(ours_out, ours_in))
    finally:
        os.close(ours_out)
        os.close(ours_in)
        process.terminate()
        process.wait(timeout=20)


def _first_page(page: Page) -> Page:
    target = page.call("Target.createTarget", url="about:blank")["targetId"]
    page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log"):
        page.call(f"{domain}.enable")
    return page


def _complains(told: dict[str, Any]) -> bool:
    return told.get("method") == "Runtime.consoleAPICalled" and told["params"]["type"] in {"error", "warning", "assert"}
