//===- Sdk.h - The functions that plue adds to Python -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_SDK_H
#define PLUE_LIB_EVAL_SDK_H

#include "Evaluator.h"

namespace plue::eval {

// The context (ContextObject.cpp).
/// What `ctx` has.
llvm::ArrayRef<llvm::StringRef> contextNames();

FailureOr<Value> contextAttribute(Evaluator &evaluator, llvm::StringRef name,
                                  SourceRange range);
// Methods of the context (Steps.cpp).
FailureOr<Value> runStep(Evaluator &evaluator, const CallArgs &args,
                         const CallSite &site);
FailureOr<Value> runParallel(Evaluator &evaluator, const CallArgs &args,
                             const CallSite &site);
FailureOr<Value> endInSuccess(Evaluator &evaluator, const CallArgs &args,
                              const CallSite &site);
FailureOr<Value> endInFailure(Evaluator &evaluator, const CallArgs &args,
                              const CallSite &site);

// Other steps (Actions.cpp).
/// The method that is written \p function, such as `ctx.read`; Absent if there
/// is none.
Value findAction(Evaluator &evaluator, llvm::StringRef function);
FailureOr<Value> gitAttribute(Evaluator &evaluator, llvm::StringRef name,
                              SourceRange range);
FailureOr<Value> issueAttribute(Evaluator &evaluator, llvm::StringRef name,
                                SourceRange range);

/// An argument that takes steps, for messages.
struct StepList {
  llvm::StringRef function, parameter, wanted;
  SourceRange range;
};
/// Appends all steps in \p v: a handle, a list of such of any depth (what
/// `ctx.parallel` returned may be an element), or a choice, which means each
/// alternative. None is no step.
LogicalResult collectSteps(Evaluator &evaluator, Value v, const StepList &list,
                           std::vector<StepId> &steps, unsigned depth = 0);

// What the module `plue` offers (Triggers.cpp, SdkTypes.cpp, Sdk.cpp).
FailureOr<Value> makePush(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makePullRequest(Evaluator &, const CallArgs &,
                                 const CallSite &);
FailureOr<Value> makeManual(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeSchedule(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeIssueComment(Evaluator &, const CallArgs &,
                                  const CallSite &);
/// The type that \p v stands for as an argument: a class, a type made by
/// `schema` and the like, or `any`. None if it is no type.
TypeId typeArgument(Value v);
/// Whether JSON has values of \p type.
bool isJsonType(const value::TypeStore &types, TypeId type);
FailureOr<Value> makeSchema(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeEnum(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeOptional(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeCacheKey(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeHashFiles(Evaluator &, const CallArgs &, const CallSite &);
FailureOr<Value> makeWorkflow(Evaluator &, const CallArgs &, const CallSite &);

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_SDK_H
