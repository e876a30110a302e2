"""Two reports in one document give two, each with its own cells, at their own places."""

from etl.model import Cell, Content, Grid, Paragraph
from etl.parting import parts
from etl.pipeline import document_of, read_document


def received(count):
    heading = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [heading, ["一、本年新收政府信息公开申请数量", str(count), *"00000", str(count)]]
    return Grid(tuple(Cell(r, c, t) for r, row in enumerate(rows) for c, t in enumerate(row)), 2, 8)


def report(title, count):
    return (
        Paragraph(title),
        Paragraph("本报告依照《中华人民共和国政府信息公开条例》编制。"),
        Paragraph("一、总体情况"),
        Paragraph("全年工作平稳有序。"),
        Paragraph("二、主动公开政府信息情况"),
        Paragraph("三、收到和处理政府信息公开申请情况"),
        received(count),
        Paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        Paragraph("五、存在的主要问题及改进情况"),
        Paragraph("无。"),
    )


FIRST = report("青岚省溪云市民政局2022年政府信息公开工作年度报告", 3)
SECOND = report("青岚省溪云市民政局2023年政府信息公开工作年度报告", 5)


def test_one_report_is_one_part_even_if_it_names_another():
    mention = Paragraph("青岚省溪云市民政局2021年政府信息公开工作年度报告")
    assert len(parts(Content((*FIRST, mention)))) == 1
    assert len(parts(Content((FIRST[0], *FIRST)))) == 1


def test_two_reports_are_two_parts_with_their_own_grids():
    first, second = parts(Content((*FIRST, *SECOND)))
    assert first.content.blocks == FIRST
    assert second.content.blocks == SECOND
    assert (first.first_grid, second.first_grid) == (0, 1)


def page(*reports):
    """The reports as one web page."""
    markup = []
    for block in (b for blocks in reports for b in blocks):
        if isinstance(block, Paragraph):
            markup.append(f"<p>{block.text}</p>")
            continue
        rows = [[c.text for c in block.cells if c.row == r] for r in range(block.row_count)]
        markup.append(
            "<table>" + "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rows) + "</table>"
        )
    return "".join(markup).encode()


def test_a_page_with_two_years_gives_two_reports():
    outcome = read_document(document_of("两年.html", page(FIRST, SECOND)))
    assert [(r.agency, r.year) for r in outcome.reports] == [("青岚省溪云市民政局", 2022), ("青岚省溪云市民政局", 2023)]
    totals = [{r.key: r for r in report.readings}[(3, "received", "total")] for report in outcome.reports]
    assert [reading.value for reading in totals] == [3, 5]
    assert [reading.place.grid for reading in totals] == [0, 1]
