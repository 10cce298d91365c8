"""A refusal as the page is told of it."""

from __future__ import annotations

from typing import Any

from engross.model.notice import Refusal

RefusalData = dict[str, Any]


def spell_refusal(refusal: Refusal) -> RefusalData:
    """Return what is wrong, what to do, and where: as words, and as line and column (0: not known)."""
    where = refusal.where
    place = str(where) if where.file else ""
    return {
        "message": refusal.what,
        "hint": refusal.hint,
        "where": place,
        "line": where.line,
        "column": where.column,
    }
