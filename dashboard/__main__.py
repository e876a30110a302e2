"""``python -m dashboard``: open the dashboard on the published snapshot."""

import logging
import os
import socket
import sys
import webbrowser
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from dashboard import DATA_VARIABLE, LEAST_CASES, LEAST_CASES_VARIABLE, REVIEWER_VARIABLE
from warehouse.access import FILE, BrokenAccess, access
from warehouse.snapshot import NoSnapshot, current_snapshot

_ADDRESS = "127.0.0.1"
_SETTINGS = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    # No page around ours steers it; every message would be held against a list of Streamlit's own sites.
    "client.allowedOrigins": [],
    "logger.hideWelcomeMessage": True,
    # Without a base the page is light or dark as the browser asks.
    "theme.light.primaryColor": "#00659E",
    "theme.dark.primaryColor": "#56B4E9",
    "theme.headingFontSizes": ["2rem", "1.4rem", "1.2rem"],
    "theme.metricValueFontSize": "1.75rem",
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data", "data_dir", type=click.Path(path_type=Path), default=Path("data"), show_default=True,
    help="数据目录，etl run 所用的那个。The folder that etl run writes to.",
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="端口。Port on this machine."
)
@click.option(
    "--least-cases", type=click.IntRange(1), default=LEAST_CASES, show_default=True,
    help="分母少于此数的比例不计算。Rates on fewer cases are not given.",
)  # fmt: skip
@click.option(
    "--reviewer", help="由谁在看板上作人工认定；不写则只能看。Who records decisions; without a name pages only show."
)
@click.option(
    "--address", default=_ADDRESS, show_default=True,
    help="监听地址；0.0.0.0 供本网其他机器访问。Address to listen on; 0.0.0.0 lets other machines in.",
)  # fmt: skip
@click.option("--open", "opens", is_flag=True, help="同时打开浏览器。Open the browser as well.")
def main(data_dir: Path, port: int, least_cases: int, reviewer: str | None, address: str, opens: bool) -> None:
    """打开看板；除非另给地址，只在本机可访问。Open the dashboard, for this machine only unless told otherwise.

    数据目录中有 access.toml 时须登录。With access.toml in the data folder, readers sign in.

    例 Example: python -m dashboard --data data --port 8501
    """
    try:
        current_snapshot(data_dir)
        known = access(data_dir)
    except (NoSnapshot, BrokenAccess) as error:
        click.echo(f"错误 Error: {error}", err=True)
        sys.exit(2)
    if known is None and address != _ADDRESS:
        click.echo(
            "注意 Note: 没有 access.toml，能连到这台机器的人都可查看。"
            "Without access.toml, whoever reaches this machine may look.",
            err=True,
        )
    if _is_taken(address, port):
        click.echo(
            f"错误 Error: 端口 {port} 已被占用，请用 --port 另选一个。Port {port} is taken: choose another with --port.",
            err=True,
        )
        sys.exit(2)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    os.environ[REVIEWER_VARIABLE] = reviewer or ""
    os.environ[DATA_VARIABLE] = str(data_dir.resolve())
    os.environ[LEAST_CASES_VARIABLE] = str(least_cases)
    url = f"http://{address}:{port}"
    click.echo(f"看板 Dashboard: {url}    （Ctrl+C 停止 to stop）")
    if opens:
        webbrowser.open(url)
    _serve(address, port, data_dir)


def _is_taken(address: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((address, port)) == 0


def _serve(address: str, port: int, data_dir: Path) -> None:
    # Streamlit takes a second to import; the errors above should not wait for it.
    from dashboard.site import site  # noqa: PLC0415

    # Streamlit and plotly import it when first they need it: two readers who come at once would see it half imported.
    import_module("pandas")
    settings = {
        **_SETTINGS,
        "server.address": address,
        "server.port": port,
        # What st.login needs stands in the same file as the people.
        "secrets.files": [str((data_dir / FILE).resolve())],
    }
    # Ctrl+C is how it is ended, and no fault.
    with suppress(KeyboardInterrupt):
        site().run(config=settings)


if __name__ == "__main__":
    main()
