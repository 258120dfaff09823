"""Texts to be labelled as XLSX, CSV or Label Studio tasks, and the filled-in files back as rows. Imports label_cells."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.label_cells import ANNOTATOR, CHOICES, COLUMNS, EMPTY, ID, guess_cells
from pipeline.labelling import Task

SHOWN = (ID, "来源", "日期", "标题", "正文")
_GUESS = "模型："
# A cell that starts so would be run as a formula by a spreadsheet program that opens a CSV file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {ID: 18, "来源": 10, "日期": 11, "标题": 30, "正文": 80}


class LabelFileError(ValueError):
    """A file of labels that cannot be read; the message is one Chinese reason."""


def header() -> list[str]:
    """The columns of a sheet: each field's empty columns, then the model's guess."""
    asked = [name for field, columns, _ in CHOICES for name in (*columns, _guess_column(field))]
    return [*SHOWN, *asked, ANNOTATOR]


def row_of(task: Task) -> dict[str, str]:
    """The cells of one task; what is to be labelled stays empty."""
    guess = guess_cells(task.guess) if task.guess else {}
    shown = dict(zip(SHOWN, (task.post_id, task.source, task.day, task.title, task.text), strict=True))
    return dict.fromkeys(header(), EMPTY) | shown | {_guess_column(field): word for field, word in guess.items()}


def write_tasks(path: Path, tasks: Sequence[Task], form: str) -> None:
    """Write tasks as one of FORMS, whole or not at all; raises OSError."""
    draft = path.with_name(f"{path.name}.part")
    FORMS[form][1](draft, tasks)
    draft.replace(path)


def _guess_column(field: str) -> str:
    return f"{_GUESS}{COLUMNS[field][0].rstrip('一')}"


def _write_xlsx(path: Path, tasks: Sequence[Task]) -> None:
    from xlsxwriter import Workbook

    # Into memory first, so that a file that cannot be written is an OSError and no error of the library's own.
    whole = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with Workbook(whole, options) as book:
        sheet = book.add_worksheet("标注")
        wrap, grey = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"font_color": "#808080"})
        names = header()
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(names):
            sheet.set_column(column, column, _WIDTHS.get(name, 12), grey if name.startswith(_GUESS) else wrap)
        for line, task in enumerate(tasks, 1):
            sheet.write_row(line, 0, row_of(task).values())
        _add_lists(sheet, names, len(tasks))
    path.write_bytes(whole.getvalue())


def _add_lists(sheet: Any, names: Sequence[str], lines: int) -> None:
    for _, columns, words in CHOICES:
        for column in columns if lines else ():
            place = names.index(column)
            rule = {"validate": "list", "source": list(words), "error_title": column, "error_message": "请从列表中选"}
            sheet.data_validation(1, place, lines, place, rule)


def _write_csv(path: Path, tasks: Sequence[Task]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header())
        writer.writeheader()
        writer.writerows({name: _harmless(cell) for name, cell in row_of(task).items()} for task in tasks)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _write_label_studio(path: Path, tasks: Sequence[Task]) -> None:
    rows = [{"data": _studio_data(task)} for task in tasks]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _studio_data(task: Task) -> dict[str, str]:
    # The guess is data to be shown, not a prediction: Label Studio would fill predictions in.
    guess = guess_cells(task.guess) if task.guess else {}
    said = "；".join(word for word in guess.values() if word)
    return {"id": task.post_id, "source": task.source, "day": task.day, "title": task.title} | {
        "text": task.text,
        "guess": f"{_GUESS}{said}" if said else "（盲评：不给模型的看法）",
    }


def studio_config() -> str:
    """The labelling interface for Label Studio."""
    blocks = "".join(_studio_choices(field, columns, words) for field, columns, words in CHOICES)
    shown = '<Header value="$title"/><Text name="text" value="$text"/><Text name="guess" value="$guess"/>'
    return f"<View>{shown}{blocks}</View>\n"


def _studio_choices(field: str, columns: tuple[str, ...], words: tuple[str, ...]) -> str:
    choice = "single" if len(columns) == 1 else "multiple"
    options = "".join(f"<Choice value={quoteattr(word)}/>" for word in words)
    title = f"<Header value={quoteattr(columns[0].rstrip('一'))}/>"
    return f'{title}<Choices name="{field}" toName="text" choice="{choice}">{options}</Choices>'


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row's number as a person sees it (a sheet's first text is row 2) and its cells; raises LabelFileError."""
    readers = {".xlsx": _read_xlsx, ".csv": _read_csv, ".json": _read_label_studio}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise LabelFileError(f"不认识 {path.suffix or path.name}：请用 .xlsx、.csv 或 Label Studio 导出的 .json")
    return list(reader(path))


def _read_xlsx(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise LabelFileError("不是 Excel 工作簿") from error
    lines = [["" if cell is None else str(cell).strip() for cell in line] for line in book.worksheets[0].values]
    book.close()
    yield from _below_header(lines)


def _read_csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel saves CSV in the machine's own code page.
        text = raw.decode("gb18030", errors="replace")
    yield from _below_header([[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text))])


def _below_header(lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    names = list(lines[0]) if lines else []
    if missing := [name for name in (ID, *(columns[0] for columns in COLUMNS.values())) if name not in names]:
        raise LabelFileError(f"第 1 行缺少列：{'、'.join(missing)}")
    for number, line in enumerate(lines[1:], 2):
        if any(line):
            yield number, dict(zip(names, line, strict=False))


def _read_label_studio(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
        for number, task in enumerate(tasks, 1):
            for annotation in task["annotations"]:
                if not annotation.get("was_cancelled"):
                    yield number, {ID: str(task["data"]["id"])} | _studio_cells(annotation)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelFileError("不是 Label Studio 导出的 JSON（请选 JSON，不要选 JSON-MIN）") from error


def _studio_cells(annotation: Mapping[str, Any]) -> dict[str, str]:
    cells = {
        COLUMNS[part["from_name"]][0]: "、".join(part["value"]["choices"])
        for part in annotation["result"]
        if part["from_name"] in COLUMNS
    }
    who = annotation.get("completed_by", "")
    return cells | {ANNOTATOR: str(who.get("email", who.get("id", "")) if isinstance(who, dict) else who)}


# The suffix of each form and what writes it.
FORMS: Mapping[str, tuple[str, Callable[[Path, Sequence[Task]], None]]] = {
    "xlsx": (".xlsx", _write_xlsx),
    "csv": (".csv", _write_csv),
    "label-studio": (".json", _write_label_studio),
}
