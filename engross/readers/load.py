"""Load a file as a Source: its bytes read, its format recognised, its text decoded; or refuse it with a reason.

Guarantees: the text is not empty, is text, and was decoded without a single replacement character.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import replace
from pathlib import Path

from engross.grammars.archive import open_archive
from engross.grammars.edition_name import spell_name
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.tree import Source, Where
from engross.readers.convert import KINDS, convert_to_word, find_convertible_format
from engross.readers.load_file import check_size, load_file

OLD_WORD_MAGIC = b"\xd0\xcf\x11\xe0"
# The first bytes of files that people give by mistake.
FOREIGN_MAGIC = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"PK\x05\x06": "an empty zip archive",
    OLD_WORD_MAGIC: "an old Word document (.doc), or one with a password",
    b"\x1f\x8b": "a gzip archive",
}
FOREIGN_HINTS = {OLD_WORD_MAGIC: "open it in Word and save it as .docx, without a password"}
PDF_MAGIC = b"%PDF-"
ZIP_MAGIC = b"PK\x03\x04"
WORD_PART_NAME = re.compile(r"word/document\d*\.xml")
# Comments, then the key that our YAML begins with: standard input and bytes have no name that tells.
YAML_START = re.compile(r"(?:(?:#.*|---[ \t]*)?\r?\n)*(?:symbol|language):[ \t]+\S.*\n[a-z_]+:")
# A heading's mark, and emphasis that a paragraph begins with: text that was taken out of a document has not both.
MARKDOWN_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
MARKDOWN_EMPHASIS = re.compile(r"^[ \t]*(?:\d{1,3}[.)][ \t]+)?(\*{1,3}|_{1,3})\w[^*_\n]*\1", re.MULTILINE)
FORMATS_HINT = "give a Word document (.docx), a PDF, extracted text (.txt), Markdown (.md), AKN4UN XML, YAML or JSON"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# The encodings that an XML declaration may name: those of text on the Web (WHATWG, Encoding, 4.2), by Python's names.
TEXT_ENCODINGS = frozenset(
    "ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be gb2312 gbk gb18030 big5 big5hkscs euc_jp "
    "shift_jis iso2022_jp euc_kr koi8-r koi8-u cp866 cp874 mac-roman mac-cyrillic".split()
) | {*(f"iso8859-{n}" for n in range(1, 17)), *(f"cp{n}" for n in range(1250, 1259))}
WESTERN_CHARACTERS = frozenset("àâäáæçéèêëíîïñóôöœùúûüÀÂÄÁÆÇÉÈÊËÍÎÏÑÓÔÖŒÙÚÛÜ¿¡«»‘’“”–—…°º\u00a0")
# Allowed: form feed and vertical tab, page and line breaks of extractors, and U+0002, PDFium's hyphen at a line end.
CONTROL_CHARACTERS = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# XML may contain those from U+0080 (XML 1.0, production 2); editions of ours keep them from their source.
CONTROL_IN_XML = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def load_source(path: Path, data: bytes | None = None) -> tuple[Source, tuple[Notice, ...]]:
    """Return the source at ``path``, or of the name ``path`` with the bytes ``data``, and the notices about its bytes.

    Raises Refusal if there is no such file, it is empty, too large, no text, or no known encoding fits it.
    """
    name = spell_name(path.name)
    where = Where(name)
    data = load_file(path) if data is None else check_size(data, where)
    _check_magic(data, where)
    if data.startswith(PDF_MAGIC):
        return Source(name, hashlib.sha256(data).hexdigest(), "pdf", data, ""), ()
    if format_ := find_convertible_format(data):
        return _convert_source(Source(name, hashlib.sha256(data).hexdigest(), format_, data, ""), where)
    if data.startswith(ZIP_MAGIC):
        _check_word(data, where)
        return Source(name, hashlib.sha256(data).hexdigest(), "docx", data, ""), ()
    text, encoding = _decode_text(data, where)
    if not text.strip():
        raise Refusal("the file is empty", "give the text or the XML of a resolution", where)
    format_ = _detect_format(path.suffix.lower(), text)
    if control := (CONTROL_IN_XML if format_ == "akn" else CONTROL_CHARACTERS).search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = f"the file is not text: it has the control character U+{ord(control[0]):04X}"
        raise Refusal(what, _advise_on_control(control[0]), Where(name, line))
    source = Source(name, hashlib.sha256(data).hexdigest(), format_, data, text.removeprefix("\ufeff"))
    is_utf8 = encoding in ("utf-8", "utf-8-sig")
    return source, () if is_utf8 else (make_notice(Code.ENCODING, where, encoding=encoding.upper()),)


def _convert_source(source: Source, where: Where) -> tuple[Source, tuple[Notice, ...]]:
    """Return a source with the Word document that a converter makes of it, and the notice that says so."""
    converted, converter = convert_to_word(source.data, source.format, where)
    _check_word(converted, where)
    notice = make_notice(Code.CONVERTED, where, kind=KINDS[source.format], converter=converter)
    return replace(source, converted=converted), (notice,)


def _detect_format(suffix: str, text: str) -> str:
    """Return a text's format by its file name's ending or its first characters; extracted text if neither tells."""
    start = text.lstrip("\ufeff \t\r\n")
    if suffix in (".yaml", ".yml") or (suffix != ".json" and YAML_START.match(start)):
        return "yaml"
    if suffix == ".xml" or start.startswith("<"):
        return "akn"
    if suffix == ".json" or start.startswith("{"):
        return "json"
    return "markdown" if suffix in (".md", ".markdown") or _has_markdown(text) else "text"


def _has_markdown(text: str) -> bool:
    return bool(MARKDOWN_HEADING.search(text) and MARKDOWN_EMPHASIS.search(text))


def _check_magic(data: bytes, where: Where) -> None:
    """Refuse a file whose first bytes show that it is of another kind."""
    for magic, what in FOREIGN_MAGIC.items():
        if data.startswith(magic):
            raise Refusal(f"the file is {what}, not text", FOREIGN_HINTS.get(magic, FORMATS_HINT), where)


def _advise_on_control(control: str) -> str:
    """Return what to do about a control character: from U+0080 on it is a mark of Windows misread as ISO 8859-1."""
    if control >= "\x80":
        return "save it as UTF-8 from the program it was written in: such a mark was a dash or a quotation mark there"
    return "take the text out of the document first"


def _check_word(data: bytes, where: Where) -> None:
    """Refuse a zip archive that is broken or no Word document."""
    if not any(map(WORD_PART_NAME.fullmatch, open_archive(data, where).members)):
        what = "the file is a zip archive without a Word document in it: it has no word/document.xml"
        raise Refusal(what, FORMATS_HINT, where)


def _decode_text(data: bytes, where: Where) -> tuple[str, str]:
    for encoding in _list_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if _is_plausible_text(text, encoding, data):
            return text, encoding
    hint = "save it as UTF-8; UTF-16, GB18030 and Windows-1252 are understood too"
    what = "the file is in no encoding that engross knows"
    raise Refusal(what, hint, Where(where.file, _find_first_fault(data)))


def _list_encodings(data: bytes) -> list[str]:
    """Return the encodings to try, likeliest first: valid UTF-8 is UTF-8, whatever a declaration says."""
    by_bom = [name for bom, name in BOMS if data.startswith(bom)]
    return [*by_bom, *_guess_utf16(data), "utf-8", *_declared(data), "cp1252", "gb18030"]


def _declared(data: bytes) -> list[str]:
    """Return the encoding that an XML declaration names; none if it is not of text, as Python's compressions."""
    declared = XML_ENCODING.match(data)
    name = declared[1].decode("ascii").lower() if declared else ""
    try:
        return [name] if codecs.lookup(name).name in TEXT_ENCODINGS else []
    except LookupError:
        return []


