//===- FunctionsTest.cpp - Functions of plans -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What the interpreter takes for granted is refused when it is not so:
/// each test breaks one thing in a sound function.
//===----------------------------------------------------------------------===//
#include "TestWorkflow.h"
#include "plue/IR/Printer.h"
#include "plue/IR/Verifier.h"
#include "gmock/gmock.h"

using namespace plue;
using namespace plue::ir;
using testing::HasSubstr;
namespace types = plue::value::types;

namespace {
class FunctionsTest : public testing::Test {
protected:
  using Code = std::vector<Instr>;

  uint32_t number(int64_t n) {
    return t.plan.constant({.kind = Constant::Int, .number = n}).index;
  }
  uint32_t string(llvm::StringRef text) { return t.plan.string(text); }
  /// A function of one int.
  Function function(Code code) {
    Function function;
    function.name = "f";
    function.parameters = {{.name = "x"}};
    function.parameterTypes = {types::Int};
    function.resultType = types::Int;
    function.numSlots = 2;
    function.code = std::move(code);
    return function;
  }
  /// One inside of function 0, which makes it.
  Function inner(Code code) {
    Function function;
    function.name = "inner";
    function.parent = FunctionId(0);
    function.numSlots = 1;
    function.code = std::move(code);
    return function;
  }
  Code sound() {
    return {{.kind = InstrKind::Load}, {.kind = InstrKind::Return}};
  }
  std::string fault(std::vector<Function> functions) {
    t.plan.plan().functions = std::move(functions);
    return llvm::toString(verify(t.plan.plan()));
  }
  std::string fault(Code code) {
    return fault(std::vector<Function>{function(std::move(code))});
  }
  std::string faultInside(Code code) {
    return fault({function(sound()), inner(std::move(code))});
  }

  TestWorkflow t;
};
} // namespace

TEST_F(FunctionsTest, SoundOnes) {
  EXPECT_EQ(fault(sound()), "");
  EXPECT_EQ(faultInside({{.kind = InstrKind::Load, .a = 1},
                         {.kind = InstrKind::Return}}),
            "");
}

//--- Signatures ---------------------------------------------------------------

TEST_F(FunctionsTest, AParentComesFirst) {
  Function lost = inner(sound());
  lost.parent = FunctionId(7);
  EXPECT_THAT(fault({lost}), HasSubstr("not in a function before it"));
}

TEST_F(FunctionsTest, NestingIsBounded) {
  std::vector<Function> functions{function(sound())};
  for (uint32_t i = 0; i != 300; ++i) {
    functions.push_back(inner(sound()));
    functions.back().parent = FunctionId(i);
  }
  EXPECT_THAT(fault(functions), HasSubstr("nested too deeply"));
}

TEST_F(FunctionsTest, SignaturesMustFit) {
  auto faultWith = [&](auto change) {
    Function changed = function(sound());
    change(changed);
    return fault(std::vector<Function>{changed});
  };
  EXPECT_THAT(faultWith([](Function &f) { f.numSlots = 0; }),
              HasSubstr("more parameters than variables"));
  EXPECT_THAT(faultWith([](Function &f) { f.numSlots = 1 << 30; }),
              HasSubstr("too many variables"));
  EXPECT_THAT(faultWith([](Function &f) { f.parameterTypes.clear(); }),
              HasSubstr("one type for each parameter"));
  EXPECT_THAT(faultWith([](Function &f) { f.parameterTypes[0].index = 999; }),
              HasSubstr("type 999 does not exist"));
  EXPECT_THAT(faultWith([](Function &f) { f.resultType.index = 999; }),
              HasSubstr("type 999 does not exist"));
  EXPECT_THAT(faultWith([](Function &f) {
                f.parameters[0].kind = FunctionParameter::VarPositional;
              }),
              HasSubstr("parameters must be plain"));
  EXPECT_THAT(faultWith([](Function &f) { f.isGenerator = true; }),
              HasSubstr("a generator must be in a function"));
  Function typed = inner(sound());
  typed.resultType = types::Int;
  EXPECT_THAT(fault({function(sound()), typed}),
              HasSubstr("function 1: its value has a type"));
  Function located = inner(sound());
  located.locations.resize(located.code.size());
  EXPECT_THAT(fault({function(sound()), located}),
              HasSubstr("function 1: there is not one location for each"));
  EXPECT_THAT(faultWith([](Function &f) { f.code.clear(); }),
              HasSubstr("no code"));
  EXPECT_THAT(faultWith([](Function &f) { f.locations.resize(1); }),
              HasSubstr("one location for each instruction"));
}

