"""Report defects of the official files that engross does not use: ids, languages of links, white space, dates, counts.

Nothing is changed here. Most defects give one notice a document, at the first place, with their number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engross.grammars.han import HAN_RANGE
from engross.grammars.language import Language, language_codes, load_language
from engross.grammars.numbering import LOOK_ALIKES, marker_slug
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Paragraph, Resolution, Where
from engross.model.walk import blocks_of
from engross.readers.akn.dates import check_dates
from engross.readers.akn.tree import named_children

RESOLVER_ADDRESS = re.compile(r"//(?:www\.)?(?:undocs|docs\.un)\.org/(?P<part>[A-Za-z]{2})/")
SPACE_BETWEEN_HAN = re.compile(f"(?<=[{HAN_RANGE}，。；：、]) +(?=[{HAN_RANGE}])")
TAB_INSIDE_WORDS = re.compile(r"(?<=[^\W\d_])\t+(?=[^\W\d_])")


def check_tree(root: etree._Element, file: str, lang: Language) -> Iterator[Notice]:
    """Yield the notices about the tree of a file."""
    yield from _check_ids(root, file)
    yield from _check_link_languages(root, file, lang)
    yield from _check_white_space(root, file, lang)
    yield from check_dates(root, file)
    yield from _check_padded_counts(root, file)


def check_look_alikes(resolution: Resolution) -> Iterator[Notice]:
    """Yield a notice for each marker with a letter that only looks like the right one, once for each marker."""
    seen: set[str] = set()
    for block in blocks_of(resolution):
        number = block.number if isinstance(block, Paragraph) else ""
        letters = [c for c in number if ord(c) in LOOK_ALIKES]
        if letters and number not in seen:
            seen.add(number)
            code = f"U+{ord(letters[0]):04X}"
            yield make_notice(
                Code.LOOK_ALIKE, block.where, text=number, letter=code, read=number.translate(LOOK_ALIKES)
            )


def _check_ids(root: etree._Element, file: str) -> Iterator[Notice]:
    """Report ids that are not the number of their paragraph (AKN4UN: para_7), and ids that occur twice."""
    numbered = [
        e for e in root.iter("{*}paragraph") if e.get("eId") and next(named_children(e, "num"), None) is not None
    ]
    wrong = [e for e in numbered if e.get("eId", "").rpartition("_")[2] != marker_slug(_paragraph_number(e))]
    ids = Counter(e.get("eId") for e in root.iter(etree.Element) if e.get("eId"))
    repeated = sum(1 for times in ids.values() if times > 1)
    if wrong or repeated:
        where = Where(file, (wrong or numbered or [root])[0].sourceline or 0)
        yield make_notice(Code.IDS_REKEYED, where, wrong=len(wrong), all=len(numbered), twice=repeated)


def _paragraph_number(paragraph: etree._Element) -> str:
    num = next(named_children(paragraph, "num"))
    return "".join(num.itertext()).strip()


def _check_link_languages(root: etree._Element, file: str, lang: Language) -> Iterator[Notice]:
    """Report links to another language version, and links cut into pieces."""
    own_parts = {lang.code, lang.words["language"]["resolver"]}
    known_parts = {
        part for code in language_codes() for part in (code, load_language(code).words["language"]["resolver"])
    }
    foreign = []
    for a in root.iter("{*}a"):
        address = RESOLVER_ADDRESS.search(a.get("href", ""))
        if address and address["part"].lower() in known_parts - own_parts:
            foreign.append(a)
    if foreign:
        where = Where(file, foreign[0].sourceline or 0)
        yield make_notice(Code.LINK_LANGUAGE, where, count=len(foreign), link=foreign[0].get("href"))
    yield from _check_split_links(root, file)


def _check_split_links(root: etree._Element, file: str) -> Iterator[Notice]:
    """Report each link that is cut into adjacent elements with the same address."""
    pieces: list[etree._Element] = []
    for a in [*root.iter("{*}a"), None]:
        continues = pieces and a is not None and a.getprevious() is pieces[-1] and not pieces[-1].tail
        if continues and a is not None and a.get("href") == pieces[0].get("href"):
            pieces.append(a)
            continue
        if len(pieces) > 1:
            words = "".join(word for piece in pieces for word in piece.itertext())
            yield make_notice(Code.LINK_SPLIT, Where(file, pieces[0].sourceline or 0), text=words, count=len(pieces))
        pieces = [] if a is None else [a]


def _check_white_space(root: etree._Element, file: str, lang: Language) -> Iterator[Notice]:
    """Report spaces between Han characters and tabs inside a sentence; indentation is neither."""
    patterns = [("tab inside words", TAB_INSIDE_WORDS)]
    patterns += [("space between Han characters", SPACE_BETWEEN_HAN)] if lang.words["reading"]["tight"] else []
    for what, pattern in patterns:
        places = [
            (p, n) for p in root.iter("{*}p") for n in [sum(len(pattern.findall(t)) for t in _list_child_texts(p))] if n
        ]
        if count := sum(n for _, n in places):
            clause = f"{what} was" if count == 1 else f"{what.replace('tab', 'tabs').replace('space', 'spaces')} were"
            yield make_notice(Code.WHITE_SPACE, Where(file, places[0][0].sourceline or 0), count=count, what=clause)


def _list_child_texts(p: etree._Element) -> list[str]:
    return [p.text or "", *(word for child in p for word in (child.text or "", child.tail or ""))]


def _check_padded_counts(root: etree._Element, file: str) -> Iterator[Notice]:
    """Report each count that begins with a zero."""
    padded = [e for e in root.iter("{*}count") if re.fullmatch(r"0\d+", e.get("value", ""))]
    for e in padded:
        text = e.get("value", "")
        yield make_notice(Code.COUNT_PADDED, Where(file, e.sourceline or 0), text=text, count=text.lstrip("0") or "0")
