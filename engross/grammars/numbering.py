"""The grammar of numbers and markers: "3.", "1 -", "(a)", "a)", "(أ)", "㈠", "(iv)", "’2‘", "二", "أولا".

A marker counts something at a level: 1 for (a), a) and (أ), 2 for (i), ㈠ and ’1‘, 3 for a., 4 for i. and bullets
(Editorial Manual, para_subpara). Arabic numbers paragraphs with a dash, and points in the order of the abjad.
"""

from __future__ import annotations

import re
import unicodedata

HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
HEAVENLY_STEMS = {c: n for n, c in enumerate("子丑寅卯辰巳午未申酉戌亥", 1)}
ROMAN_VALUES = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)

LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
ABJAD_LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
# The letters by name: they number what other languages number A, B, C.
ABJAD_NAMES = "ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء".split()
# First, second … as they number sections, without vowel signs; 11 to 19 are a unit and ten, 20 to 49 a unit and tens.
ARABIC_ORDINALS = "أولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا".split()
ARABIC_TEENS = [f"{unit} عشر" for unit in "حادي ثاني ثالث رابع خامس سادس سابع ثامن تاسع".split()]
ARABIC_WHOLE_TENS = ["عشرين", "ثلاثين", "أربعين"]
ARABIC_UNITS = [f"{unit} و" for unit in "حاديا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا".split()]
ARABIC_TENS = [word for ten in ARABIC_WHOLE_TENS for word in (ten, *(f"{unit}{ten}" for unit in ARABIC_UNITS))]
ARABIC_VOWEL_SIGNS = "\u064b-\u0652"  # signs that may stand on any letter

# Cyrillic letters that pass for Latin ones in the markers of Russian texts.
LOOK_ALIKES = str.maketrans("асеорхуіѕАВЕКМНОРСТХІ", "aceopxyisABEKMHOPCTXI")
# Letters that the reading of a scan gives for figures.
FIGURE_LOOK_ALIKES = str.maketrans("IiLl|Oo", "1111100")


def _vowelled_pattern(words: list[str]) -> str:
    """Return a pattern for any of the words, with or without vowel signs on their letters."""
    return "|".join(
        "".join(f"{'[ ]' if c == ' ' else c}[{ARABIC_VOWEL_SIGNS}]*" for c in word) for word in reversed(words)
    )


def _ordinal_pattern() -> str:
    """Return a pattern for the words that number sections, with or without the final alif."""
    # Each word stands in the pattern once: it is compiled at every start.
    tens = f"(?:{_vowelled_pattern(ARABIC_UNITS)})?(?:{_vowelled_pattern(ARABIC_WHOLE_TENS)})"
    teens = f"(?:{_vowelled_pattern([teen.partition(' ')[0] for teen in ARABIC_TEENS])}){_vowelled_pattern([' عشر'])}"
    return f"(?:{tens}|{teens}|{_vowelled_pattern(ARABIC_ORDINALS)})ا?[{ARABIC_VOWEL_SIGNS}]*"


# Words behind the number of a paragraph that was put in between two: "2 bis.", "2 alt."
INSERTION_WORDS = "bis|ter|quater|quinquies|sexies|alt|бис|тер|مكررا"
MARKER_OPENERS = '[［“„«"「『'  # what may stand before the marker of a paragraph that is quoted or not agreed: “1. [3.

# What is a marker before a tab, and before other text where the sequence of markers leads to it.
MARKER_PATTERN = re.compile(
    rf"""
    (?P<number>\d{{1,3}}(?:\s?(?:{INSERTION_WORDS}))?\s?(?:[.．](?!\d)|[-–](?=\s|$)))  # 3.  1 -  2 bis.  operative
  | (?P<section>[IVX]{{1,7}}|[IVX]{{2,7}}\.|[一二三四五六七八九十]{{1,3}}|{_ordinal_pattern()})(?=\s|$)  # II, 二, أولا
  | (?P<capital>[A-ZАВЕСІ]\.|(?:{"|".join(ABJAD_NAMES)})\s?[-–])(?=\s|$)  # A.  ألف -  heading
  | [(（]?(?P<roman>[ivxlіх]{{2,6}})[)）]        # (ii) ii)  point of the second level
  | [(（]?(?P<letter>[a-z]{{1,2}}|[а-яіѕ])[)）]  # (a) a)  point; (i) too: the sequence decides
  | [(（](?P<abjad>[\u0621-\u064a\ufe70-\ufefc]{{1,2}}|(?P<twice>[\u0621-\u064a])\ (?P=twice))[)）]  # (أ) (أ أ)
  | [’‘'](?P<quoted>\d{{1,2}})[’‘']            # ’1‘  point of the second level
  | (?P<enclosed>[\u3220-\u3229\u2460-\u2473])  # ㈠ ①
  | [(（](?P<han>[一二三四五六七八九十]{{1,3}}|[子丑寅卯辰巳午未申酉戌亥])[)）]   # (一) (子)
  | [(（](?P<arabic>\d{{1,2}})[)）]              # (1)
  | (?P<low>[ivx]{{2,5}}\.)(?=\s|$)             # ii.  point of the fourth level
  | (?P<small>[a-z]{{1,2}}\.)(?=\s|$)           # a.   point of the third level; i. too: the sequence decides
  | (?P<bullet>[•●▪–—-])(?=\s|$)
  | (?P<star>\*{{1,3}})
    """,
    re.VERBOSE,
)


