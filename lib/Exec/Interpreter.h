//===- Interpreter.h - Runs the functions of a plan -------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Runs code for a stack machine on values of lib/Value, which has all of
/// Python's operators, methods and built-ins. The code must have passed the
/// verifier: operands and depths of the stack are taken for granted.
///
/// Calls from code to code do not recurse here. What does is code that the
/// library calls back (a sort key, the next item of a generator); together they
/// are bounded by Limits::callDepth.
///
/// Values outside are shared and must not change. So a run that is about to
/// change a container that is older than itself is given up and begun again on
/// copies of its arguments: code without effects can be run twice.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_INTERPRETER_H
#define PLUE_LIB_EXEC_INTERPRETER_H

#include "Objects.h"
#include "plue/Value/Ops.h"
#include <functional>

namespace plue::exec {

class Interpreter;

/// The context in which a run's values are computed.
class RunContext : public value::Context {
public:
  using Context::Context;
  FailureOr<Value> call(Value callee, const value::CallArgs &args) override;
  LogicalResult willMutate(Value cell) override;

  Interpreter *interpreter = nullptr;
};

class Interpreter {
public:
  /// `object.name` for records and handles of steps.
  using FieldReader = std::function<FailureOr<Value>(Value, llvm::StringRef)>;

  /// \p limits are those that \p context goes by; an apply() has the usual
  /// number of bytes for itself within them.
  Interpreter(const ir::Plan &plan, Limits &limits, RunContext &context,
              FieldReader readField);

  /// The value of a function without a parent, under fuel of its own. Raises
  /// what the code does, and RuntimeError if the value is not of the function's
  /// type.
  FailureOr<Value> apply(const ir::Function &function,
                         llvm::ArrayRef<Value> arguments);
  /// Calls a closure, for the library.
  FailureOr<Value> call(const Closure &closure, const value::CallArgs &args);
  /// Whether the code that is running may change \p cell.
  LogicalResult willMutate(Value cell);

private:
  friend class GeneratorIterator;

  /// A call that is under way.
  struct Activation {
    const ir::Function *function;
    CallFrame *frame;
    uint32_t pc = 0;
    /// Where its values begin on the stack.
    size_t base = 0;
  };

  //--- Calls
  LogicalResult attempt(const ir::Function &function,
                        llvm::ArrayRef<Value> arguments);
  LogicalResult enter(const ir::Function &function, CallFrame *frame);
  FailureOr<CallFrame *> frameFor(const Closure &closure,
                                  const value::CallArgs &args);
  LogicalResult callValue(Value callee, const value::CallArgs &args);
  FailureOr<Value> makeGenerator(const Closure &closure, CallFrame *frame);
  FailureOr<CallFrame *> newFrame(CallFrame *parent, uint32_t numSlots);
  FailureOr<Value> copy(Value v, llvm::DenseMap<const void *, Value> &copies);
  FailureOr<Value> finish(Value v, value::TypeId type, bool isPart = false);
  bool fits(Value v, value::TypeId type) const;

  //--- Code
  /// Runs until the innermost call but \p floor has ended, or has yielded; its
  /// value is in `result`.
  LogicalResult run(size_t floor);
  LogicalResult step();
  LogicalResult execute(const ir::Instr &instr);
  LogicalResult load(const ir::Instr &instr);
  LogicalResult makeClosure(const ir::Instr &instr);
  LogicalResult makeContainer(const ir::Instr &instr);
  LogicalResult makeSlice();
  LogicalResult extend();
  LogicalResult merge();
  LogicalResult unpack(size_t before, bool hasStar, size_t after);
  LogicalResult concat(size_t count);
  LogicalResult callPositional(const ir::Instr &instr);
  LogicalResult callSpread();
  LogicalResult jumpIf(const ir::Instr &instr, bool wanted, bool isKept);
  LogicalResult advance(const ir::Instr &instr);
  LogicalResult raiseNamed(const ir::Instr &instr);
  FailureOr<Value> constant(uint32_t ordinal);

  //--- The stack
  void push(Value v) { stack.push_back(v); }
  LogicalResult push(FailureOr<Value> v) {
    if (failed(v))
      return failure();
    stack.push_back(*v);
    return success();
  }
  Value pop() {
    Value v = stack.back();
    stack.pop_back();
    return v;
  }
  /// The values on top, the topmost last.
  llvm::ArrayRef<Value> top(size_t count) const {
    return llvm::ArrayRef(stack).take_back(count);
  }
  void drop(size_t count) { stack.resize(stack.size() - count); }
  Value &slot(const ir::Instr &instr);

  const ir::Plan &plan;
  Limits &limits;
  RunContext &context;
  FieldReader readField;
  std::vector<Value> stack;
  std::vector<Activation> activations;
  /// Made when they are first loaded.
  std::vector<Value> constants;
  /// What the call that ended last returned, or what a generator yielded;
  /// Absent at the end of a generator.
  Value result;
  bool hasYielded = false;
  /// Cells older than this belong to others.
  uint32_t oldestOwn = 0;
  bool needsCopies = false;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_INTERPRETER_H
