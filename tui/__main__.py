"""``python -m tui`` is ``liaison``."""

import sys

from tui.cli import main

sys.exit(main())
