"""What the tests of several rooms share, and the options of the whole suite."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl import local
from etl.agencies import extend
from etl.commands.trial import trial_command
from etl.run import run
from warehouse.snapshot import current_path

SAMPLES = Path(__file__).parents[1] / "etl" / "samples" / "reports"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="Write what the product reads now as the expected output of tests/golden; refused when CI is set.",
    )


def refuse_in_ci(update: bool, environment: dict[str, str]) -> None:
    """Goldens are written by a person who looks at the difference; a server that wrote them would approve itself."""
    if update and environment.get("CI"):
        raise pytest.UsageError(
            "--update-goldens is refused where CI is set: update on your machine and look at the diff"
        )


def pytest_configure(config: pytest.Config) -> None:
    refuse_in_ci(config.getoption("--update-goldens"), dict(os.environ))


@pytest.fixture(autouse=True)
def _own_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A command that was called in the test's own process read with the files of its data folder: the next test's does not."""
    yield
    nobodys = tmp_path_factory.getbasetemp() / "no data folder"
    extend(nobodys)
    local.use(nobodys)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A data folder that is made once for all test processes, and only read."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    data = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if current_path(data) is None:
            make(data)
    return data


@pytest.fixture(scope="session")
def samples_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after ``etl run`` over the bundled samples."""
    return made_once(
        tmp_path_factory,
        "samples-data",
        lambda data: run([SAMPLES], data, jobs=2, progress=lambda stage, done, total: None),
    )


@pytest.fixture(scope="session")
def trial_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after ``etl trial``: 300 made-up organs at real places, eight years."""
    command = ["--organs", "300", "--years", "8"]
    return made_once(
        tmp_path_factory,
        "trial-data",
        lambda data: CliRunner().invoke(trial_command, ["--out", str(data), *command], catch_exceptions=False),
    )
