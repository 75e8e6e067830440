//===- PlanPrinter.h - Plans as text ----------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The text of a sound plan says everything that the plan does, and
/// lib/AsmParser makes the same plan of it; docs/LangRef.md is its reference.
/// What follows from the rest is left out, or stands in comments.
///
/// The printer trusts nothing: whatever does not exist is shown as `<bad …>`,
/// and since values and types refer to each other by name, the text is linear
/// in the size of the plan.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_IR_PLANPRINTER_H
#define PLUE_LIB_IR_PLANPRINTER_H

#include "plue/IR/Printer.h"
#include "plue/IR/Tables.h"

namespace plue::ir {

class Printer {
public:
  Printer(const Plan &plan, llvm::raw_ostream &os, PrintOptions options)
      : plan(plan), os(os), options(std::move(options)),
        tables(findTableUses(plan)) {}

  void print();

private:
  /// The instructions that are jumped to, and what their labels are called.
  using Labels = llvm::DenseMap<uint32_t, unsigned>;

  //--- Shared things
  void printSources();
  void printTypeNode(uint32_t type);
  void printType(TypeId type);
  void printTables();
  bool isRepeated(PlanTable table, uint32_t ordinal) const {
    return tables.firstEqual[unsigned(table)][ordinal] != ordinal;
  }
  void printString(uint32_t string);
  void printConstant(uint32_t constant);
  void printConstant(const Constant &constant);
  void printStrings(llvm::StringRef name,
                    llvm::ArrayRef<llvm::StringRef> items);
  void printName(llvm::StringRef name);
  void printDuration(uint64_t ms);
  void printAnnotation(ValueId value);
  void printLocation(Location location, bool always = false);
  /// The word of an enumerator.
  void printWord(llvm::StringRef what,
                 llvm::ArrayRef<llvm::StringLiteral> words,
                 unsigned enumerator) {
    if (enumerator < words.size())
      os << words[enumerator];
    else
      bad(what, enumerator);
  }
  void bad(llvm::StringRef what, uint64_t ordinal) {
    os << "<bad " << what << ' ' << ordinal << '>';
  }

  //--- Workflows
  void printWorkflow(const Workflow &workflow);
  void printHeader();
  void printTrigger(const Trigger &trigger);
  void printInput(const InputDecl &input);

  //--- Functions (PrintFunctions.cpp)
  void printFunctions();
  void printFunction(uint32_t ordinal, bool showsLocation);
  void printSignature(const Function &function);
  void printParameter(const Function &function, size_t i);
  void printInstr(const Instr &instr, const Labels &labels);
  void printInstrOperand(InstrOperand operand, uint32_t number,
                         const Labels &labels);
  void printFunctionName(uint64_t ordinal);

  //--- Operations (PrintOps.cpp)
  void nameValues();
  std::string nameHint(const Op &op) const;
  void printOps();
  bool canNest(uint32_t ordinal) const;
  void openRegion(ValueId value);
  void closeRegion();
  void printOp(ValueId value);
  void printBody(const Op &op);
  void printAttribute(const Op &op);
  void printTemplate(const Op &op);
  void printTemplate(const ShellTemplate &shell,
                     std::optional<llvm::ArrayRef<ValueId>> fillers);
  void printValue(ValueId value);
  void printValues(llvm::ArrayRef<ValueId> values);
  llvm::ArrayRef<ValueId> operands(const Op &op) const;

  //--- Steps and ends (PrintSteps.cpp)
  void printStep(uint32_t step);
  void printStepAttributes(const Step &step);
  void printOrder(const Step &step);
  void printEnd(uint32_t end);
  void printInputs(llvm::ArrayRef<NamedValue> inputs);
  void printEdge(Edge edge);

  //--- Attributes: `{a = 1, b}`
  void attribute(llvm::StringRef name);
  void endAttributes();
  void valueAttribute(llvm::StringRef name, ValueId value);
  void stringAttribute(llvm::StringRef name, llvm::StringRef text);
  void namedAttribute(llvm::StringRef name, llvm::ArrayRef<NamedValue> values);

  const Plan &plan;
  llvm::raw_ostream &os;
  PrintOptions options;
  TableUses tables;
  /// Of each source: whether it is the first of its path.
  std::vector<bool> hasOwnPath;
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
