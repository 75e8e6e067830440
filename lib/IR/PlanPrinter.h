//===- PlanPrinter.h - Plans as text ----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The printer trusts nothing: whatever does not exist is shown as `<bad
/// …>`, and since values and types refer to each other by name, the text is
/// linear in the size of the plan.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_PLANPRINTER_H
#define PLUE_LIB_IR_PLANPRINTER_H

#include "plue/IR/Printer.h"

namespace plue::ir {

class Printer {
public:
  Printer(const Plan &plan, llvm::raw_ostream &os, PrintOptions options)
      : plan(plan), os(os), options(std::move(options)) {}

  void print();

private:
  /// The instructions that are jumped to, and what their labels are called.
  using Labels = llvm::DenseMap<uint32_t, unsigned>;

  //--- Shared things
  void printTypeNode(uint32_t type);
  void printType(TypeId type);
  void printConstant(uint32_t constant);
  void printStrings(llvm::StringRef name,
                    llvm::ArrayRef<llvm::StringRef> items);
  void printDuration(uint64_t ms);
  void printLocation(Location location);
  void printAnnotation(ValueId value);
  void bad(llvm::StringRef what, uint64_t ordinal) {
    os << "<bad " << what << ' ' << ordinal << '>';
  }

  //--- Workflows
  void printWorkflow(const Workflow &workflow);
  void printHeader();
  void printTrigger(const Trigger &trigger);
  void printInput(const InputDecl &input);

  //--- Functions (PrintFunctions.cpp)
  void printFunction(uint32_t ordinal);
  void printParameter(const Function &function, size_t i);
  void printInstr(const Function &function, size_t i, const Labels &labels);
  void printInstrOperand(InstrOperand operand, uint32_t number,
                         const Labels &labels);
  void printFunctionName(uint64_t ordinal);

  //--- Operations
  void nameValues();
  std::string nameHint(const Op &op) const;
  void printOps();
  bool canNest(uint32_t ordinal) const;
  void openRegion(ValueId value);
  void closeRegion();
  void printOp(ValueId value);
  void printBody(const Op &op);
  void printAttribute(const Op &op);
  void printStringAttribute(const Op &op);
  void printTemplate(const Op &op);
  void printStep(uint32_t step);
  void printStepAttributes(const Step &step);
  void printEnd(uint32_t end);
  void printInputs(llvm::ArrayRef<NamedValue> inputs);
  void printEdges(llvm::ArrayRef<Edge> edges);
  void printValue(ValueId value);
  void printValues(llvm::ArrayRef<ValueId> values);
  llvm::ArrayRef<ValueId> operands(const Op &op) const;

  //--- Attributes: `{a = 1, b}`
  void attribute(llvm::StringRef name);
  void endAttributes();
  void valueAttribute(llvm::StringRef name, ValueId value);
  void stringAttribute(llvm::StringRef name, llvm::StringRef text);
  void namedAttribute(llvm::StringRef name, llvm::ArrayRef<NamedValue> values);

  const Plan &plan;
  llvm::raw_ostream &os;
  PrintOptions options;
  const Workflow *workflow = nullptr;
  std::vector<std::string> names;
  /// The regions around what is printed, from the outside in.
  std::vector<RegionId> open;
  bool anyAttribute = false;
};
/// Prints `@name`, in quotes if it is no identifier.
void printSymbol(llvm::StringRef name, llvm::raw_ostream &os);

} // namespace plue::ir

#endif // PLUE_LIB_IR_PLANPRINTER_H
