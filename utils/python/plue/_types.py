"""Types as values: `schema(name=str, tags=list(str))`.

`list`, `dict`, `set` and `tuple` are Python's own classes, which make types when
they are called with types: `list("ab")` is `["a", "b"]`, `list(str)` is a type.
"""
import builtins
import json
import typing

from plue._records import Record

str = builtins.str
int = builtins.int
float = builtins.float
bool = builtins.bool


class SchemaError(Exception):
    """A value is not of the type that it was declared to have."""


class Type:
    """A type made by `schema`, `enum`, `optional`, `list`, `dict`, …."""

    def __init__(self, kind: str, parts: typing.Any = (), text: str = "") -> None:
        self.kind = kind
        self.parts = parts
        self.text = text

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __call__(self, *args: typing.Any) -> typing.NoReturn:
        raise TypeError(f"the type {self.text} cannot be called")


_PRIMITIVES = {builtins.str: "str", builtins.int: "int", builtins.float: "float",
               builtins.bool: "bool", type(None): "None"}
_ANY = Type("any", (), "any")


def type_of(value: typing.Any) -> typing.Optional[Type]:
    """The type that a value stands for; None if it stands for none."""
    if isinstance(value, Type):
        return value
    if value is None:
        value = type(None)
    if value is typing.Any or value is builtins.any:
        return _ANY
    if isinstance(value, type):
        if value in _PRIMITIVES:
            name = _PRIMITIVES[value]
            return Type(name, (), name)
        for name in ("list", "set", "dict", "tuple"):
            if issubclass(value, getattr(builtins, name)):
                count = 2 if name == "dict" else 1
                return _container(name, [_ANY] * count)
    return None


def _container(kind: str, parts: typing.Any) -> Type:
    return Type(kind, parts, f"{kind}({', '.join(part.text for part in parts)})")


class _Constructor(type):
    """Makes a class of Python's make types when called with types."""

    def __call__(cls, *args: typing.Any, **kwargs: typing.Any) -> typing.Any:
        real = cls.__mro__[1]
        if args and not kwargs:
            parts = [type_of(arg) if isinstance(arg, (type, Type)) else None
                     for arg in args]
            if all(parts) and len(parts) in _ARITY[real.__name__]:
                return _container(real.__name__, parts)
        return real(*args, **kwargs)

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])

    def __repr__(cls) -> str:
        return repr(cls.__mro__[1])


_ARITY = {"list": (1,), "set": (1,), "dict": (2,), "tuple": builtins.range(1, 100)}

if typing.TYPE_CHECKING:
    list = builtins.list
    dict = builtins.dict
    set = builtins.set
    tuple = builtins.tuple
else:
    list = _Constructor("list", (builtins.list,), {})
    dict = _Constructor("dict", (builtins.dict,), {})
    set = _Constructor("set", (builtins.set,), {})
    tuple = _Constructor("tuple", (builtins.tuple,), {})


def _require(value: typing.Any, function: str) -> Type:
    made = type_of(value)
    if made is None:
        raise TypeError(f"{function} takes types, not {value!r}")
    return made


def schema(**fields: typing.Any) -> typing.Any:
    """The type of records with these fields: `schema(title=str, line=optional(int))`."""
    made = {name: _require(field, "schema") for name, field in fields.items()}
    text = ", ".join(f"{json.dumps(name)}: {field.text}" for name, field in made.items())
    return Type("record", made, f"record({text})")


def enum(*values: str) -> typing.Any:
    """The type of strings that are one of these: `enum("low", "high")`."""
    if not values or not all(isinstance(value, builtins.str) for value in values):
        raise TypeError("enum takes strings")
    text = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
    return Type("enum", values, f"enum({text})")


def optional(type: typing.Any) -> typing.Any:
    """The type of what is of this type or None."""
    inner = _require(type, "optional")
    return Type("optional", (inner,), f"optional({inner.text})")