TEST_F(FunctionsTest, ParametersStandInOrder) {
  auto faultWith = [&](std::vector<FunctionParameter> parameters) {
    Function changed = inner(sound());
    changed.numSlots = parameters.size();
    changed.parameters = std::move(parameters);
    return fault({function(sound()), changed});
  };
  using Kind = FunctionParameter::Kind;
  EXPECT_EQ(faultWith({{"a", Kind::PositionalOnly},
                       {"b", Kind::Plain, 1},
                       {"c", Kind::VarPositional},
                       {"d", Kind::KeywordOnly},
                       {"e", Kind::VarKeyword}}),
            "");
  EXPECT_THAT(faultWith({{"a", Kind::KeywordOnly}, {"b", Kind::Plain}}),
              HasSubstr("in the wrong place"));
  EXPECT_THAT(faultWith({{"a", Kind::VarKeyword}, {"b", Kind::VarKeyword}}),
              HasSubstr("in the wrong place"));
  EXPECT_THAT(faultWith({{"a", Kind(9)}}), HasSubstr("of unknown kind"));
  EXPECT_THAT(faultWith({{"a"}, {"a"}}), HasSubstr("no name of its own"));
  EXPECT_THAT(faultWith({{"a", Kind::Plain, 2}}),
              HasSubstr("slot 2 does not exist"));
}

//--- Instructions -------------------------------------------------------------

TEST_F(FunctionsTest, OperandsMustExist) {
  EXPECT_THAT(fault(Code{{.kind = InstrKind(200)}}),
              HasSubstr("instruction 200 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Const, .b = 99}}),
              HasSubstr("constant 99 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Load, .b = 2}}),
              HasSubstr("slot 2 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Load, .a = 1}}),
              HasSubstr("not so many frames"));
  EXPECT_THAT(faultInside({{.kind = InstrKind::Store, .a = 1, .b = 5}}),
              HasSubstr("slot 5 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Unary, .b = 4}}),
              HasSubstr("operator 4 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Class, .b = 999}}),
              HasSubstr("type 999 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Jump, .b = 9}}),
              HasSubstr("target 9 does not exist"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Pop, .b = 9}}),
              HasSubstr("an operand too many"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Builtin, .b = string("eval")}}),
              HasSubstr("no such built-in"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Raise, .b = string("Oops")}}),
              HasSubstr("no such exception"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Closure, .b = 0}}),
              HasSubstr("not inside this one"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::MakeDict, .a = 3}}),
              HasSubstr("a key without a value"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::MakeList, .a = 60000}}),
              HasSubstr("counts too many"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::UnpackStar, .a = 2, .b = 2}}),
              HasSubstr("no place for the star"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Yield}}),
              HasSubstr("no generator"));
}

TEST_F(FunctionsTest, CallsHaveTheArgumentsTheyName) {
  auto call = [&](uint16_t count, llvm::StringRef keywords) {
    return fault(
        Code{{.kind = InstrKind::Call, .a = count, .b = string(keywords)}});
  };
  EXPECT_THAT(call(2, "a b"), HasSubstr("more keywords than arguments"));
  EXPECT_THAT(call(3, "a a"), HasSubstr("keywords that are no names"));
  EXPECT_THAT(call(3, "a "), HasSubstr("keywords that are no names"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Call, .b = ~0U}}),
              HasSubstr("calls nothing"));
}

TEST_F(FunctionsTest, TheStackIsEquallyDeepOnEveryWay) {
  EXPECT_THAT(
      fault(Code{{.kind = InstrKind::Pop}, {.kind = InstrKind::Jump, .b = 0}}),
      HasSubstr("finds too few values"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Load}}),
              HasSubstr("runs past its end"));
  // A loop that leaves one more value each time around.
  EXPECT_THAT(
      fault(Code{{.kind = InstrKind::Load}, {.kind = InstrKind::Jump, .b = 0}}),
      HasSubstr("instruction 0 is reached with 0 and with 1 values"));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Load},
                         {.kind = InstrKind::JumpIfFalseKeep, .b = 3},
                         {.kind = InstrKind::Load},
                         {.kind = InstrKind::Return}}),
              testing::Eq(""));
  EXPECT_THAT(fault(Code{{.kind = InstrKind::Load},
                         {.kind = InstrKind::Iterate},
                         {.kind = InstrKind::Next, .b = 4},
                         {.kind = InstrKind::Return},
                         {.kind = InstrKind::Return}}),
              HasSubstr("instruction 4 (return) finds too few values"));
  Code deep(5000, {.kind = InstrKind::Load});
  deep.push_back({.kind = InstrKind::Return});
  EXPECT_THAT(fault(deep), HasSubstr("grows too deep"));
}

//--- Operations that call functions -------------------------------------------

