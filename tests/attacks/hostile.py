"""Values and characters that readers stumble over."""

from __future__ import annotations

from random import Random

# Characters by what makes them odd, each an honest text of XML; what is none is in ``bytewise``.
CHARACTERS = (
    "\u202e\u2066\u200f",  # they turn the order
    "\u200b\u200d\u2060\ufeff",  # of no width
    "e" + "\u0301\u0323" * 20,  # marks upon marks
    "\u00ad\u00ad",
    "\ufb01\ufb00\ufb03",  # ligatures
    "\u260e\ufe0f\U0001f3f4\U000e0067\U000e0062\U000e007f",  # a variation selector, a flag of tags
    "\U0001f469\u200d\U0001f469\u200d\U0001f466",
    "\u2028\u2029\u0085",
    "\u00a0\u3000\u2007\t ",
    "\ue000\U000f0000",  # private use
    "\U0001d400\u2160\u2460\u3251",  # letters and figures that fold to others
    "\u0661\u0662\u0663",  # figures that are not ASCII
    "\u1100\u1161\u11a8",  # jamo
    "\u212b\u2126\ufa10",  # that NFC changes
    "\u0130\u0131\u00df\u1e9e",  # whose case changes their length
    "\ufffd\ufffc",
    "\u0e33\u0eb3",
    "[^1] *a* _b_ **c** [x](y) \\n \\",  # marks of words
    "{{ x }} {% y %} %s {0} ${z}",
    "<script>alert(1)</script>&amp;",
    "]]> --> ?>",
    "A/RES/77/213 S/RES/2600 (2021) 70/1, 70/2 and 70/3",
    "=1+1",
)
NUMBERS = ("0", "-1", "1", "2", "7", "1000", "65536", "4294967296", "9" * 30, "9" * 5000, "1e309", "NaN", "٣", "²", "")
DATES = ("1999-02-31", "2022-13-01", "0000-01-01", "99999-01-01", "2022-12-15T25:00:00", "0001-01-01", "tomorrow")
PLACES = (
    "../../x",
    "/etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://",
    "#",
    "#x y",
    "//",
    "https://[",
)
WORDS = (
    "ga",
    "GA",
    "null",
    "true",
    "on",
    "~",
    "zho",
    "xx",
    "en",
    "none",
    "&a",
    "*a",
    "!!int",
    " ",
    "\n",
    "A/RES",
    "/",
    "-",
)
LONG = (200, 3000, 20_000)


def pick_text(random: Random) -> str:
    """Choose hostile characters, a long word, or many short ones."""
    length = random.choice(LONG)
    return random.choice((*CHARACTERS * 3, "x" * length, "灯" * length, "a " * length, "1. (a) " * (length // 10)))


def pick_value(random: Random) -> str:
    """Choose a value that no attribute or key expects."""
    return random.choice((*NUMBERS, *DATES, *PLACES, *WORDS, *CHARACTERS))
