//===- Objects.h - Objects that exist while a plan runs ---------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The handles of steps and the functions that pure code makes. A hostile
/// plan can put either where the other is expected, so they are told apart by a
/// tag.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_OBJECTS_H
#define PLUE_LIB_EXEC_OBJECTS_H

#include "plue/IR/Plan.h"
#include "plue/Value/Heap.h"

namespace plue::exec {

using ir::StepId;
using value::Value;

class RunObject : public value::Object {
public:
  enum class ObjectKind : uint8_t { Step, Closure };
  explicit RunObject(ObjectKind kind) : objectKind(kind) {}
  const ObjectKind objectKind;
};

/// The object behind \p v if it is a T, else null.
template <typename T> const T *objectAs(Value v) {
  if (!v.is(value::Kind::Object))
    return nullptr;
  auto *object = static_cast<const RunObject *>(v.asObject());
  return object->objectKind == T::Tag ? static_cast<const T *>(object)
                                      : nullptr;
}

/// The handle of a step.
class StepHandle : public RunObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Step;
  explicit StepHandle(StepId step) : RunObject(Tag), step(step) {}
  llvm::StringRef typeName() const override { return "Step"; }

  StepId step;
};

/// The variables of one call. They live as long as the run's heap, because
/// functions and generators may outlive the call.
struct CallFrame {
  CallFrame *parent = nullptr;
  /// A variable that is not bound is Absent.
  llvm::MutableArrayRef<Value> slots;
};

/// A function of the plan with what it closes over.
class Closure : public RunObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Closure;
  Closure(const ir::Function &function, CallFrame *frame)
      : RunObject(Tag), function(&function), frame(frame) {}
  llvm::StringRef typeName() const override { return "function"; }
  std::string repr() const override {
    return ("<function " + function->name + ">").str();
  }
  bool isCallable() const override { return true; }

  const ir::Function *function;
  /// The frame around that of a call.
  CallFrame *frame;
  /// Beside the parameters: defaults as they were when this was made.
  llvm::SmallVector<Value, 2> defaults;
};

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_OBJECTS_H
