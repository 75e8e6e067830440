//===- DiagramEdges.cpp - Fewer lines in a picture ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Diagram.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace plue;
using namespace plue::target;

//--- What follows from other edges --------------------------------------------

/// The elements, \p earliest and later, that those that \p element waits for
/// wait for themselves. In a large picture some may be missing.
static llvm::DenseSet<uint32_t>
waitedForIndirectly(llvm::ArrayRef<DiagramElement> elements,
                    const DiagramElement &element, uint32_t earliest) {
  constexpr unsigned MaxVisits = 1024;
  llvm::DenseSet<uint32_t> reached;
  std::vector<uint32_t> pending;
  for (DiagramEdge edge : element.edges)
    pending.push_back(edge.from);
  while (!pending.empty() && reached.size() < MaxVisits) {
    uint32_t current = pending.back();
    pending.pop_back();
    for (DiagramEdge edge : elements[current].edges)
      if (edge.from >= earliest && reached.insert(edge.from).second)
        pending.push_back(edge.from);
  }
  return reached;
}

void target::reduceEdges(std::vector<DiagramElement> &elements) {
  for (DiagramElement &element : elements) {
    bool isEnd = element.kind == DiagramElement::Success ||
                 element.kind == DiagramElement::Failure;
    auto mayFollow = [&](DiagramEdge edge) {
      return isEnd || edge.kind != ir::EdgeKind::Data;
    };
    auto first = llvm::find_if(element.edges, mayFollow);
    if (first == element.edges.end())
      continue;
    llvm::DenseSet<uint32_t> reached =
        waitedForIndirectly(elements, element, first->from);
    llvm::erase_if(element.edges, [&](DiagramEdge edge) {
      return mayFollow(edge) && reached.contains(edge.from);
    });
  }
}

//--- Groups -------------------------------------------------------------------

namespace {
using Edges = std::vector<DiagramEdge>;

/// Finds what has the same edges and puts it into frames.
class Grouper {
public:
  explicit Grouper(std::vector<DiagramElement> &elements)
      : elements(elements), frameOf(elements.size(), DiagramElement::None) {}

  void run();

private:
  void findGroups();
  void makeFrame(llvm::ArrayRef<uint32_t> members);
  void redirect(Edges &edges) const;

  std::vector<DiagramElement> &elements;
  /// The new frame that an element is in.
  std::vector<uint32_t> frameOf;
  std::vector<std::vector<uint32_t>> groups;
};
} // namespace

void Grouper::findGroups() {
  // Edges to what waits for an element, as if they came from there.
  std::vector<Edges> out(elements.size());
  for (uint32_t i = 0; i != elements.size(); ++i)
    for (DiagramEdge edge : elements[i].edges)
      out[edge.from].push_back({.from = i, .kind = edge.kind});
  std::map<std::tuple<uint32_t, Edges, Edges>, uint32_t> groupOf;
  for (uint32_t i = 0; i != elements.size(); ++i) {
    const DiagramElement &element = elements[i];
    if (element.kind != DiagramElement::Step && !element.isFrame())
      continue;
    auto [it, isNew] = groupOf.try_emplace(
        {element.frame, element.edges, std::move(out[i])}, groups.size());
    if (isNew)
      groups.emplace_back();
    groups[it->second].push_back(i);
  }
  llvm::erase_if(groups, [](const auto &group) { return group.size() < 2; });
}

void Grouper::makeFrame(llvm::ArrayRef<uint32_t> members) {
  uint32_t frame = elements.size();
  const DiagramElement &first = elements[members.front()];
  elements.push_back({.kind = DiagramElement::Parallel,
                      .id = first.id + "_parallel",
                      .title = "parallel",
                      .edges = first.edges,
                      .frame = first.frame,
                      .children = members.vec()});
  for (uint32_t member : members) {
    elements[member].edges.clear();
    elements[member].frame = frame;
    frameOf[member] = frame;
  }
}

/// What came from members of a frame comes from the frame.
void Grouper::redirect(Edges &edges) const {
  for (DiagramEdge &edge : edges)
    if (frameOf[edge.from] != DiagramElement::None)
      edge.from = frameOf[edge.from];
  llvm::sort(edges);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
}

void Grouper::run() {
  findGroups();
  for (const std::vector<uint32_t> &group : groups)
    makeFrame(group);
  for (DiagramElement &element : elements)
    redirect(element.edges);
}

void target::groupElements(std::vector<DiagramElement> &elements) {
  Grouper(elements).run();
}
