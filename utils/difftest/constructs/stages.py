"""Where operands come from."""
from constructs import pure
from constructs.cases import DATA_SETS, NAMES, data_set

TYPES = {name: kind for name, kind, _ in pure.OPERANDS}


class Stage:
    """Binds operands at the beginning of a workflow.

    `data` are the data sets that one plan serves; a stage that has operands in the
    source serves only one.
    """

    def __init__(self, name, data, takes=lambda case: True):
        self.name = name
        self.data = data
        self.takes = takes
        self.is_loop = False

    def header(self):
        """What stands before the workflows."""
        return ""

    def inputs(self):
        """The operands that are inputs of the run."""
        return []

    def bind(self):
        """The statements that bind all operands."""
        raise NotImplementedError

    def event(self, number):
        data = data_set(number)
        return {"type": "manual", "inputs": {name: data[name] for name in self.inputs()}}

    def printed(self, number):
        """What the step `p` prints: JSON."""
        return None


class Known(Stage):
    """In the source."""

    def __init__(self, number):
        super().__init__(f"known-{number}", [number])

    def bind(self):
        return [f"{name} = {value!r}" for name, value in data_set(self.data[0]).items()]


class Inputs(Stage):
    """`ctx.inputs`; only these names, if some are given."""

    def __init__(self, name="inputs", only=None):
        data = [0] if only else list(range(DATA_SETS))
        takes = lambda case: not only or (set(only) <= set(case.uses) != set(only))
        super().__init__(name, data, takes)
        self.only = only or NAMES

    def inputs(self):
        return self.only

    def bind(self):
        return [f"{name} = ctx.inputs.{name}" if name in self.only else f"{name} = {value!r}"
                for name, value in data_set(0).items()]


class Result(Stage):
    """The fields of a structured result."""

    def __init__(self):
        super().__init__("result", list(range(DATA_SETS)))

    def schema(self):
        return "schema(" + ", ".join(f"{name}={kind}" for name, kind in TYPES.items()) + ")"

    def bind(self):
        return [f"out = ctx.run(name='p', cmd='p', output={self.schema()})",
                *(f"{name} = out.{name}" for name in NAMES)]

    def printed(self, number):
        return data_set(number)


class Untyped(Result):
    """JSON of which nothing is known."""

    def __init__(self):
        super().__init__()
        self.name = "any"

    def bind(self):
        return ["out = ctx.run(name='p', cmd='p', output=schema(data=any))",
                *(f"{name} = out.data[{name!r}]" for name in NAMES)]

    def printed(self, number):
        return {"data": data_set(number)}


class Item(Result):
    """The item of a loop whose body is planned once."""

    def __init__(self):
        super().__init__()
        self.name = "item"
        self.is_loop = True

    def bind(self):
        return [f"out = ctx.run(name='p', cmd='p', output=schema(items=list({self.schema()})))",
                "for item in out.items:", *(f"    {name} = item.{name}" for name in NAMES)]

    def printed(self, number):
        return {"items": [data_set(number), data_set(number)]}


STAGES = [Known(0), Known(1), Inputs(), Result(), Untyped(), Item(),
          *(Inputs(f"only-{name}", [name]) for name in NAMES)]
