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

_known: dict[
    int, tuple[Any, Any]
] = {}  # by address: the face, kept so that the address stays its own, and the ready one


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
    """The face made ready, from the second time on that it is asked for."""
    key = int(ffi.cast("intptr_t", face))
    if key not in _known:
        if len(_known) >= SEEN:
            _known.clear()
        _known[key] = face, None
        return face
    kept, ready = _known[key]
    if ready is None:
        if not _known_to_ffi():
            return face
        ready = harfbuzz_subset.hb_subset_preprocess(kept)
        _known[key] = kept, ffi.gc(ready, harfbuzz.hb_face_destroy)
    return _known[key][1]


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
