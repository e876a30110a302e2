"""Which cell of a line belongs to which column: every way the line can be read, and what they agree on."""

from collections.abc import Sequence
from itertools import combinations

from msgspec import Struct

from etl.interpret.heading import Heading
from etl.interpret.leaves import Leaf
from etl.interpret.lines import Slot
from etl.model import Status
from etl.quantity import read

_MOST_EXTRA = 3
"""Cells that a line has too many, for each of which any empty one is tried."""
Reading = tuple[Slot | None, ...]
"""One slot for each leaf of the heading, in its order; None where the line has no cell."""


class Assignment(Struct, frozen=True, gc=False):
    """The slots by leaf. Leaves in ``doubtful`` could be read in two ways, for the reason given (Chinese)."""

    slots: Reading
    doubtful: frozenset[int] = frozenset()
    reason: str = ""
    is_assumed: bool = False
    """Columns without a label of their own were taken in the order of the form; the line's sum bears it out."""


def assign(slots: tuple[Slot, ...], heading: Heading, has_geometry: bool, is_label_wide: bool = False) -> Assignment:
    """Give each leaf of the heading its slot among the ``slots`` after the label.

    ``is_label_wide``: the form sets the label over several columns; in fields of a text, empty ones may follow it.
    """
    if not heading.is_complete:
        return _named_only(slots, heading)
    placed = _by_place(slots, heading) if heading.is_placed else None
    if placed is not None and not _explains(placed, slots, heading, has_geometry):
        placed = None if has_geometry or _is_wider(slots, heading) else placed
    is_skewed = heading.is_skewed and not heading.kinds
    # A line that ends beyond its heading had a cell put in somewhere: places may be one off.
    is_moved = has_geometry and _is_wider(slots, heading)
    if has_geometry and placed is not None and not (is_skewed or is_moved):
        return _against_sums(placed, slots, heading)
    in_order = _without_extra(slots, len(heading.leaves)) if is_moved else _windows(slots, len(heading.leaves))
    if is_skewed:
        return _beside(placed, in_order, heading) or _merged(slots, heading)
    if has_geometry:
        return _settle([*([placed] if placed else []), *in_order], heading) or _merged(slots, heading)
    fitting = [way for way in in_order if _is_full(way) or _fits_fields(way, slots, heading)]
    if is_label_wide:
        fitting = [way for way in fitting if not _starts_beside_label(way, slots, heading)]
    if placed is not None and not fitting and not _explains(placed, slots, heading, has_geometry):
        return _agreed([placed, *in_order]) if in_order else _merged(slots, heading)
    return _settle([*([placed] if placed else []), *fitting], heading) or _merged(slots, heading)


def _settle(ways: list[Reading], heading: Heading) -> Assignment | None:
    """The one way to read the line, or the one that its sums prove, or what all ways have in common."""
    distinct = {_texts(way): way for way in ways}
    if not distinct:
        return None
    if len(distinct) == 1:
        return Assignment(next(iter(distinct.values())))
    proven = [way for way in distinct.values() if _sums_prove(way, heading)]
    return Assignment(proven[0]) if len(proven) == 1 else _agreed(list(distinct.values()))


def _beside(placed: Reading | None, in_order: list[Reading], heading: Heading) -> Assignment | None:
    """Under a heading whose labels may stand beside their columns: by place, by order, and in the order of the form."""
    places = [heading.columns.codes.index(leaf.code) for leaf in heading.leaves]
    in_form_order = [tuple(way[place] for place in places) for way in in_order]
    return _settle([*([placed] if placed else []), *in_order, *in_form_order], heading)


def _is_wider(slots: tuple[Slot, ...], heading: Heading) -> bool:
    """Whether the line has more fields than the heading: one was set twice or put in, and places mean nothing."""
    return heading.width is not None and bool(slots) and slots[-1].left >= heading.width


def _fits_fields(way: Reading, slots: tuple[Slot, ...], heading: Heading) -> bool:
    """Whether a line of fields has, around its figures, the empty fields that its table has, and no others.

    In front only empty fields of labels, the figures standing where the heading has them; behind, those of the heading
    or none.
    A last figure that is empty may be the table's empty field, with a figure lost before it.
    """
    before = next(n for n, slot in enumerate(slots) if slot is way[0])
    after = len(slots) - before - len(way)
    if before and not (heading.is_placed and way[0] is not None and way[0].left == heading.leaves[0].left):
        return False
    lost = after == 0 and heading.padding > 0 and way[-1] is not None and not way[-1].text and not heading.is_placed
    return after in (0, heading.padding) and not lost


