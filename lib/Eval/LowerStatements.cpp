//===- LowerStatements.cpp - Statements as code ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Between statements the stack holds the iterators of the loops around,
/// and nothing else.
//===----------------------------------------------------------------------===//
#include "Lower.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

static bool endsBlock(const Stmt *stmt) {
  return stmt->kind == StmtKind::Return || stmt->kind == StmtKind::Break ||
         stmt->kind == StmtKind::Continue || stmt->kind == StmtKind::Raise;
}

LogicalResult Lowering::lower(Block block) {
  for (const Stmt *stmt : block) {
    if (failed(lower(stmt)))
      return failure();
    if (endsBlock(stmt))
      break; // What follows is never reached.
  }
  return success();
}

LogicalResult Lowering::lower(const Stmt *stmt) {
  if (failed(evaluator.located(evaluator.burn(1), stmt->range)))
    return failure();
  switch (stmt->kind) {
  case StmtKind::Expr:
    if (failed(lower(llvm::cast<ExprStmt>(stmt)->value)))
      return failure();
    emit(InstrKind::Pop, stmt->range);
    return success();
  case StmtKind::Assign: {
    auto *assignment = llvm::cast<AssignStmt>(stmt);
    if (failed(lower(assignment->value)))
      return failure();
    for (const Expr *target : assignment->targets) {
      if (target != assignment->targets.back())
        emit(InstrKind::Dup, target->range);
      if (failed(assign(target)))
        return failure();
    }
    return success();
  }
  case StmtKind::AugAssign:
    return augment(llvm::cast<AugAssignStmt>(stmt));
  case StmtKind::AnnAssign: {
    auto *annotated = llvm::cast<AnnAssignStmt>(stmt);
    if (!annotated->value)
      return success();
    if (failed(lower(annotated->value)))
      return failure();
    return assign(annotated->target);
  }
  case StmtKind::If:
    return lowerIf(llvm::cast<IfStmt>(stmt));
  case StmtKind::For:
    return lowerFor(llvm::cast<ForStmt>(stmt));
  case StmtKind::While:
    return lowerWhile(llvm::cast<WhileStmt>(stmt));
  case StmtKind::FunctionDef:
    return lowerDef(llvm::cast<FunctionDefStmt>(stmt));
  case StmtKind::Return:
    return lowerReturn(llvm::cast<ReturnStmt>(stmt));
  case StmtKind::Break:
  case StmtKind::Continue:
    return lowerJump(stmt);
  case StmtKind::Pass:
    return success();
  case StmtKind::Assert:
    return lowerAssert(llvm::cast<AssertStmt>(stmt));
  case StmtKind::Raise:
    return lowerRaise(llvm::cast<RaiseStmt>(stmt));
  case StmtKind::Import:
  case StmtKind::ImportFrom:
    return effects();
  case StmtKind::Refused:
    break;
  }
  llvm_unreachable("Sema reports refused statements, and then we do not run");
}

//--- Bindings -----------------------------------------------------------------

/// Binds the top of the stack to \p target.
LogicalResult Lowering::assign(const Expr *target) {
  switch (target->kind) {
  case ExprKind::Name:
    store(llvm::cast<NameExpr>(target)->resolution, target->range);
    return success();
  case ExprKind::Tuple:
  case ExprKind::List:
    return assignSequence(llvm::cast<SequenceExpr>(target));
  case ExprKind::Subscript: {
    // The value was evaluated first but is written last.
    auto *subscript = llvm::cast<SubscriptExpr>(target);
    uint32_t held = newSlot(current);
    emit(InstrKind::Store, target->range, 0, held);
    if (failed(lower(subscript->object)) || failed(lower(subscript->index)))
      return failure();
    emit(InstrKind::Load, target->range, 0, held);
    emit(InstrKind::SetIndex, target->range);
    return success();
  }
  case ExprKind::Attribute: {
    auto *attribute = llvm::cast<AttributeExpr>(target);
    return evaluator.error(evaluator.diags.report(
        target->range, diag::python_exception, "AttributeError",
        ("attribute '" + attribute->name + "' is read-only").str()));
  }
  default:
    llvm_unreachable("the parser has checked assignment targets");
  }
}

