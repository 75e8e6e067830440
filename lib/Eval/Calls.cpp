//===- Calls.cpp - Functions and their arguments --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Functions of the workflow are expanded where they are called: their
/// bodies are evaluated in a frame of their own. Arguments are bound by
/// Python's rules and refused with Python's words.
//===----------------------------------------------------------------------===//
#include "Outline.h"
#include "plue/Value/Parameters.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;
using value::ExcKind;

// The kinds of parameters are the same list in the tree and in the library.
static_assert(int(Parameter::VarKeyword) ==
              int(value::ParameterKind::VarKeyword));

SourceRange CallSite::positional(size_t index) const {
  if (!expr)
    return range;
  for (const Argument &argument : expr->arguments)
    if (argument.kind == Argument::Positional && index-- == 0)
      return argument.range;
  return range;
}

SourceRange CallSite::keyword(llvm::StringRef name) const {
  if (expr)
    for (const Argument &argument : expr->arguments)
      if (argument.kind == Argument::Keyword && argument.name == name)
        return argument.range;
  return range;
}

Frame *Evaluator::newFrame(Frame *parent, size_t slots) {
  auto *memory = frames.Allocate<Value>(slots);
  std::uninitialized_fill_n(memory, slots, Value());
  return new (frames) Frame{.parent = parent, .slots = {memory, slots}};
}

//--- Making functions ---------------------------------------------------------

static FailureOr<FunctionObject *>
makeFunctionObject(Evaluator &evaluator, llvm::ArrayRef<Parameter> parameters) {
  auto *function = evaluator.heap.makeObject<FunctionObject>();
  function->parameters = parameters;
  function->closure = evaluator.frame;
  for (const Parameter &parameter : parameters) {
    Value v;
    if (parameter.defaultValue) {
      FailureOr<Value> evaluated = evaluator.eval(parameter.defaultValue);
      if (failed(evaluated))
        return failure();
      v = *evaluated;
    }
    function->defaults.push_back(v);
  }
  return function;
}

FailureOr<Value> Evaluator::makeFunction(const FunctionDefStmt *def) {
  FailureOr<FunctionObject *> function =
      makeFunctionObject(*this, def->parameters);
  if (failed(function))
    return failure();
  // CPython evaluates annotations where the function is defined.
  for (const Parameter &parameter : def->parameters)
    if (parameter.annotation && failed(eval(parameter.annotation)))
      return failure();
  if (def->returns && failed(eval(def->returns)))
    return failure();
  (*function)->name = def->name;
  (*function)->range = def->nameRange;
  (*function)->def = def;
  return Value::object(*function);
}

FailureOr<Value> Evaluator::makeLambda(const LambdaExpr *lambda) {
  FailureOr<FunctionObject *> function =
      makeFunctionObject(*this, lambda->parameters);
  if (failed(function))
    return failure();
  (*function)->name = "<lambda>";
  (*function)->range = lambda->range;
  (*function)->lambda = lambda;
  return Value::object(*function);
}

//--- Arguments ----------------------------------------------------------------

static LogicalResult bindArguments(Evaluator &evaluator,
                                   const FunctionObject &function,
                                   const CallArgs &args, Frame &frame) {
  llvm::SmallVector<value::ParameterInfo, 8> parameters;
  for (auto [parameter, defaultValue] :
       llvm::zip(function.parameters, function.defaults))
    parameters.push_back({.name = parameter.name,
                          .kind = value::ParameterKind(parameter.kind),
                          .defaultValue = defaultValue});
  return value::bindArguments(evaluator, function.name, parameters, args,
                              frame.slots);
}

//--- Calling ------------------------------------------------------------------

/// Whether \p function is being called already and calls itself again under a
/// run-time condition: there is no telling how often.
bool Evaluator::recursesAtRunTime(const FunctionObject &function) const {
  return llvm::any_of(callStack, [&](const Call &call) {
    return call.function == &function && call.guard != guard();
  });
}

FailureOr<Value> Evaluator::callFunction(const FunctionObject &function,
                                         const CallArgs &args,
                                         const CallSite &site, Value rest) {
  if (callStack.size() >= limits.callDepth) {
    (void)raise(ExcKind::RecursionError, "maximum recursion depth exceeded: " +
                                             llvm::Twine(callStack.size() + 1) +
                                             " nested calls, limit " +
                                             llvm::Twine(limits.callDepth));
    return report(site.range);
  }
  if (recursesAtRunTime(function)) {
    FailureOr<Value> v = outlineCall(*this, function, args, site.range);
    if (failed(v) || *v)
      return v;
  }
  const ScopeInfo &scope =
      function.def ? function.def->scope : function.lambda->scope;
  Frame *callee = newFrame(function.closure, scope.slots.size());
  if (failed(bindArguments(*this, function, args, *callee)))
    return report(site.range);
  for (auto [slot, parameter] : llvm::zip(callee->slots, function.parameters))
    if (rest && parameter.kind == Parameter::VarPositional)
      slot = rest;

  llvm::SaveAndRestore inside(frame, callee);
  llvm::SaveAndRestore<LoopRegion *> noLoop(loopRegion, nullptr);
  llvm::SaveAndRestore outside(isInLoop, isInLoop || !callStack.empty());
  callStack.push_back({function.name, site.range, &function, guard()});
  bool isHelper = callStack.size() > 1 && function.def;
  if (isHelper)
    keyPath.push_back(function.name.str());
  FailureOr<Value> result = runBody(function);
  if (isHelper)
    keyPath.pop_back();
  callStack.pop_back();
  return result;
}

