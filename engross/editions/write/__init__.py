"""Write a resolution in the forms in which a document lives on: YAML to edit, AKN4UN XML to exchange.

The readers read each form as the same resolution again; only the places in the source differ.
"""

from engross.editions.write.akn import write_akn
from engross.editions.write.word import pack_word
from engross.editions.write.yaml import SCHEMA, write_json, write_yaml

__all__ = ["SCHEMA", "pack_word", "write_akn", "write_json", "write_yaml"]
