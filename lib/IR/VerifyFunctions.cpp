//===- VerifyFunctions.cpp - Is the code of functions sound? --------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What the interpreter takes for granted: operands exist, variables lie
/// in frames that are there, code does not run past its end, and the stack is
/// equally deep whenever an instruction is reached, never below the bottom.
/// Each instruction is visited once.
//===----------------------------------------------------------------------===//
#include "Text.h"
#include "Verify.h"
#include "plue/IR/Spelling.h"
#include "plue/Value/Builtins.h"
#include "plue/Value/Ops.h"
#include "llvm/ADT/StringSet.h"

using namespace plue;
using namespace plue::ir;

/// How many values the code of one call may have on the stack.
static constexpr int MaxStack = 4096;
/// How deep functions may be nested in each other.
static constexpr uint32_t MaxNesting = 200;

namespace {
/// Checks one function. Functions that return text return what is wrong.
class FunctionVerifier {
public:
  FunctionVerifier(const Plan &plan, uint32_t ordinal, TextChecker &texts,
                   llvm::ArrayRef<uint32_t> nesting)
      : plan(plan), function(plan.functions[ordinal]), ordinal(ordinal),
        texts(texts), nesting(nesting) {}

  std::string check();
  /// Where the fault is that check() found.
  PlanPlace place() const {
    return faulty ? PlanPlace{PlanPlace::Instruction, *faulty, ordinal}
                  : PlanPlace{PlanPlace::Function, ordinal};
  }

private:
  std::string checkHeader();
  std::string checkSignature();
  std::string checkParameters();
  std::string checkInstr(const Instr &instr);
  std::string checkOperand(InstrOperand operand, uint64_t number);
  std::string checkMeaning(const Instr &instr);
  std::string checkVariable(const Instr &instr);
  std::string checkStack();
  std::string reach(uint64_t target, int depth);

  const Plan &plan;
  const Function &function;
  uint32_t ordinal;
  TextChecker &texts;
  /// How many functions are around each one before this.
  llvm::ArrayRef<uint32_t> nesting;
  /// How deep the stack is at each instruction; -1: not reached yet.
  std::vector<int> depths;
  std::vector<uint32_t> pending;
  /// The instruction that is at fault.
  std::optional<uint32_t> faulty;
};
} // namespace

static std::string outOfRange(llvm::StringRef what, uint64_t ordinal) {
  return llvm::formatv("{0} {1} does not exist", what, ordinal).str();
}

//--- Signatures ---------------------------------------------------------------

std::string FunctionVerifier::checkHeader() {
  if (!texts.isPlain(function.name))
    return "its name is not plain text";
  if (function.parent && function.parent.index >= ordinal)
    return "it is not in a function before it";
  if (function.parent && nesting[function.parent.index] >= MaxNesting)
    return "it is nested too deeply";
  if (function.numSlots > Limits().items)
    return "it has too many variables";
  if (function.parameters.size() > function.numSlots)
    return "it has more parameters than variables";
  if (function.isGenerator && !function.parent)
    return "a generator must be in a function";
  if (function.code.empty())
    return "it has no code";
  // Either all functions have locations or none has.
  size_t numLocations =
      plan.functions[0].locations.empty() ? 0 : function.code.size();
  if (function.locations.size() != numLocations)
    return "there is not one location for each instruction";
  return "";
}

/// An operation calls a function without a parent, with one operand for each
/// parameter.
std::string FunctionVerifier::checkSignature() {
  if (function.parent) {
    if (!function.parameterTypes.empty())
      return "its parameters have types";
    return function.resultType ? "its value has a type" : "";
  }
  if (function.parameterTypes.size() != function.parameters.size())
    return "there is not one type for each parameter";
  for (TypeId type : function.parameterTypes)
    if (type.index >= plan.types.size())
      return outOfRange("type", type.index);
  if (function.resultType.index >= plan.types.size())
    return outOfRange("type", function.resultType.index);
  for (const FunctionParameter &parameter : function.parameters)
    if (parameter.kind != FunctionParameter::Plain ||
        parameter.defaultSlot != ~0U)
      return "its parameters must be plain";
  return "";
}

