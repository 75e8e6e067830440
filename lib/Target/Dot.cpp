//===- Dot.cpp - Pictures for Graphviz ------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Frames become clusters. Graphviz draws edges between boxes only, and
/// clips them at the border of a cluster if told to; so each cluster has a box
/// that stands for it at the head of an edge and one at the tail: the first and
/// the last in it, so that ranks are as they should be.
///
/// Labels are Graphviz's HTML. All text in them has been through wrapLabel()
/// and is escaped, so that names cannot be anything but text.
//===----------------------------------------------------------------------===//
#include "Diagram.h"
#include "Label.h"
#include "Targets.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::target;

/// How many boxes without edges stand side by side.
static constexpr size_t RowLength = 6;

namespace {
class DotWriter {
public:
  DotWriter(const Diagram &diagram, uint32_t ordinal, llvm::raw_ostream &os)
      : diagram(diagram), prefix("w" + std::to_string(ordinal) + "_"), os(os),
        levels(diagram.elements.size()) {}

  void write();

private:
  void writeChildren(llvm::ArrayRef<uint32_t> children, unsigned indent);
  void writeFrame(const DiagramElement &frame, unsigned indent);
  void writeRows(llvm::ArrayRef<uint32_t> members, unsigned indent);
  void writeBox(const DiagramElement &box, unsigned indent);
  void writeEdges(uint32_t element);
  void findLevels(llvm::ArrayRef<uint32_t> children);
  std::string nodeAt(uint32_t element, bool isTail) const;

  const Diagram &diagram;
  std::string prefix;
  llvm::raw_ostream &os;
  /// How many elements of its frame each one has above it at least.
  std::vector<uint32_t> levels;
};
} // namespace

//--- Labels -------------------------------------------------------------------

static std::string escaped(llvm::StringRef line) {
  std::string out;
  char last = 0;
  for (char c : line) {
    // `\N` and the like are names of things even here, and there is no way to
    // say that they are not; a blank without width keeps them apart.
    if (last == '\\' && llvm::isAlpha(c))
      out += "&#8203;";
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
    last = c;
  }
  return out;
}

static constexpr LabelStyle ConditionStyle{
    .open = "<font color=\"#8a5a00\" point-size=\"10\"><i>",
    .close = "</i></font>"},
    BoxTitleStyle{.open = "<b>", .close = "</b>", .size = {.lines = 2}},
    FrameTitleStyle{.open = "<i>", .close = "</i>", .size = {.lines = 2}},
    DetailStyle{.open = "<font point-size=\"10\">",
                .close = "</font>",
                .size = {.width = 40, .lines = 2}};

static std::string labelOf(const DiagramElement &element) {
  std::string label;
  if (!element.condition.empty())
    appendLabel(label, "if " + element.condition, ConditionStyle, escaped);
  appendLabel(label, element.title,
              element.isFrame() ? FrameTitleStyle : BoxTitleStyle, escaped);
  appendLabel(label, element.detail, DetailStyle, escaped);
  return label;
}

//--- Boxes and frames ---------------------------------------------------------

static llvm::StringRef fillOf(const DiagramElement &box) {
  if (box.kind == DiagramElement::Success)
    return "#dff3df";
  if (box.kind == DiagramElement::Failure)
    return "#fbe0de";
  switch (ir::effectsOf(box.stepKind)) {
  case ir::Effects::Outward:
    return "#fdeccf";
  case ir::Effects::Workspace:
    return "#e4eefb";
  default:
    return "#f2f2f2";
  }
}

void DotWriter::writeBox(const DiagramElement &box, unsigned indent) {
  bool isEnd = box.kind != DiagramElement::Step;
  os.indent(indent) << prefix << box.id << " [label=<" << labelOf(box)
                    << ">, fillcolor=\"" << fillOf(box) << "\", style=\""
                    << "filled,rounded"
                    << (box.condition.empty() ? "" : ",dashed") << '"'
                    << (isEnd ? ", peripheries=2" : "") << "];\n";
}

void DotWriter::writeFrame(const DiagramElement &frame, unsigned indent) {
  os.indent(indent) << "subgraph cluster_" << prefix << frame.id << " {\n";
  os.indent(indent + 2) << "label=<" << labelOf(frame) << ">;\n";
  bool isLoop = frame.kind == DiagramElement::Foreach;
  os.indent(indent + 2) << "style=\"rounded" << (isLoop ? ",filled" : "")
                        << "\"; color=\"" << (isLoop ? "#7a6fb0" : "#b0b0b0")
                        << "\"; fillcolor=\"#f7f5ff\";\n";
  // A cluster without boxes is not drawn.
  if (frame.children.empty())
    os.indent(indent + 2) << prefix << frame.id
                          << " [label=\"\", shape=point];\n";
  writeChildren(frame.children, indent + 2);
  if (!isLoop)
    writeRows(frame.children, indent + 2);
  os.indent(indent) << "}\n";
}

