"""Backup and restore, the doctor, and the units for the machine's timer."""

import configparser
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.__main__ import main
from etl.doctor import doctor
from tests.warehouse.make import document, publish_these, report
from warehouse.backup import BackupFailed, back_up, restore
from warehouse.lock import WarehouseLocked, run_lock
from warehouse.schedule import Schedule
from warehouse.snapshot import current_snapshot
from warehouse.store import document_path, keep_document

OPS = Path(__file__).parents[2] / "ops"


def call(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two documents, a decision file, a setting, and what a run leaves for the moment."""
    folder = tmp_path / "data"
    folder.mkdir()
    names = ("甲", "乙")
    publish_these(folder, [document(name, report(agency_id=name)) for name in names])
    shas = [keep_document(folder, name.encode()) for name in names]
    assert all(document_path(folder, sha256).exists() for sha256 in shas)
    (folder / "decisions.jsonl").write_text("", encoding="utf-8")
    (folder / "schedule.toml").write_text('at = "05:30"\n', encoding="utf-8")
    (folder / "metrics.prom").write_text("x 1\n", encoding="utf-8")
    return folder


def names(file: Path) -> set[str]:
    with tarfile.open(file) as archive:
        return set(archive.getnames())


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz"])
def test_what_is_backed_up_comes_back_and_is_published(data: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"backup{suffix}"
    assert call("backup", file, "--data", data).exit_code == 0
    packed = names(file)
    assert {"ledger.duckdb", "decisions.jsonl", "schedule.toml", "manifest.json"} <= packed
    assert not [
        name for name in packed if name.startswith(("warehouse-", "current", "metrics", "run.lock", "ledger.lock"))
    ]
    again = tmp_path / "again"
    result = call("restore", file, "--data", again)
    assert result.exit_code == 0, result.output
    assert current_snapshot(again).frame("select count(*) from reports").item() == 2
    for path in (path for path in (data / "documents").rglob("*") if path.is_file()):
        assert (again / path.relative_to(data)).read_bytes() == path.read_bytes()
    assert (again / "schedule.toml").read_text("utf-8") == 'at = "05:30"\n'


def test_snapshots_come_along_if_asked_for(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "all.tar", with_snapshots=True)
    assert [name for name in names(tmp_path / "all.tar") if name.startswith("warehouse-")]


def test_a_folder_that_is_not_empty_stays_or_is_put_aside(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    back_up(data, file)
    (data / "own.txt").write_text("mine", encoding="utf-8")
    refused = call("restore", file, "--data", data)
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert (data / "own.txt").exists()
    replaced = call("restore", file, "--data", data, "--replace")
    assert replaced.exit_code == 0
    (aside,) = tmp_path.glob("data.before-*")
    assert (aside / "own.txt").read_text("utf-8") == "mine"
    assert not (data / "own.txt").exists()


def test_a_damaged_backup_changes_nothing(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    back_up(data, file)
    whole = file.read_bytes()
    place = whole.index("甲".encode())
    for damaged in (whole.replace("甲".encode(), "丙".encode()), whole[: len(whole) // 2], whole[:place], b"none"):
        file.write_bytes(damaged)
        with pytest.raises(BackupFailed):
            restore(file, tmp_path / "again")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "data"]


def test_a_hostile_archive_writes_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "hostile.tar"
    (tmp_path / "x").write_text("x", encoding="utf-8")
    with tarfile.open(file, "w") as archive:
        archive.add(tmp_path / "x", arcname="../escaped")
    with pytest.raises(BackupFailed, match="escaped"):
        restore(file, tmp_path / "again")
    assert not (tmp_path.parent / "escaped").exists()


def test_neither_is_done_while_a_run_goes_on(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    back_up(data, file)
    with run_lock(data):
        with pytest.raises(WarehouseLocked):
            back_up(data, tmp_path / "other.tar")
        with pytest.raises(WarehouseLocked):
            restore(file, data, replace=True)
    with pytest.raises(BackupFailed, match="已存在"):
        back_up(data, file)


def wrong(data: Path) -> dict[str, str]:
    return {check.name: check.remedy for check in doctor(data, whole_store=True) if check.state == "wrong"}


def test_the_doctor_finds_nothing_in_a_sound_installation(data: Path) -> None:
    result = call("doctor", "--data", data)
    assert result.exit_code == 0, result.output
    assert wrong(data) == {}


def damage_document(data: Path) -> None:
    next(path for path in (data / "documents").rglob("*") if path.is_file()).write_bytes(b"?")


def remove_document(data: Path) -> None:
    next(path for path in (data / "documents").rglob("*") if path.is_file()).unlink()


def age_snapshot(data: Path) -> None:
    current = (data / "current").resolve()
    old = current.rename(data / "warehouse-20200106-060000.duckdb")
    (data / "current").unlink()
    (data / "current").symlink_to(old.name)


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        (damage_document, "原件库"),
        (remove_document, "原件库"),
        (age_snapshot, "快照新旧"),
        (lambda data: (data / "current").resolve().unlink(), "当前快照"),
        (lambda data: (data / "current").resolve().write_bytes(b"junk"), "当前快照"),
        (lambda data: (data / "ledger.duckdb").write_bytes(b"junk"), "台账"),
        (lambda data: (data / "sources.toml").write_text("what", encoding="utf-8"), "配置 sources.toml"),
        (lambda data: (data / "notify.toml").write_text("to = 1", encoding="utf-8"), "配置 notify.toml"),
        (lambda data: (data / "roster.csv").write_text("名称\n", encoding="utf-8"), "配置 roster.csv"),
        (lambda data: (data / "last_run.json").write_text(
            '{"started_at": "2026-01-05T06:00:00Z", "exit_code": 3, "message": "磁盘已满"}', encoding="utf-8"
        ), "上次运行"),
    ],
)  # fmt: skip
def test_the_doctor_names_what_is_wrong_with_its_remedy(data: Path, fault, name: str) -> None:
    fault(data)
    found = wrong(data)
    assert found.keys() == {name}
    assert found[name]


FAULTY = {
    "sources.toml": '[crawler]\ncontact = "a@b.cn"\n[[sites]]\nname = "甲"\nlists = "http://a.cn/"\n',
    "places.csv": "name,level,parent_code\n甲新区,county,\n乙新区,village,\n",
    "functions.toml": '[[functions]]\ncode = "a"\nzh = "甲"\nen = "a"\nwords = "甲"\n',
    "agency_links.toml": '[[links]]\nfrom = "甲县司法局"\nto = "乙县司法局"\nkind = "moved"\nsource = "x"\n',
    "deadlines.toml": '[[deadlines]]\nby = "03-31"\n[[deadlines]]\nby = "31-03"\n',
    "roster.csv": "机关名称\n土默特右旗司法局\n司法局\n",
    "decisions.jsonl": "\n{}\n",
    "variants.toml": '\n"没有的行名" = ["甲"]\n',
    "access.toml": '[auth]\nredirect_uri = "x"\n[[people]]\nemail = "a@b.cn"\nrole = "owner"\n',
    "notify.toml": 'webhook = "http://a.cn"\ncommand = "mail"\n',
    "schedule.toml": "weekday = 1\nat = 6\n",
}
_LINE = {
    "sources.toml": 5, "places.csv": 3, "functions.toml": 5, "agency_links.toml": 4, "deadlines.toml": 4, "roster.csv": 3,
    "decisions.jsonl": 2, "variants.toml": 2, "access.toml": 5, "notify.toml": 2, "schedule.toml": 2,
}  # fmt: skip


def test_the_doctor_names_file_line_and_remedy_of_every_wrong_configuration(tmp_path: Path) -> None:
    for name, text in FAULTY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "indicators").mkdir()
    faulty_list = tmp_path / "indicators" / "甲.toml"
    faulty_list.write_text('title = "甲"\nsource = "乙"\nyears = [2009]\nindicators = []\n', encoding="utf-8")
    found = {check.name: check for check in doctor(tmp_path) if check.name.startswith("配置")}
    assert found.keys() == {f"配置 {name}" for name in (*FAULTY, "indicators")}
    for name in FAULTY:
        check = found[f"配置 {name}"]
        assert (check.state, check.found.count(str(tmp_path / name))) == ("wrong", 1), check
        assert f"第 {_LINE[name]} 行" in check.found, check
        assert check.remedy
    assert f"{faulty_list}：第 3 行" in found["配置 indicators"].found


def test_the_doctor_mentions_leftovers_and_changes_nothing(data: Path) -> None:
    (data / ".last_run.json.1.part").write_bytes(b"")
    result = call("doctor", "--data", data)
    assert result.exit_code == 0
    assert "last_run.json.1.part" in result.stdout
    assert (data / ".last_run.json.1.part").exists()


def test_the_doctor_of_no_folder_says_so(tmp_path: Path) -> None:
    assert call("doctor", "--data", tmp_path / "nowhere").exit_code == 1


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((OPS / name).read_text("utf-8"))
    return parser


def test_the_service_is_hardened_and_calls_a_command_that_exists(tmp_path: Path) -> None:
    service = unit("nianbao.service")["Service"]
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["SuccessExitStatus"]) == (
        "yes",
        "strict",
        "1",
    )
    arguments = re.sub(r"^\S+ -m etl ", "", service["ExecStart"]).split()
    assert call(*arguments, "--help").exit_code == 0
    assert service["StateDirectory"] == Path(arguments[-1]).name


@pytest.mark.parametrize("name", ["nianbao.service", "nianbao.timer"])
def test_systemd_takes_the_units(name: str, tmp_path: Path) -> None:
    """By its own judgement where it is installed; else the sections are at least those that it knows."""
    assert set(unit(name).sections()) <= {"Unit", "Service", "Timer", "Install"}
    program = shutil.which("systemd-analyze")
    if program:
        for one in ("nianbao.service", "nianbao.timer"):
            text = (
                (OPS / one)
                .read_text("utf-8")
                .replace("/opt/nianbao/.venv/bin/python", "/bin/sh")
                .replace("=nianbao\n", "=root\n", 1)
            )
            (tmp_path / one).write_text(text.replace("file:/opt/nianbao/docs", "file:/usr/share/doc"), encoding="utf-8")
        done = subprocess.run([program, "verify", str(tmp_path / name)], capture_output=True, text=True, check=False)
        ours = [line for line in done.stderr.splitlines() if "nianbao" in line]
        assert (done.returncode, ours) == (0, [])


def test_timer_crontab_and_schedule_name_one_hour() -> None:
    assert unit("nianbao.timer")["Timer"]["OnCalendar"] == f"Mon *-*-* {Schedule().at}:00"
    (line,) = [line for line in (OPS / "crontab").read_text("utf-8").splitlines() if not line.startswith("#")]
    hour, minute = Schedule().at.split(":")
    assert line.split()[:5] == [str(int(minute)), str(int(hour)), "*", "*", str(Schedule().weekday)]
