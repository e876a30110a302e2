"""Who there is: places, and organs told from their names.

Nothing is guessed: a name that fits several places, or none, has no code, and says so.
"""

from etl.agencies.catalogue import BrokenCatalogue, Function, extend, fingerprint, functions
from etl.agencies.names import Name, parse
from etl.agencies.organs import Agency, describe, function_of, long_form
from etl.agencies.places import Change, Region, all_regions, changes, lies_in, regions

__all__ = [
    "Agency",
    "BrokenCatalogue",
    "Change",
    "Function",
    "Name",
    "Region",
    "all_regions",
    "changes",
    "describe",
    "extend",
    "fingerprint",
    "function_of",
    "functions",
    "lies_in",
    "long_form",
    "parse",
    "regions",
]
