"""Name situations, written by hand: what a document prints and what else it tells -> the organ, its place, level and function."""

from pathlib import Path

from msgspec import Struct

from etl.agencies import Agency, describe
from etl.identity import identify
from etl.model import Content, Document, Identity, Paragraph
from etl.records import scope_key
from etl.sections import split

UNSURE = "?"
_FILE = Path(__file__).parent / "situations.txt"
_SECTIONS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


class Situation(Struct, frozen=True):
    """One line of ``situations.txt``; an expected ``place`` of ``?`` means that the document does not tell the organ."""

    printed: str
    others: dict[str, str]
    year: int
    place: str
    organ: str
    level: str
    function: str
    line: int

    @property
    def expected(self) -> Agency:
        """The organ by its whole name, its place from the province down, as of today or of the year."""
        if self.organ.startswith("="):
            return describe(self.organ[1:])
        town = max((n for n in range(len(self.organ)) if self.place.endswith(self.organ[:n])), default=0)
        whole = self.place + self.organ[town if self.level == "township" else 0 :]
        found = [describe(whole, year) for year in (None, self.year)]
        return next((agency for agency in found if agency.region == (self.place or None)), found[0])

    @property
    def is_unsure(self) -> bool:
        return self.place == UNSURE


def situations() -> list[Situation]:
    found = []
    for number, line in enumerate(_FILE.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            printed, others, year, place, organ, level, function = (part.strip() for part in line.split("|"))
            pairs = dict(pair.split("=", 1) for pair in others.split(";") if pair)
            found.append(Situation(printed, pairs, int(year), place, organ, level, function, number))
    return found


def read(situation: Situation) -> tuple[Identity, Agency | None]:
    """What is made of a document that prints it so."""
    others = situation.others
    lines = [f"您现在的位置：{others['crumb'].replace('>', ' > ')}"] if "crumb" in others else []
    lines += [f"发布机构：{others['by']}"] if "by" in others else []
    lines += [f"{situation.printed}{situation.year}年政府信息公开工作年度报告", others.get("opening", "")]
    own = others.get("self", "本机关")
    for heading in _SECTIONS:
        lines += [heading, f"{situation.year}年，{own}按照要求做好工作。", others.get("text", "")]
    lines += [others.get("sign", "")]
    content = Content(
        tuple(Paragraph(line) for line in lines if line),
        {"SiteName": others["site"]} if "site" in others else {},
    )
    document = Document(
        f"{others.get('file', 'report')}.html", b"", f"document {situation.line}", others.get("host"), None,
        others.get("folder", ""), others.get("source", ""),
    )  # fmt: skip
    identity = identify(content, document, split(content))
    if identity.agency is None:
        return identity, None
    return identity, describe(
        identity.agency, identity.year, scope=scope_key(identity.scope, identity.agency), document=document.sha256
    )
