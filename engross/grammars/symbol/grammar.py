"""A recursive-descent parser of symbols: each function reads the rule that its docstring names.

Every function takes folded text and an offset, and returns what it read, canonically spelled, and where that ends.
"""

from __future__ import annotations

import re

from engross.grammars.symbol.fold import fold_symbol_text
from engross.grammars.symbol.value import OTHER_ORGANIZATIONS, ROMAN_NUMERALS, InvalidSymbol, Symbol

# Bodies with a series of their own, beside the organs.
BODY_CODES = (
    "CAC/COSP CCPR CEDAW CERD CAT CRPD CRC CMW CED CTOC CLCS CCW CCM CEB CBD CD APLC BWC DP DEC ECE FCCC GC HRI HS HSP "
    "ICCD IDB IPBES IPCC ISBA ITC JIU LC NPT PBC SPLOS TD TPNW UNEP UNW UNITAR"
).split()
ORGAN_CODES = ("ST", "A", "S", "E", "T", *BODY_CODES)
SYMBOL_START = "|".join((*OTHER_ORGANIZATIONS, *sorted(ORGAN_CODES, key=len, reverse=True)))

# How the words of components are spelled; looked up without case.
COMPONENT_WORDS = {
    word.lower(): word
    for word in (
        "RES DEC PRST PV SR L CRP INF WP NGO PET R Agenda BUR RPM BMS MSP EG AC C CN CONF GC PC SC Sub WG HRC S ES "
        "CO Q Add Corr Rev Amend Resumption Corrigendum Part Parts Vol Vols Sect Sects Supp Summary Introduction "
        "EA EB ECE ESCAP ESCWA ECA ECLAC PBC IDS COP SS UPR Annex"
    ).split()
}
DOTTED_WORDS = {"RES": "Res", "DEC": "Dec"}  # UNEP/EA.5/Res.14
DECISION_SERIES = ("RES", "DEC")  # after these a number may have letters, and its session or year in brackets
SPACED_WORDS = ("Part", "Resumption")  # a number may stand behind them with a space: INFCIRC/254/Rev.14/Part 1
ABBREVIATED_WORDS = ("Vol", "Vols", "Sect", "Sects")
# The session codes of Arabic texts: a session, a special one, an emergency special one (un-documents: 4.1).
ARABIC_SESSION_CODES = {"د": "", "دإ": "S-", "دا": "S-", "دإط": "ES-", "داط": "ES-"}
# The letters of numbers in Arabic texts, by name.
ARABIC_LETTER_NAMES = dict(zip("ألف باء جيم دال هاء واو زاي حاء".split(), "ABCDEFGH", strict=True))

_NOT_IN_WORD = r"(?![A-Za-z0-9])"
_ROMAN = r"[IVXL]+"
_SESSION_CODE = "|".join(sorted(ARABIC_SESSION_CODES, key=len, reverse=True))
_TO = r"\s?(?:-|to|and|et|à|a|y|и|至|和)\s?"

