//===- TypedValueTest.cpp - Values made to fit a type ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TypedValue.h"
#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"
#include "gtest/gtest.h"

using namespace plue;
using namespace plue::exec;
namespace types = value::types;
using value::TypeId;

namespace {
class TypedValueTest : public testing::Test {
protected:
  /// The repr of what \p json is as a value of \p type, or what is wrong.
  std::string fit(TypeId type, llvm::StringRef json) {
    FailureOr<value::Value> parsed = value::parseJson(context, json);
    if (failed(parsed))
      return context.takeException().message;
    auto fitted = fitToType(context, type, *parsed, "output");
    if (!fitted)
      return llvm::toString(fitted.takeError());
    return value::repr(context, *fitted)->text().str();
  }

  Limits limits;
  value::Heap heap;
  value::TypeStore store;
  value::Context context{heap, store, limits};
};
} // namespace

TEST_F(TypedValueTest, ScalarsAreWhatTheyAre) {
  EXPECT_EQ(fit(types::Int, "3"), "3");
  EXPECT_EQ(fit(types::Int, "123456789012345678901234567890"),
            "123456789012345678901234567890");
  EXPECT_EQ(fit(types::Int, "3.0"),
            "`output` is a number with a fraction; it must be `int`");
  EXPECT_EQ(fit(types::Int, "true"), "`output` is true; it must be `int`");
  EXPECT_EQ(fit(types::Float, "3"), "3.0");
  EXPECT_EQ(fit(types::Float, "-2.5e1"), "-25.0");
  EXPECT_EQ(fit(types::Bool, "1"), "`output` is an integer; it must be `bool`");
  EXPECT_EQ(fit(types::Str, "null"), "`output` is null; it must be `str`");
  EXPECT_EQ(fit(types::Any, "[1, 1.0, null]"), "[1, 1.0, None]");
}

TEST_F(TypedValueTest, ContainersNameThePlace) {
  TypeId list = store.list(types::Int);
  EXPECT_EQ(fit(list, "[1, 2]"), "[1, 2]");
  EXPECT_EQ(fit(list, "[1, \"2\"]"),
            "`output[1]` is a string; it must be `int`");
  TypeId dict = store.dict(types::Str, list);
  EXPECT_EQ(fit(dict, "{\"z\": [1], \"a\": []}"), "{'z': [1], 'a': []}");
  EXPECT_EQ(fit(dict, "{\"z\": [1, null]}"),
            "`output.z[1]` is null; it must be `int`");
  EXPECT_EQ(fit(dict, "[]"),
            "`output` is an array; it must be `dict(str, list(int))`");
}

TEST_F(TypedValueTest, RecordsHaveTheirFieldsInTheirOrder) {
  TypeId record =
      store.record("", {"a", "b"}, {types::Int, store.optional(types::Str)});
  EXPECT_EQ(fit(record, "{\"b\": \"x\", \"a\": 1}"), "{'a': 1, 'b': 'x'}");
  EXPECT_EQ(fit(record, "{\"a\": 1}"), "{'a': 1, 'b': None}");
  EXPECT_EQ(fit(record, "{\"a\": 1, \"b\": null}"), "{'a': 1, 'b': None}");
  EXPECT_EQ(fit(record, "{\"b\": null}"),
            "`output.a` is missing; it must be `int`");
  EXPECT_EQ(fit(record, "{\"a\": 1, \"unheard\": 1}"),
            "`output.unheard` is not in the schema");
}

TEST_F(TypedValueTest, UnionsTakeWhatFitsAsItStands) {
  TypeId number = store.join(types::Float, types::Int);
  EXPECT_EQ(fit(number, "1"), "1");
  EXPECT_EQ(fit(number, "1.5"), "1.5");
  TypeId color = store.enumOf({"red", "green"});
  EXPECT_EQ(fit(color, "\"red\""), "'red'");
  EXPECT_EQ(fit(color, "\"blue\""),
            "`output` is `blue`; it must be `enum(\"red\", \"green\")`");
}

TEST_F(TypedValueTest, JsonIsReadAsPythonDoes) {
  EXPECT_EQ(fit(types::Any, " {\"a\": 1, \"b\": 2, \"a\": 3} "),
            "{'a': 3, 'b': 2}");
  EXPECT_EQ(fit(types::Any, R"("\u00e4\n\/\ud83d\ude00\ud83d.\ude00")"),
            "'ä\\n/😀\xEF\xBF\xBD.\xEF\xBF\xBD'");
  EXPECT_EQ(fit(types::Any, "[]"), "[]");
  EXPECT_EQ(fit(types::Any, "-0"), "0");
  EXPECT_EQ(fit(types::Any, "1E2"), "100.0");
}

TEST_F(TypedValueTest, WhatIsNoJsonIsRefusedWithItsPlace) {
  for (auto [text, fault] : std::vector<std::pair<const char *, const char *>>{
           {"", "a value is missing: line 1 column 1"},
           {"NaN", "a value is missing: line 1 column 1"},
           {"01", "a value is missing: line 1 column 1"},
           {"-", "a value is missing: line 1 column 1"},
           {"1.", "digits are missing after the point: line 1 column 3"},
           {"1e", "the digits of an exponent are missing: line 1 column 3"},
           {"[1\n 2]", "a `,` or `]` is missing: line 2 column 2"},
           {"[1,]", "a value is missing: line 1 column 4"},
           {"{1: 2}", "a name in quotes is missing: line 1 column 2"},
           {"{\"a\" 1}", "a `:` is missing: line 1 column 6"},
           {"{\"a\": 1", "a `,` or `}` is missing: line 1 column 8"},
           {"\"a", "a string does not end: line 1 column 3"},
           {"\"\t\"", "a control character in a string: line 1 column 2"},
           {"\"\\x\"", "an unknown escape in a string: line 1 column 2"},
           {"\"\\u12\"",
            "four hexadecimal digits are missing: line 1 column 2"},
           {"1 2", "there is more after the value: line 1 column 3"},
       })
    EXPECT_EQ(fit(types::Any, text), fault) << text;
  EXPECT_NE(fit(types::Any, std::string(100'000, '[')).find("recursion"),
            std::string::npos);
}
