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
#include "Foreach.h"
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
  if (succeeded(iterable))
    iterable = resolve(*iterable, outermost->range);
  if (failed(iterable))
    return failure();
  return comprehensionOver(expr, *iterable);
}

FailureOr<Value> Evaluator::comprehensionOver(const ComprehensionExpr *expr,
                                              Value iterable) {
  const Expr *outermost = expr->generators.front().iterable;
  bool isGenerator = expr->form == ComprehensionKind::Generator;
  KnownValues known{{outermost, iterable}};
  if (const Choice *choice = choiceOf(iterable); choice && !isGenerator) {
    FailureOr<Value> v = distribute(*choice, outermost->range, [&](Value side) {
      return comprehensionOver(expr, side);
    });
    return failed(v) ? v : oneContainer(*v, expr->range);
  }
  if (isRuntime(iterable) && !isGenerator) {
    FailureOr<Value> v = outlineExpression(*this, expr, known);
    return failed(v) || *v ? v : collectInRegion(expr, iterable);
  }
  if (iterable.isSymbolic())
    return unsupported("a comprehension", iterable, outermost->range);
  FailureOr<Value> first =
      located(value::iterate(*this, iterable), outermost->range);
  if (failed(first))
    return failure();
  Frame *inner = newFrame(frame, expr->scope.slots.size());
  FailureOr<Value> generator =
      located(heap.adopt(*this, std::make_unique<GeneratorIterator>(
                                    *this, expr, inner, *first)),
              expr->range);
  if (failed(generator) || isGenerator)
    return generator;
  Retry retry(*this);
  size_t numSteps = builder.workflow().steps.size();
  FailureOr<Value> result = collect(expr, *generator->asIterator(), inner);
  if (succeeded(result) || !retry.isWanted())
    return result;
  return retry.run([&]() -> FailureOr<Value> {
    FailureOr<Value> v = outlineExpression(*this, expr, known);
    bool hasSteps = builder.workflow().steps.size() != numSteps;
    if (failed(v) || *v || hasSteps || iterable.is(Kind::Iterator))
      return v;
    return collectInRegion(expr, iterable);
  });
}

//--- Comprehensions with steps over run-time data -----------------------------

namespace {
/// A comprehension as the loops that it stands for.
class RegionCollector {
public:
  RegionCollector(Evaluator &evaluator, const ComprehensionExpr *expr,
                  Frame *inner, Value result)
      : evaluator(evaluator), expr(expr), outer(evaluator.frame), inner(inner),
        result(result) {}

  Completion loop(size_t level, Value iterable);

private:
  Completion iteration(size_t level, Value item);
  Completion rest(size_t level, llvm::ArrayRef<Expr *> conditions);
  Completion append();
  Completion fail() { return evaluator.completionOf(failure()); }

  Evaluator &evaluator;
  const ComprehensionExpr *expr;
  Frame *outer, *inner;
  Value result;
};
} // namespace

Completion RegionCollector::loop(size_t level, Value iterable) {
  SourceRange range = expr->generators[level].iterable->range;
  if (isRuntime(iterable))
    return evaluateForeach(
        evaluator, {.iterable = iterable,
                    .range = range,
                    .frame = outer,
                    .body = [&](Value item) { return iteration(level, item); },
                    .orElse = [] { return Completion::Normal; }});
  auto items = evaluator.located(value::items(evaluator, iterable), range);
  if (failed(items))
    return fail();
  for (Value item : *items) {
    Completion completion = iteration(level, item);
    if (completion != Completion::Normal)
      return completion;
  }
  return Completion::Normal;
}

Completion RegionCollector::iteration(size_t level, Value item) {
  llvm::SaveAndRestore inside(evaluator.frame, inner);
  if (failed(evaluator.assign(expr->generators[level].target, item)))
    return fail();
  return rest(level, expr->generators[level].conditions);
}

Completion RegionCollector::rest(size_t level,
                                 llvm::ArrayRef<Expr *> conditions) {
  if (!conditions.empty()) {
    SourceRange range = conditions.front()->range;
    FailureOr<Value> v = evaluator.eval(conditions.front());
    if (failed(v))
      return fail();
    FailureOr<Evaluator::Truth> truth = evaluator.truthOf(*v, range);
    if (failed(truth))
      return fail();
    auto others = [&] { return rest(level, conditions.drop_front()); };
    if (truth->known)
      return truth->value ? others() : Completion::Normal;
    return evaluator.branch(truth->condition, range, others,
                            [] { return Completion::Normal; });
  }
  if (level + 1 == expr->generators.size())
    return append();
  FailureOr<Value> iterable =
      evaluator.eval(expr->generators[level + 1].iterable);
  return failed(iterable) ? fail() : loop(level + 1, *iterable);
}

