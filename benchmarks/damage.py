"""What other official files may lack or have wrong: pieces missing, ids and dates, characters, encodings, broken XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lxml import etree

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
Change = Callable[[Random, etree._Element], None]  # to a tree, in place
Spoil = Callable[[Random, bytes], bytes]  # to the bytes of a file

# Elements that are taken out with all they hold.
TAKEN = (
    "meta identification FRBRWork FRBRExpression FRBRManifestation FRBRdate FRBRlanguage FRBRuri references workflow "
    "lifecycle publication coverPage preface preamble mainBody conclusions attachments docNumber docTitle docDate "
    "session docProponent docStatus formula num content heading subheading intro collectionBody components component "
    "docketNumber analysis classification"
).split()
RENAMED = {
    "paragraph": "article section level subparagraph clause",
    "list": "ol blockList sublist hcontainer",
    "point": "item li indent paragraph",
    "section": "part chapter title article hcontainer book",
    "container": "recital recitals citation citations block p blockContainer hcontainer",
    "subheading": "heading crossHeading tblock",
    "crossHeading": "heading subheading p",
    "mainBody": "body collectionBody",
    "statement": "act bill doc judgment debate debateReport portion amendmentList",
    "doc": "statement act",
    "conclusions": "conclusion wrapUp",
    "span": "inline eInline term",
    "a": "ref rref mref",
    "content": "intro wrapUp p alinea",
    "formula": "container p blockContainer",
    "p": "block span tblock",
    "eol": "br eop",
}
SPACES_NAMES = {
    "wd17": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17",
    "csd13": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
    "csd14": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD14",
    "akn2": "http://www.akomantoso.org/2.0",
    "akn1": "http://www.akomantoso.org/1.0",
}
NUMBERS = ("7", " 7 . ", "７．", "7 ", "7)", "(7)", "7bis.", "VII", "Ⅶ.", "а)", "(с)", "١ -", "№ 7.", "\t7.\t", "7‑", "•")
NUMBERS += ("* ", "7.1", "7.1.2", "Article 7", "第七条", "(aa)", "(xlviii)", "zz.", "7" * 40, "—", "\u200f7\u200f.", "7.\u00a0")
DATES = ("0001-01-01", "1900-01-01", "", "2022", "2022-13-45", "15 December 2022", "2022-12-15T00:00:00", "9999-99-99")
WORDS = {
    "tab": "\t",
    "tabs": "\t\t",
    "nbsp": "\u00a0",
    "narrow nbsp": "\u202f",
    "zero width": "\u200b",
    "joiner": "\u200d",
    "byte order mark": "\ufeff",
    "rlm": "\u200f",
    "embedding": "\u202bkestrel\u202c",
    "isolate": "\u2067kestrel\u2069",
    "soft hyphen": "\u00ad",
    "private use": "\ue123",
    "private use plane": "\U000f0001",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "next line": "\u0085",
    "ideographic space": "\u3000",
    "replacement": "\ufffd",
    "combining": "e\u0301\u0323",
    "emoji": "\U0001f54a\ufe0f",
    "han extension": "\U00020bb7",
    "presentation form": "\ufdf2\ufb01",
    "enclosed": "①㈠Ⓐ",
    "arabic digits": "١٢٣",
    "full width": "Ａ／ＲＥＳ／７７／１",
    "control": "\u0091\u0096",
    "angle": "<>&",
    "quotes": "„“”«»‹›‚‘’",
    "dashes": "‐‑‒–—―−",
    "thai": "กรุงเทพมหานคร",
    "hebrew": "שלום",
    "long word": "x" * 400,
    "devanagari": "हिन्दी",
    "object": "\ufffc",
    "non-character": "\ufdd0",
    "greek": "αβγ",
}


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{{*}}{name}"))


def take_out(name: str, every: bool) -> Change:
    """Without one, or any, element of a name; what follows it stays."""

    def change(random: Random, root: etree._Element) -> None:
        found = _all(root, name)
        for element in found if every else [random.choice(found)] if found else []:
            parent, before = element.getparent(), element.getprevious()
            if parent is None:
                continue
            if before is not None:
                before.tail = (before.tail or "") + (element.tail or "")
            else:
                parent.text = (parent.text or "") + (element.tail or "")
            parent.remove(element)

    return change


def rename(name: str, to: str) -> Change:
    """All elements of a name under another."""

    def change(_: Random, root: etree._Element) -> None:
        for element in _all(root, name):
            element.tag = etree.QName(element).text.replace(f"}}{name}", f"}}{to}")

    return change


def empty(name: str) -> Change:
    """All elements of a name without what they hold."""

    def change(_: Random, root: etree._Element) -> None:
        for element in _all(root, name):
            tail, attributes = element.tail, dict(element.attrib)
            element.clear()
            element.tail = tail
            element.attrib.update(attributes)

    return change


def twice(name: str) -> Change:
    """An element of a name two times, one after the other."""

    def change(random: Random, root: etree._Element) -> None:
        if found := [e for e in _all(root, name) if e.getparent() is not None]:
            element = random.choice(found)
            copy = etree.fromstring(etree.tostring(element, with_tail=False))
            element.addnext(copy)
            copy.tail, element.tail = element.tail, None

    return change


def swapped(random: Random, root: etree._Element) -> None:
    """Two neighbours of the body in the other order."""
    bodies = [e for e in root.iter(etree.Element) if etree.QName(e).localname != "meta" and len(e) > 1]
    element = random.choice(bodies)
    n = random.randrange(len(element) - 1)
    element.insert(n, element[n + 1])


def unwrapped(random: Random, root: etree._Element) -> None:
    """An element's tags taken away, what it holds kept in its place."""
    meta = {e for m in _all(root, "meta") for e in m.iter()}
    found = [e for e in root.iter(etree.Element) if e.getparent() not in (None, root) and e not in meta]
    etree.strip_tags(parent := random.choice(found).getparent(), random.choice(found).tag)
    assert parent is not None


