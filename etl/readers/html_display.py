"""What a browser does with the elements of a page beside their names: hides them, raises them, shows them as a table.

Attributes, styles and the page's own style sheets are heeded, and the lists of links that are the menus of a site.
"""

import re
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

TABLE_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_RAISING = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
"""A note mark beside a figure (5<sup>1</sup>) is no digit of it: in a cell it is set in brackets."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?:font-size|opacity)\s*:\s*0+(?:\.0*)?(?:p[tx]|r?em|%)?\s*(?:;|!|$)"
    r"|(?<![\w-])(?:left|top|text-indent)\s*:\s*-(?:\d{4,}|999)(?:\.\d+)?px|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?\b",
    re.IGNORECASE,
)
_STRIKING = re.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through", re.IGNORECASE)
"""Struck out: no reader of the page takes it for text."""
_STYLE_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"[\w-]*[.#][\w-]+")
_HIDDEN = ("hidden", "HIDDEN")
"""An attribute, too."""
_MAY_HIDE = (
    "y:none", "y: none", "Y:none", "Y: none", "Y: NONE", "y :", *_HIDDEN, "mso-hide", "ty:collapse",
    "ty: collapse",
    "line-through", "LINE-THROUGH", "size:0", "size: 0", "SIZE: 0", "size :", "opacity:0", "opacity: 0",
    "left:-", "left: -", "top:-", "top: -", "indent:-", "indent: -", "rect(",
)  # fmt: skip
_SHEET_ELSEWHERE = ('sheet"', "sheet'")
"""After "style": the link to a sheet, behind which none stands."""
_MAY_DISPLAY_TABLE = ("y:table", "y: table", "Y:table", "Y: table", "y :")
"""Text without which no element can be hidden, or be a table by style: a look that spares the search."""
_TABLE_DISPLAY = re.compile(r"display\s*:\s*(?:inline-)?table(?:-(row|cell))?\s*(?:;|!|$)", re.IGNORECASE)
_DISPLAY_KINDS = {None: "table", "row": "tr", "cell": "td"}
_ROLE_KINDS = {
    "table": "table",
    "grid": "table",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "td",
    "rowheader": "td",
}

_LEAST_LINKS = 8
_LONGEST_LINK = 16
"""Links that a list must have to be a menu, and the most letters of one."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def styles(page: LexborHTMLParser, source: str) -> str:
    """What of a page's source may be style, each different part once: a look into it is sooner over than one into the page.

    That is the value of an attribute in quotes where one follows the word, nothing after the end of a sheet or the link to one,
    and else all up to the next.
    """
    if page.css_first("[style],style") is None:
        return ""
    # Bytes are made small letters in a third of the time.
    if source.encode(errors="replace").lower().count(b"style") != source.count("style"):
        return source
    parts = source.split("style")
    return "\n".join(
        {
            part[: part.find('"', 2)] if part[:2] == '="' else part
            for before, part in pairwise(parts)
            if before[-2:] != "</" and part[:6] not in _SHEET_ELSEWHERE
        }
    )


def raised(page: LexborHTMLParser, style: str) -> set[int]:
    """The elements that a style sets above or below the line."""
    if ":super" not in style and ": super" not in style:
        return set()
    styled = (node for node in page.css("[style]") if node.tag not in TABLE_TAGS)
    return {node.mem_id for node in styled if _RAISING.search(node.attributes.get("style") or "")}


def hidden(page: LexborHTMLParser, source: str, style: str) -> list[LexborNode]:
    """What the page does not show, or shows struck out: by its own attributes, or by its class in the page's style sheet."""
    signs = [sign for sign in _MAY_HIDE if sign in style]
    signs += [sign for sign in _HIDDEN if sign not in signs and sign in source]
    if not signs:
        return []
    own = [
        node
        for node in page.css(",".join(("[hidden]", *(f'[style*="{sign}"]' for sign in signs))))
        if "hidden" in node.attributes or _is_unseen(node.attributes.get("style") or "")
    ]
    return own + [node for selector in _unseen_selectors(page) for node in page.css(selector)]


def menus(page: LexborHTMLParser) -> list[LexborNode]:
    """Lists of nothing but links as short as the names of columns: the menus of a site, which are no part of a document.

    A list of links with years in them may be one of reports, and stays.
    """
    return [node for node in page.css("ul:not(ul ul),nav:not(ul nav)") if _is_menu(node)]


def _is_menu(node: LexborNode) -> bool:
    links = [link.text().strip() for link in node.css("a[href]")]
    if len(links) < _LEAST_LINKS or max(map(len, links)) > _LONGEST_LINK:
        return False
    words = "".join(links)
    return not _YEAR.search(words) and "".join(words.split()) == "".join(node.text().split())


def _is_unseen(style: str) -> bool:
    return bool(style and (_HIDING.search(style) or _STRIKING.search(style)))


def _unseen_selectors(page: LexborHTMLParser) -> list[str]:
    """Classes and names that a style sheet in the page hides; rules that hold in some places only are passed over."""
    rules = (rule for node in page.css("style") for rule in _STYLE_RULE.findall(_style_text(node)))
    return [
        selector
        for selectors, style in rules
        if _is_unseen(style)
        for part in selectors.split(",")
        if _SIMPLE_SELECTOR.fullmatch(selector := part.strip())
    ]


def _style_text(node: LexborNode) -> str:
    """A style sheet without its comments and without what holds on paper or small screens only."""
    text = re.sub(r"/\*.*?\*/|<!--|-->", "", node.text(deep=True) or "", flags=re.DOTALL)
    return re.sub(r"@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)


def displayed_kinds(page: LexborHTMLParser, source: str, style: str) -> dict[int, str]:
    """Elements that are no table by name, but by style or by role, and the tags that they stand for."""
    if "role=" not in source and not any(sign in style for sign in _MAY_DISPLAY_TABLE):
        return {}
    kinds: dict[int, str] = {}
    for node in page.css("[style],[role]"):
        if node.tag in TABLE_TAGS:
            continue
        role = _ROLE_KINDS.get(node.attributes.get("role") or "")
        display = _TABLE_DISPLAY.search(node.attributes.get("style") or "")
        if role:
            kinds[node.mem_id] = role
        elif display:
            kinds[node.mem_id] = _DISPLAY_KINDS[display.group(1)]
    return kinds
