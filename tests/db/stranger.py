"""Opens a database as somebody who owns nothing, and says what became of it."""

from __future__ import annotations

import os
import sys

from core.errors import Unavailable
from tests import desk

NOBODY = 65534


def main(place: str, elsewhere: str) -> None:
    # Once with all rights, so that every module is there before they are given up.
    with desk.office(f"sqlite:///{elsewhere}"):
        pass
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        with desk.empty_office(f"sqlite:///{place}") as office:
            print("opened", office.desk.first_broken())
    except Unavailable as refusal:
        print(refusal)


if __name__ == "__main__":
    main(*sys.argv[1:])