def _starts_beside_label(way: Reading, slots: tuple[Slot, ...], heading: Heading) -> bool:
    """Whether the first of the figures' fields is empty, and may be the label's, a figure having been lost behind it."""
    first = way[0]
    if first is None or first is not slots[0] or first.text or not any(slot and slot.text for slot in way):
        return False
    return not (heading.is_placed and first.left == heading.leaves[0].left)


def _is_full(way: Reading) -> bool:
    """Whether each column has a figure or a sign: whatever empty fields stand around them, there is no other reading."""
    return all(slot is not None and slot.text and slot.is_figure for slot in way)


def _texts(way: Reading) -> tuple[str | None, ...]:
    return tuple(slot.text if slot else None for slot in way)


def _by_place(slots: tuple[Slot, ...], heading: Heading) -> Reading | None:
    """Each leaf's slot by the place of its label; None if a leaf has none, or a slot stands under two leaves."""
    way: list[Slot] = []
    taken: set[int] = set()
    by_left = {slot.left: slot for slot in slots}
    for leaf in heading.leaves:
        slot = by_left.get(leaf.left)
        if slot is None or slot.right != leaf.right:
            over = [slot for slot in slots if slot.overlaps(leaf.left, leaf.right)]
            slot = over[0] if len(over) == 1 else None
        if slot is None or id(slot.cell) in taken:
            return None
        taken.add(id(slot.cell))
        way.append(slot)
    return tuple(way)


def _covers(way: Reading, slots: tuple[Slot, ...]) -> bool:
    """Whether no printed slot is left over."""
    used = {id(slot.cell) for slot in way if slot}
    return all(id(slot.cell) in used or not slot.text for slot in slots)


def _explains(way: Reading, slots: tuple[Slot, ...], heading: Heading, has_geometry: bool) -> bool:
    """Whether what is left over is words, or stands under a column that is not of the form (备注)."""
    if not has_geometry and _is_wider(slots, heading):
        return False
    used = {id(slot.cell) for slot in way if slot}
    left_over = [slot for slot in slots if id(slot.cell) not in used and slot.text]
    return all(not slot.is_figure or any(slot.overlaps(*place) for place in heading.unnamed) for slot in left_over)


def _windows(slots: tuple[Slot, ...], count: int) -> list[Reading]:
    """Every run of ``count`` slots that leaves nothing printed outside."""
    runs = [slots[start : start + count] for start in range(len(slots) - count + 1)]
    return [run for run in runs if _covers(run, slots)]


def _without_extra(slots: tuple[Slot, ...], count: int) -> list[Reading]:
    """Every way to leave out the cells that a line has too many: any of its empty ones; where a figure is there twice, any.

    A figure like the one before it may also be a column of somebody's own: then only the sums tell which is too many.
    """
    blanks = [place for place, slot in enumerate(slots) if not slot.text]
    extra = len(slots) - count
    if not 0 < extra <= _MOST_EXTRA:
        return _windows(slots, count)
    places: Sequence[int] = range(len(slots)) if any(_is_again(slots, place) for place in range(len(slots))) else blanks
    return [
        tuple(slot for place, slot in enumerate(slots) if place not in left_out)
        for left_out in combinations(places, extra)
    ]


def _is_again(slots: tuple[Slot, ...], place: int) -> bool:
    """Whether a figure is the one before it; in a picture a stroke puts in empty cells, and noughts beside noughts say nothing."""
    slot, before = slots[place], slots[place - 1]
    if place == 0 or slot.text != before.text or not slot.text:
        return False
    return slot.cell.confidence is None or slot.text.strip("0") != ""


def _against_sums(placed: Reading, slots: tuple[Slot, ...], heading: Heading) -> Assignment:
    """The reading by place stands, unless the line's own sum proves another one."""
    if slots == placed or _sums_prove(placed, heading):
        return Assignment(placed)
    proven = [way for way in _windows(slots, len(placed)) if way != placed and _sums_prove(way, heading)]
    return _agreed([placed, *proven]) if proven else Assignment(placed)


def _sums_prove(way: Reading, heading: Heading) -> bool:
    """Whether each total in the line is the sum of its parts, and one at least is not 0."""
    values = [
        read(slot.text, heading.columns.by_code[leaf.code]).value if slot else None
        for slot, leaf in zip(way, heading.leaves, strict=True)
    ]
    if any(value is None for value in values) or "total" not in heading.columns.codes:
        return False
    totals: dict[str | None, float] = {}
    parts: dict[str | None, float] = {}
    for leaf, value in zip(heading.leaves, values, strict=True):
        into = totals if leaf.code == "total" else parts
        into[leaf.kind] = into.get(leaf.kind, 0) + (value or 0)
    return totals == parts and any(totals.values())


