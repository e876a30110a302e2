"""Oddities of the whole page: encodings, layout tables, numbers around the text."""

from dataclasses import replace
from random import Random

from opencc import OpenCC

from tests.maker.oddities.setting import Oddity, Setting
from tests.maker.oddities.words import _reworded

WEB = frozenset({"html"})
PLAIN = frozenset({"html", "txt"})


def _encoded(setting: Setting, encoding: str, declared: str | None) -> Setting:
    layout = replace(setting.layout, encoding=encoding)
    if setting.form == "html":
        layout = replace(layout, is_declared=declared is not None, declared=declared or "")
    return replace(setting, layout=layout)


def gb18030_undeclared(_rng: Random, setting: Setting) -> Setting | None:
    return _encoded(setting, "gb18030", None)


def gb18030_declared_wrong(rng: Random, setting: Setting) -> Setting | None:
    return _encoded(setting, "gb18030", rng.choice(("utf-8", "big5", "iso-8859-1", "x-unknown")))


def utf8_declared_wrong(rng: Random, setting: Setting) -> Setting | None:
    return _encoded(setting, "utf-8", rng.choice(("gb2312", "gbk", "big5", "iso-8859-1")))


def big5_undeclared(rng: Random, setting: Setting) -> Setting | None:
    convert = OpenCC("s2tw").convert
    made = replace(setting.sheet(words=convert), report=_reworded(setting.report, convert))
    return _encoded(made, "big5", rng.choice((None, "big5", "utf-8")))


def layout_table(rng: Random, setting: Setting) -> Setting | None:
    """The page in tables in tables, with menus and counters in the cells beside the text."""
    count = rng.randint(100, 99999)

    def change(page: str) -> str:
        head, _, rest = page.partition("<body>")
        body, _, tail = rest.rpartition("</body>")
        side = f"<table><tr><td>今日访问</td><td>{count}</td></tr><tr><td>总计</td><td>{count * 7}</td></tr></table>"
        inner = f'<table width="98%"><tr><td width="200">{side}</td><td>{body}</td></tr></table>'
        return f'{head}<body><table><tr><td colspan="2">站点导航 12 3</td></tr><tr><td>{inner}</td></tr></table></body>{tail}'

    return setting.paged(change)


def chrome(_rng: Random, setting: Setting) -> Setting | None:
    return replace(setting, layout=replace(setting.layout, chrome=True))


def hidden_rows(rng: Random, setting: Setting) -> Setting | None:
    """A comment and a hidden draft of the tables with other figures: nobody sees them."""
    draft = f"<table><tr><td>规章</td><td>{rng.randint(1, 9)}</td><td>1</td><td>1</td></tr></table>"
    hidden = f'<!-- {draft} --><script>var 规章 = "12";</script><style>.x{{}}</style>'
    return setting.paged(lambda page: page.replace("<h2>", hidden + "<h2>").replace("</body>", hidden + "</body>"))


def upper_case_markup(_rng: Random, setting: Setting) -> Setting | None:
    def change(page: str) -> str:
        for name in ("table", "tr", "td"):
            page = page.replace(f"<{name}", f"<{name.upper()}").replace(f"</{name}>", f"</{name.upper()}>")
        return page

    return setting.paged(change)


def broken_quotation(_rng: Random, setting: Setting) -> Setting | None:
    """A quoted title in angle brackets that a browser takes for a tag."""
    return setting.paged(
        lambda page: page.replace("</h1>", "</h1><p>根据<关于做好政府信息公开工作的通知>要求，编制本报告。</p>")
    )


PAGES = (
    Oddity("gb18030_undeclared", gb18030_undeclared, PLAIN, ("encoding",)),
    Oddity("gb18030_declared_wrong", gb18030_declared_wrong, WEB, ("encoding",)),
    Oddity("utf8_declared_wrong", utf8_declared_wrong, WEB, ("encoding",)),
    Oddity("big5_undeclared", big5_undeclared, PLAIN, ("encoding", "words")),
    Oddity("layout_table", layout_table, WEB, ("page",)),
    Oddity("chrome", chrome, WEB, ("page",)),
    Oddity("hidden_rows", hidden_rows, WEB),
    Oddity("upper_case_markup", upper_case_markup, WEB),
    Oddity("broken_quotation", broken_quotation, WEB),
)
