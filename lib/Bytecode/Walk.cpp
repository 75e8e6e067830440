//===- Walk.cpp - Is this file put together as plans are? -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file FlatBuffers lets a file put its objects wherever it likes, and lets
/// offsets share them. Verifying N tables that all lead to one leaf of N
/// strings takes N² steps, and there are many files for each plan.
///
/// A plan is written in one order only: a table stands right behind its vtable,
/// then comes what it refers to, vectors of plain items before tables, in order
/// of their ids. So this walk goes through the file once, from front to back,
/// and every offset must lead exactly to where it is. Nothing can be reached
/// twice, nothing can overlap, and nothing can be hidden in between: whatever
/// is there to align the next object is zero and no more than is needed. That
/// also bounds the walk: every object that is visited takes bytes of its own.
///
/// What must not be written is refused too: empty vectors, numbers that are the
/// default, fields of later versions, bits in the padding of structs.
///
/// Nothing is known about what the numbers mean; the reader and ir::verify()
/// see to that.
//===----------------------------------------------------------------------===//
#include "Walk.h"
#include "Shape.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Endian.h"

using namespace plue;
using namespace plue::bytecode;

/// The offset of the root and the identifier.
static constexpr uint64_t HeaderBytes = 8;
/// A table and its vtable begin with one of these each.
static constexpr uint64_t OffsetBytes = 4, VtableBytes = 4;

namespace {
/// An offset in the file, and what should be where it leads.
struct Reference {
  /// Where the offset stands.
  uint64_t at;
  /// The field; null for the root.
  const FieldShape *field;
  /// The table that has it, in Walk::tables.
  uint32_t holder;
  /// Which of the vector's tables it leads to; NoItem: it leads to all of it.
  uint32_t item;
};

constexpr uint32_t NoItem = ~0u;

/// Functions that return text return what is wrong.
class Walk {
public:
  explicit Walk(llvm::ArrayRef<uint8_t> bytes) : bytes(bytes) {}

  llvm::Error run();
  uint64_t numVisited() const { return visited; }

private:
  llvm::StringRef visit(const Reference &reference);
  llvm::StringRef visitVector(uint64_t start, const Reference &reference);
  llvm::StringRef visitTable(uint64_t start, const Reference &reference);
  llvm::StringRef visitFields(uint64_t start, uint64_t vtable,
                              const TableShape &shape);
  llvm::StringRef checkField(uint64_t at, const FieldShape &field) const;
  llvm::StringRef checkEnd();
  llvm::StringRef moveTo(uint64_t start);
  bool isZero(uint64_t begin, uint64_t end) const;
  bool hasPadding(uint64_t item, const FieldShape &field) const;
  void noteAlignment(uint64_t align) { maxAlign = std::max(maxAlign, align); }
  uint64_t fieldOffset(uint64_t start, uint64_t vtable, uint16_t id) const;
  std::string pathOf(const Reference &reference) const;

  uint64_t size() const { return bytes.size(); }
  uint16_t read16(uint64_t at) const {
    return llvm::support::endian::read16le(&bytes[at]);
  }
  uint32_t read32(uint64_t at) const {
    return llvm::support::endian::read32le(&bytes[at]);
  }
  uint64_t readNumber(uint64_t at, uint32_t size) const;

  llvm::ArrayRef<uint8_t> bytes;
  /// Where the last object ended, and how many bytes less than which may follow
  /// it for its sake: an object is moved to the front until it is aligned.
  uint64_t end = HeaderBytes, slack = 0;
  /// What is behind the header depends on the whole.
  uint64_t headerGap = 0, maxAlign = OffsetBytes;
  /// Those to come, the next one last.
  std::vector<Reference> pending;
  /// The tables that were entered.
  std::vector<Reference> tables;
  uint64_t visited = 0;
};
} // namespace

//--- Bytes --------------------------------------------------------------------

uint64_t Walk::readNumber(uint64_t at, uint32_t size) const {
  uint64_t number = 0;
  for (uint32_t i = 0; i != size; ++i)
    number |= uint64_t(bytes[at + i]) << (8 * i);
  return number;
}