def _guess_utf16(data: bytes) -> list[str]:
    """Return UTF-16 by its zero bytes if it has no BOM: they stand only at odd or only at even places."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if not even and not odd:
        return []
    return ["utf-16-le"] if odd > even else ["utf-16-be"]


def _is_plausible_text(text: str, encoding: str, data: bytes) -> bool:
    """Return whether decoded text can be meant: these encodings decode almost any bytes, mostly to rare characters."""
    if encoding in _declared(data):
        return True
    if encoding == "gb18030":
        return _is_chinese(text)
    if encoding == "cp1252":
        return _is_western(text)
    if encoding in ("utf-16-le", "utf-16-be"):
        plain = sum(" " <= c <= "~" or c.isspace() for c in text) > 0.9 * len(text)
        return plain or text.lstrip("\ufeff \t\r\n").startswith("<") or _is_chinese(text)
    return True


def _is_western(text: str) -> bool:
    """Return whether nearly all characters beyond ASCII are letters and marks of French or Spanish."""
    beyond_ascii = [c for c in text if ord(c) > 0x7F]
    return bool(beyond_ascii) and sum(c in WESTERN_CHARACTERS for c in beyond_ascii) / len(beyond_ascii) > 0.9


def _is_chinese(text: str) -> bool:
    """Return whether nearly all characters beyond ASCII are Chinese."""
    beyond_ascii = [c for c in text if ord(c) > 0x7F]
    chinese = sum(
        "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in beyond_ascii
    )
    return bool(beyond_ascii) and chinese / len(beyond_ascii) > 0.9


def _find_first_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 0
