"""Tables, one for each entity, with its field names, in a module named like the one it is in.

A module is loaded when one of its entities is first asked for: ``db.kinds`` knows where each is.
"""

from importlib import import_module

from sqlalchemy import MetaData
from sqlmodel import SQLModel


def whole() -> MetaData:
    """All there is to keep, with every module of this package loaded."""
    from pkgutil import iter_modules

    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return SQLModel.metadata
