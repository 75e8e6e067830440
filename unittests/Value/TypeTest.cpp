//===- TypeTest.cpp - Static types ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Fixture.h"
#include "llvm/Support/raw_ostream.h"

using namespace plue;
using namespace plue::value;

namespace {
class TypeTest : public plue::value::testing::ValueTest {
protected:
  std::string schema(TypeId type) {
    std::string text;
    llvm::raw_string_ostream(text) << types.toJsonSchema(type);
    return text;
  }
  TypeId record(llvm::StringRef label = "") {
    return types.record(label, {"ok", "notes"},
                        {types::Bool, types.list(types::Str)});
  }
};
} // namespace

TEST_F(TypeTest, EqualTypesHaveEqualIds) {
  EXPECT_EQ(types.list(types::Str), types.list(types::Str));
  EXPECT_NE(types.list(types::Str), types.set(types::Str));
  EXPECT_EQ(types.enumOf({"a", "b", "a"}), types.enumOf({"a", "b"}));
  EXPECT_NE(types.enumOf({"b", "a"}), types.enumOf({"a", "b"}));
  EXPECT_NE(types.enumOf({"ab"}), types.enumOf({"a", "b"}));
  EXPECT_EQ(record("Review"), record("Other"));
  EXPECT_NE(types.tuple({types::Int}), types.tupleOf(types::Int));
  EXPECT_EQ(types.intern({.kind = TypeKind::Str}), types::Str);
  EXPECT_EQ(TypeStore().size(), types::NumFixed);
}

TEST_F(TypeTest, OptionalsDoNotNest) {
  TypeId maybe = types.optional(types::Int);
  EXPECT_EQ(types.optional(maybe), maybe);
  EXPECT_EQ(types.optional(types::None), types::None);
  EXPECT_EQ(types.optional(types::Any), types::Any);
  EXPECT_EQ(types.withoutNone(maybe), types::Int);
  EXPECT_EQ(types.withoutNone(types::Int), types::Int);
}

TEST_F(TypeTest, TypesPrintAsWritten) {
  EXPECT_EQ(types.str(types.list(types::Str)), "list(str)");
  EXPECT_EQ(types.str(types.list(types::Any)), "list");
  EXPECT_EQ(types.str(types.dict(types::Str, types.set(types::Int))),
            "dict(str, set(int))");
  EXPECT_EQ(types.str(types.tuple({types::Int, types::Str})),
            "tuple(int, str)");
  EXPECT_EQ(types.str(types.tuple({})), "tuple()");
  EXPECT_EQ(types.str(types.tupleOf(types::Int)), "tuple(int, ...)");
  EXPECT_EQ(types.str(types.optional(types.enumOf({"a", "b\""}))),
            "optional(enum(\"a\", \"b\\\"\"))");
  EXPECT_EQ(types.str(record()), "schema(ok=bool, notes=list(str))");
  EXPECT_EQ(types.str(types.record("Point", {"x"}, {types::Int})), "Point");
  EXPECT_EQ(types.str(types.join(types::Int, types::Str)), "int | str");
}

TEST_F(TypeTest, JoinsCoerceNothing) {
  auto join = [&](TypeId a, TypeId b) { return types.str(types.join(a, b)); };
  EXPECT_EQ(join(types::Int, types::Int), "int");
  EXPECT_EQ(join(types::Int, types::Float), "int | float");
  EXPECT_EQ(join(types::Bool, types::Int), "bool | int");
  EXPECT_EQ(join(types::Int, types::None), "optional(int)");
  EXPECT_EQ(join(types::None, types::Int), "optional(int)");
  EXPECT_EQ(join(types.optional(types::Int), types::Str),
            "optional(int | str)");
  EXPECT_EQ(join(types::Any, types::Int), "any");
  EXPECT_EQ(join(types.enumOf({"a"}), types.enumOf({"b", "a"})),
            "enum(\"b\", \"a\")");
  EXPECT_EQ(join(types.enumOf({"a", "c"}), types.enumOf({"b", "a"})),
            "enum(\"a\", \"c\", \"b\")");
  EXPECT_EQ(join(types.enumOf({"a"}), types::Str), "str");
  TypeId number = types.join(types::Int, types::Float);
  EXPECT_EQ(join(number, types::Int), "int | float");
  EXPECT_EQ(join(types::Str, number), "str | int | float");
  EXPECT_EQ(join(types.list(types::Int), types.list(types::Any)), "list");
}

