"""A font face and the glyphs that a document uses to the bytes of a font with only these, glyph numbers kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

READY = "hb_face_t * hb_subset_preprocess (hb_face_t *source);"
SINCE = 6, 0, 0  # the HarfBuzz that can make a face ready
# Tables of no use in a PDF, as WeasyPrint drops them.
DROPPED = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
SEEN = 1 << 6  # faces known at a time; a process has a dozen

Key = tuple[int, int, bytes]  # of a font: its file's length, its place in it, its table of what holds for all of it
_met: dict[int, tuple[Any, Key]] = {}  # by address: the face, kept so that the address stays its own, and its font
_ready_made: dict[Key, Any] = {}  # of each font met: the face made ready, None as long as it was met but once


def subset(font: Any, glyphs: Collection[int], hinting: bool) -> bytes:
    """The bytes of the subset, b"" where two steps are needed.

    So it is for missing glyphs, for outlines elsewhere than in glyf, and where a part of a glyph stands behind the
    last glyph used: the second step gives it another number.
    """
    if font.missing or "glyf" not in font.tables or not harfbuzz.hb_version_atleast(*SINCE):
        return b""
    wanted = harfbuzz_subset.hb_subset_input_create_or_fail()
    wanted = ffi.gc(wanted, harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), glyphs)
    tables = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(tables, (harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED))
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    made = ffi.gc(harfbuzz_subset.hb_subset_or_fail(_ready(font.hb_face), wanted), harfbuzz.hb_face_destroy)
    if not made or harfbuzz.hb_face_get_glyph_count(made) > max(glyphs) + 1:
        return b""
    return bytes(get_hb_object_data(made) or b"")


def _add(to: Any, numbers: Iterable[int]) -> None:
    numbers = sorted(numbers)
    harfbuzz.hb_set_add_sorted_array(to, ffi.new("hb_codepoint_t[]", numbers), len(numbers))


def _ready(face: Any) -> Any:
    """The face made ready, from the second time on that its font is asked for: 30 MB for a Chinese one.

    A process has faces of one font for each set of fonts that its documents need.
    """
    address = int(ffi.cast("intptr_t", face))
    if address not in _met:
        if len(_met) >= SEEN:
            _met.clear()
        _met[address] = face, _font(face)
    key = _met[address][1]
    if key not in _ready_made or not _known_to_ffi():
        _ready_made[key] = None
        return face
    if _ready_made[key] is None:
        _ready_made[key] = ffi.gc(harfbuzz_subset.hb_subset_preprocess(face), harfbuzz.hb_face_destroy)
    return _ready_made[key]


def _font(face: Any) -> Key:
    """What tells a font from all others: ``head`` has the sum of all that is in its file."""
    whole = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
    head = ffi.gc(
        harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"head", -1)), harfbuzz.hb_blob_destroy
    )
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(head, length)
    said = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    return int(harfbuzz.hb_blob_get_length(whole)), int(harfbuzz.hb_face_get_index(face)), said


_declared: list[bool] = []


def _known_to_ffi() -> bool:
    """Whether the library has the function; declared once."""
    if not _declared:
        missing: tuple[type[Exception], ...] = (AttributeError,)
        if hasattr(ffi, "cdef"):
            ffi.cdef(READY)
        else:  # the declarations are those of ``engross.pdf.declared``, which has it
            missing = (AttributeError, ffi.error)
        try:
            _declared.append(bool(harfbuzz_subset.hb_subset_preprocess))
        except missing:
            _declared.append(False)
    return _declared[0]
