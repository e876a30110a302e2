"""The words of a report: our own sentences around its figures, in many wordings."""

from dataclasses import dataclass
from random import Random

from tests.maker.figures import APPLICANTS, DISPUTE_KINDS, Figures
from tests.maker.report import Section

TABLE_HEADINGS = {
    2: ("publications", ("二、主动公开政府信息情况", "二、主动公开政府信息的情况")),
    3: ("applications", ("三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请的情况")),
    4: (
        "disputes",
        ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
    ),
}

TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
    "{agency}关于{year}年度政府信息公开工作情况的报告",
)

OPENINGS = (
    "根据《中华人民共和国政府信息公开条例》第五十条的规定，现公布{agency}{year}年政府信息公开工作年度报告。"
    "所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。",
    "本报告依据《中华人民共和国政府信息公开条例》编制，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
    "政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。统计期为{year}年1月1日至12月31日。",
    "按照政府信息公开条例和年度报告格式的要求，{agency}编制了{year}年政府信息公开工作年度报告，数据截至{year}年12月31日。"
    "对内容有疑问的，请与本机关政务公开工作机构联系（电话：0000-80{phone}）。",
)

PUBLICATION_SENTENCES = (
    "{year}年，{scope}主动公开政府信息{items}条。",
    "全年共主动公开政府信息{items}条，其中门户网站{site}条，政务新媒体{media}条，其他渠道{rest}条。",
    "{year}年，{scope}通过网站、公开栏等渠道主动公开各类信息共计{items}条，比上年{change}。",
    "本年度，主动公开政府信息 {items} 条，内容涉及机构职能、政策文件、财政资金和民生实事。",
    "网站开通以来累计公开信息{cumulative}条，其中{year}年主动公开政府信息{items}条。",
    "围绕群众关心的事项，{year}年主动公开政府信息总数为{items}条。",
    "{scope}全年在门户网站主动公开信息{items}条，网站年访问量{visits}次。",
)

APPLICATION_SENTENCES = (
    "{year}年，{scope}新收政府信息公开申请{received}件，上年结转{carried_in}件，办结{concluded}件，结转下年度{carried_out}件。",
    "全年收到政府信息公开申请{received}件，上年结转{carried_in}件，均在法定期限内登记办理。",
    "本年度新收申请{received}件，其中自然人提出{natural}件，法人或其他组织提出{bodies}件；上年结转{carried_in}件。",
    "本年新收政府信息公开申请{received}件、上年结转{carried_in}件，共办结{concluded}件，其中予以公开{granted}件。",
)
NO_APPLICATION_SENTENCES = (
    "{year}年，{scope}未收到政府信息公开申请。",
    "本年度没有收到公民、法人或者其他组织提出的政府信息公开申请。",
)

DISPUTE_SENTENCES = (
    "因政府信息公开被申请行政复议{reconsiderations}件，被提起行政诉讼{lawsuits}件。",
    "全年发生政府信息公开行政复议案件{reconsiderations}件、行政诉讼案件{lawsuits}件。",
)
NO_DISPUTE_SENTENCES = (
    "未发生因政府信息公开引起的行政复议和行政诉讼。",
    "全年没有因政府信息公开工作被申请行政复议或者提起行政诉讼的情况。",
)

MANAGEMENT_SENTENCES = (
    "修订公开目录和公开指南，新公开的文件一律先审后发，对历史文件逐件标注效力状态。",
    "落实公开属性源头认定，公文起草时同步注明公开方式，不予公开的写明理由。",
    "对已公开信息开展两轮清查，补正要素不全的信息{small}条，撤下失效链接{few}个。",
    "建立文件库，按主题、年份和文种分类，方便群众检索下载。",
)
PLATFORM_SENTENCES = (
    "门户网站增设办事指引栏目，全年更新栏目{few}个，政务新媒体发布信息{small}条。",
    "在政务服务大厅设公开查阅点{few}处，配备查询设备和工作人员，提供纸质文件查阅。",
    "完成网站适老化改造，大字版、语音版页面同步上线。",
    "规范政务新媒体账号管理，注销长期不更新的账号{few}个。",
)
SUPERVISION_SENTENCES = (
    "全年举办业务培训{few}期，参训{small}人次，并把公开工作纳入年度考核。",
    "办公室按季度通报栏目更新情况，发现的问题限期整改，未发生责任追究情形。",
    "邀请企业代表和群众代表开展评议，收集意见建议{few}条，均已答复。",
)
PROBLEM_SENTENCES = (
    "存在的问题：一是部分栏目更新不够及时；二是政策解读多为文字，图表和视频偏少；三是基层工作人员变动较快，业务不够熟练。",
    "过去一年的不足主要是公开的颗粒度还不够细，申请答复文书的说理不充分。",
    "对照群众期待，信息检索不便、意见征集反馈不足的问题仍然存在。",
)
IMPROVEMENT_SENTENCES = (
    "下一步，将按栏目明确责任科室和更新周期，加大图解力度，开展岗位练兵，提高答复质量。",
    "今后将建立答复文书集体审核制度，定期抽查，并完善网站检索功能。",
    "改进措施：细化公开标准，补齐意见反馈环节，对更新滞后的栏目实行台账管理。",
)
NO_FEE_SENTENCES = (
    "{year}年未收取政府信息公开信息处理费。",
    "按照信息处理费管理办法的规定，本年度没有收取信息处理费。其他事项无。",
)
FEE_SENTENCE = "{year}年依照信息处理费管理办法，共收取信息处理费{fee}元。"


