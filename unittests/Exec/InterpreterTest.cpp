//===- InterpreterTest.cpp - Functions of plans, run ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestPlan.h"
#include "plue/Value/Ops.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::exec;
using ir::FunctionParameter;
using ir::InstrKind;
using ir::OpKind;
using testing::HasSubstr;
using testing::StartsWith;
using value::BinaryOp;

namespace {
class InterpreterTest : public PlanTest {
protected:
  using Code = std::vector<ir::Instr>;

  //--- Instructions
  ir::Instr load(uint32_t slot, uint16_t hops = 0) {
    return {.kind = InstrKind::Load, .a = hops, .b = slot};
  }
  ir::Instr store(uint32_t slot, uint16_t hops = 0) {
    return {.kind = InstrKind::Store, .a = hops, .b = slot};
  }
  ir::Instr constant(int64_t n) {
    return {.kind = InstrKind::Const,
            .b = planBuilder.constant({.kind = ir::Constant::Int, .number = n})
                     .index};
  }
  ir::Instr text(llvm::StringRef text) {
    return {.kind = InstrKind::Const,
            .b = planBuilder.constant({.kind = ir::Constant::Str, .text = text})
                     .index};
  }
  ir::Instr named(InstrKind kind, llvm::StringRef name) {
    return {.kind = kind, .b = planBuilder.string(name)};
  }
  ir::Instr call(uint16_t count, llvm::StringRef keywords = "") {
    return {.kind = InstrKind::Call,
            .a = count,
            .b = keywords.empty() ? ~0U : planBuilder.string(keywords)};
  }
  ir::Instr binary(BinaryOp op) {
    return {.kind = InstrKind::Binary, .b = uint32_t(op)};
  }
  ir::Instr instr(InstrKind kind, uint16_t a = 0, uint32_t b = 0) {
    return {.kind = kind, .a = a, .b = b};
  }
  ir::Instr ret() { return instr(InstrKind::Return); }

  //--- Functions
  ir::Function root(Code code, value::TypeId result = types::Any,
                    uint32_t numSlots = 4) {
    ir::Function function;
    function.name = "f";
    function.resultType = result;
    function.numSlots = numSlots;
    function.code = std::move(code);
    return function;
  }
  ir::Function inner(Code code, std::vector<FunctionParameter> parameters = {},
                     uint32_t parent = 0) {
    ir::Function function;
    function.name = "g";
    function.parent = ir::FunctionId(parent);
    function.parameters = std::move(parameters);
    function.numSlots = 4;
    function.code = std::move(code);
    return function;
  }

  /// What the first function returns for \p operands, as JSON, or the error.
  std::string run(std::vector<ir::Function> functions, Values operands = {}) {
    for (auto [i, operand] : llvm::enumerate(operands)) {
      functions[0].parameters.push_back(
          {.name = planBuilder.plan().save("p" + std::to_string(i))});
      functions[0].parameterTypes.push_back(builder.workflow().typeOf(operand));
    }
    value::TypeId type = functions[0].resultType;
    ir::FunctionId f = planBuilder.functions(std::move(functions));
    ValueId applied = builder.op(OpKind::Apply, type, operands, f.index);
    output(applied);
    // The operands are looked at again: they must not have changed.
    for (ValueId operand : operands)
      output(operand);
    Evaluator evaluator(plan(), workflow(), inputs);
    std::string result;
    for (const ir::End &end : workflow().ends) {
      auto json = evaluator.evaluateJson(end.outputs[0].value);
      result += result.empty() ? "" : " ";
      result += json ? llvm::formatv("{0}", *json).str()
                     : llvm::toString(json.takeError());
    }
    return result;
  }
  ValueId list(Values items) {
    return op(OpKind::MakeList, typeStore().list(types::Int), items);
  }
};
} // namespace

TEST_F(InterpreterTest, OperatorsAndConstants) {
  EXPECT_EQ(
      run({root({constant(6), constant(7), binary(BinaryOp::Mul), ret()})}),
      "42");
}

