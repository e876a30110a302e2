"""Sets a report as a web page, in the markup that the sites of organs really serve."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from tests.maker.report import Report, Section
from tests.maker.sheet import Sheet, SheetCell, SheetOptions, sheets

Markup = Literal["plain", "mso", "cms", "unclosed"]
MARKUPS: tuple[Markup, ...] = ("plain", "mso", "cms", "unclosed")
Encoding = Literal["utf-8", "utf-8-sig", "gb18030", "big5"]
CHARSETS = {"gb18030": "gb2312", "big5": "big5"}


@dataclass(frozen=True)
class HtmlLayout:
    """Switches of a web page; ``lines`` says how the lines of one cell are separated."""

    markup: Markup = "plain"
    encoding: Encoding = "utf-8"
    is_declared: bool = True
    chrome: bool = False
    outer_table: bool = False
    lines: Literal["br", "p", "nbsp"] = "br"
    names_agency_in_title: bool = True
    declared: str = ""
    """A declaration that is wrong."""
    pages: tuple[Callable[[str], str], ...] = ()
    """The last changes to the page."""
    sheet: SheetOptions = field(default_factory=SheetOptions)


def html(report: Report, layout: HtmlLayout) -> bytes:
    """The page as bytes in its encoding; the declaration may be missing, as on real servers."""
    declared = layout.declared or CHARSETS.get(layout.encoding, "utf-8")
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if layout.is_declared else ""
    body = _article(report, layout)
    if layout.chrome:
        body = f"{_top(report)}{body}{_bottom(report)}"
    if layout.outer_table:
        body = f'<table width="1000" align="center"><tr><td class="left">&nbsp;</td><td>{body}</td></tr></table>'
    title = escape(_title(report, layout))
    site = _site_meta(report) if layout.markup == "cms" or layout.chrome else ""
    style = _STYLE if any(cell.unseen for cell in report.cells.values()) else ""
    page = (
        f"<!DOCTYPE html>\n<html><head>{meta}{site}<title>{title}</title>{style}</head>\n<body>{body}</body></html>\n"
    )
    for change in layout.pages:
        page = change(page)
    return page.encode(layout.encoding, "xmlcharrefreplace")


_STYLE = "<style>.gone, .x { display: none; } .y { color: red }</style>"


def _title(report: Report, layout: HtmlLayout) -> str:
    return report.title if layout.names_agency_in_title else f"{report.year}年政府信息公开工作年度报告"


def _site_meta(report: Report) -> str:
    return (
        f'<meta name="SiteName" content="{escape(report.issuer)}门户网站"/>'
        f'<meta name="ArticleTitle" content="{escape(report.title)}"/>'
        f"{_published_meta(report)}"
        f'<meta name="ContentSource" content="{escape(report.agency)}"/>'
    )


def _published_meta(report: Report) -> str:
    return f'<meta name="PubDate" content="{report.published_on} 09:30"/>' if report.published_on else ""


def _top(report: Report) -> str:
    """Navigation, a calendar and the block of index data that sites print above the text."""
    names = "".join(f"<th>{name}</th>" for name in "日一二三四五六")
    days = "".join(f"<td>{day}</td>" for day in range(1, 8))
    return (
        '<div class="nav"><ul><li>首页</li><li>政务公开</li><li>政府信息公开年报</li></ul>'
        f'<table class="calendar"><tr>{names}</tr>'
        f"<tr>{days}</tr></table><span>今日访问 3124 总计 9081726</span></div>"
        '<div class="position">当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报</div>'
        '<table class="info"><tr><td>索引号：</td><td>'
        f"QL000000/{report.year + 1}-00{len(report.title)}</td><td>发布机构：</td><td>{escape(report.agency)}</td></tr>"
        f"<tr><td>发布日期：</td><td>{report.published_on or ''}</td><td>文号：</td><td>无</td></tr></table>"
    )


def _bottom(report: Report) -> str:
    """Share buttons, a table of counters with a 总计 of its own, and the line of the site's owner."""
    return (
        '<div class="share">分享到： 微信 微博 【打印】 【关闭】</div>'
        '<table class="counter"><tr><td>本页访问</td><td>1208</td></tr><tr><td>总计</td><td>45513</td></tr></table>'
        f'<div class="footer">主办：{escape(report.issuer)} 联系电话：0000-8000000 网站标识码：0000000001</div>'
    )


def _article(report: Report, layout: HtmlLayout) -> str:
    parts = [_heading_1(report, layout)]
    if layout.chrome:
        parts.append(
            f'<div class="source">来源：{escape(report.agency)} 时间：{report.published_on or ""} 浏览次数：512</div>'
        )
    parts += [_paragraph(text, layout.markup) for text in report.opening]
    for section in report.sections:
        parts.append(_section(report, section, layout))
    inner = "\n".join(parts)
    return f'<div class="TRS_Editor">{inner}</div>' if layout.markup == "cms" else inner


