"""Radicals in place of characters (⼯ for 工): fonts of some PDF writers map the one to the other, and copies keep it.

Source: Unicode Character Database, UnicodeData.txt (Kangxi Radicals) and EquivalentUnifiedIdeograph.txt (CJK Radicals
Supplement); of the latter those that are characters of their own.
"""

import re
import unicodedata

from msgspec.structs import replace

from etl.model import Content, Grid, Paragraph

_RADICAL = re.compile("[\u2e80-\u2fd5]")
_CHARACTERS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(
    "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "母民王虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)


def put_right(content: Content) -> Content:
    """The content with the characters that its radicals stand for."""
    blocks = tuple(map(_block, content.blocks))
    metadata = {name: _text(value) for name, value in content.metadata.items()}
    return replace(content, blocks=blocks, metadata=metadata)


def has_radicals(content: Content) -> bool:
    """Whether any text of the content has a radical in it."""
    texts = [*content.metadata.values()]
    for block in content.blocks:
        texts += [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    # One long text is searched far sooner than hundreds of short ones.
    return _RADICAL.search("".join(texts)) is not None


def _block(block: Paragraph | Grid) -> Paragraph | Grid:
    if isinstance(block, Paragraph):
        return replace(block, text=_text(block.text))
    return replace(block, cells=tuple(replace(cell, text=_text(cell.text)) for cell in block.cells))


def _text(text: str) -> str:
    return text.translate(_CHARACTERS)
