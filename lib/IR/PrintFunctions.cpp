//===- PrintFunctions.cpp - Functions of a plan as text -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One instruction per line; what is jumped to has a label. Variables are
/// numbers: `%3` is the fourth of the function's own frame, `%1:3` of the frame
/// around it.
//===----------------------------------------------------------------------===//
#include "PlanPrinter.h"
#include "Text.h"
#include "plue/IR/Keywords.h"
#include "plue/Value/Ops.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

/// Two functions may have one name, so there is a number too.
void Printer::printFunctionName(uint64_t ordinal) {
  if (ordinal >= plan.functions.size())
    return bad("function", ordinal);
  printSymbol(plan.functions[ordinal].name, os);
  os << '.' << ordinal;
}

void Printer::printParameter(const Function &function, size_t i) {
  const FunctionParameter &parameter = function.parameters[i];
  printWord("kind", ParameterKindWords, parameter.kind);
  bool isWord = parameter.kind == FunctionParameter::PositionalOnly ||
                parameter.kind == FunctionParameter::KeywordOnly;
  os << (isWord ? " " : "");
  printName(parameter.name);
  if (i < function.parameterTypes.size()) {
    os << ": ";
    printType(function.parameterTypes[i]);
  }
  if (parameter.defaultSlot != ~0U)
    os << " = %1:" << parameter.defaultSlot;
}

void Printer::printInstrOperand(InstrOperand operand, uint32_t number,
                                const Labels &labels) {
  auto op = [&](unsigned last, auto spell) {
    number <= last ? void(os << quoted(spell(number)))
                   : bad("operator", number);
  };
  switch (operand) {
  case InstrOperand::None:
    return bad("operand", number);
  case InstrOperand::Hops:
  case InstrOperand::Count:
  case InstrOperand::Slot:
    os << number;
    return;
  case InstrOperand::Constant:
    return printConstant(number);
  case InstrOperand::Keywords:
  case InstrOperand::String:
    return printString(number);
  case InstrOperand::Type:
    return printType(TypeId(number));
  case InstrOperand::Function:
    return printFunctionName(number);
  case InstrOperand::Target:
    if (auto it = labels.find(number); it != labels.end())
      os << 'L' << it->second;
    else
      bad("target", number);
    return;
  case InstrOperand::UnaryOp:
    return op(unsigned(value::UnaryOp::Not),
              [](uint32_t n) { return value::spelling(value::UnaryOp(n)); });
  case InstrOperand::BinaryOp:
    return op(unsigned(value::BinaryOp::MatMul),
              [](uint32_t n) { return value::spelling(value::BinaryOp(n)); });
  case InstrOperand::CompareOp:
    return op(unsigned(value::CompareOp::NotIn),
              [](uint32_t n) { return value::spelling(value::CompareOp(n)); });
  }
}

void Printer::printInstr(const Instr &instr, const Labels &labels) {
  if (unsigned(instr.kind) >= numInstrKinds())
    return bad("instruction", unsigned(instr.kind));
  const InstrInfo &about = info(instr.kind);
  os << about.mnemonic;
  if (about.a == InstrOperand::Hops) {
    os << " %";
    if (instr.a != 0)
      os << instr.a << ':';
    os << instr.b;
    return;
  }
  bool hasA = about.a != InstrOperand::None || instr.a != 0;
  if (hasA) {
    os << ' ';
    printInstrOperand(about.a, instr.a, labels);
  }
  bool hasB = about.b == InstrOperand::Keywords ? instr.b != ~0U
              : about.b == InstrOperand::None   ? instr.b != 0
                                                : true;
  if (hasB) {
    os << (hasA ? ", " : " ");
    printInstrOperand(about.b, instr.b, labels);
  }
}

/// `@loop.0(p0: !9) : int slots 4`
void Printer::printSignature(const Function &function) {
  os << '(';
  for (size_t i = 0; i != function.parameters.size(); ++i) {
    os << (i == 0 ? "" : ", ");
    printParameter(function, i);
  }
  os << ')';
  if (function.parent) {
    os << " in ";
    printFunctionName(function.parent.index);
  }
  if (!function.parent || function.resultType) {
    os << " : ";
    printType(function.resultType);
  }
  os << " slots " << function.numSlots;
  os << (function.isGenerator ? " generator" : "");
}

static bool isLabelled(const Instr &instr, const Function &function) {
  return unsigned(instr.kind) < numInstrKinds() &&
         info(instr.kind).b == InstrOperand::Target &&
         instr.b < function.code.size();
}

void Printer::printFunction(uint32_t ordinal, bool showsLocation) {
  const Function &function = plan.functions[ordinal];
  os << "\nfunc ";
  printFunctionName(ordinal);
  printSignature(function);
  os << " {\n";
  Labels labels;
  for (const Instr &instr : function.code)
    if (isLabelled(instr, function))
      labels.try_emplace(instr.b, 0);
  unsigned numLabels = 0;
  for (uint32_t i = 0; i != function.code.size(); ++i) {
    if (auto it = labels.find(i); it != labels.end())
      it->second = numLabels++;
  }
  for (size_t i = 0; i != function.code.size(); ++i) {
    if (auto it = labels.find(i); it != labels.end())
      os << "L" << it->second << ":\n";
    os << "  ";
    printInstr(function.code[i], labels);
    if (i < function.locations.size())
      printLocation(function.locations[i], showsLocation && i == 0);
    os << '\n';
  }
  os << "}\n";
}

/// One location shows that there are some, even if none of them is known.
void Printer::printFunctions() {
  bool isUnknown = llvm::all_of(plan.functions, [](const Function &function) {
    return llvm::all_of(function.locations, [](Location location) {
      return location == Location();
    });
  });
  for (uint32_t i = 0; i != plan.functions.size(); ++i)
    printFunction(i, isUnknown && i == 0);
}
