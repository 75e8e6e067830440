//===- Module.cpp - Evaluating a module and its workflows -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A run of a workflow evaluates its whole file first, so each workflow
/// gets a fresh evaluation of the module: what one does to a global list, the
/// next one does not see.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "HandledCalls.h"

using namespace plue;
using namespace plue::eval;
using value::ExcKind;

Evaluator::Evaluator(const syntax::Module &module, const SourceManager &sources,
                     const EvalOptions &options, DiagnosticEngine &diags,
                     value::Heap &heap, ir::WorkflowBuilder &builder)
    : Context(heap, builder.plan().types(), options.limits), module(module),
      sources(sources), options(options), diags(diags), builder(builder) {
  globals = *newFrame(nullptr, module.scope.slots.size());
}

LogicalResult Evaluator::runModule() {
  uint32_t errorsBefore = diags.numErrors();
  Completion completion = exec(module.body);
  return success(completion != Completion::Failed &&
                 diags.numErrors() == errorsBefore);
}

LogicalResult Evaluator::runWorkflow(const WorkflowObject &toRun) {
  workflow = &toRun;
  uint32_t errorsBefore = diags.numErrors();
  ir::Plan &plan = builder.plan().plan();
  ir::Workflow &result = builder.workflow();
  const syntax::FunctionDefStmt *def = toRun.function->def;
  result.name = plan.save(toRun.function->name);
  if (def->docstring && !def->docstring->contains('\0'))
    result.doc = plan.save(def->docstring->trim());
  result.triggers = toRun.triggers;
  result.dockerfile = plan.save(toRun.dockerfile);
  if (toRun.dockerfile.empty())
    result.image =
        plan.save(toRun.image.empty() ? options.defaultImage : toRun.image);
  result.timeoutMs = toRun.timeoutMs;
  result.location = locate(toRun.function->range);

  Value argument = contextValue();
  FailureOr<Value> returned =
      callFunction(*toRun.function, {.positional = argument, .keywords = {}},
                   {.range = toRun.function->range});
  if (failed(returned) && completionOf(failure()) == Completion::Failed)
    return failure();
  bool isFaultless = diags.numErrors() == errorsBefore;
  if (result.steps.empty() && isFaultless)
    diags.report(toRun.function->range, diag::workflow_empty, result.name);
  return success(isFaultless);
}

//--- Reports ------------------------------------------------------------------

/// Whether an exception that is raised here is the program's business: it
/// depends on values, and on a condition that may not hold when it runs.
bool Evaluator::mayNotHappen(ExcKind kind) const {
  switch (kind) {
  case ExcKind::ValueError:
  case ExcKind::IndexError:
  case ExcKind::KeyError:
  case ExcKind::ZeroDivisionError:
  case ExcKind::OverflowError:
  case ExcKind::AssertionError:
    return workflow && refusedMutation.empty() &&
           (!path.empty() || !regions.empty());
  default:
    return false;
  }
}

/// The run ends here as a program does that raises; always fails.
LogicalResult Evaluator::raiseAtRunTime(llvm::StringRef kind, ValueId message,
                                        SourceRange range) {
  FailureOr<Value> prefix =
      located(heap.makeStr(*this, (kind + ": ").str()), range);
  FailureOr<Value> reason =
      failed(prefix) ? prefix
                     : concat({*prefix, Value::symbolic(message.index)}, range);
  FailureOr<ValueId> text =
      failed(reason) ? FailureOr<ValueId>(failure()) : reify(*reason, range);
  if (failed(text))
    return failure();
  (void)endRun({.isSuccess = false, .when = {}, .reason = *text, .outputs = {}},
               range);
  return failure();
}

/// Reports \p text, in which the way out may follow a semicolon.
static DiagnosticBuilder reportWithWayOut(DiagnosticEngine &diags,
                                          SourceRange range,
                                          DiagKind<llvm::StringRef> kind,
                                          llvm::StringRef text) {
  auto [what, wayOut] = text.rsplit("; ");
  auto diagnostic = diags.report(range, kind, what);
  if (!wayOut.empty())
    diagnostic.hint(wayOut);
  return diagnostic;
}

