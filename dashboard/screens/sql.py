"""What does nobody's chart answer? The snapshot by SQL, in the cage and in a process of its own."""

from functools import partial

import polars as pl
import streamlit as st

from dashboard import address, asides, downloads, pictures, saved, source
from dashboard.answer_links import links
from dashboard.asking import FAILED, ROW_LIMIT, TIMEOUT_SECONDS, NoAnswer, Result, asked
from dashboard.charts.free import KINDS, MOST_SERIES, free
from dashboard.language import LANGUAGES, Words
from dashboard.markdown import escaped
from dashboard.plot import plot
from dashboard.view import View

_LONGEST = 20_000
_EDITOR = "sql_text"
_TAKEN_FROM = "sql_taken_from"
_EXAMPLE = "sql_example"
_CHART = "sql_chart"
_LINK = "→"


def page(view: View) -> None:
    """Views and columns, an editor, the answer as a table and as a chart."""
    words = view.words
    st.title(words("nav.sql"))
    st.markdown(words("page.sql.question"))
    _examples(view)
    wanted = st.query_params.get("sql", "")
    if st.session_state.get(_TAKEN_FROM) != wanted:
        st.session_state[_EDITOR] = st.session_state[_TAKEN_FROM] = wanted
    st.text_area(
        words("page.sql.editor"), key=_EDITOR, height=220, max_chars=_LONGEST, placeholder=words("page.sql.placeholder")
    )
    with st.container(horizontal=True, gap="small"):
        st.button(words("page.sql.run"), type="primary", icon=":material/play_arrow:", on_click=_run)
        st.download_button(
            words("page.sql.save"), _editor_text, file_name="query.sql",
            mime="application/sql", on_click="ignore", icon=":material/save:", help=words("page.sql.save_help"),
        )  # fmt: skip
    st.caption(words("page.sql.limits", seconds=f"{TIMEOUT_SECONDS:g}", rows=f"{ROW_LIMIT:,}"))
    if wanted:
        _answer(view, wanted)
    _schema(view)


def _editor_text() -> bytes:
    return str(st.session_state[_EDITOR]).encode()


def _run() -> None:
    text = st.session_state[_EDITOR].strip()
    st.session_state[_TAKEN_FROM] = text
    address.set_own(sql=text or None)


def _examples(view: View) -> None:
    words = view.words
    known = saved.saved_queries(source.data_dir())
    number = LANGUAGES.index(words.language)

    def take() -> None:
        chosen = st.session_state[_EXAMPLE]
        if chosen is not None:
            st.session_state[_EDITOR] = known[chosen].text
            _run()

    st.selectbox(
        words("page.sql.examples"), range(len(known)), index=None, format_func=lambda place: known[place].title(number),
        key=_EXAMPLE, on_change=take, placeholder=words("page.sql.choose"), help=words("page.sql.examples_help"),
    )  # fmt: skip


def _answer(view: View, sql: str) -> None:
    words = view.words
    st.header(words("page.sql.answer"), anchor="answer")
    with st.spinner(words("page.sql.running")):
        result = asked(view.snapshot, sql)
    if isinstance(result, NoAnswer):
        if result.message is None:
            st.warning(words("page.sql.busy"), icon=":material/hourglass:")
        else:
            st.error(escaped(_fault(result.message, words)), icon=":material/error:")
        return
    frame = result.frame
    st.caption(
        words(
            "page.sql.size",
            rows=f"{frame.height:,}",
            columns=frame.width,
            seconds=result.seconds,
            snapshot=view.snapshot.snapshot_id,
        )
    )
    if result.is_cut:
        st.warning(words("page.sql.cut", rows=f"{frame.height:,}"), icon=":material/content_cut:")
    _table(view, frame)
    _exports(view, result, sql)
    _chart(view, frame)


def _table(view: View, frame: pl.DataFrame) -> None:
    """The answer, before each row the way to its document where the row names one."""
    words = view.words
    found = None if _LINK in frame.columns else links(view, frame)
    if found is not None:
        st.caption(words("page.sql.links"))
        frame = frame.select(found.alias(_LINK), pl.all())
    link = st.column_config.LinkColumn("", display_text=words("page.sql.link"), pinned=True, width="small")
    st.dataframe(
        frame, width="stretch", hide_index=True, placeholder=words("page.sql.null"), column_config={_LINK: link}
    )