INSERTED_NUMBER = re.compile(rf"(?<=\d)\s?(?:{INSERTION_WORDS})$")
MAX_FIGURE_DIGITS = 18  # digits of a number that counts something; Python parses no number of more than 4,300
# A paragraph's number of four figures; where the sequence of numbers does not lead to it, it is a year.
LONG_NUMBER_PATTERN = re.compile(r"(?P<number>[1-9]\d{3}\s?(?:[.．](?!\d)|[-–](?=\s|$)))")

# What negotiators call the paragraphs of a draft: PP1, OP2 bis.
NEGOTIATION_LABEL = re.compile(rf"\[?(?P<kind>PP|OP)\s?\d{{1,3}}(?:\s?(?:{INSERTION_WORDS}))?\s?[.:)]?(?=\s|$)")
CLOSED_NUMBER_PATTERN = re.compile(r"(?P<number>\d{1,3}[)）])(?=\s)")  # 1)  of typed drafts, where it opens a paragraph


def match_marker(text: str) -> re.Match[str] | None:
    """Return the match of the marker at the very beginning of ``text``; None for none."""
    return MARKER_PATTERN.match(text)


def parse_marker(marker: str) -> re.Match[str] | None:
    """Return the match of ``marker``, already known to be one; None for none.

    A number may have four figures, and an opening quote or bracket may stand before it.
    """
    bare = marker.lstrip(MARKER_OPENERS).lstrip()
    return match_marker(bare) or LONG_NUMBER_PATTERN.fullmatch(bare) or CLOSED_NUMBER_PATTERN.match(f"{bare} ")


def find_opening_marker(text: str, *, is_point: bool = False) -> str:
    """Return the number that opens the text of an operative paragraph, or the marker of a point; "" for none.

    White space or a Han character stands behind it, and it is no bullet, no number of a section.
    """
    match = match_marker(text) or CLOSED_NUMBER_PATTERN.match(text)
    if not match or match.lastgroup in ("section", "capital", "bullet", "star"):
        return ""
    if not is_point and match.lastgroup != "number":
        return ""
    return match[0] if re.match(r"\s|[\u2e80-\u9fff]", text[match.end() :]) else ""


def spell_number_like(number: int, marker: str) -> str:
    """Return a number spelled as a marker is, with its digits and its stop: 4 like "٣ -" is "٤ -"; "4." like none."""
    figures = re.search(r"\d+", marker)
    if not figures:
        return f"{number}."
    zero = ord(figures[0][0]) - int(figures[0][0])
    spelled = "".join(chr(zero + int(digit)) for digit in str(number))
    return marker[: figures.start()] + spelled + marker[figures.end() :]


def is_inserted_number(marker: str) -> bool:
    """Return whether a paragraph's number is one put in between two others: "2 bis."."""
    return bool(INSERTED_NUMBER.search(_strip_marker(marker)))


def parse_figures(text: str) -> int | None:
    """Return the number that decimal digits of any script spell; None for other text, and for more than 18 digits."""
    return int(text) if text.isdecimal() and len(text) <= MAX_FIGURE_DIGITS else None


def parse_han_number(text: str) -> int | None:
    """Return the value of a Chinese numeral up to 99 (十七 is 17), or of 子, 丑, 寅 …; None for other text."""
    if len(text) == 1 and text in HEAVENLY_STEMS:
        return HEAVENLY_STEMS[text]
    if not text or any(c not in HAN_DIGITS and c != "十" for c in text) or text.count("十") > 1:
        return None
    if "十" not in text:
        return parse_figures("".join(str(HAN_DIGITS[c]) for c in text))
    tens, _, units = text.partition("十")
    return (HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[units] if units else 0)


def parse_roman_number(text: str) -> int | None:
    """Return the value of a canonically spelled Roman numeral up to 3999, in either case; None for other text."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [values.get(c, 0) for c in text.lower()]
    if not digits or 0 in digits:
        return None
    total = sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits))
    return total if total < 4000 and spell_roman(total) == text.lower() else None


def spell_roman(number: int) -> str:
    """Return a number from 1 to 3999 in small Roman numerals."""
    out = ""
    for value, sign in ROMAN_VALUES:
        out += sign * (number // value)
        number %= value
    return out


def _strip_marker(marker: str) -> str:
    """Return a marker's letters, digits and spaces in NFKC, without look-alikes, vowel signs, lengthening strokes."""
    plain = unicodedata.normalize("NFKC", marker).replace("\u0640", "")
    return re.sub(rf"[^\w ]|[{ARABIC_VOWEL_SIGNS}]", "", plain).strip().translate(LOOK_ALIKES)