#--- Values of types -----------------------------------------------------------

def describe(value: typing.Any, is_exact: bool = False) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, builtins.bool):
        return "true" if value else "false"
    if isinstance(value, (builtins.int, builtins.float)):
        if not is_exact:
            return "a number"
        is_int = isinstance(value, builtins.int)
        return "an integer" if is_int else "a number with a fraction"
    if isinstance(value, builtins.str):
        return "a string"
    return "an array" if isinstance(value, builtins.list) else "an object"


def _primitive(kind: str, value: typing.Any, is_exact: bool) -> typing.Any:
    """A plain value of a type; raises ValueError if it has another."""
    if isinstance(value, builtins.bool) or value is None:
        if kind == ("None" if value is None else "bool"):
            return value
    elif kind == "str" and isinstance(value, builtins.str):
        return value
    elif kind == "float" and isinstance(value, (builtins.int, builtins.float)):
        return builtins.float(value)
    elif kind == "int" and isinstance(value, builtins.int):
        return value
    elif kind == "int" and isinstance(value, builtins.float) and value.is_integer() \
            and not is_exact:
        return builtins.int(value)
    raise ValueError(kind)


def convert(type: Type, value: typing.Any, path: str, is_exact: bool = False) -> typing.Any:
    """The value of `type` that a JSON value stands for; raises SchemaError.

    With `is_exact`, as for what a step prints, 1.0 is no int, and a record has no
    fields but its own.
    """
    wrong = SchemaError(f"`{path}` is {describe(value, is_exact)}; "
                        f"it must be `{type.text}`")
    inner = lambda part, item, name: convert(part, item, f"{path}{name}", is_exact)
    kind = type.kind
    if kind == "any":
        return value
    if kind == "optional":
        return None if value is None else inner(type.parts[0], value, "")
    if kind == "enum":
        if not isinstance(value, builtins.str):
            raise wrong
        if value not in type.parts:
            raise SchemaError(f"`{path}` is `{value}`; it must be `{type.text}`")
        return value
    if kind == "record":
        if not isinstance(value, builtins.dict):
            raise wrong
        return _convert_record(type, value, path, is_exact)
    if kind == "dict":
        if not isinstance(value, builtins.dict) or type.parts[0].kind not in ("str", "any"):
            raise wrong
        return {name: inner(type.parts[1], item, f".{name}") for name, item in value.items()}
    if kind in ("list", "set", "tuple"):
        if not isinstance(value, builtins.list):
            raise wrong
        if kind == "tuple" and len(value) != len(type.parts):
            raise wrong
        return getattr(builtins, kind)(
            inner(type.parts[i if kind == "tuple" else 0], item, f"[{i}]")
            for i, item in enumerate(value))
    try:
        return _primitive(kind, value, is_exact)
    except ValueError:
        raise wrong from None


def _convert_record(type: Type, value: typing.Any, path: str, is_exact: bool) -> Record:
    if is_exact:
        for name in value:
            if name not in type.parts:
                raise SchemaError(f"`{path}.{name}` is not in the schema")
    fields = {}
    for name, field in type.parts.items():
        if name in value:
            fields[name] = convert(field, value[name], f"{path}.{name}", is_exact)
        elif field.kind == "optional":
            fields[name] = None
        else:
            raise SchemaError(f"`{path}.{name}` is missing; it must be `{field.text}`")
    return Record(fields)


def plain_value(type: Type) -> typing.Any:
    """The emptiest value of a type."""
    if type.kind == "record":
        return Record({name: plain_value(field) for name, field in type.parts.items()})
    if type.kind == "enum":
        return type.parts[0]
    if type.kind == "tuple":
        return builtins.tuple(plain_value(part) for part in type.parts)
    made = {"bool": False, "int": 0, "float": 0.0, "str": "", "list": [], "set": builtins.set(),
            "dict": {}}
    return made.get(type.kind)
