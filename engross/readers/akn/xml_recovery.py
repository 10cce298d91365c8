"""Ill-formed XML to a tree: what was mended is parsed and held against the file, and a difference refuses it."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.text import fold
from engross.model.tree import Source, Where
from engross.readers.akn.balance import BalancedXml, balance_tags

XML_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
RECOVERY_HINT = "mend the file there, or fetch it again: it may have been cut short"


def recover_tree(source: Source, fault: etree.XMLSyntaxError) -> tuple[etree._Element, tuple[Notice, ...]]:
    """The root of an ill-formed file, and a notice for each mend.

    Raises Refusal where the file is cut short, where a character of its text would be lost, or beyond the bounds.
    """
    text = XML_DECLARATION.sub(lambda m: " " * len(m[0].rpartition("\n")[2]) + "\n" * m[0].count("\n"), source.text)
    mended = balance_tags(text, source.name)
    data = "".join(mended.out).encode("utf-8")
    where = Where(source.name, *fault.position)
    what = f"the XML is ill-formed: {str(fault.msg).partition(', line ')[0].strip()}"
    passed: tuple[Notice, ...] = ()
    try:
        root: etree._Element | None = etree.fromstring(data, make_parser())
    except etree.XMLSyntaxError as error:
        said = str(error.msg).partition(", line ")[0].strip()
        place = Where(source.name, *error.position)
        passed = (make_notice(Code.XML_MENDED, place, what=said, done="it was passed over"),)
        root = _parse_leniently(data)
    if root is None or mended.open or _is_text_lost(mended, root):
        raise Refusal(what, RECOVERY_HINT, where)
    return root, (*mended.notices(), *passed)


def _parse_leniently(data: bytes) -> etree._Element | None:
    """The root of what can be read of a file; None of nothing, such as words before the first tag."""
    root: etree._Element | None = etree.fromstring(data, make_parser(lenient=True))
    for element in root.iter(etree.Element) if root is not None else ():
        if not str(element.tag).startswith("{"):  # of no namespace: a prefix that is not declared is none
            element.tag = str(element.tag).rpartition(":")[2]
    return root


def make_parser(lenient: bool = False) -> etree.XMLParser:
    """What reads a tree without trust, without comments and instructions, of a text that is UTF-8 again."""
    return etree.XMLParser(
        encoding="utf-8",
        recover=lenient,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        remove_comments=True,
    )


def _is_text_lost(mended: BalancedXml, root: etree._Element) -> bool:
    """Whether the characters between the tags of a file are not those of its tree."""
    kept = (word for e in root.iter(etree.Element) for word in (e.text or "", *(c.tail or "" for c in e)))
    return Counter(fold("".join(mended.words))) != Counter(fold("".join(kept)))
