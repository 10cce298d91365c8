"""Shape text with Pango: measure the advance of each character and the blank of each mark.

Lengths are CSS pixels. A text is shaped once, whole; lines are cut by these measures.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from engross_weasyprint.css import Style
from engross_weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from engross_weasyprint.text.line_break import Layout, _font_style_cache_key, line_size

GLYPH_INFO_SIZE = ffi.sizeof("PangoGlyphInfo")
ADVANCE_INDEX = ffi.offsetof("PangoGlyphInfo", "geometry") // 4  # place of the advance, in integers
# Texts kept for each face, and their characters, 50 bytes each: notes are laid out again whenever one is added.
MAX_KEPT_SHAPES, MAX_KEPT_CHARACTERS = 1000, 20_000
SPECIAL_CHARACTERS = frozenset("\n\t\0")  # end of line, tab, end of text: WeasyPrint handles these
HALF_WIDTH_FEATURE = b"halt 1"  # OpenType: alternate half widths
DECORATION_FIELDS = (
    *("ascent", "underline_position", "underline_thickness"),
    *("strikethrough_position", "strikethrough_thickness"),
)


@dataclass(frozen=True, slots=True)
class SizedFace:
    """A font at a size as a style asks for it, with one layout that is used for all texts.

    ``is_plain``: whether it has no letter or word spacing, so that only the text of the layout changes; ``blanks``,
    ``shapes``: the blanks of marks and the shapes of texts so far; ``spaces``: the face again, for spaces alone.
    """

    layout: Layout
    is_plain: bool
    blanks: dict[str, tuple[float, float]]
    shapes: dict[str, ShapedText]
    spaces: list[SizedFace]

    def lay_out_line(self, text: str) -> Any:
        """Return the line of a text as Pango's structure, valid until the next call."""
        layout = self.layout.layout
        pango.pango_layout_set_width(layout, -1)
        pango.pango_layout_set_ellipsize(layout, 0)
        # Drawing sets this, too: if it changed there, Pango would lay out again, and moved glyphs would move back.
        pango.pango_layout_set_single_paragraph_mode(layout, True)  # noqa: FBT003
        if self.is_plain and not SPECIAL_CHARACTERS.intersection(text):
            self.layout.text = text
            pango.pango_layout_set_text(layout, text.encode(), -1)
        else:
            self.layout.set_text(text)
        return pango.pango_layout_get_line_readonly(layout, 0)

    def find_space(self) -> Any:
        """Return the run of a space as Pango's structure: one is drawn behind most lines, and shaped once."""
        if not self.spaces:
            self.spaces.append(SizedFace(Layout(self.layout.style), self.is_plain, {}, {}, []))
            self.spaces[0].lay_out_line(" ")
        return pango.pango_layout_get_line_readonly(self.spaces[0].layout.layout, 0).runs[0].data


@dataclass(frozen=True, slots=True)
class ShapedText:
    """A shaped text: for each character its advance and whether a cluster begins at it; the height and baseline."""

    face: SizedFace
    advances: list[float]
    whole: list[bool]
    height: float
    baseline: float


def find_face(style: Style) -> SizedFace:
    """Return the face of a style, kept on the style: it is asked for a line and each of its ends."""
    face: SizedFace | None = style.__dict__.get("face")
    if face is None:
        face = style.__dict__["face"] = _find_shared_face(style)
    return face


def _find_shared_face(style: Style) -> SizedFace:
    """Return the face of a style, kept on the font configuration for all styles of one font."""
    faces = style.font_config.__dict__.setdefault("sized_faces", {})
    extra = style["font_kerning"], style["direction"], str(style["text_decoration_line"])
    key = (_font_style_cache_key(style, include_size=True), *extra)
    if key not in faces:
        is_plain = style["letter_spacing"] == "normal" and not style["word_spacing"]
        faces[key] = SizedFace(Layout(style), is_plain, {}, {}, [])
    face: SizedFace = faces[key]
    return face


def shape_text(text: str, style: Style) -> ShapedText:
    """Return a text of one line as shaped in a style; kept with its face."""
    face = find_face(style)
    shapes = face.shapes
    if text not in shapes:
        if len(shapes) >= MAX_KEPT_SHAPES or sum(map(len, shapes)) > MAX_KEPT_CHARACTERS:
            shapes.clear()
        shapes[text] = _shape_line(text, style, face)
    return shapes[text]


