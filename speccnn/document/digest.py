"""A spec's fingerprint: what the run directory of a script remembers of it."""

import hashlib
import json

from speccnn.closed import Closed
from speccnn.document.model import Document


def digest(document: Document) -> str:
    """Return the SHA-256 of a spec's meaning, in hexadecimal.

    Two spellings of one network and training agree; names count; comments, `[metadata]` and
    `[lint]` do not.
    Defaults do not count either, so that a key of a later version changes nothing.
    """
    written = _written(document).items()
    meaning = {key: value for key, value in written if key not in {"metadata", "lint"}}
    text = json.dumps(meaning, default=_written, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _written(table: object) -> dict[str, object]:
    assert isinstance(table, Closed), "a document is made of tables"
    fields = table.fields()
    return {
        key: value
        for key, value in vars(table).items()
        if key == "type" or value != fields[key].default
    }
