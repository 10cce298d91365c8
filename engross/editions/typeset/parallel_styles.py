"""Make the style sheets of two languages on one page: each sheet of a language holds for its own elements alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import tinycss2
from tinycss2.ast import Node, QualifiedRule

from engross.editions import assets
from engross.editions.typeset.paper import make_paper_sheet
from engross.editions.typeset.print_markup import CSS
from engross.grammars.language import Language
from engross.model.book import Sheet
from engross.model.paper import Format

COMMON_SHEETS = ("tokens.css", "base.css", "resolution.css", "index.css", "record.css", "page.css")
PARALLEL_SHEET = "parallel.css"
SIZED_SHEETS = (
    "tokens.css",
    "resolution.css",
    "page.css",
    PARALLEL_SHEET,
)  # whose sizes follow that of a language's text
ROOT_SELECTOR, ANY_IN_LANGUAGE = ":root", "[lang]"
REM = re.compile(r"(-?\d*\.?\d+)rem\b")
SAME_SIZE = 0.02  # by which two sizes of type differ and are still set as one


def column_style_sheets(
    languages: tuple[Language, Language], page_format: Format, own: Sequence[str] = ()
) -> tuple[Sheet, ...]:
    """Return the style sheets of a page in two languages, in the order of the cascade.

    ``own``: the names of those that a book of many documents needs beside them.
    """
    first, second = languages
    common = [Sheet(name, CSS, assets.read_style_sheet(name)) for name in COMMON_SHEETS]
    tongues = [_scope_language(language) for language in languages]
    paper = make_paper_sheet(page_format, first, is_wide=True)
    factor = second.words["page"]["sizes"]["handout"] / first.words["page"]["sizes"]["handout"]
    scaled = (_scale_sheets(second, factor, (*SIZED_SHEETS, *own)),) if abs(factor - 1) > SAME_SIZE else ()
    parallel = Sheet(PARALLEL_SHEET, CSS, assets.read_style_sheet(PARALLEL_SHEET))
    owned = (Sheet(name, CSS, assets.read_style_sheet(name)) for name in own)
    return (*common, parallel, *tongues, paper, *owned, *scaled)


def _scope_language(language: Language) -> Sheet:
    """Return the sheets of a language, for the elements that are in it."""
    markup = "\n".join(map(assets.read_style_sheet, language.words["page"]["sheets"]))
    rules = (f"{_scope(rule, language)} {{{tinycss2.serialize(rule.content)}}}" for rule in _list_rules(markup))
    return Sheet(f"lang-{language.code}.css", CSS, "\n".join(rules))


def _scale_sheets(language: Language, factor: float, names: Sequence[str]) -> Sheet:
    """Return the rules that size what is in a language by its own size of type, ``factor`` times that of the page.

    ``names``: of the style sheets that have them.
    """
    rules = [f".side:lang({language.tag}), .note-side > :lang({language.tag}) {{ font-size: {factor:.3f}em }}"]
    for name in names:
        for rule in _list_rules(assets.read_style_sheet(name)):
            sized = "; ".join(_scale_declarations(rule.content, factor))
            if sized:
                rules.append(f"{_scope(rule, language)} {{ {sized} }}")
    return Sheet(f"size-{language.code}.css", CSS, "\n".join(rules))


def _scale_declarations(content: Sequence[Node], factor: float) -> Iterator[str]:
    for declaration in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if declaration.type == "declaration":
            value = tinycss2.serialize(declaration.value)
            scaled = REM.sub(lambda size: f"{float(size[1]) * factor:.4g}rem", value)
            if scaled != value:
                yield f"{declaration.name}: {scaled}{' !important' if declaration.important else ''}"


def _list_rules(markup: str) -> Iterator[QualifiedRule]:
    """Yield the rules of a sheet that have selectors; those of pages are the page's."""
    for rule in tinycss2.parse_stylesheet(markup, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule


def _scope(rule: QualifiedRule, language: Language) -> str:
    """Return the selectors of a rule, each for elements in a language alone and of the weight that it had."""
    selectors = tinycss2.serialize(rule.prelude).split(",")
    return ", ".join(_scope_selector(selector.strip(), language.tag) for selector in selectors)


def _scope_selector(selector: str, tag: str) -> str:
    if selector.startswith(ROOT_SELECTOR):
        selector = ANY_IN_LANGUAGE + selector.removeprefix(ROOT_SELECTOR)
    element, colons, pseudo_element = selector.partition("::")
    return f"{element}:where(:lang({tag})){colons}{pseudo_element}"
