"""The deadlines in force, held against the functions that there are: a misspelt function would fit no report, in silence."""

from pathlib import Path

from etl.agencies import functions
from warehouse.expectations import BrokenExpectations, Deadline, deadlines


def known_deadlines(data_dir: Path) -> tuple[Deadline, ...]:
    """The user's and the statutory ones. Raises ``BrokenExpectations`` naming file, fault and remedy."""
    known = deadlines(data_dir)
    asked = {function for deadline in known for function in deadline.functions or ()}
    strangers = sorted(asked - {function.code for function in functions()})
    if strangers:
        raise BrokenExpectations(
            f"{data_dir / 'deadlines.toml'}：functions 中没有这些职能：{'、'.join(strangers)}。"
            f"可用的代码见 etl/catalogue/functions.toml / no such functions"
        )
    return known
