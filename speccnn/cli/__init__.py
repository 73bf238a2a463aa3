"""The command line."""

import os

# Pydantic looks through every installed package for plugins, which takes longer than a check.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
