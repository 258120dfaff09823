"""`chengyu score`: stage 3 over the database, or over JSON Lines without one. May import everything."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from chengyu.config import Settings, load_settings, office_folder
from chengyu.console import Advance, progress, say, say_counts
from chengyu.errors import MissingFileError, ShellError, WrongUseError
from chengyu.wiring import ARTIFACTS, chosen_model, database, named_model, office_settings
from chengyu.wording import SCORE_OUTCOME_ZH
from models import linear
from models.lines import score_lines
from models.parallel import score_lines_by
from models.processes import ProcessDiedError, processors
from models.registry import LoadedModel
from pipeline.database import unscored_count
from pipeline.score import ScoreReport, model_label
from pipeline.score import score as score_posts

# Bytes, some 80,000 posts: starting another process costs a second, which is what scoring as many takes.
LARGE = 20_000_000
# More would wait for the one process that reads and writes.
MOST_PROCESSES = 4


def command(
    model: Annotated[str, typer.Option("--model", help="模型名；不写则用通过检验的最准的一个")] = "",
    input_file: Annotated[Path | None, typer.Option("--input", help="不用数据库：逐行读这个 JSON Lines 文件")] = None,
    output_file: Annotated[Path | None, typer.Option("--output", help="与 --input 合用：结果写到这个文件")] = None,
) -> None:
    """Score the database, or one file."""
    if (input_file is None) != (output_file is None):
        raise WrongUseError("--input 和 --output 必须同时给出")
    if input_file and output_file:
        score_file(input_file, output_file, named_model(model or _by_size(input_file)))
        return
    settings = load_settings()
    say_scores(score_database(settings, model))


def _by_size(input_file: Path) -> str:
    """The fast model's name for a file of more lines than the settings leave to the usual one, else an empty one."""
    settings = office_settings()
    limit = settings.file.linear_above if settings else 0
    if not limit or not input_file.is_file():
        return ""
    with input_file.open("rb") as lines:
        if sum(1 for _ in islice(lines, limit + 1)) <= limit:
            return ""
    say(f"评分：超过 {limit} 行（设置 linear_above），用 {linear.NAME}；要别的请写 --model")
    return linear.NAME


def score_database(settings: Settings, model: str) -> ScoreReport:
    """Score every post that the model has not seen."""
    loaded = chosen_model(settings, model)
    with database(settings) as opened:
        waiting = unscored_count(opened, model_label(loaded))
        with progress("评分", waiting) as advance:
            return score_posts(opened, loaded, settings.now, advance)


def say_scores(report: ScoreReport) -> None:
    """Print what was scored."""
    if not report.posts:
        say(f"评分：模型 {report.model}，没有还未评过的条目")
        return
    counts = {SCORE_OUTCOME_ZH.get(name, name): n for name, n in report.outcomes.items()}
    say_counts(f"评分：模型 {report.model}，本次 {report.posts} 条：", counts)


def score_file(input_file: Path, output_file: Path, model: LoadedModel) -> None:
    """Score a file line by line; the output appears whole or not at all."""
    if not input_file.is_file():
        raise MissingFileError(str(input_file))
    if not output_file.parent.is_dir():
        raise MissingFileError(str(output_file.parent))
    draft = output_file.with_name(f"{output_file.name}.part")
    # None of the records made here points back at itself; looking for such took a tenth of the time.
    gc.disable()
    try:
        with progress("评分") as advance:
            outcomes = _write(input_file, draft, model, advance)
        draft.replace(output_file)
    except ProcessDiedError as error:
        raise ShellError("一个评分进程中断了，多半是内存不够；没有写出任何结果") from error
    finally:
        gc.enable()
        draft.unlink(missing_ok=True)
    say_counts(f"评分：模型 {model_label(model)}，{output_file}：", outcomes)


def _write(input_file: Path, draft: Path, model: LoadedModel, advance: Advance) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    with (
        input_file.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines,
        draft.open("w", encoding="utf-8", newline="\n") as out,
    ):
        for written, judged in _scored(input_file, lines, model):
            out.writelines([f"{line}\n" for line in written])
            outcomes += Counter({"已评分": judged, "无法评分": len(written) - judged})
            advance("", len(written))
    return outcomes


def _scored(input_file: Path, lines: Iterable[str], model: LoadedModel) -> Iterator[tuple[list[str], int]]:
    processes = min(processors(), MOST_PROCESSES)
    if processes == 1 or input_file.stat().st_size < LARGE:
        return score_lines(lines, model.score, model_label(model))
    folders = (ARTIFACTS, office_folder() / "models")
    return score_lines_by(processes, lines, model.name, folders, model_label(model))
