"""V2xx: what can be wrong with the keys and values of a spec."""

from keyword import iskeyword
from typing import final

from speccnn.diagnostics.finding import Finding

MOST_LISTED = 20


@final
class UnknownKey(Finding):
    """A table has a key that it cannot have.

    Every table is closed, so that a misspelt key is told and not ignored. The keys of a layer are
    the keyword arguments of the Keras class that its `type` names.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    stride = 2
    padding = "same"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    strides = 2
    padding = "same"
    ```
    """

    code = "V201"
    name = "unknown-key"

    key: str
    table: str
    suggestion: str | None
    known: tuple[str, ...]
    home: tuple[str | int, ...] = ()
    advice: str = ""

    @property
    def message(self) -> str:
        return f"`{self.key}` is not a key of {self.table}"

    @property
    def help(self) -> str:
        if self.advice or self.suggestion:
            return self.advice or f"did you mean `{self.suggestion}`?"
        return f"its other keys are {', '.join(self.known)}" if self.known else ""


@final
class UnknownType(Finding):
    """A `type` that speccnn does not know.

    The type of a layer is the name of a Keras class; `speccnn layers` lists them all.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2d"
    filters = 8
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```
    """

    code = "V202"
    name = "unknown-type"

    given: str
    suggestion: str | None
    known: tuple[str, ...]
    advice: str = ""

    @property
    def message(self) -> str:
        return f"there is no type {self.given}"

    @property
    def help(self) -> str:
        if self.advice or self.suggestion:
            return self.advice or f"did you mean `{self.suggestion}`?"
        if len(self.known) > MOST_LISTED:
            return "`speccnn layers` lists the types of layers"
        return f"the types are {', '.join(self.known)}"


@final
class MissingKey(Finding):
    """A table lacks a key that it must have.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```
    """

    code = "V203"
    name = "missing-key"

    key: str
    table: str
    example: str

    @property
    def message(self) -> str:
        return f"{self.table} lacks its key `{self.key}`"

    @property
    def help(self) -> str:
        return f"add `{self.example}`" if self.example else ""


@final
class WrongType(Finding):
    """A value is of another type than its key asks for.

    Types are strict: `true` is not a number, `"3"` is not one either, and 3.0 is not a whole
    number.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = "8"
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```
    """

    code = "V204"
    name = "wrong-type"

    key: str
    expected: str
    given: str

    @property
    def message(self) -> str:
        return f"`{self.key}` must be {self.expected}, not {self.given}"


@final
class UnknownChoice(Finding):
    """A word that is not one of those its key may hold.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    padding = "full"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    padding = 2
    ```
    """

    code = "V205"
    name = "unknown-choice"

    key: str
    given: str
    suggestion: str | None
    known: tuple[str, ...]
    advice: str = ""

    @property
    def message(self) -> str:
        return f"`{self.key}` cannot be {self.given}"

    @property
    def help(self) -> str:
        meant = self.suggestion and f"did you mean `{self.suggestion}`?"
        return self.advice or meant or f"it can be {', '.join(self.known)}"


@final
class OutOfRange(Finding):
    """A number is too small or too large, or a list too short or too long.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 0
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 3
    ```
    """

    code = "V206"
    name = "out-of-range"

    key: str
    given: str
    expected: str

    @property
    def message(self) -> str:
        return f"`{self.key}` must be {self.expected}, not {self.given}"

    @property
    def help(self) -> str:
        if self.key.startswith("padding") and self.given.startswith("-"):
            return "to take rows and columns away there is `Cropping2D`"
        return ""


@final
class BadName(Finding):
    """A name that Keras, TensorFlow or a file system could stumble over.

    Names are an ASCII letter and up to 63 more ASCII letters, digits and underscores.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad name"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Flatten"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good_name"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Flatten"
    ```
    """

    code = "V207"
    name = "bad-name"

    given: str

    @property
    def message(self) -> str:
        return f"{self.given} is not a name"

    @property
    def help(self) -> str:
        if iskeyword(self.given.strip('"')):
            return "a variable or parameter cannot be called like a word of the expressions"
        return "a name is an ASCII letter and up to 63 more letters, digits and underscores"


@final
class UnknownVersion(Finding):
    """A spec for a version of the language that this speccnn does not know.

    ## Bad

    ```toml
    speccnn = 2
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Flatten"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Flatten"
    ```
    """

    code = "V208"
    name = "unknown-version"

    given: str

    @property
    def message(self) -> str:
        return f"there is no version {self.given} of the language"

    @property
    def help(self) -> str:
        return "write `speccnn = 1`"
