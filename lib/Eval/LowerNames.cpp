//===- LowerNames.cpp - Names in the code of functions --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A name is a variable of a lowered function, or the evaluator holds its
/// value. In the latter case what it holds decides: a function is lowered too,
/// the context and the functions of the SDK stand for effects, and anything
/// else is data.
//===----------------------------------------------------------------------===//
#include "Lower.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

Lowering::Lowering(Evaluator &evaluator, llvm::StringRef name)
    : evaluator(evaluator) {
  functions.push_back({.name = name.str()});
  base.frame = evaluator.frame ? evaluator.frame : &evaluator.globals;
  scope = &base;
}

//--- Code ---------------------------------------------------------------------

uint32_t Lowering::newSlot(uint32_t function, llvm::StringRef name) {
  functions[function].slotNames.push_back(name);
  return functions[function].slotNames.size() - 1;
}

size_t Lowering::emit(InstrKind kind, SourceRange range, uint64_t a,
                      uint64_t b) {
  Code &code = functions[current];
  code.instrs.push_back(
      {.kind = kind, .a = uint16_t(a), .b = static_cast<uint32_t>(b)});
  code.ranges.push_back(range);
  return code.instrs.size() - 1;
}

uint32_t Lowering::string(llvm::StringRef text) {
  auto [it, isNew] = stringIds.try_emplace(text, strings.size());
  if (isNew)
    strings.push_back(it->first());
  return it->second;
}

uint32_t Lowering::constant(const ir::Constant &constant) {
  constants.push_back(constant);
  return constants.size() - 1;
}

static ir::Constant constantFor(Value v, ir::Plan &plan) {
  switch (v.kind()) {
  case Kind::Bool:
    return {.kind = ir::Constant::Bool, .number = v.asBool()};
  case Kind::Int: {
    if (v.isSmallInt())
      return {.kind = ir::Constant::Int, .number = v.asInt()};
    llvm::SmallString<64> digits;
    v.asBigInt()->number.toStringSigned(digits);
    return {.kind = ir::Constant::BigInt, .text = plan.save(digits)};
  }
  case Kind::Float:
    return {.kind = ir::Constant::Float, .real = v.asFloat()};
  case Kind::Str:
    return {.kind = ir::Constant::Str, .text = v.text()};
  default:
    return {.kind = ir::Constant::None};
  }
}

void Lowering::emitConstant(Value v, SourceRange range) {
  assert(evaluator.canReify(v) && !v.isSymbolic() && "not a constant");
  emit(InstrKind::Const, range, 0,
       constant(constantFor(v, evaluator.builder.plan().plan())));
}

void Lowering::emitString(InstrKind kind, llvm::StringRef text,
                          SourceRange range) {
  emit(kind, range, 0, string(text));
}

//--- Variables ----------------------------------------------------------------

Lowering::Variable Lowering::find(const Resolution &resolution) {
  if (resolution.where == Resolution::Global)
    return {0, 0, &evaluator.globals.slots[resolution.slot]};
  assert(resolution.where == Resolution::Frame && "no variable");
  const Scope *at = scope;
  Frame *frame = at->frame;
  for (unsigned hops = resolution.hops; hops != 0; --hops) {
    if (frame) {
      frame = frame->parent;
      continue;
    }
    at = at->parent;
    frame = at->frame;
  }
  if (frame)
    return {0, 0, &frame->slots[resolution.slot]};
  return {at->function, at->base + resolution.slot};
}

uint32_t Lowering::captureSlot(Value *slot, llvm::StringRef name,
                               SourceRange range) {
  auto [it, isNew] = captureOfSlot.try_emplace(slot, captures.size());
  if (isNew)
    captures.push_back({.slot = slot,
                        .v = present(*slot, range),
                        .rootSlot = newSlot(0, name),
                        .isStored = false,
                        .range = range});
  return it->second;
}

uint32_t Lowering::captureValue(Value v, SourceRange range) {
  if (isRuntime(v)) {
    auto [it, isNew] =
        captureOfRuntime.try_emplace(v.asSymbolic(), captures.size());
    if (!isNew)
      return captures[it->second].rootSlot;
  }
  captures.push_back({.slot = nullptr,
                      .v = v,
                      .rootSlot = newSlot(0),
                      .isStored = false,
                      .range = range});
  return captures.back().rootSlot;
}

void Lowering::loadVariable(const Variable &variable, SourceRange range) {
  emit(InstrKind::Load, range,
       functions[current].depth - functions[variable.function].depth,
       variable.slot);
}

void Lowering::store(const Resolution &resolution, SourceRange range) {
  Variable variable = find(resolution);
  if (variable.outer) {
    Capture &capture = captures[captureSlot(variable.outer, "", range)];
    capture.isStored = true;
    variable.slot = capture.rootSlot;
  }
  emit(InstrKind::Store, range,
       functions[current].depth - functions[variable.function].depth,
       variable.slot);
}

//--- Values of the evaluator --------------------------------------------------