TEST_F(TypeTest, WideUnionsBecomeAny) {
  TypeId type = types::Int;
  std::vector<TypeId> elements;
  for (int i = 0; i != 100; ++i) {
    elements.push_back(types::Int);
    type = types.join(type, types.tuple(elements));
  }
  EXPECT_EQ(type, types::Any);
}

TEST_F(TypeTest, AssignabilityIsInclusion) {
  TypeId maybe = types.optional(types::Str);
  EXPECT_TRUE(types.isAssignable(types::Str, maybe));
  EXPECT_TRUE(types.isAssignable(types::None, maybe));
  EXPECT_FALSE(types.isAssignable(maybe, types::Str));
  EXPECT_FALSE(types.isAssignable(types::Any, types::Str));
  EXPECT_FALSE(types.isAssignable(types::Bool, types::Int));
  EXPECT_FALSE(types.isAssignable(types::Int, types::Float));
  EXPECT_TRUE(
      types.isAssignable(types.enumOf({"a"}), types.enumOf({"b", "a"})));
  EXPECT_FALSE(
      types.isAssignable(types.enumOf({"a", "c"}), types.enumOf({"a"})));
  EXPECT_TRUE(types.isAssignable(types.enumOf({"a"}), maybe));
  EXPECT_TRUE(
      types.isAssignable(types.list(types::Str), types.list(types::Any)));
  EXPECT_FALSE(
      types.isAssignable(types.list(types::Any), types.list(types::Str)));
  TypeId either = types.join(types::Int, types::Str);
  EXPECT_TRUE(types.isAssignable(types::Int, either));
  EXPECT_TRUE(types.isAssignable(either, types.optional(either)));
  EXPECT_FALSE(types.isAssignable(either, types::Int));
  TypeId pair = types.tuple({types::Int, types::Int});
  EXPECT_TRUE(types.isAssignable(pair, types.tupleOf(types::Int)));
  EXPECT_FALSE(types.isAssignable(types.tupleOf(types::Int), pair));
  TypeId turned =
      types.record("", {"notes", "ok"}, {types.list(types::Str), types::Bool});
  EXPECT_TRUE(types.isAssignable(record(), turned));
  EXPECT_FALSE(
      types.isAssignable(record(), types.record("", {"ok"}, {types::Bool})));
  EXPECT_FALSE(types.isAssignable(types::Secret, types::Str));
}

TEST_F(TypeTest, FieldsAreFoundByName) {
  EXPECT_EQ(types.field(record(), "ok"), types::Bool);
  EXPECT_FALSE(types.field(record(), "okay").isValid());
  EXPECT_FALSE(types.field(types::Int, "ok").isValid());
  EXPECT_TRUE(types.mayBe(types.optional(types::Int), TypeKind::None));
  EXPECT_TRUE(types.mayBe(types::Any, TypeKind::List));
  EXPECT_FALSE(types.mayBe(types::Int, TypeKind::Str));
}

TEST_F(TypeTest, JsonSchemaOfEveryKind) {
  EXPECT_EQ(schema(types::Any), "{}");
  EXPECT_EQ(schema(types::Float), R"({"type":"number"})");
  EXPECT_EQ(schema(types::Step), "false");
  EXPECT_EQ(schema(types.list(types::Int)),
            R"({"items":{"type":"integer"},"type":"array"})");
  EXPECT_EQ(schema(types.set(types::Str)),
            R"({"items":{"type":"string"},"type":"array","uniqueItems":true})");
  EXPECT_EQ(schema(types.dict(types::Str, types::Bool)),
            R"({"additionalProperties":{"type":"boolean"},"type":"object"})");
  EXPECT_EQ(schema(types.tuple({types::Int, types::None})),
            R"({"maxItems":2,"minItems":2,"prefixItems":[{"type":"integer"},)"
            R"({"type":"null"}],"type":"array"})");
  EXPECT_EQ(schema(types.optional(types::Int)),
            R"({"anyOf":[{"type":"integer"},{"type":"null"}]})");
  EXPECT_EQ(schema(types.optional(types.join(types::Int, types::Str))),
            R"({"anyOf":[{"type":"integer"},{"type":"string"},)"
            R"({"type":"null"}]})");
  EXPECT_EQ(schema(types.enumOf({"a", "b"})),
            R"({"enum":["a","b"],"type":"string"})");
  EXPECT_EQ(schema(types.record("Point", {"x"}, {types::Int})),
            R"({"additionalProperties":false,"properties":{"x":{"type":)"
            R"("integer"}},"required":["x"],"title":"Point","type":"object"})");
}

