"""Take every character of a Markdown text but its marks, targets of links too."""

from __future__ import annotations

import re

from engross.model.tree import Source

# What is mark and no text, and what of it is text, in the order in which it is taken out.
LINE_MARKS = (
    (re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*#{1,6}[ \t].*[ \t])#+[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*)(?:>[ \t]?)+", re.MULTILINE), r"\1"),
    (re.compile(r"^([ \t]*)[*+](?=[ \t]+\S)", re.MULTILINE), r"\1-"),
    (re.compile(r"\[\^([^\]\s]+)\]:?"), r"\1"),
    (re.compile(r'!?\[([^\]\[]*)\]\(([^()\s]*)(?:\s+"[^"]*")?\)'), r"\1 \2"),
    (re.compile(r"</?(?:u|ins|b|strong|i|em|del|s|sup|sub)>"), ""),
)
ESCAPED = re.compile(r"\\([!-/:-@[-`{-~])")
EMPHASIS = re.compile(r"(?<![\w_])(_{1,3})(?=\S)|(?<=\S)(_{1,3})(?![\w_])|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~")


def text_of(source: Source) -> str:
    """Return the words of a source, without the marks of Markdown."""
    pieces = ESCAPED.split(source.text)  # text, an escaped character, text …
    bare = "\x00".join(pieces[::2])
    for mark, kept in LINE_MARKS:
        bare = mark.sub(kept, bare)
    return EMPHASIS.sub("", bare).replace("\x00", "") + "".join(pieces[1::2])
