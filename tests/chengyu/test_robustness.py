"""What goes wrong around `chengyu store`: one Chinese line each, nothing half stored, and the next run finishes."""

import os
import resource
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from chengyu.commands.store import store_lines
from chengyu.config import load_settings
from chengyu.errors import ShellError
from pipeline import intake
from pipeline.database import HEAD, open_database
from tests.chengyu.conftest import Call, on_both, on_server
from tests.conftest import ROOT
from tests.pipeline.databases import SERVER, fresh_postgres
from tests.pipeline.posts import a_post, write_raw

FILES, LINES = 3, 60
Store = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def raw_files(office: Path) -> None:
    for part in range(FILES):
        posts = [a_post(n) for n in range(part * LINES + 5, (part + 1) * LINES + 5)]
        write_raw(office, f"forum/{part}.jsonl", posts)


@pytest.fixture
def store(raw_files: None) -> Store:  # noqa: ARG001 (it must be there before)
    """Run `chengyu store` as a process of its own, after `before` was called in it."""

    def run(
        before: Callable[[], None] | None = None, url: str = "", through: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"CHENGYU_DATABASE_URL": url}
        command = [*through, sys.executable, "-m", "chengyu", "store"]
        return subprocess.run(
            command, cwd=ROOT, env=environment, preexec_fn=before, capture_output=True, text=True, check=False
        )  # fmt: skip

    return run


def stored(url: str) -> dict[str, int]:
    """Posts by raw file."""
    db = open_database(url)
    try:
        with db.read() as connection:
            rows = connection.execute(text("SELECT raw_file, count(*) FROM posts GROUP BY raw_file")).all()
    finally:
        db.close()
    return dict(rows)


def assert_whole_files(url: str) -> None:
    assert set(stored(url).values()) <= {LINES}