Completion RegionCollector::append() {
  FailureOr<Value> element = evaluator.eval(expr->element);
  if (failed(element))
    return fail();
  return evaluator.completionOf(evaluator.addToResult(expr, result, *element));
}

FailureOr<Value> Evaluator::collectInRegion(const ComprehensionExpr *expr,
                                            Value iterable) {
  FailureOr<Value> result = makeResult(expr);
  if (failed(result))
    return failure();
  Frame *inner = newFrame(frame, expr->scope.slots.size());
  Completion completion =
      RegionCollector(*this, expr, inner, *result).loop(0, iterable);
  if (completion == Completion::Normal)
    return result;
  hasEnded = completion == Completion::Ended;
  return reported();
}

//--- Evaluation that turns out to need run-time values ------------------------

Evaluator::Retry::Retry(Evaluator &evaluator)
    : evaluator(evaluator), outer(evaluator.retry),
      mark(evaluator.journalMark()), frozenBefore(evaluator.frozenMark()),
      walksBefore(evaluator.numWalks), wasJournaling(evaluator.isJournaling),
      mutableBefore(evaluator.oldestMutable),
      first(evaluator.heap.nextSerial()) {
  evaluator.retry = this;
  evaluator.isJournaling = true;
  evaluator.oldestMutable = first;
  evaluator.cellBoundary = evaluator.cellJournal.size();
}

Evaluator::Retry::~Retry() {
  evaluator.retry = outer;
  evaluator.restoreJournaling(wasJournaling, mutableBefore);
  if (!evaluator.isJournaling)
    evaluator.forgetJournal(mark);
}

void Evaluator::Retry::undo() {
  (void)evaluator.takeWrites(mark);
  evaluator.thawSince(frozenBefore);
  evaluator.forgetWalksAfter(walksBefore);
}

/// Whether \p iterator may move. Where it could not be moved back for the other
/// side of a branch it may not; for a retry it may, but then there is none.
bool Evaluator::mayMove(Value iterator) {
  uint32_t serial = iterator.asIterator()->serial;
  bool isUndone = isJournaling;
  uint32_t oldest = oldestMutable;
  for (Retry *r = retry; r && oldest == r->first; r = r->outer) {
    r->isFinal |= serial < r->first;
    isUndone = r->wasJournaling;
    oldest = r->mutableBefore;
  }
  return !isUndone || serial >= oldest;
}

/// Outlines what was given up. If that has effects, the report that was
/// withheld is given now.
FailureOr<Value>
Evaluator::Retry::run(llvm::function_ref<FailureOr<Value>()> outline) {
  evaluator.retry = outer;
  (void)evaluator.takeException();
  undo();
  FailureOr<Value> v = isFinal ? Value() : outline();
  if (failed(v) || *v)
    return v;
  return evaluator.unsupported(what, culprit, range);
}

LogicalResult Evaluator::needsRuntime(llvm::StringRef what, Value v,
                                      SourceRange range) {
  if (!retry || !v.isSymbolic())
    return unsupported(what, v, range);
  retry->what = what;
  retry->culprit = v;
  retry->range = range;
  return raiseResidual();
}

//--- Elements -----------------------------------------------------------------

FailureOr<Value> Evaluator::makeResult(const ComprehensionExpr *expr) {
  FailureOr<Value> result =
      expr->form == ComprehensionKind::Dict   ? heap.makeDict(*this)
      : expr->form == ComprehensionKind::List ? heap.makeList(*this, {})
                                              : heap.makeSet(*this);
  return located(result, expr->range);
}

LogicalResult Evaluator::addToResult(const ComprehensionExpr *expr,
                                     Value result, Value element) {
  SourceRange range = expr->element->range;
  if (expr->form == ComprehensionKind::Dict) {
    FailureOr<Value> v = eval(expr->value);
    return failed(v) ? failure() : setItem(result, element, *v, range);
  }
  bool isList = expr->form == ComprehensionKind::List;
  if (isList && !result.isSymbolic()) {
    LogicalResult added = willMutate(result);
    if (succeeded(added))
      added = append(*this, result.asList(), element);
    return located(added, range);
  }
  return success(
      succeeded(callMethod(result, isList ? "append" : "add", element, range)));
}

/// The list, set or dict of everything that \p generator yields.
FailureOr<Value> Evaluator::collect(const ComprehensionExpr *expr,
                                    value::IteratorObject &generator,
                                    Frame *inner) {
  FailureOr<Value> result = makeResult(expr);
  if (failed(result))
    return failure();
  for (;;) {
    FailureOr<Value> element = generator.next(*this);
    if (failed(element))
      return failure();
    if (!*element)
      return result;
    llvm::SaveAndRestore inside(frame, inner);
    if (failed(addToResult(expr, *result, *element)))
      return failure();
  }
}