@dataclass(frozen=True)
class Words:
    """The prose of one report, with the counts that it states."""

    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    narrative: dict[str, int]


def _fill(rng: Random, figures: Figures) -> dict[str, object]:
    cells = figures.cells
    items = figures.publication_items
    site = rng.randint(items // 2, items)
    media = rng.randint(0, items - site)
    received = cells[3, "received", "total"]
    natural = cells[3, "received", APPLICANTS[0]]
    return {
        "agency": figures.organ.name,
        "scope": figures.organ.scope,
        "year": figures.year,
        "items": items,
        "site": site,
        "media": media,
        "rest": items - site - media,
        "change": f"{rng.choice(('增加', '减少'))}{rng.randint(1, 9 + items // 8)}条",
        "cumulative": figures.cumulative_items,
        "visits": rng.randint(1000, 999999),
        "received": received,
        "natural": natural,
        "bodies": received - natural,
        "carried_in": cells[3, "carried_in", "total"],
        "concluded": cells[3, "concluded", "total"],
        "carried_out": cells[3, "carried_out", "total"],
        "granted": cells[3, "granted", "total"],
        "reconsiderations": cells[4, DISPUTE_KINDS[0], "total"],
        "lawsuits": cells[4, DISPUTE_KINDS[1], "total"] + cells[4, DISPUTE_KINDS[2], "total"],
        "few": rng.randint(2, 9),
        "small": rng.randint(11, 260),
        "phone": rng.randint(10000, 99999),
        "fee": rng.randint(20, 900),
    }


def _numeral(index: int) -> str:
    return f"（{'一二三四五'[index]}）"


def _overview(rng: Random, figures: Figures, known: dict[str, object]) -> tuple[list[str], dict[str, int]]:
    """The paragraphs of section one, and the counts that they state."""

    def say(sentences: tuple[str, ...]) -> str:
        return rng.choice(sentences).format(**known)

    publication = say(PUBLICATION_SENTENCES)
    narrative = {"publication_items": figures.publication_items}
    cells = figures.cells
    if cells[3, "received", "total"] or cells[3, "carried_in", "total"]:
        application = say(APPLICATION_SENTENCES)
        narrative["applications_received"] = int(cells[3, "received", "total"])
        narrative["applications_carried_in"] = int(cells[3, "carried_in", "total"])
    else:
        application = say(NO_APPLICATION_SENTENCES)
        narrative["applications_received"] = 0
    dispute = say(DISPUTE_SENTENCES if known["reconsiderations"] or known["lawsuits"] else NO_DISPUTE_SENTENCES)
    narrative["reconsiderations"] = int(str(known["reconsiderations"]))
    narrative["lawsuits"] = int(str(known["lawsuits"]))
    paragraphs = [
        f"主动公开情况。{publication}",
        f"依申请公开情况。{application}{dispute}",
        f"政府信息管理情况。{say(MANAGEMENT_SENTENCES)}",
        f"平台建设情况。{say(PLATFORM_SENTENCES)}",
        f"监督保障情况。{say(SUPERVISION_SENTENCES)}",
    ]
    return [f"{_numeral(index)}{text}" for index, text in enumerate(paragraphs)], narrative


def write(rng: Random, figures: Figures) -> Words:
    """The whole prose of a report around its figures."""
    known = _fill(rng, figures)
    overview, narrative = _overview(rng, figures, known)
    problems = [rng.choice(PROBLEM_SENTENCES), rng.choice(IMPROVEMENT_SENTENCES)]
    other = FEE_SENTENCE if rng.random() < 0.1 else rng.choice(NO_FEE_SENTENCES)
    sections = (
        Section("overview", "一、总体情况", tuple(overview)),
        *(Section(code, rng.choice(headings), (), table) for table, (code, headings) in TABLE_HEADINGS.items()),
        Section(
            "problems", rng.choice(("五、存在的主要问题及改进情况", "五、存在的主要问题及改进措施")), tuple(problems)
        ),
        Section(
            "other_matters",
            rng.choice(("六、其他需要报告的事项", "六、其他需要报告的情况")),
            (other.format(**known),),
        ),
    )
    return Words(
        rng.choice(TITLES).format(**known), (rng.choice(OPENINGS).format(**known),), tuple(sections), narrative
    )
