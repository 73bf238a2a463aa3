"""S1xx: what can be wrong with a spec's text before anything in it has a meaning."""

from typing import final

from speccnn.diagnostics.finding import Finding

LONGEST_QUOTE = 40


@final
class Unreadable(Finding):
    """The spec cannot be read, or is not a regular file.

    Directories, sockets, devices and pipes by name are refused, since reading one may never end.

    ## Bad

    A path that does not exist, that may not be read, or that names a device such as `/dev/zero`.

    ## Good

    ```toml
    speccnn = 1
    name = "readable"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S100"
    name = "unreadable"

    reason: str

    @property
    def message(self) -> str:
        return f"the spec cannot be read: {self.reason}"


@final
class TooLarge(Finding):
    """The text is larger than a person would write.

    The limit keeps a hostile spec from using up time and memory. Thousands of layers fit in it.

    ## Bad

    A file of more than 1 MiB, whatever it holds.

    ## Good

    ```toml
    speccnn = 1
    name = "small"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S101"
    name = "too-large"

    size: int
    limit: int

    @property
    def message(self) -> str:
        return f"the spec has {self.size} bytes, more than the limit of {self.limit}"

    @property
    def help(self) -> str:
        return "say what repeats once, with `blocks` and `repeat`"


@final
class NotUtf8(Finding):
    """The bytes are not UTF-8, the one encoding of TOML and of JSON.

    A byte-order mark is allowed. No other encoding is, since a guess would change names.

    ## Bad

    A file saved as UTF-16 ("Unicode" in some editors) or as Latin-1 with an accented letter.

    ## Good

    ```toml
    speccnn = 1
    name = "encoded" # naïve, übergroß, 畳み込み: any text goes, in UTF-8
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S102"
    name = "not-utf8"

    offset: int
    guess: str = ""

    @property
    def message(self) -> str:
        seems = f"; it seems to be {self.guess}" if self.guess else ""
        return f"the byte at offset {self.offset} is not UTF-8{seems}"

    @property
    def help(self) -> str:
        return "save the file as UTF-8"


@final
class NestedTooDeeply(Finding):
    """Arrays and tables stand inside each other to more than 32 levels.

    The document itself is the first level. In TOML each part of a dotted key or of a header opens
    a level too, and `[[name]]` opens two: the array and the table in it.

    ## Bad

    ```toml
    speccnn = 1
    name = "deep"
    inputs = { features = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[4]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] }
    layers = [{ type = "Dense", units = 2 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "flat"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S103"
    name = "nested-too-deeply"

    limit: int

    @property
    def message(self) -> str:
        return f"this is nested to more than {self.limit} levels"


@final
class TooManyKeyParts(Finding):
    """A dotted key has more than 16 parts.

    Each part opens a table in the table before, and no spec has tables that deep. TOML parsers
    need time and memory that grow with the square of the number of parts.

    ## Bad

    ```toml
    speccnn = 1
    name = "dotted"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "dotted"
    inputs.features = [4]
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S104"
    name = "too-many-key-parts"

    limit: int

    @property
    def message(self) -> str:
        return f"this key has more than {self.limit} parts"

    @property
    def help(self) -> str:
        return 'a dot that belongs to a name needs quotes: `"a.b"`'


@final
class SyntaxProblem(Finding):
    """The text is not TOML, or not JSON.

    A name that ends in `.toml` or `.json` says which of the two it should be; otherwise a text
    that starts with `{` is JSON. TOML is read as TOML 1.1 (toml.io), JSON as RFC 8259 without
    extensions: no comments, no trailing commas, no single quotes. Nothing after the first such
    place is read.

    ## Bad

    ```toml
    speccnn = 1
    name = "unclosed
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "closed"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S105"
    name = "syntax-error"

    reason: str

    @property
    def message(self) -> str:
        return self.reason


@final
class DuplicateKey(Finding):
    """A key is given twice in one table.

    Readers of JSON disagree on which of the two counts, so neither does. In TOML the same holds
    for a table that is opened twice, and for a table or array written in braces or brackets that
    is extended later on.

    ## Bad

    ```json
    {
      "speccnn": 1,
      "name": "twice",
      "inputs": {"features": [4]},
      "layers": [{"type": "Dense", "units": 2, "units": 3}]
    }
    ```

    ## Good

    ```json
    {
      "speccnn": 1,
      "name": "once",
      "inputs": {"features": [4]},
      "layers": [{"type": "Dense", "units": 3}]
    }
    ```
    """

    code = "S106"
    name = "duplicate-key"

    key: str

    @property
    def message(self) -> str:
        return f"the key `{_quoted(self.key)}` is given twice"

    @property
    def help(self) -> str:
        return "keep one of the two"


@final
class NumberNotFinite(Finding):
    """A number is infinite, not a number, or too large for a 64-bit float.

    Such a number passes every comparison with a limit or fails each of them, and a weight
    computed from it is lost. `1e400` is meant as a number but becomes infinity on reading.

    ## Bad

    ```toml
    speccnn = 1
    name = "infinite"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }, { type = "Dropout", rate = nan }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "finite"
    inputs = { features = [4] }
    layers = [{ type = "Dropout", rate = 0.5 }, { type = "Dense", units = 2 }]
    ```
    """

    code = "S107"
    name = "number-not-finite"

    written: str

    @property
    def message(self) -> str:
        return f"`{_quoted(self.written)}` is not a finite number"

    @property
    def help(self) -> str:
        return "write a number between -1.7e308 and 1.7e308"


@final
class IntegerOutOfRange(Finding):
    """An integer needs more than 64 bits.

    TOML promises the range of a signed 64-bit integer and no more, and TensorFlow has no wider
    one. Sizes that large do not fit into any memory.

    ## Bad

    ```toml
    speccnn = 1
    name = "huge"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 9223372036854775808 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "modest"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 9 }]
    ```
    """

    code = "S108"
    name = "integer-out-of-range"

    written: str

    @property
    def message(self) -> str:
        return f"the integer `{_quoted(self.written)}` does not fit into 64 bits"

    @property
    def help(self) -> str:
        return "integers go from -9223372036854775808 to 9223372036854775807"


@final
class NotATable(Finding):
    """The document is JSON, but not an object at the top.

    ## Bad

    ```json
    [{"speccnn": 1, "name": "list", "inputs": {"features": [4]}, "layers": []}]
    ```

    ## Good

    ```json
    {
      "speccnn": 1,
      "name": "object",
      "inputs": {"features": [4]},
      "layers": [{"type": "Dense", "units": 2}]
    }
    ```
    """

    code = "S109"
    name = "not-a-table"

    kind: str

    @property
    def message(self) -> str:
        return f"a spec is an object, but this is {self.kind}"

    @property
    def help(self) -> str:
        return "start with `{` and the key `speccnn`"


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
