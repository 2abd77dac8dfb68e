"""``python -m onrecord.lexicons`` makes the tables."""

import sys

from onrecord.lexicons import main

sys.exit(main(sys.argv[1:]))
