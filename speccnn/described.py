"""Tables of a spec that become one Keras constructor call: layers, optimizers, losses."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import ClassVar, final

from speccnn.calls import Call, Value
from speccnn.closed import Closed, Mark, before, plain
from speccnn.engine import CoreSchema, PydanticCustomError, ValidationError
from speccnn.fields import is_table, is_tuple


class Described(Closed):
    """A table that lowers to one constructor call, with Keras's names and defaults."""

    namespace: ClassVar[str]
    not_arguments: ClassVar[frozenset[str]] = frozenset({"type"})

    type: str

    @property
    def target(self) -> str:
        """The dotted name of what is called."""
        return f"{self.namespace}.{self.type}"

    def arguments(self) -> dict[str, Value]:
        """Return the fields that differ from their defaults, as Keras's keyword arguments.

        Those that must be written come first.
        """
        fields = sorted(self.fields().items(), key=lambda item: not item[1].is_required)
        return {
            name: lowered(getattr(self, name))
            for name, field in fields
            if name not in self.not_arguments
            and (field.is_required or getattr(self, name) != field.default)
        }


def lowered(value: object) -> Value:
    """Return a field's value as an argument; sizes that are equal on all axes become one.

    So does what stands alone in a list.
    """
    match value:
        case Described():
            return Call(value.target, (), value.arguments())
        case _ if is_tuple(value):
            values = [lowered(item) for item in value]
            first = values[0] if values else None
            same = isinstance(first, int) and all(other == first for other in values)
            return first if same or len(values) == 1 else tuple(values)
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise AssertionError(f"{type(value).__name__} is no argument of a call")


@final
class Kinds(Mark):
    """Annotates a field that holds one of several tables, told apart by their `type`.

    `modules` gives for each type the module that holds the class of that name, or `module:class`.
    Only the one that a table's `type` names is loaded and asked, so its mistakes alone are
    reported, and a spec pays for the few kinds that it uses. A name among `names` stays a name; one
    among `aliases` stands for the table of its type with all defaults, and one among `tabled` for a
    type that needs a table, since it has keys without defaults. A table with a key of `by_key` is
    of the model there and has no type. `title` is what the schema calls the choice.
    """

    def __init__(
        self,
        title: str,
        modules: Mapping[str, str],
        *,
        names: Sequence[str] = (),
        aliases: Mapping[str, str] | None = None,
        tabled: Mapping[str, str] | None = None,
        by_key: Mapping[str, type[Closed]] | None = None,
    ) -> None:
        self.title = title
        self.modules = modules
        self.aliases = dict(aliases or {})
        self.tabled = dict(tabled or {})
        self.names = (*names, *self.aliases)
        self.by_key = dict(by_key or {})
        self.key = "type"
        self.others: tuple[str, ...] = ()
        self._models: dict[str, type[Closed]] = {}

    def without(self, *keys: str) -> "Kinds":
        """Let no table have these of its keys."""
        self.others = keys
        return self

    def told_by(self, key: str) -> "Kinds":
        """Let a key tell the tables apart that is not `type`."""
        self.key = key
        return self

    def validate(self, value: object) -> Closed | str:
        """Return the described table or name; raise pydantic's errors otherwise."""
        if isinstance(value, Closed):
            return value
        if isinstance(value, str) and self.names:
            if value in self.names:
                kind = self.aliases.get(value)
                return value if kind is None else self.model(kind).model_validate({})
            if value in self.tabled:
                raise PydanticCustomError("form", "expected {form}", {"form": self._table(value)})
            raise PydanticCustomError("unknown_choice", "unknown", {"choices": self.names})
        if not is_table(value):
            form = "a name or a table" if self.names else "a table"
            raise PydanticCustomError("form", "expected {form}", {"form": form})
        for key, model in self.by_key.items():
            if key in value:
                return model.model_validate(value)
        context = {"key": self.key, "choices": tuple(self.modules)}
        if self.key not in value:
            raise PydanticCustomError("missing_type", "missing", context)
        kind = value[self.key]
        if not isinstance(kind, str) or kind not in self.modules:
            raise PydanticCustomError("unknown_type", "unknown", context)
        self._refuse_others(kind, value)
        return self.model(kind).model_validate(value)

    def _table(self, name: str) -> str:
        kind = self.tabled[name]
        fields = self.model(kind).fields().items()
        needed = ", ".join(f"{key} = …" for key, field in fields if field.is_required)
        return f'a table: {{ type = "{kind}", {needed} }}'

    def _refuse_others(self, kind: str, value: dict[str, object]) -> None:
        """Raise pydantic's error about keys that the model has but that may not stand here."""
        errors = [key for key in self.others if key in value]
        if errors:
            raise ValidationError.from_exception_data(
                kind,
                [{"type": "extra_forbidden", "loc": (key,), "input": value[key]} for key in errors],
            )

    def model(self, kind: str) -> type[Closed]:
        """Return the model of a kind; raise KeyError if there is none."""
        if kind not in self._models:
            module, _, name = self.modules[kind].partition(":")
            model = getattr(import_module(module), name or kind)
            assert issubclass(model, Closed), "a kind is named as its class"
            self._models[kind] = model
        return self._models[kind]

    def core(self, schema: CoreSchema) -> CoreSchema:
        del schema
        return plain(self.validate)


@final
class Each(Mark):
    """Annotates a table of one thing for each of several; the thing alone stands for all of them.

    A table with a `type` is the thing alone, which is then held under the key `ALL`.
    """

    ALL = ""

    def __init__(self, one: object) -> None:
        self.one = one

    def core(self, schema: CoreSchema) -> CoreSchema:
        return before(self._settle, schema)

    def _settle(self, value: object) -> object:
        return value if is_table(value) and "type" not in value else {self.ALL: value}
