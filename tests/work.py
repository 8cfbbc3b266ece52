"""Work that is counted, not timed: the lines that Python runs, and the steps that a regular expression takes.

`re` tells nobody how often it tried. So each pattern is read a second time by a small matcher that tries the same
things in the same order, one after the other, and counts them: no seconds, and on every machine the same number.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from types import FrameType, ModuleType
from typing import Any

from re import _constants as sre  # type: ignore[attr-defined]  # isort: skip  # the only place that says what a pattern is
from re import _parser as parser  # type: ignore[attr-defined]  # isort: skip

Instruction = tuple[Any, ...]
_ENDLESS = 1 << 20
_REPETITIONS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_Cached = type(cache(len))


class SpentError(Exception):
    """More steps were taken than were allowed."""


class Matcher:
    """A pattern as a list of small steps, tried with a stack of the places to go back to."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        """Read a pattern."""
        source = pattern.pattern
        text = source.decode("latin-1") if isinstance(source, bytes) else source
        self.flags = pattern.flags
        self.begin(1 << 62)
        self._loops = count(1)
        self._program = [*self._compiled(parser.parse(text, self.flags & ~re.DEBUG)), ("end",)]
        # Whether a match begins at the beginning of a text only, and what its first letter must be, if that is known.
        self.anchored = self._program[0] == ("at", sre.AT_BEGINNING_STRING)
        self.first = _first(self._program)

    def begin(self, allowed: int) -> None:
        """Count the `steps` from here; more than are allowed raise `SpentError`."""
        self.steps, self._allowed = 0, allowed

    def matched(self, text: str, start: int = 0, *, whole: bool = False, end: int | None = None) -> int:
        """Try the pattern at one place of a text; return where the match ends, -1 where there is none."""
        found = self._run(self._program, text, start, len(text) if end is None else end, {}, whole)
        return -1 if found is None else found[0]

    def _compiled(self, tree: Any) -> list[Instruction]:
        return [instruction for op, value in tree for instruction in self._node(op, value)]

    def _node(self, op: Any, value: Any) -> list[Instruction]:
        """Return the steps of a part of a pattern; each jump says how far it leads."""
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            return [("char", _one_of(op, value if op is not sre.IN else tuple(value), self.flags))]
        if op is sre.AT:
            return [("at", value)]
        if op is sre.GROUPREF:
            return [("again", value)]
        if op is sre.SUBPATTERN:
            group, _, _, inner = value
            body = self._compiled(inner)
            return body if group is None else [("open", group), *body, ("close", group)]
        if op is sre.BRANCH:
            return _either([self._compiled(one) for one in value[1]])
        if op in (sre.ASSERT, sre.ASSERT_NOT):
            direction, inner = value
            back = inner.getwidth()[0] if direction < 0 else 0
            return [("look", [*self._compiled(inner), ("end",)], back, op is sre.ASSERT)]
        if op is sre.ATOMIC_GROUP:
            return [("atomic", [*self._compiled(value), ("end",)])]
        if op is sre.POSSESSIVE_REPEAT:
            return [("atomic", [*self._node(sre.MAX_REPEAT, value), ("end",)])]
        assert op in (sre.MAX_REPEAT, sre.MIN_REPEAT), op
        low, high, inner = value
        body = self._compiled(inner)
        return body * low + self._repeated(body, int(high) - low, greedy=op is sre.MAX_REPEAT)

    def _repeated(self, body: list[Instruction], times: int, *, greedy: bool) -> list[Instruction]:
        def choice(leave: int) -> Instruction:
            return ("split", 1, leave) if greedy else ("split", leave, 1)

        if times >= _ENDLESS:  # a round that reads nothing is the last
            return [choice(len(body) + 3), ("moved", next(self._loops)), *body, ("jump", -len(body) - 2)]
        program: list[Instruction] = []
        for _ in range(times):
            program = [choice(len(body) + len(program) + 1), *body, *program]
        return program

    def _run(
        self, program: list[Instruction], text: str, at: int, end: int, groups: dict[int, tuple[int, int]], whole: bool
    ) -> tuple[int, dict[int, tuple[int, int]]] | None:
        waiting = [(0, at, groups)]
        while waiting:
            step, at, groups = waiting.pop()
            while True:
                self.steps += 1
                if self.steps > self._allowed:
                    raise SpentError
                name, *values = program[step]
                if name == "end":
                    if not whole or at == end:
                        return at, groups
                    break
                if name == "char":
                    if at >= end or not values[0](text[at]):
                        break
                    at += 1
                elif name == "split":
                    first, second = values
                    waiting.append((step + second, at, groups))
                    step += first
                    continue
                elif name == "jump":
                    step += values[0]
                    continue
                elif name == "moved":
                    if groups.get(-values[0]) == (at, at):
                        break
                    groups = groups | {-values[0]: (at, at)}
                elif name == "open":
                    groups = groups | {values[0]: (at, at)}
                elif name == "close":
                    groups = groups | {values[0]: (groups[values[0]][0], at)}
                elif name == "again":
                    begin, stop = groups.get(values[0], (-1, -1))
                    if begin < 0 or not text.startswith(text[begin:stop], at):
                        break
                    at += stop - begin
                    self.steps += stop - begin
                elif name == "at":
                    if not _stands(values[0], text, at, end, self.flags):
                        break
                elif name == "look":
                    inner, back, wanted = values
                    found = self._run(inner, text, at - back, end, groups, False) if at >= back else None
                    if (found is not None) is not wanted:
                        break
                else:
                    found = self._run(values[0], text, at, end, groups, False)
                    if found is None:
                        break
                    at, groups = found
                step += 1
        return None


def _beginnings(program: list[Instruction], step: int, seen: set[int]) -> tuple[list[Callable[[str], bool]], bool]:
    """Return what may be the first letter that is read from a step on, and whether nothing may be read at all.

    Where another letter stands, no more than a few steps are taken. `seen` are the steps that were followed already.
    """
    if step in seen:
        return [], False
    seen.add(step)
    name, *values = program[step]
    if name == "end":
        return [], True
    if name == "again" or (name == "look" and not values[1]):  # what a group has read; a look ahead may be long
        return [lambda _: True], True
    if name == "char":
        return [values[0]], False
    if name == "atomic":
        first, is_empty = _beginnings(values[0], 0, set())
        after, is_empty = _beginnings(program, step + 1, seen) if is_empty else ([], False)
        return first + after, is_empty
    ways = [_beginnings(program, step + one, seen) for one in {"split": values, "jump": values}.get(name, [1])]
    return [one for first, _ in ways for one in first], any(is_empty for _, is_empty in ways)


def _first(program: list[Instruction]) -> Callable[[str], bool] | None:
    """Return whether a letter may be the first of a match, asked once for each; `None` if a match may be empty."""
    wanted, is_empty = _beginnings(program, 0, set())
    return None if is_empty else cache(lambda char: any(one(char) for one in wanted))


def _either(bodies: list[list[Instruction]]) -> list[Instruction]:
    if len(bodies) == 1:
        return bodies[0]
    rest = _either(bodies[1:])
    return [("split", 1, len(bodies[0]) + 2), *bodies[0], ("jump", len(rest) + 1), *rest]


@cache
def _one_of(op: Any, value: Any, flags: int) -> Callable[[str], bool]:
    """Return whether a character is one that a literal, a set or a dot stands for; asked once for each."""
    if op is sre.ANY:
        return cache(lambda char: bool(flags & re.DOTALL) or char != "\n")
    parts = [(op, value)] if op is not sre.IN else list(value)

    def matches(char: str) -> bool:
        cases = {char, char.lower(), char.upper()} if flags & re.IGNORECASE else {char}
        negated = any(kind is sre.NEGATE for kind, _ in parts)
        found = any(_is(kind, what, one) for kind, what in parts for one in cases if kind is not sre.NEGATE)
        return found is not negated

    return cache(matches)


def _is(kind: Any, what: Any, char: str) -> bool:
    if kind is sre.CATEGORY:
        name = str(what).removeprefix("CATEGORY_").lower()
        letter = {"digit": "d", "space": "s", "word": "w"}[name.removeprefix("not_")]
        return bool(re.match("\\" + (letter.upper() if name.startswith("not_") else letter), char))
    if kind is sre.RANGE:
        return bool(what[0] <= ord(char) <= what[1])
    return bool((ord(char) == what) is (kind is sre.LITERAL))


def _stands(place: Any, text: str, at: int, end: int, flags: int) -> bool:
    """Return whether a place of a text is one that an anchor, or the border of a word, stands for."""
    several = flags & re.MULTILINE
    if place in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
        return at == 0 or bool(several and place is sre.AT_BEGINNING and text[at - 1] == "\n")
    if place is sre.AT_END_STRING:
        return at == end
    if place is sre.AT_END:
        return at == end or (at == end - 1 and text[at] == "\n") or bool(several and text[at] == "\n")
    word = [0 <= one < end and bool(re.match(r"\w", text[one])) for one in (at - 1, at)]
    return (word[0] is not word[1]) is (place is sre.AT_BOUNDARY)


class CountedPattern:
    """A compiled pattern that works as it does, and counts its steps on the way."""

    def __init__(self, pattern: re.Pattern[Any], meter: "Meter") -> None:
        """Stand for a pattern."""
        self._pattern, self._meter = pattern, meter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def match(self, text: str, *bounds: int) -> Any:
        """As `re.Pattern.match`."""
        self._meter.tried(self._pattern, text, *bounds)
        return self._pattern.match(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> Any:
        """As `re.Pattern.fullmatch`."""
        self._meter.tried(self._pattern, text, *bounds, whole=True)
        return self._pattern.fullmatch(text, *bounds)

    def search(self, text: str, *bounds: int) -> Any:
        """As `re.Pattern.search`."""
        self._meter.sought(self._pattern, text, *bounds, often=False)
        return self._pattern.search(text, *bounds)

    def sub(self, new: Any, text: str, count: int = 0) -> Any:
        """As `re.Pattern.sub`."""
        self._meter.sought(self._pattern, text, often=count != 1)
        return self._pattern.sub(new, text, count)

    def finditer(self, text: str, *bounds: int) -> Any:
        """As `re.Pattern.finditer`."""
        self._meter.sought(self._pattern, text, *bounds, often=True)
        return self._pattern.finditer(text, *bounds)

    def findall(self, text: str, *bounds: int) -> Any:
        """As `re.Pattern.findall`."""
        return [found[0] if not found.re.groups else found.groups() for found in self.finditer(text, *bounds)]

    def split(self, text: str, maxsplit: int = 0) -> Any:
        """As `re.Pattern.split`."""
        self._meter.sought(self._pattern, text, often=maxsplit != 1)
        return self._pattern.split(text, maxsplit)


@cache
def _matcher(pattern: re.Pattern[Any]) -> Matcher:
    return Matcher(pattern)


class Meter:
    """Counts lines and steps; more than are `allowed` end the count."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.begin(1 << 62)

    def begin(self, allowed: int) -> None:
        """Count from here."""
        self.work, self.refused, self._allowed = 0, 0, allowed

    def tried(self, pattern: re.Pattern[Any], text: Any, start: int = 0, end: int | None = None, **how: bool) -> int:
        """Count one try of a pattern; return where its match ends, -1 where there is none."""
        tracing = sys.gettrace()
        sys.settrace(None)  # the small matcher's own lines are none of the work
        matcher = _matcher(pattern)
        matcher.begin(self._allowed - self.work)
        try:
            return matcher.matched(text, start, end=end, **how)
        finally:
            self.work += matcher.steps
            sys.settrace(tracing)

    def sought(
        self, pattern: re.Pattern[Any], text: Any, start: int = 0, end: int | None = None, *, often: bool
    ) -> None:
        """Count the tries of a pattern at each place of a text, up to its first match or its last."""
        at, last = start, len(text) if end is None else end
        matcher = _matcher(pattern)
        while at <= last:
            if matcher.first and (at == last or not matcher.first(text[at])):
                at += 1
                self.work += 1
                continue
            found = self.tried(pattern, text, at, end)
            if found >= 0 and not often:
                return
            at = max(found, at + 1)
            if matcher.anchored:
                self.work += max(last - at, 0)
                return

    def traced(self, frame: FrameType, event: str, _: Any) -> Any:
        """Count a line, as `sys.settrace` wants it."""
        if frame.f_code.co_filename == __file__ or frame.f_globals.get("__package__") == "re":
            return None
        self.work += event == "line"
        if self.work > self._allowed:
            raise SpentError
        return self.traced