/// Whether \p v is data, or a function that is lowered too.
LogicalResult Lowering::checkPure(Value v) {
  if (auto *maybe = objectAs<MaybeUnboundObject>(v))
    v = maybe->whenBound;
  if (objectAs<PoisonObject>(v))
    return evaluator.reported();
  bool isData = !v.is(Kind::Object) || objectAs<StepObject>(v) ||
                objectAs<FunctionObject>(v);
  if (v.is(Kind::Builtin) && value::builtinName(v.asBuiltin()) == "print")
    isData = false;
  return isData ? success() : effects();
}

uint32_t Lowering::functionSlot(const FunctionObject *object) {
  auto it = lowered.find(object);
  if (it != lowered.end())
    return it->second.rootSlot;
  const ScopeInfo &info =
      object->def ? object->def->scope : object->lambda->scope;
  uint32_t function = addFunction(object->name, 0, object->parameters, info);
  uint32_t slot = newSlot(0, object->name);
  lowered[object] = {.function = function, .rootSlot = slot};
  for (auto [i, v] : llvm::enumerate(object->defaults))
    if (v)
      functions[function].parameters[i].defaultSlot =
          captureValue(v, object->range);
  pending.push_back({.object = object, .function = function});
  return slot;
}

/// Lowers the functions that have been reached through names.
LogicalResult Lowering::lowerPending() {
  while (!pending.empty()) {
    Pending next = pending.back();
    pending.pop_back();
    Scope &outer = scopes.emplace_back();
    outer.frame = next.object->closure;
    auto body = [&]() -> LogicalResult {
      SourceRange range = next.object->range;
      if (next.object->def) {
        if (failed(lower(next.object->def->body)))
          return failure();
        emitConstant(Value::none(), range);
      } else if (failed(lower(next.object->lambda->body))) {
        return failure();
      }
      emit(InstrKind::Return, range);
      return success();
    };
    if (failed(lowerBody(next.function, &outer, body)))
      return failure();
  }
  return success();
}

/// \p v, without None where the path shows that it is not.
Value Lowering::present(Value v, SourceRange range) {
  bool isProven = isRuntime(v) &&
                  evaluator.types.isOptional(evaluator.typeOfSymbolic(v)) &&
                  evaluator.proofOfPresence(runtimeId(v));
  return isProven ? *evaluator.withoutNone(v, range) : v;
}

LogicalResult Lowering::loadValue(Value v, SourceRange range) {
  FailureOr<Value> resolved = evaluator.resolve(v, range);
  if (failed(resolved) || failed(checkPure(*resolved)))
    return failure();
  v = *resolved;
  if (auto *function = objectAs<FunctionObject>(v)) {
    loadVariable({0, functionSlot(function)}, range);
  } else if (v.is(Kind::Builtin)) {
    emitString(InstrKind::Builtin, value::builtinName(v.asBuiltin()), range);
  } else if (v.is(Kind::Type)) {
    emit(InstrKind::Class, range, 0, v.asType().index);
  } else if (v.is(Kind::Method)) {
    if (failed(loadValue(v.asMethod()->self, range)))
      return failure();
    emitString(InstrKind::GetMethod, v.asMethod()->name, range);
  } else if (evaluator.canReify(v) && !isRuntime(v)) {
    emitConstant(v, range);
  } else {
    loadVariable({0, captureValue(present(v, range), range)}, range);
  }
  return success();
}

LogicalResult Lowering::loadBuiltin(uint32_t slot, SourceRange range) {
  FailureOr<Value> v = evaluator.builtinValue(slot);
  return failed(v) ? failure() : loadValue(*v, range);
}

LogicalResult Lowering::load(const NameExpr *name) {
  if (name->resolution.where == Resolution::Builtin)
    return loadBuiltin(name->resolution.slot, name->range);
  Variable variable = find(name->resolution);
  if (variable.outer) {
    if (failed(checkPure(*variable.outer)))
      return failure();
    if (auto *function = objectAs<FunctionObject>(*variable.outer))
      (void)functionSlot(function);
    variable.slot =
        captures[captureSlot(variable.outer, name->name, name->range)].rootSlot;
  }
  loadVariable(variable, name->range);
  return success();
}

/// The value of an attribute of something that only the evaluator knows, such
/// as `ctx.event.ref` or `step.stdout`; Absent for everything else.
FailureOr<Value> Lowering::staticValue(const Expr *expr) {
  if (auto *name = llvm::dyn_cast<NameExpr>(expr)) {
    if (name->resolution.where == Resolution::Builtin)
      return Value();
    Variable variable = find(name->resolution);
    bool isKnown =
        variable.outer && (objectAs<NamespaceObject>(*variable.outer) ||
                           objectAs<StepObject>(*variable.outer));
    return isKnown ? *variable.outer : Value();
  }
  auto *attribute = llvm::dyn_cast<AttributeExpr>(expr);
  if (!attribute)
    return Value();
  FailureOr<Value> object = staticValue(attribute->object);
  if (failed(object) || !*object)
    return object;
  if (!objectAs<NamespaceObject>(*object) && !objectAs<StepObject>(*object))
    return Value();
  return evaluator.getAttribute(*object, attribute->name, attribute->nameRange);
}