_NUMBER = re.compile(rf"و?(?P<digits>\d+)(?P<letter>[A-Z]?){_NOT_IN_WORD}")
_RANGE = re.compile(rf"\d+(?:-\d+)+{_NOT_IN_WORD}")
_SESSION = re.compile(
    rf"(?:(?P<code>E?S)|(?P<arabic>{_SESSION_CODE}))-(?P<number>\d+|{_ROMAN}){_NOT_IN_WORD}", re.IGNORECASE
)
_LETTERS = re.compile(
    rf"(?:\s?(?P<first>[A-Z]{{1,2}})(?:{_TO}(?P<last>[A-Z]{{1,2}}))?|(?P<small>[a-z](?:-[a-z])?))(?![A-Za-z0-9/]|\.\w)"
    rf"|\s?(?P<arabic>{'|'.join(ARABIC_LETTER_NAMES)})(?!\w)"
)
_OF_SESSION = re.compile(
    rf"\s?\(\s?(?:(?P<code>E?S\s?-\s?)?(?P<roman>{_ROMAN})|(?P<year>\d{{4}})|(?P<arabic>{_SESSION_CODE})\s?-\s?(?P<number>[1-6]?\d))\s?\)",
    re.IGNORECASE,
)
_LETTER_BEHIND = re.compile(r"([A-Z](?:-[A-Z])?)(?![A-Za-z0-9])")  # letters glued to the session: 217(III)A, 181(II)A-B
_WORD = re.compile(
    rf"""
    (?P<word>[A-Za-z]+(?:(?!-(?:{SYMBOL_START})/)[.-][A-Za-z]+)*)                # COP-MOP, OzL.Pro, CONF.VI
    (?:(?P<numbers>\.?\s?\d+(?:[.-]\d+)*[A-Za-z]?){_NOT_IN_WORD}          # Add.1, SR.1-28, Add1, L. 3
      | (?!\.?[A-Za-z0-9])
    )
    """,
    re.VERBOSE,
)
_SLASH = re.compile(r"\s?/\s?(?=(?:Add|Corr|Rev|Amend)\.\s?\d)|/")  # a line may break beside it
_SPACED_DIGIT = re.compile(r"\s\d")
_ID = rf"(?:\d+[A-Z]?|{_ROMAN}|[A-Z])"
_BRACKETS = re.compile(
    rf"""\s?\(\s?(?:
        (?P<count>\d{{1,2}})                                            # COP(14)
      | (?P<word>Parts?|Vols?|Sects?|Resumption|Annex)\s?\.?\s?(?P<first>{_ID})(?:{_TO}(?P<last>{_ID}))?
      | (?P<alone>Plan\s?outline|Introduction|Summary|Supp|Annex)
    )\s?\)""",
    re.VERBOSE | re.IGNORECASE,
)
_BODY = re.compile(rf"(?:{SYMBOL_START})(?=/)|[A-Z]{{2,9}}(?=/)")
_KNOWN_BODY = re.compile(rf"(?:{SYMBOL_START})(?=/)", re.IGNORECASE)
SYMBOL_JOINT = re.compile(rf"-(?=(?:{SYMBOL_START})/)")


def parse(text: str) -> Symbol:
    """``symbol = single *("-" single)``, look-alikes folded. Raises InvalidSymbol if ``text`` is no symbol."""
    folded = fold_symbol_text(text)
    symbol, end = read_symbol(folded, 0)
    if end == len(folded):
        return symbol
    if folded[end] == "/":
        raise InvalidSymbol(folded, end + 1, "a number or a word after “/”")
    raise InvalidSymbol(folded, end, "the end, “/” or a bracket")


def find_url(text: str, resolver: str) -> str:
    """Return the address of the document that a text names, in a language of the resolver; "" where there is none."""
    try:
        return parse(text).url(resolver)
    except ValueError:
        return ""


def read_symbol(text: str, at: int) -> tuple[Symbol, int]:
    """``symbol = single *("-" single)``: the longest symbol from ``at`` on. Raises InvalidSymbol."""
    components, end = _read_single_symbol(text, at)
    if joint := SYMBOL_JOINT.match(text, end):
        also, end = read_symbol(text, joint.end())
        return Symbol(components, also), end
    return Symbol(components), end


