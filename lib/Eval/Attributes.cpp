//===- Attributes.cpp - `object.name` -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Every kind of object has a closed table of attributes. What is not in
/// it is an error with a suggestion; nothing is ever looked up by reflection.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "StepResults.h"
#include "plue/IR/Printer.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;

LogicalResult Evaluator::unknownAttribute(llvm::StringRef what,
                                          llvm::StringRef name,
                                          llvm::ArrayRef<llvm::StringRef> known,
                                          SourceRange range) {
  auto builder = diags.report(range, diag::unknown_attribute, what, name);
  llvm::StringRef similar = nearest(name, known);
  if (!similar.empty())
    builder.suggest(range, similar);
  else if (!known.empty())
    builder.hint("it has " + listOf(known, 12));
  return reported();
}

/// A result is there only if the step ran: what it was made under must hold
/// here too.
static LogicalResult checkHasRun(Evaluator &evaluator, const StepObject &step,
                                 llvm::StringRef field, SourceRange range) {
  if (evaluator.holdsHere(step.guard))
    return success();
  evaluator.diags.report(range, diag::maybe_skipped, step.name, field)
      .note(step.range, diag::note_step_here)
      .hint("use it under the same condition");
  return evaluator.reported();
}

/// A field of what the step left behind whose handle is \p handle: what every
/// step has, its `output`, or a field of that if it is a record.
static FailureOr<Value> resultOf(Evaluator &evaluator, ValueId handle,
                                 bool mayHaveFailed, llvm::StringRef name,
                                 SourceRange range) {
  const value::TypeStore &types = evaluator.types;
  TypeId type = evaluator.builder.workflow().typeOf(handle);
  TypeId output =
      types.kind(type) == TypeKind::StepOf ? types[type].elements[0] : TypeId();
  auto result = [&](llvm::StringRef field, TypeId type) {
    return evaluator.symbolic(
        evaluator.emitNamed(OpKind::Result, type, {handle}, field, range));
  };
  if (const ResultField *field = findResultField(name))
    return result(name, field->type);
  if (output && name == "output") {
    // Of a step whose failure is handled there may be none: that raises here.
    Value value = result(name, output);
    if (mayHaveFailed)
      evaluator.builder.check(runtimeId(value), evaluator.guard());
    return value;
  }
  bool isRecord = output && types.kind(output) == TypeKind::Record;
  if (isRecord && types.field(output, name))
    return evaluator.getAttribute(
        *resultOf(evaluator, handle, mayHaveFailed, "output", range), name,
        range);
  llvm::SmallVector<llvm::StringRef> names;
  if (isRecord)
    names.assign(types[output].names.begin(), types[output].names.end());
  llvm::append_range(names, resultFieldNames());
  if (output)
    names.push_back("output");
  return evaluator.unknownAttribute("a step", name, names, range);
}

static FailureOr<Value> stepAttribute(Evaluator &evaluator,
                                      const StepObject &step,
                                      llvm::StringRef name, SourceRange range) {
  if (failed(checkHasRun(evaluator, step, name, range)))
    return failure();
  const ir::Step &made = evaluator.builder.workflow().steps[step.step.index];
  return resultOf(evaluator, step.value, made.policy.continueOnError, name,
                  range);
}

/// A record as its author has written it.
static std::string textOfRecord(const Evaluator &evaluator, ValueId record) {
  constexpr size_t longest = 60;
  SourceRange range = evaluator.lastUseOf(record);
  llvm::StringRef text = range.isValid() ? evaluator.sources.text(range) : "";
  if (!text.empty() && text.size() <= longest && !text.contains('\n'))
    return text.str();
  return ir::expressionText(evaluator.builder.plan().plan(),
                            evaluator.builder.workflow(), record);
}

/// Reports that no record of \p type, which \p record has if it is there, has
/// such a field.
static LogicalResult checkField(Evaluator &evaluator, Value record, TypeId type,
                                llvm::StringRef name, SourceRange range) {
  const value::TypeStore &types = evaluator.types;
  if (types.kind(type) != TypeKind::Record || types.field(type, name))
    return success();
  llvm::SmallVector<llvm::StringRef> names(types[type].names.begin(),
                                           types[type].names.end());
  std::string what = "`" + textOfRecord(evaluator, runtimeId(record)) + "`";
  return evaluator.unknownAttribute(what, name, names, range);
}

static FailureOr<Value> fieldOf(Evaluator &evaluator, Value record,
                                llvm::StringRef name, SourceRange range) {
  TypeId field = evaluator.types.field(evaluator.typeOfSymbolic(record), name);
  return evaluator.symbolic(evaluator.emitNamed(
      OpKind::Field, field, {runtimeId(record)}, name, range));
}

