"""Arabic words that an extractor parted where one letter reaches under the next, whole again.

Behind letters that join nothing (reh, waw …) a yeh is drawn under the letter before it, and Poppler sees a gap there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engross.grammars.language import Language
from engross.readers.lines.wordlist import count_occurrences, is_known_word

# Letters that join nothing behind them (reh, zain, waw, thal, dal, alef with hamza), and a yeh.
PARTED_WORD = re.compile(
    "([\u0621-\u0652]*[\u0631\u0632\u0648\u0630\u062f\u0622\u0623\u0625]) (\u064a[\u0621-\u0652]*)"
)
PARTED_AND = re.compile(r"(?<!\S)\u0648 (?=([\u0621-\u064a])[\u0621-\u064a])")  # is written with the word behind it
WORD_PREFIX = re.compile("^[\u0648\u0641]?[\u0628\u0644\u0643]?(?:\u0627\u0644)?")  # and, so; in, to, as; the
RARE_TIMES = 100  # times: what stands so seldom in the list is an end of a word, not a word
ENDING_LETTERS = 5  # letters of an end, at most
STEM_LETTERS = 4  # letters of a word without its prefix, at the least


def find_parted_words(text: str, words: Counter[str], lang: Language) -> Iterator[tuple[int, str, str]]:
    """Yield where pieces stand in a line, they with the space, and the words that they are.

    ``words``: how often each stands in the text. Together they are a word that the text or the list of the language
    has, or the second is no word by itself.
    """
    yield from (
        (found.start(), found[0] + found[1], found[0].strip() + found[1]) for found in PARTED_AND.finditer(text)
    )
    for found in PARTED_WORD.finditer(text):
        whole = found[1] + found[2]
        forms = (whole, WORD_PREFIX.sub("", whole))
        ends = len(found[2]) <= ENDING_LETTERS and count_occurrences(found[2], lang) < RARE_TIMES
        if ends or words[whole] or any(len(form) >= STEM_LETTERS and is_known_word(form, lang) for form in forms):
            yield found.start(), found[0], whole