LogicalResult Lowering::assignSequence(const SequenceExpr *target) {
  llvm::ArrayRef<Expr *> targets = target->elements;
  auto isStarred = [](const Expr *e) { return llvm::isa<StarredExpr>(e); };
  const auto *star = llvm::find_if(targets, isStarred);
  if (targets.size() > 1000)
    return evaluator.unsupported("unpacking so many values", Value::none(),
                                 target->range);
  if (star == targets.end())
    emit(InstrKind::Unpack, target->range, targets.size());
  else
    emit(InstrKind::UnpackStar, target->range, targets.size(),
         star - targets.begin());
  for (const Expr *each : targets) {
    auto *starred = llvm::dyn_cast<StarredExpr>(each);
    if (failed(assign(starred ? starred->value : each)))
      return failure();
  }
  return success();
}

/// The target's parts are evaluated once, then read, then written.
LogicalResult Lowering::augment(const AugAssignStmt *stmt) {
  auto *subscript = llvm::dyn_cast<SubscriptExpr>(stmt->target);
  if (!subscript) {
    if (failed(lower(stmt->target)) || failed(lower(stmt->value)))
      return failure();
    emit(InstrKind::Inplace, stmt->range, 0, uint32_t(stmt->op));
    return assign(stmt->target);
  }
  if (failed(lower(subscript->object)) || failed(lower(subscript->index)))
    return failure();
  emit(InstrKind::DupTwo, stmt->range);
  emit(InstrKind::Index, subscript->range);
  if (failed(lower(stmt->value)))
    return failure();
  emit(InstrKind::Inplace, stmt->range, 0, uint32_t(stmt->op));
  emit(InstrKind::SetIndex, stmt->range);
  return success();
}

//--- Control flow -------------------------------------------------------------

LogicalResult Lowering::lowerIf(const IfStmt *stmt) {
  if (failed(lower(stmt->condition)))
    return failure();
  size_t otherwise = emit(InstrKind::JumpIfFalse, stmt->condition->range);
  if (failed(lower(stmt->body)))
    return failure();
  if (stmt->orElse.empty()) {
    patch(otherwise);
    return success();
  }
  bool isOver = !stmt->body.empty() && endsBlock(stmt->body.back());
  size_t end = isOver ? 0 : emit(InstrKind::Jump, stmt->range);
  patch(otherwise);
  if (failed(lower(stmt->orElse)))
    return failure();
  if (!isOver)
    patch(end);
  return success();
}

/// \p exhausted is the jump that is taken when there are no more iterations.
LogicalResult Lowering::lowerLoopBody(Block body, Block orElse, Loop loop,
                                      size_t exhausted) {
  loops.push_back(std::move(loop));
  if (failed(lower(body)))
    return failure();
  emit(InstrKind::Jump, body.back()->range, 0, loops.back().start);
  std::vector<size_t> breaks = std::move(loops.back().breaks);
  loops.pop_back();
  patch(exhausted);
  if (failed(lower(orElse)))
    return failure();
  for (size_t jump : breaks)
    patch(jump);
  return success();
}

LogicalResult Lowering::lowerFor(const ForStmt *stmt) {
  SourceRange range = stmt->iterable->range;
  if (failed(lower(stmt->iterable)))
    return failure();
  emit(InstrKind::Iterate, range);
  size_t start = here();
  size_t next = emit(InstrKind::Next, range);
  if (failed(assign(stmt->target)))
    return failure();
  return lowerLoopBody(stmt->body, stmt->orElse,
                       {.start = start, .breaks = {}, .hasIterator = true},
                       next);
}

LogicalResult Lowering::lowerWhile(const WhileStmt *stmt) {
  size_t start = here();
  if (failed(lower(stmt->condition)))
    return failure();
  size_t otherwise = emit(InstrKind::JumpIfFalse, stmt->condition->range);
  return lowerLoopBody(stmt->body, stmt->orElse,
                       {.start = start, .breaks = {}, .hasIterator = false},
                       otherwise);
}