std::string FunctionVerifier::checkParameters() {
  llvm::StringSet<> seen;
  auto last = FunctionParameter::PositionalOnly;
  for (auto [i, parameter] : llvm::enumerate(function.parameters)) {
    if (parameter.kind > FunctionParameter::VarKeyword)
      return llvm::formatv("parameter {0} is of unknown kind", i);
    bool isRepeated = parameter.kind == last &&
                      (parameter.kind == FunctionParameter::VarPositional ||
                       parameter.kind == FunctionParameter::VarKeyword);
    if (parameter.kind < last || isRepeated)
      return llvm::formatv("parameter {0} stands in the wrong place", i);
    last = parameter.kind;
    if (!texts.isPlain(parameter.name) || !seen.insert(parameter.name).second)
      return llvm::formatv("parameter {0} has no name of its own", i);
    bool hasDefault = parameter.defaultSlot != ~0U;
    if (hasDefault && function.parent &&
        parameter.defaultSlot >= plan.functions[function.parent.index].numSlots)
      return outOfRange("slot", parameter.defaultSlot);
  }
  return "";
}

//--- Instructions -------------------------------------------------------------

std::string FunctionVerifier::checkVariable(const Instr &instr) {
  const Function *holder = &function;
  for (unsigned hops = instr.a; hops != 0; --hops) {
    if (!holder->parent)
      return "there are not so many frames";
    holder = &plan.functions[holder->parent.index];
  }
  return instr.b < holder->numSlots ? "" : outOfRange("slot", instr.b);
}

std::string FunctionVerifier::checkOperand(InstrOperand operand,
                                           uint64_t number) {
  auto inRange = [&](llvm::StringRef what, size_t count) {
    return number < count ? "" : outOfRange(what, number);
  };
  switch (operand) {
  case InstrOperand::None:
    return number == 0 ? "" : "has an operand too many";
  case InstrOperand::Count:
    return number < MaxStack ? "" : "counts too many";
  case InstrOperand::Hops:
  case InstrOperand::Slot:
    return ""; // They go together; see checkVariable.
  case InstrOperand::Constant:
    return inRange("constant", plan.constants.size());
  case InstrOperand::String:
    return inRange("string", plan.strings.size());
  case InstrOperand::Keywords:
    return number == ~0U ? "" : inRange("string", plan.strings.size());
  case InstrOperand::Type:
    return inRange("type", plan.types.size());
  case InstrOperand::Function:
    return inRange("function", plan.functions.size());
  case InstrOperand::Target:
    return inRange("target", function.code.size());
  case InstrOperand::UnaryOp:
    return inRange("operator", unsigned(value::UnaryOp::Not) + 1);
  case InstrOperand::BinaryOp:
    return inRange("operator", unsigned(value::BinaryOp::MatMul) + 1);
  case InstrOperand::CompareOp:
    return inRange("operator", unsigned(value::CompareOp::NotIn) + 1);
  }
  llvm_unreachable("not a kind of operand");
}

/// Whether \p names are identifiers of which no two are equal.
static bool areKeywords(llvm::StringRef names, size_t &count) {
  llvm::SmallVector<llvm::StringRef, 4> list;
  names.split(list, ' ');
  count = list.size();
  llvm::StringSet<> seen;
  return llvm::all_of(list, [&](llvm::StringRef name) {
    return isName(name) && seen.insert(name).second;
  });
}

/// What an instruction means must exist too.
std::string FunctionVerifier::checkMeaning(const Instr &instr) {
  switch (instr.kind) {
  case InstrKind::Builtin:
    return value::findBuiltin(plan.strings[instr.b])
               ? ""
               : "there is no such built-in function";
  case InstrKind::Raise:
    return value::findException(plan.strings[instr.b])
               ? ""
               : "there is no such exception";
  case InstrKind::Closure:
    return plan.functions[instr.b].parent == FunctionId(ordinal)
               ? ""
               : "that function is not inside this one";
  case InstrKind::MakeDict:
    return instr.a % 2 == 0 ? "" : "has a key without a value";
  case InstrKind::UnpackStar:
    return instr.b < instr.a ? "" : "has no place for the star";
  case InstrKind::Yield:
    return function.isGenerator ? "" : "this function is no generator";
  case InstrKind::Call: {
    size_t count = 0;
    if (instr.a == 0)
      return "calls nothing";
    if (instr.b != ~0U && !areKeywords(plan.strings[instr.b], count))
      return "has keywords that are no names";
    return count < instr.a ? "" : "has more keywords than arguments";
  }
  default:
    return "";
  }
}

