"""Which characters a paper's fonts can print, and what stands for those they cannot. Imports nothing of ours."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

SANS = "Noto Sans CJK SC"
SERIF = "Noto Serif CJK SC"
# Regular weights only; the SimHei beside them in the package is not free and must not be handed to a renderer.
_FILES = ("NotoSansCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def font_files() -> tuple[Path, ...]:
    """The free Noto files of the mplfonts package."""
    from importlib.util import find_spec

    spec = find_spec("mplfonts")
    folder = Path(str(spec.origin)).parent / "fonts" if spec else Path()
    return tuple(folder / name for name in _FILES)


@cache
def known_glyphs() -> frozenset[int]:
    """Code points that both fonts have."""
    from matplotlib.ft2font import FT2Font

    maps = [set(FT2Font(str(path)).get_charmap()) for path in font_files()]
    return frozenset(set.intersection(*maps))


class Printable:
    """Replaces what has no glyph by a named mark and counts it; `replaced` holds a count for each character."""

    def __init__(self, known: frozenset[int] | None = None) -> None:
        self._known = known_glyphs() if known is None else known
        self.replaced: Counter[str] = Counter()

    def clean(self, text: str) -> str:
        """The text with marks for runs that cannot be printed; controls and joiners are dropped."""
        if all(ord(c) in self._known and c >= " " for c in text):
            return text
        plain = unicodedata.normalize("NFC", text)
        kept = [c for c in plain if (unicodedata.category(c) not in _INVISIBLE and not _is_joiner(c)) or c in "\n\t"]
        return "".join(self._runs(kept))

    def _runs(self, characters: list[str]) -> list[str]:
        done: list[str] = []
        run: list[str] = []
        for character in characters:
            if self._missing(character):
                run.append(character)
                continue
            done += self._mark(run)
            run = []
            done.append(" " if character in "\n\t" else character)
        return done + self._mark(run)

    def _missing(self, character: str) -> bool:
        return ord(character) not in self._known and character not in "\n\t"

    def _mark(self, run: list[str]) -> list[str]:
        if not run:
            return []
        self.replaced.update(run)
        if all(unicodedata.category(c) in {"So", "Sk"} for c in run):
            return [f"〔表情×{len(run)}〕" if len(run) > 1 else "〔表情〕"]
        return [f"〔缺字×{len(run)}〕" if len(run) > 1 else f"〔缺字U+{ord(run[0]):04X}〕"]


def walk(value: object, clean: Callable[[str], str]) -> object:
    """The same JSON value with every string cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: walk(item, clean) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [walk(item, clean) for item in value]
    return value


def _is_joiner(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
