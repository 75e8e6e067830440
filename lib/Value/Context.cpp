//===- Context.cpp - Where values are evaluated ---------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Internal.h"

using namespace plue;
using namespace plue::value;

llvm::StringRef value::name(ExcKind kind) {
  switch (kind) {
  case ExcKind::TypeError:
    return "TypeError";
  case ExcKind::ValueError:
    return "ValueError";
  case ExcKind::IndexError:
    return "IndexError";
  case ExcKind::KeyError:
    return "KeyError";
  case ExcKind::ZeroDivisionError:
    return "ZeroDivisionError";
  case ExcKind::OverflowError:
    return "OverflowError";
  case ExcKind::AttributeError:
    return "AttributeError";
  case ExcKind::NameError:
    return "NameError";
  case ExcKind::UnboundLocalError:
    return "UnboundLocalError";
  case ExcKind::RecursionError:
    return "RecursionError";
  case ExcKind::RuntimeError:
    return "RuntimeError";
  case ExcKind::AssertionError:
    return "AssertionError";
  case ExcKind::StopIteration:
    return "StopIteration";
  case ExcKind::UnicodeError:
    return "UnicodeError";
  case ExcKind::NotImplementedError:
    return "NotImplementedError";
  case ExcKind::Exception:
    return "Exception";
  case ExcKind::Limit:
    return "limit";
  case ExcKind::Nondeterministic:
    return "nondeterministic";
  case ExcKind::Residual:
    return "residual";
  case ExcKind::Reported:
    return "reported";
  }
  llvm_unreachable("not an ExcKind");
}

std::optional<ExcKind> value::findException(llvm::StringRef text) {
  for (int kind = 0; kind <= int(ExcKind::Exception); ++kind)
    if (name(ExcKind(kind)) == text)
      return ExcKind(kind);
  return std::nullopt;
}

LogicalResult Context::raise(ExcKind kind, const llvm::Twine &message) {
  assert(!pending && "an exception is pending already");
  pending = true;
  raised = {.kind = kind, .message = message.str()};
  return failure();
}

Exception Context::takeException() {
  assert(pending && "no exception to take");
  pending = false;
  return std::move(raised);
}

LogicalResult Context::raiseLimit(const llvm::Twine &what, uint64_t count,
                                  uint64_t limit) {
  return raise(ExcKind::Limit, what + " comes to " + llvm::Twine(count) +
                                   ", and the limit is " + llvm::Twine(limit));
}

/// What is left is burnt as well, so that everything after fails too.
LogicalResult Context::outOfFuel(uint64_t units) {
  uint64_t used = fuelUsed();
  fuelLeft = 0;
  uint64_t total = used + std::min(units, UINT64_MAX - used);
  return raiseLimit("the work of this evaluation", total, limits.fuel);
}

LogicalResult Context::checkItems(uint64_t count) {
  if (count <= limits.items) [[likely]]
    return success();
  return raiseLimit("the number of items", count, limits.items);
}

LogicalResult Context::checkStringBytes(uint64_t bytes) {
  if (bytes <= limits.stringBytes) [[likely]]
    return success();
  return raiseLimit("the size of a string in bytes", bytes, limits.stringBytes);
}

FailureOr<Value> Context::call(Value callee, const CallArgs &args) {
  PLUE_CHECK(checkKnown(*this, callee));
  return raise(ExcKind::TypeError,
               "'" + typeName(callee) + "' object is not callable");
}

LogicalResult value::checkStrArgument(Context &ctx, Value v,
                                      const llvm::Twine &what) {
  PLUE_CHECK(checkKnown(ctx, v));
  if (v.isStr())
    return success();
  return raiseTypeError(ctx, what + " must be str, not " +
                                 (v.isNone() ? "None" : typeName(v)));
}

LogicalResult value::raiseKeyError(Context &ctx, Value key) {
  FailureOr<Value> text = repr(ctx, key);
  PLUE_CHECK(text);
  return ctx.raise(ExcKind::KeyError, text->text());
}

LogicalResult value::raiseSetOrder(Context &ctx, const llvm::Twine &doing) {
  return ctx.raise(ExcKind::Nondeterministic,
                   doing + " would show the order of a set, which changes from "
                           "run to run; use sorted() on it first");
}
