"""Han characters: the one range of them that engross means when a rule asks for Chinese letters."""

from __future__ import annotations

# For a character class: 〇, unified ideographs with extensions A and B to H, compatibility ideographs. No punctuation.
HAN_RANGE = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
