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
#include "plue/IR/Spelling.h"
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
  switch (parameter.kind) {
  case FunctionParameter::PositionalOnly:
    os << "positional ";
    break;
  case FunctionParameter::Plain:
    break;
  case FunctionParameter::VarPositional:
    os << '*';
    break;
  case FunctionParameter::KeywordOnly:
    os << "keyword ";
    break;
  case FunctionParameter::VarKeyword:
    os << "**";
    break;
  default:
    bad("kind", parameter.kind);
  }
  os << (isIdentifier(parameter.name) ? parameter.name.str()
                                      : quoted(parameter.name));
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
    number <= last ? void(os << spell(number)) : bad("operator", number);
  };
  switch (operand) {
  case InstrOperand::None:
  case InstrOperand::Hops:
    return;
  case InstrOperand::Count:
  case InstrOperand::Slot:
    os << number;
    return;
  case InstrOperand::Constant:
    return printConstant(number);
  case InstrOperand::Keywords:
    if (number == ~0U)
      return;
    [[fallthrough]];
  case InstrOperand::String:
    number < plan.strings.size() ? void(os << quoted(plan.strings[number]))
                                 : bad("string", number);
    return;
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

void Printer::printInstr(const Function &function, size_t i,
                         const Labels &labels) {
  const Instr &instr = function.code[i];
  if (auto it = labels.find(i); it != labels.end())
    os << "L" << it->second << ":\n";
  os << "  ";
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
  bool hasKeywords = about.b == InstrOperand::Keywords && instr.b != ~0U;
  if (about.a != InstrOperand::None) {
    os << ' ';
    printInstrOperand(about.a, instr.a, labels);
  }
  if (about.b == InstrOperand::None ||
      (about.b == InstrOperand::Keywords && !hasKeywords))
    return;
  os << (about.a == InstrOperand::None ? " " : ", ");
  printInstrOperand(about.b, instr.b, labels);
}

void Printer::printFunction(uint32_t ordinal) {
  const Function &function = plan.functions[ordinal];
  os << "\nfunc ";
  printFunctionName(ordinal);
  os << '(';
  for (size_t i = 0; i != function.parameters.size(); ++i) {
    os << (i == 0 ? "" : ", ");
    printParameter(function, i);
  }
  os << ')';
  if (function.parent) {
    os << " in ";
    printFunctionName(function.parent.index);
  } else {
    os << " : ";
    printType(function.resultType);
  }
  os << (function.isGenerator ? " generator" : "") << " {\n";
  Labels labels;
  for (const Instr &instr : function.code)
    if (unsigned(instr.kind) < numInstrKinds() &&
        info(instr.kind).b == InstrOperand::Target &&
        instr.b < function.code.size())
      labels.try_emplace(instr.b, 0);
  unsigned numLabels = 0;
  for (uint32_t i = 0; i != function.code.size(); ++i)
    if (auto it = labels.find(i); it != labels.end())
      it->second = numLabels++;
  for (size_t i = 0; i != function.code.size(); ++i) {
    printInstr(function, i, labels);
    if (i < function.locations.size())
      printLocation(function.locations[i]);
    os << '\n';
  }
  os << "}\n";
}
