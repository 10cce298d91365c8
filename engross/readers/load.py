"""A file to a Source: its bytes opened, recognised and decoded, or refused with a reason.

Guarantees: the text is not empty, is text, and was decoded without a single replacement character.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from engross.grammars.archive import open_archive
from engross.grammars.edition_name import spell_name
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.tree import Source, Where
from engross.readers.load_file import load_file

OLD_WORD_MAGIC = b"\xd0\xcf\x11\xe0"
# First bytes of files that people give by mistake.
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
FORMATS_HINT = "give a Word document (.docx), a PDF, extracted text (.txt), AKN4UN XML or YAML"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# What an XML declaration may name: the encodings of text on the Web (WHATWG, Encoding, 4.2), as Python calls them.
TEXT_ENCODINGS = frozenset(
    "ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be gb2312 gbk gb18030 big5 big5hkscs euc_jp "
    "shift_jis iso2022_jp euc_kr koi8-r koi8-u cp866 cp874 mac-roman mac-cyrillic".split()
) | {*(f"iso8859-{n}" for n in range(1, 17)), *(f"cp{n}" for n in range(1250, 1259))}
WESTERN_CHARACTERS = frozenset("àâäáæçéèêëíîïñóôöœùúûüÀÂÄÁÆÇÉÈÊËÍÎÏÑÓÔÖŒÙÚÛÜ¿¡«»‘’“”–—…°º\u00a0")
# Form feed and vertical tab are page and line breaks of extractors, U+0002 is PDFium's hyphen at a line's end.
CONTROL_CHARACTERS = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# XML may have those from U+0080 (XML 1.0, production 2), and an edition of ours has them where its source had.
CONTROL_IN_XML = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def load_source(path: Path) -> tuple[Source, tuple[Notice, ...]]:
    """The source at ``path`` and what was noticed about its bytes.

    Raises Refusal where there is no such file, it is empty, it is no text, or no known encoding fits it.
    """
    name = spell_name(path.name)
    where, data = Where(name), load_file(path)
    _check_magic(data, where)
    if data.startswith(PDF_MAGIC):
        return Source(name, hashlib.sha256(data).hexdigest(), "pdf", data, ""), ()
    if data.startswith(ZIP_MAGIC):
        _check_word(data, where)
        return Source(name, hashlib.sha256(data).hexdigest(), "docx", data, ""), ()
    text, encoding = _decode_text(data, where)
    if not text.strip():
        raise Refusal("the file is empty", "give the text or the XML of a resolution", where)
    format_ = _detect_format(path, text)
    if control := (CONTROL_IN_XML if format_ == "akn" else CONTROL_CHARACTERS).search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = f"the file is not text: it has the control character U+{ord(control[0]):04X}"
        raise Refusal(what, _advise_on_control(control[0]), Where(name, line))
    source = Source(name, hashlib.sha256(data).hexdigest(), format_, data, text.removeprefix("\ufeff"))
    plain = encoding in ("utf-8", "utf-8-sig")
    return source, () if plain else (make_notice(Code.ENCODING, where, encoding=encoding.upper()),)


def _detect_format(path: Path, text: str) -> str:
    """What a text is: YAML by its name, XML by its name or its first sign, else extracted text."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return "yaml"
    marked = path.suffix.lower() == ".xml" or text.lstrip("\ufeff \t\r\n").startswith("<")
    return "akn" if marked else "text"


def _check_magic(data: bytes, where: Where) -> None:
    """Refuse a file that is of another kind by its first bytes."""
    for magic, what in FOREIGN_MAGIC.items():
        if data.startswith(magic):
            raise Refusal(f"the file is {what}, not text", FOREIGN_HINTS.get(magic, FORMATS_HINT), where)


def _advise_on_control(control: str) -> str:
    """What to do about a control character: those from U+0080 are marks of Windows that were decoded as ISO 8859-1."""
    if control >= "\x80":
        return "save it as UTF-8 from the program it was written in: such a mark was a dash or a quotation mark there"
    return "take the text out of the document first"


def _check_word(data: bytes, where: Where) -> None:
    """Refuse a zip archive that is broken, or no Word document."""
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
    what = "the file's characters fit no encoding that engross knows"
    raise Refusal(what, hint, Where(where.file, _find_first_fault(data)))


def _list_encodings(data: bytes) -> list[str]:
    """What to try, likeliest first: bytes that are UTF-8 throughout are UTF-8, whatever an XML declaration says."""
    marked = [name for bom, name in BOMS if data.startswith(bom)]
    return [*marked, *_guess_utf16(data), "utf-8", *_declared(data), "cp1252", "gb18030"]


def _declared(data: bytes) -> list[str]:
    """The encoding that an XML declaration names, if it is one of text: Python's have compressions and ciphers too."""
    declared = XML_ENCODING.match(data)
    name = declared[1].decode("ascii").lower() if declared else ""
    try:
        return [name] if codecs.lookup(name).name in TEXT_ENCODINGS else []
    except LookupError:
        return []


def _guess_utf16(data: bytes) -> list[str]:
    """UTF-16 without a mark shows by its zero bytes, which stand at odd or at even places only."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if not even and not odd:
        return []
    return ["utf-16-le"] if odd > even else ["utf-16-be"]


def _is_plausible_text(text: str, encoding: str, data: bytes) -> bool:
    """Whether decoded text can be meant: these encodings decode almost any bytes, mostly to rare characters."""
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
    """Whether nearly all that is not ASCII are letters and marks of French or Spanish."""
    wide = [c for c in text if ord(c) > 0x7F]
    return bool(wide) and sum(c in WESTERN_CHARACTERS for c in wide) / len(wide) > 0.9


def _is_chinese(text: str) -> bool:
    """Whether nearly all that is not ASCII is Chinese."""
    wide = [c for c in text if ord(c) > 0x7F]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in wide)
    return bool(wide) and common / len(wide) > 0.9


def _find_first_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 0
