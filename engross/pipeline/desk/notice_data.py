"""A notice as the desk is told it: with the words that its sentence was filled with, for other languages."""

from __future__ import annotations

from typing import Any

from engross.editions import export
from engross.model.notice import Notice


def make_notice_data(notice: Notice) -> dict[str, Any]:
    """Return a notice as reports have it, and ``words``: what the places of its sentence were filled with."""
    return {**export.make_notice_data(notice), "words": dict(notice.words)}
