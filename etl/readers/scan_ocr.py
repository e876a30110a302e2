"""One line of text in a picture -> its characters, each with its certainty: PP-OCRv6 as the package rapidocr ships it.

The model is run directly: the package's own recogniser gives one certainty a line, and pads a lone digit to the width
of a sentence.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
import onnxruntime
import rapidocr

from etl.readers.scan_picture import Pixels

MODEL = "models/PP-OCRv6_rec_small.onnx"
HEIGHT = 48
"""Pixels: the height of a line that the model was trained on."""
LEAST_WIDTH = 32
MOST_WIDTH = 1600
BLANK = 0
"""The class that stands for no character, or for the border between two alike."""


_REMEMBERED = 64
"""Lines whose reading is kept: those of a few cells."""
LEAST_SHARE = 0.05
"""Score of a digit that a piece of ink may be beside the likeliest."""
LOOK_ALIKES = {"0": "０OoＯｏQD〇○◯ΟО", "1": "１lI", **{str(digit): chr(ord("０") + digit) for digit in range(2, 10)}}
"""In a cell of figures these are the digit: a careful reader does not take a lone ring in a column of numbers for a letter."""


class Recognised(NamedTuple):
    """A character, its certainty (0 to 1), where its middle stands, as a share of the line's width, and what else it may be."""

    text: str
    confidence: float
    place: float
    digits: str = ""
    """The digits that it may be as well."""


class Reading(NamedTuple):
    """One line read as ``text``; as a ``figure``, with each digit's look-alikes taken for the digit; and ``unlettered``."""

    text: list[Recognised]
    figure: list[Recognised]
    unlettered: list[Recognised]
    """Latin letters and their like left out: faint Chinese characters are taken for them."""


class _Model(NamedTuple):
    session: onnxruntime.InferenceSession
    input_name: str
    characters: list[str]
    """The character of each class."""
    folds: list[tuple[int, list[int]]]
    """The class of a digit, and those of its look-alikes."""
    letters: Pixels
    """The classes of Latin letters, accented ones included."""


@cache
def _model() -> _Model:
    options = onnxruntime.SessionOptions()
    # One document to a worker, one worker to a core; an arena would keep the memory of the widest line for good.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    with as_file(files(rapidocr) / MODEL) as model:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    characters = ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
    number_of = {character: number for number, character in enumerate(characters)}
    folds = [
        (number_of[digit], [number_of[alike] for alike in alikes if alike in number_of])
        for digit, alikes in LOOK_ALIKES.items()
    ]
    letters = np.array([number for number, character in enumerate(characters) if is_letter(character)])
    return _Model(session, session.get_inputs()[0].name, characters, folds, letters)


def is_letter(character: str) -> bool:
    """Whether a character is a letter of a script in which no report is written."""
    return character.isalpha() and character < "\u1100"


def recognise(line: Pixels, stretch: float = 1.0) -> Reading:
    """Read one line of dark text on white, with a little margin; ``stretch`` widens it before it is read.

    The first reading of a figure is mostly that of the cell before it was known for one.
    """
    return _recognised(line.tobytes(), line.shape, stretch)


@lru_cache(_REMEMBERED)
def _recognised(pixels: bytes, shape: tuple[int, int], stretch: float) -> Reading:
    model = _model()
    line: Pixels = np.frombuffer(pixels, np.uint8).reshape(shape)
    height, width = shape
    wide = min(max(round(width * HEIGHT / height * stretch), LEAST_WIDTH), MOST_WIDTH)
    scaled = cv2.resize(line, (wide, HEIGHT), interpolation=cv2.INTER_CUBIC if height < HEIGHT else cv2.INTER_AREA)
    level = scaled.astype(np.float32) / 127.5 - 1.0
    (scores,) = model.session.run(None, {model.input_name: np.repeat(level[None, None], 3, axis=1)})
    text = _decoded(scores[0], model.characters)
    folded = scores[0].copy()
    for digit, alikes in model.folds:
        folded[:, digit] += folded[:, alikes].sum(axis=1)
        folded[:, alikes] = 0.0
    folded[:, model.letters] = 0.0
    figure = _decoded(folded, model.characters, [digit for digit, _ in model.folds])
    if not any(is_letter(found.text) for found in text):
        return Reading(text, figure, text)
    scores[0][:, model.letters] = 0.0
    return Reading(text, figure, _decoded(scores[0], model.characters))


def _decoded(scores: Pixels, characters: list[str], digits: Sequence[int] = ()) -> list[Recognised]:
    """The best class of each step, runs of the same class taken together; ``digits`` are classes that count as second best."""
    best, certainty = scores.argmax(axis=1), scores.max(axis=1)
    bounds = [0, *(np.flatnonzero(np.diff(best)) + 1), len(best)]
    return [
        Recognised(
            characters[best[start]],
            float(certainty[start:end].max()),
            float(start + end) / 2 / len(best),
            "".join(characters[n] for n in digits if n != best[start] and scores[start:end, n].max() >= LEAST_SHARE),
        )
        for start, end in pairwise(bounds)
        if best[start] != BLANK
    ]