class _CountedRe:
    """The module `re` as a module of the package sees it."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def __getattr__(self, name: str) -> Any:
        if name not in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            return getattr(re, name)

        def called(pattern: Any, *rest: Any, flags: int = 0) -> Any:
            own = 2 if name == "sub" else 1
            return getattr(self.compile(pattern, sum(rest[own:], flags)), name)(*rest[:own])

        return called

    def compile(self, pattern: Any, flags: int = 0) -> CountedPattern:
        """As `re.compile`."""
        return CountedPattern(re.compile(pattern, flags), self._meter)


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, units and ends for texts to attack a pattern with: what each of its repetitions reads."""
    source = pattern.pattern
    tree = parser.parse(source.decode("latin-1") if isinstance(source, bytes) else source, pattern.flags & ~re.DEBUG)
    if whole := _sample(tree):
        yield "", whole, "\x00"
    for before, bodies in _repetitions(tree, ""):
        for unit in dict.fromkeys((*bodies, "".join(bodies), before + bodies[0])):
            if unit:
                yield before, unit, "\x00"
                yield "", before + unit, "\n"


def _sample(tree: Any) -> str:
    """Return a text that a pattern reads, as short as may be but with each repetition once."""
    return "".join(_samples(op, value)[0] for op, value in tree)


