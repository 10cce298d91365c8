"""The language of a Word document, where no opening words tell it: by its letters, then by what Word was told."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from engross.language import codes
from engross.structure.word.names import find, q, val
from engross.structure.word.styles import Styles

SCRIPTS = {"zh": "[\u3400-\u9fff]", "ar": "[\u0620-\u06ff]", "ru": "[\u0400-\u04ff]"}
OTHERWISE = "en"


def tongue(root: etree._Element, styles: Styles) -> str:
    """The code of the language that most of a text is in; English where nothing tells."""
    words = [(run, "".join(one.text or "" for one in run.iterfind(q("w:t")))) for run in root.iter(q("w:r"))]
    text = "".join(word for _, word in words)
    for code, letters in SCRIPTS.items():
        if len(re.findall(letters, text)) > len(re.findall("[A-Za-zÀ-ÿ]", text)) / 2:
            return code
    usual = next((code for style in styles.chain(styles.default) if (code := _said(style))), "")
    said: Counter[str] = Counter()
    for run, word in words:
        said[_said(run) or usual] += len(word)
    known = [code for code, _ in said.most_common() if code in codes() and code not in SCRIPTS]
    return known[0] if known else OTHERWISE


def _said(element: etree._Element) -> str:
    """The language that run properties name: "fr" of "fr-CH"; "" for none."""
    return val(find(element, "w:rPr", "w:lang")).partition("-")[0].lower()
