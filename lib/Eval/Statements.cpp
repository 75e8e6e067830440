//===- Statements.cpp - Evaluating statements -----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file One function a statement. A statement that fails is reported where it
/// failed; then its targets are poisoned and evaluation goes on, so that one
/// run finds as many faults as it can without inventing any.
//===----------------------------------------------------------------------===//
#include "Foreach.h"
#include "Outline.h"
#include "plue/IR/Printer.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;
using value::ExcKind;

Completion Evaluator::completionOf(LogicalResult result) {
  if (succeeded(result))
    return Completion::Normal;
  if (hasEnded) {
    hasEnded = false;
    (void)takeException();
    return Completion::Ended;
  }
  return Completion::Failed;
}

//--- Recovery -----------------------------------------------------------------

void Evaluator::poison(const Expr *target) {
  if (auto *name = llvm::dyn_cast<NameExpr>(target)) {
    if (Value *slot = slotOf(name->resolution))
      write(slot, Value::object(heap.makeObject<PoisonObject>()));
  } else if (auto *sequence = llvm::dyn_cast<SequenceExpr>(target)) {
    for (const Expr *element : sequence->elements)
      poison(element);
  } else if (auto *starred = llvm::dyn_cast<StarredExpr>(target)) {
    poison(starred->value);
  }
}

/// Whatever \p stmt would have bound is not known; what uses it is not at
/// fault.
void Evaluator::poisonTargets(const Stmt *stmt) {
  auto poisonBlocks = [&](Block body, Block orElse) {
    for (Block block : {body, orElse})
      for (const Stmt *inner : block)
        poisonTargets(inner);
  };
  if (auto *branch = llvm::dyn_cast<IfStmt>(stmt)) {
    poisonBlocks(branch->body, branch->orElse);
  } else if (auto *loop = llvm::dyn_cast<ForStmt>(stmt)) {
    // The next loop is likely to use the same name for its items.
    poisonBlocks(loop->body, loop->orElse);
  } else if (auto *whileLoop = llvm::dyn_cast<WhileStmt>(stmt)) {
    poisonBlocks(whileLoop->body, whileLoop->orElse);
  } else if (auto *assign = llvm::dyn_cast<AssignStmt>(stmt)) {
    for (const Expr *target : assign->targets)
      poison(target);
  } else if (auto *augmented = llvm::dyn_cast<AugAssignStmt>(stmt)) {
    poison(augmented->target);
  } else if (auto *annotated = llvm::dyn_cast<AnnAssignStmt>(stmt)) {
    poison(annotated->target);
  } else if (auto *def = llvm::dyn_cast<FunctionDefStmt>(stmt)) {
    write(slotOf(def->resolution),
          Value::object(heap.makeObject<PoisonObject>()));
  }
}

Completion Evaluator::exec(Block block) {
  for (const Stmt *stmt : block) {
    size_t depth = callStack.size();
    Completion completion = exec(stmt);
    if (completion == Completion::Normal)
      continue;
    if (completion != Completion::Failed)
      return completion;
    assert(diags.hasErrors() && "a statement fails with a report");
    bool canGoOn = !isExhausted && depth <= 1 && !isInLoop;
    if (!canGoOn)
      return Completion::Failed;
    if (hasException())
      (void)takeException();
    poisonTargets(stmt);
  }
  return Completion::Normal;
}

//--- Dispatch -----------------------------------------------------------------

Completion Evaluator::exec(const Stmt *stmt) {
  if (failed(located(burn(1), stmt->range)))
    return Completion::Failed;
  switch (stmt->kind) {
  case StmtKind::Expr:
    return completionOf(eval(llvm::cast<ExprStmt>(stmt)->value));
  case StmtKind::Assign: {
    auto *assignment = llvm::cast<AssignStmt>(stmt);
    FailureOr<Value> v = evalHeld(assignment->value);
    if (failed(v))
      return completionOf(failure());
    for (const Expr *target : assignment->targets)
      if (failed(assign(target, *v)))
        return completionOf(failure());
    return Completion::Normal;
  }
  case StmtKind::AugAssign:
    return completionOf(execAugAssign(llvm::cast<AugAssignStmt>(stmt)));
  case StmtKind::AnnAssign: {
    auto *annotated = llvm::cast<AnnAssignStmt>(stmt);
    if (!annotated->value)
      return Completion::Normal;
    FailureOr<Value> v = evalHeld(annotated->value);
    if (failed(v))
      return completionOf(failure());
    return completionOf(assign(annotated->target, *v));
  }
  case StmtKind::If:
    return execIf(llvm::cast<IfStmt>(stmt));
  case StmtKind::For:
    return execFor(llvm::cast<ForStmt>(stmt));
  case StmtKind::While:
    return execWhile(llvm::cast<WhileStmt>(stmt));
  case StmtKind::FunctionDef:
    return completionOf(execFunctionDef(llvm::cast<FunctionDefStmt>(stmt)));
  case StmtKind::Return:
    return execReturn(llvm::cast<ReturnStmt>(stmt));
  case StmtKind::Break:
    if (loopRegion)
      write(&loopRegion->broken, Value::boolean(true));
    return Completion::Break;
  case StmtKind::Continue:
    return Completion::Continue;
  case StmtKind::Pass:
    return Completion::Normal;
  case StmtKind::Assert:
    return execAssert(llvm::cast<AssertStmt>(stmt));
  case StmtKind::Raise:
    return execRaise(llvm::cast<RaiseStmt>(stmt));
  case StmtKind::Import:
    return completionOf(execImport(llvm::cast<ImportStmt>(stmt)));
  case StmtKind::ImportFrom:
    return completionOf(execImportFrom(llvm::cast<ImportFromStmt>(stmt)));
  case StmtKind::Refused:
    break;
  }
  llvm_unreachable("Sema reports refused statements, and then we do not run");
}