TEST_F(TypeTest, TypesOfValues) {
  auto type = [&](Value v) { return types.str(typeOf(types, v)); };
  EXPECT_EQ(type(list({num(1), num(2)})), "list(int)");
  EXPECT_EQ(type(list({num(1), str("a")})), "list(int | str)");
  EXPECT_EQ(type(list({num(1), Value::none()})), "list(optional(int))");
  EXPECT_EQ(type(list({})), "list(never)");
  EXPECT_EQ(type(tuple({num(1), str("a")})), "tuple(int, str)");
  EXPECT_EQ(type(dict({{str("a"), Value::floating(1)}})), "dict(str, float)");
  EXPECT_EQ(type(set({num(1)})), "set(int)");
  EXPECT_EQ(type(Value::symbolic(1)), "any");
  EXPECT_EQ(type(get(binary(ctx, BinaryOp::LShift, num(1), num(99)))), "int");
}

TEST_F(TypeTest, ClassesMakeTypesOfTypes) {
  auto makes = [&](llvm::StringRef name, llvm::ArrayRef<Value> args) {
    TypeId type = findClass(types, name)->asType();
    return show(convert(ctx, type, {.positional = args, .keywords = {}}));
  };
  Value strType = Value::type(types::Str), intType = Value::type(types::Int);
  EXPECT_EQ(makes("list", strType), "list(str)");
  EXPECT_EQ(makes("dict", {strType, intType}), "dict(str, int)");
  EXPECT_EQ(makes("tuple", {intType, Value::none()}), "tuple(int, None)");
  EXPECT_EQ(makes("list", {strType, intType}),
            "TypeError: list as a type takes 1 type, got 2");
  Value lists = *findClass(types, "list");
  EXPECT_EQ(show(getItem(ctx, lists, intType)), "list(int)");
  EXPECT_EQ(show(getItem(ctx, intType, intType)),
            "TypeError: type 'int' is not subscriptable");
  EXPECT_EQ(show(binary(ctx, BinaryOp::BitOr, intType, Value::none())),
            "optional(int)");
}

//--- JSON ---------------------------------------------------------------------

TEST_F(TypeTest, JsonRoundTrip) {
  llvm::StringRef text =
      R"({"a":[1,-2.5,true,null,"é"],"b":{"c":18446744073709551615}})";
  llvm::json::Value json = llvm::cantFail(llvm::json::parse(text));
  Value v = get(fromJson(ctx, json));
  EXPECT_EQ(show(v), "{'a': [1, -2.5, True, None, 'é'], 'b': {'c': "
                     "18446744073709551615}}");
  EXPECT_EQ(*toJson(ctx, v), json);
  EXPECT_EQ(*toJson(ctx, tuple({num(1)})),
            llvm::json::Value(llvm::json::Array({1})));
}

TEST_F(TypeTest, JsonRefusesWhatItCannotCarry) {
  Value inf = Value::floating(std::numeric_limits<double>::infinity());
  EXPECT_EQ(kindOf(toJson(ctx, inf)), ExcKind::ValueError);
  EXPECT_EQ(kindOf(toJson(ctx, set({}))), ExcKind::ValueError);
  EXPECT_EQ(kindOf(toJson(ctx, dict({{num(1), num(1)}}))), ExcKind::ValueError);
  Value big = get(binary(ctx, BinaryOp::LShift, num(1), num(64)));
  EXPECT_EQ(kindOf(toJson(ctx, big)), ExcKind::ValueError);
}
