"""E7xx: what can be wrong with variables, expressions, blocks and repeats."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class BadExpression(Finding):
    """An expression that has no value.

    Expressions know numbers, strings, lists, `True` and `False`, names, arithmetic, comparisons,
    `and`, `or`, `not`, `a if c else b`, items of lists, and the functions
    `min max round ceil floor abs int len`. They and their results are bounded.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    layers = [{ type = "Conv2D", filters = "${9 ** 9 ** 9}", kernel_size = 3 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    layers = [{ type = "Conv2D", filters = "${9 ** 2}", kernel_size = 3 }]
    ```
    """

    code = "E701"
    name = "bad-expression"

    reason: str
    given: str = ""
    meant: str = ""
    is_safe: bool = False

    @property
    def message(self) -> str:
        return f"the expression has no value: {self.reason}"


@final
class UnknownVariable(Finding):
    """An expression reads a name that nothing has here.

    Variables of the spec are known everywhere, the parameters of a block in the block, and `index`
    where there is a `repeat`.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    variables = { width = 8 }
    layers = [
      { type = "Conv2D", filters = "${width}", kernel_size = "${widht}" },
    ]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    variables = { width = 8 }
    layers = [{ type = "Conv2D", filters = "${width}", kernel_size = 3 }]
    ```
    """

    code = "E702"
    name = "unknown-variable"

    given: str
    suggestion: str | None
    known: tuple[str, ...]
    elsewhere: str = ""
    place: tuple[str | int, ...] = ()

    @property
    def message(self) -> str:
        return f"there is no variable `{self.given}` here"

    @property
    def help(self) -> str:
        if self.suggestion:
            return f"did you mean `{self.suggestion}`?"
        if self.elsewhere:
            return self.elsewhere
        if self.given.lower() in {"null", "none", "nil", "undefined"}:
            return "an expression always has a value; to leave a layer out there is `when`"
        if self.given == "index":
            return "`index` counts the copies where a `repeat` stands; a block is told it by `with`"
        if self.known:
            return f"known here: {', '.join(self.known)}"
        return "no variable is defined: a table `variables` gives names their values"


@final
class UnknownBlock(Finding):
    """A block that the spec does not define.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    blocks = { cell = { layers = [{ type = "ReLU" }] } }
    layers = [{ block = "cell" }, { block = "cel" }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    blocks = { cell = { layers = [{ type = "ReLU" }] } }
    layers = [{ block = "cell" }, { block = "cell" }]
    ```
    """

    code = "E703"
    name = "unknown-block"

    given: str
    suggestion: str | None
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no block {self.given}"

    @property
    def help(self) -> str:
        if self.suggestion:
            return f"did you mean `{self.suggestion}`?"
        return f"the blocks are {', '.join(self.known)}" if self.known else "there are none"


@final
class NestedBlocks(Finding):
    """Blocks that use each other in a circle, or are nested more than 16 deep.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    blocks = { one = { layers = [{ block = "two" }] }, two = { layers = [{ block = "one" }] } }
    layers = [{ block = "one" }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    blocks = { one = { layers = [{ block = "two" }] }, two = { layers = [{ type = "ReLU" }] } }
    layers = [{ block = "one" }]
    ```
    """

    code = "E704"
    name = "nested-blocks"

    blocks: tuple[str, ...]
    limit: int

    @property
    def message(self) -> str:
        if len(self.blocks) > self.limit:
            return f"blocks are nested more than {self.limit} deep"
        return f"blocks use each other in a circle: {' -> '.join(self.blocks)}"

    @property
    def help(self) -> str:
        return "" if len(self.blocks) > self.limit else "where copies are meant, write `repeat`"


@final
class TooManyLayers(Finding):
    """A spec that would be of more than 10,000 layers, or a `repeat` above that.

    The uses of blocks, and layers that `when` drops, are counted up to 50,000 as well. Where it
    became too much is where the finding points; nothing was built.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    layers = [{ type = "ReLU", repeat = 1000000000 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    layers = [{ type = "ReLU", repeat = 10 }]
    ```
    """

    code = "E705"
    name = "too-many-layers"

    limit: int
    things: str

    @property
    def message(self) -> str:
        return f"the spec unrolls to more than {self.limit:,} {self.things}"


@final
class WrongParameter(Finding):
    """A block is told something it has no parameter for, or not told what it needs.

    A parameter whose value is the name of a type (`"int"`, `"float"`, `"str"`, `"bool"`, `"list"`)
    has to be given by `with`; any other value is its default, and what is given must be of its
    type.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    layers = [{ block = "cell", with = { width = 8, widht = 3 } }]

    [blocks.cell]
    parameters = { width = "int" }
    layers = [{ type = "Conv2D", filters = "${width}", kernel_size = 3 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    layers = [{ block = "cell", with = { width = 8 } }]

    [blocks.cell]
    parameters = { width = "int" }
    layers = [{ type = "Conv2D", filters = "${width}", kernel_size = 3 }]
    ```
    """

    code = "E706"
    name = "wrong-parameter"

    block: str
    parameter: str
    problem: str
    suggestion: str | None

    @property
    def message(self) -> str:
        return f"parameter `{self.parameter}` of block `{self.block}` {self.problem}"

    @property
    def help(self) -> str:
        if self.problem == "has to be given":
            return f"say it where the block is used: `with = {{ {self.parameter} = … }}`"
        return f"did you mean `{self.suggestion}`?" if self.suggestion else ""


@final
class WrongBlockInputs(Finding):
    """A block is given another number of inputs than it reads.

    A block reads `input`, unless its own `inputs` names several. A use says by `inputs` what each
    of them is; a block of one input may leave it out and reads the layer before.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    layers = [{ block = "join", inputs = "image" }]

    [blocks.join]
    inputs = ["left", "right"]
    layers = [{ type = "Add", inputs = ["left", "right"] }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { one = [28, 28, 1], two = [28, 28, 1] }
    layers = [{ block = "join", inputs = ["one", "two"] }]

    [blocks.join]
    inputs = ["left", "right"]
    layers = [{ type = "Add", inputs = ["left", "right"] }]
    ```
    """

    code = "E707"
    name = "wrong-block-inputs"

    block: str
    inputs: tuple[str, ...]
    given: int

    @property
    def message(self) -> str:
        wanted = f"{len(self.inputs)} {'input' if len(self.inputs) == 1 else 'inputs'}"
        names = ", ".join(self.inputs)
        return f"block `{self.block}` reads {wanted} ({names}) and is given {self.given or 'none'}"

    @property
    def help(self) -> str:
        names = ", ".join(['"…"'] * len(self.inputs))
        return f"name what it reads: `inputs = [{names}]`"


@final
class UnknownInBlock(Finding):
    """A name that no layer of the block has.

    What is inside a block is not seen from outside by its short name, and the other way round: a
    block reads its `inputs` and its own layers.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    layers = [{ block = "cell" }]

    [blocks.cell]
    layers = [{ type = "ReLU", inputs = "image" }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    layers = [{ block = "cell" }]

    [blocks.cell]
    layers = [{ type = "ReLU", inputs = "input" }]
    ```
    """

    code = "E708"
    name = "unknown-in-block"

    given: str
    block: str
    suggestion: str | None
    unnamed: str = ""
    place: tuple[str | int, ...] = ()

    @property
    def message(self) -> str:
        where = f"in block `{self.block}`" if self.block else "here"
        return f"there is no layer or input {self.given} {where}"

    @property
    def help(self) -> str:
        if self.suggestion:
            return f"did you mean `{self.suggestion}`?"
        if self.unnamed:
            return f"a layer of a block is known by its `name`: the `{self.unnamed}` has none"
        return "a block reads its `inputs` and its own layers" if self.block else ""
