"""The cases that the tables make, and what CPython says of each."""
import copy
import re
import textwrap
import types

from constructs import pure

NAMES = [name for name, _, _ in pure.OPERANDS]
DATA_SETS = 2
_ITERATORS = (type({}.keys()), type({}.values()), type({}.items()), range)


def data_set(number):
    """The operands' values, by name."""
    return {name: copy.deepcopy(values[number]) for name, _, values in pure.OPERANDS}


class Case:
    """A piece of Python that computes something of the operands.

    `text` names it; `body` is that of a function. What the function returned, or
    raised, with each data set is in `results`.
    """

    def __init__(self, text, body):
        self.text = text
        self.body = body
        self.uses = [name for name in NAMES if re.search(rf"\b{name}\b", text)]
        self.results = [self.evaluate(number) for number in range(DATA_SETS)]

    def evaluate(self, number):
        data = data_set(number)
        namespace = {"print": lambda *args, **kwargs: None}
        exec(self.function("case"), namespace)
        try:
            return namespace["case"](*[data[name] for name in self.uses])
        except Exception as error:
            return error

    def raises(self, numbers):
        return any(isinstance(self.results[number], Exception) for number in numbers)

    def is_certain_to_raise(self, stage):
        return all(isinstance(self.results[number], Exception) for number in stage.data)

    def function(self, name):
        return f"def {name}({', '.join(self.uses)}):\n" + textwrap.indent(self.body, "    ") + "\n"

    def observed(self, call):
        """An expression that has the text of what `call` returns."""
        wrapped = {observer_of(result) for result in self.results
                   if not isinstance(result, Exception)} - {""}
        return f"repr([{wrapped.pop()}({call})])" if wrapped else f"repr([{call}])"


def observer_of(value):
    """What makes something of a value that has an order and can be looked at."""
    if isinstance(value, (set, frozenset)):
        return "sorted"
    if isinstance(value, _ITERATORS) or isinstance(value, types.GeneratorType) \
            or hasattr(value, "__next__"):
        return "list"
    return ""


def expression(text):
    return Case(text, f"return {text}")


def method_case(receiver, name, arguments):
    """A call of a method on a fresh object; what it returns and leaves behind."""
    lines = f"v = {receiver}\nq = v.{name}({arguments})\n"
    probe = Case(f"{receiver} {arguments}", lines + "return [v, q]")
    found = [result for result in probe.results if not isinstance(result, Exception)]
    shown = []
    for part in range(2):
        observers = {observer_of(result[part]) for result in found} - {""}
        shown.append(f"{observers.pop()}({'vq'[part]})" if observers else "vq"[part])
    return Case(f"{receiver}.{name}({arguments})", lines + f"return ({', '.join(shown)})")


def method_cases():
    for kind, methods in pure.METHODS.items():
        for receiver in pure.RECEIVERS[kind]:
            for name, shapes in methods.items():
                for arguments in shapes:
                    yield method_case(receiver, name, arguments)


def function_cases():
    for name, shapes in pure.FUNCTIONS.items():
        for arguments in shapes:
            call = f"{name}({arguments})"
            yield expression(f"{call}.__name__" if name == "type" else call)


def operator_cases():
    """Those that Python can do with at least one data set."""
    made = [f"{left} {operator} {right}" for operator in pure.BINARY
            for left, right in pure.PAIRS]
    made += [f"{operator}{operand}" for operator in pure.UNARY for operand in pure.UNARY_OPERANDS]
    for case in map(expression, made):
        if not all(isinstance(result, (TypeError, AttributeError)) for result in case.results):
            yield case


def collect():
    """All cases, each once."""
    cases = {}
    for case in (*method_cases(), *function_cases(), *operator_cases(),
                 *map(expression, pure.EXPRESSIONS),
                 *(Case(body, body) for body in pure.STATEMENTS)):
        cases.setdefault(case.text, case)
    return list(cases.values())


def listed():
    """The functions and methods that have cases: `len`, `Str.upper`, …."""
    return {*pure.FUNCTIONS,
            *(f"{kind}.{name}" for kind, methods in pure.METHODS.items() for name in methods)}