def marker_slug(marker: str) -> str:
    """Return a marker as part of an id: "(a)" and "(أ)" are "a", "3." is "3", "㈡", "’2‘" and "ثانيا" are "ii".

    "*" is "x1". Markers that mean the same in different languages have the same slug.
    """
    if marker and not marker.strip("*"):
        return f"x{len(marker)}"
    match, bare = parse_marker(marker), _strip_marker(marker)
    if match and match.lastgroup == "quoted":
        return spell_roman(int(bare))
    if number := parse_han_number(bare) or _parse_arabic_ordinal(bare):
        return spell_roman(number)
    if bare in ABJAD_NAMES:
        return _latin_letter(ABJAD_NAMES.index(bare))
    if bare and bare[0] in ABJAD_LETTERS and not bare.strip(f"{bare[0]} "):
        return _latin_letter(ABJAD_LETTERS.index(bare[0])) * len(bare.replace(" ", ""))
    ascii_only = re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")
    return ascii_only or "-".join(f"u{ord(c):x}" for c in bare)


def _parse_arabic_ordinal(text: str) -> int | None:
    """Return the value of an Arabic ordinal up to 49; None for other text."""
    stems = [word.removesuffix("ا") for word in ARABIC_ORDINALS + ARABIC_TEENS + ARABIC_TENS]
    stem = text.removesuffix("ا")
    return stems.index(stem) + 1 if stem in stems else None


def _latin_letter(place: int) -> str:
    """Return the letter at a place, counted from 0, as Latin texts mark it: a … z, aa, bb."""
    return chr(ord("a") + place % 26) * (1 + place // 26)


def marker_number(marker: str) -> int | None:
    """Return what a marker counts: 3 for "3." and "3 bis.", 2 for "㈡" and "(二)"; None for letters and bullets."""
    bare = INSERTED_NUMBER.sub("", _strip_marker(marker))
    has_figures = any(map(str.isdecimal, bare))  # i9 for 19
    value = parse_figures(bare.translate(FIGURE_LOOK_ALIKES) if has_figures else bare)
    return value if value is not None else parse_han_number(bare) or _parse_arabic_ordinal(bare)


def read_slipped_number(marker: str) -> int | None:
    """Return the number that a marker stands for where a scan's reading has figures wrong: 1 for "l.", 11 for "|l."."""
    return marker_number(marker.translate(FIGURE_LOOK_ALIKES))


def possible_kinds(marker: str) -> tuple[tuple[str, int], ...]:
    """Return the kinds that a marker may be of, each with its place in the sequence, the likelier first; () for none.

    (i) is the ninth letter and the first Roman number; the marker before it decides (``readers/common/attach_points``).
    The place of a bullet is 0: any follows any.
    """
    match = parse_marker(marker)
    if not match:
        return ()
    kind, bare = match.lastgroup or "", _strip_marker(marker).lower()
    if kind in ("letter", "roman", "low", "small"):
        names = ("low", "small") if kind in ("low", "small") else ("roman", "letter")
        roman = parse_roman_number(bare) if len(bare) > 1 or bare in "ivx" else None
        letter = _parse_letter(bare)
        pairs = ((names[0], roman), (names[1], letter))
        return tuple((name, value) for name, value in pairs if value)
    if kind == "abjad":
        return ((kind, ABJAD_LETTERS.find(bare[:1]) + 1 + len(ABJAD_LETTERS) * (" " in bare)),)
    return ((kind, _parse_enclosed_number(marker) or marker_number(marker) or 0),)


def is_next_marker(marker: str, before: str) -> bool:
    """Return whether a marker counts one more than the one before: (b) behind (a), (ii) behind (i)."""
    following = {(kind, value + 1) for kind, value in possible_kinds(before) if value}
    return not following.isdisjoint(possible_kinds(marker))


def can_follow_marker(marker: str, before: str) -> bool:
    """Return whether a point with a marker can stand behind one with another.

    It is next, begins anew, counts nothing, is put in between, or is of another kind.
    """
    kinds, others = possible_kinds(marker), dict(possible_kinds(before))
    compared = [(value, others[kind]) for kind, value in kinds if kind in others]
    begins = any(value in (0, 1) for _, value in kinds)
    return begins or not compared or any(value == other + 1 for value, other in compared)


def spell_next_marker(marker: str) -> str:
    """Return the marker behind one with a single letter of a Latin alphabet or the abjad, or with figures: (c) for (b).

    "" for others, and behind the last letter.
    """
    bare = _strip_marker(marker)
    if bare.isdecimal():
        return spell_number_like(int(bare) + 1, marker)
    letters = next((row for row in (ABJAD_LETTERS, LATIN_LETTERS) if len(bare) == 1 and bare in row), "")
    following = letters[letters.index(bare) + 1 :][:1] if letters else ""
    return marker.replace(bare, following) if following else ""


def _parse_letter(text: str) -> int | None:
    """Return the place of a letter: a is 1, aa comes after z; None for other text."""
    return ord(text[0]) - ord("a") + 1 + 26 * (len(text) - 1) if len(set(text)) == 1 and text.isascii() else None


def _parse_enclosed_number(marker: str) -> int | None:
    """Return the value of an enclosed number, ㈠ or ①; None for other text."""
    return int(unicodedata.numeric(marker, 0)) or None if len(marker) == 1 else None
