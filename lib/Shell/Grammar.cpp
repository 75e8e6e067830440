//===- Grammar.cpp - The second opinion -----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file tree-sitter's bash grammar is an independent reading of the command.
/// It recovers from errors and has faults of its own, so it is never believed
/// alone: a tree with an error in it says nothing, and a placeholder in the
/// wrong kind of node refuses the hole.
//===----------------------------------------------------------------------===//
#include "Grammar.h"
#include "llvm/ADT/StringSwitch.h"
#include <memory>
#include <tree_sitter/api.h>

using namespace plue;
using namespace plue::shell;

extern "C" const TSLanguage *tree_sitter_bash();

namespace {
struct ParserDeleter {
  void operator()(TSParser *parser) const { ts_parser_delete(parser); }
};
struct TreeDeleter {
  void operator()(TSTree *tree) const { ts_tree_delete(tree); }
};
using ParserPtr = std::unique_ptr<TSParser, ParserDeleter>;
using TreePtr = std::unique_ptr<TSTree, TreeDeleter>;

/// What the nodes around a position say about it.
struct Surroundings {
  std::optional<HoleContext> context = HoleContext::Bare;
  unsigned substitutions = 0;
  /// Directly in the name of a command, not in a substitution there.
  bool isCommandName = false;
};

/// Walks the nodes that contain placeholders, once each.
class Walker {
public:
  Walker(TSNode root, const Placeholders &placeholders,
         llvm::MutableArrayRef<ScannedHole> holes)
      : cursor(ts_tree_cursor_new(root)), placeholders(placeholders),
        holes(holes) {}
  Walker(const Walker &) = delete;
  Walker &operator=(const Walker &) = delete;
  ~Walker() { ts_tree_cursor_delete(&cursor); }

  void walk();

private:
  bool holdsPlaceholder() const;
  bool enter();
  void judgeLeaf();

  TSTreeCursor cursor;
  const Placeholders &placeholders;
  llvm::MutableArrayRef<ScannedHole> holes;
  /// For each node from the root to the current one.
  std::vector<Surroundings> path = {{}};
};
} // namespace

/// The first placeholder that ends behind \p offset.
static size_t firstBehind(const Placeholders &placeholders, uint32_t offset) {
  auto it =
      std::upper_bound(placeholders.offsets.begin(), placeholders.offsets.end(),
                       offset, [&](uint32_t o, uint32_t begin) {
                         return o < begin + placeholders.size;
                       });
  return it - placeholders.offsets.begin();
}

bool Walker::holdsPlaceholder() const {
  TSNode node = ts_tree_cursor_current_node(&cursor);
  size_t index = firstBehind(placeholders, ts_node_start_byte(node));
  return index < placeholders.offsets.size() &&
         placeholders.offsets[index] < ts_node_end_byte(node);
}

/// What standing in a node of type \p type adds to \p outer.
static Surroundings inside(Surroundings outer, llvm::StringRef type) {
  if (type == "command_substitution" || type == "process_substitution")
    return {.context = HoleContext::Bare,
            .substitutions = outer.substitutions + 1};
  if (type == "command_name")
    outer.isCommandName = true;
  outer.context =
      llvm::StringSwitch<std::optional<HoleContext>>(type)
          .Cases("string", "string_content", HoleContext::DoubleQuoted)
          .Case("raw_string", HoleContext::SingleQuoted)
          .Cases("heredoc_body", "heredoc_content", HoleContext::HereDocument)
          .Cases("comment", "variable_name", "special_variable_name",
                 std::nullopt)
          .Cases("expansion", "simple_expansion", "arithmetic_expansion",
                 "ansi_c_string", "translated_string", std::nullopt)
          .Cases("subscript", "file_descriptor", "heredoc_start", "heredoc_end",
                 "ERROR", std::nullopt)
          .Default(outer.context);
  return outer;
}

