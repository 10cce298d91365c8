"""Set lines of Latin, Cyrillic and Greek text by paragraphs, on WeasyPrint 70.0.

WeasyPrint fills each line as it comes, and divides the word that has no room. Here all breaks of a paragraph are chosen
together (Knuth and Plass, *Breaking paragraphs into lines*, 1981): first without dividing a word, then with, and only
if no other setting is good enough with what is forbidden. A word is divided neither as a paragraph's last, nor in more
lines in a row than the style allows, nor over the turn of a page (Bringhurst 2.4); names, numbers and compounds are
not divided at all (Chicago 7.40).

The hooks are those of ``chinese_lines``: only the paragraph and the choice of its lines are others. Paragraphs whose
style divides no words are left to WeasyPrint, as are those with anything that ``chinese_lines`` does not handle.

The style sheet sets ``--hyphenate-limit-lines`` (a number) and ``--hyphenate-capitals: auto`` for a language that
writes nouns with a capital.
"""
