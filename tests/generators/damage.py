"""What other official files may lack or have wrong: pieces missing or renamed, ids and dates, numbers, characters."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lxml import etree

from tests.generators.broken import AKN

Change = Callable[[Random, etree._Element], None]  # to a tree, in place

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
NUMBERS = (
    "7",
    " 7 . ",
    "７．",
    "7 ",
    "7)",
    "(7)",
    "7bis.",
    "VII",
    "Ⅶ.",
    "а)",
    "(с)",
    "١ -",
    "№ 7.",
    "\t7.\t",
    "7‑",
    "•",
    "* ",
    "7.1",
    "7.1.2",
    "Article 7",
    "第七条",
    "(aa)",
    "(xlviii)",
    "zz.",
    "7" * 40,
    "—",
    "\u200f7\u200f.",
    "7.\u00a0",
)
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
    "long word": "x" * 90,
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
    if found:
        etree.strip_tags(next(random.choice(found).iterancestors()), str(random.choice(found).tag))


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
            for key in [k for k in element.attrib if etree.QName(k).localname == name]:
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
TREES |= {
    f"{name}={value!r}": attribute(name, value)
    for name in (
        "eId",
        "lang",
        "marker",
        "href",
        "value",
        "language",
        "class",
        "refersTo",
        "name",
        "title",
        "showAs",
        "outcome",
    )
    for value in ("", "x", "7", "  ", "#", "é\u200f{0}%s")
}
TREES |= {f"word {name}": word(said) for name, said in WORDS.items()}
