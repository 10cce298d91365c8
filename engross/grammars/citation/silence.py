"""Mask what misleads around the numbers of a text, and find the last match before a place; each is computed once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from engross.grammars.citation.grammar import CitationGrammar

AHEAD_CHARACTERS = 100  # that a pattern may look ahead
TextSpan = tuple[int, int]  # where a stretch of a text begins and ends


class MaskedText:
    """A text whose quotations, topics and organs can be masked; maskings that several numbers share are made once."""

    def __init__(self, text: str, grammar: CitationGrammar) -> None:
        """Find the quotations; nothing is masked before ``mask_around`` is called."""
        self.text, self.grammar = text, grammar
        self._quoted = [match.span() for match in grammar.quoted.finditer(text)]
        self._masked: dict[TextSpan | None, tuple[str, list[TextSpan]]] = {}
        self._quiet: dict[tuple[TextSpan | None, TextSpan | None], tuple[str, str]] = {}

    def mask_around(self, at: int) -> tuple[str, str]:
        """Return the text without quotations and topics but those that contain ``at``, and the same without organs."""
        quotation = _find_span_around(self._quoted, at)
        if quotation not in self._masked:
            text = _mask_spans(self.text, (span for span in self._quoted if span != quotation))
            self._masked[quotation] = text, [match.span() for match in self.grammar.topic.finditer(text)]
        text, topics = self._masked[quotation]
        topic = _find_span_around(topics, at)
        if (quotation, topic) not in self._quiet:
            bare = _mask_spans(text, (span for span in topics if span != topic))
            quiet = self.grammar.organs.sub(lambda name: "\x01" * len(name[0]), bare)
            self._quiet[quotation, topic] = bare, quiet
        return self._quiet[quotation, topic]


def _find_span_around(spans: list[TextSpan], at: int) -> TextSpan | None:
    """Return the span that begins before ``at`` and contains it, None for none; spans must be in order and apart."""
    index = bisect_left(spans, (at, at)) - 1
    return spans[index] if index >= 0 and at < spans[index][1] else None


def _mask_spans(text: str, spans: Iterable[TextSpan]) -> str:
    """Return a text with each character of the spans replaced by U+0000."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\x00" * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def find_last_match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """Return the last match of a pattern in the text before the offset ``at``; None for none.

    A pattern may look ahead: near ``at`` it is tried again on the text cut there, so that it does not see what follows.
    """
    near = max(0, at - AHEAD_CHARACTERS)
    matches, ends = _find_all_matches(pattern, text)
    count = bisect_right(ends, near)
    far = matches[count - 1] if count else None
    return max(pattern.finditer(text, near, at), key=lambda match: match.end(), default=far)


@lru_cache(maxsize=16)
def _find_all_matches(pattern: re.Pattern[str], text: str) -> tuple[tuple[re.Match[str], ...], tuple[int, ...]]:
    """Return the matches of a pattern in a text, and the end of each."""
    matches = tuple(pattern.finditer(text))
    return matches, tuple(match.end() for match in matches)
