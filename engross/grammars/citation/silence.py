"""What misleads in a text around its numbers, masked; and what stands last before a number. Each is found once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from engross.grammars.citation.grammar import CitationGrammar

AHEAD_CHARACTERS = 100  # characters that a pattern may look ahead
TextSpan = tuple[int, int]  # where a stretch of a text begins and ends


class MaskedText:
    """A text with what misleads masked; the maskings that its numbers share are made once."""

    def __init__(self, text: str, grammar: CitationGrammar) -> None:
        """Nothing is masked before a number asks for it."""
        self.text, self.grammar = text, grammar
        self._quoted = [found.span() for found in grammar.quoted.finditer(text)]
        self._masked: dict[TextSpan | None, tuple[str, list[TextSpan]]] = {}
        self._quiet: dict[tuple[TextSpan | None, TextSpan | None], tuple[str, str]] = {}

    def mask_around(self, at: int) -> tuple[str, str]:
        """Return the text without quotations and topics, but for those that hold a place; and without organs too."""
        quotation = _find_span_around(self._quoted, at)
        if quotation not in self._masked:
            text = _mask_spans(self.text, (span for span in self._quoted if span != quotation))
            self._masked[quotation] = text, [found.span() for found in self.grammar.topic.finditer(text)]
        text, topics = self._masked[quotation]
        topic = _find_span_around(topics, at)
        if (quotation, topic) not in self._quiet:
            bare = _mask_spans(text, (span for span in topics if span != topic))
            quiet = self.grammar.organs.sub(lambda name: "\x01" * len(name[0]), bare)
            self._quiet[quotation, topic] = bare, quiet
        return self._quiet[quotation, topic]


def _find_span_around(spans: list[TextSpan], at: int) -> TextSpan | None:
    """Return the one of spans, which do not overlap and are in order, that holds a place, its beginning apart."""
    n = bisect_left(spans, (at, at)) - 1
    return spans[n] if n >= 0 and at < spans[n][1] else None


def _mask_spans(text: str, spans: Iterable[TextSpan]) -> str:
    """Return a text with each character of the spans as a zero."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\x00" * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def find_last_match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """Return the last match of a pattern in what stands before a place of a text; None for none.

    A pattern may look ahead: near the place it is tried again, so that it does not see what stands there.
    """
    near = max(0, at - AHEAD_CHARACTERS)
    matches, ends = _find_all_matches(pattern, text)
    n = bisect_right(ends, near)
    far = matches[n - 1] if n else None
    return max(pattern.finditer(text, near, at), key=lambda match: match.end(), default=far)


@lru_cache(maxsize=16)
def _find_all_matches(pattern: re.Pattern[str], text: str) -> tuple[tuple[re.Match[str], ...], tuple[int, ...]]:
    """Return the matches of a pattern in a text, and where each ends."""
    matches = tuple(pattern.finditer(text))
    return matches, tuple(match.end() for match in matches)
