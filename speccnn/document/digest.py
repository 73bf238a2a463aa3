"""A spec's fingerprint: what the run directory of a script remembers of it."""

import hashlib
import json

from speccnn.document.model import Document


def digest(document: Document) -> str:
    """Return the SHA-256 of a spec's meaning, in hexadecimal.

    Two spellings of one network and training agree; names count, `[metadata]` and comments do not.
    """
    meaning = {name: value for name, value in vars(document).items() if name != "metadata"}
    text = json.dumps(meaning, default=vars, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