TEST_F(FunctionsTest, ApplyFitsItsFunction) {
  auto applied = [&](std::vector<Function> functions, TypeId type,
                     llvm::ArrayRef<ValueId> operands) {
    TestWorkflow t;
    t.plan.plan().functions = std::move(functions);
    llvm::SmallVector<ValueId> values;
    for (ValueId operand : operands)
      values.push_back(t.build.constant(
          {.kind = Constant::Int, .number = int64_t(operand.index)}));
    uint32_t last = t.plan.plan().functions.size() - 1;
    t.keep(t.build.op(OpKind::Apply, type, values, last));
    t.finish();
    return llvm::toString(verify(t.plan.plan()));
  };
  ValueId one(1);
  EXPECT_EQ(applied({function(sound())}, types::Int, {one}), "");
  EXPECT_THAT(applied({function(sound())}, types::Int, {}),
              HasSubstr("has 0 operands for 1 parameters"));
  EXPECT_THAT(applied({function(sound())}, types::Str, {one}),
              HasSubstr("its type is not that of its result"));
  EXPECT_THAT(applied({function(sound()), inner(sound())}, types::Int, {one}),
              HasSubstr("inside another one"));
  Function ofText = function(sound());
  ofText.parameterTypes = {types::Str};
  EXPECT_THAT(applied({ofText}, types::Int, {one}),
              HasSubstr("operand 0 is not of its parameter's type"));
}

//--- Building and printing ----------------------------------------------------

TEST_F(FunctionsTest, EqualFunctionsAreMadeOnce) {
  auto group = [&] {
    return std::vector<Function>{function({{.kind = InstrKind::Closure, .b = 1},
                                           {.kind = InstrKind::Return}}),
                                 inner(sound())};
  };
  EXPECT_EQ(t.plan.functions(group()), FunctionId(0));
  EXPECT_EQ(t.plan.functions(group()), FunctionId(0));
  EXPECT_EQ(t.plan.functions({function(sound())}), FunctionId(2));
  std::vector<Function> other = group();
  other[1].name = "other";
  EXPECT_EQ(t.plan.functions(other), FunctionId(3));
  EXPECT_EQ(t.plan.plan().functions[3].code[0].b, 4U);
  EXPECT_EQ(t.plan.plan().functions[4].parent, FunctionId(3));
}

TEST_F(FunctionsTest, Text) {
  Function loop = function({{.kind = InstrKind::Closure, .b = 1},
                            {.kind = InstrKind::Iterate},
                            {.kind = InstrKind::Next, .b = 5},
                            {.kind = InstrKind::Store, .b = 1},
                            {.kind = InstrKind::Jump, .b = 2},
                            {.kind = InstrKind::Load},
                            {.kind = InstrKind::Return}});
  Function nested = inner({{.kind = InstrKind::Load, .a = 1, .b = 1},
                           {.kind = InstrKind::Const, .b = number(7)},
                           {.kind = InstrKind::Binary, .b = 0},
                           {.kind = InstrKind::Call, .a = 3, .b = string("n")},
                           {.kind = InstrKind(200)}});
  nested.isGenerator = true;
  nested.parameters = {{"a", FunctionParameter::VarPositional},
                       {"k", FunctionParameter::KeywordOnly, 1}};
  t.plan.plan().functions = {loop, nested}; // Broken, so not by the builder.
  std::string text;
  llvm::raw_string_ostream os(text);
  print(t.plan.plan(), os);
  EXPECT_THAT(text, HasSubstr(R"(
func @f.0(x: int) : int slots 2 {
  closure @inner.1
  iterate
L0:
  next L1
  store %1
  jump L0
L1:
  load %0
  return
}
)"));
  EXPECT_THAT(text, HasSubstr(R"(
func @inner.1(*a, keyword k = %1:1) in @f.0 slots 1 generator {
  load %1:1
  const 7
  binary "+"
  call 3, "n"
  <bad instruction 200>
}
)"));
}

//--- Digests ------------------------------------------------------------------

TEST_F(FunctionsTest, DigestsSeeTheCodeInside) {
  // A step that runs what a function returns: its digest, when the inner
  // function loads constant `n`, and there are `junk` constants before it.
  auto digest = [](int64_t n, int64_t junk) {
    TestWorkflow t;
    for (int64_t i = 0; i != junk; ++i)
      t.plan.constant({.kind = Constant::Int, .number = 1000 + i});
    uint32_t constant =
        t.plan.constant({.kind = Constant::Int, .number = n}).index;
    Function outer;
    outer.name = "f";
    outer.resultType = types::Str;
    outer.code = {{.kind = InstrKind::Closure, .b = 1},
                  {.kind = InstrKind::Call, .a = 1, .b = ~0U},
                  {.kind = InstrKind::Return}};
    Function inner;
    inner.name = "inner";
    inner.parent = FunctionId(0);
    inner.code = {{.kind = InstrKind::Const, .b = constant},
                  {.kind = InstrKind::Return}};
    FunctionId f = t.plan.functions({outer, inner});
    ValueId script = t.build.op(OpKind::Apply, types::Str, {}, f.index);
    t.step("a", {}, {}, script);
    t.finish();
    return t.digests()[0];
  };
  EXPECT_EQ(digest(1, 0), digest(1, 3));
  EXPECT_NE(digest(1, 0), digest(2, 0));
}
