//===- Fold.cpp - Computing what is known ---------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One walk over a workflow. Constants are known, and so is what is
/// computed from what is known by a function of IR/Semantics.h, which is what a
/// run would compute it with. What is known and can be a constant becomes one;
/// a list that is known stays an operation, but its length does not.
///
/// A plan may be hostile, so the work is bounded: all of it is done on the fuel
/// and in the memory of one evaluation. When these are used up, or where an
/// operation raises, it stays as it is. A text that is much longer than what it
/// is made of stays too, or a small plan would become a large one.
//===----------------------------------------------------------------------===//
#include "Algebra.h"
#include "Proofs.h"
#include "plue/IR/Semantics.h"
#include "plue/Transforms/Passes.h"
#include "plue/Value/Heap.h"

using namespace plue;
using ir::Constant;
using ir::Op;
using ir::OpKind;
using ir::ValueId;
using value::Value;

namespace {
class Folder {
public:
  Folder(ir::Plan &plan, ir::Workflow &workflow)
      : plan(plan), rewriter(plan, workflow), algebra(rewriter),
        isProof(findProofs(rewriter.before())), types(plan.types),
        context(heap, types, limits) {}

  void run();

  uint64_t numFolded = 0, numSimplified = 0;

private:
  void visit(ValueId value);
  ValueId asConstant(Value v, const Op &op, llvm::ArrayRef<ValueId> operands);
  Value compute(const Op &op, llvm::ArrayRef<ValueId> operands);
  Value knownValue(ValueId made);
  void remember(ValueId made, Value v);

  ir::Plan &plan;
  ir::WorkflowRewriter rewriter;
  Algebra algebra;
  std::vector<bool> isProof;
  Limits limits;
  value::Heap heap;
  /// A copy: computing may make types that no plan needs.
  value::TypeStore types;
  value::Context context;
  /// By what is made; Absent if it is not known.
  std::vector<Value> known;
};
} // namespace

//--- What is known ------------------------------------------------------------

void Folder::remember(ValueId made, Value v) {
  if (made.index >= known.size())
    known.resize(made.index + 1);
  known[made.index] = v;
}

Value Folder::knownValue(ValueId made) {
  if (made.index < known.size() && known[made.index])
    return known[made.index];
  const Constant *constant = rewriter.asConstant(made);
  if (!constant)
    return Value();
  FailureOr<Value> v = ir::constantValue(context, *constant);
  if (failed(v)) {
    context.takeException();
    return Value();
  }
  remember(made, *v);
  return *v;
}

/// The value of \p op, or Absent if it is not known or raises.
Value Folder::compute(const Op &op, llvm::ArrayRef<ValueId> operands) {
  if (!ir::isComputable(op.kind) || op.kind == OpKind::Undefined)
    return Value();
  llvm::SmallVector<Value, 8> values;
  for (ValueId operand : operands) {
    values.push_back(knownValue(operand));
    if (!values.back())
      return Value();
  }
  FailureOr<Value> computed = ir::compute(context, plan, op, values);
  if (succeeded(computed))
    return *computed;
  context.takeException();
  return Value();
}

/// \p v as a constant in the place of \p op, or none.
ValueId Folder::asConstant(Value v, const Op &op,
                           llvm::ArrayRef<ValueId> operands) {
  constexpr size_t MaxGrowth = 1024;
  std::string storage;
  std::optional<Constant> constant = ir::constantOf(v, storage);
  if (!constant)
    return ValueId();
  size_t allowed = MaxGrowth;
  for (ValueId operand : operands)
    if (const Constant *part = rewriter.asConstant(operand))
      allowed += part->text.size();
  if (constant->text.size() > allowed)
    return ValueId();
  ir::TypeId type = ir::typeOf(*constant);
  if (!canStandFor(plan.types, type, op.type))
    return ValueId();
  return rewriter.constant(*constant, type);
}

//--- The walk -----------------------------------------------------------------

void Folder::visit(ValueId value) {
  const Op &op = rewriter.before().op(value);
  if (op.kind == OpKind::Step || op.kind == OpKind::End ||
      op.kind == OpKind::Const || op.kind == OpKind::Foreach ||
      op.kind == OpKind::Param || isProof[value.index]) {
    rewriter.keep(value);
    return;
  }
  llvm::SmallVector<ValueId, 8> operands;
  for (ValueId operand : rewriter.before().operands(value))
    operands.push_back(rewriter.at(operand));
  Value v = compute(op, operands);
  if (ValueId constant = v ? asConstant(v, op, operands) : ValueId()) {
    rewriter.replace(value, constant);
    ++numFolded;
  } else if (ValueId simpler = algebra.simplify(op, operands)) {
    rewriter.replace(value, simpler);
    ++numSimplified;
  } else {
    remember(rewriter.keep(value), v);
  }
}

void Folder::run() {
  rewriter.run([&](ValueId value) { visit(value); });
}

namespace {
class Fold : public Pass {
public:
  Fold() : Pass("fold") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override {
    Folder folder(plan, workflow);
    folder.run();
    numFolded += folder.numFolded;
    numSimplified += folder.numSimplified;
  }

  Statistic numFolded{this, "folded", "operations that are constants now"};
  Statistic numSimplified{this, "simplified",
                          "operations that a simpler value stands for"};
};
} // namespace

std::unique_ptr<Pass> plue::createFoldPass() {
  return std::make_unique<Fold>();
}