TEST_F(InterpreterTest, Exceptions) {
  EXPECT_EQ(run({root({constant(6), constant(0), binary(BinaryOp::FloorDiv),
                       ret()})}),
            "ZeroDivisionError: integer division or modulo by zero");
}

TEST_F(InterpreterTest, ExceptionsByName) {
  EXPECT_EQ(
      run({root({text("no"), named(InstrKind::Raise, "NotImplementedError")})}),
      "NotImplementedError: no");
}

TEST_F(InterpreterTest, AVariableWithoutAValue) {
  EXPECT_THAT(run({root({load(1), ret()})}), StartsWith("UnboundLocalError"));
}

TEST_F(InterpreterTest, Loops) {
  // total = 0; for x in p0: total += x
  EXPECT_EQ(
      run({root({constant(0), store(1), load(0), instr(InstrKind::Iterate),
                 instr(InstrKind::Next, 0, 9), load(1), binary(BinaryOp::Add),
                 store(1), instr(InstrKind::Jump, 0, 4), load(1), ret()})},
          {list({num(3), num(4), num(5)})}),
      "12 [3,4,5]");
}

TEST_F(InterpreterTest, OnlyIteratorsHaveANextItem) {
  EXPECT_EQ(run({root({instr(InstrKind::MakeList), instr(InstrKind::Next, 0, 3),
                       ret(), constant(2), ret()})}),
            "TypeError: 'list' object is not an iterator");
}

TEST_F(InterpreterTest, ClosuresSeeLaterValues) {
  EXPECT_EQ(run({root({instr(InstrKind::Closure, 0, 1), constant(5), store(1),
                       call(1), ret()}),
                 inner({load(1, 1), ret()})}),
            "5");
}

TEST_F(InterpreterTest, DefaultsAreThoseOfTheDefinition) {
  EXPECT_EQ(
      run({root({constant(1), store(1), instr(InstrKind::Closure, 0, 1),
                 constant(2), store(1), call(1), ret()}),
           inner({load(0), ret()}, {{"x", FunctionParameter::Plain, 1}})}),
      "1");
}

TEST_F(InterpreterTest, Arguments) {
  std::vector<FunctionParameter> parameters{
      {"a"},
      {"rest", FunctionParameter::VarPositional},
      {"k", FunctionParameter::KeywordOnly},
      {"more", FunctionParameter::VarKeyword}};
  Code body{load(0), load(1), load(2), load(3), instr(InstrKind::MakeTuple, 4),
            ret()};
  EXPECT_EQ(
      run({root({instr(InstrKind::Closure, 0, 1), constant(1), constant(2),
                 constant(3), constant(4), call(5, "k z"), ret()}),
           inner(body, parameters)}),
      "[1,[2],3,{\"z\":4}]");
}

TEST_F(InterpreterTest, WrongArguments) {
  EXPECT_EQ(run({root({instr(InstrKind::Closure, 0, 1), call(1), ret()}),
                 inner({load(0), ret()}, {{"x"}})}),
            "TypeError: g() missing 1 required positional argument: 'x'");
}

TEST_F(InterpreterTest, SpreadArguments) {
  EXPECT_EQ(
      run({root({instr(InstrKind::Closure, 0, 1), instr(InstrKind::MakeList),
                 load(0), instr(InstrKind::Extend), instr(InstrKind::MakeDict),
                 text("b"), constant(9), instr(InstrKind::MakeDict, 2),
                 instr(InstrKind::Merge), instr(InstrKind::CallSpread), ret()}),
           inner({load(0), load(1), instr(InstrKind::MakeTuple, 2), ret()},
                 {{"a"}, {"b"}})},
          {list({num(8)})}),
      "[8,9] [8]");
}

TEST_F(InterpreterTest, AKeywordTwice) {
  EXPECT_EQ(run({root({instr(InstrKind::MakeDict), text("b"), constant(9),
                       instr(InstrKind::MakeDict, 2), instr(InstrKind::Dup),
                       store(0), instr(InstrKind::Merge), load(0),
                       instr(InstrKind::Merge), ret()})}),
            "TypeError: got multiple values for keyword argument 'b'");
}

