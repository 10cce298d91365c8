"""What the bytes of other official files may have: namespaces, encodings, and XML that is ill-formed."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
Spoil = Callable[[Random, bytes], bytes]  # to the bytes of a file

NAMESPACES = {
    "wd17": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17",
    "csd13": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
    "csd14": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD14",
    "akn2": "http://www.akomantoso.org/2.0",
    "akn1": "http://www.akomantoso.org/1.0",
}


def _space(uri: str) -> Spoil:
    return lambda _, data: data.replace(AKN.encode(), uri.encode())


def _prefixed(_: Random, data: bytes) -> bytes:
    data = re.sub(rb"<(/?)(?=[a-zA-Z])(?![\w.-]+:)", rb"<\1akn:", data)
    return data.replace(b' xmlns="', b' xmlns:akn="', 1)


def _declared(name: str) -> Spoil:
    return lambda _, data: f'<?xml version="1.0" encoding="{name}"?>\n'.encode() + _bare(data).encode("utf-8")


def _encoded(name: str, said: str) -> Spoil:
    def spoil(_: Random, data: bytes) -> bytes:
        text = f'<?xml version="1.0" encoding="{said}"?>\n' + _bare(data)
        return text.encode(name, "xmlcharrefreplace")

    return spoil


def _bare(data: bytes) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", data.decode("utf-8-sig"))


def _in_text(said: str) -> Spoil:
    """Put characters of XML into words between tags."""

    def spoil(random: Random, data: bytes) -> bytes:
        text = data.decode("utf-8-sig")
        body = text.find("</meta>")
        places = [m.start() + 1 + random.randrange(len(m[0]) - 1) for m in re.finditer(r">[^<>]*\w[^<>]*(?=<)", text)]
        places = [p for p in places if p > body and not re.search(r"&[^;]*$", text[:p])]
        at = random.choice(places)
        return (text[:at] + said + text[at:]).encode("utf-8")

    return spoil


def _without_tag(close: bool) -> Spoil:
    def spoil(random: Random, data: bytes) -> bytes:
        text = data.decode("utf-8-sig")
        pattern = r"</(?!meta)[\w:]+>" if close else r"<(?!meta)[A-Za-z][^<>/]*>"
        tags = [m for m in re.finditer(pattern, text) if m.start() > text.find("</meta>")]
        tag = random.choice(tags)
        return (text[: tag.start()] + text[tag.end() :]).encode("utf-8")

    return spoil


def _bad_bytes(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + b"\xff\xfe" + data[at:]


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) // 2, len(data) - 1)]


def _crossed(random: Random, data: bytes) -> bytes:
    text = data.decode("utf-8-sig")
    pairs = [m for m in re.finditer(r"(</[\w:]+>)\s*(</[\w:]+>)", text) if m.start() > text.find("</meta>")]
    pair = random.choice(pairs)
    return (text[: pair.start()] + pair[2] + pair[1] + text[pair.end() :]).encode("utf-8")


# Changes to the bytes of a file after which it is XML still.
FORMS: dict[str, Spoil] = {f"namespace {name}": _space(uri) for name, uri in NAMESPACES.items()}
FORMS |= {
    "no namespace": lambda _, data: data.replace(f' xmlns="{AKN}"'.encode(), b""),
    "prefixed": _prefixed,
    "utf-8 mark": lambda _, data: b"\xef\xbb\xbf" + data,
    "two marks": lambda _, data: b"\xef\xbb\xbf\xef\xbb\xbf" + data,
    "utf-16": _encoded("utf-16", "UTF-16"),
    "utf-16-le unmarked": _encoded("utf-16-le", "UTF-16"),
    "utf-16-be unmarked": _encoded("utf-16-be", "UTF-16"),
    "windows-1252": _encoded("cp1252", "windows-1252"),
    "iso-8859-1": _encoded("latin-1", "ISO-8859-1"),
    "ascii": _encoded("ascii", "US-ASCII"),
    "gb18030": _encoded("gb18030", "GB18030"),
    "utf-8 declared utf-16": _declared("utf-16"),
    "utf-8 declared windows-1252": _declared("windows-1252"),
    "utf-8 declared nonsense": _declared("x-kestrel"),
    "line ends of dos": lambda _, data: data.replace(b"\n", b"\r\n"),
    "line ends of mac": lambda _, data: data.replace(b"\n", b"\r"),
    "one line": lambda _, data: data.replace(b"\n", b" "),
    "space before": lambda _, data: b"\n \n" + _bare(data).encode(),
    "space after": lambda _, data: data + b"\n\n\n",
    "xml 1.1": lambda _, data: b'<?xml version="1.1" encoding="UTF-8"?>' + _bare(data).encode(),
    "standalone": lambda _, data: b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + _bare(data).encode(),
    "stylesheet": lambda _, data: b'<?xml-stylesheet href="x.xsl"?>' + _bare(data).encode(),
    "comment": _in_text("<!-- kestrel & <b> -->"),
    "instruction": _in_text("<?kestrel a='b'?>"),
    "cdata": _in_text("<![CDATA[kestrel <b> & falcon]]>"),
    "reference": _in_text("&#x4E2D;&amp;&#233;"),
    "pretty": lambda _, data: re.sub(rb">\s*<(p|td|content|num|paragraph)\b", rb">\n\t\t<\1", data),
}
# Changes after which it is no XML: it must be read whole, or refused with a place.
FAULTS: dict[str, Spoil] = {
    "ampersand": _in_text(" & "),
    "ampersand at name": _in_text("R&D "),
    "entity of html": _in_text("&nbsp;&eacute;&rsquo;"),
    "entity unheard": _in_text("&kestrel;"),
    "bracket": _in_text(" < "),
    "bracket at name": _in_text("<kestrel"),
    "bracket closing": _in_text(" > "),
    "bracket of address": _in_text("<https://www.un.org>"),
    "reference to nothing": _in_text("&#0;"),
    "reference unfinished": _in_text("&#x4E"),
    "control character": _in_text("\x0b"),
    "end of cdata": _in_text("]]>"),
    "comment open": _in_text("<!-- kestrel"),
    "comment of dashes": _in_text("<!-- a -- b -->"),
    "stray end tag": _in_text("</kestrel>"),
    "stray end of p": _in_text("</p>"),
    "break of html": _in_text("<br>"),
    "tag without quotes": _in_text("<span class=bold>kestrel</span>"),
    "attribute twice": _in_text('<span class="bold" class="italic">kestrel</span>'),
    "prefix unbound": _in_text("<un:kestrel>word</un:kestrel>"),
    "end tag missing": _without_tag(close=True),
    "start tag missing": _without_tag(close=False),
    "tags crossed": _crossed,
    "cut short": _cut,
    "two roots": lambda _, data: data + _bare(data).encode(),
    "words after": lambda _, data: data + b"kestrel",
    "words before": lambda _, data: b"kestrel " + _bare(data).encode(),
    "zero byte": _in_text("\x00"),
    "bad bytes": _bad_bytes,
    "document type": lambda _, data: b"<!DOCTYPE akomaNtoso SYSTEM 'x.dtd'>" + _bare(data).encode(),
    "in windows-1252, undeclared": lambda _, data: data.decode("utf-8").encode("cp1252", "xmlcharrefreplace"),
}
