"""Text to what Pango makes of it: the advance of each character, and how much of a mark is blank.

Lengths are CSS pixels. A text is shaped once, whole; lines are cut from what is measured here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.css import Style
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, _font_style_cache_key, line_size

GLYPH_INFO_SIZE = ffi.sizeof("PangoGlyphInfo")
ADVANCE_INDEX = ffi.offsetof("PangoGlyphInfo", "geometry") // 4  # where the advance stands, counted in integers
MAX_KEPT_SHAPES = 1000  # texts of a face whose shape is kept: notes are laid out again for each that joins them
SPECIAL_CHARACTERS = frozenset("\n\t\0")  # a line ends, tabs are set, nothing is said: WeasyPrint sees to these
HALF_WIDTH_FEATURE = b"halt 1"  # OpenType: alternate half widths
DECORATION_FIELDS = (
    *("ascent", "underline_position", "underline_thickness"),
    *("strikethrough_position", "strikethrough_thickness"),
)


@dataclass(frozen=True, slots=True)
class SizedFace:
    """A font at a size, as a style asks for it: a layout kept for all texts in it.

    ``is_plain``: whether its texts have no spacing of their own, so that the text is all that changes in the layout.
    ``blanks``, ``shapes``: the blanks of marks and the shapes of texts known so far.
    """

    layout: Layout
    is_plain: bool
    blanks: dict[str, tuple[float, float]]
    shapes: dict[str, ShapedText]

    def lay_out_line(self, text: str) -> Any:
        """The one line of a text; it holds until the next is asked for."""
        layout = self.layout.layout
        pango.pango_layout_set_width(layout, -1)
        pango.pango_layout_set_ellipsize(layout, 0)
        # Drawing sets this too: set here, it changes nothing there, and what is moved stays moved.
        pango.pango_layout_set_single_paragraph_mode(layout, True)  # noqa: FBT003
        if self.is_plain and not SPECIAL_CHARACTERS.intersection(text):
            self.layout.text = text
            pango.pango_layout_set_text(layout, text.encode(), -1)
        else:
            self.layout.set_text(text)
        return pango.pango_layout_get_line_readonly(layout, 0)


@dataclass(frozen=True, slots=True)
class ShapedText:
    """A text as shaped: its face, advances by character, where clusters begin, height and baseline."""

    face: SizedFace
    advances: list[float]
    whole: list[bool]
    height: float
    baseline: float


def find_face(style: Style) -> SizedFace:
    """The face of a style, kept with the fonts of the document."""
    faces = style.font_config.__dict__.setdefault("sized_faces", {})
    extra = style["font_kerning"], style["direction"], str(style["text_decoration_line"])
    key = (_font_style_cache_key(style, include_size=True), *extra)
    if key not in faces:
        is_plain = style["letter_spacing"] == "normal" and not style["word_spacing"]
        faces[key] = SizedFace(Layout(style), is_plain, {}, {})
    found: SizedFace = faces[key]
    return found


def shape_text(text: str, style: Style) -> ShapedText:
    """``text``, one line, shaped in a style."""
    here = find_face(style)
    if text not in here.shapes:
        if len(here.shapes) >= MAX_KEPT_SHAPES:
            here.shapes.clear()
        here.shapes[text] = _shape_line(text, style, here)
    return here.shapes[text]


def _shape_line(text: str, style: Style, here: SizedFace) -> ShapedText:
    line = here.lay_out_line(text)
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
    baseline = pango.pango_layout_get_baseline(here.layout.layout) * FROM_UNITS
    return ShapedText(here, advances, whole, height, baseline)


def byte_starts(text: str) -> list[int]:
    """The byte at which each character begins in UTF-8, and behind them the number of bytes."""
    sizes = [1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text]
    return list(accumulate(sizes, initial=0))


def iter_glyph_runs(line: Any) -> Iterator[tuple[int, Any]]:
    """The runs of a Pango line: the byte at which each begins, and its glyphs."""
    run = line.runs
    while run != ffi.NULL:
        yield run.data.item.offset, run.data.glyphs
        run = run.next


def measure_blank(mark: str, here: SizedFace) -> tuple[float, float]:
    """How much of a mark is blank before and after it: what the font's ``halt`` takes away; nothing without one."""
    if mark not in here.blanks:
        style = here.layout.style
        (full, _), (half, shift) = _measure_mark(mark, style, b""), _measure_mark(mark, style, HALF_WIDTH_FEATURE)
        here.blanks[mark] = max(0.0, -shift), max(0.0, full - half + shift)
    return here.blanks[mark]


def _measure_mark(mark: str, style: Style, features: bytes) -> tuple[float, float]:
    """The advance of a mark with OpenType features, and by how much it is moved to the right."""
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
    """A layout that is drawn with the space after each character as the line was set.

    It holds no Pango object until it is drawn, and then that of its face. ``after``: pixels to add behind each
    character of ``text``.
    """

    def __init__(self, shaped: ShapedText, text: str, after: list[float]) -> None:
        self.face, self.text, self.after = shaped.face, text, after
        self.max_width, self.justification_spacing, self.first_line_direction = 0.0, 0, 0
        for name in DECORATION_FIELDS:
            if name in shaped.face.layout.__dict__:
                self.__dict__[name] = shaped.face.layout.__dict__[name]

    def reactivate(self, style: Style) -> None:
        """Shape the text again and move its glyphs."""
        line = self.face.lay_out_line(self.text)
        self.layout, self.language, self.style = self.face.layout.layout, self.face.layout.language, style
        if not any(self.after):
            return
        moves = {byte: dx for byte, dx in zip(byte_starts(self.text), self.after, strict=False) if dx}
        unit = style["font_size"] / 1000  # PDF counts in thousandths of an em, and WeasyPrint cuts off what is less
        rest = 0.0
        for offset, glyphs in iter_glyph_runs(line):
            numbers = memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH_INFO_SIZE)).cast("i")
            clusters = [*ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs), -1]
            for n, (cluster, following) in enumerate(pairwise(clusters)):
                if cluster != following and (dx := moves.get(offset + cluster)):
                    wanted = dx / unit + rest
                    steps = round(wanted)
                    rest = wanted - steps
                    safe = steps + (0.3 if steps > 0 else -0.3 if steps < 0 else 0)
                    numbers[n * GLYPH_INFO_SIZE // 4 + ADVANCE_INDEX] += round(safe * unit * TO_UNITS)
