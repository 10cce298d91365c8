"""The options of sheets that finished PDFs are imposed on."""

from __future__ import annotations

from engross.cli.option_groups import group_options, option
from engross.cli.values import Number, OneOf, WholeNumber

SHEET_NAMES = ("a4", "a3", "letter", "tabloid", "sra4", "sra3")
N_UP = ("2", "4", "6", "8", "9")
MOST_SIGNATURE = 400  # pages
MOST_COPIES = 10_000

IMPOSITION = group_options(
    option(
        "--n-up",
        type=OneOf(N_UP),
        default="",
        metavar="N",
        help="Pages to a side that is not folded: 2, 4, 6, 8 or 9 (default: two, to be folded).",
    ),
    option(
        "--signature",
        type=WholeNumber(0, MOST_SIGNATURE, "pages"),
        default=0,
        metavar="PAGES",
        help="Pages folded together, a multiple of 4: 16 (default: all).",
    ),
    option(
        "--sheet",
        type=OneOf(SHEET_NAMES),
        default="",
        metavar="SIZE",
        help=f"Paper of the printer: {', '.join(SHEET_NAMES)} (default: letter for pages of that size, else a4).",
    ),
    option(
        "--caliper",
        type=Number(0, 1, "mm"),
        default=0.1,
        metavar="MM",
        help="Thickness of the paper, by which inner pages stand nearer to the fold (default: 0.1, 80 g/m²).",
    ),
    option(
        "--flip",
        type=OneOf(("short", "long")),
        default="",
        metavar="EDGE",
        help="Edge that the printer turns sheets over on, short or long (default: the one that a reader does).",
    ),
    option(
        "--binding",
        type=OneOf(("left", "right")),
        default="",
        metavar="SIDE",
        help="Side of the spine, left or right (default: as the PDF says; right in Arabic).",
    ),
    option("--without-marks", is_flag=True, help="Leave out the marks of fold and cut, which stand beside the pages."),
    option("--small-type", is_flag=True, help="Impose a text too that comes out smaller than 6 pt."),
)
COPIES = group_options(
    option("--print-command", is_flag=True, help="Print the command that prints the sheets (CUPS)."),
    option(
        "--copies",
        type=WholeNumber(1, MOST_COPIES),
        default=1,
        metavar="N",
        help="Copies in that command (default: 1).",
    ),
)
