"""Parse ill-formed XML after repair, compare its text with the file, and refuse it if they differ."""

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
    """Return the root of an ill-formed file, and a notice for each repair.

    Raises Refusal if the file is cut short, a character of its text would be lost, or a bound is exceeded.
    """
    text = XML_DECLARATION.sub(lambda m: " " * len(m[0].rpartition("\n")[2]) + "\n" * m[0].count("\n"), source.text)
    balanced = balance_tags(text, source.name)
    data = "".join(balanced.out).encode("utf-8")
    where = Where(source.name, *fault.position)
    what = f"the XML is ill-formed: {str(fault.msg).partition(', line ')[0].strip()}"
    skip_notices: tuple[Notice, ...] = ()
    try:
        root: etree._Element | None = etree.fromstring(data, make_parser())
    except etree.XMLSyntaxError as error:
        message = str(error.msg).partition(", line ")[0].strip()
        place = Where(source.name, *error.position)
        skip_notices = (make_notice(Code.XML_MENDED, place, what=message, done="it was passed over"),)
        root = _parse_leniently(data)
    if root is None or balanced.open or _is_text_lost(balanced, root):
        raise Refusal(what, RECOVERY_HINT, where)
    return root, (*balanced.notices(), *skip_notices)


def _parse_leniently(data: bytes) -> etree._Element | None:
    """Return the root of what lxml recovers of a file; None if it recovers nothing."""
    root: etree._Element | None = etree.fromstring(data, make_parser(lenient=True))
    for element in root.iter(etree.Element) if root is not None else ():
        if not str(element.tag).startswith("{"):  # without a namespace: drop the undeclared prefix
            element.tag = str(element.tag).rpartition(":")[2]
    return root


def make_parser(lenient: bool = False) -> etree.XMLParser:
    """Return a parser of UTF-8 that loads nothing from elsewhere and drops comments and instructions."""
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
    """Return whether the characters between the tags of a file differ from those in its tree, in any order."""
    tree_texts = (word for e in root.iter(etree.Element) for word in (e.text or "", *(c.tail or "" for c in e)))
    return Counter(fold("".join(mended.words))) != Counter(fold("".join(tree_texts)))
