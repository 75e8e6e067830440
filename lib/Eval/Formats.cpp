//===- Formats.cpp - Formats that are known, of values that are not -------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `"make {}".format(target)` and `"make %s" % target` are taken apart as
/// an f-string is, so that what was written in the source is still code in a
/// command, and the value is data. What does not fit together (too few
/// arguments, another kind of field) is left to the operation that does it all
/// at run time, and raises what Python raises.
//===----------------------------------------------------------------------===//
#include "Evaluator.h"
#include "plue/Value/FormatPieces.h"

using namespace plue;
using namespace plue::eval;
using value::BinaryOp;
using value::FormatField;
using value::PercentField;

//--- str.format ---------------------------------------------------------------

namespace {
/// Hands out arguments to fields. None if a field asks for what is not there,
/// or fields are numbered in two ways.
class FieldArguments {
public:
  explicit FieldArguments(const CallArgs &args) : args(args) {}
  Value take(llvm::StringRef name);

private:
  Value at(size_t index) {
    return index < args.positional.size() ? args.positional[index] : Value();
  }

  const CallArgs &args;
  size_t next = 0;
  bool isManual = false;
};
} // namespace

Value FieldArguments::take(llvm::StringRef name) {
  size_t index = 0;
  if (name.empty())
    return isManual ? Value() : at(next++);
  if (!name.getAsInteger(10, index)) {
    isManual = true;
    return next == 0 ? at(index) : Value();
  }
  for (auto [keyword, v] : args.keywords)
    if (keyword == name)
      return v;
  return Value();
}

/// The text of one field; Absent if it does not fit.
template <typename Expand>
static FailureOr<Value> textOfField(Evaluator &evaluator,
                                    const FormatField &field, Value v,
                                    SourceRange range, Expand expand) {
  bool isKnown = field.conversion == 0 || field.conversion == 's' ||
                 field.conversion == 'r' || field.conversion == 'a';
  if (!v || !isKnown)
    return Value();
  FailureOr<Value> converted = v;
  if (field.conversion != 0)
    converted = evaluator.toText(v, char(field.conversion), range);
  if (failed(converted) || !field.specHasFields)
    return failed(converted)
               ? converted
               : evaluator.formatValue(*converted, field.spec, range);
  FailureOr<Value> spec = expand(field.spec);
  if (failed(spec) || !*spec)
    return spec;
  return spec->isStr() ? evaluator.formatValue(*converted, spec->text(), range)
                       : evaluator.formatBy(*converted, *spec, range);
}

static FailureOr<Value> expandFormat(Evaluator &evaluator,
                                     llvm::StringRef format,
                                     FieldArguments &arguments, bool isSpec,
                                     SourceRange range) {
  FailureOr<std::vector<value::FormatPiece>> pieces =
      value::formatPieces(evaluator, format);
  if (failed(pieces)) {
    (void)evaluator.takeException(); // The operation raises it, too.
    return Value();
  }
  llvm::SmallVector<Value, 8> texts;
  for (const value::FormatPiece &piece : *pieces) {
    FailureOr<Value> literal = evaluator.located(
        evaluator.heap.makeStr(evaluator, piece.literal), range);
    if (failed(literal))
      return failure();
    texts.push_back(*literal);
    if (!piece.field)
      continue;
    if (isSpec && piece.field->specHasFields)
      return Value();
    FailureOr<Value> text =
        textOfField(evaluator, *piece.field, arguments.take(piece.field->name),
                    range, [&](llvm::StringRef spec) {
                      return expandFormat(evaluator, spec, arguments,
                                          /*isSpec=*/true, range);
                    });
    if (failed(text) || !*text)
      return text;
    texts.push_back(*text);
  }
  return evaluator.concat(texts, range);
}

FailureOr<Value> Evaluator::formatKnown(llvm::StringRef format,
                                        const CallArgs &args,
                                        SourceRange range) {
  FieldArguments arguments(args);
  return expandFormat(*this, format, arguments, /*isSpec=*/false, range);
}

//--- % ------------------------------------------------------------------------

