"""Order the lines of right-to-left text by the Unicode Bidirectional Algorithm (UAX 9), on WeasyPrint 70.0.

The algorithm finds the levels of a paragraph and then cuts its lines (UAX 9, 3.4). WeasyPrint gives Pango the text of
each box on each line by itself, and sets the boxes beside each other: what a line or a box begins with has lost what
stood before it, so that ranges turn round and Latin phrases fall apart. Here the levels are those of the whole
paragraph (``paragraph``), a line's boxes are cut where their levels change, if they have to be (``cut_boxes``), and
set in visual order (``place``). No character is added.
"""
