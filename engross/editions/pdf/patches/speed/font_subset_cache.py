"""Subset a font face to the glyphs that a document uses, with their numbers kept, from a prepared face."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from engross_weasyprint.pdf.fonts import Font
from engross_weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from engross_weasyprint.text.fonts import get_hb_object_data

LEAST_HARFBUZZ = 6, 0, 0  # the version from which HarfBuzz can subset in one step
# Tables without use in a PDF, the same that WeasyPrint drops.
DROPPED_TABLES = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
INSTRUCTIONS = "fpgm"  # the table of a font whose glyphs have instructions for small screens
UNPREPARED_USES = 2  # of a font by the first document, for its pages and for the cover of its e-book
MAX_KNOWN_FACES = 1 << 6  # a process has a dozen

SubsetKey = tuple[int, int, bytes]  # of a font: the length of its file, its index there, its ``head`` table
# By address: the face, which is kept so that no other gets its address, and the key of its font.
_known_faces: dict[int, tuple[Any, SubsetKey]] = {}
_uses: Counter[SubsetKey] = Counter()  # of each font before its face is prepared
_prepared_faces: dict[SubsetKey, Any] = {}


def subset_font(font: Font, glyphs: Collection[int], hinting: bool) -> bytes:
    """Return the bytes of the subset, b"" if it takes WeasyPrint's two steps.

    It does for missing glyphs, for outlines that are not in glyf, and if a component of a glyph has a higher number
    than the last glyph used: the second step renumbers it.
    """
    if font.missing or "glyf" not in font.tables or not harfbuzz.hb_version_atleast(*LEAST_HARFBUZZ):
        return b""
    subset_input = harfbuzz_subset.hb_subset_input_create_or_fail()
    subset_input = ffi.gc(subset_input, harfbuzz_subset.hb_subset_input_destroy)
    _add_numbers(harfbuzz_subset.hb_subset_input_glyph_set(subset_input), glyphs)
    tables = harfbuzz_subset.hb_subset_input_set(subset_input, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add_numbers(tables, (harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED_TABLES))
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    harfbuzz_subset.hb_subset_input_set_flags(subset_input, flags)
    # From a prepared face glyphs with instructions come out otherwise: bytes would depend on the documents before.
    face = font.hb_face if INSTRUCTIONS in font.tables else _prepare_face(font.hb_face)
    subset = ffi.gc(harfbuzz_subset.hb_subset_or_fail(face, subset_input), harfbuzz.hb_face_destroy)
    if not subset or harfbuzz.hb_face_get_glyph_count(subset) > max(glyphs) + 1:
        return b""
    return bytes(get_hb_object_data(subset) or b"")


def _add_numbers(to: Any, numbers: Iterable[int]) -> None:
    numbers = sorted(numbers)
    harfbuzz.hb_set_add_sorted_array(to, ffi.new("hb_codepoint_t[]", numbers), len(numbers))


def _prepare_face(face: Any) -> Any:
    """Return the prepared face of a font once a second document uses it, before that the face itself.

    A prepared Chinese face takes 30 MB. A process has a face of a font for each set of fonts its documents need.
    """
    address = int(ffi.cast("intptr_t", face))
    if address not in _known_faces:
        if len(_known_faces) >= MAX_KNOWN_FACES:
            _known_faces.clear()
        _known_faces[address] = face, _make_font_key(face)
    key = _known_faces[address][1]
    if _uses[key] < UNPREPARED_USES or not _has_preprocess():
        _uses[key] += 1
        return face
    if key not in _prepared_faces:
        _prepared_faces[key] = ffi.gc(harfbuzz_subset.hb_subset_preprocess(face), harfbuzz.hb_face_destroy)
    return _prepared_faces[key]


def _make_font_key(face: Any) -> SubsetKey:
    """Return what identifies a font: its ``head`` table has a checksum of the whole file."""
    blob = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
    head = ffi.gc(
        harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"head", -1)), harfbuzz.hb_blob_destroy
    )
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(head, length)
    head_data = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    return int(harfbuzz.hb_blob_get_length(blob)), int(harfbuzz.hb_face_get_index(face)), head_data


@cache
def _has_preprocess() -> bool:
    """Return whether HarfBuzz has ``hb_subset_preprocess``, which came with version 6."""
    try:
        return bool(harfbuzz_subset.hb_subset_preprocess)
    except (AttributeError, ffi.error):
        return False
