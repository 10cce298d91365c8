"""A font face and the glyphs that a document uses to the bytes of a font with only these, glyph numbers kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

PREPROCESS_DECLARATION = "hb_face_t * hb_subset_preprocess (hb_face_t *source);"
LEAST_HARFBUZZ = 6, 0, 0  # the HarfBuzz that can make a face ready
# Tables of no use in a PDF, as WeasyPrint drops them.
DROPPED_TABLES = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
MAX_KNOWN_FACES = 1 << 6  # faces known at a time; a process has a dozen

SubsetKey = tuple[
    int, int, bytes
]  # of a font: its file's length, its place in it, its table of what holds for all of it
_known_faces: dict[
    int, tuple[Any, SubsetKey]
] = {}  # by address: the face, kept so that the address stays its own, and its font
_prepared_faces: dict[SubsetKey, Any] = {}  # of each font met: the face made ready, None as long as it was met but once


def subset_font(font: Font, glyphs: Collection[int], hinting: bool) -> bytes:
    """The bytes of the subset, b"" where two steps are needed.

    So it is for missing glyphs, for outlines elsewhere than in glyf, and where a part of a glyph stands behind the
    last glyph used: the second step gives it another number.
    """
    if font.missing or "glyf" not in font.tables or not harfbuzz.hb_version_atleast(*LEAST_HARFBUZZ):
        return b""
    wanted = harfbuzz_subset.hb_subset_input_create_or_fail()
    wanted = ffi.gc(wanted, harfbuzz_subset.hb_subset_input_destroy)
    _add_numbers(harfbuzz_subset.hb_subset_input_glyph_set(wanted), glyphs)
    tables = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add_numbers(tables, (harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED_TABLES))
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    made = ffi.gc(harfbuzz_subset.hb_subset_or_fail(_prepare_face(font.hb_face), wanted), harfbuzz.hb_face_destroy)
    if not made or harfbuzz.hb_face_get_glyph_count(made) > max(glyphs) + 1:
        return b""
    return bytes(get_hb_object_data(made) or b"")


def _add_numbers(to: Any, numbers: Iterable[int]) -> None:
    numbers = sorted(numbers)
    harfbuzz.hb_set_add_sorted_array(to, ffi.new("hb_codepoint_t[]", numbers), len(numbers))


def _prepare_face(face: Any) -> Any:
    """The face made ready, from the second time on that its font is asked for: 30 MB for a Chinese one.

    A process has faces of one font for each set of fonts that its documents need.
    """
    address = int(ffi.cast("intptr_t", face))
    if address not in _known_faces:
        if len(_known_faces) >= MAX_KNOWN_FACES:
            _known_faces.clear()
        _known_faces[address] = face, _make_font_key(face)
    key = _known_faces[address][1]
    if key not in _prepared_faces or not _has_preprocess():
        _prepared_faces[key] = None
        return face
    if _prepared_faces[key] is None:
        _prepared_faces[key] = ffi.gc(harfbuzz_subset.hb_subset_preprocess(face), harfbuzz.hb_face_destroy)
    return _prepared_faces[key]


def _make_font_key(face: Any) -> SubsetKey:
    """What tells a font from all others: ``head`` has the sum of all that is in its file."""
    whole = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
    head = ffi.gc(
        harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"head", -1)), harfbuzz.hb_blob_destroy
    )
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(head, length)
    said = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    return int(harfbuzz.hb_blob_get_length(whole)), int(harfbuzz.hb_face_get_index(face)), said


_preprocess_known: list[bool] = []


def _has_preprocess() -> bool:
    """Whether the library has the function; declared once."""
    if not _preprocess_known:
        missing: tuple[type[Exception], ...] = (AttributeError,)
        if hasattr(ffi, "cdef"):
            ffi.cdef(PREPROCESS_DECLARATION)
        else:  # the declarations are those of ``engross.editions.pdf.ffi_declarations``, which has it
            missing = (AttributeError, ffi.error)
        try:
            _preprocess_known.append(bool(harfbuzz_subset.hb_subset_preprocess))
        except missing:
            _preprocess_known.append(False)
    return _preprocess_known[0]