def _exports(view: View, result: Result, sql: str) -> None:
    words = view.words
    name = f"query-{view.snapshot.snapshot_id}"
    places = view.snapshot.places
    about = {
        words("download.snapshot"): view.snapshot.snapshot_id,
        **({} if places is None else {words("access.scope"): words.places(places)}),
        words("download.sql"): sql,
        words("page.sql.complete"): words("page.sql.not_all" if result.is_cut else "page.sql.all"),
    }
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV", partial(downloads.as_csv, result.frame), file_name=f"{name}.csv", mime="text/csv",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: downloads.as_workbook(result.frame, [], about, words), file_name=f"{name}.xlsx",
            mime=downloads.WORKBOOK, on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip


def _chart(view: View, frame: pl.DataFrame) -> None:
    words = view.words
    numbers = [name for name, dtype in frame.schema.items() if dtype.is_numeric()]
    if frame.height < 2 or not numbers:
        return
    with st.expander(words("page.sql.chart"), icon=":material/show_chart:"):
        first, second, third, fourth = st.columns(4)
        kind = first.selectbox(words("page.sql.kind"), KINDS, format_func=lambda code: words(f"page.sql.{code}"))
        years = [place for place, name in enumerate(frame.columns) if name in ("year", words("column.year"))]
        across = second.selectbox(words("page.sql.across"), frame.columns, index=years[0] if years else 0)
        others = [name for name in numbers if name != across] or numbers
        up = third.selectbox(words("page.sql.up"), others, index=len(others) - 1)
        series = fourth.selectbox(
            words("page.sql.series"), [name for name in frame.columns if name not in (across, up)], index=None,
            placeholder=words("page.sql.no_series"),
        )  # fmt: skip
        if series is not None and frame[series].n_unique() > MOST_SERIES:
            st.caption(words("page.sql.first_series", count=MOST_SERIES))
        plot(free(frame, kind, across, up, series).finished(), _CHART, words("page.sql.alt", up=up, across=across))
        note = words("chart.fact", name=words("download.snapshot"), text=view.snapshot.snapshot_id)
        title = words("page.sql.alt_title", up=up, across=across)
        name = f"query-{view.snapshot.snapshot_id}"
        st.html(asides.row([pictures.buttons(_CHART, name, title, note, words)]))


def _schema(view: View) -> None:
    """Views with their columns; the twins under Chinese names first where Chinese is read."""
    words = view.words
    st.header(words("page.sql.schema"), anchor="schema")
    st.caption(words("page.sql.schema_help"))
    rows = source.frame(view.snapshot, "schema")
    is_twin = st.segmented_control(
        words("page.sql.names"), [False, True], default=False, required=True, key="sql_names",
        format_func=lambda twin: words("page.sql.chinese" if twin else "page.sql.english"),
    )  # fmt: skip
    for (name, comment), columns in rows.filter(pl.col("is_twin") == is_twin).group_by(
        "view_name", "view_comment", maintain_order=True
    ):
        with st.expander(f"`{name}`  {escaped(_in_language(str(comment), words.language))}"):
            st.table(
                columns.select(
                    pl.col("column_name").alias(words("page.sql.column")),
                    pl.col("data_type").alias(words("page.sql.type")),
                    pl.col("comment")
                    .map_elements(partial(_in_language, language=words.language), return_dtype=pl.String)
                    .alias(words("page.sql.meaning")),
                )
            )


def _fault(message: str, words: Words) -> str:
    """Why there is no answer, in the language of the page; what DuckDB says is left in its own words."""
    if message.startswith(FAILED):
        return words("page.sql.failed", fault=message.removeprefix(FAILED))
    return _in_language(message, words.language)


def _in_language(comment: str, language: str) -> str:
    """Comments in the snapshot, and refusals of the cage, read 中文 / English."""
    chinese, _, english = comment.partition(" / ")
    return english if english and language != LANGUAGES[0] else chinese