std::string FunctionVerifier::checkInstr(const Instr &instr) {
  if (unsigned(instr.kind) >= numInstrKinds())
    return outOfRange("instruction", unsigned(instr.kind));
  const InstrInfo &about = info(instr.kind);
  std::string fault = checkOperand(about.a, instr.a);
  if (fault.empty())
    fault = checkOperand(about.b, instr.b);
  if (fault.empty() && about.a == InstrOperand::Hops)
    fault = checkVariable(instr);
  return fault.empty() ? checkMeaning(instr) : fault;
}

//--- The stack ----------------------------------------------------------------

std::string FunctionVerifier::reach(uint64_t target, int depth) {
  if (target >= depths.size())
    return "the code runs past its end";
  if (depths[target] == -1) {
    depths[target] = depth;
    pending.push_back(target);
    return "";
  }
  if (depths[target] == depth)
    return "";
  return llvm::formatv("instruction {0} is reached with {1} and with {2} "
                       "values on the stack",
                       target, depths[target], depth);
}

std::string FunctionVerifier::checkStack() {
  depths.assign(function.code.size(), -1);
  std::string fault = reach(0, 0);
  while (fault.empty() && !pending.empty()) {
    uint32_t at = pending.back();
    pending.pop_back();
    const Instr &instr = function.code[at];
    const InstrInfo &about = info(instr.kind);
    auto count = [&](int number) { return number < 0 ? instr.a : number; };
    int left = depths[at] - count(about.pops);
    faulty = at;
    if (left < 0)
      return llvm::formatv("instruction {0} ({1}) finds too few values", at,
                           about.mnemonic);
    int depth = left + count(about.pushes);
    if (depth > MaxStack)
      return "the stack grows too deep";
    bool goesOn = true;
    switch (instr.kind) {
    case InstrKind::Jump:
      goesOn = false;
      fault = reach(instr.b, depth);
      break;
    case InstrKind::JumpIfFalse:
    case InstrKind::JumpIfTrue:
      fault = reach(instr.b, depth);
      break;
    case InstrKind::JumpIfFalseKeep:
    case InstrKind::JumpIfTrueKeep:
      fault = reach(instr.b, depth + 1);
      break;
    case InstrKind::Next: // At its end the iterator is gone.
      fault = reach(instr.b, left);
      break;
    case InstrKind::Return:
    case InstrKind::Raise:
      goesOn = false;
      break;
    default:
      break;
    }
    if (fault.empty() && goesOn)
      fault = reach(uint64_t(at) + 1, depth);
  }
  return fault;
}

//--- The whole ----------------------------------------------------------------

std::string FunctionVerifier::check() {
  std::string fault = checkHeader();
  if (fault.empty())
    fault = checkSignature();
  if (fault.empty())
    fault = checkParameters();
  if (!fault.empty())
    return fault;
  for (auto [i, instr] : llvm::enumerate(function.code)) {
    fault = checkInstr(instr);
    faulty = i;
    if (!fault.empty())
      return llvm::formatv("instruction {0}: {1}", i, fault);
  }
  return checkStack();
}

llvm::Error ir::verifyFunctions(const Plan &plan, TextChecker &texts) {
  std::vector<uint32_t> nesting;
  nesting.reserve(plan.functions.size());
  for (uint32_t i = 0; i != plan.functions.size(); ++i) {
    FunctionVerifier verifier(plan, i, texts, nesting);
    std::string fault = verifier.check();
    if (!fault.empty())
      return faultAt(verifier.place(), "function {0}: {1}", i, fault);
    FunctionId parent = plan.functions[i].parent;
    nesting.push_back(parent ? nesting[parent.index] + 1 : 0);
  }
  return llvm::Error::success();
}