def assert_one_line(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 1
    assert done.stderr.startswith("错误：")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def assert_finished(office: Path, url: str) -> None:
    """The next run, in this process, stores what is left."""
    environment = {"CHENGYU_HOME": str(office), "CHENGYU_DATABASE_URL": url}
    store_lines(load_settings(environment | {"CHENGYU_NOW": "2026-11-23T08:00:00+08:00"}))
    assert stored(url) == {f"forum/{part}.jsonl": LINES for part in range(FILES)}


@on_both
@pytest.mark.usefixtures("raw_files")
def test_a_process_that_dies(office: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(path: Path, name: str) -> intake.RawFile:
        for child in active_children():
            child.kill()
        return intake.survey(path, name)

    monkeypatch.setattr(intake, "LARGE", 0)
    monkeypatch.setattr(intake, "processors", lambda: 2)
    monkeypatch.setattr("pipeline.store.survey", kill)
    with pytest.raises(ShellError, match="一行也没有存"):
        assert_finished(office, url)
    assert_whole_files(url)
    monkeypatch.undo()
    assert_finished(office, url)


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [1 << 18, 5 << 16])
def test_a_full_disk(store: Store, office: Path, size: int) -> None:
    url = f"sqlite:///{office / 'chengyu.db'}"
    assert_one_line(store(limited(size)), "数据库")
    assert_whole_files(url)
    assert sum(stored(url).values()) < FILES * LINES
    assert_finished(office, url)


@pytest.mark.parametrize("name", ["chengyu.db", "chengyu.db-wal"])
def test_what_stands_where_the_database_should(store: Store, office: Path, name: str) -> None:
    (office / name).mkdir()
    assert_one_line(store(), "数据库")
    (office / name).rmdir()
    assert_finished(office, f"sqlite:///{office / 'chengyu.db'}")


def test_a_file_that_may_only_be_read(store: Store, office: Path) -> None:
    # The superuser may write every file unless that one power is taken from it.
    bound = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
    url = f"sqlite:///{office / 'chengyu.db'}"
    open_database(url).close()
    (office / "chengyu.db").chmod(0o400)
    assert_one_line(store(through=bound), "数据库现在只能读")
    (office / "chengyu.db").chmod(0o600)
    assert_finished(office, url)


def test_a_file_that_is_no_database(store: Store, office: Path) -> None:
    (office / "chengyu.db").write_bytes("这不是数据库".encode() * 1000)
    assert_one_line(store(), "数据库")
    (office / "chengyu.db").unlink()
    assert_finished(office, f"sqlite:///{office / 'chengyu.db'}")


@on_both
def test_a_database_of_a_newer_version(store: Store, office: Path, url: str) -> None:
    open_database(url).close()
    ordered(url, "UPDATE alembic_version SET version_num = '9' || version_num")
    assert_one_line(store(url=url), f"更新的版本建立（9{HEAD}）")
    ordered(url, "UPDATE alembic_version SET version_num = substr(version_num, 2)")
    assert_finished(office, url)


def ordered(url: str, *commands: str) -> None:
    """Order something of a database, of whatever version."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for command in commands:
            connection.execute(text(command))
    engine.dispose()


@on_server
def test_a_server_that_takes_no_writes(store: Store, office: Path, url: str) -> None:
    name = url.rpartition("/")[2]
    ordered(url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    assert_one_line(store(url=url), "数据库现在只能读")
    ordered(SERVER, f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    assert_finished(office, url)


@on_server
def test_an_account_that_may_not_write(store: Store, office: Path, url: str) -> None:
    reader = f"reader_{uuid.uuid4().hex[:12]}"
    ordered(url, f"CREATE ROLE {reader} LOGIN", f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}")
    try:
        done = store(url=url.replace("//postgres@", f"//{reader}@"))
    finally:
        ordered(url, f"DROP OWNED BY {reader}", f"DROP ROLE {reader}")
    assert_one_line(done, "数据库账号的权限不够")
    assert_finished(office, url)


# The server's own word for a full disk, while the second file is stored.
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON posts
  FOR EACH ROW WHEN (NEW.raw_file = 'forum/1.jsonl') EXECUTE FUNCTION full_disk();
"""


@on_server
def test_a_server_with_a_full_disk(store: Store, office: Path, url: str) -> None:
    ordered(url, FULL)
    assert_one_line(store(url=url), "could not extend file")
    assert stored(url) == {"forum/0.jsonl": LINES}
    ordered(url, "DROP FUNCTION full_disk CASCADE")
    assert_finished(office, url)


@on_both
@pytest.mark.usefixtures("raw_files")
def test_two_at_once(office: Path, url: str) -> None:
    command = [sys.executable, "-m", "chengyu", "store"]
    environment = os.environ | {"CHENGYU_DATABASE_URL": url}
    children = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [child.wait(timeout=120) for child in children] == [0, 0]
    assert_finished(office, url)


@on_both
@pytest.mark.usefixtures("raw_files")
@pytest.mark.parametrize("files", [0, 1])
def test_killed_in_the_middle(office: Path, url: str, files: int) -> None:
    open_database(url).close()
    command = [sys.executable, "-m", "chengyu", "--verbose", "store"]
    environment = os.environ | {"CHENGYU_DATABASE_URL": url}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        seen = -1  # the first line of the log tells that it began
        while seen < files and (line := child.stderr.readline()):
            seen += seen < 0 or "stored forum" in line
        time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert_whole_files(url)
    assert_finished(office, url)


CUT = """
import sys
from sqlalchemy import create_engine, text
from chengyu.cli import main
from pipeline import database
server = create_engine(sys.argv.pop(1), isolation_level="AUTOCOMMIT")
name, whole, calls = sys.argv.pop(1), database.save_posts, []
def cut(connection, rows):
    whole(connection, rows)
    calls.append(1)
    if len(calls) == 2:
        with server.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :n"), {"n": name})
database.save_posts = cut
main()
"""


@pytest.mark.usefixtures("raw_files")
def test_a_connection_lost_in_the_middle(office: Path) -> None:
    if not SERVER:
        pytest.skip("CHENGYU_TEST_POSTGRES is not set: no PostgreSQL server to test on")
    with fresh_postgres() as db:
        url = db.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
        server = SERVER.replace("postgresql://", "postgresql+psycopg://", 1)
        command = [sys.executable, "-c", CUT, server, str(db.engine.url.database), "store"]
        environment = os.environ | {"CHENGYU_DATABASE_URL": url}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert_one_line(done, "数据库")
        assert stored(url) == {"forum/0.jsonl": LINES}
        assert_finished(office, url)


@pytest.mark.usefixtures("raw_files")
def test_a_raw_file_that_is_cut_short(call: Call, office: Path) -> None:
    raw = office / "raw" / "forum" / "0.jsonl"
    whole = raw.read_bytes()
    raw.write_bytes(whole[:-20])
    assert "半行（写入中断） 1" in call("store").out
    raw.write_bytes(whole)
    assert_finished(office, f"sqlite:///{office / 'chengyu.db'}")


def test_the_server_is_not_there(store: Store) -> None:
    assert_one_line(store(url="postgresql://127.0.0.1:1/none"), "数据库")