/// What to do about an exception with this message; empty: nothing that is not
/// plain from it.
static llvm::StringRef hintForException(ExcKind kind, llvm::StringRef message) {
  struct Hint {
    ExcKind kind;
    llvm::StringLiteral part;
    llvm::StringLiteral text;
  };
  static constexpr Hint hints[] = {
      {ExcKind::TypeError, "\"step\"",
       "use one of its results: `.stdout`, `.exit_code`, …"},
      {ExcKind::TypeError, "'step'",
       "use one of its results: `.stdout`, `.exit_code`, …"},
      {ExcKind::TypeError, "object is not callable",
       "leave out the parentheses: it is a value, not a function"},
      {ExcKind::TypeError, "can only concatenate str",
       "convert it with `str(…)`, or write an f-string"},
      {ExcKind::TypeError, "not supported between instances of",
       "convert one of them, for instance with `int(…)` or `str(…)`"},
      {ExcKind::TypeError, "unsupported operand type(s)",
       "convert one of them, for instance with `int(…)` or `str(…)`"},
      {ExcKind::TypeError, "'ctx.env' object is not subscriptable",
       "write `ctx.env.NAME`"},
      {ExcKind::TypeError, "'ctx.secrets' object is not subscriptable",
       "write `ctx.secrets.NAME`"},
      {ExcKind::TypeError, "'ctx.inputs' object is not subscriptable",
       "write `ctx.inputs.name`"},
      {ExcKind::TypeError, "'secret' object is not iterable",
       "only a step may look at a secret: pass it on with `env={\"NAME\": …}`"},
      {ExcKind::TypeError, "'NoneType' object",
       "the value is None here; test it first, or make a function return one"},
      {ExcKind::TypeError, "unhashable type",
       "use a tuple or a string for the key"},
      {ExcKind::AttributeError, "is read-only", "keep the value in a variable"},
      {ExcKind::KeyError, "", "`.get(key)` is None where the key is missing"},
  };
  for (const Hint &hint : hints)
    if (hint.kind == kind && message.contains(hint.part))
      return hint.text;
  return "";
}

LogicalResult Evaluator::report(SourceRange range) {
  assert(hasException() && "there is nothing to report");
  value::Exception raised = takeException();
  if (raised.kind == ExcKind::Reported || hasEnded)
    return reported();
  if (mayNotHappen(raised.kind)) {
    refusedMutation = {};
    return raiseAtRunTime(name(raised.kind),
                          builder.constantStr(raised.message), range);
  }
  auto diagnostic = [&] {
    if (!refusedMutation.empty())
      return diags.report(range, diag::runtime_mutation, refusedMutation);
    if (raised.kind == ExcKind::Limit)
      return diags.report(range, diag::limit_exceeded, raised.message);
    if (raised.kind == ExcKind::Nondeterministic)
      return reportWithWayOut(diags, range, diag::nondeterministic,
                              raised.message);
    if (raised.kind == ExcKind::Residual)
      return diags.report(range, diag::runtime_unsupported, "this");
    auto exception = diags.report(range, diag::python_exception,
                                  name(raised.kind), raised.message);
    if (llvm::StringRef hint = hintForException(raised.kind, raised.message);
        !hint.empty())
      exception.hint(hint);
    return exception;
  }();
  if (!refusedMutation.empty())
    diagnostic.note(mutationCondition, diag::note_condition);
  refusedMutation = {};
  isExhausted |= raised.kind == ExcKind::Limit;
  // The innermost calls tell the story; a deep recursion repeats itself.
  constexpr size_t mostCalls = 4;
  size_t shown = 0;
  SourceRange previous;
  for (const Call &call : llvm::reverse(callStack)) {
    bool isWorkflow = &call == &callStack.front();
    bool isRepeat = call.site == std::exchange(previous, call.site);
    if (!isWorkflow && !isRepeat && shown++ < mostCalls)
      diagnostic.note(call.site, diag::note_called_here, call.name);
  }
  return reported();
}

void Evaluator::print(llvm::StringRef line) {
  if (!options.log)
    return;
  // Nobody reads more, and a hook's log should stay readable.
  constexpr uint64_t maxLogBytes = 1 << 20;
  bool wasFull = logged > maxLogBytes;
  logged += line.size();
  if (logged <= maxLogBytes)
    *options.log << line;
  else if (!wasFull)
    *options.log << "… (print has written its limit of " << maxLogBytes
                 << " bytes)\n";
}

//--- Entry --------------------------------------------------------------------

LogicalResult plue::eval::evaluate(const syntax::Module &module,
                                   const SourceManager &sources,
                                   const EvalOptions &options,
                                   DiagnosticEngine &diags,
                                   ir::PlanBuilder &plan) {
  size_t numWorkflows = 1;
  EvalOptions quiet = options;
  quiet.log = nullptr;
  HandledCalls handledCalls(module);
  for (size_t i = 0; i < numWorkflows; ++i) {
    value::Heap heap;
    ir::WorkflowBuilder builder(plan, "");
    Evaluator evaluator(module, sources, i == 0 ? options : quiet, diags, heap,
                        builder);
    evaluator.handledCalls = &handledCalls;
    if (failed(evaluator.runModule()))
      return failure();
    numWorkflows = evaluator.workflows.size();
    if (numWorkflows == 0)
      return diags.report({.file = module.file, .begin = 0, .end = 0},
                          diag::no_workflow, sources.path(module.file));
    (void)evaluator.runWorkflow(*evaluator.workflows[i]);
    if (!diags.hasErrors())
      builder.finish();
  }
  return success(!diags.hasErrors());
}
