//===- Spreads.cpp - The arguments of calls as they are written -----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file What `*` and `**` spread has to be known when a call is made, item by
/// item. Where it is a choice, the call becomes a choice of calls. Where it is
/// a run-time value of unknown length there are two ways out: a function of the
/// workflow whose `*rest` is what takes the items gets them as one run-time
/// tuple; every other call without effects becomes a function of the plan.
///
/// A built-in function that cannot look through a choice is called on either
/// side of it, too. What the calls change is merged as after an `if`.
//===----------------------------------------------------------------------===//
#include "Outline.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;
using value::ExcKind;

//--- Evaluating arguments -----------------------------------------------------

/// The items of what a known \p v spreads, as a tuple; \p v itself at run time.
static FailureOr<Value> spreadItems(Evaluator &evaluator, Value v,
                                    SourceRange range) {
  FailureOr<Value> resolved = evaluator.resolve(v, range);
  if (failed(resolved) || resolved->isSymbolic())
    return resolved;
  auto items = evaluator.located(value::items(evaluator, *resolved), range);
  if (failed(items))
    return failure();
  return evaluator.located(evaluator.heap.makeTuple(evaluator, *items), range);
}

FailureOr<Value> Evaluator::callWithArguments(const CallExpr *expr,
                                              Value callee) {
  llvm::SmallVector<Value, 8> values;
  bool isOurs = objectAs<FunctionObject>(callee) != nullptr;
  for (const Argument &argument : expr->arguments) {
    FailureOr<Value> v =
        isOurs ? evalHeld(argument.value) : eval(argument.value);
    if (succeeded(v) && argument.kind == Argument::Star)
      v = spreadItems(*this, *v, argument.range);
    if (failed(v))
      return failure();
    values.push_back(*v);
  }
  return callWithValues(expr, callee, values);
}

static bool isSpread(const Argument &argument) {
  return argument.kind == Argument::Star ||
         argument.kind == Argument::DoubleStar;
}

/// A call whose arguments are \p values, as they are written.
FailureOr<Value>
Evaluator::callWithValues(const CallExpr *expr, Value callee,
                          llvm::MutableArrayRef<Value> values) {
  bool spreadsRuntime = false;
  for (auto [argument, v] : llvm::zip(expr->arguments, values)) {
    if (!isSpread(argument))
      continue;
    FailureOr<Value> resolved = resolve(v, argument.range);
    if (failed(resolved))
      return failure();
    v = *resolved;
    spreadsRuntime |= isRuntime(v);
    if (const Choice *choice = choiceOf(v))
      return distribute(*choice, argument.range, [&](Value side) {
        llvm::SaveAndRestore restored(v, side);
        return callWithValues(expr, callee, values);
      });
  }
  if (spreadsRuntime)
    return callWithRuntimeSpread(expr, callee, values);
  llvm::SmallVector<Value, 8> positional;
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 8> keywords;
  for (auto [argument, v] : llvm::zip(expr->arguments, values)) {
    if (argument.kind == Argument::Positional)
      positional.push_back(v);
    else if (argument.kind == Argument::Keyword)
      keywords.push_back({argument.name, v});
    else if (argument.kind == Argument::DoubleStar) {
      if (failed(spreadKeywords(v, argument.range, keywords)))
        return failure();
    } else if (failed(addElement(positional, v, true, argument.range))) {
      return failure();
    }
  }
  FailureOr<Value> outlined =
      outlineCallback(expr, callee, positional, keywords);
  if (failed(outlined) || *outlined)
    return outlined;
  return callValue(callee, {.positional = positional, .keywords = keywords},
                   {.range = expr->range, .expr = expr});
}

LogicalResult Evaluator::spreadKeywords(
    Value v, SourceRange range,
    llvm::SmallVectorImpl<std::pair<llvm::StringRef, Value>> &keywords) {
  if (!v.is(Kind::Dict)) {
    (void)raise(ExcKind::TypeError,
                "argument after ** must be a mapping, not " +
                    value::typeName(v));
    return report(range);
  }
  for (const auto &entry : v.asDict()->entries) {
    if (!entry.key)
      continue;
    if (!entry.key.isStr()) {
      (void)raise(ExcKind::TypeError, "keywords must be strings");
      return report(range);
    }
    llvm::StringRef name = entry.key.text();
    if (llvm::any_of(keywords, [&](auto &k) { return k.first == name; })) {
      (void)raise(ExcKind::TypeError,
                  "got multiple values for keyword argument '" + name + "'");
      return report(range);
    }
    keywords.push_back({name, entry.value});
  }
  return success();
}

//--- Spreading run-time values ------------------------------------------------

/// How many arguments go to parameters of \p function by their position, if all
/// others go to its `*rest`.
static std::optional<size_t> numBeforeRest(const FunctionObject &function) {
  size_t count = 0;
  for (const Parameter &parameter : function.parameters) {
    if (parameter.kind == Parameter::VarPositional)
      return count;
    ++count;
  }
  return std::nullopt;
}

