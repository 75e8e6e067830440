//===- Text.cpp - The text of values --------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file `str`, `repr` and `ascii`. Containers that hold themselves show
/// `[...]` there, as CPython's do; how deep and how long the text gets is
/// bounded.
//===----------------------------------------------------------------------===//
#include "Internal.h"
#include "Unicode.h"
#include "plue/Value/Builtins.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::value;

//--- TextBuilder --------------------------------------------------------------

LogicalResult TextBuilder::appendCodePoint(uint32_t c) {
  PLUE_CHECK(grow(4));
  unicode::append(buffer, c);
  return success();
}

LogicalResult TextBuilder::appendRepeated(llvm::StringRef piece,
                                          uint64_t count) {
  uint64_t bytes;
  if (__builtin_mul_overflow(piece.size(), count, &bytes))
    bytes = UINT64_MAX / 2;
  PLUE_CHECK(grow(bytes));
  if (piece.size() == 1) {
    buffer.append(bytes, piece[0]);
    return success();
  }
  buffer.reserve(buffer.size() + bytes);
  for (uint64_t i = 0; i < bytes; i += piece.size())
    buffer += piece;
  return success();
}

FailureOr<Value> value::makeChar(Context &ctx, uint32_t c) {
  if (unicode::isSurrogate(c))
    return raiseValueError(ctx, "U+" + llvm::utohexstr(c) +
                                    " is half of a surrogate pair and no "
                                    "character on its own");
  llvm::SmallString<4> text;
  unicode::append(text, c);
  return ctx.heap.makeStr(ctx, text);
}

//--- repr ---------------------------------------------------------------------

namespace {
class Printer {
public:
  Printer(Context &ctx, bool asciiOnly)
      : ctx(ctx), out(ctx), asciiOnly(asciiOnly) {}

  LogicalResult print(Value v);
  FailureOr<Value> finish() { return out.finish(); }

private:
  LogicalResult printScalar(Value v);
  LogicalResult printString(llvm::StringRef text);
  LogicalResult printEscaped(uint32_t c);
  LogicalResult printContainer(Value v);
  LogicalResult printItems(llvm::ArrayRef<Value> items);
  LogicalResult printDict(const DictObject &dict);
  LogicalResult printSet(const SetObject &set);
  LogicalResult printView(const ViewObject &view);
  LogicalResult printType(TypeId type);
  LogicalResult printRange(const RangeObject &range);
  LogicalResult printMethod(const MethodObject &method);
  LogicalResult refuseAddress(Value v);

  Context &ctx;
  TextBuilder out;
  bool asciiOnly;
  /// The containers that are being printed, outermost first.
  llvm::SmallVector<const void *> active;
};
} // namespace

LogicalResult Printer::printEscaped(uint32_t c) {
  char buffer[16];
  llvm::StringRef format = c < 0x100 ? "x" : c < 0x10000 ? "u" : "U";
  unsigned width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  snprintf(buffer, sizeof(buffer), "%0*x", int(width), c);
  PLUE_CHECK(out.append('\\'));
  PLUE_CHECK(out.append(format));
  return out.append(buffer);
}

