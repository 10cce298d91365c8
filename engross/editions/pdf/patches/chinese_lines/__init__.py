"""Set Chinese lines as W3C clreq requires, on WeasyPrint 70.0.

WeasyPrint gives each text box to Pango and takes what fits. Here a paragraph is one text: shaped once, its marks
squeezed, its lines chosen together, cut and justified by the modules of this folder; WeasyPrint lays out the boxes
around it.

Three places of ``layout/inline.py`` are changed: a line box is prepared here (``open_line``), its text boxes are cut
at the ends of the line found here (``set_text``), and it is not justified again (``is_set``).

Only paragraphs in Chinese that contain Han are set here. Paragraphs with anything not handled here (floats within a
line, control characters, letter-spacing, right-to-left text, preserved white space) are left to WeasyPrint.

Marks hang outside the measure where the style sheet says ``--hanging-punctuation: allow-end``.
"""
