"""The cage: strangers' SQL reads the snapshot, and nothing else; and it ends in time."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.make import document, published, report
from warehouse.cage import QueryFailed, Refused, admit, ask
from warehouse.snapshot import Snapshot, connect

ALLOWED = [
    "select 1",
    "SELECT count(*) FROM applications;",
    "-- a comment\nselect 1 -- another",
    "/* a ; comment */ select ';' as semicolon",
    "with a as (select * from reports) select count(*) from a",
    "with recursive t as (select 1 as n union all select n + 1 from t where n < 5) select * from t",
    "from cells limit 1",
    "table regions",
    "values (1), (2)",
    "(select 1) union all (select 2) order by 1",
    "describe applications",
    "describe select year from reports",
    "desc 依申请公开",
    "show tables",
    "show all tables",
    "summarize disputes",
    "summarize select year from reports",
    "explain select * from reports",
    "explain analyze select count(*) from reports",
    "explain (format json) select 1",
    "pivot reports on year in (2021, 2022) using count(*)",
    "select * from (unpivot (select report_id, upheld, corrected from disputes) on upheld, corrected)",
    "select n from range(3) t(n)",
    "select unnest(cells, recursive := true) from findings",
    "select column_name, comment from duckdb_columns() where table_name = 'disputes'",
    "select * from information_schema.tables",
    'select "机关名称", 年度 from 依申请公开',
    "select list_transform([1, 2], lambda x: x + 1)",
    "select year, sum(received) over (order by year) from applications qualify row_number() over () = 1",
]
REFUSED = [
    "",
    " ; ",
    "-- nothing",
    "select 1; select 2",
    "select 1; drop table core.reports",
    "insert into core.reports select * from core.reports",
    "update core.reports set year = 1",
    "delete from core.reports",
    "merge into core.reports a using core.reports b on true when matched then delete",
    "truncate core.reports",
    "create table x as select 1",
    "create temp table reports as select 1 as year",
    "create view x as select 1",
    "create or replace temp macro sum(x) as 0",
    "create secret s (type s3, key_id 'a', secret 'b')",
    "create type t as enum ('a')",
    "alter table core.reports rename to r",
    "comment on view reports is 'x'",
    "drop view reports",
    "copy reports to '/tmp/stolen.csv'",
    "copy (select 1) to '/tmp/stolen.parquet'",
    "copy core.reports from '/etc/passwd'",
    "export database '/tmp/stolen'",
    "import database '/tmp/stolen'",
    "attach '/tmp/other.duckdb' as other",
    "detach other",
    "use main",
    "install httpfs",
    "load httpfs",
    "update extensions",
    "set memory_limit = '100GB'",
    "set global enable_external_access = true",
    "set variable a = 1",
    "reset memory_limit",
    "pragma database_list",
    "pragma enable_profiling",
    "call pragma_version()",
    "call enable_logging()",
    "checkpoint",
    "force checkpoint",
    "vacuum",
    "analyze",
    "begin",
    "commit",
    "prepare p as select 1",
    "execute p",
    "deallocate p",
    "explain insert into core.reports select * from core.reports",
    "explain analyze copy reports to '/tmp/stolen.csv'",
    "explain pragma version",
    "with a as (insert into core.reports select * from core.reports returning 1) select * from a",
    "with a as (delete from core.reports returning 1) select * from a",
    "with a as (update core.reports set year = 1 returning 1) select * from a",
    "select * from (select * from read_csv('/etc/passwd'))",
    "select (select max(content) from read_text('/etc/passwd'))",
    "select 1 where exists (from read_blob('/etc/passwd'))",
    "with a as (from read_json('/etc/passwd')) select * from a",
    "select * from parquet_scan('/tmp/x.parquet')",
    "select * from read_parquet(['/tmp/x.parquet'])",
    "select * from parquet_metadata('/tmp/x.parquet')",
    "select * from glob('/etc/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from read_duckdb('/tmp/x.duckdb')",
    "select * from query('select 1')",
    "select * from query_table('reports')",
    "select * from json_execute_serialized_sql('{}')",
    "select * from duckdb_secrets()",
    "select * from duckdb_settings()",
    "select * from duckdb_databases()",
    "select * from duckdb_logs()",
    "select * from pg_settings",
    "from pragma_database_list",
    "select * from which_secret('a', 's3')",
    "select * from force_checkpoint()",
    "select * from enable_logging()",
    "select * from pandas_scan(1)",
    "select * from python_map_function(1)",
    "describe select * from read_csv('/etc/passwd')",
    "summarize select * from read_csv('/etc/passwd')",
    "explain select * from read_csv('/etc/passwd')",
    "select getenv('HOME')",
    "select GetEnv('HOME')",
    "select main.getenv('HOME')",
    "select current_setting('secret_directory')",
    "select write_log('x')",
    "select " + "abs(" * 900 + "1" + ")" * 900,
    "explain /* a */ copy reports to '/tmp/stolen.csv'",
    "explain (format json) copy reports to '/tmp/stolen.csv'",
    "explain analyze/**/delete from core.reports",
]
FAILING = [
    "select * from '/etc/passwd'",
    "select * from 'tests/warehouse/test_cage.py'",
    "from '/tmp/x.csv'",
    "from 'http://127.0.0.1:1/x.csv'",
    "summarize '/etc/passwd'",
    "describe '/etc/passwd'",
    "select * from outside",
    "select * from previous.main.reports",
    "selec 1",
    "select nonesuch from reports",
    "select getvariable_('x')",
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return published(tmp_path_factory.mktemp("cage"), document("a", report()))


@pytest.fixture
def connection(snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(snapshot.path) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str, timeout: float = 10) -> list[tuple]:
    with ask(connection, sql, timeout=timeout) as answer:
        return [row for chunk in answer.chunks() for row in chunk]


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_reads_is_let_in(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert rows(connection, sql) is not None


@pytest.mark.parametrize("sql", REFUSED)
def test_what_does_more_is_refused_before_it_runs(sql: str) -> None:
    with pytest.raises(Refused, match=" / "):
        admit(sql)


@pytest.mark.parametrize("sql", FAILING)
def test_what_is_not_in_the_snapshot_is_not_found(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    outside = pl.DataFrame({"year": [1]})
    assert len(outside) == 1
    with pytest.raises(QueryFailed) as failure:
        rows(connection, sql)
    assert "\n" not in str(failure.value)
    assert " / " in str(failure.value)


@pytest.mark.parametrize("sql", [*REFUSED, *FAILING])
def test_the_wall_behind_holds_by_itself(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """What the first wall refuses does no harm if it is run all the same."""
    cursor = connection.cursor()
    with contextlib.suppress(duckdb.Error):
        cursor.execute(sql)
        cursor.fetchall()
    cursor.close()
    assert not list(Path("/tmp").glob("stolen*"))
    with connect(
        Path(str(connection.execute("select path from duckdb_databases() where not internal").fetchall()[0][0]))
    ) as fresh:
        assert fresh.execute("select count(*) from reports").fetchall() == [(1,)]
        assert fresh.execute(
            "select value from duckdb_settings() where name = 'enable_external_access'"
        ).fetchall() == [("false",)]


def test_files_do_not_come_through_the_wall_behind(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    outside = pl.DataFrame({"year": [1]})
    assert len(outside) == 1
    for sql in (
        f"from read_csv('{secret}')", f"from '{secret}'", f"from read_text('{secret}')", f"from glob('{tmp_path}/*')",
        f"copy (select 1) to '{tmp_path}/out.csv'", f"attach '{tmp_path}/new.duckdb'", "from outside", "load icu_",
        "set threads = 1", "set enable_external_access = true", f"export database '{tmp_path}/out'",
        "insert into core.reports from core.reports", "select getenv('HOME')",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            connection.cursor().execute(sql).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(1000000000000)",
        "select sum(a.n * b.n) from range(10000000) a(n), range(10000000) b(n)",
        "with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t",
        "select n from range(100000000000) t(n)",
    ],
)
def test_a_query_ends_in_time(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    started = time.monotonic()
    with pytest.raises(QueryFailed, match="时限"):
        rows(connection, sql, timeout=0.5)
    assert time.monotonic() - started < 20
    assert rows(connection, "select 1") == [(1,)]


def test_time_goes_on_while_rows_are_read(connection: duckdb.DuckDBPyConnection) -> None:
    with (
        pytest.raises(QueryFailed, match="时限"),
        ask(connection, "select n from range(100000000) t(n)", timeout=0.5) as answer,
    ):
        for _ in answer.chunks():
            time.sleep(0.1)


def test_a_query_that_ends_is_not_interrupted_after(connection: duckdb.DuckDBPyConnection) -> None:
    for _ in range(20):
        assert rows(connection, "select 1", timeout=0.5) == [(1,)]
    time.sleep(0.7)
    assert rows(connection, "select count(*) from reports") == [(1,)]


def test_memory_is_limited(snapshot: Snapshot) -> None:
    code = (
        "import sys; from pathlib import Path; from warehouse.cage import *; from warehouse.snapshot import connect\n"
        "try:\n"
        "    with ask(connect(Path(sys.argv[1]), memory_limit='50MB'), 'select n from range(100000000) t(n) order by hash(n)') as a:\n"
        "        list(a.chunks())\n"
        "except QueryFailed as error: print(error)\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(snapshot.path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert out.stdout.startswith("超过内存上限"), out.stderr


def test_a_mistyped_view_is_told_the_near_ones(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryFailed, match="可用：applications"):
        rows(connection, "select * from aplications")
    with pytest.raises(QueryFailed, match="可用：依申请公开"):
        rows(connection, "select * from 依申请信息公开")
    with pytest.raises(QueryFailed, match="received"):
        rows(connection, "select receivd from applications")


def test_columns_of_one_name_are_told_apart(connection: duckdb.DuckDBPyConnection) -> None:
    with ask(connection, "select 1 as a, 2 as a, 3 as b") as answer:
        assert answer.columns == ["a", "a_2", "b"]


def test_threads_get_their_own_answers(snapshot: Snapshot) -> None:
    wrong: list[tuple[int, object]] = []

    def read(number: int) -> None:
        for _ in range(30):
            found = snapshot.frame("select $n::int as n, count(*) as c from range($n) t", {"n": number}).rows()
            if found != [(number, number)]:
                wrong.append((number, found))

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_environment_is_not_told(connection: duckdb.DuckDBPyConnection) -> None:
    os.environ["A_SECRET_OF_THE_HOUSE"] = "known to nobody"
    try:
        text = str([rows(connection, sql) for sql in ALLOWED])
    finally:
        del os.environ["A_SECRET_OF_THE_HOUSE"]
    assert "known to nobody" not in text
