"""The mark [r] on a chart: beside each point whose figure changed after it was served."""

import polars as pl

from dashboard.charts.drawing import Drawing

SIGN = "[r]"


def mark(figure: Drawing, frame: pl.DataFrame) -> Drawing:
    """Write the sign beside the points of a chart whose rows have cells that changed (column ``revised``, if there is one)."""
    if "revised" not in frame.columns:
        return figure
    has_agency = "agency_id" in frame.columns
    origins = {
        (row.get("year"), row["series"], *([row["agency_id"]] if has_agency else []))
        for row in frame.filter(pl.col("revised") > 0).iter_rows(named=True)
    }
    for trace in figure.data if origins else ():
        signs = [SIGN if tuple(origin) in origins else "" for origin in trace.customdata or ()]
        if not any(signs):
            continue
        texts = list(trace.text) if isinstance(trace.text, tuple | list) else [""] * len(signs)
        trace.text = [" ".join(part for part in (text, sign) if part) for text, sign in zip(texts, signs, strict=True)]
        if trace.type == "scatter" and "text" not in trace.mode:
            trace.change({"mode": f"{trace.mode}+text", "textposition": "top center", "textfont": {"size": 11}})
        elif trace.type == "bar" and trace.textposition is None:
            trace.change({"textposition": "auto", "textfont": {"size": 11}})
    return figure