bool Walk::isZero(uint64_t begin, uint64_t end) const {
  return llvm::all_of(bytes.slice(begin, end - begin),
                      [](uint8_t byte) { return byte == 0; });
}

/// Goes on to the next object, which begins at \p start.
llvm::StringRef Walk::moveTo(uint64_t start) {
  if (start < end)
    return "does not stand behind what comes before it";
  bool isFirst = visited == 0;
  if (isFirst)
    headerGap = start - end;
  else if (start != end && start - end >= slack)
    return "does not stand right behind what comes before it";
  if (!isZero(end, start))
    return "stands behind bytes that mean nothing";
  ++visited;
  return "";
}

//--- Tables -------------------------------------------------------------------

/// Where the field \p id of the table at \p start is; 0 if it is left out.
uint64_t Walk::fieldOffset(uint64_t start, uint64_t vtable, uint16_t id) const {
  uint64_t entry = vtable + VtableBytes + 2 * uint64_t(id);
  if (entry >= start || read16(entry) == 0)
    return 0;
  return start + read16(entry);
}

bool Walk::hasPadding(uint64_t item, const FieldShape &field) const {
  uint8_t bits = 0;
  for (uint32_t offset : field.padding)
    bits |= bytes[item + offset];
  return bits != 0;
}

llvm::StringRef Walk::checkField(uint64_t at, const FieldShape &field) const {
  if (at % field.align != 0)
    return "has a field that is not aligned";
  if (field.kind == FieldShape::Struct && hasPadding(at, field))
    return "has bits set that mean nothing";
  if (field.kind != FieldShape::Scalar)
    return "";
  uint64_t bits = ~0ULL >> (64 - 8 * field.size);
  bool isDefault = readNumber(at, field.size) == (field.defaultValue & bits);
  return isDefault ? "has a field that need not be there" : "";
}

/// The fields stand one behind the other. What is missing to make them aligned
/// is in front of the first and behind the last. A table without fields is
/// aligned itself.
llvm::StringRef Walk::visitFields(uint64_t start, uint64_t vtable,
                                  const TableShape &shape) {
  uint64_t tableEnd = start + read16(vtable + 2);
  uint64_t at = start + OffsetBytes, gap = OffsetBytes, align = OffsetBytes;
  for (uint16_t id : shape.inTable) {
    const FieldShape &field = shape.fields[id];
    uint64_t offset = fieldOffset(start, vtable, id);
    if (offset == 0)
      continue;
    if (offset < at || offset - at >= gap || !isZero(at, offset) ||
        offset + field.size > tableEnd)
      return "has a field that is not in its place";
    if (llvm::StringRef fault = checkField(offset, field); !fault.empty())
      return fault;
    at = offset + field.size;
    align = field.align;
    gap = 1;
  }
  if (at > tableEnd || tableEnd - at >= align || !isZero(at, tableEnd))
    return "has bytes that mean nothing";
  noteAlignment(align);
  end = tableEnd;
  slack = 0;
  return "";
}

llvm::StringRef Walk::visitTable(uint64_t start, const Reference &reference) {
  const TableShape &shape =
      reference.field ? *reference.field->table : planShape();
  uint64_t vtableSize = read32(start);
  if (vtableSize < VtableBytes || vtableSize > start || vtableSize % 2 != 0)
    return "has no vtable in front of it";
  uint64_t vtable = start - vtableSize;
  if (llvm::StringRef fault = moveTo(vtable); !fault.empty())
    return fault;
  uint64_t numFields = (vtableSize - VtableBytes) / 2;
  if (read16(vtable) != vtableSize || start % OffsetBytes != 0)
    return "has no vtable in front of it";
  if (numFields > shape.fields.size())
    return "has a field that this version does not know";
  if (numFields != 0 && read16(start - 2) == 0)
    return "has a vtable that is too long";
  if (read16(vtable + 2) < OffsetBytes || start + read16(vtable + 2) > size())
    return "does not end in the file";
  if (llvm::StringRef fault = visitFields(start, vtable, shape); !fault.empty())
    return fault;
  tables.push_back(reference);
  for (uint16_t id : llvm::reverse(shape.behindTable))
    if (uint64_t offset = fieldOffset(start, vtable, id))
      pending.push_back(
          {offset, &shape.fields[id], uint32_t(tables.size() - 1), NoItem});
  return "";
}

