//===- Arguments.cpp - Arguments of the SDK's functions -------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Arguments.h"

using namespace plue;
using namespace plue::eval;

std::string plue::eval::describeType(Evaluator &evaluator, Value v) {
  if (isRuntime(v))
    return "a run-time value of type `" +
           evaluator.types.str(evaluator.typeOfSymbolic(v)) + "`";
  if (isChoice(v))
    return "a value that depends on a run-time condition";
  return ("`" + value::typeName(v) + "`").str();
}

size_t Arguments::indexOf(llvm::StringRef name) const {
  return llvm::find(signature.parameters, name) - signature.parameters.begin();
}

LogicalResult Arguments::set(size_t index, Value v, SourceRange where) {
  if (values[index])
    return evaluator->error(evaluator->diags.report(
        where, diag::repeated_argument, signature.function,
        signature.parameters[index]));
  values[index] = v;
  ranges[index] = where;
  return success();
}

/// What other systems call our parameters.
static llvm::StringRef ourNameFor(llvm::StringRef name) {
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> names[] =
      {{"command", "cmd"},
       {"script", "cmd"},
       {"run", "cmd"},
       {"args", "cmd"},
       {"cwd", "workdir"},
       {"dir", "workdir"},
       {"working_directory", "workdir"},
       {"environment", "env"},
       {"after", "depends_on"},
       {"dependencies", "depends_on"},
       {"allow_failure", "continue_on_error"},
       {"ignore_errors", "continue_on_error"},
       {"timeout_minutes", "timeout"},
       {"container", "image"},
       {"text", "body"},
       {"message", "body"}};
  for (const auto &[theirs, ours] : names)
    if (theirs == name)
      return ours;
  return "";
}

LogicalResult Arguments::unknown(llvm::StringRef name,
                                 SourceRange where) const {
  auto builder = evaluator->diags.report(where, diag::unknown_argument,
                                         signature.function, name);
  llvm::StringRef similar = ourNameFor(name);
  if (!llvm::is_contained(signature.parameters, similar))
    similar = nearest(name, signature.parameters);
  SourceRange nameRange = where;
  nameRange.end = nameRange.begin + name.size();
  bool isCondition = name == "when" || name == "condition" || name == "only_if";
  if (!similar.empty())
    builder.suggest(nameRange, similar);
  else if (isCondition)
    builder.hint("put the call under an `if`");
  else
    builder.hint("it takes " + listOf(signature.parameters, 16));
  return evaluator->reported();
}

FailureOr<Arguments> Arguments::bind(Evaluator &evaluator,
                                     const Signature &signature,
                                     const CallArgs &args,
                                     const CallSite &site) {
  Arguments bound(evaluator, signature, site.range);
  if (args.positional.size() > signature.numPositional) {
    auto builder = evaluator.diags.report(
        site.positional(signature.numPositional), diag::too_many_arguments,
        signature.function, uint64_t(signature.numPositional),
        uint64_t(args.positional.size()));
    if (signature.numPositional < signature.parameters.size())
      builder.hint(
          "give them by name: " +
          listOf(signature.parameters.drop_front(signature.numPositional), 16));
    return LogicalResult(evaluator.reported());
  }
  for (auto [i, v] : llvm::enumerate(args.positional))
    if (failed(bound.set(i, v, site.positional(i))))
      return failure();
  for (auto [name, v] : args.keywords) {
    size_t index = bound.indexOf(name);
    bool isKnown = index < signature.parameters.size();
    if (failed(isKnown ? bound.set(index, v, site.keyword(name))
                       : bound.unknown(name, site.keyword(name))))
      return failure();
  }
  for (auto [i, v] : llvm::enumerate(bound.values)) {
    if (!v)
      continue;
    FailureOr<Value> resolved = evaluator.resolve(v, bound.ranges[i]);
    if (failed(resolved))
      return failure();
    v = *resolved;
  }
  return bound;
}

Value Arguments::get(llvm::StringRef name) const {
  assert(indexOf(name) < values.size() && "no such parameter");
  Value v = values[indexOf(name)];
  return v.isNone() ? Value() : v;
}

SourceRange Arguments::rangeOf(llvm::StringRef name) const {
  return ranges[indexOf(name)];
}

LogicalResult Arguments::require(llvm::StringRef name) const {
  if (has(name))
    return success();
  return evaluator->error(
      evaluator->diags
          .report(range, diag::missing_argument, signature.function, name)
          .hint("add it: `" + name + "=…`"));
}

