"""Who may look, as what, and at which places: ``access.toml`` in the data folder. Without the file nobody signs in.

Whoever the file does not name, whoever's address the identity provider has not confirmed, and everybody while the file
cannot be read, sees nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

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
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BrokenAccess(f"{file}: {error.strerror}") from error
    try:
        return msgspec.toml.decode(content, type=Access)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenAccess(f"{file}: {error}") from error