TEST_F(InterpreterTest, RecursionIsBounded) {
  // def g(): return g()
  EXPECT_EQ(run({root({instr(InstrKind::Closure, 0, 1), store(0), load(0),
                       call(1), ret()}),
                 inner({load(0, 1), call(1), ret()})}),
            "RecursionError: maximum recursion depth exceeded");
}

TEST_F(InterpreterTest, RecursionThroughTheLibraryIsBounded) {
  // def g(x): return sorted([1, 2], key=g)
  EXPECT_EQ(run({root({instr(InstrKind::Closure, 0, 1), store(0), load(0),
                       constant(1), call(2), ret()}),
                 inner({named(InstrKind::Builtin, "sorted"), constant(1),
                        constant(2), instr(InstrKind::MakeList, 2), load(0, 1),
                        call(3, "key"), ret()},
                       {{"x"}})}),
            "RecursionError: maximum recursion depth exceeded");
}

TEST_F(InterpreterTest, EndlessLoopsRunOutOfFuel) {
  EXPECT_THAT(run({root({instr(InstrKind::Jump, 0, 0)})}),
              StartsWith("limit: the work of this evaluation"));
}

//--- Generators ---------------------------------------------------------------

TEST_F(InterpreterTest, GeneratorsAreLazy) {
  // next(g for …) where the second item would raise.
  ir::Function generator = inner(
      {constant(1), instr(InstrKind::Yield), constant(1), constant(0),
       binary(BinaryOp::Mod), instr(InstrKind::Yield), constant(0), ret()});
  generator.isGenerator = true;
  EXPECT_EQ(
      run({root({named(InstrKind::Builtin, "next"),
                 instr(InstrKind::Closure, 0, 1), call(1), call(2), ret()}),
           generator}),
      "1");
}

TEST_F(InterpreterTest, AGeneratorKeepsItsValues) {
  // With a value on its stack across a yield: 10 + each.
  ir::Function generator =
      inner({load(0), instr(InstrKind::Iterate), instr(InstrKind::Next, 0, 7),
             constant(10), binary(BinaryOp::Add), instr(InstrKind::Yield),
             instr(InstrKind::Jump, 0, 2), constant(0), ret()},
            {{"xs"}});
  generator.isGenerator = true;
  EXPECT_EQ(
      run({root({instr(InstrKind::Closure, 0, 1), load(0), call(2), ret()},
                typeStore().list(types::Int)),
           generator},
          {list({num(1), num(2)})}),
      "[11,12] [1,2]");
}

TEST_F(InterpreterTest, StopIterationDoesNotLeaveAGenerator) {
  ir::Function generator =
      inner({text(""), named(InstrKind::Raise, "StopIteration")});
  generator.isGenerator = true;
  EXPECT_EQ(
      run({root({named(InstrKind::Builtin, "any"),
                 instr(InstrKind::Closure, 0, 1), call(1), call(2), ret()}),
           generator}),
      "RuntimeError: generator raised StopIteration");
}

TEST_F(InterpreterTest, GeneratorsInGeneratorsAreBounded) {
  // g = (x for x in g), again and again.
  ir::Function generator =
      inner({load(0), instr(InstrKind::Iterate), instr(InstrKind::Next, 0, 5),
             instr(InstrKind::Yield), instr(InstrKind::Jump, 0, 2), constant(0),
             ret()},
            {{"xs"}});
  generator.isGenerator = true;
  EXPECT_EQ(run({root({load(0), store(1), named(InstrKind::Builtin, "range"),
                       constant(300), call(2), instr(InstrKind::Iterate),
                       instr(InstrKind::Next, 0, 13), instr(InstrKind::Pop),
                       instr(InstrKind::Closure, 0, 1), load(1), call(2),
                       store(1), instr(InstrKind::Jump, 0, 6), load(1), ret()}),
                 generator},
                {list({num(1)})}),
            "RecursionError: maximum recursion depth exceeded [1]");
}

//--- What is outside ----------------------------------------------------------

