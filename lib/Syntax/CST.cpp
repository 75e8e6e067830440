//===- CST.cpp - tree-sitter, wrapped -------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "CST.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <vector>

using namespace plue;
using namespace plue::syntax;
using namespace plue::syntax::cst;

extern "C" const TSLanguage *tree_sitter_python(void);

//--- Names of the grammar -----------------------------------------------------

namespace {
/// Our enumerators by tree-sitter's numbers.
struct Vocabulary {
  Vocabulary();
  std::vector<Kind> kinds;
  std::vector<Field> fields;
};
} // namespace

static Kind kindOfRule(llvm::StringRef name) {
  return llvm::StringSwitch<Kind>(name)
#define PLUE_CST_KIND(name, spelling) .Case(spelling, Kind::name)
#include "CST.def"
      .Default(Kind::Other);
}

static Kind kindOfSign(llvm::StringRef name) {
  return llvm::StringSwitch<Kind>(name)
#define PLUE_CST_SIGN(name, spelling) .Case(spelling, Kind::name)
#include "CST.def"
      .Default(Kind::Other);
}

static Field fieldOf(llvm::StringRef name) {
  return llvm::StringSwitch<Field>(name)
#define PLUE_CST_FIELD(name, spelling) .Case(spelling, Field::name)
#include "CST.def"
      .Default(Field::None);
}

Vocabulary::Vocabulary() {
  const TSLanguage *language = tree_sitter_python();
  for (uint32_t i = 0, e = ts_language_symbol_count(language); i != e; ++i) {
    bool isRule = ts_language_symbol_type(language, i) == TSSymbolTypeRegular;
    llvm::StringRef name = ts_language_symbol_name(language, i);
    kinds.push_back(isRule ? kindOfRule(name) : kindOfSign(name));
  }
  fields.push_back(Field::None);
  for (uint32_t i = 1, e = ts_language_field_count(language); i <= e; ++i)
    fields.push_back(fieldOf(ts_language_field_name_for_id(language, i)));
}

static const Vocabulary &vocabulary() {
  static const Vocabulary instance;
  return instance;
}

Kind Node::kind() const {
  TSSymbol symbol = ts_node_symbol(node);
  const std::vector<Kind> &kinds = vocabulary().kinds;
  return symbol < kinds.size() ? kinds[symbol] : Kind::Error;
}

//--- Trees --------------------------------------------------------------------

Tree::Tree(llvm::StringRef text) {
  TSParser *parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_python());
  tree = ts_parser_parse_string(parser, nullptr, text.data(), text.size());
  ts_parser_delete(parser);
  cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
}

Tree::~Tree() {
  ts_tree_cursor_delete(&cursor);
  ts_tree_delete(tree);
}

Children Tree::children(Node node) {
  Children result;
  ts_tree_cursor_reset(&cursor, node.node);
  if (!ts_tree_cursor_goto_first_child(&cursor))
    return result;
  do {
    Node child(ts_tree_cursor_current_node(&cursor));
    TSFieldId field = ts_tree_cursor_current_field_id(&cursor);
    result.push_back({.node = child,
                      .kind = child.kind(),
                      .field = vocabulary().fields[field],
                      .isRule = ts_node_is_named(child.node)});
  } while (ts_tree_cursor_goto_next_sibling(&cursor));
  return result;
}

/// Descends to the innermost first node that has or is an error.
Node Tree::firstError() {
  Node node = root();
  if (!node.hasError())
    return {};
  for (;;) {
    Children inner = children(node);
    const Child *culprit = llvm::find_if(inner, [](const Child &child) {
      return child.kind == Kind::Error || child.node.isMissing() ||
             child.node.hasError();
    });
    if (culprit == inner.end() || culprit->kind == Kind::Error)
      return culprit == inner.end() ? node : culprit->node;
    node = culprit->node;
  }
}

Node Children::at(Field field) const {
  const Child *child =
      llvm::find_if(*this, [&](const Child &c) { return c.field == field; });
  return child == end() ? Node() : child->node;
}

