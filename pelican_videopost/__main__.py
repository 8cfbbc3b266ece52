"""`python -m pelican_videopost`: the command."""

import sys

from pelican_videopost.cli.main import main

sys.exit(main())