//--- Control flow -------------------------------------------------------------

Completion Evaluator::execIf(const IfStmt *stmt) {
  FailureOr<Value> condition = eval(stmt->condition);
  if (failed(condition))
    return completionOf(failure());
  FailureOr<Truth> truth = truthOf(*condition, stmt->condition->range);
  if (failed(truth))
    return completionOf(failure());
  if (truth->known)
    return exec(truth->value ? stmt->body : stmt->orElse);
  return branch(
      truth->condition, stmt->condition->range,
      [&] { return exec(stmt->body); }, [&] { return exec(stmt->orElse); });
}

/// What the element of a loop adds to the keys of the steps made in it: a short
/// scalar names itself; anything else is told apart by its step's occurrence.
static std::string loopKey(Value item) {
  std::string key;
  if (item.isStr())
    key = item.text().str();
  else if (item.isSmallInt())
    key = std::to_string(item.asInt());
  return key.size() <= 40 ? key : std::string();
}

Completion Evaluator::execFor(const ForStmt *stmt) {
  SourceRange range = stmt->iterable->range;
  FailureOr<Value> iterable = eval(stmt->iterable);
  if (failed(iterable))
    return completionOf(failure());
  if (failed(iterable = resolve(*iterable, range)))
    return completionOf(failure());
  return execForOver(stmt, *iterable);
}

Completion Evaluator::execForOver(const ForStmt *stmt, Value over) {
  SourceRange range = stmt->iterable->range;
  FailureOr<Value> iterable = over;
  if (const Choice *choice = choiceOf(over)) {
    Value yes = choice->whenTrue, no = choice->whenFalse;
    return branch(
        choice->condition, range, [&] { return execForOver(stmt, yes); },
        [&] { return execForOver(stmt, no); });
  }
  if (isRuntime(*iterable)) {
    if (auto completion = outlineLoop(*this, stmt, *iterable))
      return *completion;
    return execForeach(stmt, *iterable);
  }
  if (iterable->isSymbolic())
    return completionOf(unsupported("`for`", *iterable, range));
  llvm::SaveAndRestore<LoopRegion *> unrolled(loopRegion, nullptr);
  FailureOr<Value> iterator = located(value::iterate(*this, *iterable), range);
  if (failed(iterator))
    return completionOf(failure());

  llvm::SaveAndRestore inLoop(isInLoop, true);
  auto iterations = [&]() -> Completion {
    for (;;) {
      FailureOr<Value> item = located(value::next(*this, *iterator), range);
      if (failed(item))
        return completionOf(failure());
      if (!*item)
        return exec(stmt->orElse);
      if (failed(assign(stmt->target, *item)))
        return completionOf(failure());
      keyPath.push_back(loopKey(*item));
      Completion completion = joinScope(Completion::Continue, stmt->range,
                                        [&] { return exec(stmt->body); });
      keyPath.pop_back();
      if (completion != Completion::Normal)
        return completion;
    }
  };
  return joinScope(Completion::Break, stmt->range, iterations);
}

Completion Evaluator::execForeach(const ForStmt *stmt, Value iterable) {
  auto body = [&](Value item) {
    if (failed(assign(stmt->target, item)))
      return completionOf(failure());
    return exec(stmt->body);
  };
  auto orElse = [&] { return exec(stmt->orElse); };
  return evaluateForeach(*this, {.iterable = iterable,
                                 .range = stmt->iterable->range,
                                 .frame = frame,
                                 .body = body,
                                 .orElse = orElse});
}

