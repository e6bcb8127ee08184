"""``python -m phrasebank``."""

import sys

from phrasebank.cli import main

sys.exit(main())
