"""Compile a language's words about citations to the patterns that find numbers, organs, and what stands between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from engross.grammars.numbering import spell_roman

CUT_CHARACTERS = 24  # before a name, where it is seen that it begins earlier
PART_LETTER = "[A-ZАВЕКМНОРСТХ]"  # Cyrillic ones pass for Latin in Russian texts
# 70/1, ES-11/4, 76/235 B, 1325 (2000), 217 A (III), 2000/22, VII/9; a language's words are filled in.
PART_LETTERS_PATTERN = (
    r"(?:\s?{letter}(?:\s?(?:-|–|{between})\s?{letter})?(?![A-Za-z\u0400-\u04ff\u0621-\u064a]|\.[A-Za-z]))?"
)
NUMBER_PATTERN = r"""(?<![A-Za-z0-9/.(])
    (?P<number>
        (?:(?:ES-|S-{session})?\d{{1,2}}|(?:19[4-9]|20\d)\d)/\d{{1,4}}{letters}
      | [IVXL]+/\d{{1,3}}(?![\d.])
      | \d{{1,5}}\s?\((?:19|20)\d\d\)
      | \d{{1,4}}{letters}\s?\((?:(?:S-|ES-)?[IVXL]+|(?:(?!){session})\d{{1,2}})\)
    )(?![/\d])"""
BRACKETED_SESSION = re.compile(r"\(((?:E?S-)?)(\d{1,2})\)")  # (28): a session that symbols spell (XXVIII)
# Keys of a language's words that are patterns already.
PATTERN_KEYS = (
    "before",
    "after",
    "gap",
    "dated",
    "owner",
    "topic",
    "whole",
    "turn",
    "clause",
    "sentence",
    "quoted",
    "said_in",
    "says",
    "cut_before",
    "cut_behind",
)
# Vowel signs and lengthening strokes, with which Arabic texts print a name now and then.
DRAWN = re.compile("[\u0640\u064b-\u0652]")


@dataclass(frozen=True)
class CitationGrammar:
    """The patterns that find citations in a language."""

    number: re.Pattern[str]
    spelled: tuple[tuple[re.Pattern[str], str], ...]  # parts of printed numbers, and how symbols spell them
    named: tuple[tuple[re.Pattern[str], str], ...]  # inflected names of organs, and their nominatives
    organs: re.Pattern[str]  # every way to name an organ; the group's name is its key, "own" or "unknown"
    kind: re.Pattern[str]  # groups resolution and decision
    follows: bool  # whether the kind word follows the number
    before: re.Pattern[str]  # what may stand right before a number
    after: re.Pattern[str]
    gap: re.Pattern[str]  # what may stand between the numbers of a list
    dated: re.Pattern[str]  # the date after a number, which shows that it continues a list
    owner: re.Pattern[str]  # what stands between a number and the organ named after it
    topic: re.Pattern[str]  # what a document is about, or establishes: organs in it do not govern
    said_in: re.Pattern[str]  # "in its resolution": before a number whose organ may be named behind it
    says: re.Pattern[str]  # what then stands between the number and that organ
    whole: re.Pattern[str]  # from an organ whose documents are meant as a whole to the first of them that is named
    turn: re.Pattern[str]  # what makes a pronoun after it mean the organ whose text it is again
    clause: re.Pattern[str]  # where a clause ends that an organ's name governs
    sentence: re.Pattern[str]
    quoted: re.Pattern[str]
    cut_before: re.Pattern[str]  # what shows that a name begins before what is found of it, up to the end of that
    cut_behind: re.Pattern[str]  # and that it goes on behind it

    def name_of(self, printed: str) -> str:
        """Return an organ's name as lists have it: in the nominative, without prefixes, with single spaces."""
        name = re.sub(r"\s+", " ", DRAWN.sub("", printed))
        for pattern, spelled in self.named:
            name = pattern.sub(spelled, name)
        return name

    def name_in(self, text: str, printed: str, start: int) -> str:
        """Return the name of an organ that begins at ``start``, with "…" where the text shows that it is not whole."""
        end = start + len(printed)
        before = self.cut_before.search(text, max(0, start - CUT_CHARACTERS), end)
        cut_before = "…" if before and before.start() < start else ""
        return cut_before + self.name_of(printed) + (" …" if self.cut_behind.match(text, end) else "")

    def format_number(self, match: re.Match[str]) -> str:
        """Return a printed number as symbols spell it, with single spaces."""
        number = re.sub(r"\s+", " ", match["number"])
        for pattern, spelled in self.spelled:
            number = pattern.sub(spelled, number)
        return BRACKETED_SESSION.sub(lambda s: f"({s[1]}{spell_roman(int(s[2])).upper()})", number)


@cache
def load_grammar(code: str) -> CitationGrammar:
    """Return the patterns of the language with this code."""
    from engross.grammars.language import load_language

    words, signs = load_language(code).words["citation"], load_language(code).words["numbers"]
    organs = {key: name.replace("{treaty}", words["treaty"]) for key, name in words["organs"].items()}
    named = "|".join(f"(?P<{key}>{name})" for key, name in organs.items())
    kind = f"(?P<resolution>{words['resolution']})|(?P<decision>{words['decision']})"
    between = words["between"]
    letter = f"(?:{'|'.join([f'{PART_LETTER}{{1,2}}', *signs['letters']])})"
    session = "".join(f"|{re.escape(printed)}" for printed, _ in signs["sessions"])
    number = NUMBER_PATTERN.format(session=session, letters=PART_LETTERS_PATTERN.format(letter=letter, between=between))
    spelled = [(re.compile(name), chr(ord("A") + n)) for n, name in enumerate(signs["letters"])]
    spelled += [(re.compile(re.escape(printed)), code) for printed, code in signs["sessions"]]
    spelled.append((re.compile(rf"(?<={PART_LETTER})\s?(?:–|{between})\s?(?={PART_LETTER})"), "-"))
    return CitationGrammar(
        number=re.compile(number, re.VERBOSE),
        spelled=tuple(spelled),
        named=tuple((_compile_pattern(pattern), name) for pattern, name in words["named"]),
        organs=_compile_pattern(named),
        kind=_compile_pattern(kind),
        follows=words["kind_follows"],
        **{key: _compile_pattern(words[key]) for key in PATTERN_KEYS},
    )


def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that its Arabic letters may bear vowel signs and lengthening strokes."""
    # "(?>(?:…)*)" in the words, not "(?:…)*+", which in Python 3.11 keeps what a failed alternative has matched
    drawn = re.sub("[\u0621-\u063a\u0641-\u064a]", lambda c: f"(?:{c[0]}[\u0640\u064b-\u0652]*)", pattern)
    return re.compile(drawn)
