"""What stands around a report and names an organ or a place: the way to the page on its site, and where the file came from."""

import re
from collections.abc import Iterator, Sequence

from etl.agencies import parse
from etl.identity import hosts
from etl.identity.marks import Witness
from etl.identity.wordings import LONGEST_NAME, full_form, wordings
from etl.model import Content, Document, Paragraph
from etl.wording import compact


def breadcrumbs(content: Content, first: int | None) -> Iterator[Witness]:
    """The parts of the way to the page (首页 > 沭阳县 > 县教育局), the last first, each with the place that it lies in."""
    patterns = wordings().patterns
    for block in content.blocks[:first]:
        if isinstance(block, Paragraph) and (match := re.search(patterns.breadcrumb, block.text)):
            way = match["way"] or match["way_"]
            yield from _nested(re.split(patterns.breadcrumb_signs, way), "页面路径")


def origin(document: Document) -> Iterator[Witness]:
    """The source's name in the configuration, the folders that the file lay in, and the place that its address spells."""
    if document.source:
        yield Witness(compact(document.source), "来源配置")
    if document.folder:
        yield from _nested(document.folder.split("/"), "文件夹")
    place = hosts.place_of(hosts.labels(document.source_url))
    if place:
        yield Witness(place.full_name, f"网址 {document.source_url}，即")


def _nested(parts: Sequence[str], where: str) -> Iterator[Witness]:
    place = ""
    found: list[Witness] = []
    for part in parts:
        text = full_form(compact(part))
        if not re.fullmatch("[\u4e00-\u9fff、]{2,}", text) or len(text) > LONGEST_NAME:
            continue
        name = parse(text)
        if name.region and not text.startswith(place[:2] or text[:2]):
            found.append(Witness(place + text, where))
        elif place and not name.place:
            # 县教育局 under 沭阳县 is 沭阳县教育局.
            found.append(Witness(place + (text[1:] if text[0] == place[-1] else text), where))
        elif place and not name.region:
            found.append(Witness(place + text, where))
        found.append(Witness(text, where))
        if name.regions:
            upper = place if place and not text.startswith(place[:2]) and parse(place + text).region else ""
            place = upper + name.place + name.zone + name.town
    yield from reversed(found)
