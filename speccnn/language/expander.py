"""Unrolls repeats, drops what is not wanted, and puts blocks where they are used."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink, Traced
from speccnn.document.findings import BadName, OutOfRange, UnknownKey, WrongType
from speccnn.document.model import MOST_LAYERS
from speccnn.document.program import Block
from speccnn.fields import is_list, is_table
from speccnn.language.again import Again
from speccnn.language.emitted import Emitted
from speccnn.language.entry import Entry
from speccnn.language.findings import (
    NestedBlocks,
    TooManyLayers,
    UnknownBlock,
    UnknownInBlock,
    WrongBlockInputs,
)
from speccnn.language.frames import Frame, Reference, Scope, Target, Told, Use
from speccnn.language.limit_findings import TooLargeExpanded
from speccnn.language.parameters import defaults_of, told
from speccnn.language.template import TemplateError, resolved
from speccnn.language.variables import report_problem
from speccnn.language.written import Filled, Written, filled_as
from speccnn.words import nearest, numbered, short, snake_case

MOST_ENTRIES = 50_000
MOST_CHARACTERS = 1 << 23
MOST_MISTAKES = 100
NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")
DEEPEST = 16
USE_KEYS: dict[str, Callable[[object], bool]] = {
    "block": lambda value: isinstance(value, str),
    "name": lambda value: isinstance(value, str),
    "inputs": lambda value: isinstance(value, str) or is_list(value),
    "with": is_table,
    "repeat": lambda value: isinstance(value, int),
    "when": lambda value: isinstance(value, bool),
}
KNOWN_KEYS = frozenset(USE_KEYS)
NOTHING = filled_as(wanted=False, table={})


class Stop(Exception):  # noqa: N818  the author's mistake ends the expansion
    """An entry, or the whole expansion, cannot go on; what is wrong was reported."""


@final
class Expander:
    """Collects the layers of the expanded spec, in order."""

    def __init__(
        self, blocks: Mapping[str, Block], root: dict[str, object], scope: Scope, out: Sink
    ) -> None:
        inputs = root.get("inputs")
        names = tuple(inputs) if is_table(inputs) else ()
        self.root = root
        self.blocks = blocks
        self.out = out
        self.variables = scope
        self.only_input = names[0] if len(names) == 1 else None
        self.top = Frame("", Told({}, scope, {}))
        self.top.before = self.only_input
        self.top.names.update({name: name for name in names})
        self.emitted: list[Emitted] = []
        self.frames = [self.top]
        self.used: set[str] = set()
        self._written: dict[str, list[Written]] = {}
        self._tellings: dict[int, Told] = {}
        self._entries = 0
        self._size = 0
        self._mistakes = 0
        self._given: dict[str, set[str]] = {}
        self._defaults: dict[str, Scope | None] = {}
        self._chosen: dict[tuple[int, Path], str] = {}
        self._numbered: dict[tuple[int, str], Iterator[str]] = {}
        for name in names:
            self.top.owners[name.lower()] = ("inputs", name), False

    def entries(self, entries: Sequence[object], path: Path, frame: Frame) -> None:
        """Expand the layers of the spec or of a block."""
        if frame.block not in self._written:
            found = [Written(entry, (*path, index)) for index, entry in enumerate(entries)]
            names = [written.table.get("name") for written in found]
            self._given[frame.block] = {name.lower() for name in names if isinstance(name, str)}
            self._written[frame.block] = found
        for written in self._written[frame.block]:
            try:
                self._copies(written, frame)
            except TemplateError as error:
                self._mistakes += 1
                self._problem(error, frame.trace(error.path), frame.scope)
            except Stop:
                continue

    def _copies(self, written: Written, frame: Frame) -> None:
        if not written.is_table:
            finding = WrongType("layers", "a list of tables", short(written.entry))
            self._refuse(finding, frame.trace(written.path))
            return
        if not written.repeats:
            self._copy(written, frame, None)
            return
        read: Target | None = None
        copies = self._repeat(written, frame)
        for copy in range(copies):
            read = self._copy(written, frame, read, copy, copies)

    def _copy(
        self,
        written: Written,
        frame: Frame,
        read: Target | None,
        copy: int = 0,
        copies: int | None = None,
    ) -> Target | None:
        """Expand one copy, which reads the one before it, and return what the next one reads."""
        self._count(written.path, frame)
        filled = frame.filled.get(written) if copies is None else None
        if filled is None:
            filled = self._filled(written, frame, copy, copies)
        if filled.wanted is False:
            return read
        entry = Entry(filled, written.path, frame, copy, copies)
        if filled.mentions:
            frame.mentioning.append(entry)
        if "block" in filled.table:
            return self._use(entry, read)
        reuse = filled.kind.get("reuse")
        if isinstance(reuse, str) and reuse in frame.instances:
            return self._again(entry, reuse, read)
        return self._layer(entry, read)

    def _filled(self, written: Written, frame: Frame, copy: int, copies: int | None) -> Filled:
        """Return a copy with its expressions evaluated."""
        self._size += written.weight
        if self._size > MOST_CHARACTERS:
            self._refuse(TooLargeExpanded(MOST_CHARACTERS), frame.trace(written.path))
            raise TooMuch
        scope = frame.scope if copies is None else {**frame.scope, "index": copy}
        try:
            filled = written.filled(scope)
        except TemplateError as error:
            self._mistakes += 1
            uses = Entry(NOTHING, written.path, frame, copy, copies).uses
            self._problem(error, Traced(error.path, uses), scope)
            raise Stop from None
        if not isinstance(filled.wanted, bool):
            finding = WrongType("when", "true or false", short(filled.wanted))
            self._refuse(finding, Entry(filled, written.path, frame, copy, copies).trace(("when",)))
            raise Stop
        if copies is None:
            frame.filled[written] = filled
        return filled

    def _repeat(self, written: Written, frame: Frame) -> int:
        at = (*written.path, "repeat")
        repeat = resolved(written.table["repeat"], frame.scope, at)
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

    def _again(self, entry: Entry, reuse: str, read: Target | None) -> Target:
        frame = entry.frame
        instance = frame.instances[reuse]
        name = self._named(entry, reuse)
        local = entry.local(name)
        self._claim(entry, name, local, is_use=True)
        again = Again(instance, f"{frame.prefix}{local}_", frame, self.emitted)
        targets = self._block_inputs(entry, read, instance.block, self.blocks[instance.block])
        self.emitted.extend(again.emitted(targets, entry.path))
        self._count(entry.path, frame)
        frame.names[name] = frame.names[local] = frame.before = again.output
        return again.output

    def _layer(self, entry: Entry, read: Target | None) -> Target:
        frame, name = entry.frame, entry.filled.name
        inputs = self._targets(entry, read)
        if inputs is None and frame.before is not None:
            inputs = (frame.before,)
        if name is None:
            frame.before = len(self.emitted)
            self.emitted.append(Emitted(entry, None, inputs))
            return frame.before
        local = entry.local(name)
        self._claim(entry, name, local, is_use=False)
        full = frame.names[name] = frame.names[local] = frame.before = frame.prefix + local
        self.emitted.append(Emitted(entry, full, inputs))
        return full

    def _targets(self, entry: Entry, read: Target | None) -> tuple[Target, ...] | None:
        """Return what an entry reads; the copies of a repeat read each other first."""
        frame, reads = entry.frame, entry.filled.reads
        if reads is None:
            inputs = entry.filled.table.get("inputs")
            if inputs is None:
                return None
            given = WrongType("inputs", "a name or a list of names", short(inputs))
            self._refuse(given, entry.trace(("inputs",)))
            raise Stop
        if read is None:
            return tuple([Reference(frame, name) for name in reads])
        return (read, *[Reference(frame, name) for name in reads[1:]])

    def _use(self, entry: Entry, read: Target | None) -> Target:
        frame = entry.frame
        self._check_keys(entry)
        block_name, block = self._block(entry)
        self.used.add(block_name)
        self._check_depth(block_name, entry)
        name = self._named(entry, block_name)
        told = self._told(block_name, block, entry)
        targets = self._block_inputs(entry, read, block_name, block)
        local = entry.local(name)
        self._claim(entry, name, local, is_use=True)
        use = Use(entry.path, block_name, name, entry.copy, entry.copies or 1, told.given)
        inner = Frame(f"{frame.prefix}{local}_", told, (*frame.uses, use), block_name)
        for given_input, target in zip(block.inputs, targets, strict=True):
            inner.names[given_input] = target
            inner.owners[given_input.lower()] = ("blocks", block_name, "inputs"), True
        inner.before = Reference(inner, block.inputs[0])
        self.frames.append(inner)
        start = len(self.emitted)
        self.entries(block.layers, ("blocks", block_name, "layers"), inner)
        inner.emitted = range(start, len(self.emitted))
        inner.output = frame.before = self._output(block, inner)
        frame.names[name] = frame.names[local] = inner.output
        frame.instances[name] = frame.instances[local] = inner
        return inner.output

    def _told(self, name: str, block: Block, entry: Entry) -> Told:
        """Return what a use tells a block; copies that share their table share it."""
        table = entry.filled.table
        found = self._tellings.get(id(table))
        if found is None:
            defaults = self._defaults_of(name, block, entry)
            given = told(name, block, table.get("with", {}), defaults, entry.trace, self.out)
            if given is None:
                self._mistakes += 1
                raise Stop
            found = Told(given, {**self.variables, **defaults, **given}, {})
            self._tellings[id(table)] = found
        return found

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
    ) -> tuple[Target, ...]:
        targets = self._targets(entry, read) or ()
        if not targets and entry.frame.before is not None:
            targets = (entry.frame.before,)
        if len(targets) != len(block.inputs):
            finding = WrongBlockInputs(name, block.inputs, len(targets))
            self._refuse(finding, entry.trace(("inputs",)))
            raise Stop
        return targets

    def _output(self, block: Block, inner: Frame) -> Target:
        if block.output is None:
            assert inner.before is not None, "a block reads something"
            return inner.before
        at: Path = ("blocks", inner.block, "output")
        try:
            name = resolved(block.output, inner.scope, at)
        except TemplateError as error:
            self._problem(error, inner.trace(error.path), inner.scope)
            raise Stop from None
        if not isinstance(name, str) or name not in inner.names:
            finding = self.stranger(name, inner, nearest(name, inner.names))
            self.out.report(finding, at=inner.trace(at))
            raise Stop
        return Reference(inner, name)

    def stranger(self, name: object, frame: Frame, meant: str | None) -> UnknownInBlock:
        """Return that a frame has no such name; in a block, layers have none but their own."""
        stems: dict[str, Iterator[str]] = {}
        for written in self._written.get(frame.block, []) if frame.block else ():
            kind = written.table.get("type")
            if isinstance(kind, str) and "name" not in written.table:
                stem = snake_case(kind)
                if next(stems.setdefault(stem, numbered(stem))) == name:
                    return UnknownInBlock(short(name), frame.block, None, kind, written.path)
        return UnknownInBlock(short(name), frame.block, meant)

    def _block(self, entry: Entry) -> tuple[str, Block]:
        name = entry.filled.table["block"]
        block = self.blocks.get(name) if isinstance(name, str) else None
        if block is None or not isinstance(name, str):
            finding = UnknownBlock(short(name), nearest(name, self.blocks), tuple(self.blocks))
            self._refuse(finding, entry.trace(("block",)))
            raise Stop
        return name, block

    def _check_keys(self, entry: Entry) -> None:
        if entry.filled.table.keys() <= KNOWN_KEYS:
            return
        strangers = [key for key in entry.filled.table if key not in KNOWN_KEYS]
        known = tuple(key for key in USE_KEYS if key not in entry.filled.table)
        for key in strangers:
            value = entry.filled.table[key]
            others = [name for name in known if USE_KEYS[name](value)]
            meant = nearest(key, others) if self.out.keeps(UnknownKey) else None
            finding = UnknownKey(short(key)[1:-1], "an entry with `block`", meant, known)
            self.out.report(finding, at=entry.trace((key,)), part="key")
        raise Stop

    def _check_depth(self, name: str, entry: Entry) -> None:
        around = [use.block for use in entry.frame.uses]
        if name in around:
            circle = (*around[around.index(name) :], name)
            self._refuse(NestedBlocks(circle, DEEPEST), entry.trace(("block",)))
            raise TooMuch
        if len(around) >= DEEPEST:
            self._refuse(NestedBlocks((*around, name), DEEPEST), entry.trace(("block",)))
            raise TooMuch

    def _named(self, entry: Entry, stem: str) -> str:
        """Return the name of a use: the author's, else one that no other entry of the frame has."""
        if "name" in entry.filled.table:
            name = entry.filled.table["name"]
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
        return name.lower() not in frame.owners and name.lower() not in self._given[frame.block]

    def _claim(self, entry: Entry, *names: str, is_use: bool) -> None:
        """Report a name that stands for a use of a block and for something else as well."""
        for name in names:
            path, used = entry.frame.owners.setdefault(name.lower(), (entry.path, is_use))
            if path != entry.path and (used or is_use):
                finding = WrongType("name", "a name that nothing else here has", short(name))
                first: Path = (*path, "name") if isinstance(path[-1], int) else path
                taken = [("it is taken here", first)]
                self.out.report(finding, at=entry.trace(("name",)), notes=taken)
                raise Stop

    def _problem(self, error: TemplateError, traced: Traced, scope: Scope) -> None:
        report_problem(error, traced, scope, self.out, root=self.root)

    def _refuse(self, finding: Finding, traced: Traced) -> None:
        self._mistakes += 1
        self.out.report(finding, at=traced)


@final
class TooMuch(Exception):  # noqa: N818  the author's mistake ends the expansion
    """The expansion ends here: too many layers, too deep blocks, or mistakes enough to read."""