def wrapped(name: str) -> Change:
    """An element around another of the body."""

    def change(random: Random, root: etree._Element) -> None:
        meta = {e for m in _all(root, "meta") for e in m.iter()}
        found = [e for e in root.iter(etree.Element) if e.getparent() not in (None, root) and e not in meta]
        element = random.choice(found)
        box = etree.Element(f"{{{AKN}}}{name}")
        element.addprevious(box)
        box.tail, element.tail = element.tail, None
        box.append(element)

    return change


def numbers(said: str) -> Change:
    """A number as said, in place of one or all."""

    def change(random: Random, root: etree._Element) -> None:
        found = _all(root, "num")
        for num in random.sample(found, min(len(found), random.choice([1, 2, len(found)]))):
            num.clear()
            num.text = said

    return change


def attribute(name: str, value: str) -> Change:
    """An attribute of all elements that have it, as said."""

    def change(_: Random, root: etree._Element) -> None:
        for element in root.iter(etree.Element):
            for key in [k for k in element.keys() if etree.QName(k).localname == name]:
                element.set(key, value)

    return change


def word(said: str) -> Change:
    """Characters put into words somewhere in the text, three times."""

    def change(random: Random, root: etree._Element) -> None:
        meta = {e for m in _all(root, "meta") for e in m.iter()}
        texts = [e for e in root.iter(etree.Element) if e not in meta and (e.text or "").strip()]
        for element in random.sample(texts, min(3, len(texts))):
            text = element.text or ""
            at = random.choice([0, len(text), random.randrange(len(text) + 1)])
            element.text = text[:at] + said + text[at:]

    return change


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


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) // 2, len(data) - 1)]


def _crossed(random: Random, data: bytes) -> bytes:
    text = data.decode("utf-8-sig")
    pairs = [m for m in re.finditer(r"(</[\w:]+>)\s*(</[\w:]+>)", text) if m.start() > text.find("</meta>")]
    pair = random.choice(pairs)
    return (text[: pair.start()] + pair[2] + pair[1] + text[pair.end() :]).encode("utf-8")


# Changes to a tree, which stays well-formed: the file must be read.
TREES: dict[str, Change] = {f"without {name}": take_out(name, every=True) for name in TAKEN}
TREES |= {f"one {name} missing": take_out(name, every=False) for name in TAKEN}
TREES |= {f"{name} as {to}": rename(name, to) for name, many in RENAMED.items() for to in many.split()}
TREES |= {f"{name} empty": empty(name) for name in TAKEN}
TREES |= {f"{name} twice": twice(name) for name in (*TAKEN, "paragraph", "p", "authorialNote", "statement", "a", "td")}
TREES |= {f"{name} around one": wrapped(name) for name in ("ins", "span", "container", "wrap", "mod", "p", "kestrel")}
TREES |= {"two swapped": swapped, "tags taken away": unwrapped}
TREES |= {f"number {said[:12]!r}": numbers(said) for said in NUMBERS}
TREES |= {f"date {said!r}": attribute("date", said) for said in DATES}
TREES |= {f"{name}={value!r}": attribute(name, value) for name in ("eId", "lang", "marker", "href", "value", "language",
          "class", "refersTo", "name", "title", "showAs", "outcome") for value in ("", "x", "7", "  ", "#", "é\u200f{0}%s")}
TREES |= {f"word {name}": word(said) for name, said in WORDS.items()}
# Changes to the bytes of a file after which it is XML still.
FORMS: dict[str, Spoil] = {f"namespace {name}": _space(uri) for name, uri in SPACES_NAMES.items()}
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
    "bad bytes": lambda random, data: (at := random.randrange(len(data))) and data[:at] + b"\xff\xfe" + data[at:],
    "document type": lambda _, data: b"<!DOCTYPE akomaNtoso SYSTEM 'x.dtd'>" + _bare(data).encode(),
    "in windows-1252, undeclared": lambda _, data: data.decode("utf-8").encode("cp1252", "xmlcharrefreplace"),
}
