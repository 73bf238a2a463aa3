"""The command line."""

import gc

# A run is short and makes few cycles: looking for them costs more than it frees.
gc.set_threshold(100_000)
