"""One sentence a chart: what it shows, in words, with the number of reports that it rests on.

A year for which most reports are still to come is not spoken of.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboard import LEAST_PEERS
from dashboard.charts import multiples
from dashboard.charts.rates import rate_cases, rate_text
from dashboard.language import Words
from dashboard.whole_years import last_whole_year


def trend(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The first series that has a value: its last whole year, and the year before it."""
    for code in series:
        rows = _with_value(frame, code)
        if rows:
            last = rows[-1]
            text = words("sentence.trend", **_facts(last, code, words))
            before = [row for row in rows if row["year"] == last["year"] - 1]
            if before:
                text += words("sentence.trend_before", **_facts(before[0], code, words))
            return text + words("sentence.stop")
    return words("sentence.nothing")


def own_trend(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """``trend`` where all reports are those of one agency: their number goes without saying."""
    for code in series:
        rows = _with_value(frame, code)
        if rows:
            year = rows[-1]["year"]
            text = words("sentence.own", **_facts(rows[-1], code, words))
            before = [row for row in rows if row["year"] == year - 1]
            if before:
                text += words("sentence.own_before", **_facts(before[0], code, words))
            return text + words("sentence.stop")
    return words("sentence.nothing")


def places(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The figure of each place in the last whole year, the largest first, with the reports that it rests on."""
    rows = frame.filter(pl.col("value").is_not_null())
    year = last_whole_year(rows)
    if year is None:
        return words("sentence.nothing")
    found = rows.filter(pl.col("year") == year).sort("value", "series", descending=[True, False]).to_dicts()
    listed = [
        words("sentence.place", place=row["series"], amount=words.amount(row["value"], row["series"]),
              given=row["given"], reports=row["reports"] - row["absent"])
        for row in found
    ]  # fmt: skip
    return words("sentence.in_year", year=year) + words("sentence.join").join(listed) + words("sentence.stop")


def shares(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The largest and second largest series of the last year that has a value."""
    rows = frame.filter(pl.col("series").is_in(list(series)) & pl.col("value").is_not_null())
    year = last_whole_year(rows)
    if year is None:
        return words("sentence.nothing")
    return words("sentence.in_year", year=year) + _largest(rows.filter(pl.col("year") == year), words)


def results(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """All cases of the last whole year, and the share of each result."""
    rows = frame.filter(pl.col("value").is_not_null())
    year = last_whole_year(rows)
    if year is None:
        return words("sentence.nothing")
    values = dict(rows.filter(pl.col("year") == year).select("series", "value").iter_rows())
    total = values.get("total")
    if not total:
        return shares(frame, series, words)
    parts = [
        words("chart.fact", name=words.label(code),
              text=words("bar.share", number=words.number(values[code]), share=f"{values[code] / total:.0%}"))
        for code in series if code in values
    ]  # fmt: skip
    told = words("app.comma").join(parts)
    return words("sentence.results", year=year, total=words.number(total)) + told + words("sentence.stop")


def categories(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The largest and second largest category over all chosen years."""
    rows = frame.filter(pl.col("value").is_not_null())
    if rows.is_empty():
        return words("sentence.nothing")
    return words("sentence.in_all_years") + _largest(rows, words)


def rate(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The last rate of the first kind that has one on enough cases."""
    for code in series:
        rows = _with_value(frame, code)
        if rows:
            row = rows[-1]
            return words("sentence.rate", year=row["year"], kind=words.label(code), rate=rate_text(row, words))
    return words("sentence.no_rate")


def coverage(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The last year that has a report: agencies known, reports received, read, and without errors."""
    received = _with_value(frame.filter(pl.col("value") > 0), "agencies_received")
    if not received:
        return words("sentence.nothing")
    year = received[-1]["year"]
    values = {row["series"]: words.number(row["value"]) for row in frame.filter(pl.col("year") == year).to_dicts()}
    return words("sentence.coverage", year=year, **values)


def carry_over(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """How many agencies carry in something else than they carried out."""
    rows = _with_value(frame, "carry_over_differing")
    if not rows:
        return words("sentence.nothing")
    row = rows[-1]
    return words("sentence.carry_over", year=row["year"], pairs=row["given"], differing=words.number(row["value"]))


def own_carry_over(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """What one agency carried out, and whether it carried in the same."""
    rows = _with_value(frame, "carry_over_differing")
    if not rows:
        return words("sentence.nothing")
    year = rows[-1]["year"]
    values = dict(frame.filter(pl.col("year") == year).select("series", "value").iter_rows())
    key = "carry_over_differs" if rows[-1]["value"] else "carry_over_fits"
    before, now = words.number(values["carried_out_before"]), words.number(values["carried_in"])
    return words(f"sentence.{key}", year=year, before=before, now=now)


def findings(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """How many findings, how many of them errors."""
    total = float(frame["value"].sum())
    if not total:
        return words("sentence.no_finding")
    errors = float(frame.filter(pl.col("series") == "error")["value"].sum())
    return words("sentence.findings", total=words.number(total), errors=words.number(errors))


def flow(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """Both sides of the last whole year, and the reports whose sides differ."""
    year = last_whole_year(frame)
    if year is None:
        return words("sentence.nothing")
    rows = frame.filter(pl.col("year") == year)
    values = dict(rows.select("series", "value").iter_rows())
    came_in = values["received"] + values["carried_in"]
    went = sum(value for code, value in values.items() if code not in ("received", "carried_in"))
    text = words(
        "sentence.flow", year=year, given=rows["given"][0], reports=rows["reports"][0] - rows["absent"][0],
        came_in=words.number(came_in), went=words.number(went),
        carried_out=words.number(values["carried_out"]),
    )  # fmt: skip
    return text + words("sentence.flow_differs", count=rows["disputed"][0]) if rows["disputed"][0] else text


def among_peers(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The last rate beside the quartiles of the peers."""
    rows = frame.filter(pl.col("value").is_not_null()).sort("year").to_dicts()
    if not rows:
        return words("sentence.no_rate")
    row = rows[-1]
    text = words("sentence.rate", year=row["year"], kind=words.label(row["series"]), rate=rate_text(row, words))
    if row["middle"] is None:
        return text + words("sentence.no_peers", least=LEAST_PEERS)
    quartiles = {name: f"{row[name]:.1%}" for name in ("low", "middle", "high")}
    return text + words("sentence.among_peers", peers=row["peers"], **quartiles)


def peers(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The peers' rate; of the chosen agencies, those that were corrected and those beyond the limits."""
    rows = frame.filter(pl.col("value").is_not_null())
    if rows.is_empty():
        return words("sentence.no_rate")
    name, year = words.label(series[0]), rows["year"][0]
    text = words(
        "sentence.peers",
        name=name if year is None else words("hover.year_series", year=year, series=name),
        count=words.number(rows["with_cases"][0]),
        mean=f"{rows['mean'][0]:.1%}",
    )
    return text + _of_the_chosen(frame.filter(pl.col("is_chosen")), series[0], words, is_whole=_has_all_chosen(frame))


def _has_all_chosen(frame: pl.DataFrame) -> bool:
    """Whether no chosen agency was left out of the frame: they stand before the others."""
    return len(frame) == frame["agencies"][0] or not frame["is_chosen"].all()


def _of_the_chosen(chosen: pl.DataFrame, measure: str, words: Words, *, is_whole: bool) -> str:
    """Of the chosen agencies: which were corrected at all, which stand out, how many have too few cases to tell."""
    if chosen.is_empty():
        return words("sentence.peers_none")
    told = []
    if is_whole and measure.startswith("correction_"):
        corrected = chosen.filter(pl.col("events") > 0).sort("events", "agency", descending=[True, False])
        told.append(_named("corrected", corrected, words) if len(corrected) else words("sentence.peers_uncorrected"))
    compared = chosen.filter(pl.col("value").is_not_null())
    sides = {side: compared.filter(pl.col("position").is_in([side, f"far_{side}"])) for side in ("above", "below")}
    told += [_named(side, found, words) for side, found in sides.items() if len(found)]
    if compared.height and not any(map(len, sides.values())):
        told.append(words("sentence.peers_within"))
    silent = chosen["cases"].null_count()
    for side, count in {"few": len(chosen) - len(compared) - silent, "silent": silent}.items():
        if is_whole and count:
            told.append(words(f"sentence.peers_{side}", count=words.number(count)))
    head = words("sentence.peers_of", count=words.number(len(chosen))) if is_whole else words("sentence.peers_of_many")
    return head + words("sentence.join").join(told) + words("sentence.stop")


def _named(side: str, rows: pl.DataFrame, words: Words) -> str:
    """Agencies by name, the first few of them, each with its cases."""
    names = [
        words("sentence.peer", agency=row["agency"], cases=rate_cases(row, words)) for row in rows.iter_rows(named=True)
    ]
    return words(f"sentence.peers_{side}", count=words.number(len(rows)), agencies=words.listed(names))


def first_agency_years(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """``agency_years`` of as many agencies as small charts show."""
    return agency_years(frame.filter(pl.col("agency_id").is_in(multiples.shown(frame))), series, words)


def agency_years(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """How many agencies are shown, and in how many of their years there is no figure or an error."""
    return words(
        "sentence.agency_years",
        shown=frame["agency_id"].n_unique(),
        agencies=frame["agencies"][0],
        missing=len(frame.filter(pl.col("status") == "no_report")),
        blank=len(frame.filter(pl.col("value").is_null() & (pl.col("status") != "no_report"))),
        disputed=len(frame.filter(pl.col("disputed") > 0)),
    )


def agency_changes(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The change of the sum, the agency that makes the most of it, and the agencies that cannot be compared."""
    if frame.is_empty():
        return words("sentence.nothing")
    row = frame.row(0, named=True)
    before, now = row["total_before"], row["total_now"]
    text = words(
        "sentence.change",
        year=row["year"],
        agencies=words.number(row["agencies"]),
        before=words.number(before),
        now=words.number(now),
    )
    if before and now != before:
        difference, percent = words.number(abs(now - before)), words.signed_percent(now / before - 1)
        direction = "sentence.change_more" if now > before else "sentence.change_less"
        text += words(direction, difference=difference, percent=percent)
    if before and now >= 2 * before:
        text += words("sentence.change_fold", times=f"{now / before:.1f}")
    if row["value"]:
        text += words("sentence.change_most", agency=row["agency"], change=words.signed(row["value"]))
    text += words("sentence.stop")
    left_out = [
        words(f"sentence.change_{side}", count=words.number(row[f"{side}_agencies"]))
        for side in ("new", "gone")
        if row[f"{side}_agencies"]
    ]
    return text + words("sentence.change_left_out", agencies=words("app.comma").join(left_out)) if left_out else text


def changes(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The series that changed most."""
    rows = frame.filter(pl.col("value").is_not_null()).sort(pl.col("value").abs(), descending=True).to_dicts()
    if not rows:
        return words("sentence.nothing")
    row = rows[0]
    return words(
        "sentence.changed_most", year=row["year"], series=words.label(row["series"]), change=words.signed(row["value"]),
        before=words.number(row["value_before"]), now=words.number(row["value_now"]),
    )  # fmt: skip


def _with_value(frame: pl.DataFrame, code: str) -> list[dict[str, Any]]:
    """The rows of a series that have a value, up to the last whole year."""
    rows = frame.filter((pl.col("series") == code) & pl.col("value").is_not_null())
    whole = last_whole_year(rows)
    return [] if whole is None else rows.filter(pl.col("year") <= whole).sort("year").to_dicts()


def _facts(row: dict[str, Any], code: str, words: Words) -> dict[str, object]:
    return {
        "year": row["year"],
        "series": words.full_name(code),
        "amount": words.amount(row["value"], code),
        "given": row["given"],
        "reports": row["reports"] - row["absent"],
    }


def _largest(rows: pl.DataFrame, words: Words) -> str:
    top = rows.sort("value", "series", descending=[True, False]).to_dicts()
    if not top[0]["value"]:
        return words("sentence.all_zero")
    first = words(
        "sentence.item",
        series=words.full_name(top[0]["series"]),
        amount=words.amount(top[0]["value"], top[0]["series"]),
    )
    if len(top) < 2 or not top[1]["value"]:
        return words("sentence.largest_one", first=first)
    second = words(
        "sentence.item",
        series=words.full_name(top[1]["series"]),
        amount=words.amount(top[1]["value"], top[1]["series"]),
    )
    return words("sentence.largest", first=first, second=second)
