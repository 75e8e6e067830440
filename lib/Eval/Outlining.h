//===- Outlining.h - The borders of an outlined function --------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The borders of an outlined function: what it is given and what comes
/// back.
///
/// A container of the evaluator that the code changes must be an object of its
/// own in the function, however equal it is to another one. So it is made
/// there, of its items; containers that are only read come in ready-made.
///
/// What comes back may contain a container of the evaluator, or be one of
/// several. It is a copy then, as far as the evaluator can see, which nobody
/// notices as long as the original does not change: it is frozen.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_OUTLINING_H
#define PLUE_LIB_EVAL_OUTLINING_H

#include "Infer.h"
#include "Outline.h"

namespace plue::eval {

/// One function on its way into the plan: lowered, inferred, finished.
class Outlining {
public:
  Outlining(Evaluator &evaluator, llvm::StringRef name, SourceRange range)
      : evaluator(evaluator), types(evaluator.types), range(range),
        lowering(evaluator, name), inference(evaluator, lowering) {}

  FailureOr<Value> finishExpression();
  Completion finishLoop();

  Evaluator &evaluator;
  value::TypeStore &types;
  SourceRange range;
  Lowering lowering;
  Inference inference;

private:
  /// Something that the function returns.
  struct Part {
    Abstract v;
    TypeId type;
    ValueId value;
  };
  /// A variable of the evaluator after a loop.
  struct Outcome {
    Capture capture;
    /// Known now; Absent otherwise.
    Value v;
    /// Of `parts`; whether it is bound, and what it holds.
    std::optional<size_t> bound, value;
    /// Its type is optional only because it may have no value.
    bool isWrapped = false;
  };

  //--- What comes in
  void findChanges();
  bool needsIdentity(Value v);
  LogicalResult checkChanges();
  uint32_t newParameter(ValueId operand);
  uint32_t parameter(ValueId operand);
  LogicalResult construct(Value v);
  LogicalResult constructCell(Value v);
  LogicalResult emitItems(llvm::ArrayRef<Value> items, InstrKind make);
  LogicalResult initialise(const Capture &capture);
  LogicalResult emitPrologue();

  //--- What comes out
  size_t addPart(const Abstract &v);
  bool wrap();
  Value unwrap(Value v, ValueId guard);
  LogicalResult anchor();
  LogicalResult replaceContent(Value cell, ValueId content);
  Completion completeReturn(Value v);
  void loadOrNone(uint32_t slot);
  Outcome outcomeOf(const Capture &capture);
  Value knownResult(const Abstract &v);
  void freeze(const Abstract &v);
  void returnCells();
  LogicalResult emitApply();
  LogicalResult writeBack();
  Value partValue(size_t i);
  bool isNew(size_t i) const;
  FailureOr<Value> ownValue(size_t i, Value v);
  Completion complete(std::optional<size_t> exit, std::optional<size_t> value);

  //--- The code
  void finishBodies();
  void patchConstants();
  void guardLoads(uint32_t function);
  uint32_t renumbered(uint32_t rootSlot) const;
  ir::FunctionId addToPlan();
  ir::Function finished(uint32_t function);

  std::vector<SiteId> changed;
  std::vector<Value> changedCells;
  std::set<SiteId> frozen;
  llvm::DenseMap<SiteId, uint32_t> cellSlots;
  std::set<SiteId> underway;
  /// Operands of the `apply`, and the slots of the root that they go to.
  std::vector<ValueId> operands;
  std::vector<uint32_t> parameterSlots;
  llvm::DenseMap<ValueId, uint32_t> parameterOf;
  /// Variables of the root that are parameters themselves.
  llvm::DenseMap<uint32_t, uint32_t> sameAs;
  std::vector<uint32_t> newSlots;
  std::vector<Part> parts;
  /// The returned value's type is optional only because it may have no value.
  bool isReturnWrapped = false;
  ValueId apply;
  TypeId resultType;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_OUTLINING_H
