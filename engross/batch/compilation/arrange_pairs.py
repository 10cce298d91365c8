"""Arrange texts in two languages as one compilation: each text once, with its second language beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engross.batch.compilation.arrange import arrange_texts, refuse_mixture
from engross.batch.compilation.read_texts import ReadText
from engross.model.compilation import Compilation, CompiledText, TitleWords
from engross.model.notice import Refusal

Versions = Mapping[str, ReadText]  # of a text, by the codes of their languages


def group_versions(found: Sequence[ReadText]) -> dict[str, dict[str, ReadText]]:
    """Return what was read by symbol, then by language."""
    versions: dict[str, dict[str, ReadText]] = {}
    for one in found:
        if one.text:
            versions.setdefault(one.text.symbol, {})[one.text.language] = one
    return versions


def choose_languages(found: Sequence[ReadText], languages: tuple[str, str]) -> tuple[ReadText, ...]:
    """Return the texts in two languages. Raises Refusal if there is none in one of them, or one is there twice."""
    chosen = tuple(one for one in found if one.text and one.text.language in languages)
    there = {one.text.language for one in found if one.text}
    for code in languages:
        if code not in there:
            raise Refusal(
                f"no text is in the language {code}; there are texts in {', '.join(sorted(there))}",
                "add the sources in that language, or name others with --parallel",
            )
    refuse_mixture(chosen)
    return chosen


def arrange_pairs(found: Sequence[ReadText], languages: tuple[str, str], title: str = "") -> Compilation:
    """Return the compilation of texts in two languages; a text that only the second has stands there in that.

    Sections, order and items are those of the first language. Raises Refusal as ``arrange_texts``.
    """
    merged = [_merge_versions(own, languages) for own in group_versions(found).values()]
    book = arrange_texts(merged, title, languages[0])
    second = arrange_texts([_turn_text(one) for one in merged], title, languages[1])
    sections = (
        replace(own, beside=other.title, number_beside=other.number)
        for own, other in zip(book.sections, second.sections, strict=True)
    )
    words = TitleWords(second.language, second.title, second.organ, second.session)
    return replace(book, sections=tuple(sections), beside=words)


def _merge_versions(versions: Versions, languages: tuple[str, str]) -> ReadText:
    """Return a text with its second language beside it, as wide as both together."""
    first, second = (versions.get(code) for code in languages)
    if first and first.text and second and second.text:
        width = first.text.width + second.text.width
        return replace(first, text=replace(first.text, beside=second.text, width=width))
    return next(iter(versions.values()))


def _turn_text(one: ReadText) -> ReadText:
    """Return a text with the masthead of its second language, by which the title page in that is worded."""
    text = one.text
    if text is None or text.beside is None:
        return one
    return replace(one, text=replace(text, session=text.beside.session, language=text.beside.language))


def iter_pair_remarks(book: Compilation) -> Iterator[str]:
    """Yield which texts stand in one language alone, and what their languages say differently."""
    for text in book.by_number:
        if text.beside is None:
            yield _remark_alone(text, book)
        elif text.committee and text.beside.committee and text.committee != text.beside.committee:
            said = f"the {text.committee} committee, in {text.beside.language} the {text.beside.committee}"
            yield f"{text.symbol}: in {text.language} its line names {said}; it stands in the section of the first"


def _remark_alone(text: CompiledText, book: Compilation) -> str:
    other = next(code for code in book.languages if code != text.language)
    return f"{text.symbol}: stands in {text.language} alone, no source has it in {other}: add one that does"
