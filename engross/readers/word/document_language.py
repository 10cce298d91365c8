"""The language of a Word document, where no opening words tell it: by its letters, then by what Word was told."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from engross.grammars.language import language_codes
from engross.readers.word.qnames import find_element, full_name, read_value
from engross.readers.word.styles import WordStyles

SCRIPT_LETTERS = {"zh": "[\u3400-\u9fff]", "ar": "[\u0620-\u06ff]", "ru": "[\u0400-\u04ff]"}
DEFAULT_LANGUAGE = "en"


def detect_language(root: etree._Element, styles: WordStyles) -> str:
    """The code of the language that most of a text is in; English where nothing tells."""
    words = [
        (run, "".join(one.text or "" for one in run.iterfind(full_name("w:t")))) for run in root.iter(full_name("w:r"))
    ]
    text = "".join(word for _, word in words)
    for code, letters in SCRIPT_LETTERS.items():
        if len(re.findall(letters, text)) > len(re.findall("[A-Za-zÀ-ÿ]", text)) / 2:
            return code
    usual = next((code for style in styles.base_chain(styles.default) if (code := _read_named_language(style))), "")
    said: Counter[str] = Counter()
    for run, word in words:
        said[_read_named_language(run) or usual] += len(word)
    known = [code for code, _ in said.most_common() if code in language_codes() and code not in SCRIPT_LETTERS]
    return known[0] if known else DEFAULT_LANGUAGE


def _read_named_language(element: etree._Element) -> str:
    """The language that run properties name: "fr" of "fr-CH"; "" for none."""
    return read_value(find_element(element, "w:rPr", "w:lang")).partition("-")[0].lower()
