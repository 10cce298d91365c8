"""Protect the characters of a PDF that PDFium changes: hyphens that divide words, and marks that it mirrors.

PDFium gives the same for U+002D and U+00AD at the end of a line, and mirrors brackets and quotation marks in lines that
it takes to run from right to left. The meaning of a code is written in the fonts' ToUnicode maps (ISO 32000-1, 9.10.3):
there a divider becomes U+2010, and in a document with Arabic letters each mark a character of private use, which PDFium
leaves as they are. ``restore_character`` undoes that.
"""

from __future__ import annotations

import io
import re
import zlib

import pikepdf

from engross.model.limits import PDF_MAP_BYTES

HYPHEN_CHANGES = {0x00AD: 0x2010}
MIRRORED_MARKS = "()[]{}<>«»‹›“”‘’"
FIRST_PRIVATE_CODE = 0xF600
PRIVATE_CODE_BY_MARK = {ord(mark): FIRST_PRIVATE_CODE + n for n, mark in enumerate(MIRRORED_MARKS)}
MARK_BY_PRIVATE_CODE = {
    private: ord(mark) for mark, private in zip(MIRRORED_MARKS, PRIVATE_CODE_BY_MARK.values(), strict=True)
}
MAP_BLOCK = re.compile(rb"(begin(bfchar|bfrange))(.*?)(endbf)", re.DOTALL)
BLOCK_END = b"endbf"
HEX_CODE = rb"<([0-9A-Fa-f]+)>"
SINGLE_MAPPING = re.compile(HEX_CODE + rb"(\s*)" + HEX_CODE)
RANGE_MAPPING = re.compile(
    rb"(\[[^\[\]]*\])|" + rb"\s*".join([HEX_CODE] * 3)
)  # the meanings of several codes: listed, or counted from a first one
ARABIC_CODE = re.compile(rb"<06[0-9A-Fa-f]{2}>|<FE[7-9A-Fa-f][0-9A-Fa-f]>", re.IGNORECASE)
RANGE_CODES = 256  # codes of a range at most (ISO 32000-1, 9.10.3)


def protect_characters(data: bytes) -> bytes:
    """Return the PDF with other meanings for what PDFium changes; as it is if there are none or pikepdf fails."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            maps = [one.ToUnicode for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one]
            unpacked = [_unpack_map(stream) for stream in maps]
            changes = HYPHEN_CHANGES | (
                PRIVATE_CODE_BY_MARK if any(ARABIC_CODE.search(one) for one in unpacked) else {}
            )
            changed = [_replace_meanings(one, changes) for one in unpacked]
            if changed == unpacked:
                return data
            for stream, one in zip(maps, changed, strict=True):
                if one:
                    stream.write(one)
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, TypeError, ValueError, RuntimeError):
        return data


def _unpack_map(stream: pikepdf.Object) -> bytes:
    """Return the bytes of a map; none if they are packed other than by Flate, or are more than ``PDF_MAP_BYTES``."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter", pikepdf.Array())
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
    plain = names in ([], [pikepdf.Name.FlateDecode]) and len(packed) <= PDF_MAP_BYTES
    if not plain or (names and not _is_small(packed)):
        return b""
    return stream.read_bytes()


def _is_small(packed: bytes) -> bool:
    """Return whether deflated bytes hold no more than ``PDF_MAP_BYTES``."""
    try:
        return len(zlib.decompressobj().decompress(packed, PDF_MAP_BYTES + 1)) <= PDF_MAP_BYTES
    except zlib.error:
        return False


def restore_character(character: str) -> str:
    """Return the character that the file means by a protected one."""
    return character.translate(MARK_BY_PRIVATE_CODE)


def _replace_meanings(unpacked: bytes, changes: dict[int, int]) -> bytes:
    """Return a map with the code points in ``changes`` replaced by others."""

    def replace_block(block: re.Match[bytes]) -> bytes:
        ranges = block[2] == b"bfrange"
        inner = RANGE_MAPPING.sub(replace_range, block[3]) if ranges else SINGLE_MAPPING.sub(replace_single, block[3])
        return block[1] + inner + block[4]

    def replace_single(mapping: re.Match[bytes]) -> bytes:
        code, space, target = mapping.groups()
        return b"<%s>%s<%s>" % (code, space, _format_meaning(target, 0, changes))

    def replace_range(mapping: re.Match[bytes]) -> bytes:
        listed, low, high, target = mapping.groups()
        if listed:
            return re.sub(HEX_CODE, lambda one: b"<%s>" % _format_meaning(one[1], 0, changes), listed)
        count = int(high, 16) - int(low, 16) + 1
        targets = range(int(target, 16), int(target, 16) + count)
        if len(target) != 4 or count > RANGE_CODES or not any(code in changes for code in targets):
            return mapping[0]
        codes = (b"%0*x" % (len(low), int(low, 16) + n) for n in range(count))
        return b"\n".join(
            b"<%s> <%s> <%s>" % (one, one, _format_meaning(target, n, changes)) for n, one in enumerate(codes)
        )

    blocks_end = unpacked.rfind(BLOCK_END) + len(BLOCK_END)  # behind the last end there is no block: no search for one
    return (
        MAP_BLOCK.sub(replace_block, unpacked[:blocks_end]) + unpacked[blocks_end:]
        if blocks_end >= len(BLOCK_END)
        else unpacked
    )


def _format_meaning(target: bytes, more: int, changes: dict[int, int]) -> bytes:
    """Write ``target`` + ``more`` in hexadecimal, changed as ``changes`` say; several characters stay as they are."""
    if len(target) != 4:
        return target
    code = int(target, 16) + more
    return b"%04x" % changes.get(code, code) if more or code in changes else target
