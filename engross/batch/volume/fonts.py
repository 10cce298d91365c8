"""Merge the fonts of bound documents: a volume has each face once, with the glyphs of all its documents.

The glyphs that a document shows keep the numbers of the whole face, so glyphs with the same number are the same glyph.
Those that are only parts of others, as dots are of Arabic letters, have numbers of the document's own: they get new
ones behind all others, and the glyphs that they are parts of are told. Each document keeps its own map to Unicode
(ToUnicode). Faces that are not TrueType are left as they are.
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
MAXP_COUNT = slice(4, 6)  # numGlyphs
GLYPH_HEAD_BYTES = 10  # contours and bounding box
# Flags of a part of a composite glyph, and the bytes of its scale by the flag that says which there is.
WORD_OFFSETS, MORE_PARTS = 0x0001, 0x0020
SCALE_BYTES = ((0x0008, 2), (0x0040, 4), (0x0080, 8))
LONG_FORMAT = b"\0\1"  # the format of a loca table with offsets in bytes
METRIC_BYTES = 4  # bytes: advance and left side bearing
TRUE_TYPE_TAG = "\0\1\0\0"


@dataclass(slots=True)
class _MergedFace:
    """A face under construction: outlines, metrics and widths by glyph number, the other tables of a part of it.

    ``glyphs``: how many numbers are given.
    """

    outlines: dict[int, bytes] = field(default_factory=dict)
    metrics: dict[int, bytes] = field(default_factory=dict)
    tables: dict[str, bytes] = field(default_factory=dict)
    glyphs: int = 0
    widths: dict[int, Object] = field(default_factory=dict)
    components: dict[tuple[bytes, bytes], int] = field(default_factory=dict)  # number of each by outline and metric


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
    parts = [font.DescendantFonts[0] for font in fonts]
    face = _MergedFace(glyphs=max(map(_count_glyphs, parts)))
    for part in parts:
        _add_part(part, face)
    whole = fonts[0].DescendantFonts[0]
    data = _write_face(face)
    whole.FontDescriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    whole.W = _make_widths(face.widths)
    if "/CIDSet" in whole.FontDescriptor:
        del whole.FontDescriptor.CIDSet
    shared = pdf.make_indirect(Dictionary(dict(whole.items())))
    for font in fonts:
        font.DescendantFonts = Array([shared])


def _open_program(font: Object) -> Any:
    return TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True).reader


def _count_glyphs(font: Object) -> int:
    count: int = struct.unpack(">H", _open_program(font)["maxp"][MAXP_COUNT])[0]
    return count


def _add_part(font: Object, face: _MergedFace) -> None:
    """Add one document's part of a face."""
    widths = dict(_read_widths(list(font.W)))
    reader = _open_program(font)
    tables: dict[str, bytes] = {tag: reader[tag] for tag in (*KEPT_TABLES, "glyf", "hmtx", "loca") if tag in reader}
    starts = _outline_starts(tables)
    count = len(starts) - 1
    outlines = {n: tables["glyf"][starts[n] : starts[n + 1]] for n in range(count) if starts[n] < starts[n + 1]}
    shown = {n for n in widths if n < count} | {0}
    numbers = _number_components(outlines, shown, tables, face)
    face.outlines |= {n: renumber_parts(outlines[n], numbers) for n in shown if n in outlines}
    face.metrics |= {n: _glyph_metric(n, tables) for n in shown}
    face.widths |= widths
    face.tables = tables | ({"maxp": _join_limits(face.tables["maxp"], tables["maxp"])} if face.tables else {})


def _number_components(
    outlines: dict[int, bytes], shown: set[int], tables: dict[str, bytes], face: _MergedFace
) -> dict[int, int]:
    """Add the glyphs that are not shown themselves, parts of others; return the number of each in the merged face."""
    numbers: dict[int, int] = {}

    def number_component(n: int) -> None:
        inner = [part for part in list_parts(outlines[n]) if part not in shown and part in outlines]
        for part in inner:
            if part not in numbers:
                number_component(part)
        outline, metric = renumber_parts(outlines[n], numbers), _glyph_metric(n, tables)
        if (outline, metric) not in face.components:
            face.components[outline, metric] = face.glyphs
            face.outlines[face.glyphs], face.metrics[face.glyphs] = outline, metric
            face.glyphs += 1
        numbers[n] = face.components[outline, metric]

    for n in sorted(outlines.keys() - shown):
        if n not in numbers:
            number_component(n)
    return numbers


def list_parts(outline: bytes) -> list[int]:
    """Return the numbers of the glyphs that a glyph is composed of; none for one that is drawn itself."""
    return [struct.unpack_from(">H", outline, at)[0] for at in _find_part_numbers(outline)]


def renumber_parts(outline: bytes, numbers: dict[int, int]) -> bytes:
    """Return the outline of a glyph whose parts have other numbers; parts that are not in ``numbers`` keep theirs."""
    renumbered = bytearray(outline)
    for at in _find_part_numbers(outline):
        (number,) = struct.unpack_from(">H", outline, at)
        struct.pack_into(">H", renumbered, at, numbers.get(number, number))
    return bytes(renumbered)


def _find_part_numbers(outline: bytes) -> Iterator[int]:
    """Yield where a composite glyph has the numbers of its parts (OpenType, glyf)."""
    if struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = GLYPH_HEAD_BYTES, MORE_PARTS
    while flags & MORE_PARTS:
        (flags,) = struct.unpack_from(">H", outline, at)
        yield at + 2
        scale_bytes = next((size for flag, size in SCALE_BYTES if flags & flag), 0)
        at += 4 + (4 if flags & WORD_OFFSETS else 2) + scale_bytes


def _join_limits(one: bytes, other: bytes) -> bytes:
    """Return a maxp table with the larger of each limit of two."""
    form = f">I{(len(one) - 4) // 2}H"
    return struct.pack(form, *map(max, zip(struct.unpack(form, one), struct.unpack(form, other), strict=True)))


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
    tables["maxp"] = _replace_slice(tables["maxp"], MAXP_COUNT, struct.pack(">H", face.glyphs))
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
