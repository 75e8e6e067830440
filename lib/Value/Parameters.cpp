//===- Parameters.cpp - Arguments of workflow functions -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Value/Parameters.h"
#include "Internal.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::value;

namespace {
class Binder {
public:
  Binder(Context &ctx, llvm::StringRef function,
         llvm::ArrayRef<ParameterInfo> parameters,
         llvm::MutableArrayRef<Value> slots)
      : ctx(ctx), function(function), parameters(parameters), slots(slots) {}

  LogicalResult bind(const CallArgs &args);

private:
  LogicalResult bindPositional(llvm::ArrayRef<Value> values);
  LogicalResult bindKeyword(llvm::StringRef name, Value v);
  LogicalResult bindDefaults();
  LogicalResult tooMany(size_t given);
  LogicalResult missing(llvm::ArrayRef<llvm::StringRef> names,
                        llvm::StringRef kind);
  LogicalResult raise(const llvm::Twine &message) {
    return ctx.raise(ExcKind::TypeError, function + "() " + message);
  }
  static bool isPositional(const ParameterInfo &p) {
    return p.kind == ParameterKind::PositionalOnly ||
           p.kind == ParameterKind::Plain;
  }

  Context &ctx;
  llvm::StringRef function;
  llvm::ArrayRef<ParameterInfo> parameters;
  llvm::MutableArrayRef<Value> slots;
  /// Slot of `**kwargs`, if there is one.
  Value *varKeyword = nullptr;
};
} // namespace

LogicalResult Binder::bind(const CallArgs &args) {
  for (auto [i, parameter] : llvm::enumerate(parameters)) {
    if (parameter.kind != ParameterKind::VarKeyword)
      continue;
    varKeyword = &slots[i];
    PLUE_BIND(*varKeyword, ctx.heap.makeDict(ctx));
  }
  PLUE_CHECK(bindPositional(args.positional));
  for (auto [name, v] : args.keywords)
    PLUE_CHECK(bindKeyword(name, v));
  return bindDefaults();
}

LogicalResult Binder::bindPositional(llvm::ArrayRef<Value> values) {
  size_t next = 0;
  for (auto [i, parameter] : llvm::enumerate(parameters)) {
    if (isPositional(parameter) && next < values.size()) {
      slots[i] = values[next++];
    } else if (parameter.kind == ParameterKind::VarPositional) {
      PLUE_BIND(slots[i], ctx.heap.makeTuple(ctx, values.drop_front(next)));
      next = values.size();
    }
  }
  return next == values.size() ? success() : tooMany(values.size());
}

LogicalResult Binder::bindKeyword(llvm::StringRef name, Value v) {
  for (auto [i, parameter] : llvm::enumerate(parameters)) {
    bool takesKeyword = parameter.kind == ParameterKind::Plain ||
                        parameter.kind == ParameterKind::KeywordOnly;
    if (!takesKeyword || parameter.name != name)
      continue;
    if (slots[i])
      return raise("got multiple values for argument '" + name + "'");
    slots[i] = v;
    return success();
  }
  if (!varKeyword)
    return raise("got an unexpected keyword argument '" + name + "'");
  PLUE_BIND(Value key, ctx.heap.makeStr(ctx, name));
  return dictInsert(ctx, varKeyword->asDict(), key, v);
}

LogicalResult Binder::bindDefaults() {
  llvm::SmallVector<llvm::StringRef> positional, keywordOnly;
  for (auto [i, parameter] : llvm::enumerate(parameters)) {
    if (slots[i])
      continue;
    if (parameter.defaultValue)
      slots[i] = parameter.defaultValue;
    else if (parameter.kind == ParameterKind::KeywordOnly)
      keywordOnly.push_back(parameter.name);
    else if (isPositional(parameter))
      positional.push_back(parameter.name);
  }
  if (!positional.empty())
    return missing(positional, "positional");
  if (!keywordOnly.empty())
    return missing(keywordOnly, "keyword-only");
  return success();
}

LogicalResult Binder::tooMany(size_t given) {
  size_t most = llvm::count_if(parameters, isPositional);
  size_t least = most - llvm::count_if(parameters, [](const ParameterInfo &p) {
                   return isPositional(p) && p.defaultValue;
                 });
  std::string takes = least == most ? std::to_string(most)
                                    : "from " + std::to_string(least) + " to " +
                                          std::to_string(most);
  return raise("takes " + takes + " positional argument" +
               (takes == "1" ? "" : "s") + " but " + llvm::Twine(given) +
               (given == 1 ? " was" : " were") + " given");
}

LogicalResult Binder::missing(llvm::ArrayRef<llvm::StringRef> names,
                              llvm::StringRef kind) {
  std::string list;
  for (auto [i, name] : llvm::enumerate(names)) {
    if (i != 0)
      list += i + 1 < names.size() ? ", "
              : names.size() > 2   ? ", and "
                                   : " and ";
    list += ("'" + name + "'").str();
  }
  return raise("missing " + llvm::Twine(names.size()) + " required " + kind +
               " argument" + (names.size() == 1 ? "" : "s") + ": " + list);
}

LogicalResult value::bindArguments(Context &ctx, llvm::StringRef function,
                                   llvm::ArrayRef<ParameterInfo> parameters,
                                   const CallArgs &args,
                                   llvm::MutableArrayRef<Value> slots) {
  return Binder(ctx, function, parameters, slots).bind(args);
}
