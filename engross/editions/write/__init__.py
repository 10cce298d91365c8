"""Write a resolution in the forms in which a document lives on: YAML to edit, AKN4UN XML to exchange, Word.

The readers read each form as the same resolution again; only the places in the source differ. Each writer is imported
from its own module: a build needs the one of XML alone, and to load the library for YAML takes a hundredth of a start.
"""
