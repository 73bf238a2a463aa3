"""Unrolls repeats, drops what is not wanted, and puts blocks where they are used."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TypeAlias, final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink, Traced
from speccnn.document.findings import BadName, OutOfRange, UnknownKey, WrongType
from speccnn.document.model import MOST_LAYERS
from speccnn.document.program import Block
from speccnn.fields import is_list, is_table
from speccnn.language.again import Again, Instance
from speccnn.language.emitted import Emitted
from speccnn.language.entry import Entry
from speccnn.language.findings import (
    NestedBlocks,
    TooManyLayers,
    UnknownBlock,
    UnknownInBlock,
    WrongBlockInputs,
)
from speccnn.language.frames import Frame, Reference, Scope, Target, Use
from speccnn.language.parameters import defaults_of, told
from speccnn.language.template import TemplateError, names_read, resolved, resolved_table
from speccnn.language.variables import report_problem
from speccnn.words import nearest, numbered, short

MOST_ENTRIES = 50_000
MOST_MISTAKES = 100
NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")
DEEPEST = 16
USE_KEYS = ("block", "name", "inputs", "with", "repeat", "when")
Filled: TypeAlias = tuple[object, dict[str, object]]
SETTLED = frozenset({"name", "inputs", "repeat", "when"})


class Stop(Exception):  # noqa: N818  the author's mistake ends the expansion
    """An entry, or the whole expansion, cannot go on; what is wrong was reported."""


@final
class Expander:
    """Collects the layers of the expanded spec, in order."""

    def __init__(
        self, blocks: Mapping[str, Block], inputs: object, scope: Scope, out: Sink
    ) -> None:
        names = tuple(inputs) if is_table(inputs) else ()
        self.blocks = blocks
        self.out = out
        self.variables = scope
        self.only_input = names[0] if len(names) == 1 else None
        self.top = Frame("", scope)
        self.top.before = self.only_input
        self.top.names.update({name: name for name in names})
        self.emitted: list[Emitted] = []
        self.frames = [self.top]
        self.used: set[str] = set()
        self._reads: dict[Path, list[str]] = {}
        self._filled_before: dict[tuple[Path, str], Filled] = {}
        self._scopes: dict[int, tuple[Scope, Scope]] = {}
        self._entries = 0
        self._mistakes = 0
        self._owners: dict[tuple[int, str], tuple[Path, bool]] = {}
        self._given: dict[str, set[str]] = {}
        self._defaults: dict[str, Scope | None] = {}
        self._chosen: dict[tuple[int, Path], str] = {}
        self._numbered: dict[tuple[int, str], Iterator[str]] = {}
        for name in names:
            self._owners[id(self.top), name.lower()] = ("inputs", name), False

    def entries(self, entries: list[object], path: Path, frame: Frame) -> None:
        """Expand the layers of the spec or of a block."""
        if frame.block not in self._given:
            written = [entry.get("name") for entry in entries if is_table(entry)]
            names = {name.lower() for name in written if isinstance(name, str)}
            self._given[frame.block] = names
        for index, entry in enumerate(entries):
            at = (*path, index)
            if is_table(entry):
                try:
                    self._copies(entry, at, frame)
                except TemplateError as error:
                    self._mistakes += 1
                    report_problem(error, frame.trace(error.path), frame.scope, self.out)
            else:
                self._refuse(WrongType("layers", "a list of tables", short(entry)), frame.trace(at))

    def _copies(self, entry: dict[str, object], path: Path, frame: Frame) -> None:
        copies = self._repeat(entry, path, frame) if "repeat" in entry else None
        read: Target | None = None
        for copy in range(1 if copies is None else copies):
            self._count(path, frame)
            try:
                made = self._made(entry, path, frame, copy, copies)
                read = read if made is None else self._expanded(made, read)
            except Stop:
                return

    def _made(
        self, entry: dict[str, object], path: Path, frame: Frame, copy: int, copies: int | None
    ) -> Entry | None:
        """Return one copy of an entry with its expressions evaluated, or None if it is dropped."""
        scope = frame.scope if copies is None else {**frame.scope, "index": copy}
        try:
            wanted, table = self._filled(entry, path, scope)
        except TemplateError as error:
            self._mistakes += 1
            uses = Entry({}, path, frame, copy, copies).uses
            report_problem(error, Traced(error.path, uses), scope, self.out)
            raise Stop from None
        made = Entry(table, path, frame, copy, copies)
        if not isinstance(wanted, bool):
            finding = WrongType("when", "true or false", short(wanted))
            self._refuse(finding, made.trace(("when",)))
            raise Stop
        return made if wanted else None

    def _filled(self, entry: dict[str, object], path: Path, scope: Scope) -> Filled:
        """Return whether an entry is wanted, and if so, it with its expressions evaluated.

        Copies whose expressions read the same values share what comes out.
        """
        if path not in self._reads:
            self._reads[path] = sorted(set(names_read(entry)))
        # As text, since True, 1 and 1.0 are equal.
        values = repr([scope.get(name) for name in self._reads[path]])
        if (path, values) not in self._filled_before:
            wanted = resolved(entry["when"], scope, (*path, "when")) if "when" in entry else True
            rest = {key: value for key, value in entry.items() if key not in {"repeat", "when"}}
            table = resolved_table(rest, scope, path) if wanted is True else {}
            self._filled_before[path, values] = wanted, table
        return self._filled_before[path, values]

    def _repeat(self, entry: dict[str, object], path: Path, frame: Frame) -> int:
        at = (*path, "repeat")
        repeat = resolved(entry["repeat"], frame.scope, at)
        if type(repeat) is not int:
            self._refuse(WrongType("repeat", "a whole number", short(repeat)), frame.trace(at))
            return 0
        if repeat < 0:
            self._refuse(OutOfRange("repeat", short(repeat), "at least 0"), frame.trace(at))
            return 0
        if repeat > MOST_LAYERS:
            self._refuse(TooManyLayers(MOST_LAYERS, "layers"), frame.trace(at))
            return 0
        return repeat

    def _count(self, path: Path, frame: Frame) -> None:
        self._entries += 1
        if len(self.emitted) >= MOST_LAYERS:
            self._refuse(TooManyLayers(MOST_LAYERS, "layers"), frame.trace(path))
            raise TooMuch
        if self._entries > MOST_ENTRIES:
            self._refuse(TooManyLayers(MOST_ENTRIES, "layers and blocks"), frame.trace(path))
            raise TooMuch
        if self._mistakes > MOST_MISTAKES:
            raise TooMuch

    def _expanded(self, entry: Entry, read: Target | None) -> Target:
        if "block" in entry.table:
            return self._use(entry, read)
        reuse = entry.table.get("reuse")
        if isinstance(reuse, str):
            entry.frame.mentions.append((reuse, partial(entry.trace, ("reuse",))))
            if reuse in entry.frame.instances:
                return self._again(entry, reuse, read)
        return self._layer(entry, read)

    def _again(self, entry: Entry, reuse: str, read: Target | None) -> Target:
        frame = entry.frame
        instance = frame.instances[reuse]
        name = self._named(entry, reuse)
        local = f"{name}{entry.suffix}"
        self._claim(entry, name, local, is_use=True)
        again = Again(instance, f"{frame.prefix}{local}_", frame)
        block = self.blocks[instance.frame.block]
        targets = self._block_inputs(entry, read, instance.frame.block, block)
        self.emitted.extend(again.emitted(targets, entry.path))
        self._count(entry.path, frame)
        frame.names[name] = frame.names[local] = frame.before = again.output
        return again.output

    def _layer(self, entry: Entry, read: Target | None) -> Target:
        frame, table = entry.frame, entry.table
        name = table.get("name")
        key = f"{name}{entry.suffix}" if isinstance(name, str) else f" {len(self.emitted)}"
        inputs = self._targets(entry, read)
        if inputs is None and frame.before is not None:
            inputs = (frame.before,)
        rest = {field: value for field, value in table.items() if field not in SETTLED}
        if isinstance(name, str):
            self._claim(entry, name, key, is_use=False)
            full: str | None = frame.prefix + key
            frame.names[name] = frame.names[key] = frame.prefix + key
        else:
            full = None
            rest |= {} if name is None else {"name": name}
        made = Emitted(rest, frame, entry.path, full, key, inputs, within=entry.within)
        self.emitted.append(made)
        frame.before = Reference(frame, key)
        return frame.before

    def _targets(self, entry: Entry, read: Target | None) -> tuple[Target, ...] | None:
        """Return what an entry reads; the copies of a repeat read each other first."""
        frame, inputs = entry.frame, entry.table.get("inputs")
        if inputs is None:
            return None
        names = [inputs] if isinstance(inputs, str) else inputs
        if not is_list(names) or not all(isinstance(name, str) for name in names):
            given = WrongType("inputs", "a name or a list of names", short(inputs))
            self._refuse(given, entry.trace(("inputs",)))
            raise Stop
        targets: list[Target] = []
        for place, name in enumerate(names):
            frame.mentions.append((str(name), partial(entry.trace, ("inputs", place))))
            targets.append(Reference(frame, str(name)))
        return (read, *targets[1:]) if read is not None else tuple(targets)

    def _use(self, entry: Entry, read: Target | None) -> Target:
        frame = entry.frame
        self._check_keys(entry)
        block_name, block = self._block(entry)
        self.used.add(block_name)
        self._check_depth(block_name, entry)
        name = self._named(entry, block_name)
        given, scope = self._told(block_name, block, entry)
        targets = self._block_inputs(entry, read, block_name, block)
        local = f"{name}{entry.suffix}"
        self._claim(entry, name, local, is_use=True)
        use = Use(entry.path, block_name, name, entry.copy, entry.copies or 1, given)
        inner = Frame(f"{frame.prefix}{local}_", scope, (*frame.uses, use), block_name)
        inner.names.update(zip(block.inputs, targets, strict=True))
        for given_input in block.inputs:
            self._owners[id(inner), given_input.lower()] = ("blocks", block_name, "inputs"), True
        inner.before = Reference(inner, block.inputs[0])
        self.frames.append(inner)
        start = len(self.emitted)
        self.entries(list(block.layers), ("blocks", block_name, "layers"), inner)
        output = self._output(block, inner)
        frame.names[name] = frame.names[local] = output
        instance = Instance(inner, tuple(self.emitted[start:]), output)
        frame.instances[name] = frame.instances[local] = instance
        frame.before = output
        return output

    def _told(self, name: str, block: Block, entry: Entry) -> tuple[Scope, Scope]:
        """Return what a use tells a block, and all that the block's expressions may read.

        Copies that share their table, as `_filled` has them do, share both.
        """
        if id(entry.table) not in self._scopes:
            defaults = self._defaults_of(name, block, entry)
            arguments = entry.table.get("with", {})
            given = told(name, block, arguments, defaults, entry.trace, self.out)
            if given is None:
                self._mistakes += 1
                raise Stop
            self._scopes[id(entry.table)] = given, {**self.variables, **defaults, **given}
        return self._scopes[id(entry.table)]

    def _defaults_of(self, name: str, block: Block, entry: Entry) -> Scope:
        if name not in self._defaults:
            use = entry.trace(())
            self._defaults[name] = defaults_of(name, block, self.variables, use, self.out)
        defaults = self._defaults[name]
        if defaults is None:
            raise Stop
        return defaults

    def _block_inputs(
        self, entry: Entry, read: Target | None, name: str, block: Block
    ) -> list[Target]:
        targets = list(self._targets(entry, read) or ())
        if not targets and entry.frame.before is not None:
            targets = [entry.frame.before]
        if len(targets) != len(block.inputs):
            finding = WrongBlockInputs(name, block.inputs, len(targets))
            self._refuse(finding, entry.trace(("inputs",)))
            raise Stop
        return targets

    def _output(self, block: Block, inner: Frame) -> Target:
        at: Path = ("blocks", inner.block, "output")
        try:
            name = resolved(block.output, inner.scope, at)
        except TemplateError as error:
            report_problem(error, inner.trace(error.path), inner.scope, self.out)
            raise Stop from None
        if name is None:
            assert inner.before is not None, "a block reads something"
            return inner.before
        if not isinstance(name, str) or name not in inner.names:
            known = [known for known in inner.names if not known.startswith(" ")]
            finding = UnknownInBlock(short(name), inner.block, nearest(name, known))
            self.out.report(finding, at=inner.trace(at))
            raise Stop
        return Reference(inner, name)

    def _block(self, entry: Entry) -> tuple[str, Block]:
        name = entry.table["block"]
        block = self.blocks.get(name) if isinstance(name, str) else None
        if block is None or not isinstance(name, str):
            finding = UnknownBlock(short(name), nearest(name, self.blocks), tuple(self.blocks))
            self._refuse(finding, entry.trace(("block",)))
            raise Stop
        return name, block

    def _check_keys(self, entry: Entry) -> None:
        strangers = [key for key in entry.table if key not in USE_KEYS]
        if not strangers:
            return
        known = tuple(key for key in USE_KEYS if key not in entry.table)
        for key in strangers:
            meant = nearest(key, known)
            finding = UnknownKey(short(key)[1:-1], "an entry with `block`", meant, known)
            self.out.report(finding, at=entry.trace((key,)), part="key")
        raise Stop

    def _check_depth(self, name: str, entry: Entry) -> None:
        around = tuple(use.block for use in entry.frame.uses)
        if name in around:
            circle = (*around[around.index(name) :], name)
            self._refuse(NestedBlocks(circle, DEEPEST), entry.trace(("block",)))
            raise TooMuch
        if len(around) >= DEEPEST:
            self._refuse(NestedBlocks((*around, name), DEEPEST), entry.trace(("block",)))
            raise TooMuch

    def _named(self, entry: Entry, stem: str) -> str:
        """Return the name of a use: the author's, else one that no other entry of the frame has."""
        if "name" in entry.table:
            name = entry.table["name"]
            if isinstance(name, str) and NAME.fullmatch(name):
                return name
            is_text = isinstance(name, str)
            finding = BadName(short(name)) if is_text else WrongType("name", "a name", short(name))
            self._refuse(finding, entry.trace(("name",)))
            raise Stop
        frame = entry.frame
        at = id(frame), entry.path
        if at not in self._chosen:
            names = self._numbered.setdefault((id(frame), stem), numbered(stem))
            self._chosen[at] = next(name for name in names if self._is_free(name, frame))
        return self._chosen[at]

    def _is_free(self, name: str, frame: Frame) -> bool:
        key = id(frame), name.lower()
        return key not in self._owners and key[1] not in self._given[frame.block]

    def _claim(self, entry: Entry, *names: str, is_use: bool) -> None:
        """Report a name that stands for a use of a block and for something else as well."""
        for name in names:
            owner = id(entry.frame), name.lower()
            path, used = self._owners.setdefault(owner, (entry.path, is_use))
            if path != entry.path and (used or is_use):
                finding = WrongType("name", "a name that nothing else here has", short(name))
                first: Path = (*path, "name") if isinstance(path[-1], int) else path
                taken = [("it is taken here", first)]
                self.out.report(finding, at=entry.trace(("name",)), notes=taken)
                raise Stop

    def _refuse(self, finding: Finding, traced: Traced) -> None:
        self._mistakes += 1
        self.out.report(finding, at=traced)


@final
class TooMuch(Exception):  # noqa: N818  the author's mistake ends the expansion
    """The expansion ends here: too many layers, too deep blocks, or mistakes enough to read."""
