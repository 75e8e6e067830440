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