TEST_F(InterpreterTest, ArgumentsDoNotChange) {
  EXPECT_EQ(
      run({root({load(0), named(InstrKind::GetMethod, "append"), constant(9),
                 call(2), instr(InstrKind::Pop), load(0), ret()})},
          {list({num(1)})}),
      "[1,9] [1]");
}

TEST_F(InterpreterTest, InstructionsDoNotChangeArguments) {
  EXPECT_EQ(run({root({load(0), constant(9), instr(InstrKind::Append), ret()})},
                {list({num(1)})}),
            "[1,9] [1]");
}

TEST_F(InterpreterTest, WhatIsSharedInsideAnArgumentStaysShared) {
  ValueId shared = list({num(1)});
  ValueId both = op(OpKind::MakeTuple,
                    typeStore().tuple({typeStore().list(types::Int),
                                       typeStore().list(types::Int)}),
                    {shared, shared});
  EXPECT_EQ(run({root({load(0), constant(0), instr(InstrKind::Index),
                       constant(2), instr(InstrKind::Append),
                       instr(InstrKind::Pop), load(0), ret()})},
                {both}),
            "[[1,2],[1,2]] [[1],[1]]");
}

TEST_F(InterpreterTest, ResultsAreOfTheirType) {
  EXPECT_EQ(run({root({constant(1), ret()}, types::Str)}),
            "RuntimeError: a function returned 'int' instead of str");
}

TEST_F(InterpreterTest, FunctionsAreNoHandles) {
  EXPECT_THAT(run({root({instr(InstrKind::Closure, 0, 1), ret()}, types::Step),
                   inner({constant(1), ret()})}),
              StartsWith("RuntimeError: a function returned 'function'"));
}

TEST_F(InterpreterTest, WhatCanOnlyBeWalkedBecomesAList) {
  EXPECT_EQ(run({root({named(InstrKind::Builtin, "zip"), load(0), load(0),
                       call(3), ret()},
                      typeStore().list(types::Any))},
                {list({num(1), num(2)})}),
            "[[1,1],[2,2]] [1,2]");
}

//--- Records and steps --------------------------------------------------------

TEST_F(InterpreterTest, FieldsOfRecords) {
  inputs.event =
      llvm::json::Object{{"pull_request", llvm::json::Object{{"title", "T"}}}};
  ValueId record = PlanTest::named(
      OpKind::Event, typeStore().record("pr", {"title"}, {types::Str}),
      "pull_request");
  EXPECT_THAT(
      run({root({load(0), named(InstrKind::Field, "title"), ret()})}, {record}),
      StartsWith("\"T\" "));
}

TEST_F(InterpreterTest, ResultsOfSteps) {
  StepId step = shell("a", "true");
  ValueId handle = builder.workflow().steps[step.index].op;
  ir::Function f = root({load(0), named(InstrKind::Field, "exit_code"), ret()});
  f.parameters = {{"p"}};
  f.parameterTypes = {types::Step};
  ir::FunctionId id = planBuilder.functions({f});
  output(builder.op(OpKind::Apply, types::Any, {handle}, id.index));
  Evaluator evaluator(plan(), workflow(), inputs);
  evaluator.setResult(step, {.hasRun = true, .exitCode = 3});
  auto json = evaluator.evaluateJson(workflow().ends[0].outputs[0].value);
  ASSERT_TRUE(bool(json));
  EXPECT_EQ(*json, llvm::json::Value(3));
}

//--- Unpacking ----------------------------------------------------------------

TEST_F(InterpreterTest, Unpacking) {
  EXPECT_EQ(run({root({load(0), instr(InstrKind::UnpackStar, 3, 1), store(1),
                       store(2), store(3), load(1), load(2), load(3),
                       instr(InstrKind::MakeTuple, 3), ret()})},
                {list({num(1), num(2), num(3), num(4)})}),
            "[1,[2,3],4] [1,2,3,4]");
}

TEST_F(InterpreterTest, UnpackingTooMany) {
  EXPECT_EQ(run({root({load(0), instr(InstrKind::Unpack, 1), ret()})},
                {list({num(1), num(2)})}),
            "ValueError: too many values to unpack (expected 1) [1,2]");
}
