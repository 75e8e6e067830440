//===- Rendering.cpp - What tree-sitter is shown --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CST.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::syntax;
using namespace plue::syntax::cst;

namespace {
class Renderer {
public:
  Renderer(const ParseContext &context, llvm::ArrayRef<Token> tokens,
           const Findings &findings, std::string &out)
      : context(context), tokens(tokens), findings(findings), out(out) {}

  /// \p hidesAnnotations is false for annotations themselves.
  void render(bool hidesAnnotations);

private:
  const Token &token() const { return tokens[at]; }
  void copy(const Token &token);
  void indent();
  void name();
  void strings();
  bool beginsMatch() const;
  bool isStar() const;
  bool skipAnnotation();
  void renderToken();

  const ParseContext &context;
  llvm::ArrayRef<Token> tokens;
  const Findings &findings;
  std::string &out;
  size_t at = 0;
  uint32_t level = 0;
  uint32_t lineBegin = 0;
  /// The next token is the first of its line.
  bool isFirst = true;
};
} // namespace

void Renderer::copy(const Token &token) {
  llvm::StringRef text = context.textOf(token);
  std::copy(text.begin(), text.end(), out.begin() + token.begin);
}

/// Makes the line that begins here indented by one space for each level in
/// tree-sitter's eyes: a form feed takes back what stands before it. Every
/// level is at least one byte wide, so there is room. A star that is not shown
/// is no beginning.
void Renderer::indent() {
  uint32_t begin = isStar() ? tokens[at + 1].begin : token().begin;
  if (begin > lineBegin + level)
    out[begin - level - 1] = '\f';
}

/// Whether this is a `match` that opens a match statement: its line ends with a
/// colon and the block begins with `case`.
bool Renderer::beginsMatch() const {
  size_t end = at;
  while (end < tokens.size() && !tokens[end].is(TokenKind::Newline))
    ++end;
  return end + 2 < tokens.size() && end > at + 1 &&
         tokens[end - 1].is(TokenKind::Colon) &&
         tokens[end + 1].is(TokenKind::Indent) &&
         tokens[end + 2].is(TokenKind::Name) &&
         context.textOf(tokens[end + 2]) == "case";
}

/// Names that tree-sitter takes for the start of a statement, and `_`, which it
/// takes for a pattern, get another last letter. The tree is read with the
/// source beside it, so only we and tree-sitter ever see that.
void Renderer::name() {
  static constexpr llvm::StringRef treacherous[] = {"print", "exec", "type",
                                                    "match", "_"};
  llvm::StringRef text = context.textOf(token());
  copy(token());
  bool isStatement = isFirst && text == "match" && beginsMatch();
  if (llvm::is_contained(treacherous, text) && !isStatement)
    out[token().end - 1] = 'q';
}

/// A run of adjoining strings becomes one.
void Renderer::strings() {
  out[token().begin] = '"';
  while (at + 1 < tokens.size() && tokens[at + 1].is(TokenKind::String))
    ++at;
  out[token().end - 1] = '"';
}

bool Renderer::isStar() const {
  if (!token().is(TokenKind::Star))
    return false;
  auto it = llvm::partition_point(findings.stars, [&](StarredElement element) {
    return element.star < token().begin;
  });
  return it != findings.stars.end() && it->star == token().begin;
}

/// If an annotation begins here, leaves a name in its place.
bool Renderer::skipAnnotation() {
  auto it =
      llvm::partition_point(findings.annotations, [&](SourceRange annotation) {
        return annotation.begin < token().begin;
      });
  if (it == findings.annotations.end() || it->begin != token().begin)
    return false;
  out[token().begin] = 'q';
  while (at + 1 < tokens.size() && tokens[at + 1].end <= it->end)
    ++at;
  return true;
}

void Renderer::renderToken() {
  switch (token().kind) {
  case TokenKind::Name:
    return name();
  case TokenKind::String:
    return strings();
  default:
    if (!isStar())
      copy(token());
  }
}

void Renderer::render(bool hidesAnnotations) {
  for (; at < tokens.size(); ++at) {
    switch (token().kind) {
    case TokenKind::Indent:
      ++level;
      break;
    case TokenKind::Dedent:
      --level;
      break;
    case TokenKind::Newline:
      out[token().begin] = '\n';
      lineBegin = token().begin + 1;
      isFirst = true;
      break;
    case TokenKind::EndOfFile:
      return;
    default:
      if (isFirst)
        indent();
      if (!hidesAnnotations || !skipAnnotation())
        renderToken();
      isFirst = false;
    }
  }
}

std::string cst::blankText(size_t size) { return std::string(size + 1, ' '); }

void cst::renderFile(const ParseContext &context, llvm::ArrayRef<Token> tokens,
                     const Findings &findings, std::string &out) {
  Renderer(context, tokens, findings, out).render(/*hidesAnnotations=*/true);
}

void cst::renderEmbedded(const ParseContext &context,
                         llvm::ArrayRef<Token> tokens, const Findings &findings,
                         std::string &out) {
  Renderer(context, tokens, findings, out).render(/*hidesAnnotations=*/false);
  out[tokens.back().begin] = ';'; // What comes next is another statement.
}
