//===- Formats.cpp - Format strings that reach into values ----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A field of a format string may name an attribute or an index, `{0.x}`
/// or
/// `{a[0]}`, which makes a second, hidden expression language out of text. It
/// is refused; f-strings do the same in the open.
//===----------------------------------------------------------------------===//
#include "Rules.h"

using namespace plue;
using namespace plue::sema;
using namespace plue::syntax;

static const ConstantExpr *asText(const Expr *expr) {
  const auto *constant = llvm::dyn_cast<ConstantExpr>(expr);
  bool isText = constant && constant->constant == ConstantKind::Str;
  return isText ? constant : nullptr;
}

/// The format string of a call of `format`, if it is a literal: the object of
/// the method, or the first argument of `str.format`.
static const ConstantExpr *formatText(const AttributeExpr &method,
                                      const CallExpr &call) {
  if (const ConstantExpr *text = asText(method.object))
    return text;
  const auto *type = llvm::dyn_cast<NameExpr>(method.object);
  bool isUnbound = type && type->name == "str" && !call.arguments.empty();
  return isUnbound ? asText(call.arguments.front().value) : nullptr;
}

/// Reports every field of \p text that traverses; fields inside the
/// specifications of others count too.
static void checkFields(const RuleContext &context, const ConstantExpr &expr) {
  llvm::StringRef text = expr.text;
  for (size_t at = 0; (at = text.find('{', at)) != text.npos;) {
    ++at;
    if (text.substr(at).starts_with("{")) {
      ++at;
      continue;
    }
    llvm::StringRef field = text.substr(at).take_until(
        [](char c) { return c == '}' || c == ':' || c == '!' || c == '{'; });
    size_t traversal = field.find_first_of(".[");
    if (traversal != field.npos)
      context.diags.report(expr.range, diag::format_traversal, field)
          .hint(llvm::formatv("write an f-string: `f\"{{{0}}\"`", field).str());
  }
}

void sema::checkFormat(const RuleContext &context, const CallExpr &call) {
  const auto *method = llvm::dyn_cast<AttributeExpr>(call.callee);
  if (!method)
    return;
  if (method->name == "format_map") {
    context.diags.report(method->nameRange, diag::format_map_refused)
        .hint("write `.format(**values)`");
    return;
  }
  if (method->name != "format")
    return;
  if (const ConstantExpr *text = formatText(*method, call))
    checkFields(context, *text);
}
