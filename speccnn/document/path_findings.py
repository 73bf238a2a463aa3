"""V220: a path that a spec must not name."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class PathLeaves(Finding):
    """A path in a spec that does not stay below the spec's folder.

    Specs are not trusted: one from elsewhere must not make a script read what is not its own. A
    path is relative to the spec's folder, its parts are separated by `/`, and none of them is `..`.
    For data elsewhere, leave `path` out and name them to the script, by `--data`.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    data = { source = "npz", path = "../digits.npz" }

    [[layers]]
    type = "Flatten"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    data = { source = "npz", path = "data/digits.npz" }

    [[layers]]
    type = "Flatten"
    ```
    """

    code = "V220"
    name = "path-leaves"

    given: str
    reason: str

    @property
    def message(self) -> str:
        return f"{self.given} {self.reason}"

    @property
    def help(self) -> str:
        return "a path stays below the spec's folder; `--data` may name any other to the script"