LogicalResult Printer::printString(llvm::StringRef text) {
  PLUE_CHECK(ctx.burnBytes(text.size()));
  char quote = text.contains('\'') && !text.contains('"') ? '"' : '\'';
  PLUE_CHECK(out.append(quote));
  while (!text.empty()) {
    llvm::StringRef rest = text;
    uint32_t c = unicode::takeFront(text);
    llvm::StringRef character = rest.drop_back(text.size());
    if (c == uint32_t(quote) || c == '\\') {
      PLUE_CHECK(out.append('\\'));
      PLUE_CHECK(out.append(char(c)));
    } else if (c == '\n' || c == '\r' || c == '\t') {
      PLUE_CHECK(out.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t"));
    } else if (!unicode::isPrintable(c) || (asciiOnly && c > 127)) {
      PLUE_CHECK(printEscaped(c));
    } else {
      PLUE_CHECK(out.append(character));
    }
  }
  return out.append(quote);
}

LogicalResult Printer::printItems(llvm::ArrayRef<Value> items) {
  for (auto [i, item] : llvm::enumerate(items)) {
    if (i != 0)
      PLUE_CHECK(out.append(", "));
    PLUE_CHECK(print(item));
  }
  return success();
}

LogicalResult Printer::printDict(const DictObject &dict) {
  bool first = true;
  PLUE_CHECK(out.append('{'));
  for (const DictObject::Entry &entry : dict.entries) {
    if (!entry.key)
      continue;
    if (!std::exchange(first, false))
      PLUE_CHECK(out.append(", "));
    PLUE_CHECK(print(entry.key));
    PLUE_CHECK(out.append(": "));
    PLUE_CHECK(print(entry.value));
  }
  return out.append('}');
}

LogicalResult Printer::printSet(const SetObject &set) {
  if (set.table.live == 0)
    return out.append("set()");
  if (set.table.live > 1)
    return raiseSetOrder(ctx, "the text of this set");
  const DictObject::Entry *only = llvm::find_if(
      set.table.entries, [](const DictObject::Entry &e) { return !!e.key; });
  PLUE_CHECK(out.append('{'));
  PLUE_CHECK(print(only->key));
  return out.append('}');
}

LogicalResult Printer::printView(const ViewObject &view) {
  bool first = true;
  PLUE_CHECK(out.append(typeName(Value::view(&view))));
  PLUE_CHECK(out.append("(["));
  for (const DictObject::Entry &entry : view.dict->entries) {
    if (!entry.key)
      continue;
    if (!std::exchange(first, false))
      PLUE_CHECK(out.append(", "));
    if (view.part == ViewObject::Items)
      PLUE_CHECK(out.append('('));
    if (view.part != ViewObject::Values)
      PLUE_CHECK(print(entry.key));
    if (view.part == ViewObject::Items)
      PLUE_CHECK(out.append(", "));
    if (view.part != ViewObject::Keys)
      PLUE_CHECK(print(entry.value));
    if (view.part == ViewObject::Items)
      PLUE_CHECK(out.append(')'));
  }
  return out.append("])");
}

/// What stands for a container inside itself.
static llvm::StringRef ellipsisOf(Kind kind) {
  switch (kind) {
  case Kind::List:
    return "[...]";
  case Kind::Tuple:
    return "(...)";
  case Kind::Dict:
    return "{...}";
  case Kind::Set:
    return "set(...)";
  default:
    return "...";
  }
}

static const void *addressOf(Value v) {
  switch (v.kind()) {
  case Kind::List:
    return v.asList();
  case Kind::Tuple:
    return v.asTuple();
  case Kind::Dict:
    return v.asDict();
  case Kind::Set:
    return v.asSet();
  default:
    return v.asView();
  }
}

LogicalResult Printer::printContainer(Value v) {
  if (llvm::is_contained(active, addressOf(v)))
    return out.append(ellipsisOf(v.kind()));
  NestingScope scope(ctx);
  PLUE_CHECK(scope.check(" while getting the repr of an object"));
  PLUE_CHECK(ctx.burn(1 + active.size() / 8));
  active.push_back(addressOf(v));
  auto done = llvm::make_scope_exit([&] { active.pop_back(); });
  switch (v.kind()) {
  case Kind::Dict:
    return printDict(*v.asDict());
  case Kind::Set:
    return printSet(*v.asSet());
  case Kind::View:
    return printView(*v.asView());
  case Kind::List:
    PLUE_CHECK(out.append('['));
    PLUE_CHECK(printItems(v.asList()->items));
    return out.append(']');
  default:
    PLUE_CHECK(out.append('('));
    PLUE_CHECK(printItems(v.asTuple()->items));
    return out.append(v.asTuple()->items.size() == 1 ? ",)" : ")");
  }
}

/// The types that CPython has too.
static bool isPythonClass(const TypeStore &types, TypeId type) {
  const TypeNode &node = types[type];
  switch (node.kind) {
  case TypeKind::None:
  case TypeKind::Bool:
  case TypeKind::Int:
  case TypeKind::Float:
  case TypeKind::Str:
    return true;
  default:
    return isGenericClass(types, type);
  }
}

LogicalResult Printer::printType(TypeId type) {
  if (!isPythonClass(ctx.types, type))
    return out.append(ctx.types.str(type));
  PLUE_CHECK(out.append("<class '"));
  PLUE_CHECK(out.append(className(ctx.types, type)));
  return out.append("'>");
}

LogicalResult Printer::printRange(const RangeObject &range) {
  std::string text = "range(" + std::to_string(range.start) + ", " +
                     std::to_string(range.stop);
  if (range.step != 1)
    text += ", " + std::to_string(range.step);
  return out.append(text + ")");
}

LogicalResult Printer::refuseAddress(Value v) {
  return ctx.raise(ExcKind::Nondeterministic,
                   "the text of a '" + typeName(v) +
                       "' holds an address, which changes from run to run");
}

LogicalResult Printer::printMethod(const MethodObject &method) {
  if (!method.self.is(Kind::Type))
    return refuseAddress(Value::method(&method));
  return out.append(("<method '" + method.name + "' of '" +
                     className(ctx.types, method.self.asType()) + "' objects>")
                        .str());
}

LogicalResult Printer::printScalar(Value v) {
  switch (v.kind()) {
  case Kind::None:
    return out.append("None");
  case Kind::Bool:
    return out.append(v.asBool() ? "True" : "False");
  case Kind::Int:
    PLUE_CHECK(burnDigits(ctx, v));
    return out.append(v.isBigInt() ? intDigits(v, 10)
                                   : std::to_string(v.asInt()));
  case Kind::Float:
    return out.append(floatRepr(v.asFloat()));
  case Kind::Ellipsis:
    return out.append("Ellipsis");
  case Kind::Type:
    return printType(v.asType());
  case Kind::Builtin:
    PLUE_CHECK(out.append(isClass(v.asBuiltin()) ? "<class '"
                                                 : "<built-in function "));
    PLUE_CHECK(out.append(builtinName(v.asBuiltin())));
    return out.append(isClass(v.asBuiltin()) ? "'>" : ">");
  case Kind::Object: {
    std::string text = v.asObject()->repr();
    return text.empty() ? refuseAddress(v) : out.append(text);
  }
  default:
    return refuseAddress(v);
  }
}

LogicalResult Printer::print(Value v) {
  PLUE_CHECK(ctx.burn(1));
  PLUE_CHECK(checkKnown(ctx, v));
  switch (v.kind()) {
  case Kind::Str:
    return printString(v.text());
  case Kind::List:
  case Kind::Tuple:
  case Kind::Dict:
  case Kind::Set:
  case Kind::View:
    return printContainer(v);
  case Kind::Range:
    return printRange(*v.asRange());
  case Kind::Method:
    return printMethod(*v.asMethod());
  default:
    return printScalar(v);
  }
}

FailureOr<Value> value::repr(Context &ctx, Value v) {
  Printer printer(ctx, /*asciiOnly=*/false);
  PLUE_CHECK(printer.print(v));
  return printer.finish();
}

FailureOr<Value> value::ascii(Context &ctx, Value v) {
  Printer printer(ctx, /*asciiOnly=*/true);
  PLUE_CHECK(printer.print(v));
  return printer.finish();
}

FailureOr<Value> value::str(Context &ctx, Value v) {
  if (v.isStr())
    return v;
  return repr(ctx, v);
}
