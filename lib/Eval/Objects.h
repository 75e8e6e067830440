//===- Objects.h - What a workflow's values can be --------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The objects that the evaluator adds to Python's values: functions, the
/// context, handles of steps, and the two things a run-time condition makes of
/// variables, choices and maybe-unbound ones.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_OBJECTS_H
#define PLUE_LIB_EVAL_OBJECTS_H

#include "plue/IR/Plan.h"
#include "plue/Syntax/AST.h"
#include "plue/Value/Heap.h"
#include "plue/Value/Ops.h"
#include "llvm/ADT/MapVector.h"

namespace plue::eval {

using ir::OpKind;
using ir::StepId;
using ir::ValueId;
using value::CallArgs;
using value::Kind;
using value::TypeId;
using value::TypeKind;
using value::Value;
namespace types = value::types;

class Evaluator;

/// The variables of one call. A slot that is not bound is Absent.
struct Frame {
  Frame *parent = nullptr;
  llvm::MutableArrayRef<Value> slots;
};

//--- Run-time values ----------------------------------------------------------

/// One of two values of which no select can be made (two lists, a handle and
/// None): a run-time condition says which one. To lib/Value it is symbolic,
/// like the IR values, so nobody can look into it by accident; its number has
/// the top bit set and indexes Evaluator::choices.
struct Choice {
  ValueId condition;
  Value whenTrue, whenFalse;
  SourceRange range;
  /// A variable that has held it.
  llvm::StringRef variable = {};
};

inline constexpr uint32_t ChoiceBit = 1U << 31;

inline bool isChoice(Value v) {
  return v.isSymbolic() && !v.isStaleView() &&
         (v.asSymbolic() & ChoiceBit) != 0;
}
/// Whether \p v is the value of an IR operation.
inline bool isRuntime(Value v) {
  return v.isSymbolic() && !v.isStaleView() &&
         (v.asSymbolic() & ChoiceBit) == 0;
}
/// The IR value that \p v is.
inline ValueId runtimeId(Value v) {
  assert(isRuntime(v) && "known now, or a choice");
  return ValueId(v.asSymbolic());
}

//--- Objects ------------------------------------------------------------------

/// An argument of a call as it was written, for messages.
struct CallSite {
  SourceRange range;
  const syntax::CallExpr *expr = nullptr;

  SourceRange positional(size_t index) const;
  SourceRange keyword(llvm::StringRef name) const;
};

/// An object of this library: functions, the context, step handles, ….
class EvalObject : public value::Object {
public:
  enum class ObjectKind : uint8_t {
    Function,
    Native,
    Namespace,
    Step,
    MaybeUnbound,
    Poison,
    Trigger,
    Workflow,
    Bound,
  };
  explicit EvalObject(ObjectKind kind) : objectKind(kind) {}
  /// None: in Python it would hold an address.
  std::string repr() const override { return ""; }
  const ObjectKind objectKind;
};

/// The object behind \p v if it is a T, else null.
template <typename T> const T *objectAs(Value v) {
  if (!v.is(Kind::Object))
    return nullptr;
  auto *object = static_cast<const EvalObject *>(v.asObject());
  return object->objectKind == T::Tag ? static_cast<const T *>(object)
                                      : nullptr;
}

/// A `def` or `lambda` with what it closes over.
class FunctionObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Function;
  FunctionObject() : EvalObject(Tag) {}
  llvm::StringRef typeName() const override { return "function"; }

  llvm::StringRef name;
  SourceRange range;
  llvm::ArrayRef<syntax::Parameter> parameters;
  /// Beside `parameters`; Absent where there is no default.
  std::vector<Value> defaults;
  /// Exactly one of the two.
  const syntax::FunctionDefStmt *def = nullptr;
  const syntax::LambdaExpr *lambda = nullptr;
  Frame *closure = nullptr;
};

/// A function of the SDK or a method of the context.
class NativeObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Native;
  using Function = FailureOr<Value> (*)(Evaluator &, const CallArgs &,
                                        const CallSite &);
  NativeObject(llvm::StringRef name, Function function)
      : EvalObject(Tag), name(name), function(function) {}
  llvm::StringRef typeName() const override {
    return "builtin_function_or_method";
  }
  std::string repr() const override {
    return ("<built-in function " + name + ">").str();
  }

  llvm::StringRef name;
  Function function;
};

/// Something that only has attributes: `ctx`, `ctx.event`, the module `plue`.
class NamespaceObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Namespace;
  using Attribute = FailureOr<Value> (*)(Evaluator &, llvm::StringRef name,
                                         SourceRange range);
  NamespaceObject(llvm::StringRef name, Attribute attribute)
      : EvalObject(Tag), name(name), attribute(attribute) {}
  llvm::StringRef typeName() const override { return name; }

  /// As people write it: `ctx.event`.
  llvm::StringRef name;
  Attribute attribute;
};

/// The handle of a step.
class StepObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Step;
  StepObject() : EvalObject(Tag) {}
  llvm::StringRef typeName() const override { return "step"; }

  StepId step;
  std::string name;
  /// The step's operation.
  ValueId value;
  SourceRange range;
  /// What the step runs under; none: always.
  ValueId guard;
  bool continueOnErrorGiven = false;
};

/// What a variable holds that was bound only on one branch.
class MaybeUnboundObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::MaybeUnbound;
  MaybeUnboundObject(ValueId condition, Value whenBound, SourceRange range)
      : EvalObject(Tag), condition(condition), whenBound(whenBound),
        range(range) {}
  llvm::StringRef typeName() const override { return "unbound"; }

  /// Holds where the variable is bound.
  ValueId condition;
  Value whenBound;
  SourceRange range;
};

/// Stands for the result of something that failed and was reported; using it
/// fails without a further report.
class PoisonObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Poison;
  PoisonObject() : EvalObject(Tag) {}
  llvm::StringRef typeName() const override { return "error"; }
};

class TriggerObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Trigger;
  explicit TriggerObject(ir::Trigger trigger)
      : EvalObject(Tag), trigger(std::move(trigger)) {}
  llvm::StringRef typeName() const override { return "trigger"; }

  ir::Trigger trigger;
};

/// A decorated function.
class WorkflowObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Workflow;
  WorkflowObject() : EvalObject(Tag) {}
  llvm::StringRef typeName() const override { return "workflow"; }

  const FunctionObject *function = nullptr;
  std::vector<ir::Trigger> triggers;
  std::string image, dockerfile;
  uint64_t timeoutMs = 0;
  SourceRange range;
};

/// `@workflow(…)` before it has met its function.
class BoundObject : public EvalObject {
public:
  static constexpr ObjectKind Tag = ObjectKind::Bound;
  explicit BoundObject(WorkflowObject *workflow)
      : EvalObject(Tag), workflow(workflow) {}
  llvm::StringRef typeName() const override { return "decorator"; }

  WorkflowObject *workflow;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_OBJECTS_H
