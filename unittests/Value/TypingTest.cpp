//===- TypingTest.cpp - Types of operations -------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What comes out, written as `int`, `int!` if it may raise, or the error
/// that is certain. That it is right is TypingSoundnessTest.cpp's to show; here
/// it must be as narrow as promised.
//===----------------------------------------------------------------------===//
#include "plue/Value/Typing.h"
#include "Fixture.h"

using namespace plue;
using namespace plue::value;

namespace {
class TypingTest : public plue::value::testing::ValueTest {
protected:
  const TypeId Int = types::Int, Float = types::Float, Str = types::Str,
               Bool = types::Bool, None = types::None, Any = types::Any,
               Secret = types::Secret;
  const TypeId Ints = types.list(Int), Strs = types.list(Str),
               Floats = types.list(Float), Empty = types.list(types.never()),
               Scores = types.dict(Str, Int), Names = types.set(Str),
               Pair = types.tuple({Int, Str}), MaybeInt = types.optional(Int),
               Number = types.join(Int, Float),
               Color = types.enumOf({"red", "green"}),
               Point = types.record("Point", {"x"}, {types::Int}),
               Range = types.iterable("range", Int);

  std::string show(const Typing &typing) {
    if (typing.isError())
      return (name(typing.errorKind) + ": " + typing.error).str();
    return types.str(typing.type) + (typing.mayRaise ? "!" : "");
  }
  std::string bin(BinaryOp op, TypeId a, TypeId b) {
    return show(typeOfBinary(types, op, a, b));
  }
  std::string cmp(CompareOp op, TypeId a, TypeId b) {
    return show(typeOfCompare(types, op, a, b));
  }
  std::string idx(TypeId a, TypeId b, Value known = Value()) {
    return show(typeOfIndex(types, a, b, known));
  }
  std::string call(llvm::StringRef name, const CallTypes &args) {
    return show(typeOfCall(types, *findBuiltin(name), args));
  }
  std::string call(llvm::StringRef name,
                   std::initializer_list<TypeId> positional) {
    return call(name, CallTypes{.positional = positional});
  }
  std::string conv(llvm::StringRef name,
                   std::initializer_list<TypeId> positional) {
    return show(typeOfConversion(types, findClass(types, name)->asType(),
                                 {.positional = positional}));
  }
  std::string method(TypeId object, llvm::StringRef name,
                     std::initializer_list<TypeId> positional = {}) {
    return show(typeOfMethod(types, object, name, {.positional = positional}));
  }
  std::string after(TypeId object, llvm::StringRef name,
                    std::initializer_list<TypeId> positional = {}) {
    MethodTyping typing =
        typeOfMethod(types, object, name, {.positional = positional});
    return typing.objectAfter ? types.str(typing.objectAfter) : "none";
  }
};
} // namespace

//--- Operators ----------------------------------------------------------------

TEST_F(TypingTest, Arithmetic) {
  EXPECT_EQ(bin(BinaryOp::Add, Int, Int), "int");
  EXPECT_EQ(bin(BinaryOp::Add, Bool, Bool), "int");
  EXPECT_EQ(bin(BinaryOp::Mul, Float, Float), "float");
  EXPECT_EQ(bin(BinaryOp::Mul, Bool, Float), "float");
  // An int may be too large for a float.
  EXPECT_EQ(bin(BinaryOp::Add, Int, Float), "float!");
  EXPECT_EQ(bin(BinaryOp::Div, Int, Int), "float!");
  EXPECT_EQ(bin(BinaryOp::FloorDiv, Int, Bool), "int!");
  EXPECT_EQ(bin(BinaryOp::Mod, Int, Float), "float!");
  EXPECT_EQ(bin(BinaryOp::Pow, Int, Int), "int | float!");
  EXPECT_EQ(bin(BinaryOp::Pow, Int, Bool), "int");
  EXPECT_EQ(bin(BinaryOp::LShift, Int, Int), "int!");
  EXPECT_EQ(bin(BinaryOp::BitAnd, Bool, Bool), "bool");
  EXPECT_EQ(bin(BinaryOp::BitOr, Bool, Int), "int");
  EXPECT_EQ(bin(BinaryOp::Add, Number, Int), "int | float!");
  EXPECT_EQ(show(typeOfUnary(types, UnaryOp::Minus, Bool)), "int");
  EXPECT_EQ(show(typeOfUnary(types, UnaryOp::Not, MaybeInt)), "bool");
  EXPECT_EQ(show(typeOfUnary(types, UnaryOp::Not, Any)), "bool");
}

