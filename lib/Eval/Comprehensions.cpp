//===- Comprehensions.cpp - Comprehensions and generators -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A comprehension is a nest of loops around an element. It is written as
/// a machine that can be asked for the next element, with one iterator for each
/// loop, because a generator argument must be lazy: `any(f(x) for x in xs)`
/// stops calling `f` at the first truth. Displays simply ask until the end.
//===----------------------------------------------------------------------===//
#include "Outline.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

namespace {
class GeneratorIterator : public value::IteratorObject {
public:
  GeneratorIterator(Evaluator &evaluator, const ComprehensionExpr *expr,
                    Frame *frame, Value first)
      : evaluator(evaluator), expr(expr), frame(frame) {
    iterators.push_back(first);
  }
  llvm::StringRef typeName() const override { return "generator"; }

  FailureOr<Value> next(value::Context &) override {
    FailureOr<bool> found = advance();
    if (failed(found))
      return failure();
    if (!*found)
      return Value();
    llvm::SaveAndRestore inside(evaluator.frame, frame);
    return evaluator.eval(expr->element);
  }

  /// Binds the loop variables of the next element; false at the end.
  FailureOr<bool> advance();

private:
  FailureOr<bool> enter(size_t level);
  FailureOr<bool> conditionsHold(const Generator &generator);

  Evaluator &evaluator;
  const ComprehensionExpr *expr;
  Frame *frame;
  /// Of the loops that are running, outermost first; empty at the end.
  llvm::SmallVector<Value, 2> iterators;
};
} // namespace

FailureOr<bool> GeneratorIterator::advance() {
  llvm::SaveAndRestore inside(evaluator.frame, frame);
  while (!iterators.empty()) {
    size_t level = iterators.size() - 1;
    const Generator &generator = expr->generators[level];
    SourceRange range = generator.iterable->range;
    FailureOr<Value> item =
        evaluator.located(value::next(evaluator, iterators.back()), range);
    if (failed(item))
      return failure();
    if (!*item) {
      iterators.pop_back();
      continue;
    }
    if (failed(evaluator.assign(generator.target, *item)))
      return failure();
    FailureOr<bool> holds = conditionsHold(generator);
    if (failed(holds))
      return failure();
    if (!*holds)
      continue;
    if (level + 1 == expr->generators.size())
      return true;
    const Expr *inner = expr->generators[level + 1].iterable;
    FailureOr<Value> iterable = evaluator.eval(inner);
    if (failed(iterable))
      return failure();
    if (iterable->isSymbolic())
      return evaluator.needsRuntime("a comprehension", *iterable, inner->range);
    FailureOr<Value> iterator =
        evaluator.located(value::iterate(evaluator, *iterable), inner->range);
    if (failed(iterator))
      return failure();
    iterators.push_back(*iterator);
  }
  return false;
}

FailureOr<bool> GeneratorIterator::conditionsHold(const Generator &generator) {
  for (const Expr *condition : generator.conditions) {
    FailureOr<Value> v = evaluator.eval(condition);
    if (failed(v))
      return failure();
    auto truth = evaluator.truthOf(*v, condition->range);
    if (failed(truth))
      return failure();
    if (!truth->known)
      return evaluator.needsRuntime("the condition of a comprehension", *v,
                                    condition->range);
    if (!truth->value)
      return false;
  }
  return true;
}

FailureOr<Value> Evaluator::evalComprehension(const ComprehensionExpr *expr) {
  const Expr *outermost = expr->generators.front().iterable;
  // A call that was about to consume this has looked at it already.
  auto known = evaluated.find(outermost);
  bool isEvaluated = known != evaluated.end();
  FailureOr<Value> iterable = isEvaluated ? known->second : eval(outermost);
  if (isEvaluated)
    evaluated.erase(known);
  if (failed(iterable))
    return failure();
  if (isRuntime(*iterable) && expr->form != ComprehensionKind::Generator) {
    FailureOr<Value> v =
        outlineExpression(*this, expr, {{outermost, *iterable}});
    if (failed(v) || *v)
      return v;
  }
  if (iterable->isSymbolic())
    return unsupported("a comprehension", *iterable, outermost->range);
  FailureOr<Value> first =
      located(value::iterate(*this, *iterable), outermost->range);
  if (failed(first))
    return failure();
  Frame *inner = newFrame(frame, expr->scope.slots.size());
  FailureOr<Value> generator =
      located(heap.adopt(*this, std::make_unique<GeneratorIterator>(
                                    *this, expr, inner, *first)),
              expr->range);
  if (failed(generator) || expr->form == ComprehensionKind::Generator)
    return generator;
  Retry retry(*this);
  FailureOr<Value> result = collect(expr, *generator->asIterator(), inner);
  if (succeeded(result) || !retry.isWanted())
    return result;
  KnownValues before{{outermost, *iterable}};
  return retry.run([&] { return outlineExpression(*this, expr, before); });
}

//--- Evaluation that turns out to need run-time values ------------------------

Evaluator::Retry::Retry(Evaluator &evaluator)
    : evaluator(evaluator), outer(evaluator.retry) {
  evaluator.retry = this;
}

Evaluator::Retry::~Retry() { evaluator.retry = outer; }

/// What was evaluated so far has left nothing behind if the code has no
/// effects; if it has, the report that was withheld is given now.
FailureOr<Value>
Evaluator::Retry::run(llvm::function_ref<FailureOr<Value>()> outline) {
  evaluator.retry = outer;
  (void)evaluator.takeException();
  FailureOr<Value> v = outline();
  if (failed(v) || *v)
    return v;
  return evaluator.unsupported(what, culprit, range);
}

LogicalResult Evaluator::needsRuntime(llvm::StringRef what, Value v,
                                      SourceRange range) {
  if (!retry || !isRuntime(v))
    return unsupported(what, v, range);
  retry->what = what;
  retry->culprit = v;
  retry->range = range;
  return raiseResidual();
}

/// The list, set or dict of everything that \p generator yields.
FailureOr<Value> Evaluator::collect(const ComprehensionExpr *expr,
                                    value::IteratorObject &generator,
                                    Frame *inner) {
  bool isDict = expr->form == ComprehensionKind::Dict;
  bool isList = expr->form == ComprehensionKind::List;
  FailureOr<Value> result = isDict   ? heap.makeDict(*this)
                            : isList ? heap.makeList(*this, {})
                                     : heap.makeSet(*this);
  if (failed(located(result, expr->range)))
    return failure();
  for (;;) {
    FailureOr<Value> element = generator.next(*this);
    if (failed(element))
      return failure();
    if (!*element)
      return result;
    LogicalResult added = success();
    if (isDict) {
      llvm::SaveAndRestore inside(frame, inner);
      FailureOr<Value> v = eval(expr->value);
      if (failed(v))
        return failure();
      added = dictInsert(*this, result->asDict(), *element, *v);
    } else if (isList) {
      added = append(*this, result->asList(), *element);
    } else {
      added = success(succeeded(setInsert(*this, result->asSet(), *element)));
    }
    if (failed(located(added, expr->element->range)))
      return failure();
  }
}