/// Leaves a root that is a loop, from wherever we are in it.
void Lowering::leave(Exit exit, SourceRange range) {
  for (const Loop &loop : loops)
    if (loop.hasIterator)
      emit(InstrKind::Pop, range);
  canExit[exit] = true;
  if (exit != Exit::Normal) {
    if (!exitSlot)
      exitSlot = newSlot(0);
    emitConstant(Value::smallInt(exit), range);
    emit(InstrKind::Store, range, 0, *exitSlot);
  }
  exits.push_back(emit(InstrKind::Jump, range));
}

LogicalResult Lowering::lowerReturn(const ReturnStmt *stmt) {
  if (stmt->value) {
    if (failed(lower(stmt->value)))
      return failure();
  } else {
    emitConstant(Value::none(), stmt->range);
  }
  if (current != 0 || !isLoop) {
    emit(InstrKind::Return, stmt->range);
    return success();
  }
  if (!returnSlot)
    returnSlot = newSlot(0);
  emit(InstrKind::Store, stmt->range, 0, *returnSlot);
  leave(Exit::Return, stmt->range);
  return success();
}

LogicalResult Lowering::lowerJump(const Stmt *stmt) {
  bool isBreak = stmt->kind == StmtKind::Break;
  if (loops.empty()) { // In the `else` of the root: it means a loop outside.
    leave(isBreak ? Exit::Break : Exit::Continue, stmt->range);
    return success();
  }
  Loop &loop = loops.back();
  if (!isBreak) {
    emit(InstrKind::Jump, stmt->range, 0, loop.start);
    return success();
  }
  if (loop.hasIterator)
    emit(InstrKind::Pop, stmt->range);
  loop.breaks.push_back(emit(InstrKind::Jump, stmt->range));
  return success();
}

LogicalResult Lowering::lowerAssert(const AssertStmt *stmt) {
  if (failed(lower(stmt->condition)))
    return failure();
  size_t holds = emit(InstrKind::JumpIfTrue, stmt->condition->range);
  if (!stmt->message)
    emit(InstrKind::Const, stmt->range, 0,
         constant({.kind = ir::Constant::Str, .text = ""}));
  else if (failed(lower(stmt->message)))
    return failure();
  emitString(InstrKind::Raise, "AssertionError", stmt->range);
  patch(holds);
  return success();
}

/// `raise ValueError("…")` or `raise ValueError`. The text of a KeyError is the
/// `repr` of its argument.
LogicalResult Lowering::lowerRaise(const RaiseStmt *stmt) {
  auto *call = llvm::dyn_cast_or_null<CallExpr>(stmt->exception);
  const Expr *callee = call ? call->callee : stmt->exception;
  auto *name = llvm::dyn_cast_or_null<NameExpr>(callee);
  bool isPlain = name && name->resolution.where == Resolution::Builtin &&
                 value::findException(name->name) && !stmt->cause;
  size_t count = call ? call->arguments.size() : 0;
  for (size_t i = 0; i != count; ++i)
    isPlain &= call->arguments[i].kind == Argument::Positional;
  if (!isPlain)
    return evaluator.error(
        evaluator.diags.report(stmt->range, diag::raise_dynamic));
  if (count == 0)
    emit(InstrKind::Const, stmt->range, 0,
         constant({.kind = ir::Constant::Str, .text = ""}));
  for (size_t i = 0; i != count; ++i)
    if (failed(lower(call->arguments[i].value)))
      return failure();
  if (count > 1)
    emit(InstrKind::MakeTuple, stmt->range, count);
  else if (count == 1 && name->name == "KeyError")
    emit(InstrKind::Repr, stmt->range);
  emitString(InstrKind::Raise, name->name, stmt->range);
  return success();
}

//--- Functions ----------------------------------------------------------------

uint32_t Lowering::addFunction(llvm::StringRef name,
                               std::optional<uint32_t> parent,
                               llvm::ArrayRef<Parameter> parameters,
                               const ScopeInfo &info) {
  Code &code = functions.emplace_back();
  code.name = name.str();
  code.parent = parent;
  code.depth = functions[*parent].depth + 1;
  for (const Parameter &parameter : parameters)
    code.parameters.push_back(
        {.name = parameter.name,
         .kind = ir::FunctionParameter::Kind(parameter.kind)});
  code.slotNames.assign(info.slots.begin(), info.slots.end());
  return functions.size() - 1;
}

