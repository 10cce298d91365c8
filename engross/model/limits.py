"""The bounds on what engross takes in and on what a document may cost, in one place.

Sizes are in bytes; 1 MB is a million bytes. Each bound lies far above what the UN's documents need and far below what
harms a machine. The largest official document, A/RES/77/248, has 1.5 million bytes of XML and 64 pages; to make it
takes 10 seconds and 150 MB.
"""

from __future__ import annotations

MB = 1_000_000

SOURCE_BYTES = 50 * MB  # a file that is read: source, records, list of allowances
UNPACKED_BYTES = 50 * MB  # one member of an archive or one part of a Word document, and all parts that are read
ARCHIVE_MEMBERS = 100_000  # entries of an archive: a whole session in six languages has 3,000
PART_RATIO = 250  # bytes of a part of a Word document over 1 MB to its bytes as packed: the UN's have up to 20
PART_TAGS = 2_000_000  # tags in all parts of a Word document: a budget of 150 pages has 250,000, a tree 100 bytes each
PARTS = 10_000  # members of the archive that a Word document is
PAGES = 3_000  # pages of a PDF that is read
PDF_CHARACTERS = 2_000_000  # characters of all pages of a PDF: 600 full pages; in memory each takes 300 bytes
PDF_OBJECTS = 200_000  # pieces of text, lines and pictures that one page of a PDF draws
PDF_MAP_BYTES = 1 * MB  # what the codes of one font of a PDF mean: the UN's have up to 30,000 bytes
PARAGRAPHS = 100_000  # paragraphs and headings of one document, those in cells too
LINES = 100_000  # lines with words of a text, whose paragraphs show when it is read: 2,000 pages
TEXT_BYTES = 10 * MB  # of XML between two tags: libxml2 itself stops there; the official files have up to 5,000
MARKUP_DEPTH = 100  # elements of XML in each other: the official files have up to 13, and libxml2 stops at 256
BLOCK_DEPTH = 30  # paragraphs under paragraphs and tables in cells: the official texts have up to 3
TABLE_CELLS = 1_000_000  # rows of a table by its columns
TABLE_DEPTH = 20  # tables in cells of tables, paragraphs in quotations of paragraphs: a page has room for four

SECONDS = 120.0  # that a document may take, unless --timeout sets another number
CONVERSION_SECONDS = 60.0  # that a converter may take to make a Word document of another: a budget takes LibreOffice 10
MEMORY_MB = 2_000  # that making a document may take, unless --memory sets another number