/// Whether \p v is one argument, whatever it turns out to be.
static bool isLoneArgument(Evaluator &evaluator, Value v) {
  if (!isRuntime(v) || v.isContainer())
    return !v.isSymbolic() && !v.is(Kind::Tuple);
  TypeKind kind = evaluator.types.kind(
      evaluator.types.withoutNone(evaluator.typeOfSymbolic(v)));
  return kind == TypeKind::Str || kind == TypeKind::Enum ||
         kind == TypeKind::Int || kind == TypeKind::Float ||
         kind == TypeKind::Bool || kind == TypeKind::Secret;
}

/// The text of one conversion, whose arguments are \p values.
static FailureOr<Value> textOfConversion(Evaluator &evaluator,
                                         const PercentField &field,
                                         llvm::ArrayRef<Value> values,
                                         SourceRange range) {
  llvm::StringRef text = field.text;
  if (text == "%s" || text == "%r" || text == "%a")
    return evaluator.toText(values.front(), text.back(), range);
  FailureOr<Value> format =
      evaluator.located(evaluator.heap.makeStr(evaluator, text), range);
  FailureOr<Value> tuple =
      failed(format) ? format
                     : evaluator.located(
                           evaluator.heap.makeTuple(evaluator, values), range);
  if (failed(tuple))
    return failure();
  return evaluator.formatOne(*format, *tuple, range);
}

FailureOr<Value> Evaluator::percentKnown(llvm::StringRef format, Value right,
                                         SourceRange range) {
  auto pieces = value::percentPieces(format);
  bool isMapping = right.isContainer() && right.containerKind() == Kind::Dict;
  llvm::ArrayRef<Value> rest = right;
  if (right.is(Kind::Tuple))
    rest = right.asTuple()->items;
  else if (!isMapping && !isLoneArgument(*this, right))
    return Value();
  llvm::SmallVector<Value, 8> texts;
  size_t used = 0;
  for (const value::PercentPiece &piece :
       pieces.value_or(std::vector<value::PercentPiece>())) {
    FailureOr<Value> text = located(heap.makeStr(*this, piece.literal), range);
    if (failed(text))
      return failure();
    texts.push_back(*text);
    if (!piece.field)
      continue;
    llvm::SmallVector<Value, 3> values;
    if (piece.field->key) {
      FailureOr<Value> item =
          isMapping ? itemOf(right, *piece.field->key, range) : Value();
      if (failed(item) || !*item || piece.field->numStars != 0)
        return failed(item) ? item : Value();
      values.push_back(*item);
    } else {
      size_t count = piece.field->numStars + 1;
      if (isMapping || used + count > rest.size())
        return Value();
      values.append(rest.begin() + used, rest.begin() + used + count);
      used += count;
    }
    text = textOfConversion(*this, *piece.field, values, range);
    if (failed(text) || !*text)
      return text;
    texts.push_back(*text);
  }
  bool isAllUsed = isMapping || used == rest.size();
  return pieces && isAllUsed ? concat(texts, range) : Value();
}

/// `mapping[key]` of a dict that is known, as far as its keys go; Absent if
/// there is none.
FailureOr<Value> Evaluator::itemOf(Value mapping, llvm::StringRef key,
                                   SourceRange range) {
  FailureOr<Value> name = located(heap.makeStr(*this, key), range);
  if (failed(name))
    return failure();
  if (mapping.isSymbolic())
    return runtimeIndex(mapping, *name, range);
  FailureOr<Value *> found =
      located(value::dictFind(*this, mapping.asDict(), *name), range);
  if (failed(found))
    return failure();
  return *found ? **found : Value();
}

/// One conversion whose format is known; a choice among the values makes it a
/// choice.
FailureOr<Value> Evaluator::formatOne(Value format, Value tuple,
                                      SourceRange range) {
  FailureOr<Value> result = value::binary(*this, BinaryOp::Mod, format, tuple);
  if (succeeded(result) || exception().kind != value::ExcKind::Residual)
    return located(result, range);
  (void)takeException();
  return runtimeOp(
      OpKind::Mod, "", {format, tuple},
      [&](llvm::ArrayRef<TypeId> t) {
        return value::typeOfBinary(types, BinaryOp::Mod, t[0], t[1]);
      },
      Sharing::Part, range);
}