def _read_single_symbol(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """``single = organ 1*("/" component)``, with a figure in one of them. Raises InvalidSymbol."""
    body = _BODY.match(text, at) or _KNOWN_BODY.match(text, at)
    if not body:
        raise InvalidSymbol(text, at, "an organ such as A/, S/, E/ or CRC/")
    components, end = body[0].upper().split("/"), body.end()
    organ_length = len(components)
    while slash := _SLASH.match(text, end):
        reading = _read_component(text, slash.end(), components[-1] in DECISION_SERIES or _is_number_half(components))
        if not reading:
            break
        spelled, end = reading
        components.append(spelled)
    if len(components) == organ_length:
        raise InvalidSymbol(text, end + 1, "a number or a word after “/”")
    if not any(c.isdigit() for component in components for c in component):
        raise InvalidSymbol(text, end, "a number")
    return tuple(components), end


def _is_number_half(components: list[str]) -> bool:
    """Return whether the next component is the second half of a resolution's number: 77/213, 2023/10, S-24/2."""
    return len(components) > 2 and components[-2] in DECISION_SERIES


def _read_component(text: str, at: int, of_series: bool) -> tuple[str, int] | None:
    """``component = range / session / number [letters] [brackets] / word ["." numbers] [brackets]``."""
    if (span := _RANGE.match(text, at)) and not SYMBOL_JOINT.match(text, span.end()):
        return span[0], span.end()
    if session := _SESSION.match(text, at):
        code = ARABIC_SESSION_CODES[session["arabic"]] if session["arabic"] else f"{session['code'].upper()}-"
        return code + session["number"].upper(), session.end()
    spelled, end = (_read_series_number if of_series else _read_plain_component)(text, at)
    if not spelled:
        return None
    brackets, end = _read_brackets(text, end)
    return spelled + brackets, end


def _read_plain_component(text: str, at: int) -> tuple[str, int]:
    """``number / word ["." numbers]``."""
    if number := _NUMBER.match(text, at):
        return number["digits"] + number["letter"], number.end()
    return _read_word(text, at)


def _read_series_number(text: str, at: int) -> tuple[str, int]:
    """``number [letters] [of-session]``: 213, 235 B, 254 A-C, 194 (III), 217 A (III), 2623 (2022)."""
    number = re.compile(r"و?(\d+)").match(text, at)
    if not number:
        return _read_word(text, at)
    spelled, end = number[1], number.end()
    if letters := _LETTERS.match(text, end):
        spelled += f" {_format_letters(letters)}"
        end = letters.end()
    elif re.compile(r"[A-Za-z0-9]").match(text, end):
        return "", at
    if session := _OF_SESSION.match(text, end):
        behind = None if letters else _LETTER_BEHIND.match(text, session.end())
        spelled += f" {behind[1]}" if behind else ""
        return f"{spelled} ({_format_session(session)})", (behind or session).end()
    return spelled, end


def _format_letters(match: re.Match[str]) -> str:
    """``letters = letter [("-" / " to " / " and ") letter]``."""
    if match["arabic"]:
        return ARABIC_LETTER_NAMES[match["arabic"]]
    return (match["small"] or "-".join(filter(None, match.group("first", "last")))).upper()


def _format_session(match: re.Match[str]) -> str:
    """``of-session = "(" (year / ["S-" / "ES-"] roman) ")"``."""
    if match["arabic"]:
        return ARABIC_SESSION_CODES[match["arabic"]] + ROMAN_NUMERALS[int(match["number"])]
    return "".join((match["year"] or (match["code"] or "") + match["roman"]).upper().split())


def _read_word(text: str, at: int) -> tuple[str, int]:
    """``word ["." numbers]``; a modifier without its full stop gets it."""
    match = _WORD.match(text, at)
    if not match:
        return "", at
    word = re.sub(r"[A-Za-z]+", lambda w: COMPONENT_WORDS.get(w[0].lower(), w[0]), match["word"])
    numbers = match["numbers"] or ""
    if _SPACED_DIGIT.match(numbers) and word not in SPACED_WORDS:
        return word, match.start("numbers")
    figures = numbers.lstrip(". ")
    if not figures:
        return word, match.end()
    if word == "Resumption" or _SPACED_DIGIT.match(numbers):
        return f"{word} {figures}", match.end()
    dotted = numbers.startswith(".") or word in ("Add", "Corr", "Rev", "Amend")
    return (f"{DOTTED_WORDS.get(word, word)}.{figures}" if dotted else word + figures), match.end()


def _read_brackets(text: str, at: int) -> tuple[str, int]:
    """``brackets = "(" (count / word ids / word) ")"``: (14), (Part I), (Sect. 29A), (Plan outline); "" for none."""
    match = _BRACKETS.match(text, at)
    if not match:
        return "", at
    if match["count"]:
        return f"({match['count']})", match.end()
    if match["alone"]:
        bare = "".join(match["alone"].split()).capitalize()
        return f" ({bare.replace('Planoutline', 'Plan outline')})", match.end()
    word = COMPONENT_WORDS[match["word"].lower()]
    stop = "." if word in ABBREVIATED_WORDS else ""
    ids = " and ".join(match[name].upper() for name in ("first", "last") if match[name])
    plural = "s" if match["last"] and not word.endswith("s") else ""
    return f" ({word}{plural}{stop} {ids})", match.end()
