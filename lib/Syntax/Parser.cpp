//===- Parser.cpp - From source text to a tree ----------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The parser in four steps: is this text at all, which tokens does it
/// have, are they Python, and what is their tree.
//===----------------------------------------------------------------------===//
#include "plue/Syntax/Parser.h"
#include "Builder.h"
#include "Grammar.h"
#include "SourceText.h"

using namespace plue;
using namespace plue::syntax;

/// One text a depth, with every expression of that depth at its place.
static std::vector<std::unique_ptr<EmbeddedTree>>
parseEmbedded(const ParseContext &context, const Findings &findings) {
  std::vector<std::string> texts;
  for (const EmbeddedTokens &expression : findings.embedded) {
    while (texts.size() <= expression.depth)
      texts.push_back(cst::blankText(context.text.size()));
    cst::renderEmbedded(context, expression.tokens, findings,
                        texts[expression.depth]);
  }
  std::vector<std::unique_ptr<EmbeddedTree>> trees;
  for (const std::string &text : texts)
    trees.push_back(std::make_unique<EmbeddedTree>(text));
  return trees;
}

static void build(const ParseContext &context, llvm::ArrayRef<Token> tokens,
                  const Findings &findings, Module &module) {
  std::string text = cst::blankText(context.text.size());
  cst::renderFile(context, tokens, findings, text);
  cst::Tree tree(text);
  if (cst::Node error = tree.firstError()) {
    context.diags
        .report(context.range(error.begin(), error.end()),
                diag::syntax_not_understood)
        .hint("write it in another way, with parentheses or over two lines");
    return;
  }
  auto embedded = parseEmbedded(context, findings);
  module.body =
      Builder(context, module, tree, embedded, findings.stars).buildModule();
  module.docstring = docstringOf(module.body);
}

std::unique_ptr<Module> syntax::parse(FileId file, const SourceManager &sources,
                                      const Limits &limits,
                                      DiagnosticEngine &diags) {
  auto module = std::make_unique<Module>();
  module->file = file;
  ParseContext context{.file = file,
                       .text = sources.text(file),
                       .sources = sources,
                       .limits = limits,
                       .diags = diags};
  uint32_t errorsBefore = diags.numErrors();
  if (failed(checkSourceText(context)))
    return module;
  FailureOr<std::vector<Token>> tokens = lexFile(context);
  if (failed(tokens))
    return module;
  Findings findings = checkGrammar(context, *tokens);
  if (diags.numErrors() == errorsBefore)
    build(context, *tokens, findings, *module);
  return module;
}