FailureOr<Value> Evaluator::runBody(const FunctionObject &function) {
  if (function.lambda)
    return eval(function.lambda->body);
  Completion completion = joinScope(Completion::Return, function.range, [&] {
    Completion completion = exec(function.def->body);
    if (completion == Completion::Normal)
      returned = Value::none();
    return completion;
  });
  if (completion == Completion::Normal)
    return returned;
  hasEnded = completion == Completion::Ended;
  return reported();
}

/// Called back by the library, for instance with a sort key. Built-in callables
/// never come here.
FailureOr<Value> Evaluator::call(Value callee, const CallArgs &args) {
  SourceRange range = callStack.empty() ? SourceRange() : callSite;
  return callValue(callee, args, {.range = range});
}

FailureOr<Value> Evaluator::callValue(Value callee, const CallArgs &args,
                                      const CallSite &site) {
  FailureOr<Value> resolved = resolve(callee, site.range);
  if (failed(resolved))
    return failure();
  callee = *resolved;
  if (auto *function = objectAs<FunctionObject>(callee))
    return callFunction(*function, args, site);
  if (auto *native = objectAs<NativeObject>(callee))
    return native->function(*this, args, site);
  if (auto *decorator = objectAs<BoundObject>(callee))
    return decorate(*decorator, args, site);
  if (objectAs<WorkflowObject>(callee))
    return error(diags.report(site.range, diag::workflow_called)
                     .hint("put what they share into a plain function"));
  if (const Choice *choice = choiceOf(callee))
    return distribute(*choice, site.range,
                      [&](Value side) { return callValue(side, args, site); });
  bool isData = isRuntime(callee) && typeOfSymbolic(callee) == types::Str;
  if (isRuntime(callee) && !isData)
    return unsupported("a call", callee, site.range);
  bool isOfLibrary = callee.is(Kind::Builtin) || callee.is(Kind::Method) ||
                     callee.is(Kind::Type);
  if (isData || !isOfLibrary) {
    (void)raise(ExcKind::TypeError,
                "'" + (isData ? "str" : value::typeName(callee)) +
                    "' object is not callable");
    return report(site.range);
  }
  return callBuiltinKind(callee, args, site);
}

/// Built-in functions, methods and types. A run-time argument whose content
/// matters makes the call a run-time operation, where there is one.
FailureOr<Value> Evaluator::callBuiltinKind(Value callee, const CallArgs &args,
                                            const CallSite &site) {
  llvm::SaveAndRestore here(callSite, site.range);
  if (FailureOr<Value> folded = callOnSymbolic(callee, args, site);
      failed(folded) || *folded)
    return folded;
  FailureOr<Value> result = value::call(*this, callee, args);
  if (succeeded(result))
    return result;
  if (exception().kind != ExcKind::Residual)
    return report(site.range);
  if (retry && retry->isWanted())
    return failure();
  // What an iterator has yielded is gone: only from the start can it be done.
  auto isIterator = [](Value v) { return v.is(Kind::Iterator); };
  bool hasIterator = llvm::any_of(args.positional, isIterator);
  if (hasIterator && retry && retry->what.empty()) {
    retry->what = "a call";
    retry->culprit = args.positional[0];
    retry->range = site.range;
    return failure();
  }
  (void)takeException();
  if (hasIterator)
    return unsupported("a call on an iterator", args.positional[0], site.range);
  if (FailureOr<Value> v = callOnChoice(callee, args, site); failed(v) || *v)
    return v;
  if (FailureOr<Value> v = outlineResidualCall(callee, args, site);
      failed(v) || *v)
    return v;
  if (FailureOr<Value> v = runtimeCall(callee, args, site); failed(v) || *v)
    return v;
  Value culprit;
  for (Value v : args.positional)
    if (v.isSymbolic() || !culprit)
      culprit = v;
  std::string what = "this call";
  if (callee.is(Kind::Builtin))
    what = ("`" + value::builtinName(callee.asBuiltin()) + "`").str();
  else if (callee.is(Kind::Method))
    what = ("`." + callee.asMethod()->name + "()`").str();
  else if (callee.is(Kind::Type))
    what = "`" + types.str(callee.asType()) + "()`";
  return unsupported(what, culprit, site.range);
}

