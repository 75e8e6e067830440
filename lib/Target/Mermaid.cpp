//===- Mermaid.cpp - Pictures for Markdown --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Frames become subgraphs. In a text, whatever might mean something to
/// mermaid, to the Markdown and HTML in its labels or to a browser is written
/// as an entity of mermaid's, `#NUMBER;`: only letters, digits, what is not
/// ASCII and a few marks stand for themselves.
//===----------------------------------------------------------------------===//
#include "Diagram.h"
#include "Label.h"
#include "Targets.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace plue;
using namespace plue::target;

namespace {
class MermaidWriter {
public:
  explicit MermaidWriter(llvm::raw_ostream &os) : os(os) {}

  void write(const Diagram &diagram);
  /// Styles count the edges of all workflows.
  void writeStyles();

private:
  void writeChildren(llvm::ArrayRef<uint32_t> children, unsigned indent);
  void writeElement(const DiagramElement &element, unsigned indent);
  void writeEdges(const DiagramElement &element);

  llvm::raw_ostream &os;
  const Diagram *diagram = nullptr;
  std::string prefix;
  unsigned numDiagrams = 0;
  unsigned numEdges = 0;
  /// The ordinals of edges for order's sake.
  std::vector<unsigned> dashed;
};
} // namespace

//--- Labels -------------------------------------------------------------------

static bool isPlain(char c) {
  return llvm::isAlnum(c) || uint8_t(c) >= 128 ||
         llvm::StringRef(" .,/=()-").contains(c);
}

static std::string escaped(llvm::StringRef line) {
  std::string out;
  char last = 0;
  for (char c : line) {
    // Line breaks `\n`, formulas `$$…$$` and icons `fa:fa-…` are found even
    // where the marks are entities; a blank without width keeps them apart.
    if ((last == '\\' && c == 'n') || (last == '$' && c == '$') ||
        (last == ':' && c == 'f'))
      out += "#8203;";
    if (isPlain(c))
      out += c;
    else if (c == '"')
      out += "#quot;";
    else
      out += "#" + std::to_string(int(c)) + ";";
    last = c;
  }
  return out;
}

/// There is room for two lines between the border of a frame and what is in it;
/// see writeMermaid().
static constexpr LabelSize OneLine{.width = 60, .lines = 1};
static constexpr LabelStyle ConditionStyle{.open = "<i>", .close = "</i>"},
    TitleStyle{.open = "<b>", .close = "</b>", .size = {.lines = 2}},
    DetailStyle{.size = {.width = 40, .lines = 2}},
    FrameStyle{.open = "<i>", .close = "</i>", .size = OneLine};

static std::string labelOf(const DiagramElement &element) {
  std::string label;
  if (!element.condition.empty())
    appendLabel(label, "if " + element.condition,
                element.isFrame() ? FrameStyle : ConditionStyle, escaped);
  appendLabel(label, element.title, element.isFrame() ? FrameStyle : TitleStyle,
              escaped);
  appendLabel(label, element.detail, DetailStyle, escaped);
  return label;
}

//--- Elements -----------------------------------------------------------------

static llvm::StringRef classOf(const DiagramElement &element) {
  switch (element.kind) {
  case DiagramElement::Step:
    return element.condition.empty() ? "step" : "guarded";
  case DiagramElement::Success:
    return "success";
  case DiagramElement::Failure:
    return "fail";
  case DiagramElement::Foreach:
    return "loop";
  case DiagramElement::Parallel:
    return "parallel";
  }
  llvm_unreachable("not a kind of element");
}

void MermaidWriter::writeElement(const DiagramElement &element,
                                 unsigned indent) {
  std::string id = prefix + element.id;
  if (element.isFrame()) {
    os.indent(indent) << "subgraph " << id << "[\"" << labelOf(element)
                      << "\"]\n";
    os.indent(indent + 2) << "direction TB\n";
    writeChildren(element.children, indent + 2);
    os.indent(indent) << "end\n";
    return;
  }
  bool isEnd = element.kind != DiagramElement::Step;
  os.indent(indent) << id << (isEnd ? "([\"" : "[\"") << labelOf(element)
                    << (isEnd ? "\"])" : "\"]") << ":::" << classOf(element)
                    << '\n';
}

void MermaidWriter::writeChildren(llvm::ArrayRef<uint32_t> children,
                                  unsigned indent) {
  for (uint32_t child : children)
    writeElement(diagram->elements[child], indent);
}

void MermaidWriter::writeEdges(const DiagramElement &element) {
  for (DiagramEdge edge : element.edges) {
    bool isGuard = edge.kind == ir::EdgeKind::Guard;
    os << "  " << prefix << diagram->elements[edge.from].id
       << (isGuard ? " -.-> " : " --> ") << prefix << element.id << '\n';
    if (edge.kind == ir::EdgeKind::Order)
      dashed.push_back(numEdges);
    ++numEdges;
  }
}

//--- Diagrams -----------------------------------------------------------------

void MermaidWriter::write(const Diagram &shown) {
  diagram = &shown;
  std::string id = "w" + std::to_string(numDiagrams++);
  prefix = id + "_";
  std::string label;
  appendLabel(label, shown.title,
              {.open = "<b>", .close = "</b>", .size = OneLine}, escaped);
  appendLabel(label, shown.detail, {.size = OneLine}, escaped);
  os << "  subgraph " << id << "[\"" << label << "\"]\n";
  os << "    direction TB\n";
  writeChildren(shown.roots, 4);
  os << "  end\n";
  for (const DiagramElement &element : shown.elements)
    writeEdges(element);
  // Not before their end: mermaid would not find them.
  os << "  class " << id << " workflow\n";
  for (const DiagramElement &element : shown.elements)
    if (element.isFrame())
      os << "  class " << prefix << element.id << ' ' << classOf(element)
         << '\n';
}

void MermaidWriter::writeStyles() {
  os << "  classDef step fill:#e4eefb,stroke:#707070,color:#000\n"
        "  classDef guarded fill:#e4eefb,stroke:#707070,color:#000,"
        "stroke-dasharray:6 4\n"
        "  classDef success fill:#dff3df,stroke:#707070,color:#000\n"
        "  classDef fail fill:#fbe0de,stroke:#707070,color:#000\n"
        "  classDef loop fill:#f7f5ff,stroke:#7a6fb0,color:#000\n"
        "  classDef parallel fill:none,stroke:#b0b0b0\n"
        "  classDef workflow fill:none,stroke:#707070\n";
  if (!dashed.empty())
    os << "  linkStyle "
       << llvm::join(llvm::map_range(
                         dashed, [](unsigned i) { return std::to_string(i); }),
                     ",")
       << " stroke-dasharray:6 4\n";
}

void target::writeMermaid(const ir::Plan &plan,
                          llvm::ArrayRef<const ir::Workflow *> workflows,
                          llvm::raw_ostream &os) {
  // Labels have been broken into lines already.
  os << R"(%%{init: {"flowchart": {"wrappingWidth": 480, )"
     << R"("subGraphTitleMargin": {"top": 4, "bottom": 26}}}}%%)"
     << "\nflowchart TD\n";
  MermaidWriter writer(os);
  for (const ir::Workflow *workflow : workflows)
    writer.write(drawWorkflow(plan, *workflow));
  writer.writeStyles();
}