FailureOr<Value>
Evaluator::callWithRuntimeSpread(const CallExpr *expr, Value callee,
                                 llvm::ArrayRef<Value> values) {
  auto *function = objectAs<FunctionObject>(callee);
  if (function)
    if (FailureOr<Value> v = callWithRest(expr, *function, values);
        failed(v) || *v)
      return v;
  KnownValues known{{expr->callee, callee}};
  Value culprit;
  SourceRange range;
  for (auto [argument, v] : llvm::zip(expr->arguments, values)) {
    known[argument.value] = v;
    if (culprit || !isSpread(argument) || !isRuntime(v))
      continue;
    culprit = v;
    range = argument.range;
  }
  FailureOr<Value> v = outlineExpression(*this, expr, known);
  if (failed(v) || *v)
    return v;
  return unsupported("`*` in a call", culprit, range);
}

/// Calls \p function with a run-time tuple for its `*rest`; Absent if run-time
/// items may go to other parameters, too.
FailureOr<Value> Evaluator::callWithRest(const CallExpr *expr,
                                         const FunctionObject &function,
                                         llvm::ArrayRef<Value> values) {
  std::optional<size_t> wanted = numBeforeRest(function);
  FailureOr<Value> rest = heap.makeList(*this, {});
  if (!wanted || failed(rest) || recursesAtRunTime(function))
    return Value();
  llvm::SmallVector<Value, 8> positional;
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 8> keywords;
  for (auto [argument, v] : llvm::zip(expr->arguments, values)) {
    if (argument.kind == Argument::Keyword) {
      keywords.push_back({argument.name, v});
      continue;
    }
    if (argument.kind == Argument::DoubleStar) {
      if (isRuntime(v))
        return Value();
      if (failed(spreadKeywords(v, argument.range, keywords)))
        return failure();
      continue;
    }
    bool isStar = argument.kind == Argument::Star;
    if (positional.size() == *wanted) {
      if (failed(callMethod(*rest, isStar ? "extend" : "append", v,
                            argument.range)))
        return failure();
      continue;
    }
    if (isStar)
      return Value();
    positional.push_back(v);
  }
  Value tuple = *value::findClass(types, "tuple");
  rest = callValue(tuple, {.positional = *rest, .keywords = {}},
                   {.range = expr->range});
  if (failed(rest))
    return failure();
  return callFunction(function,
                      {.positional = positional, .keywords = keywords},
                      {.range = expr->range, .expr = expr}, *rest);
}

//--- Choices among the arguments ----------------------------------------------

/// Iterators of two branches would be two, and could not be walked after both.
static bool makesIterator(Value callee) {
  static constexpr llvm::StringRef names[] = {"enumerate", "filter",   "iter",
                                              "map",       "reversed", "zip"};
  return callee.is(Kind::Builtin) &&
         llvm::is_contained(names, value::builtinName(callee.asBuiltin()));
}

/// A call of the library that met a choice is a choice of calls; Absent if
/// there is none among its arguments.
FailureOr<Value> Evaluator::callOnChoice(Value callee, const CallArgs &args,
                                         const CallSite &site) {
  llvm::SmallVector<Value, 8> values(args.positional);
  for (const auto &[unused, v] : args.keywords)
    values.push_back(v);
  if (callee.is(Kind::Method))
    values.push_back(callee.asMethod()->self);
  for (Value &v : values) {
    FailureOr<Value> resolved = resolve(v, site.range);
    if (failed(resolved))
      return failure();
    v = *resolved;
  }
  Value *place = findChoice(values);
  if (!place || makesIterator(callee))
    return Value();
  auto callAgain = [&](Value side) -> FailureOr<Value> {
    llvm::SaveAndRestore chosen(*place, side);
    llvm::ArrayRef<Value> positional =
        llvm::ArrayRef(values).take_front(args.positional.size());
    llvm::SmallVector<std::pair<llvm::StringRef, Value>, 4> keywords;
    for (auto [i, keyword] : llvm::enumerate(args.keywords))
      keywords.push_back({keyword.first, values[positional.size() + i]});
    FailureOr<Value> called = callee;
    if (callee.is(Kind::Method))
      called = located(
          heap.makeMethod(*this, values.back(), callee.asMethod()->name),
          site.range);
    if (failed(called))
      return failure();
    return callValue(*called, {.positional = positional, .keywords = keywords},
                     site);
  };
  Choice choice = *choiceOf(*place);
  return distribute(choice, site.range, callAgain);
}

/// \p v, which may be a choice between containers that nothing else refers to,
/// as one container.
FailureOr<Value> Evaluator::oneContainer(Value v, SourceRange range) {
  if (!isChoice(v))
    return v;
  Value first = v;
  while (const Choice *choice = choiceOf(first))
    first = choice->whenTrue;
  assert(first.isContainer() && "a choice of something else");
  Kind kind = first.containerKind();
  FailureOr<Value> cell = kind == Kind::List   ? heap.makeList(*this, {})
                          : kind == Kind::Dict ? heap.makeDict(*this)
                                               : heap.makeSet(*this);
  if (failed(located(cell, range)) ||
      failed(callMethod(*cell, kind == Kind::List ? "extend" : "update", v,
                        range)))
    return failure();
  return cell;
}