/// Goes to the first child that holds a placeholder.
bool Walker::enter() {
  if (!ts_tree_cursor_goto_first_child(&cursor))
    return false;
  do {
    if (holdsPlaceholder())
      return true;
  } while (ts_tree_cursor_goto_next_sibling(&cursor));
  ts_tree_cursor_goto_parent(&cursor);
  return false;
}

/// Bare and Word are one to the grammar.
static HoleContext asParsed(HoleContext context) {
  return context == HoleContext::Word ? HoleContext::Bare : context;
}

void Walker::judgeLeaf() {
  TSNode node = ts_tree_cursor_current_node(&cursor);
  const Surroundings &around = path.back();
  uint32_t begin = ts_node_start_byte(node), end = ts_node_end_byte(node);
  for (size_t i = firstBehind(placeholders, begin);
       i < holes.size() && placeholders.offsets[i] < end; ++i) {
    ScannedHole &hole = holes[i];
    bool isWhole = placeholders.offsets[i] >= begin &&
                   placeholders.offsets[i] + placeholders.size <= end;
    bool agrees = isWhole && around.context == asParsed(hole.context) &&
                  around.substitutions == hole.substitutions &&
                  !around.isCommandName;
    if (!agrees)
      hole.refuse(Fault::Unclear);
  }
}

void Walker::walk() {
  while (true) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    path.push_back(inside(path.back(), ts_node_type(node)));
    if (enter())
      continue;
    judgeLeaf();
    // Onwards to the next node that holds a placeholder.
    while (true) {
      path.pop_back();
      bool hasNext = false;
      while (!hasNext && ts_tree_cursor_goto_next_sibling(&cursor))
        hasNext = holdsPlaceholder();
      if (hasNext)
        break;
      if (!ts_tree_cursor_goto_parent(&cursor))
        return;
    }
  }
}

static const char *readText(void *payload, uint32_t offset, TSPoint,
                            uint32_t *size) {
  auto text = static_cast<const llvm::StringRef *>(payload)->substr(offset);
  *size = text.size();
  return text.data();
}

/// Parses until the first error, since a tree with one says nothing and
/// recovery from errors is what takes tree-sitter long.
static TreePtr parse(llvm::StringRef text, TSParser *parser) {
  TSInput input{.payload = &text,
                .read = readText,
                .encoding = TSInputEncodingUTF8,
                .decode = nullptr};
  TSParseOptions options{.payload = nullptr,
                         .progress_callback = [](TSParseState *state) {
                           return state->has_error;
                         }};
  return TreePtr(ts_parser_parse_with_options(parser, nullptr, input, options));
}

/// Cross-checks one statement.
static void checkStatement(llvm::StringRef text,
                           const Placeholders &placeholders,
                           llvm::MutableArrayRef<ScannedHole> holes) {
  auto refuseAll = [&] {
    for (ScannedHole &hole : holes)
      hole.refuse(Fault::Unclear);
  };
  if (text.size() > maxStatementBytes)
    return refuseAll();
  ParserPtr parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), tree_sitter_bash()))
    return refuseAll();
  TreePtr tree = parse(text, parser.get());
  if (!tree || ts_node_has_error(ts_tree_root_node(tree.get())))
    return refuseAll();
  Walker(ts_tree_root_node(tree.get()), placeholders, holes).walk();
}

void shell::crossCheck(llvm::StringRef text, const Placeholders &placeholders,
                       ScanResult &result) {
  llvm::MutableArrayRef<ScannedHole> holes = result.holes;
  uint32_t begin = 0;
  size_t first = 0;
  for (uint32_t end : result.statementEnds) {
    Placeholders here{.offsets = {}, .size = placeholders.size};
    size_t next = first;
    for (; next < holes.size() && placeholders.offsets[next] < end; ++next)
      here.offsets.push_back(placeholders.offsets[next] - begin);
    if (next != first)
      checkStatement(text.slice(begin, end), here,
                     holes.slice(first, next - first));
    begin = end;
    first = next;
  }
}
