"""Read what the names of styles say of paragraphs: their role and depth, as the Word documents that engross writes do.

"__Single Txt Operative" is an operative paragraph, "__Single Txt Point 2" a point in a point, "_ H_1 Inside 1" a
heading in a paragraph. Editing in Word keeps styles: what says its role needs no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engross.model.tree import Role
from engross.readers.word.styles import WordStyles

ROLES = "|".join(role.value for role in Role)
ROLE_STYLE = re.compile(rf"(?:singletxt|footnotetext|tabletext)(?P<role>{ROLES})(?P<depth>\d{{0,2}})")
INSIDE_STYLE = re.compile(r"(?:hch|h1|h23|h4|h56|untable)inside(?P<depth>\d{1,2})")
PART_TITLE_STYLE, ANNEX_STYLE = "parttitle", "annexstart"
TITLE_STYLES = ("titleh1", PART_TITLE_STYLE)
SUPPLIED_STYLE = re.compile("masthead[a-z]+supplied")  # of lines of a masthead that the source did not print


@dataclass(frozen=True, slots=True)
class RoleStyle:
    """What a style says: a role, None where it says none; how many paragraphs its paragraphs stand inside of."""

    role: Role | None = None
    depth: int = 0


def read_role_style(styles: WordStyles, style: str) -> RoleStyle:
    """Return what a style says of the role and the depth of its paragraphs, headings or tables."""
    for name in styles.names(style):
        if match := ROLE_STYLE.fullmatch(name):
            return RoleStyle(Role(match["role"]), int(match["depth"] or 0))
        if match := INSIDE_STYLE.fullmatch(name):
            return RoleStyle(None, int(match["depth"]))
    return RoleStyle()


def has_role_styles(styles: WordStyles, used: Iterable[str]) -> bool:
    """Return whether any of the styles that are ``used`` says a role: the document was written by engross."""
    return any(read_role_style(styles, style).role for style in dict.fromkeys(used))


def is_title_style(styles: WordStyles, style: str) -> bool:
    """Return whether a style is that of the title of a document or of a part."""
    return any(name in TITLE_STYLES for name in styles.names(style))


def is_part_style(styles: WordStyles, style: str) -> bool:
    """Return whether a style is that of the title of a part."""
    return PART_TITLE_STYLE in styles.names(style)


def is_annex_style(styles: WordStyles, style: str) -> bool:
    """Return whether a style is that of the empty paragraph that an annex begins behind."""
    return ANNEX_STYLE in styles.names(style)


def is_supplied_style(styles: WordStyles, style: str) -> bool:
    """Return whether a style is that of a line of a masthead that engross has supplied."""
    return any(SUPPLIED_STYLE.fullmatch(name) for name in styles.names(style))