/// Beside the report that there are too many steps: one that is unrolled until
/// a limit is reached may have been meant to end when the plan runs.
static void reportEndless(Evaluator &evaluator, const WhileStmt *stmt,
                          size_t stepsBefore) {
  size_t steps = evaluator.builder.workflow().steps.size();
  constexpr size_t manyPerLoop = 1000;
  if (steps < evaluator.limits.steps || steps - stepsBefore < manyPerLoop)
    return;
  evaluator.diags
      .report(stmt->condition->range, diag::limit_exceeded,
              "this loop does not end while planning")
      .hint("bound it: `for attempt in range(10): …`, with a `break` where it "
            "has succeeded");
}

Completion Evaluator::execWhile(const WhileStmt *stmt) {
  size_t stepsBefore = builder.workflow().steps.size();
  llvm::SaveAndRestore<LoopRegion *> unrolled(loopRegion, nullptr);
  llvm::SaveAndRestore inLoop(isInLoop, true);
  auto iterations = [&]() -> Completion {
    for (;;) {
      FailureOr<Value> condition = eval(stmt->condition);
      if (failed(condition) || failed(located(burn(1), stmt->condition->range)))
        return completionOf(failure());
      FailureOr<Truth> truth = truthOf(*condition, stmt->condition->range);
      if (failed(truth))
        return completionOf(failure());
      if (!truth->known) {
        // What is left of the loop.
        if (auto completion = outlineLoop(*this, stmt))
          return *completion;
        SourceRange range = stmt->condition->range;
        auto diagnostic = diags.report(range, diag::runtime_while);
        explain(diagnostic, truth->condition, range);
        diagnostic.hint("use a bounded `for … in range(n)` with a `break`");
        return completionOf(reported());
      }
      if (!truth->value)
        return exec(stmt->orElse);
      Completion completion = joinScope(Completion::Continue, stmt->range,
                                        [&] { return exec(stmt->body); });
      if (completion == Completion::Failed)
        reportEndless(*this, stmt, stepsBefore);
      if (completion != Completion::Normal)
        return completion;
    }
  };
  return joinScope(Completion::Break, stmt->range, iterations);
}

/// `return` from the workflow itself ends the run; what it returns is dropped,
/// as in Python.
Completion Evaluator::execReturn(const ReturnStmt *stmt) {
  Value v = Value::none();
  if (stmt->value) {
    FailureOr<Value> result = evalHeld(stmt->value);
    if (failed(result))
      return completionOf(failure());
    v = *result;
  }
  if (workflow && callStack.size() == 1)
    return completionOf(
        endRun({.isSuccess = true, .when = {}, .reason = {}, .outputs = {}},
               stmt->range));
  noteReturn(v);
  returned = v;
  return Completion::Return;
}

/// A message as a diagnostic shows it: what is not known yet as its expression.
std::string Evaluator::messageText(Value text) const {
  if (text.isStr())
    return text.text().str();
  return ir::expressionText(builder.plan().plan(), builder.workflow(),
                            runtimeId(text));
}

Completion Evaluator::execAssert(const AssertStmt *stmt) {
  FailureOr<Value> condition = eval(stmt->condition);
  if (failed(condition))
    return completionOf(failure());
  FailureOr<Truth> truth = truthOf(*condition, stmt->condition->range);
  if (failed(truth))
    return completionOf(failure());
  auto fail = [&] { return failAssertion(stmt); };
  if (!truth->known)
    return branch(
        truth->condition, stmt->condition->range,
        [] { return Completion::Normal; }, fail);
  return truth->value ? Completion::Normal : fail();
}

Completion Evaluator::failAssertion(const AssertStmt *stmt) {
  FailureOr<Value> message = located(heap.makeStr(*this, ""), stmt->range);
  if (succeeded(message) && stmt->message) {
    message = eval(stmt->message);
    if (succeeded(message))
      message = toText(*message, 's', stmt->message->range);
  }
  if (failed(message))
    return completionOf(failure());
  return completionOf(raiseHere("AssertionError", *message, stmt->range));
}

/// Raises an exception of the program's own: when compiling, if the program is
/// certain to come here.
LogicalResult Evaluator::raiseHere(llvm::StringRef kind, Value message,
                                   SourceRange range) {
  bool isCertain = path.empty() && regions.empty();
  if (isCertain || !workflow)
    return error(diags.report(range, diag::python_exception, kind,
                              messageText(message)));
  FailureOr<ValueId> text = reify(message, range);
  if (failed(text))
    return failure();
  if (mayHoldSecret(builder.workflow().typeOf(*text)))
    return refuseSecret("given as a reason", range, *text);
  return raiseAtRunTime(kind, *text, range);
}

/// What `str` makes of an exception with these arguments.
FailureOr<Value> Evaluator::messageOf(llvm::StringRef exception,
                                      const CallExpr *call, SourceRange range) {
  llvm::SmallVector<Value, 2> values;
  if (call)
    for (const Argument &argument : call->arguments) {
      FailureOr<Value> v = eval(argument.value);
      if (failed(v))
        return failure();
      values.push_back(*v);
    }
  if (values.empty())
    return located(heap.makeStr(*this, ""), range);
  if (values.size() == 1)
    return toText(values[0], exception == "KeyError" ? 'r' : 's',
                  call->arguments[0].range);
  FailureOr<Value> all = located(heap.makeTuple(*this, values), range);
  return failed(all) ? all : toText(*all, 's', range);
}

