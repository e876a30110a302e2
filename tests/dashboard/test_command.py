"""``python -m dashboard``: what it says when it cannot start."""

import socket
from pathlib import Path

from click.testing import CliRunner

from dashboard.__main__ import main


def test_without_a_snapshot_it_names_folder_and_remedy(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--data", str(tmp_path)])
    assert result.exit_code == 2
    assert str(tmp_path) in result.output
    assert "python -m etl run" in result.output


def test_a_port_that_is_taken_is_named_with_the_remedy(samples_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["--data", str(samples_data), "--port", str(port)])
    assert result.exit_code == 2
    assert str(port) in result.output
    assert "--port" in result.output


def test_help_teaches_in_both_languages() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    assert "python -m dashboard --data" in output
    assert "打开看板" in output
