"""Merge the fonts of bound documents: a volume has each face once, with the glyphs of all its documents.

The glyphs of each document keep the numbers of the whole face, so glyphs with the same number are the same glyph. Each
document keeps its own map to Unicode (ToUnicode). Faces that are not TrueType are left as they are.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate, groupby
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTWriter
from pikepdf import Array, Dictionary, Name, Object, Pdf

# The tables that a font program in a PDF must have (ISO 32000-1, 9.9), except those that are made here.
KEPT_TABLES = ("cvt ", "fpgm", "gasp", "head", "hhea", "maxp", "prep")
HEAD_FORMAT = slice(50, 52)  # indexToLocFormat
HHEA_COUNT = slice(34, 36)  # numberOfHMetrics
LONG_FORMAT = b"\0\1"  # the format of a loca table with offsets in bytes
METRIC_BYTES = 4  # bytes: advance and left side bearing
TRUE_TYPE_TAG = "\0\1\0\0"


@dataclass(slots=True)
class _MergedFace:
    """A face under construction: outlines, metrics and widths by glyph number, and the tables of its largest part."""

    outlines: dict[int, bytes] = field(default_factory=dict)
    metrics: dict[int, bytes] = field(default_factory=dict)
    tables: dict[str, bytes] = field(default_factory=dict)
    glyphs: int = 0
    widths: dict[int, Object] = field(default_factory=dict)


def merge_fonts(pdf: Pdf) -> None:
    """Merge all parts of each face in ``pdf``; parts of one face have the same name."""
    parts: dict[str, list[Object]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            if font.objgen not in seen and _is_true_type(font):
                parts[str(font.BaseFont)].append(font)
            seen.add(font.objgen)
    for name in sorted(parts):
        if len(parts[name]) > 1:
            _merge_face(pdf, parts[name])


def _is_true_type(font: Object) -> bool:
    if "/DescendantFonts" not in font:
        return False
    below = font.DescendantFonts[0]
    return below.get("/CIDToGIDMap") == Name.Identity and "/FontFile2" in below.FontDescriptor


def _merge_face(pdf: Pdf, fonts: list[Object]) -> None:
    face = _MergedFace()
    for font in fonts:
        _add_part(font.DescendantFonts[0], face)
    whole = fonts[0].DescendantFonts[0]
    data = _write_face(face)
    whole.FontDescriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    whole.W = _make_widths(face.widths)
    if "/CIDSet" in whole.FontDescriptor:
        del whole.FontDescriptor.CIDSet
    shared = pdf.make_indirect(Dictionary(dict(whole.items())))
    for font in fonts:
        font.DescendantFonts = Array([shared])


def _add_part(font: Object, face: _MergedFace) -> None:
    """Add one document's part of a face."""
    widths = dict(_read_widths(list(font.W)))
    reader: Any = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True).reader
    tables: dict[str, bytes] = {tag: reader[tag] for tag in (*KEPT_TABLES, "glyf", "hmtx", "loca") if tag in reader}
    starts = _outline_starts(tables)
    count = len(starts) - 1
    if count > face.glyphs:
        face.glyphs, face.tables = count, tables
    outlines = {n: tables["glyf"][starts[n] : starts[n + 1]] for n in range(count) if starts[n] < starts[n + 1]}
    face.metrics |= {n: _glyph_metric(n, tables) for n in widths.keys() | outlines.keys() if n < count}
    face.outlines |= outlines
    face.widths |= widths


def _read_widths(listed: list[Object]) -> Iterator[tuple[int, Object]]:
    """Yield the number and width of each glyph from a PDF's W array (ISO 32000-1, 9.7.4.3)."""
    at = 0
    while at < len(listed):
        first, second = int(listed[at]), listed[at + 1]
        if isinstance(second, Array):
            yield from enumerate(second, first)
            at += 2
        else:
            yield from ((n, listed[at + 2]) for n in range(first, int(second) + 1))
            at += 3


def _make_widths(widths: dict[int, Object]) -> Array:
    """Return a W array of the widths: one run for glyphs with consecutive numbers."""
    spelled = Array()
    for _, run in groupby(enumerate(sorted(widths)), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        spelled.append(numbers[0])
        spelled.append(Array([widths[number] for number in numbers]))
    return spelled


def _outline_starts(tables: dict[str, bytes]) -> list[int]:
    """Return the offset of each outline in bytes, and the end of the last one."""
    is_long = tables["head"][HEAD_FORMAT] == LONG_FORMAT
    starts = array("I" if is_long else "H", tables["loca"])
    if sys.byteorder == "little":
        starts.byteswap()
    return starts.tolist() if is_long else [2 * start for start in starts]


def _glyph_metric(n: int, tables: dict[str, bytes]) -> bytes:
    """Return a glyph's advance and left side bearing as bytes; glyphs after the last full metric share its advance."""
    (full_count,) = struct.unpack(">H", tables["hhea"][HHEA_COUNT])
    metrics = tables["hmtx"]
    if n < full_count:
        return metrics[METRIC_BYTES * n : METRIC_BYTES * (n + 1)]
    bearing = METRIC_BYTES * full_count + 2 * (n - full_count)
    return metrics[METRIC_BYTES * (full_count - 1) : METRIC_BYTES * full_count - 2] + metrics[bearing : bearing + 2]


def _write_face(face: _MergedFace) -> bytes:
    """Return the face as a font program with the glyphs that were added; the others are empty."""
    glyphs = range(face.glyphs)
    outlines = [face.outlines.get(n, b"") for n in glyphs]
    starts = array("I", accumulate((len(outline) for outline in outlines), initial=0))
    if sys.byteorder == "little":
        starts.byteswap()
    tables = {tag: face.tables[tag] for tag in KEPT_TABLES if tag in face.tables}
    tables["head"] = _replace_slice(tables["head"], HEAD_FORMAT, LONG_FORMAT)
    tables["hhea"] = _replace_slice(tables["hhea"], HHEA_COUNT, struct.pack(">H", face.glyphs))
    tables["hmtx"] = b"".join(face.metrics.get(n, bytes(METRIC_BYTES)) for n in glyphs)
    tables |= {"glyf": b"".join(outlines), "loca": starts.tobytes()}
    out = BytesIO()
    writer = SFNTWriter(out, len(tables), TRUE_TYPE_TAG)
    for tag in sorted(tables):
        writer[tag] = tables[tag]
    writer.close()
    return out.getvalue()


def _replace_slice(table: bytes, place: slice, value: bytes) -> bytes:
    return table[: place.start] + value + table[place.stop :]