def _agreed(ways: list[Reading]) -> Assignment:
    """What all ways have in common; the rest is doubtful."""
    doubtful = {place for place, texts in enumerate(zip(*map(_texts, ways), strict=True)) if len(set(texts)) > 1}
    return Assignment(ways[0], frozenset(doubtful), "本行各格与表头错位，有两种读法")


def _merged(slots: tuple[Slot, ...], heading: Heading) -> Assignment:
    """A line with fewer cells than columns: a cell over several columns speaks for each only if it is no figure."""
    if not slots:
        return Assignment(tuple(None for _ in heading.leaves))
    over = [[slot for slot in slots if slot.overlaps(leaf.left, leaf.right)] for leaf in heading.leaves]
    reason = f"本行应有{len(heading.leaves)}格，实有{len(slots)}格，无法逐格对应"
    if not heading.is_placed or any(len(found) != 1 for found in over):
        every = frozenset(range(len(heading.leaves)))
        return Assignment(tuple(found[0] if len(found) == 1 else None for found in over), every, reason)
    way = tuple(found[0] for found in over)
    doubtful = {
        place
        for place, (slot, leaf) in enumerate(zip(way, heading.leaves, strict=True))
        if sum(slot is other for other in way) > 1
        and read(slot.text, heading.columns.by_code[leaf.code]).status is Status.REPORTED
    }
    if not _covers(way, slots):
        doubtful = set(range(len(way)))
    return Assignment(way, frozenset(doubtful), reason)


def _named_only(slots: tuple[Slot, ...], heading: Heading) -> Assignment:
    """A heading that lost a label: only what stands under the labels left is certain."""
    if (assumed := _in_form_order(slots, heading)) is not None:
        return assumed
    if _is_wider(slots, heading) and len({slot.text for slot in slots}) > 1:
        unknown = tuple(None for _ in heading.columns.codes)
        return Assignment(unknown, frozenset(range(len(unknown))), "表头缺少列名，本行又多出空格，无法分辨各列")
    by_code: dict[str, Slot | None] = {}
    for leaf in heading.leaves:
        over = [slot for slot in slots if slot.overlaps(leaf.left, leaf.right)]
        single = len(over) == 1 and not any(over[0].overlaps(*place) for place in heading.unnamed)
        by_code[leaf.code] = over[0] if single else None
    left_over = [slot for slot in slots if not any(slot is used for used in by_code.values())]
    open_texts = {slot.text for slot in left_over}
    is_moved = bool(left_over) and any(by_code[leaf.code] is None for leaf in heading.leaves)
    way: list[Slot | None] = []
    doubtful: set[int] = set()
    for place, code in enumerate(heading.columns.codes):
        slot = by_code.get(code)
        if slot is None and left_over:
            slot = left_over.pop(0)
            doubtful.add(place)
        elif slot is None:
            doubtful.add(place)
        way.append(slot)
    lefts = [slot.left for slot in way if slot is not None]
    if is_moved or lefts != sorted(lefts):
        # What lost its label stands where the form has another column: the labels left may have moved, too.
        return Assignment(tuple(way), frozenset(range(len(way))), "表头缺少列名，且与本行各格错位，无法分辨各列")
    texts = {text for place, text in enumerate(_texts(tuple(way))) if place in doubtful}
    if len(texts | open_texts) == 1 and None not in texts:
        doubtful = set()
    return Assignment(tuple(way), frozenset(doubtful), "表头缺少列名或两列同名，无法分辨各列")


def _in_form_order(slots: tuple[Slot, ...], heading: Heading) -> Assignment | None:
    """The slots in the order of the form, if the labels that are left stand in it and the line's sum bears it out."""
    codes = heading.columns.codes
    full = [way for way in _windows(slots, len(codes)) if _is_full(way)]
    if len(full) != 1:
        return None
    is_wider = _is_wider(slots, heading)
    slots = tuple(slot for slot in full[0] if slot is not None)
    places = {leaf.code: (leaf.left, leaf.right) for leaf in heading.leaves}
    if is_wider:
        # A cell put in moved the others: only the order of the labels that are left means something.
        named = [code for code in codes if code in places]
        if named != sorted(named, key=lambda code: places[code]):
            return None
    elif any(code in places and not slot.overlaps(*places[code]) for code, slot in zip(codes, slots, strict=True)):
        return None
    leaves = tuple(Leaf(code, slot.left, slot.right) for code, slot in zip(codes, slots, strict=True))
    whole = Heading(heading.columns, leaves, is_placed=True, is_complete=True)
    return Assignment(slots, is_assumed=True) if _sums_prove(slots, whole) else None