/// Lays out boxes that have no edges among them: in rows, from left to right.
void DotWriter::writeRows(llvm::ArrayRef<uint32_t> members, unsigned indent) {
  if (llvm::any_of(members, [&](uint32_t member) {
        return diagram.elements[member].isFrame();
      }))
    return;
  auto id = [&](uint32_t member) {
    return prefix + diagram.elements[member].id;
  };
  for (llvm::ArrayRef<uint32_t> rest = members; !rest.empty();) {
    llvm::ArrayRef<uint32_t> row = rest.take_front(RowLength);
    rest = rest.drop_front(row.size());
    os.indent(indent) << "{ rank=same; edge [style=invis]; "
                      << llvm::join(llvm::map_range(row, id), " -> ")
                      << "; }\n";
    if (!rest.empty())
      os.indent(indent) << id(row.front()) << " -> " << id(rest.front())
                        << " [style=invis];\n";
  }
}

void DotWriter::writeChildren(llvm::ArrayRef<uint32_t> children,
                              unsigned indent) {
  findLevels(children);
  for (uint32_t child : children) {
    const DiagramElement &element = diagram.elements[child];
    if (element.isFrame())
      writeFrame(element, indent);
    else
      writeBox(element, indent);
  }
}

//--- Edges --------------------------------------------------------------------

/// \p children are in program order, so edges come from those seen before.
void DotWriter::findLevels(llvm::ArrayRef<uint32_t> children) {
  for (uint32_t child : children)
    for (DiagramEdge edge : diagram.elements[child].edges)
      levels[child] = std::max(levels[child], levels[edge.from] + 1);
}

static uint32_t middleOf(llvm::ArrayRef<uint32_t> row) {
  return row[(row.size() - 1) / 2];
}

/// The box at which an edge to or from \p element is drawn.
std::string DotWriter::nodeAt(uint32_t at, bool isTail) const {
  auto isAbove = [&](uint32_t a, uint32_t b) { return levels[a] < levels[b]; };
  while (!diagram.elements[at].children.empty()) {
    llvm::ArrayRef<uint32_t> children = diagram.elements[at].children;
    if (diagram.elements[at].kind == DiagramElement::Parallel)
      at = middleOf(isTail ? children.drop_front((children.size() - 1) /
                                                 RowLength * RowLength)
                           : children.take_front(RowLength));
    else
      at = isTail ? *llvm::max_element(children, isAbove)
                  : *llvm::min_element(children, isAbove);
  }
  return prefix + diagram.elements[at].id;
}

static llvm::StringRef styleOf(ir::EdgeKind kind) {
  switch (kind) {
  case ir::EdgeKind::Data:
    return "solid";
  case ir::EdgeKind::Order:
    return "dashed";
  case ir::EdgeKind::Guard:
    return "dotted";
  }
  llvm_unreachable("not a kind of edge");
}

void DotWriter::writeEdges(uint32_t to) {
  auto clip = [&](llvm::StringRef end, const DiagramElement &element) {
    if (element.isFrame())
      os << ", " << end << "=cluster_" << prefix << element.id;
  };
  for (DiagramEdge edge : diagram.elements[to].edges) {
    os << "  " << nodeAt(edge.from, /*isTail=*/true) << " -> "
       << nodeAt(to, /*isTail=*/false) << " [style=" << styleOf(edge.kind);
    clip("ltail", diagram.elements[edge.from]);
    clip("lhead", diagram.elements[to]);
    os << "];\n";
  }
}

void DotWriter::write() {
  std::string label;
  appendLabel(label, diagram.title, BoxTitleStyle, escaped);
  appendLabel(label, diagram.detail, DetailStyle, escaped);
  os << "  subgraph cluster_" << prefix << " {\n    label=<" << label
     << ">;\n    style=rounded; color=\"#707070\";\n";
  if (diagram.roots.empty())
    os << "    " << prefix << "none [label=\"\", shape=point];\n";
  writeChildren(diagram.roots, 4);
  os << "  }\n";
  for (uint32_t i = 0; i != diagram.elements.size(); ++i)
    writeEdges(i);
}

void target::writeDot(const ir::Plan &plan,
                      llvm::ArrayRef<const ir::Workflow *> workflows,
                      llvm::raw_ostream &os) {
  os << "digraph plan {\n"
        "  compound=true; fontname=\"Helvetica\"; fontsize=12; ranksep=0.6;\n"
        "  node [shape=box, fontname=\"Helvetica\", fontsize=12, "
        "color=\"#707070\"];\n"
        "  edge [color=\"#505050\", arrowsize=0.7];\n";
  for (auto [ordinal, workflow] : llvm::enumerate(workflows))
    DotWriter(drawWorkflow(plan, *workflow), ordinal, os).write();
  os << "}\n";
}
