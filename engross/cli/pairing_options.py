"""The options of editions that are made of two documents."""

from __future__ import annotations

from engross.cli.option_groups import group_options, language_codes, option
from engross.cli.values import OneOf, SomeOf

LAYOUT = option(
    "--layout",
    type=OneOf(("columns", "facing")),
    default="columns",
    metavar="NAME",
    help="Of a bilingual edition: columns, or facing, verso and recto with the same paragraphs (default: columns).",
)
SIDE_BY_SIDE = option(
    "--parallel",
    type=SomeOf(language_codes),
    default="",
    metavar="CODES",
    help="One book with these two languages side by side: en,fr (default: a book in each language).",
)
PAIRING = group_options(
    option(
        "--parallel",
        type=SomeOf(language_codes),
        default="",
        metavar="CODES",
        help="Also the bilingual edition of each document that the run has in these two languages: zh,en.",
    ),
    LAYOUT,
    option("--redline", is_flag=True, help="Also a redline of each text and the version before it: L.5, L.5/Rev.1."),
)