Node Children::first(Kind kind) const {
  const Child *child =
      llvm::find_if(*this, [&](const Child &c) { return c.kind == kind; });
  return child == end() ? Node() : child->node;
}

//--- Rendering ----------------------------------------------------------------

std::string cst::blankText(size_t size) { return std::string(size + 1, ' '); }

/// Whether \p tokens begin with a `match` that opens a match statement: its
/// line ends with a colon and the block begins with `case`.
static bool beginsMatch(const ParseContext &context,
                        llvm::ArrayRef<Token> tokens) {
  const Token *newline = llvm::find_if(
      tokens, [](const Token &t) { return t.is(TokenKind::Newline); });
  if (newline + 2 >= tokens.end() || newline < tokens.begin() + 2)
    return false;
  return newline[-1].is(TokenKind::Colon) && newline[1].is(TokenKind::Indent) &&
         newline[2].is(TokenKind::Name) && context.textOf(newline[2]) == "case";
}

/// Whether tree-sitter could take this name for the start of a statement.
static bool isTreacherous(llvm::StringRef name) {
  return name == "print" || name == "exec" || name == "type" || name == "match";
}

static void renderName(const ParseContext &context, llvm::ArrayRef<Token> rest,
                       bool isFirst, std::string &out) {
  llvm::StringRef name = context.textOf(rest.front());
  std::copy(name.begin(), name.end(), out.begin() + rest.front().begin);
  if (!isTreacherous(name))
    return;
  if (isFirst && name == "match" && beginsMatch(context, rest))
    return;
  out[rest.front().end - 1] = '_';
}

/// A run of adjoining strings becomes one; returns how many there were.
static size_t renderStrings(llvm::ArrayRef<Token> rest, std::string &out) {
  size_t count =
      llvm::find_if(rest,
                    [](const Token &t) { return !t.is(TokenKind::String); }) -
      rest.begin();
  out[rest.front().begin] = '"';
  out[rest[count - 1].end - 1] = '"';
  return count;
}

/// Makes the line whose first token begins at \p begin indented by \p level
/// spaces in tree-sitter's eyes: a form feed takes back what stands before it.
/// Every level is at least one byte wide, so there is room.
static void renderIndent(uint32_t begin, uint32_t level, uint32_t lineBegin,
                         std::string &out) {
  if (begin > lineBegin + level)
    out[begin - level - 1] = '\f';
}

static void render(const ParseContext &context, llvm::ArrayRef<Token> tokens,
                   std::string &out) {
  uint32_t level = 0, lineBegin = 0;
  bool isFirst = true;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token &token = tokens[i];
    if (token.is(TokenKind::Indent) || token.is(TokenKind::Dedent)) {
      level += token.is(TokenKind::Indent) ? 1 : -1;
      continue;
    }
    if (token.is(TokenKind::Newline)) {
      out[token.begin] = '\n';
      lineBegin = token.begin + 1;
      isFirst = true;
      continue;
    }
    if (token.is(TokenKind::EndOfFile))
      break;
    if (isFirst)
      renderIndent(token.begin, level, lineBegin, out);
    if (token.is(TokenKind::Name)) {
      renderName(context, tokens.drop_front(i), isFirst, out);
    } else if (token.is(TokenKind::String)) {
      i += renderStrings(tokens.drop_front(i), out) - 1;
    } else {
      llvm::StringRef text = context.textOf(token);
      std::copy(text.begin(), text.end(), out.begin() + token.begin);
    }
    isFirst = false;
  }
}

void cst::renderFile(const ParseContext &context, llvm::ArrayRef<Token> tokens,
                     std::string &out) {
  render(context, tokens, out);
}

void cst::renderEmbedded(const ParseContext &context,
                         llvm::ArrayRef<Token> tokens, std::string &out) {
  render(context, tokens, out);
  out[tokens.back().begin] = ';'; // Where the replacement goes on.
}
