"""What makes an object a value: it equals its like, can be a key, and shows what it holds."""


class Frozen:
    """Compares, hashes and prints by class and attributes; nothing changes it once it is made.

    The standard library's frozen dataclasses do the same, but compile their methods anew for each
    class: for the hundred classes that every check loads, that would take as long as the check.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is set once, when it is made")
