"""The marks that the paragraphs of documents end with, in the six languages."""

from __future__ import annotations

COMMAS = (",", "，", "、", "،")  # only paragraphs of a preamble end with these
COLONS = (":", "：")
SEMICOLONS = (";", "；", "؛")
PREAMBULAR_END_MARKS = (*COMMAS, *COLONS, *SEMICOLONS)  # of what stands before the first operative paragraph
