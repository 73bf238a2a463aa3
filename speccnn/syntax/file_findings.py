"""S1xx: what can be wrong with a file, whatever its text says."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity


@final
class SpecWithoutVersion(Finding):
    """A file has `inputs` and `layers` as a spec has, but no key `speccnn`, so it is not checked.

    In a folder, a spec is a `.toml` or `.json` file with a key `speccnn` at its root. A file that
    is named itself is always checked. Leave out files of other programs with `--exclude`.

    ## Bad

    A file in a folder, without the first line of the good example.

    ## Good

    ```toml
    speccnn = 1
    name = "found"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S111"
    name = "spec-without-version"
    severity = Severity.WARNING

    @property
    def message(self) -> str:
        return "this looks like a spec, but has no key `speccnn` at its root; it was not checked"

    @property
    def help(self) -> str:
        return "write `speccnn = 1` at the top, or leave the file out with `--exclude`"


@final
class NotFixed(Finding):
    """The fixes of `--fix` cannot be written into this file; those of other files are.

    A file is replaced whole or not at all: never through a symbolic link, and not when it has
    changed since it was checked.

    ## Bad

    A symbolic link, a file in a folder that may not be written, a file that an editor saves
    meanwhile.

    ## Good

    ```toml
    speccnn = 1
    name = "fixed"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S112"
    name = "not-fixed"

    reason: str

    @property
    def message(self) -> str:
        return f"the fixes were not made: {self.reason}"
