"""Rejoin Arabic words that an extractor split where one letter reaches under the next.

After letters that do not join forward (reh, waw …) a yeh is drawn under the letter before it; Poppler sees a gap there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engross.grammars.language import Language
from engross.readers.lines.wordlist import count_occurrences, is_known_word

# A letter that does not join forward (reh, zain, waw, thal, dal, alef with hamza or madda), a space, then a yeh.
PARTED_WORD = re.compile(
    "([\u0621-\u0652]*[\u0631\u0632\u0648\u0630\u062f\u0622\u0623\u0625]) (\u064a[\u0621-\u0652]*)"
)
PARTED_AND = re.compile(r"(?<!\S)\u0648 (?=([\u0621-\u064a])[\u0621-\u064a])")  # “and”, part of the next word
WORD_PREFIX = re.compile("^[\u0648\u0641]?[\u0628\u0644\u0643]?(?:\u0627\u0644)?")  # and, so; in, to, as; the
RARE_TIMES = 100  # occurrences: a piece rarer in the word list is the end of a word, not a word
ENDING_LETTERS = 5  # letters of such an end, at most
STEM_LETTERS = 4  # letters of a word without its prefix, at least


def find_parted_words(text: str, words: Counter[str], lang: Language) -> Iterator[tuple[int, str, str]]:
    """Yield the edits that rejoin split words: start in the line, the pieces with their space, the whole word.

    ``words``: how often each word stands in the text. Pieces are rejoined if the text or the word list of the language
    has the whole word, or if the second piece is no word by itself.
    """
    yield from (
        (match.start(), match[0] + match[1], match[0].strip() + match[1]) for match in PARTED_AND.finditer(text)
    )
    for match in PARTED_WORD.finditer(text):
        whole = match[1] + match[2]
        forms = (whole, WORD_PREFIX.sub("", whole))
        is_ending = len(match[2]) <= ENDING_LETTERS and count_occurrences(match[2], lang) < RARE_TIMES
        if is_ending or words[whole] or any(len(form) >= STEM_LETTERS and is_known_word(form, lang) for form in forms):
            yield match.start(), match[0], whole
