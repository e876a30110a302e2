"""Who may look, as what, and at which places: ``access.toml`` in the data folder. Without the file nobody signs in.

Whoever the file does not name, whoever's address the identity provider has not confirmed, and everybody while the file
cannot be read, sees nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from warehouse.toml_file import BrokenToml, read_toml

FILE = "access.toml"
Role = Literal["reader", "reviewer", "administrator"]


class BrokenAccess(Exception):
    """The file is there, and cannot be followed."""


@dataclass(frozen=True)
class Reader:
    """One who looks; ``places`` are regions written in full, None is the whole country."""

    name: str
    role: Role
    places: tuple[str, ...] | None

    @property
    def may_decide(self) -> bool:
        """Whether decisions on findings and organs may be recorded."""
        return self.role in ("reviewer", "administrator")

    @property
    def may_administer(self) -> bool:
        """Whether the weekly job, its sources and who may look are shown."""
        return self.role == "administrator"


EVERYBODY = Reader("", "reader", None)
"""Where no sign-in is configured."""


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the file; an empty list of places is no place at all."""

    email: str
    role: Role
    places: tuple[str, ...] | None = None
    name: str = ""


class Access(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: ``auth`` as Streamlit's ``st.login`` wants it, and the people."""

    auth: dict[str, Any]
    people: tuple[Person, ...] = ()

    def reader(self, claims: Mapping[str, Any]) -> Reader | None:
        """Whoever the identity provider says it is; None for one whom the file does not name, or names twice."""
        email = str(claims.get("email") or "").casefold()
        if not email or claims.get("email_verified") is False:
            return None
        named = [person for person in self.people if person.email.casefold() == email]
        if len(named) != 1:
            return None
        person = named[0]
        return Reader(person.name or person.email, person.role, person.places)


def access(data_dir: Path) -> Access | None:
    """What the file says, None if there is none; raises ``BrokenAccess``, naming file and remedy."""
    file = data_dir / FILE
    try:
        return read_toml(file, Access) if file.exists() else None
    except BrokenToml as error:
        raise BrokenAccess(f"{error}。写法见 README“登录与权限”") from error