//--- Vectors ------------------------------------------------------------------

llvm::StringRef Walk::visitVector(uint64_t start, const Reference &reference) {
  const FieldShape &field = *reference.field;
  if (llvm::StringRef fault = moveTo(start); !fault.empty())
    return fault;
  uint64_t count = read32(start), items = start + OffsetBytes;
  bool isText = field.kind == FieldShape::String;
  if (count == 0)
    return "is empty and need not be there";
  if (count * field.itemSize + isText > size() - items)
    return "does not end in the file";
  if (start % OffsetBytes != 0 || items % field.itemAlign != 0)
    return "is not aligned";
  end = items + count * field.itemSize;
  if (isText && bytes[end++] != 0)
    return "has no NUL behind it";
  slack = std::max<uint64_t>(OffsetBytes, field.itemAlign);
  noteAlignment(field.itemAlign);
  if (!field.padding.empty())
    for (uint64_t i = 0; i != count; ++i)
      if (hasPadding(items + i * field.itemSize, field))
        return "has bits set that mean nothing";
  if (field.kind == FieldShape::Tables && tables.size() + count > MaxTables)
    return "has more tables than a plan may have";
  if (field.kind == FieldShape::Tables)
    for (uint64_t i = count; i-- != 0;)
      pending.push_back({items + i * OffsetBytes, reference.field,
                         reference.holder, uint32_t(i)});
  return "";
}

//--- The whole ----------------------------------------------------------------

llvm::StringRef Walk::visit(const Reference &reference) {
  uint64_t start = reference.at + read32(reference.at);
  if (start + OffsetBytes > size())
    return "leads out of the file";
  bool isTable = !reference.field || reference.item != NoItem ||
                 reference.field->kind == FieldShape::Table;
  return isTable ? visitTable(start, reference) : visitVector(start, reference);
}

/// A file is as long as its strictest object wants, and the header as far away
/// from the rest as that takes.
llvm::StringRef Walk::checkEnd() {
  if (size() - end >= std::max<uint64_t>(slack, 1) || !isZero(end, size()))
    return "goes on behind its last object";
  if (headerGap >= maxAlign || size() % maxAlign != 0)
    return "has a header that does not fit it";
  return "";
}

/// `workflows[3].triggers[0].branches`
std::string Walk::pathOf(const Reference &reference) const {
  std::vector<const Reference *> steps;
  for (const Reference *at = &reference; at->field; at = &tables[at->holder])
    steps.push_back(at);
  std::string path;
  for (const Reference *step : llvm::reverse(steps)) {
    path += path.empty() ? "" : ".";
    path += step->field->name;
    if (step->item != NoItem)
      path += "[" + std::to_string(step->item) + "]";
  }
  return path.empty() ? "the plan" : "`" + path + "`";
}

llvm::Error Walk::run() {
  if (size() < HeaderBytes)
    return makeError("not a plan");
  pending.push_back({0, nullptr, 0, NoItem});
  while (!pending.empty()) {
    Reference reference = pending.back();
    pending.pop_back();
    if (llvm::StringRef fault = visit(reference); !fault.empty())
      return makeError("not a sound plan: {0} {1}", pathOf(reference), fault);
  }
  if (llvm::StringRef fault = checkEnd(); !fault.empty())
    return makeError("not a sound plan: the file {0}", fault);
  return llvm::Error::success();
}

llvm::Error bytecode::walk(llvm::ArrayRef<uint8_t> bytes, uint64_t *visited) {
  Walk walk(bytes);
  llvm::Error error = walk.run();
  if (visited)
    *visited = walk.numVisited();
  return error;
}
