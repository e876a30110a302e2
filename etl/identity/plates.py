"""What a title says beside the name: a second name in brackets (加挂牌子), and what the report covers."""

import re

from etl.agencies import parse
from etl.identity.wordings import wordings
from etl.model import Scope
from etl.title import Title
from etl.wording import compact


def find_scope(named: Title | None) -> Scope | None:
    """``system`` or ``organ`` where the title says so; None where the organ's kind decides."""
    if named is None:
        return None
    text = compact(named.printed)
    before = text.split("政府信息公开")[0]
    if re.search(wordings().patterns.system, before):
        return "system"
    return "organ" if re.search(wordings().patterns.own, before) else None


def second_names(named: Title | None) -> tuple[str, ...]:
    """The organ's other names, in brackets behind its own, without their place: 教育局（市体育局） gives 体育局."""
    if named is None:
        return ()
    found: list[str] = []
    ending = re.compile(f"(?:{wordings().organ.endings})$")
    for inside in re.findall(r"\(([^()]{3,40})\)", compact(named.printed)):
        for name in re.split("[、,，]|和(?=县|市|区)", inside):
            if ending.search(name) and not re.search(wordings().patterns.own, name):
                parts = parse(name)
                bare = parts.organ if parts.place else re.sub("^[省市县区旗州](?=..)", "", name)
                found.append(bare)
    return tuple(dict.fromkeys(found))
