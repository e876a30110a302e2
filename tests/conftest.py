"""Options of the whole suite."""

import os

import pytest


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