LogicalResult Arguments::wrongType(llvm::StringRef name, llvm::StringRef wanted,
                                   llvm::StringRef hint) const {
  auto diagnostic = evaluator->diags.report(
      rangeOf(name), diag::argument_type, name, signature.function, wanted,
      describeType(*evaluator, get(name)));
  if (!hint.empty())
    diagnostic.hint(hint);
  return evaluator->reported();
}

LogicalResult Arguments::notFixed(llvm::StringRef name, llvm::StringRef wanted,
                                  Value v) const {
  auto diagnostic = evaluator->diags.report(rangeOf(name), diag::argument_type,
                                            name, signature.function, wanted,
                                            describeType(*evaluator, v));
  if (v.isSymbolic()) {
    evaluator->explain(diagnostic, v, rangeOf(name));
    diagnostic.hint("it is fixed when compiling; to choose, make a step in "
                    "each branch of an `if`");
  }
  return evaluator->reported();
}

LogicalResult Arguments::wrongValue(llvm::StringRef name,
                                    llvm::StringRef why) const {
  auto [what, wayOut] = why.rsplit("; ");
  auto diagnostic = evaluator->diags.report(rangeOf(name), diag::argument_value,
                                            name, signature.function, what);
  if (!wayOut.empty())
    diagnostic.hint(wayOut);
  return evaluator->reported();
}

FailureOr<std::string> Arguments::string(llvm::StringRef name) const {
  Value v = get(name);
  if (!v)
    return std::string();
  if (!v.isStr())
    return notFixed(name, "a string known when compiling", v);
  return v.text().str();
}

FailureOr<std::vector<std::string>>
Arguments::strings(llvm::StringRef name) const {
  std::vector<std::string> result;
  Value v = get(name);
  if (!v)
    return result;
  if (v.isSymbolic() || (!v.is(Kind::List) && !v.is(Kind::Tuple)))
    return notFixed(name, "a list of strings", v);
  llvm::ArrayRef<Value> items = v.is(Kind::List)
                                    ? llvm::ArrayRef<Value>(v.asList()->items)
                                    : v.asTuple()->items;
  for (Value item : items) {
    if (!item.isStr())
      return notFixed(name, "a list of strings", item);
    result.push_back(item.text().str());
  }
  return result;
}

FailureOr<std::optional<bool>> Arguments::boolean(llvm::StringRef name) const {
  Value v = get(name);
  std::optional<bool> result;
  if (!v)
    return result;
  if (!v.isBool())
    return notFixed(name, "`True` or `False`", v);
  result = v.asBool();
  return result;
}

/// Milliseconds in `90s`, `10m`, `2h` or `1d`; 0 if the text is none of these.
static uint64_t parseDuration(llvm::StringRef text) {
  if (text.empty())
    return 0;
  uint64_t unit = 0;
  switch (text.back()) {
  case 's':
    unit = 1000;
    break;
  case 'm':
    unit = 60 * 1000;
    break;
  case 'h':
    unit = 60 * 60 * 1000;
    break;
  case 'd':
    unit = 24 * 60 * 60 * 1000;
    break;
  }
  uint64_t count = 0;
  if (unit == 0 || text.drop_back().getAsInteger(10, count) ||
      count > 1'000'000)
    return 0;
  return count * unit;
}

/// Ten days, the most a plan may ask for.
static constexpr uint64_t maxDurationMs = 10ULL * 24 * 60 * 60 * 1000;

FailureOr<uint64_t> Arguments::duration(llvm::StringRef name) const {
  Value v = get(name);
  if (!v)
    return uint64_t(0);
  uint64_t ms = 0;
  if (v.isStr()) {
    ms = parseDuration(v.text());
    if (ms == 0)
      return wrongValue(name, "must look like `90s`, `10m`, `2h` or `1d`");
  } else if (v.isSmallInt() && v.asInt() > 0 &&
             v.asInt() <= int64_t(maxDurationMs / 1000)) {
    ms = v.asInt() * 1000;
  } else if (v.isFloat() && v.asFloat() > 0 &&
             v.asFloat() <= maxDurationMs / 1000.0) {
    ms = v.asFloat() * 1000;
  } else if (!v.isSmallInt() && !v.isFloat()) {
    return notFixed(name, "a number of seconds or text such as `10m`", v);
  }
  if (ms == 0 || ms > maxDurationMs)
    return wrongValue(name, "must be more than zero and at most ten days");
  return ms;
}
