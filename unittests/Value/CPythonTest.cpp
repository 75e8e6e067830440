//===- CPythonTest.cpp - The same results as CPython ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Every case that utils/difftest/gen_value_cases.py wrote at build time:
/// an expression and what CPython made of it, result or exception.
//===----------------------------------------------------------------------===//
#include "ExpressionTree.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

using namespace plue;
using namespace plue::value;
using namespace plue::value::testing;

/// What an expression comes to: its repr, or `Class: message`.
static std::string outcomeOf(const llvm::json::Array &tree) {
  Limits limits;
  Heap heap;
  TypeStore types;
  TreeContext ctx(heap, types, limits);
  FailureOr<Value> v = ctx.evaluate(tree);
  if (succeeded(v))
    v = repr(ctx, *v);
  if (succeeded(v)) {
    EXPECT_FALSE(ctx.hasException());
    return v->text().str();
  }
  Exception exception = ctx.takeException();
  return (name(exception.kind) + ": " + exception.message).str();
}

/// Results that are refused because CPython's own is an accident.
static bool isRefused(llvm::StringRef outcome) {
  return outcome.starts_with("nondeterministic: ");
}

TEST(CPythonTest, EveryCaseComesToTheSame) {
  auto buffer = llvm::MemoryBuffer::getFile(PLUE_VALUE_CASES);
  ASSERT_TRUE(!!buffer);
  unsigned cases = 0, refused = 0, wrong = 0;
  llvm::SmallVector<llvm::StringRef, 0> lines;
  (*buffer)->getBuffer().split(lines, '\n', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef line : lines) {
    llvm::json::Value json = llvm::cantFail(llvm::json::parse(line));
    const llvm::json::Object &object = *json.getAsObject();
    std::string outcome = outcomeOf(*object.getArray("tree"));
    llvm::StringRef wanted = object.getString("result").value_or("");
    if (auto error = object.getString("error"))
      wanted = *error;
    ++cases;
    refused += isRefused(outcome);
    if (outcome == wanted || isRefused(outcome) || ++wrong > 60)
      continue;
    ADD_FAILURE() << object.getString("source")->str()
                  << "\n  CPython: " << wanted.str()
                  << "\n  plue:    " << outcome;
  }
  EXPECT_EQ(wrong, 0U) << "of " << cases << " cases";
  EXPECT_GT(cases, 3000U);
  // Refusing must stay the exception.
  EXPECT_LT(refused, cases / 25);
}