def _samples(op: Any, value: Any) -> list[str]:
    """Return texts that a part of a pattern reads, one for each alternative in it."""
    if op is sre.LITERAL:
        return [chr(value)]
    if op in (sre.IN, sre.NOT_LITERAL, sre.ANY):
        matches = _one_of(op, tuple(value) if op is sre.IN else value, 0)
        return [next((char for char in "a1 <>&=-_.:/'\"[]()\n\t+@#\u200b\x02" if matches(char)), "")]
    if op is sre.SUBPATTERN:
        return [_sample(value[3])]
    if op is sre.BRANCH:
        return [_sample(one) for one in value[1]]
    if op is sre.ATOMIC_GROUP:
        return [_sample(value)]
    if op in _REPETITIONS:
        inner = value[2]
        one = _samples(*inner[0]) if len(inner) == 1 else [_sample(inner)]
        return [text * max(value[0], 1) for text in one]
    return [""]


def _repetitions(tree: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    """Yield for each repetition of a pattern what stands before it, and what one round of it reads."""
    for op, value in tree:
        if op in _REPETITIONS:
            yield before, _samples(op, value)
            yield from _repetitions(value[2], before)
        elif op is sre.SUBPATTERN:
            yield from _repetitions(value[3], before)
        elif op is sre.ATOMIC_GROUP:
            yield from _repetitions(value, before)
        elif op is sre.BRANCH:
            for one in value[1]:
                yield from _repetitions(one, before)
        before += _samples(op, value)[0]


@contextmanager
def _counted(modules: list[ModuleType], meter: Meter) -> Iterator[None]:
    """Have these modules work with patterns that count; what they have cached may hold some."""
    former = [
        (module, name, value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern) or value is re
    ]
    caches = [value for module in modules for value in vars(module).values() if type(value) is _Cached]
    shim = _CountedRe(meter)
    try:
        for module, name, value in former:
            setattr(module, name, shim if value is re else CountedPattern(value, meter))
        for cache_ in caches:
            cache_.cache_clear()
        yield
    finally:
        for module, name, value in former:
            setattr(module, name, value)
        for cache_ in caches:
            cache_.cache_clear()


def growths(
    call: Callable[[str], object], attacks: Iterable[list[str]], modules: list[ModuleType], most: int
) -> Iterator[list[int]]:
    """Yield for each attack the work that a function does with its texts: the lines it runs, and its patterns' steps.

    A work that is more than `most` times that for the text before is not waited for, and is the last in the list.
    """
    meter = Meter()
    with _counted(modules, meter):
        _worked(meter, call, "x")  # what is done once is done now
        for texts in attacks:
            found: list[int] = []
            for text in texts:
                meter.begin((found[-1] + 300) * most if found else 1 << 62)
                _worked(meter, call, text)
                found.append(meter.work)
            yield found


def steps(pattern: re.Pattern[Any], texts: list[str], most: int, *, anywhere: bool) -> list[int]:
    """Return how many steps a pattern takes for each text, all its matches sought or tried at the beginning only."""
    meter = Meter()
    found: list[int] = []
    for text in texts:
        meter.begin((found[-1] + 300) * most if found else 1 << 62)
        try:
            if anywhere:
                meter.sought(pattern, text, often=True)
            else:
                meter.tried(pattern, text, whole=True)
        except SpentError:
            pass
        found.append(meter.work)
    return found


def _worked(meter: Meter, call: Callable[[str], object], text: str) -> None:
    sys.settrace(meter.traced)
    try:
        call(text)
    except Exception:  # a function may refuse what is hostile, each in its own way; here its work is what counts
        meter.refused += 1
    finally:
        sys.settrace(None)
