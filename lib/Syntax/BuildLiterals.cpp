//===- BuildLiterals.cpp - Numbers and strings ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Builder.h"
#include "NumberLiteral.h"
#include "StringLiteral.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::syntax;

Expr *Builder::constant(ConstantKind kind, Node node) {
  auto *expr = make<ConstantExpr>(ExprKind::Constant, range(node));
  expr->constant = kind;
  return expr;
}

//--- Numbers ------------------------------------------------------------------

/// A prefix in lower case, and no leading zeros that would mean octal
/// elsewhere.
static llvm::StringRef normalized(llvm::MutableArrayRef<char> digits) {
  llvm::StringRef text(digits.data(), digits.size());
  bool hasPrefix = text.size() > 1 && text[0] == '0' && llvm::isAlpha(text[1]);
  if (hasPrefix) {
    digits[1] = llvm::toLower(digits[1]);
    return text;
  }
  llvm::StringRef rest = text.ltrim('0');
  return rest.empty() ? text.take_back(1) : rest;
}

Expr *Builder::number(Node node) {
  NumberForm form = formOf(text(node));
  if (form == NumberForm::Complex) {
    auto *expr = make<RefusedExpr>(ExprKind::Refused, range(node));
    expr->construct = Construct::Complex;
    return expr;
  }
  auto digits = withoutUnderscores(text(node));
  auto *expr = make<ConstantExpr>(ExprKind::Constant, range(node));
  if (form == NumberForm::Float) {
    expr->constant = ConstantKind::Float;
    expr->real = decodeFloat(digits);
    return expr;
  }
  expr->constant = ConstantKind::Int;
  llvm::StringRef shown = normalized(digits);
  expr->text = shown.copy(module.arena);
  expr->fits = !shown.getAsInteger(0, expr->number);
  return expr;
}

//--- Strings ------------------------------------------------------------------

llvm::StringRef Builder::decoded(uint32_t begin, uint32_t end, bool isRaw) {
  llvm::StringRef source = context.text.slice(begin, end);
  if (source.find_first_of("\\\r") == source.npos)
    return source;
  llvm::SmallString<64> text;
  (void)decodeText(context, begin, end, isRaw, text);
  return text.str().copy(module.arena);
}

/// A run of adjoining literals is one node of the concrete tree.
Expr *Builder::string(Node node) {
  auto lexed = lexEmbedded(context, node.begin(), node.end());
  if (failed(lexed))
    return notUnderstood(node);
  llvm::ArrayRef<Token> tokens = llvm::ArrayRef(*lexed).drop_back(); // The end.
  llvm::SmallString<64> joined;
  for (const Token &token : tokens) {
    StringParts parts = partsOf(context, token);
    if (parts.prefix.isBytes) {
      auto *expr = make<RefusedExpr>(ExprKind::Refused, range(node));
      expr->construct = Construct::Bytes;
      return expr;
    }
    if (parts.prefix.isFormat)
      return joinedString(node, tokens);
    if (tokens.size() > 1)
      joined += decoded(parts.bodyBegin, parts.bodyEnd, parts.prefix.isRaw);
  }
  auto *expr = make<ConstantExpr>(ExprKind::Constant, range(node));
  expr->constant = ConstantKind::Str;
  if (tokens.size() > 1) {
    expr->text = joined.str().copy(module.arena);
    return expr;
  }
  StringParts parts = partsOf(context, tokens.front());
  expr->text = decoded(parts.bodyBegin, parts.bodyEnd, parts.prefix.isRaw);
  return expr;
}

/// The parts of an f-string as they come; adjoining text becomes one part.
struct Builder::PartList {
  llvm::SmallVector<JoinedPart> parts;
  llvm::SmallString<64> text;
  SourceRange textRange;
};

void Builder::addText(SourceRange range, llvm::StringRef text, PartList &list) {
  if (text.empty())
    return;
  list.textRange = list.text.empty() ? range : join(list.textRange, range);
  list.text += text;
}

void Builder::endText(PartList &list) {
  if (list.text.empty())
    return;
  JoinedPart part{};
  part.range = list.textRange;
  part.text = list.text.str().copy(module.arena);
  list.parts.push_back(part);
  list.text.clear();
}

Expr *Builder::joinedString(Node node, llvm::ArrayRef<Token> tokens) {
  PartList list;
  for (const Token &token : tokens) {
    StringParts literal = partsOf(context, token);
    bool isRaw = literal.prefix.isRaw;
    if (!literal.prefix.isFormat) {
      addText(context.range(token),
              decoded(literal.bodyBegin, literal.bodyEnd, isRaw), list);
      continue;
    }
    auto pieces =
        splitFString(context, literal.bodyBegin, literal.bodyEnd, isRaw);
    if (failed(pieces))
      return notUnderstood(node);
    addPieces(*pieces, isRaw, list);
  }
  endText(list);
  auto *expr = make<JoinedStrExpr>(ExprKind::JoinedStr, range(node));
  expr->parts = keep(list.parts);
  return expr;
}

void Builder::addPieces(llvm::ArrayRef<FormatPiece> pieces, bool isRaw,
                        PartList &list) {
  for (const FormatPiece &piece : pieces) {
    SourceRange range = context.range(piece.begin, piece.end);
    if (piece.isLiteral) {
      addText(range, decoded(piece.begin, piece.end, isRaw), list);
      continue;
    }
    if (piece.shownEnd != 0)
      addText(context.range(piece.expressionBegin, piece.shownEnd),
              decoded(piece.expressionBegin, piece.shownEnd, true), list);
    endText(list);
    list.parts.push_back(replacement(piece, isRaw));
  }
}

JoinedPart Builder::replacement(const FormatPiece &piece, bool isRaw) {
  JoinedPart part{};
  part.range = context.range(piece.begin, piece.end);
  part.value = embeddedExpression(piece.expressionBegin, piece.expressionEnd);
  part.conversion = piece.conversion;
  part.hasSpec = piece.hasSpec;
  PartList spec;
  addPieces(piece.spec, isRaw, spec);
  endText(spec);
  part.spec = keep(spec.parts);
  bool isPlainDebug =
      piece.shownEnd != 0 && piece.conversion == 0 && !piece.hasSpec;
  if (isPlainDebug)
    part.conversion = 'r';
  return part;
}

/// The expression in the source bytes [begin, end), which the grammar has set
/// apart.
Expr *Builder::embeddedExpression(uint32_t begin, uint32_t end) {
  SourceRange range = context.range(begin, end);
  if (embedded.empty())
    return make<ErrorExpr>(ExprKind::Error, range);
  EmbeddedTree &below = *embedded.front();
  Node statement = below.find(begin);
  if (!statement || statement.end() > end)
    return make<ErrorExpr>(ExprKind::Error, range);
  return Builder(context, module, below.getTree(), embedded.drop_front(), stars)
      .buildStatementValue(statement);
}

EmbeddedTree::EmbeddedTree(llvm::StringRef text) : tree(text) {
  for (const cst::Child &child : tree.children(tree.root()))
    if (child.kind == cst::Kind::ExpressionStatement)
      statements.push_back(child.node);
}

cst::Node EmbeddedTree::find(uint32_t begin) const {
  auto it = llvm::partition_point(
      statements, [begin](cst::Node node) { return node.begin() < begin; });
  return it == statements.end() ? cst::Node() : *it;
}