FailureOr<Value> Evaluator::evalCall(const CallExpr *expr) {
  FailureOr<Value> callee = eval(expr->callee);
  if (failed(callee))
    return failure();
  if (auto *generator = generatorIn(*expr))
    return callOnGenerator(expr, *callee, generator);
  bool isOfLibrary = callee->is(Kind::Builtin) || callee->is(Kind::Method) ||
                     callee->is(Kind::Type);
  bool mayConsume = isOfLibrary &&
                    llvm::any_of(expr->arguments, [](const Argument &argument) {
                      return llvm::isa<CallExpr>(argument.value);
                    });
  if (!mayConsume)
    return callWithArguments(expr, *callee);
  // `list(filter(…))`: what the iterator meets shows only when it is walked.
  Retry retry(*this);
  FailureOr<Value> result = callWithArguments(expr, *callee);
  if (succeeded(result) || !retry.isWanted())
    return result;
  KnownValues known{{expr->callee, *callee}};
  return retry.run([&] { return outlineExpression(*this, expr, known); });
}

/// A call that consumes a generator. The first iterable of a generator is
/// evaluated where the generator is made.
FailureOr<Value>
Evaluator::callOnGenerator(const CallExpr *expr, Value callee,
                           const ComprehensionExpr *generator) {
  const Expr *outermost = generator->generators.front().iterable;
  FailureOr<Value> iterable = eval(outermost);
  if (failed(iterable))
    return failure();
  FailureOr<Value> resolved = resolve(*iterable, outermost->range);
  if (failed(resolved))
    return failure();
  return consumeGenerator(expr, callee, outermost, *resolved);
}

FailureOr<Value> Evaluator::consumeGenerator(const CallExpr *expr, Value callee,
                                             const Expr *outermost,
                                             Value iterable) {
  if (const Choice *choice = choiceOf(iterable))
    return distribute(*choice, outermost->range, [&](Value side) {
      return consumeGenerator(expr, callee, outermost, side);
    });
  KnownValues known{{outermost, iterable}, {expr->callee, callee}};
  if (isRuntime(iterable)) {
    FailureOr<Value> v = outlineExpression(*this, expr, known);
    if (failed(v) || *v)
      return v;
  }
  Retry retry(*this);
  evaluated[outermost] = iterable;
  FailureOr<Value> result = callWithArguments(expr, callee);
  if (succeeded(result) || !retry.isWanted())
    return result;
  return retry.run([&] { return outlineExpression(*this, expr, known); });
}

/// A built-in function that is given both a run-time value and a function to
/// call; Absent if that is not what it is.
FailureOr<Value> Evaluator::outlineCallback(
    const CallExpr *expr, Value callee, llvm::ArrayRef<Value> positional,
    llvm::ArrayRef<std::pair<llvm::StringRef, Value>> keywords) {
  bool isBuiltin = callee.is(Kind::Builtin) || callee.is(Kind::Method);
  bool hasRuntime =
      callee.is(Kind::Method) && isRuntime(callee.asMethod()->self);
  bool hasFunction = false;
  KnownValues known{{expr->callee, callee}};
  size_t nextPositional = 0, nextKeyword = 0;
  for (const Argument &argument : expr->arguments) {
    bool isKeyword = argument.kind == Argument::Keyword;
    if (!isKeyword && argument.kind != Argument::Positional)
      return Value();
    Value v = isKeyword ? keywords[nextKeyword++].second
                        : positional[nextPositional++];
    hasRuntime |= isRuntime(v);
    hasFunction |= objectAs<FunctionObject>(v) != nullptr;
    known[argument.value] = v;
  }
  if (!isBuiltin || !hasRuntime || !hasFunction)
    return Value();
  return outlineExpression(*this, expr, known);
}

/// A call with a function among its arguments has no operation of its own, but
/// may stand in a function of the plan; Absent if it is no such call.
FailureOr<Value> Evaluator::outlineResidualCall(Value callee,
                                                const CallArgs &args,
                                                const CallSite &site) {
  auto isFunction = [](Value v) {
    return v.is(Kind::Builtin) || v.is(Kind::Type) || v.is(Kind::Method) ||
           objectAs<FunctionObject>(v) != nullptr;
  };
  bool hasFunction = llvm::any_of(args.positional, isFunction) ||
                     llvm::any_of(args.keywords, [&](auto &k) {
                       return isFunction(k.second);
                     });
  bool isInstanceTest = callee.is(Kind::Builtin) &&
                        value::builtinName(callee.asBuiltin()) == "isinstance";
  if (!hasFunction || !site.expr)
    return Value();
  if (isInstanceTest)
    if (Value v = decideInstance(args, site.range))
      return v;
  return outlineBuiltinCall(callee, args, site);
}

/// A call as a function of the plan; Absent if it cannot be one.
FailureOr<Value> Evaluator::outlineBuiltinCall(Value callee,
                                               const CallArgs &args,
                                               const CallSite &site) {
  if (!site.expr)
    return Value();
  KnownValues known{{site.expr->callee, callee}};
  size_t nextPositional = 0, nextKeyword = 0;
  for (const Argument &argument : site.expr->arguments) {
    bool isKeyword = argument.kind == Argument::Keyword;
    if (!isKeyword && argument.kind != Argument::Positional)
      return Value();
    known[argument.value] = isKeyword ? args.keywords[nextKeyword++].second
                                      : args.positional[nextPositional++];
  }
  return outlineExpression(*this, site.expr, known);
}
