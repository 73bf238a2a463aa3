"""The command line."""

import gc
import os

# A run is short and makes few cycles: looking for them costs more than it frees.
gc.set_threshold(100_000)
# Pydantic looks through every installed package for plugins, which takes longer than a check.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
