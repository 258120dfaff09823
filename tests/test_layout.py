"""The layout that the design promises: import arrows, file names, first lines, and what may not stand anywhere."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDERS = ("chengyu", "crawlers", "pipeline", "models", "reports", "demo")
ARROWS = {
    "crawlers": {"crawlers"},
    "models": {"models"},
    "pipeline": {"pipeline", "crawlers.post", "crawlers.coverage", "crawlers.outcomes", "models"},
    "reports": {"reports", "pipeline", "models.labels"},
    "demo": {"demo", "crawlers.post", "models.labels"},
    "chengyu": set(FOLDERS),
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "core", "manager"}
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts)
# A path of one machine helps nobody on another.
MACHINE_PATHS = re.compile(r"(?<![\w.}~])/(?:home|root|Users|mnt)/\w+")


def imported(path: Path) -> set[str]:
    """Modules of ours that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS)
def test_imports_point_one_way(folder: str) -> None:
    allowed = ARROWS[folder]
    wrong = {
        (str(path.relative_to(ROOT)), name)
        for path in FILES
        if path.relative_to(ROOT).parts[0] == folder
        for name in imported(path)
        if not any(name == arrow or name.startswith(arrow + ".") for arrow in allowed)
    }
    assert wrong == set()


def test_file_names_say_something() -> None:
    assert [path for path in FILES if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_opening_says_what_a_file_is(path: Path) -> None:
    opening = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert path.read_text(encoding="utf-8").startswith('"""')
    assert path.name == "__init__.py" or re.search(r"[Ii]mports?\b|One (?:spider )?file", opening)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def tracked() -> list[Path]:
    """Every file that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_path_of_one_machine() -> None:
    wrong = []
    for path in tracked():
        if path == Path(__file__) or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        wrong += [(str(path.relative_to(ROOT)), found.group()) for found in MACHINE_PATHS.finditer(text)]
    assert wrong == []


def test_no_model_is_pickled() -> None:
    assert [path for path in tracked() if path.suffix in {".pkl", ".pickle", ".joblib", ".pt", ".bin"}] == []


def test_artifacts_are_small() -> None:
    size = sum(path.stat().st_size for path in (ROOT / "models" / "artifacts").rglob("*") if path.is_file())
    assert size <= 30 * 1024 * 1024