def _shape_line(text: str, style: Style, face: SizedFace) -> ShapedText:
    line = face.lay_out_line(text)
    places = dict(zip(byte_starts(text), range(len(text)), strict=False))
    advances, whole = [0.0] * len(text), [False] * len(text)
    for offset, glyphs in iter_glyph_runs(line):
        count = glyphs.num_glyphs
        numbers = memoryview(ffi.buffer(glyphs.glyphs, count * GLYPH_INFO_SIZE)).cast("i")
        widths = numbers[ADVANCE_INDEX :: GLYPH_INFO_SIZE // 4].tolist()
        for width, cluster in zip(widths, ffi.unpack(glyphs.log_clusters, count), strict=True):
            place = places[offset + cluster]
            advances[place] += width * FROM_UNITS
            whole[place] = True
    _, height = line_size(line, style)
    baseline = pango.pango_layout_get_baseline(face.layout.layout) * FROM_UNITS
    return ShapedText(face, advances, whole, height, baseline)


def byte_starts(text: str) -> list[int]:
    """Return the index of the byte at which each character begins in UTF-8, and at last the number of bytes."""
    if text.isascii():
        return list(range(len(text) + 1))
    sizes = [1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text]
    return list(accumulate(sizes, initial=0))


def iter_glyph_runs(line: Any) -> Iterator[tuple[int, Any]]:
    """Iterate over the runs of a Pango line: the byte at which each begins, and its PangoGlyphString."""
    run = line.runs
    while run != ffi.NULL:
        yield run.data.item.offset, run.data.glyphs
        run = run.next


def measure_blank(mark: str, face: SizedFace) -> tuple[float, float]:
    """Return the blank before and after a mark: what the font's ``halt`` feature takes away, 0.0 if it has none."""
    if mark not in face.blanks:
        style = face.layout.style
        (full, _), (half, shift) = _measure_mark(mark, style, b""), _measure_mark(mark, style, HALF_WIDTH_FEATURE)
        face.blanks[mark] = max(0.0, -shift), max(0.0, full - half + shift)
    return face.blanks[mark]


def _measure_mark(mark: str, style: Style, features: bytes) -> tuple[float, float]:
    """Return the advance of a mark with OpenType features, and how far it is moved to the right."""
    layout = Layout(style)
    layout.set_text(mark)
    if features:
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(features))
        pango.pango_layout_set_attributes(layout.layout, attributes)
    line, _ = layout.get_first_line()
    geometry = [glyphs.glyphs[n].geometry for _, glyphs in iter_glyph_runs(line) for n in range(glyphs.num_glyphs)]
    return sum(g.width for g in geometry) * FROM_UNITS, sum(g.x_offset for g in geometry) * FROM_UNITS


class SpacedLayout(Layout):
    """A layout that is drawn with extra space behind each character, as the line was justified.

    It has no Pango object until it is drawn, and then that of its face. ``after``: the pixels to add behind each
    character of ``text``.
    """

    def __init__(self, face: SizedFace, text: str, after: array[float]) -> None:
        self.face, self.text, self.after = face, text, after
        self.max_width, self.justification_spacing, self.first_line_direction = 0.0, 0, 0
        for name in DECORATION_FIELDS:
            if name in face.layout.__dict__:
                self.__dict__[name] = face.layout.__dict__[name]

    def reactivate(self, style: Style) -> None:
        """Shape the text again and add the space to the advances of its glyphs."""
        line = self.face.lay_out_line(self.text)
        self.layout, self.language, self.style = self.face.layout.layout, self.face.layout.language, style
        if not any(self.after):
            return
        runs = [
            (offset, glyphs, ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs))
            for offset, glyphs in iter_glyph_runs(line)
        ]
        added_at = self._add_by_cluster({offset + cluster for offset, _, clusters in runs for cluster in clusters})
        unit = style["font_size"] / 1000  # PDF counts in thousandths of an em; WeasyPrint truncates fractions
        rounding_rest = 0.0
        for offset, glyphs, clusters in runs:
            numbers = memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH_INFO_SIZE)).cast("i")
            for n, (cluster, following) in enumerate(pairwise([*clusters, -1])):
                if cluster != following and (dx := added_at.get(offset + cluster)):
                    wanted = dx / unit + rounding_rest
                    steps = round(wanted)
                    rounding_rest = wanted - steps
                    untruncated = steps + (0.3 if steps > 0 else -0.3 if steps < 0 else 0)
                    numbers[n * GLYPH_INFO_SIZE // 4 + ADVANCE_INDEX] += round(untruncated * unit * TO_UNITS)

    def _add_by_cluster(self, starts: set[int]) -> dict[int, float]:
        """Return the pixels to add behind each cluster, by its first byte, one of ``starts``.

        A cluster may be of several characters, as a dash of two: what is to be added behind each is added behind it.
        """
        added_at: dict[int, float] = {}
        start = 0
        for byte, dx in zip(byte_starts(self.text), self.after, strict=False):
            start = byte if byte in starts else start
            if dx:
                added_at[start] = added_at.get(start, 0.0) + dx
        return added_at
