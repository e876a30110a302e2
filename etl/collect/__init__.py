"""Sources -> documents with provenance: files, folders and archives of the machine, and the sites of ``sources.toml``."""

from etl.collect.files import discover, together
from etl.collect.item import Item
from etl.collect.sources import SourceError, Sources, configured

__all__ = ["Item", "SourceError", "Sources", "configured", "discover", "together"]
