"""What patched places of WeasyPrint call: lines, footnotes, rows, glyphs, and what is kept for speed.

The patches themselves are in ``engross/editions/engine/series``; ``engross.editions.engine.hooks`` names the modules.
"""
