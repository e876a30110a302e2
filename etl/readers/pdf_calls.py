"""The functions of PDFium that are called for every character and every line of a page.

pypdfium2 wraps pointers in objects; here they go in and out as plain integers, which takes a third of the time. What is
asked of every character takes its arguments as they are: a page as a ``c_void_p``, numbers, and ``byref`` for what is
filled in. None lets go of Python's lock, for each answers from memory in less time than that takes.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c


def address(pointer: Any) -> int:
    """Where a pointer of PDFium's points to."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes and gives pointers as plain integers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


def _quick(function: Any, result: Any) -> Any:
    """A function of PDFium that is called for every character."""
    return ctypes.PYFUNCTYPE(result)(address(function))


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
text_object = _quick(pdfium_c.FPDFText_GetTextObject, _POINTER)
unicode = _quick(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint)
loose_box = _quick(pdfium_c.FPDFText_GetLooseCharBox, _INT)
has_map_error = _quick(pdfium_c.FPDFText_HasUnicodeMapError, _INT)
char_box = _plain(pdfium_c.FPDFText_GetCharBox, _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
matrix_of = _quick(pdfium_c.FPDFText_GetMatrix, _INT)
font_size = _quick(pdfium_c.FPDFText_GetFontSize, ctypes.c_double)
font_of = _plain(pdfium_c.FPDFTextObj_GetFont, _POINTER, _POINTER)
font_name = _plain(pdfium_c.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, ctypes.c_char_p, ctypes.c_size_t)
is_embedded = _plain(pdfium_c.FPDFFont_GetIsEmbedded, _INT, _POINTER)
render_mode = _plain(pdfium_c.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)

page_object = _plain(pdfium_c.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
object_type = _plain(pdfium_c.FPDFPageObj_GetType, _INT, _POINTER)
object_matrix = _plain(pdfium_c.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
form_object = _plain(pdfium_c.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
form_object_count = _plain(pdfium_c.FPDFFormObj_CountObjects, _INT, _POINTER)
draw_mode = _plain(pdfium_c.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
segment_count = _plain(pdfium_c.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _plain(pdfium_c.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_type = _plain(pdfium_c.FPDFPathSegment_GetType, _INT, _POINTER)
segment_point = _plain(pdfium_c.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
segment_closes = _plain(pdfium_c.FPDFPathSegment_GetClose, _INT, _POINTER)