/// `raise ValueError("…")` is how an author reports a mistake in the use of a
/// helper: it becomes a diagnostic with the author's text.
Completion Evaluator::execRaise(const RaiseStmt *stmt) {
  auto *call = llvm::dyn_cast_or_null<CallExpr>(stmt->exception);
  const Expr *callee = call ? call->callee : stmt->exception;
  auto *name = llvm::dyn_cast_or_null<NameExpr>(callee);
  if (!name) {
    return completionOf(error(diags.report(stmt->range, diag::raise_dynamic)));
  }
  FailureOr<Value> message = messageOf(name->name, call, stmt->range);
  if (failed(message))
    return completionOf(failure());
  return completionOf(raiseHere(name->name, *message, stmt->range));
}

//--- Bindings -----------------------------------------------------------------

/// `left op= right`: a container changes where it is, whoever else holds it.
FailureOr<Value> Evaluator::augment(value::BinaryOp op, Value left, Value right,
                                    SourceRange range) {
  if (const Choice *choice = choiceOf(left))
    return distribute(*choice, range, [&](Value side) {
      return augment(op, side, right, range);
    });
  if (!left.isContainer())
    return binaryOp(op, left, right, range);
  if (const Choice *choice = choiceOf(right))
    return distribute(*choice, range, [&](Value side) {
      return augment(op, left, side, range);
    });
  llvm::SaveAndRestore here(callSite, range);
  if (!left.isSymbolic() && !right.isSymbolic()) {
    FailureOr<Value> result = value::inplace(*this, op, left, right);
    if (succeeded(result) || exception().kind != ExcKind::Residual)
      return located(result, range);
    (void)takeException();
  }
  return runtimeInplace(op, left, right, range);
}

LogicalResult Evaluator::execAugAssign(const AugAssignStmt *stmt) {
  auto op = static_cast<value::BinaryOp>(stmt->op);
  // The target's parts are evaluated once, then read, then written.
  Value object, index;
  FailureOr<Value> current = failure();
  if (auto *subscript = llvm::dyn_cast<SubscriptExpr>(stmt->target)) {
    FailureOr<Value> o = eval(subscript->object);
    FailureOr<Value> i = failed(o) ? o : eval(subscript->index);
    if (failed(i))
      return failure();
    object = *o;
    index = *i;
    current = subscriptOf(object, index, subscript);
  } else {
    current = eval(stmt->target);
  }
  if (failed(current))
    return failure();
  FailureOr<Value> operand = eval(stmt->value);
  if (failed(operand))
    return failure();
  FailureOr<Value> left = resolve(*current, stmt->target->range);
  FailureOr<Value> right = resolve(*operand, stmt->value->range);
  if (failed(left) || failed(right))
    return failure();
  FailureOr<Value> result = augment(op, *left, *right, stmt->range);
  if (failed(result))
    return failure();
  if (object)
    return setItem(object, index, *result, stmt->range);
  return assign(stmt->target, *result);
}

LogicalResult Evaluator::execFunctionDef(const FunctionDefStmt *stmt) {
  llvm::SmallVector<Value, 2> decorators;
  for (const Expr *decorator : stmt->decorators) {
    FailureOr<Value> v = eval(decorator);
    if (failed(v))
      return failure();
    decorators.push_back(*v);
  }
  FailureOr<Value> v = makeFunction(stmt);
  if (failed(v))
    return failure();
  for (size_t i = decorators.size(); i-- > 0;) {
    Value argument = *v;
    CallSite site{.range = stmt->decorators[i]->range};
    v = callValue(decorators[i], {.positional = argument, .keywords = {}},
                  site);
    if (failed(v))
      return failure();
  }
  write(slotOf(stmt->resolution), *v);
  return success();
}

LogicalResult Evaluator::execImport(const ImportStmt *stmt) {
  for (const ImportedName &name : stmt->names) {
    if (name.name != "plue")
      return error(
          diags.report(name.range, diag::module_unavailable, name.name));
    write(slotOf(name.resolution), moduleValue());
  }
  return success();
}

LogicalResult Evaluator::execImportFrom(const ImportFromStmt *stmt) {
  if (stmt->module != "plue")
    return error(diags.report(stmt->moduleRange, diag::module_unavailable,
                              stmt->module));
  for (const ImportedName &name : stmt->names) {
    FailureOr<Value> v = getAttribute(moduleValue(), name.name, name.range);
    if (failed(v))
      return failure();
    write(slotOf(name.resolution), *v);
  }
  return success();
}
