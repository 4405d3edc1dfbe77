"""A writer for others to kill: says the number of each comment once it is kept, until it ends."""

from __future__ import annotations

import sys

from core.commands.request import CommentOnRequest
from tests import desk


def main(url: str, number: str) -> None:
    with desk.empty_office(url) as office:
        while True:
            comment = office.do("wang", CommentOnRequest(number=number, text="One more"))
            sys.stdout.write(f"{comment.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
