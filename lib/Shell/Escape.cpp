//===- Escape.cpp - Putting data into shell text --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Shell/Escape.h"
#include "llvm/Support/ErrorHandling.h"
#include <cassert>

using namespace plue;
using namespace plue::shell;

bool shell::isExpressible(llvm::StringRef value) {
  return !value.contains('\0');
}

/// Puts a backslash before each of \p special.
static std::string backslashed(llvm::StringRef value, llvm::StringRef special) {
  std::string result;
  result.reserve(value.size() + 16);
  for (char c : value) {
    if (special.contains(c))
      result += '\\';
    result += c;
  }
  return result;
}

/// bash doubles the bytes it uses as markers itself when they stand between
/// double quotes in `name=( … )`; between single quotes it does not.
static bool isBashMarker(char c) { return c == '\x01' || c == '\x7F'; }

static std::string insideDoubleQuotes(llvm::StringRef value) {
  std::string result;
  for (char c : backslashed(value, "\\$`\"")) {
    if (isBashMarker(c))
      result += {'"', '\'', c, '\'', '"'};
    else
      result += c;
  }
  return result;
}

/// Nothing is special between single quotes but the quote, for which the quoted
/// text is left and entered again.
static std::string insideSingleQuotes(llvm::StringRef value) {
  std::string result;
  result.reserve(value.size() + 16);
  for (char c : value) {
    if (c == '\'')
      result += "'\\''";
    else
      result += c;
  }
  return result;
}

/// A line of the value must not be taken for the delimiter, and with `<<-` its
/// tabs must not be taken for indentation. An expansion to nothing in front of
/// every line sees to both: lines are compared before they are expanded.
static std::string insideHereDocument(llvm::StringRef value) {
  static constexpr llvm::StringLiteral nothing = "${IFS+}";
  std::string result = nothing.str();
  for (char c : backslashed(value, "\\$`")) {
    result += c;
    if (c == '\n')
      result += nothing;
  }
  return result;
}

std::string shell::escape(HoleContext context, llvm::StringRef value) {
  assert(isExpressible(value) && "the caller checks for NUL bytes");
  switch (context) {
  case HoleContext::Bare:
    return value.empty() ? "" : "'" + insideSingleQuotes(value) + "'";
  case HoleContext::Word:
    return "'" + insideSingleQuotes(value) + "'";
  case HoleContext::SingleQuoted:
    return insideSingleQuotes(value);
  case HoleContext::DoubleQuoted:
    return insideDoubleQuotes(value);
  case HoleContext::HereDocument:
    return insideHereDocument(value);
  }
  llvm_unreachable("every context has its form");
}
