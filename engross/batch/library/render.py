"""Fill the templates of a library's pages and feeds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engross.batch.library.addresses import quote_address
from engross.batch.library.frame import Page, spell_language
from engross.editions.typeset import template_environment
from engross.grammars.language import load_language

KILOBYTE = 1000


def render_page(page: Page, more: Mapping[str, Any]) -> bytes:
    """Return a page; ``more``: what was read for it."""
    return render_template(page.template, page.values["frame"].language, {**page.values, **more})


def render_template(name: str, language: str, values: Mapping[str, Any]) -> bytes:
    """Return a template filled in with values and the words of a language."""
    lang = load_language(language)
    own = {"lang": lang, "words": lang.words["library"]}
    functions = {"quoted": quote_address, "size": spell_size, "tag": spell_tag, "native": spell_language}
    text = template_environment().get_template(name).render({**own, **functions, "script": spell_script, **values})
    return text.encode("utf-8")


def spell_tag(code: str) -> str:
    """Return the BCP 47 tag of a language."""
    return load_language(code).tag


def spell_script(code: str) -> str:
    """Return the script that a language is written in, by its code in ISO 15924."""
    return load_language(code).word("language", "script")


def spell_size(size: int) -> str:
    """Return a size in bytes as a reader is told it."""
    return f"{max(1, round(size / KILOBYTE))} kB" if size < KILOBYTE**2 else f"{size / KILOBYTE**2:.1f} MB"
