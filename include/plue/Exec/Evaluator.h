//===- Evaluator.h - Values that only a run knows ---------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Evaluates the expressions of a plan. A value is computed when it is
/// first asked for and then remembered; operands of `and`, `or` and `select`
/// that are not taken are never looked at. The meaning of each operation is
/// that of lib/Value, so the compiler and a run cannot disagree.
///
/// Expressions may be as deep as a plan is long, so nothing here recurses.
//===----------------------------------------------------------------------===//
#ifndef PLUE_EXEC_EVALUATOR_H
#define PLUE_EXEC_EVALUATOR_H

#include "plue/Exec/RunInputs.h"
#include "plue/Value/Heap.h"

namespace plue::exec {

using ir::StepId;
using ir::ValueId;
using value::Value;

class Interpreter;
class RunContext;

/// What a step left behind.
struct StepResult {
  /// False: it was skipped, and all its fields are None.
  bool hasRun = false;
  int exitCode = 0;
  /// As text; see toValidUtf8().
  std::string out, err;
  /// There was more output than a value may have.
  bool isOutTooLong = false, isErrTooLong = false;
  /// Of a step that has one, its `value` or `output`; Absent if it failed. It
  /// belongs to the Evaluator.
  Value value = Value();
};

struct EvaluatorOptions {
  /// Whether what fills the holes of a script is escaped for its context. A
  /// simulation shows it as it is.
  bool escapeScripts = true;
};

class Evaluator {
public:
  Evaluator(ir::Plan &plan, const ir::Workflow &workflow,
            const RunInputs &inputs, EvaluatorOptions options = {});
  ~Evaluator();

  /// To be called when operations and steps have been added to the workflow.
  void grow();
  /// Says what a `param` is.
  void define(ValueId value, Value known) { values[value.index] = known; }

  /// Told once for each step, before anything that uses its result is asked
  /// for.
  void setResult(StepId step, StepResult result);

  /// Makes a value of the type of \p step's result: of \p json, or of what a
  /// command has printed, which is to be JSON. Fails if it does not fit.
  llvm::Expected<Value> makeValue(StepId step, const llvm::json::Value &json);
  llvm::Expected<Value> parseOutput(StepId step, llvm::StringRef text);

  /// The value of an operation. The error is that of the program: `Class:
  /// message`.
  llvm::Expected<Value> evaluate(ValueId value);
  llvm::Expected<bool> evaluateBool(ValueId value);
  llvm::Expected<std::string> evaluateText(ValueId value);
  llvm::Expected<llvm::json::Value> evaluateJson(ValueId value);
  /// What a loop over \p value goes through.
  llvm::Expected<std::vector<Value>> evaluateItems(ValueId value);
  /// The text of \p value if it does not depend on steps, which may not have
  /// ended, and is short to work out.
  std::optional<std::string> evaluateEarly(ValueId value);

  /// Forgets what may change while the workspace does, so that it is looked at
  /// anew for the next step.
  void forgetVolatile();

private:
  struct Frame {
    ValueId value;
    /// The next operand to make sure of.
    uint32_t next = 0;
  };

  void mark(uint32_t ordinal);
  bool hasVolatileBody(const ir::Region &region) const;
  std::optional<ValueId> neededOperand(Frame &frame) const;
  FailureOr<ValueId> takenOperand(const ir::Op &op);
  void remember(ValueId value, Value computed);
  llvm::Error raised();

  FailureOr<Value> compute(ValueId value);
  FailureOr<Value> computeInput(const ir::Op &op);
  FailureOr<Value> computeResult(const ir::Op &op);
  FailureOr<Value> fieldOf(Value object, llvm::StringRef name);
  FailureOr<Value> resultOf(StepId step, llvm::StringRef field);
  FailureOr<Value> computeApply(const ir::Op &op);
  FailureOr<Value> computeUnwrap(const ir::Op &op);
  FailureOr<Value> computeStep(const ir::Op &op);
  FailureOr<Value> computeScript(const ir::Op &op);
  FailureOr<Value> computeHash(const ir::Op &op);
  FailureOr<Value> asIterator(ValueId id);
  FailureOr<Value> computeParse(const ir::Op &op);
  FailureOr<Value> outputField(llvm::StringRef name, const std::string &text,
                               bool isTooLong);
  FailureOr<Value> fromJson(const llvm::json::Value *json);
  FailureOr<Value> makeText(llvm::StringRef text);

  Value at(ValueId value) const { return values[value.index]; }
  Value operand(const ir::Op &op, uint32_t i) const {
    return at(workflow.operands(op)[i]);
  }

  ir::Plan &plan;
  const ir::Workflow &workflow;
  const RunInputs &inputs;
  EvaluatorOptions options;

  Limits limits;
  value::Heap heap;
  std::unique_ptr<RunContext> ownedContext;
  value::Context &context;
  std::unique_ptr<Interpreter> interpreter;
  /// Absent until computed.
  std::vector<Value> values;
  /// Operations that depend on the workspace's files.
  std::vector<bool> isVolatile;
  /// Regions of which anything does.
  std::vector<bool> isVolatileRegion;
  std::vector<ValueId> volatileValues;
  /// How deeply the containers that an operation makes are nested.
  std::vector<uint32_t> nesting;
  std::vector<StepResult> results;
};

} // namespace plue::exec

#endif // PLUE_EXEC_EVALUATOR_H
