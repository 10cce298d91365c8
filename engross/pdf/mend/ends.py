"""Where WeasyPrint drops a space: at a line's end it leaves no trace, and readers of the tags join two words.

A text box knows whether a space stood right before it in its text (``led``), and whether one was taken off its end
(``trailed``). What is drawn of it, ``engross.pdf.tags`` says.
"""

from __future__ import annotations

from weasyprint.layout import inline

from engross.pdf.mend.patch import Patch

LED = Patch(
    inline,
    "",
    "split_text_box",
    "        box = box.copy_with_text(layout.text)\n",
    "        led = box.text.encode()[:skip].endswith(b' ') if skip else getattr(box, 'led', False)\n"
    "        box = box.copy_with_text(layout.text)\n"
    "        box.led, box.trailed = led, False\n",
)
TRAILED = Patch(
    inline,
    "",
    "remove_last_whitespace",
    "    if new_text:\n        if len(new_text) == len(box.text):\n            return\n",
    "    box.trailed = len(new_text) < len(box.text)\n"
    "    if new_text:\n        if len(new_text) == len(box.text):\n            return\n",
)
PATCHES = (LED, TRAILED)
