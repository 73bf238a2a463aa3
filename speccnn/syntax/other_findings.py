"""S118 and S119: files of other formats, and characters that look like others."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.syntax.formats import advice


@final
class OtherFormat(Finding):
    """The file is a spec in no language: it is YAML, a saved model, a program or the like.

    A spec is TOML or JSON. Formats of other programs are told apart by their first bytes, their
    manner of writing, or their keys.

    ## Bad

    A saved Keras model, a `.prototxt`, a Python script, what `model.to_json()` gives, or YAML:

    ```toml
    speccnn: 1
    name: net
    inputs:
      features: [4]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "net"
    inputs = { features = [4] }

    [[layers]]
    type = "Dense"
    units = 2
    ```
    """

    code = "S118"
    name = "other-format"

    format: str

    @property
    def message(self) -> str:
        return f"this is {self.format}, not a spec"

    @property
    def help(self) -> str:
        return advice(self.format)


@final
class LookAlike(Finding):
    """A character stands in the text that looks like another one and is not.

    Word processors, web pages and chats change quotes, hyphens and spaces into such characters.
    TOML and JSON know them inside of quotes alone.

    ## Bad

    ```toml
    speccnn = 1
    name = “net”
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "net"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S119"
    name = "look-alike"

    character: str
    meant: str

    @property
    def message(self) -> str:
        if not self.meant:
            return f"{self.character} stands here, which cannot be seen"
        return f"{self.character} stands where {self._shown} should"

    @property
    def help(self) -> str:
        return f"write {self._shown}" if self.meant else "leave it out"

    @property
    def _shown(self) -> str:
        return "a space" if self.meant == " " else f"`{self.meant}`"
