"""Pair the texts of two readings: equal ones, and such as were changed."""

from __future__ import annotations

from difflib import SequenceMatcher

LEAST_SIMILARITY = 0.6  # two paragraphs or notes at least this similar (0 to 1) count as one that was changed

IndexPair = tuple[int, int]


def pair_texts(a: list[str], b: list[str]) -> list[IndexPair]:
    """Pair the indexes of matching texts in ``a`` and ``b``, sorted.

    Equal texts in the same order come first, then similar texts between those, then equal texts anywhere else.
    """
    pairs: list[IndexPair] = []
    unpaired: tuple[list[int], list[int]] = ([], [])
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a0, a1), range(b0, b1), strict=True)
        else:
            alike = _pair_similar_texts(a, b, (a0, a1, b0, b1))
            pairs += alike
            unpaired[0].extend(set(range(a0, a1)) - {m for m, _ in alike})
            unpaired[1].extend(set(range(b0, b1)) - {n for _, n in alike})
    for m in sorted(unpaired[0]):
        twin = next((n for n in unpaired[1] if b[n] == a[m]), None)
        if twin is not None:
            unpaired[1].remove(twin)
            pairs.append((m, twin))
    return sorted(pairs)


def _pair_similar_texts(a: list[str], b: list[str], part: tuple[int, int, int, int]) -> list[IndexPair]:
    """Pair similar texts in order; ``part``: start and end of the stretch in ``a``, start and end in ``b``."""
    a0, a1, b0, b1 = part
    pairs: list[IndexPair] = []
    for m in range(a0, a1):
        for n in range(b0, b1):
            if _is_similar(a[m], b[n]):
                pairs.append((m, n))
                b0 = n + 1
                break
    return pairs


def _is_similar(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return (
        matcher.real_quick_ratio() >= LEAST_SIMILARITY
        and matcher.quick_ratio() >= LEAST_SIMILARITY
        and matcher.ratio() >= LEAST_SIMILARITY
    )