def _heading_1(report: Report, layout: HtmlLayout) -> str:
    title = escape(_title(report, layout))
    if layout.markup == "mso":
        return f'<p class="MsoNormal" align="center"><b><span style="font-size:22.0pt">{title}</span></b></p>'
    return f"<h1>{title}</h1>"


def _paragraph(text: str, markup: Markup) -> str:
    words = escape(text, quote=False)
    match markup:
        case "mso":
            return (
                '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">'
                f'<span style="font-size:16.0pt;font-family:仿宋_GB2312">{words}<o:p></o:p></span></p>'
            )
        case "cms":
            return f'<p style="text-indent:2em;"><font face="仿宋">&nbsp;&nbsp;{words}</font></p>'
        case "unclosed":
            return f"<p>{words}"
        case _:
            return f"<p>{words}</p>"


def _section_heading(text: str, markup: Markup) -> str:
    match markup:
        case "mso":
            return f'<p class="MsoNormal"><span style="font-family:黑体">{escape(text)}</span></p>'
        case "cms":
            return f"<p><strong>{escape(text)}</strong></p>"
        case "unclosed":
            return f"<p><b>{escape(text)}</b>"
        case _:
            return f"<h2>{escape(text)}</h2>"


def _section(report: Report, section: Section, layout: HtmlLayout) -> str:
    parts = [_section_heading(section.heading, layout.markup)]
    parts += [_paragraph(text, layout.markup) for text in section.paragraphs]
    parts += [_table(sheet, layout) for sheet in sheets(report, section, layout.sheet)]
    return "\n".join(parts)


def _table(sheet: Sheet, layout: HtmlLayout) -> str:
    opening = {
        "mso": '<table class="MsoNormalTable" border="0" cellspacing="0" style="border-collapse:collapse">',
        "cms": '<div align="center"><table border="1" cellspacing="0"><tbody>',
    }.get(layout.markup, '<table border="1">')
    closing = "</tbody></table></div>" if layout.markup == "cms" else "</table>"
    end = "" if layout.markup == "unclosed" else "</tr>"
    rows = "\n".join(f"<tr>{''.join(_cell(cell, layout) for cell in row)}{end}" for row in sheet.rows)
    return f"{opening}\n{rows}\n{closing}"


def _cell(cell: SheetCell, layout: HtmlLayout) -> str:
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    content = _cell_content(cell, layout)
    match layout.markup:
        case "unclosed":
            return f"<td{spans}>{content}"
        case "mso":
            return f'<td{spans} style="border:solid windowtext 1.0pt"><p class="MsoNormal">{content}</p></td>'
        case "cms":
            return f"<td{spans}><p>{content}</p></td>"
        case _:
            return f"<td{spans}>{content}</td>"


UNSEEN = (
    '<span style="display:none">{}</span>',
    '<span style="text-decoration: line-through">{}</span>',
    '<span class="gone">{}</span>',
    "<del>{}</del>",
    "<!-- {} -->",
    "<span hidden>{}</span>",
    '<font style="visibility:hidden">{}</font>',
    '<span style="font-size:0">{}</span>',
    '<input type="hidden" value="{}">',
)


def _marks(cell: SheetCell, text: str) -> str:
    struck = f"<s>{cell.struck}</s>" if cell.struck else ""
    raised = f"<sup>{cell.superscript}</sup>" if cell.superscript else ""
    unseen = UNSEEN[int(cell.unseen) % len(UNSEEN)].format(cell.unseen) if cell.unseen else ""
    return f"{struck}{text}{raised}{unseen}"


def _cell_content(cell: SheetCell, layout: HtmlLayout) -> str:
    lines = [escape(line, quote=False).replace("\u00a0", "&nbsp;") for line in cell.text.split("\n")]
    separator = {
        "br": "<br/>",
        "nbsp": "\n&nbsp;&nbsp;&nbsp;",
        "p": "<p>" if layout.markup == "unclosed" else "</p><p>",
    }
    if layout.lines == "p" and layout.markup == "plain":
        text = "".join(f"<p>{line}</p>" for line in lines) if len(lines) > 1 else lines[0]
    else:
        text = separator[layout.lines].join(lines)
    text = _marks(cell, text)
    if layout.markup == "mso":
        return (
            f'<span lang="EN-US" style="font-size:10.5pt">{text or "&nbsp;"}</span>'
            if layout.lines != "p"
            else text or "&nbsp;"
        )
    return text or "&nbsp;" if layout.markup == "cms" else text