/// Data of no known type is a list, a dict, …: fields are looked up by `[…]`.
static LogicalResult unknownOfAny(Evaluator &evaluator, llvm::StringRef name,
                                  SourceRange range) {
  return evaluator.error(
      evaluator.diags.report(range, diag::unknown_attribute, "`any`", name)
          .hint(("the items of parsed JSON are taken with `[\"" + name +
                 "\"]`; a `schema(…)` gives them names")
                    .str()));
}

static bool isMethodOfSomething(llvm::StringRef name) {
  return llvm::any_of(
      std::initializer_list<Kind>{Kind::Str, Kind::List, Kind::Dict, Kind::Int,
                                  Kind::Float, Kind::Set, Kind::Tuple},
      [&](Kind kind) { return value::hasMethod(kind, name); });
}

static FailureOr<Value> symbolicAttribute(Evaluator &evaluator, Value object,
                                          llvm::StringRef name,
                                          SourceRange range) {
  TypeId whole = evaluator.types.withoutNone(evaluator.typeOfSymbolic(object));
  if (failed(checkField(evaluator, object, whole, name, range)))
    return failure();
  FailureOr<Value> present = evaluator.withoutNone(object, range);
  if (failed(present))
    return failure();
  TypeId type = evaluator.typeOfSymbolic(*present);
  TypeKind typeKind = evaluator.types.kind(type);
  if (typeKind == TypeKind::Record)
    return fieldOf(evaluator, *present, name, range);
  if (typeKind == TypeKind::Step || typeKind == TypeKind::StepOf)
    return resultOf(evaluator, runtimeId(*present), /*mayHaveFailed=*/true,
                    name, range);
  if (type == types::Any && !isMethodOfSomething(name))
    return unknownOfAny(evaluator, name, range);
  Kind kind = value::kindOfMethods(evaluator.types, type);
  if (type == types::Any || value::hasMethod(kind, name))
    return evaluator.located(
        evaluator.heap.makeMethod(
            evaluator, object.isContainer() ? object : *present, name),
        range);
  return evaluator.unknownAttribute("`" + evaluator.types.str(type) + "`", name,
                                    value::methodNames(kind), range);
}

/// `type(x).__name__`, and methods without their object: `str.upper`.
static FailureOr<Value> typeAttribute(Evaluator &evaluator, Value type,
                                      llvm::StringRef name, SourceRange range) {
  llvm::StringRef className = value::className(evaluator.types, type.asType());
  if (name == "__name__")
    return evaluator.located(evaluator.heap.makeStr(evaluator, className),
                             range);
  Kind kind = value::kindOfClass(evaluator.types, type.asType());
  if (value::hasMethod(kind, name))
    return evaluator.located(value::getMethod(evaluator, type, name), range);
  return evaluator.unknownAttribute(("`" + className + "`").str(), name,
                                    value::methodNames(kind), range);
}

/// What is None on one side has no attribute there.
static LogicalResult maybeNone(Evaluator &evaluator, const Choice &choice,
                               SourceRange range) {
  bool hasName = !choice.variable.empty();
  std::string name = hasName ? choice.variable.str() : "name";
  evaluator.diags
      .report(range, diag::maybe_none,
              hasName ? "`" + name + "`" : "this value")
      .label(choice.range, "chosen by this condition")
      .hint((hasName ? "" : "give it a name and ") +
            ("test it first: `if " + name + " is not None: …`"));
  return evaluator.reported();
}

FailureOr<Value> Evaluator::getAttribute(Value object, llvm::StringRef name,
                                         SourceRange range) {
  FailureOr<Value> resolved = resolve(object, range);
  if (failed(resolved))
    return failure();
  object = *resolved;
  if (const Choice *choice = choiceOf(object);
      choice && (choice->whenTrue.isNone() || choice->whenFalse.isNone()))
    return ::maybeNone(*this, *choice, range);
  if (const Choice *choice = choiceOf(object))
    return distribute(*choice, range, [&](Value side) {
      return getAttribute(side, name, range);
    });
  if (isRuntime(object))
    return symbolicAttribute(*this, object, name, range);
  if (auto *space = objectAs<NamespaceObject>(object))
    return space->attribute(*this, name, range);
  if (auto *step = objectAs<StepObject>(object))
    return stepAttribute(*this, *step, name, range);
  if (object.is(Kind::Type))
    return typeAttribute(*this, object, name, range);
  if (object.is(Kind::Object))
    return unknownAttribute(("this " + value::typeName(object)).str(), name, {},
                            range);
  if (value::hasMethod(object.kind(), name))
    return located(value::getMethod(*this, object, name), range);
  return unknownAttribute(("`" + value::typeName(object) + "`").str(), name,
                          value::methodNames(object.kind()), range);
}