TEST_F(TypingTest, ErrorsAreInTheWordsOfPython) {
  EXPECT_EQ(bin(BinaryOp::Add, Int, Str),
            "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
  EXPECT_EQ(bin(BinaryOp::Add, Str, Int),
            "TypeError: can only concatenate str (not \"int\") to str");
  EXPECT_EQ(show(typeOfInplace(types, BinaryOp::Sub, Str, Int)),
            "TypeError: unsupported operand type(s) for -=: 'str' and 'int'");
  EXPECT_EQ(idx(None, Int),
            "TypeError: 'NoneType' object is not subscriptable");
  EXPECT_EQ(cmp(CompareOp::Lt, Int, Str),
            "TypeError: '<' not supported between instances of 'int' and "
            "'str'");
  EXPECT_EQ(show(typeOfUnary(types, UnaryOp::Invert, Float)),
            "TypeError: bad operand type for unary ~: 'float'");
  EXPECT_EQ(bin(BinaryOp::Add, Point, Int),
            "TypeError: unsupported operand type(s) for +: 'Point' and 'int'");
  EXPECT_EQ(show(typeOfItems(types, Int)),
            "TypeError: 'int' object is not iterable");
  EXPECT_EQ(call("len", {Int, Int}),
            "TypeError: len() takes exactly one argument (2 given)");
  EXPECT_EQ(call("len", {Int}), "TypeError: object of type 'int' has no len()");
  EXPECT_EQ(method(Strs, "lower"),
            "AttributeError: 'list' object has no attribute 'lower'");
  EXPECT_EQ(method(Str, "join", {Ints}),
            "TypeError: sequence item 0: expected str instance, int found");
  EXPECT_EQ(idx(Pair, Int, num(2)), "IndexError: tuple index out of range");
  EXPECT_EQ(conv("set", {types.list(Ints)}),
            "TypeError: unhashable type: 'list'");
  EXPECT_EQ(call("map", {Int, Ints}),
            "TypeError: 'int' object is not callable");
  EXPECT_EQ(conv("dict", {types.list(types.tuple({Int}))}),
            "ValueError: dictionary update sequence element #0 has length 1; "
            "2 is required");
}

TEST_F(TypingTest, UnionsAreTheirMembers) {
  EXPECT_EQ(bin(BinaryOp::Add, MaybeInt, Int), "int!");
  EXPECT_EQ(bin(BinaryOp::Add, None, Int),
            "TypeError: unsupported operand type(s) for +: 'NoneType' and "
            "'int'");
  EXPECT_EQ(bin(BinaryOp::Add, MaybeInt, Str),
            "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
  TypeId both = types.join(Str, Ints);
  EXPECT_EQ(bin(BinaryOp::Add, both, both), "str | list(int)!");
  EXPECT_EQ(bin(BinaryOp::Mul, both, Int), "str | list(int)!");
  EXPECT_EQ(call("len", {both}), "int");
  EXPECT_EQ(call("len", {types.optional(both)}), "int!");
  EXPECT_EQ(method(types.optional(Str), "upper"), "str!");
}

TEST_F(TypingTest, AnyStaysAnyWhereNothingIsKnown) {
  EXPECT_EQ(bin(BinaryOp::Add, Any, Int), "any!");
  EXPECT_EQ(idx(Any, Int), "any!");
  EXPECT_EQ(cmp(CompareOp::Eq, Any, Int), "bool");
  EXPECT_EQ(cmp(CompareOp::Is, Any, None), "bool");
  EXPECT_EQ(cmp(CompareOp::Lt, Any, Int), "bool!");
  EXPECT_EQ(cmp(CompareOp::In, Str, Any), "bool!");
  EXPECT_EQ(call("len", {Any}), "int!");
  EXPECT_EQ(conv("str", {Any}), "str");
  EXPECT_EQ(conv("int", {Any}), "int!");
  EXPECT_EQ(conv("list", {Any}), "list!");
  EXPECT_EQ(bin(BinaryOp::Mod, Str, Any), "str!");
  EXPECT_EQ(method(Any, "upper"), "any!");
  EXPECT_EQ(after(Any, "append", {Int}), "any");
  EXPECT_EQ(after(Any, "upper"), "none");
}

TEST_F(TypingTest, NeverIsNoOperand) {
  TypeId never = types.never();
  EXPECT_EQ(bin(BinaryOp::Add, never, Int), "never");
  EXPECT_EQ(idx(Empty, Int), "never!");
  EXPECT_EQ(bin(BinaryOp::Add, Empty, Ints), "list(int)");
  EXPECT_EQ(method(Str, "join", {Empty}), "str");
  EXPECT_EQ(call("sum", {Empty}), "int");
  EXPECT_EQ(method(never, "upper"), "never");
}

TEST_F(TypingTest, Concatenation) {
  EXPECT_EQ(bin(BinaryOp::Add, Str, Color), "str");
  EXPECT_EQ(bin(BinaryOp::Add, Secret, Str), "secret");
  EXPECT_EQ(bin(BinaryOp::Add, Str, Secret), "secret");
  EXPECT_EQ(bin(BinaryOp::Add, Ints, Strs), "list(int | str)");
  EXPECT_EQ(bin(BinaryOp::Add, Pair, Pair), "tuple(int, str, int, str)");
  EXPECT_EQ(bin(BinaryOp::Add, Pair, types.tupleOf(Float)),
            "tuple(int | str | float, ...)");
  EXPECT_EQ(bin(BinaryOp::Mul, Int, Ints), "list(int)!");
  EXPECT_EQ(bin(BinaryOp::Mul, Pair, Bool), "tuple(int | str, ...)");
}

TEST_F(TypingTest, SetsAndDicts) {
  TypeId numbers = types.set(Int);
  EXPECT_EQ(bin(BinaryOp::BitOr, Names, numbers), "set(str | int)");
  EXPECT_EQ(bin(BinaryOp::Sub, Names, numbers), "set(str)");
  EXPECT_EQ(bin(BinaryOp::BitAnd, Names, numbers), "set(never)");
  EXPECT_EQ(bin(BinaryOp::BitAnd, Names, types.set(types.optional(Str))),
            "set(str)");
  // One of them is kept, and it may be either.
  EXPECT_EQ(bin(BinaryOp::BitAnd, numbers, types.set(Float)),
            "set(int | float)");
  EXPECT_EQ(bin(BinaryOp::BitOr, Scores, types.dict(Int, Float)),
            "dict(str | int, int | float)");
  TypeId keys = types.iterable("dict_keys", Str);
  EXPECT_EQ(bin(BinaryOp::Sub, keys, Strs), "set(str)");
  EXPECT_EQ(show(typeOfInplace(types, BinaryOp::BitOr, Scores,
                               types.list(types.tuple({Str, Float})))),
            "dict(str, int | float)");
}

TEST_F(TypingTest, InPlace) {
  EXPECT_EQ(show(typeOfInplace(types, BinaryOp::Add, Ints, Str)),
            "list(int | str)");
  EXPECT_EQ(show(typeOfInplace(types, BinaryOp::Add, Empty, Range)),
            "list(int)");
  EXPECT_EQ(show(typeOfInplace(types, BinaryOp::Add, Int, Int)), "int");
  EXPECT_EQ(show(typeOfInplace(types, BinaryOp::Add, Ints, Int)),
            "TypeError: 'int' object is not iterable");
}

//--- Comparison ---------------------------------------------------------------

TEST_F(TypingTest, Comparison) {
  EXPECT_EQ(cmp(CompareOp::Eq, Point, Ints), "bool");
  EXPECT_EQ(cmp(CompareOp::Lt, Int, Float), "bool");
  EXPECT_EQ(cmp(CompareOp::Lt, Str, Color), "bool");
  EXPECT_EQ(cmp(CompareOp::Lt, MaybeInt, Int), "bool!");
  EXPECT_EQ(cmp(CompareOp::Lt, Ints, Ints), "bool");
  EXPECT_EQ(cmp(CompareOp::Lt, Ints, Strs), "bool!");
  EXPECT_EQ(cmp(CompareOp::Lt, Pair, Pair), "bool");
  EXPECT_EQ(cmp(CompareOp::Le, Names, Names), "bool");
  TypeId turned = types.tuple({Str, Int});
  EXPECT_EQ(cmp(CompareOp::Lt, Pair, turned),
            "TypeError: '<' not supported between instances of 'int' and "
            "'str'");
  EXPECT_EQ(cmp(CompareOp::Lt, None, None),
            "TypeError: '<' not supported between instances of 'NoneType' and "
            "'NoneType'");
}

TEST_F(TypingTest, Membership) {
  EXPECT_EQ(cmp(CompareOp::In, Int, Strs), "bool");
  EXPECT_EQ(cmp(CompareOp::In, Int, Str),
            "TypeError: 'in <string>' requires string as left operand, not "
            "int");
  EXPECT_EQ(cmp(CompareOp::In, types.optional(Str), Str), "bool!");
  EXPECT_EQ(cmp(CompareOp::In, Ints, Scores),
            "TypeError: unhashable type: 'list'");
  EXPECT_EQ(cmp(CompareOp::In, Int, Range), "bool");
  EXPECT_EQ(cmp(CompareOp::In, Str, types.iterable("dict_keys", Str)), "bool");
  EXPECT_EQ(cmp(CompareOp::In, Int, Int),
            "TypeError: argument of type 'int' is not iterable");
}

TEST_F(TypingTest, SecretsAreOnlyConcatenated) {
  EXPECT_TRUE(typeOfCompare(types, CompareOp::Eq, Secret, Str).isError());
  EXPECT_TRUE(typeOfUnary(types, UnaryOp::Not, Secret).isError());
  EXPECT_TRUE(typeOfIndex(types, Secret, Int).isError());
  EXPECT_TRUE(typeOfFormat(types, Secret, "").isError());
  EXPECT_TRUE(typeOfMethod(types, Secret, "upper", {}).isError());
  EXPECT_TRUE(typeOfBinary(types, BinaryOp::Mod, Str, Secret).isError());
  EXPECT_NE(conv("str", {Secret}), "str");
  EXPECT_EQ(cmp(CompareOp::Is, Secret, None), "bool");
}

//--- Items --------------------------------------------------------------------

TEST_F(TypingTest, Items) {
  EXPECT_EQ(idx(Strs, Int), "str!");
  EXPECT_EQ(idx(types.list(Color), Int), "enum(\"red\", \"green\")!");
  EXPECT_EQ(idx(Color, Int), "str!");
  EXPECT_EQ(idx(Scores, Str), "int!");
  EXPECT_EQ(idx(Pair, Int), "int | str!");
  EXPECT_EQ(idx(Pair, Int, num(0)), "int");
  EXPECT_EQ(idx(Pair, Int, num(-1)), "str");
  EXPECT_EQ(idx(types.optional(Pair), Int, num(1)), "str!");
  EXPECT_EQ(idx(Strs, Str),
            "TypeError: list indices must be integers or slices, not str");
  EXPECT_EQ(show(typeOfItems(types, Pair)), "int | str");
  EXPECT_EQ(show(typeOfItems(types, Scores)), "str");
  EXPECT_EQ(show(typeOfItems(types, Str)), "str");
  EXPECT_EQ(show(typeOfItems(types, types.optional(Ints))), "int!");
  EXPECT_EQ(show(typeOfSetItem(types, Empty, Int, Str)), "list(str)!");
  EXPECT_EQ(show(typeOfSetItem(types, Scores, Str, None)),
            "dict(str, optional(int))");
  EXPECT_EQ(show(typeOfSetItem(types, Str, Int, Str)),
            "TypeError: 'str' object does not support item assignment");
}

TEST_F(TypingTest, Slices) {
  auto slice = [&](TypeId object, TypeId start, TypeId step) {
    return show(typeOfSlice(types, object, start, TypeId(), step));
  };
  EXPECT_EQ(slice(Ints, Int, None), "list(int)");
  EXPECT_EQ(slice(Str, MaybeInt, TypeId()), "str");
  EXPECT_EQ(slice(Str, None, Int), "str!");
  EXPECT_EQ(slice(Pair, Int, None), "tuple(int | str, ...)");
  EXPECT_EQ(slice(Scores, Int, None), "TypeError: unhashable type: 'slice'");
  EXPECT_EQ(slice(Str, Str, None),
            "TypeError: slice indices must be integers or None or have an "
            "__index__ method");
}

TEST_F(TypingTest, Formats) {
  auto format = [&](TypeId v, std::optional<llvm::StringRef> spec) {
    return show(typeOfFormat(types, v, spec));
  };
  EXPECT_EQ(format(Int, "05d"), "str");
  EXPECT_EQ(format(Int, ".2f"), "str!");
  EXPECT_EQ(format(Float, ".2f"), "str");
  EXPECT_EQ(format(Bool, "c"), "str");
  EXPECT_EQ(format(Int, "c"), "str!");
  EXPECT_EQ(format(Str, ">10"), "str");
  EXPECT_EQ(format(Str, std::nullopt), "str!");
  EXPECT_EQ(format(Ints, ""), "str");
  EXPECT_EQ(format(MaybeInt, "d"), "str!");
  EXPECT_EQ(format(Str, "d"),
            "ValueError: Unknown format code 'd' for object of type 'str'");
  EXPECT_EQ(format(Ints, "d"),
            "TypeError: unsupported format string passed to list.__format__");
}

//--- Functions ----------------------------------------------------------------

TEST_F(TypingTest, Numbers) {
  EXPECT_EQ(call("abs", {Bool}), "int");
  EXPECT_EQ(call("abs", {Number}), "int | float");
  EXPECT_EQ(call("round", {Float}), "int!");
  EXPECT_EQ(call("round", {Float, Int}), "float!");
  EXPECT_EQ(call("round", {Int, Int}), "int");
  EXPECT_EQ(call("divmod", {Int, Int}), "tuple(int, int)!");
  EXPECT_EQ(call("divmod", {Int, Float}), "tuple(float, float)!");
  EXPECT_EQ(call("pow", {Int, Int}), "int | float!");
  EXPECT_EQ(call("pow", {Int, Int, Int}), "int!");
  EXPECT_EQ(call("chr", {Int}), "str!");
  EXPECT_EQ(call("hex", {Int}), "str");
  EXPECT_EQ(conv("int", {Str}), "int!");
  EXPECT_EQ(conv("int", {Bool}), "int");
  EXPECT_EQ(conv("int", {Float}), "int!");
  EXPECT_EQ(conv("int", {Str, Int}), "int!");
  EXPECT_EQ(conv("float", {Float}), "float");
  EXPECT_EQ(conv("float", {Str}), "float!");
  EXPECT_EQ(conv("bool", {Ints}), "bool");
}

TEST_F(TypingTest, Folds) {
  EXPECT_EQ(call("sum", {Ints}), "int");
  EXPECT_EQ(call("sum", {Floats}), "int | float");
  EXPECT_EQ(call("sum", {types.list(Bool)}), "int");
  EXPECT_EQ(call("sum", {Floats, Float}), "float");
  EXPECT_EQ(call("sum", {types.list(Ints), Empty}), "list(int)");
  EXPECT_EQ(call("sum", {types.tuple({Float, Float})}), "float");
  EXPECT_EQ(call("sum", {types.list(Pair), types.tuple({})}),
            "tuple(int | str, ...)");
  EXPECT_EQ(call("sum", {Strs}),
            "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
  EXPECT_EQ(call("max", {Ints}), "int!");
  EXPECT_EQ(call("max", {types.tuple({Int, Int})}), "int");
  EXPECT_EQ(call("max", {Int, Float}), "int | float");
  EXPECT_EQ(call("max", {Int, Str}),
            "TypeError: '>' not supported between instances of 'str' and "
            "'int'");
  EXPECT_EQ(call("min", {types.list(Color)}), "enum(\"red\", \"green\")!");
  std::pair<llvm::StringRef, TypeId> keywords[] = {{"default", None}};
  CallTypes withDefault{.positional = Ints, .keywords = keywords};
  EXPECT_EQ(call("max", withDefault), "optional(int)");
  EXPECT_EQ(call("sorted", {Scores}), "list(str)");
  EXPECT_EQ(call("sorted", {types.list(MaybeInt)}), "list(optional(int))!");
  EXPECT_EQ(call("sorted", {types.list(Color)}),
            "list(enum(\"red\", \"green\"))");
  EXPECT_EQ(call("any", {Ints}), "bool");
  EXPECT_EQ(call("len", {types.iterable("dict_keys", Str)}), "int");
  EXPECT_EQ(call("len", {types.iterable("zip", Str)}),
            "TypeError: object of type 'zip' has no len()");
}

TEST_F(TypingTest, Iterators) {
  auto label = [&](std::initializer_list<TypeId> args, llvm::StringRef name) {
    Typing typing = typeOfCall(types, *findBuiltin(name), {.positional = args});
    return types[typing.type].label + " " +
           types.str(types[typing.type].elements.front()) +
           (typing.mayRaise ? "!" : "");
  };
  EXPECT_EQ(label({Strs}, "enumerate"), "enumerate tuple(int, str)");
  EXPECT_EQ(label({Strs, Range}, "zip"), "zip tuple(str, int)");
  EXPECT_EQ(label({Int}, "range"), "range int");
  EXPECT_EQ(label({Int, Int, Int}, "range"), "range int!");
  EXPECT_EQ(label({Pair}, "reversed"), "reversed int | str");
  EXPECT_EQ(label({None, types.list(MaybeInt)}, "filter"), "filter int");
  EXPECT_EQ(label({Any, Ints}, "map"), "map any!");
  EXPECT_EQ(call("next", {types.iterable("zip", Str)}), "str!");
  EXPECT_EQ(call("next", {types.iterable("zip", Str), None}), "optional(str)");
  EXPECT_EQ(call("next", {Range}),
            "TypeError: 'range' object is not an iterator");
  std::pair<llvm::StringRef, TypeId> keywords[] = {{"strict", Bool}};
  CallTypes strict{.positional = Strs, .keywords = keywords};
  EXPECT_TRUE(typeOfCall(types, BuiltinId::Zip, strict).mayRaise);
}

TEST_F(TypingTest, FunctionsAsArguments) {
  std::vector<unsigned> places;
  auto toStr = [&](unsigned argument, llvm::ArrayRef<TypeId> operands) {
    places.push_back(argument);
    return operands.size() == 2 ? Float : Str;
  };
  TypeId positional[] = {Any, Ints, Strs};
  CallTypes map{.positional = positional, .resultOf = toStr};
  Typing typing = typeOfCall(types, BuiltinId::Map, map);
  EXPECT_EQ(types[typing.type].elements.front(), Float);
  EXPECT_FALSE(typing.mayRaise);
  std::pair<llvm::StringRef, TypeId> key[] = {{"key", Any}};
  TypeId dicts = types.list(Scores);
  CallTypes sorted{.positional = dicts, .keywords = key, .resultOf = toStr};
  EXPECT_EQ(call("sorted", sorted), "list(dict(str, int))");
  EXPECT_EQ(places, (std::vector<unsigned>{0, ~0U}));
  sorted.resultOf = nullptr;
  EXPECT_EQ(call("sorted", sorted), "list(dict(str, int))!");
  // One that nothing is given to is not called.
  EXPECT_EQ(call("sorted", {.positional = Empty, .keywords = key}),
            "list(never)");
}

TEST_F(TypingTest, Conversions) {
  EXPECT_EQ(conv("list", {Str}), "list(str)");
  EXPECT_EQ(conv("list", {}), "list(never)");
  EXPECT_EQ(conv("tuple", {Pair}), "tuple(int, str)");
  EXPECT_EQ(conv("tuple", {Ints}), "tuple(int, ...)");
  EXPECT_EQ(conv("set", {Pair}), "set(int | str)");
  EXPECT_EQ(conv("set", {types.list(types.optional(Ints))}), "set(None)!");
  EXPECT_EQ(conv("dict", {types.list(Pair)}), "dict(int, str)");
  EXPECT_EQ(conv("dict", {types.iterable("zip", Pair)}), "dict(int, str)");
  EXPECT_EQ(conv("dict", {Strs}), "dict(str, str)!");
  EXPECT_EQ(conv("dict", {Scores}), "dict(str, int)");
  std::pair<llvm::StringRef, TypeId> named[] = {{"a", Int}, {"b", Str}};
  TypeId dict = findClass(types, "dict")->asType();
  EXPECT_EQ(show(typeOfConversion(types, dict, {{}, named})),
            "dict(str, int | str)");
  EXPECT_EQ(conv("str", {Point}), "str");
  EXPECT_EQ(show(typeOfConversion(types, Point, {})),
            "TypeError: the type Point cannot be called");
}

//--- Methods ------------------------------------------------------------------

TEST_F(TypingTest, MethodsOfStrings) {
  EXPECT_EQ(method(Str, "upper"), "str");
  EXPECT_EQ(method(Color, "upper"), "str");
  EXPECT_EQ(method(Str, "split"), "list(str)");
  EXPECT_EQ(method(Str, "split", {Str}), "list(str)!");
  EXPECT_EQ(method(Str, "split", {None}), "list(str)");
  EXPECT_EQ(method(Str, "splitlines"), "list(str)");
  EXPECT_EQ(method(Str, "partition", {Str}), "tuple(str, str, str)!");
  EXPECT_EQ(method(Str, "find", {Str, Int}), "int");
  EXPECT_EQ(method(Str, "index", {Str}), "int!");
  EXPECT_EQ(method(Str, "startswith", {types.tupleOf(Str)}), "bool");
  EXPECT_EQ(method(Str, "format", {Int}), "str!");
  EXPECT_EQ(method(Str, "join", {Strs}), "str");
  EXPECT_EQ(method(Str, "join", {types.list(types.optional(Str))}), "str!");
  EXPECT_EQ(method(Str, "replace", {Str, Str}), "str");
  EXPECT_EQ(method(Str, "replace", {Str, Int}),
            "TypeError: replace() argument 2 must be str, not int");
  EXPECT_EQ(method(Str, "maketrans", {Scores}), "dict(int, int)!");
  EXPECT_EQ(method(Str, "isdigit"), "bool");
}

TEST_F(TypingTest, MethodsOfLists) {
  EXPECT_EQ(method(Empty, "append", {Int}), "None");
  EXPECT_EQ(after(Empty, "append", {Int}), "list(int)");
  EXPECT_EQ(after(Ints, "append", {None}), "list(optional(int))");
  EXPECT_EQ(after(Ints, "extend", {Str}), "list(int | str)");
  EXPECT_EQ(after(Ints, "insert", {Int, Str}), "list(int | str)");
  EXPECT_EQ(after(Ints, "sort"), "list(int)");
  EXPECT_EQ(after(Ints, "copy"), "none");
  EXPECT_EQ(after(types.optional(Ints), "append", {Int}), "list(int)");
  EXPECT_EQ(method(Ints, "pop"), "int!");
  EXPECT_EQ(method(Ints, "sort"), "None");
  EXPECT_EQ(method(types.list(Scores), "sort"), "None!");
  EXPECT_EQ(method(Ints, "index", {Str}), "int!");
  EXPECT_EQ(method(Ints, "count", {Str}), "int");
  EXPECT_EQ(method(Range, "index", {Int}), "int!");
}

TEST_F(TypingTest, MethodsOfDicts) {
  EXPECT_EQ(method(Scores, "get", {Str}), "optional(int)");
  EXPECT_EQ(method(Scores, "get", {Str, Int}), "int");
  EXPECT_EQ(method(Scores, "get", {Str, Str}), "int | str");
  EXPECT_EQ(method(Scores, "get", {Ints}),
            "TypeError: unhashable type: 'list'");
  EXPECT_EQ(method(Scores, "pop", {Str}), "int!");
  EXPECT_EQ(method(Scores, "pop", {Str, None}), "optional(int)");
  EXPECT_EQ(method(Scores, "popitem"), "tuple(str, int)!");
  EXPECT_EQ(method(Scores, "setdefault", {Int, Float}), "int | float");
  EXPECT_EQ(after(Scores, "setdefault", {Int, Float}),
            "dict(str | int, int | float)");
  EXPECT_EQ(after(Scores, "update", {types.list(Pair)}),
            "dict(str | int, int | str)");
  EXPECT_EQ(method(Scores, "fromkeys", {Strs}), "dict(str, None)");
  Typing items = typeOfMethod(types, Scores, "items", {});
  EXPECT_EQ(types[items.type].label, "dict_items");
  EXPECT_EQ(types.str(types[items.type].elements.front()), "tuple(str, int)");
}

TEST_F(TypingTest, MethodsOfSets) {
  EXPECT_EQ(after(Names, "add", {Int}), "set(str | int)");
  EXPECT_EQ(method(Names, "add", {Ints}), "TypeError: unhashable type: 'list'");
  EXPECT_EQ(method(Names, "union", {Ints, Floats}), "set(str | int | float)");
  EXPECT_EQ(method(Names, "intersection", {Strs}), "set(str)");
  EXPECT_EQ(method(Names, "difference", {Ints}), "set(str)");
  EXPECT_EQ(after(Names, "update", {Ints}), "set(str | int)");
  EXPECT_EQ(method(Names, "issubset", {Strs}), "bool");
  EXPECT_EQ(method(Names, "remove", {Str}), "None!");
  EXPECT_EQ(method(Names, "discard", {Str}), "None");
}

//--- The whole catalogue ------------------------------------------------------

TEST_F(TypingTest, TypesAtTheirLimits) {
  TypeId deep = Int, wide = Int;
  for (unsigned i = 2; i != types::MaxDepth; ++i)
    deep = i % 2 ? types.dict(Int, deep) : types.list(deep);
  ASSERT_NE(types.dict(Str, types.list(Int)), Any);
  deep = types.dict(Str, deep);
  ASSERT_EQ(types.kind(deep), TypeKind::Dict);
  ASSERT_EQ(types.list(deep), Any);
  for (unsigned i = 1; i != types::MaxMembers; ++i)
    wide = types.join(wide, types.tuple(std::vector<TypeId>(i, Str)));
  ASSERT_EQ(types.kind(wide), TypeKind::Union);
  TypeId heavy =
      types.tuple(std::vector<TypeId>(types::MaxWeight - 1, types::Int));
  ASSERT_EQ(types.kind(heavy), TypeKind::Tuple);
  EXPECT_EQ(bin(BinaryOp::Add, heavy, heavy), "any");
  EXPECT_EQ(bin(BinaryOp::BitOr, deep, deep), types.str(deep));
  EXPECT_EQ(after(deep, "update", {types.dict(Int, types.list(deep))}),
            "dict(str | int, any)");
  EXPECT_EQ(after(deep, "setdefault", {deep}), "none");
  EXPECT_EQ(after(Empty, "append", {deep}), "any");
  std::pair<llvm::StringRef, TypeId> named[] = {{"a", deep}, {"b", deep}};
  TypeId dict = findClass(types, "dict")->asType();
  EXPECT_EQ(show(typeOfConversion(types, dict, {{}, named})), "any");
  EXPECT_EQ(cmp(CompareOp::Lt, heavy, heavy), "bool");
  EXPECT_EQ(cmp(CompareOp::Lt, wide, wide), "bool!");
  EXPECT_EQ(bin(BinaryOp::Add, wide, wide), "any!");
}

TEST_F(TypingTest, EveryFunctionMeetsEveryType) {
  // No more than: no crash, and words for each error.
  TypeId all[] = {Any,
                  None,
                  Bool,
                  Int,
                  Float,
                  Str,
                  Ints,
                  Scores,
                  Names,
                  Pair,
                  MaybeInt,
                  Number,
                  Color,
                  Point,
                  Secret,
                  Range,
                  types.stepOf(Point),
                  types.never(),
                  types::Step,
                  types.tupleOf(Str)};
  auto check = [&](const Typing &typing) {
    EXPECT_EQ(typing.isError(), !typing.error.empty());
  };
  for (TypeId a : all)
    for (TypeId b : all) {
      for (unsigned op = 0; op != 13; ++op) {
        check(typeOfBinary(types, BinaryOp(op), a, b));
        check(typeOfInplace(types, BinaryOp(op), a, b));
      }
      for (unsigned op = 0; op != 10; ++op)
        check(typeOfCompare(types, CompareOp(op), a, b));
      TypeId two[] = {a, b};
      for (llvm::StringRef name : builtinNames())
        for (unsigned count : {0, 1, 2})
          check(typeOfCall(
              types, *findBuiltin(name),
              {.positional = llvm::ArrayRef(two).take_front(count)}));
      for (Kind kind : {Kind::Int, Kind::Float, Kind::Str, Kind::Tuple,
                        Kind::Range, Kind::List, Kind::Dict, Kind::Set})
        for (llvm::StringRef name : methodNames(kind))
          check(typeOfMethod(types, a, name, {.positional = b}));
    }
}
