"""A Resolution to the forms in which a document lives on: YAML to edit, AKN4UN XML to exchange.

Each form is read again by ``structure`` as the same resolution; only the places in the source differ.
"""

from engross.write.akn import akn
from engross.write.yaml import SCHEMA, json, yaml

__all__ = ["SCHEMA", "akn", "json", "yaml"]