/// Defaults are variables of the function around, bound where the definition
/// is evaluated.
LogicalResult Lowering::lowerDefaults(llvm::ArrayRef<Parameter> parameters,
                                      uint32_t function) {
  for (auto [i, parameter] : llvm::enumerate(parameters)) {
    if (!parameter.defaultValue)
      continue;
    if (failed(lower(parameter.defaultValue)))
      return failure();
    uint32_t slot = newSlot(current);
    functions[function].parameters[i].defaultSlot = slot;
    emit(InstrKind::Store, parameter.range, 0, slot);
  }
  return success();
}

LogicalResult Lowering::lowerBody(uint32_t function, const Scope *outer,
                                  llvm::function_ref<LogicalResult()> body) {
  if (functions[function].depth > evaluator.limits.syntaxDepth / 2)
    return evaluator.unsupported("a function nested so deeply", Value::none(),
                                 functions[function].ranges.empty()
                                     ? SourceRange()
                                     : functions[function].ranges.front());
  Scope &inner = scopes.emplace_back();
  inner.parent = outer;
  inner.function = function;
  llvm::SaveAndRestore inFunction(current, function);
  llvm::SaveAndRestore inScope(scope, (const Scope *)&inner);
  std::vector<Loop> outerLoops;
  std::swap(outerLoops, loops);
  LogicalResult done = body();
  std::swap(outerLoops, loops);
  return done;
}

LogicalResult Lowering::lowerDef(const FunctionDefStmt *def) {
  if (!def->decorators.empty())
    return effects();
  uint32_t function =
      addFunction(def->name, current, def->parameters, def->scope);
  if (failed(lowerDefaults(def->parameters, function)))
    return failure();
  emit(InstrKind::Closure, def->nameRange, 0, function);
  store(def->resolution, def->nameRange);
  return lowerBody(function, scope, [&]() -> LogicalResult {
    if (failed(lower(def->body)))
      return failure();
    emitConstant(Value::none(), def->nameRange);
    emit(InstrKind::Return, def->nameRange);
    return success();
  });
}

//--- Roots --------------------------------------------------------------------

LogicalResult Lowering::lowerExpression(const Expr *expr,
                                        const KnownValues &knownValues) {
  llvm::SaveAndRestore saved(known, &knownValues);
  if (failed(lowerUnlessKnown(expr)))
    return failure();
  emit(InstrKind::Return, expr->range);
  known = nullptr;
  return lowerPending();
}

LogicalResult Lowering::lowerLoop(const ForStmt *loop, Value iterable) {
  isLoop = true;
  SourceRange range = loop->iterable->range;
  if (failed(loadValue(iterable, range)))
    return failure();
  emit(InstrKind::Iterate, range);
  size_t start = here();
  size_t next = emit(InstrKind::Next, range);
  if (failed(assign(loop->target)) ||
      failed(lowerLoopBody(loop->body, loop->orElse,
                           {.start = start, .breaks = {}, .hasIterator = true},
                           next)))
    return failure();
  for (size_t jump : exits)
    patch(jump);
  return lowerPending();
}

LogicalResult Lowering::lowerLoop(const WhileStmt *loop) {
  isLoop = true;
  if (failed(lowerWhile(loop)))
    return failure();
  for (size_t jump : exits)
    patch(jump);
  return lowerPending();
}

LogicalResult Lowering::lowerCall(const FunctionObject &callee,
                                  const CallArgs &args, SourceRange range) {
  loadVariable({0, functionSlot(&callee)}, range);
  std::string keywords;
  for (Value v : args.positional)
    if (failed(loadValue(v, range)))
      return failure();
  for (auto [name, v] : args.keywords) {
    if (failed(loadValue(v, range)))
      return failure();
    keywords += (keywords.empty() ? "" : " ") + name.str();
  }
  emit(InstrKind::Call, range,
       1 + args.positional.size() + args.keywords.size(),
       keywords.empty() ? ~0U : string(keywords));
  emit(InstrKind::Return, range);
  return lowerPending();
}
